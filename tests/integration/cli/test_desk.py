"""What the console does of the delivery desk and of the month end: urgent lines, incoterms, accounts, controls."""

from __future__ import annotations

from openpyxl import load_workbook

from tests.integration.cli.driver import CUSTOMER, line
from tests.integration.cli.test_requests import twice

LINES = [line("33.33"), line("10")]


def test_an_order_or_a_line_of_it_is_made_urgent_and_usual_again(adv):
    number = adv.ordered(LINES)["number"]
    twice(adv, "order", "urgent", number, "--line", "2")
    (message,) = adv("outbox", "list")["messages"]
    assert "URGENT" in message["subject"]
    assert adv("order", "list", "--query", "urgent")["orders"][0]["number"] == number
    adv("order", "urgent", number, "--undo")
    assert adv("order", "list", "--query", "urgent")["orders"] == []
    assert adv.refused("order", "urgent", number, "--line", "9")["code"] == "order.no_line"


def test_the_incoterm_of_an_order_file_is_kept_and_one_without_a_place_refused(adv):
    file = {"customer": CUSTOMER["code"], "lines": LINES, "incoterm": "dap Gand", "urgent": True}
    assert adv("order", "create", adv.file(file))["incoterm"] == "DAP Gand"
    assert adv.refused("order", "create", adv.file({**file, "incoterm": "DAP"}))["code"] == "incoterm.no_place"


def test_a_month_end_is_counted_judged_and_written(adv):
    adv("deliver", adv.ordered(LINES)["number"])
    made = adv("month-end", "--month", "2026-11", "--out", adv.folder / "cloture.xlsx")
    counts = {row["control"]: row["count"] for row in made["controls"] if row["count"]}
    assert (counts["to_invoice"], counts["accruals"], made["accruals"]["lines"]) == (1, 2, 2)
    assert load_workbook(adv.folder / "cloture.xlsx").sheetnames[0] == "Clôture du mois"
    judged = twice(
        adv, "month-end", "judge", "--month", "2026-11", "--control", "to_invoice", "--reason", "Facturé le 2"
    )
    assert judged["to_look_at"] == made["to_look_at"] - 1
    assert adv.refused("month-end", "--month", "2027-02")["code"] == "month_end.to_come"


def test_the_statement_of_an_account_is_written_and_queued_once(adv):
    folder = adv.folder / "releves"
    words = ("customer", "statement", CUSTOMER["code"], "--pdf", folder)
    assert adv.refused(*words)["code"] == "account.nothing"
    adv("deliver", adv.ordered(LINES)["number"])
    adv("invoice", "issue", adv("invoice", "create", "--delivery", "BL2026000001")["id"])
    made = twice(adv, *words, "--queue")
    assert (folder / f"{CUSTOMER['code']}_2026-11-24.pdf").read_bytes().startswith(b"%PDF")
    assert len(made["messages"]) == len(adv("outbox", "list")["messages"]) == 1


def test_only_what_goes_to_the_union_is_charged_french_vat(adv):
    picking = adv("prepare", adv.ordered(LINES)["number"])["picking_number"]
    assert adv("charge-vat", picking)["lines"][0]["vat_category"] == "S"
    adv("ship", picking)
    assert adv.refused("charge-vat", picking)["code"] == "delivery.wrong_state"

"""`adv prepare`, `adv ship`, `adv complete`: picked first, gone later; services carried out."""

from __future__ import annotations

from tests.integration.cli.driver import line
from tests.integration.cli.test_requests import twice

GOODS = {"product": "P-100", "quantity": "5"}


def test_a_delivery_is_picked_then_leaves(adv):
    number = adv.ordered([GOODS])["number"]
    words = ("prepare", number, "--line", "1=2", "--pdf", adv.folder / "bp")
    made = twice(adv, *words)
    assert (made["number"], made["state"], made["lines"][0]["quantity"]) == (None, "to_prepare", "2")
    picking = made["picking_number"]
    assert (adv.folder / "bp" / f"{picking}.pdf").read_bytes() == f"%PDF picking {picking}".encode()
    assert adv("order", "show", number)["lines"][0]["delivered"] == "0"
    shipped = adv("ship", picking, "--date", "2026-11-23", "--pdf", adv.folder / "bl", "--request-id", "R-2")
    assert (shipped["number"], shipped["state"], shipped["date"]) == ("BL2026000001", "shipped", "2026-11-23")
    assert adv("ship", picking, "--request-id", "R-2")["number"] == "BL2026000001"
    assert (adv.folder / "bl" / "BL2026000001.pdf").exists()
    assert adv("order", "show", number)["lines"][0]["backorder"] == "3"


def test_a_delivery_leaves_once(adv):
    picking = adv("prepare", adv.ordered([GOODS])["number"])["picking_number"]
    adv("ship", picking)
    adv.refused("ship", picking)
    assert adv.refused("ship", "BP2026000099")["code"] == "delivery.not_found"


def test_lines_are_named_of_one_order_only(adv):
    orders = [adv.ordered([GOODS])["number"] for _ in range(2)]
    assert adv.refused("prepare", *orders, "--line", "1=1")["code"] == "deliver.line_of_several"
    made = adv("prepare", *orders)
    assert [len(one["lines"]) for one in made["deliveries"]] == [2]


def test_services_carried_out_are_proven_and_may_be_invoiced(adv):
    order = adv.ordered([GOODS, line("50", quantity="2", nature="service")])
    report = adv.folder / "bon.pdf"
    report.write_bytes(b"%PDF-1.4 signed")
    words = ("complete", order["number"], "--date", "2026-11-23", "--by", "Mme Roy", "--report", report)
    done = twice(adv, *words)
    assert (done["number"], done["date"], done["state"]) == ("BL2026000001", "2026-11-23", "shipped")
    assert [(row["label"], row["quantity"]) for row in done["lines"]] == [("Article", "2")]
    drafts = adv("invoice", "create", "--delivery", "BL2026000001")
    assert drafts["totals"]["net"] == "100.00"


def test_goods_are_not_carried_out_and_a_day_to_come_is_refused(adv):
    order = adv.ordered([GOODS, line("50", quantity="2", nature="service")])["number"]
    assert adv.refused("complete", order, "--line", "1=1")["code"] == "completion.goods"
    assert adv.refused("complete", order, "--date", "2026-11-30")["code"] == "date.in_future"
    assert adv.refused("complete", order, "--report", adv.folder / "rien.pdf")["code"] == "file.unreadable"
    assert adv.refused("complete", adv.ordered([GOODS])["number"])["code"] == "completion.nothing"
    assert adv("complete", order, "--line", "2=1", "--remarks", "À finir")["backorder"][1]["quantity"] == "1"

"""`adv report`: the figures of a month by code, and the files beside."""

from tests.integration.cli.driver import line

CODES = [
    "sales_net", "order_intake", "backlog", "backlog_late", "otd", "otif", "deliveries_late", "delivered_not_invoiced",
    "invoices", "credit_notes", "credit_rate", "receipts", "ageing_current", "ageing_30", "ageing_60", "ageing_90",
    "ageing_over", "dso", "claims_open", "claims_rate",
]  # fmt: skip


def sales(adv, month):
    return adv("report", "--month", month)["indicators"]["sales_net"]["value"]


def test_every_indicator_has_its_code_and_its_definition(adv):
    made = adv("report", "--month", "2026-11", "--xlsx", adv.folder / "m.xlsx", "--pdf", adv.folder / "m.pdf")
    assert list(made["indicators"]) == CODES
    assert all(indicator["definition"] and indicator["name"] for indicator in made["indicators"].values())
    assert (adv.folder / "m.xlsx").read_bytes().startswith(b"PK")
    assert (adv.folder / "m.pdf").read_bytes().startswith(b"%PDF-")
    assert made["files"] == {name: (adv.folder / f"m.{name}").as_posix() for name in ("xlsx", "pdf")}


def test_deposits_and_their_deduction_are_no_sales(adv):
    adv.today = "2026-10-15"
    order = adv.ordered([line("10000.00")])["number"]
    adv("invoice", "issue", adv("deposit", order, "--percent", "30")["id"])
    adv.today = "2026-11-24"
    adv("invoice", "issue", adv("invoice", "create", "--order", order)["id"])
    assert (sales(adv, "2026-10"), sales(adv, "2026-11")) == ("0.00", "10000.00")


def test_a_credit_note_lowers_the_sales_of_its_own_month(adv):
    number = adv.issued([line("100.00")])["number"]
    adv("invoice", "issue", adv("credit", number, "--percent", "25", "--reason", "geste")["id"])
    figures = adv("report", "--month", "2026-11")["indicators"]
    assert figures["sales_net"]["value"] == "75.00"
    assert (figures["invoices"]["value"], figures["credit_notes"]["value"]) == (1, 1)


def test_the_service_rate_is_told_by_customer_family_carrier_and_reason(adv):
    adv.today = "2026-11-02"
    order = adv.ordered([{"product": "P-100", "quantity": "5", "requested_date": "2026-11-10"}])["number"]
    adv.today = "2026-11-09"
    adv("deliver", order)
    adv.today = "2026-11-24"
    told = adv("report", "--month", "2026-11")["punctuality"]
    figures = {key: told["total"][key] for key in ("lines", "otd", "otd_last", "otd_requested", "otif")}
    assert figures == {"lines": 1, "otd": "100", "otd_last": "100", "otd_requested": "100", "otif": "100"}
    assert told["by_customer"][0]["name"] == "CLIENT TEST SAS"
    assert (len(told["by_family"]), len(told["by_carrier"]), told["by_reason"]) == (1, 1, [])

"""`adv invoice proforma`, `statement` and `replace`."""

from pathlib import Path

from tests.integration.cli.driver import line


def test_a_pro_forma_is_written_and_counted_nowhere(adv):
    order = adv.ordered([line("100", quantity="3")])
    made = adv("invoice", "proforma", "--order", order["number"], "--line", "1=2", "--out", adv.folder / "out")
    assert (made["number"], made["totals"]) == (
        "PF2026000001",
        {"net": "200.00", "vat_total": "40.00", "gross": "240.00"},
    )
    assert Path(made["files"]["pdf"]).read_bytes().startswith(b"%PDF")
    assert (
        adv.refused("invoice", "proforma", "--order", order["number"], "--line", "1=4")["code"]
        == "proforma.over_quantity"
    )
    assert adv.refused("invoice", "proforma")["code"] == "usage.one_source"


def test_the_statement_follows_the_invoices(adv):
    order = adv.ordered([line("100", quantity="3")])
    delivery = adv("deliver", order["number"], "--line", "1=2")
    before = adv("invoice", "statement", order["number"], "--out", adv.folder / "etat.xlsx")
    assert before["totals"] == {"net": "300.00", "invoiced": "0.00", "to_invoice": "200.00", "to_deliver": "100.00"}
    assert Path(before["file"]).exists()
    draft = adv("invoice", "create", "--delivery", delivery["number"])
    issued = adv("invoice", "issue", draft["id"])
    after = adv("invoice", "statement", order["number"])
    assert after["totals"] == {"net": "300.00", "invoiced": "200.00", "to_invoice": "0.00", "to_deliver": "100.00"}
    assert [one["number"] for one in after["documents"]] == [issued["number"]]
    assert adv.refused("invoice", "statement", order["number"], "--out", "etat.txt")["code"] == "file.wrong_ending"


def test_an_invoice_is_replaced_by_two_drafts(adv):
    issued = adv.issued([line("100")])
    made = adv("invoice", "replace", issued["number"], "--reason", "mauvaise adresse")
    assert [(one["type"], one["totals"]["gross"]) for one in made["invoices"]] == [("381", "120.00"), ("380", "120.00")]


def test_invoices_never_sent_wait_in_the_outbox_one_message_a_customer(adv):
    numbers = [adv.issued([line("100")])["number"] for _rank in range(2)]
    (message,) = adv("invoice", "send", "--all")["messages"]
    assert (message["customer"], message["state"]) == ("C00042", "to_send")
    assert [file.removesuffix(".pdf") for file in message["files"]] == numbers
    assert len(adv("outbox", "list")["messages"]) == 1
    assert adv.refused("invoice", "send")["code"] == "usage.one_source"
    draft = adv.invoice([line("1")])
    assert adv.refused("invoice", "send", draft["id"])["code"] == "invoice.not_issued"

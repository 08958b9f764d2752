"""Every document that a verb issues is drawn, and what is written is what is stored."""

import hashlib

import pytest

from tests.integration.cli.driver import line


@pytest.fixture(autouse=True)
def plain_papers():
    """Draw for real here."""


def drawn(adv, document_id):
    made = adv("invoice", "issue", document_id, "--out", adv.folder / "out")
    content = (adv.folder / "out" / f"{made['number']}.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert made["sha256"] == hashlib.sha256(content).hexdigest()
    return made["number"]


def test_the_papers_of_the_chain(adv):
    order = adv.ordered([{"product": "P-100", "quantity": "5", "discounts": ["10"]}, line("10.00", "5.5")],
                        freight={"amount": "35.00"}, discount={"percent": "2"})  # fmt: skip
    delivery = adv("deliver", order["number"], "--line", "1=2", "--pdf", adv.folder / "out")
    assert (adv.folder / "out" / f"{delivery['number']}.pdf").read_bytes().startswith(b"%PDF-")
    invoice = drawn(adv, adv("invoice", "create", "--delivery", delivery["number"])["id"])
    drawn(adv, adv("credit", invoice, "--line", "1=1", "--reason", "retour")["id"])
    drawn(adv, adv("credit", invoice, "--freight", "--reason", "port offert")["id"])
    drawn(adv, adv("deposit", order["number"], "--percent", "30")["id"])
    drawn(adv, adv("invoice", "create", "--order", order["number"], "--deduct", "prepaid")["id"])
    assert adv("verify")["ok"] is True


def test_the_papers_of_rebates_and_discounts(adv):
    number = drawn(adv, adv.invoice([line("1000.00"), line("100.00", "5.5")])["id"])
    asked = [
        "--rebate",
        "--customer",
        "C00042",
        "--period",
        "2026-01-01..2026-12-31",
        "--percent",
        "2",
        "--reason",
        "RFA",
    ]
    drawn(adv, adv("credit", *asked)["id"])
    drawn(adv, adv("credit", *asked, "--contract", "RFA-26")["id"])
    adv("pay", "--customer", "C00042", "--amount", "1300", "--date", adv.today, "--method", "virement",
        "--invoice", number, "--early-discount")  # fmt: skip
    shown = adv("invoice", "show", "AV2026000003", "--out", adv.folder / "again")
    assert (adv.folder / "again" / "AV2026000003.pdf").read_bytes().startswith(b"%PDF-")
    assert shown["totals"]["due"] == "5.50"
    assert adv("verify")["ok"] is True

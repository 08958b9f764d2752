"""`adv packaging`: kinds and their deposits, what deliveries carry, vouchers, and the drafts that settle deposits."""

from __future__ import annotations

import pytest

from tests.integration.cli.driver import CUSTOMER, Adv, line


@pytest.fixture
def adv(tmp_path, capsys):
    return Adv(tmp_path, capsys).copied()


def delivered(adv, *carried):
    """Ship an order with packaging; issue its invoice; return what it says."""
    order = adv("order", "create", adv.file({"customer": CUSTOMER["code"], "lines": [line("33.33")]}))
    confirmed = adv("order", "confirm", order["id"])
    prepared = adv("prepare", confirmed["number"])
    adv("packaging", "carry", prepared["id"], *carried)
    delivery = adv("ship", prepared["id"])
    return adv("invoice", "issue", adv("invoice", "create", "--delivery", delivery["number"])["id"])


def test_a_deposit_goes_from_its_kind_to_the_invoice_the_voucher_and_the_credit_note(adv):
    kinds = adv("packaging", "kind", "EUR", "--label", "Palette Europe", "--deposit", "12")
    assert kinds["kinds"] == [
        {"code": "EUR", "label": "Palette Europe", "deposit": "12", "with_vat": False, "vat_rate": "20"}
    ]
    invoice = delivered(adv, "--leave", "EUR=5")
    assert [(row["label"], row["net"], row["vat_category"]) for row in invoice["lines"][-1:]] == [
        ("Consigne d'emballage\u00a0: Palette Europe", "60.00", "E")
    ]
    back = adv("packaging", "back", "--customer", CUSTOMER["code"], "--piece", "EUR=2", "--reference", "BR-1")
    assert [(row["out"], row["came_back"], row["amount"]) for row in back["deposits"]] == [(3, 2, "36.00")]
    credit = adv("packaging", "credit", "--customer", CUSTOMER["code"])
    assert (credit["type"], credit["totals"]["gross"]) == ("381", "24.00")
    adv.today = "2027-03-01"
    late = adv("packaging", "deposits")
    assert [(row["overdue"], row["out"]) for row in late["deposits"]] == [(True, 3)]
    sold = adv("packaging", "invoice")
    assert (sold["totals"]["net"], sold["totals"]["vat_total"], sold["totals"]["due"]) == ("-6.00", "6.00", "0.00")


def test_the_account_of_a_carrier_is_kept_and_listed(adv):
    adv("packaging", "kind", "EUR", "--label", "Palette Europe")
    refused = adv.refused("packaging", "exchange", "--carrier", "Inconnu", "--give", "EUR=5")
    assert refused["code"] == "packaging.carrier"
    assert adv("packaging", "carriers") == {"carriers": []}


@pytest.mark.parametrize(
    ("written", "code"), [("EUR=x", "usage.pieces"), ("XX=2", "packaging.unknown"), ("EUR", "usage.pieces")]
)
def test_pieces_that_cannot_be_read_are_refused(adv, written, code):
    adv("packaging", "kind", "EUR", "--label", "Palette Europe")
    assert adv.refused("packaging", "back", "--customer", CUSTOMER["code"], "--piece", written)["code"] == code

"""What customs ask, as rules: the incoterm and its place, what parcels hold, the value of what is given."""

from decimal import Decimal

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules import customs, incoterms, packing
from adv_desktop.models.rules.packing import PackedGoods


@pytest.mark.parametrize(
    ("text", "written", "paid"),
    [
        ("DAP Genève", "DAP Genève, Incoterms® 2020", True),
        ("fca Beaune (Incoterms® 2020)", "FCA Beaune, Incoterms® 2020", False),
        ("EXW", "EXW, Incoterms® 2020", False),
    ],
)
def test_an_incoterm_is_read_with_its_place_and_printed_with_its_edition(text, written, paid):
    found = incoterms.parse(text)
    assert found is not None
    assert (found.written, found.carriage_paid) == (written, paid)


@pytest.mark.parametrize("text", [None, "", "DAT Anvers", "Genève", "DAPGenève"])
def test_what_is_no_rule_of_2020_is_no_incoterm(text):
    assert incoterms.parse(text) is None


def test_the_contents_of_a_parcel_are_read_as_they_are_written():
    held = packing.parse("P-100 × 24, Boîte kraft x 2,5; 3*12")
    assert held == (
        PackedGoods("P-100", Decimal(24)),
        PackedGoods("Boîte kraft", Decimal("2.5")),
        PackedGoods("3", Decimal(12)),
    )
    assert packing.parse(packing.written(held)) == held
    assert packing.parse("  ") == ()


@pytest.mark.parametrize("text", ["P-100", "24", "P-100 × douze", "P-100 × 0"])
def test_contents_that_cannot_be_read_are_refused(text):
    with pytest.raises(DomainError, match=r"parcel\.content_unreadable"):
        packing.parse(text)


@pytest.mark.parametrize(
    ("code", "quantity", "error"), [("P9", 1, "content_unknown"), ("P1", 11, "content_over"), ("P1", 0, "unreadable")]
)
def test_parcels_hold_no_more_than_what_leaves(code, quantity, error):
    packing.refuse_more_than([PackedGoods("P1", Decimal(6))], {"P1": Decimal(10)})
    with pytest.raises(DomainError, match=error):
        packing.refuse_more_than([PackedGoods(code, Decimal(quantity))], {"P1": Decimal(10)})


def test_what_is_given_is_worth_its_price_in_the_currency_of_the_paper():
    price, ten = Decimal("12.50"), Decimal(10)
    assert customs.free_value(price, Decimal(1), ten, Decimal(1), "EUR") == 12500
    assert customs.free_value(price, Decimal(100), ten, Decimal("0.5"), "USD") == 250

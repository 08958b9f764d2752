"""What people type is read exactly, or not at all."""

from datetime import date
from decimal import Decimal

import pytest

from adv_desktop.ui.format import add_months, read_date, read_money, read_number, read_percent

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1234.50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u202f234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("-12", "-12"),
        ("−12,5", "-12.5"),
        (",5", "0.5"),
        ("12.", "12"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed, read):
    assert read_number(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["", "abc", "1e3", "NaN", "inf", "١٢", "1,2,3x", "--1", "1-2", ","])
def test_what_is_no_number_is_refused(typed):
    assert read_number(typed) is None


def test_an_amount_becomes_minor_units_and_never_loses_a_decimal():
    assert read_money("1 286,02 €") == 128602
    assert read_money("12,345") is None
    assert read_money("12,345", "TND") == 12345
    assert read_money("1200", "JPY") == 1200
    assert read_money("999999999999999") is None
    assert read_percent("5,5 %") == Decimal("5.5")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("=", TODAY),
        ("+15", date(2026, 12, 9)),
        ("-1", date(2026, 11, 23)),
        ("+1m", date(2026, 12, 24)),
        ("050126", date(2026, 1, 5)),
        ("5/1", date(2027, 1, 5)),
        ("24/11", TODAY),
        ("2026-02-28", date(2026, 2, 28)),
        ("24/11/2026", TODAY),
        ("24.11.26", TODAY),
        ("0501", date(2027, 1, 5)),
        ("+2w", date(2026, 12, 8)),
        ("+1a", date(2027, 11, 24)),
    ],
)
def test_a_date_is_read_as_people_type_it(typed, read):
    assert read_date(typed, TODAY) == read


@pytest.mark.parametrize("typed", ["", "31/02/2026", "32/1", "demain", "+99999", "0/0", "-9999y"])
def test_what_is_no_date_is_refused(typed):
    assert read_date(typed, TODAY) is None


def test_a_month_later_never_leaves_the_month():
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 31), -1) == date(2026, 11, 30)
    assert add_months(date(2026, 11, 30), 1) == date(2026, 12, 30)

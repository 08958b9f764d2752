"""How values are written in French and in English."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from adv_desktop.services.formats import Formats

FR = Formats("fr", ZoneInfo("Europe/Paris"))
EN = Formats("en", ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("minor", "currency", "french", "english"),
    [
        (128602, "EUR", "1\u202f286,02\u00a0€", "€1,286.02"),
        (-5, "EUR", "\u22120,05\u00a0€", "\u2212€0.05"),
        (0, "EUR", "0,00\u00a0€", "€0.00"),
        (123456789, "JPY", "123\u202f456\u202f789\u00a0¥", "¥123,456,789"),
        (1500, "CHF", "15,00\u00a0CHF", "15.00\u00a0CHF"),
        (1500, "TND", "1,500\u00a0TND", "1.500\u00a0TND"),
    ],
)
def test_an_amount_is_written_with_its_currency(minor, currency, french, english):
    assert (FR.money(minor, currency), EN.money(minor, currency)) == (french, english)


def test_an_amount_to_the_unit_is_rounded_away_from_zero():
    assert [FR.rounded(minor) for minor in (149, 150, -150, 10**8)] == [
        "1\u00a0€",
        "2\u00a0€",
        "\u22122\u00a0€",
        "1\u202f000\u202f000\u00a0€",
    ]
    assert EN.rounded(-150) == "\u2212€2"


def test_quantities_and_prices_keep_what_matters():
    assert FR.quantity(Decimal("1250.0000")) == "1\u202f250"
    assert FR.quantity(Decimal("-48.5")) == "\u221248,5"
    assert FR.price(Decimal("12.5")) == "12,50"
    assert EN.price(Decimal("0.004512")) == "0.004512"
    assert (FR.percent(Decimal("5.5")), EN.percent(Decimal(20))) == ("5,5\u00a0%", "20%")


def test_dates_are_written_in_each_language():
    day = date(2026, 11, 24)
    assert (FR.date(day), EN.date(day)) == ("24/11/2026", "24 Nov 2026")
    assert (FR.short_date(day), FR.month(day), FR.short_month(day)) == ("24/11", "novembre 2026", "nov. 26")
    assert (FR.long_date(day), EN.long_date(day)) == ("mardi 24 novembre 2026", "Tuesday 24 November 2026")
    assert FR.long_date(date(2026, 12, 1)) == "mardi 1er décembre 2026"


def test_an_instant_is_written_in_the_local_zone():
    assert FR.moment(datetime(2026, 11, 24, 13, 5, tzinfo=UTC)) == "24/11/2026 14:05"


def test_an_unknown_language_reads_as_english():
    assert Formats("de").date(date(2026, 1, 2)) == "2 Jan 2026"


def test_a_unit_price_carries_its_sign_as_amounts_do():
    assert (FR.unit_price(Decimal("1.6")), EN.unit_price(Decimal("1.6"))) == ("1,60\u00a0€", "€1.60")
    assert EN.unit_price(Decimal("-0.004512")) == "\u2212€0.004512"

"""The periods of e-reporting, and the kinds of sale."""

import datetime as dt

import pytest

from adv_desktop.models.enums import Nature, VatCategory
from adv_desktop.models.rules.reporting import (
    ReportingFrequency,
    SaleCategory,
    last_complete,
    period_around,
    sale_category,
    send_before,
)

F = ReportingFrequency
day = dt.date


@pytest.mark.parametrize(
    ("on", "frequency", "first", "last"),
    [
        (day(2026, 2, 10), F.TEN_DAYS, day(2026, 2, 1), day(2026, 2, 10)),
        (day(2026, 2, 11), F.TEN_DAYS, day(2026, 2, 11), day(2026, 2, 20)),
        (day(2028, 2, 29), F.TEN_DAYS, day(2028, 2, 21), day(2028, 2, 29)),
        (day(2026, 1, 31), F.TEN_DAYS, day(2026, 1, 21), day(2026, 1, 31)),
        (day(2026, 4, 30), F.MONTH, day(2026, 4, 1), day(2026, 4, 30)),
        (day(2026, 12, 31), F.TWO_MONTHS, day(2026, 11, 1), day(2026, 12, 31)),
        (day(2026, 1, 31), F.TWO_MONTHS, day(2026, 1, 1), day(2026, 2, 28)),
    ],
)
def test_a_day_is_in_one_period(on, frequency, first, last):
    assert period_around(on, frequency) == (first, last)


@pytest.mark.parametrize("frequency", list(F))
def test_periods_follow_each_other_without_hole(frequency):
    first = day(2027, 1, 1)
    while first.year < 2029:
        start, last = period_around(first, frequency)
        assert start == first
        first = last + dt.timedelta(days=1)


def test_the_last_complete_period_is_over():
    assert last_complete(day(2027, 1, 5), F.TWO_MONTHS) == (day(2026, 11, 1), day(2026, 12, 31))
    assert last_complete(day(2026, 11, 24), F.TEN_DAYS) == (day(2026, 11, 11), day(2026, 11, 20))
    assert send_before(day(2026, 11, 20)) == day(2026, 11, 30)


def test_a_sale_is_of_goods_of_services_or_outside():
    assert sale_category(VatCategory.STANDARD, Nature.GOODS) is SaleCategory.GOODS
    assert sale_category(VatCategory.EXEMPT, Nature.SERVICE) is SaleCategory.SERVICES
    assert sale_category(VatCategory.EXPORT, Nature.GOODS) is SaleCategory.OUTSIDE

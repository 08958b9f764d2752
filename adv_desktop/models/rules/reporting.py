"""E-reporting: which period is declared when (CGI ann. II 242 nonies M), and what kind of sale a line is."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from adv_desktop.models.enums import Nature, VatCategory


class ReportingFrequency(StrEnum):
    """How often sales are declared, by the VAT regime of the company."""

    TEN_DAYS = "ten_days"
    MONTH = "month"
    TWO_MONTHS = "two_months"


class SaleCategory(StrEnum):
    """The codes of the sales that are declared together."""

    GOODS = "TLB1"
    SERVICES = "TPS1"
    OUTSIDE = "TNT1"


DAYS_TO_SEND = 10
_OUTSIDE = frozenset({VatCategory.INTRA_EU, VatCategory.EXPORT, VatCategory.REVERSE_CHARGE, VatCategory.OUT_OF_SCOPE})


def period_around(day: dt.date, frequency: ReportingFrequency) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the period that holds a day."""
    if frequency is ReportingFrequency.TEN_DAYS:
        first = day.replace(day=(1, 11, 21)[min((day.day - 1) // 10, 2)])
        return first, _month_end(day) if first.day == 21 else first + dt.timedelta(days=9)
    if frequency is ReportingFrequency.MONTH:
        return day.replace(day=1), _month_end(day)
    month = day.month - (day.month - 1) % 2
    return day.replace(month=month, day=1), _month_end(day.replace(month=month + 1, day=1))


def last_complete(today: dt.date, frequency: ReportingFrequency) -> tuple[dt.date, dt.date]:
    """Return the period that ended last before a day."""
    first, _last = period_around(today, frequency)
    return period_around(first - dt.timedelta(days=1), frequency)


def send_before(last: dt.date) -> dt.date:
    """Return the last day to send what was sold in a period."""
    return last + dt.timedelta(days=DAYS_TO_SEND)


def sale_category(category: VatCategory, nature: Nature) -> SaleCategory:
    """Return the code of a sale to somebody who sends no e-invoice."""
    if category in _OUTSIDE:
        return SaleCategory.OUTSIDE
    return SaleCategory.SERVICES if nature is Nature.SERVICE else SaleCategory.GOODS


def _month_end(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)

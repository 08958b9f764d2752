"""Read what people type: numbers, amounts and dates; write values in the language of the window."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from adv_desktop.models.values import MAX_MINOR, currency_decimals, to_minor
from adv_desktop.services.formats import Formats
from adv_desktop.services.texts import _, current

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'’"))
_MINUSES = str.maketrans({"−": "-", "–": "-"})
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_SHIFT = re.compile(r"([+-])([0-9]{1,4})([dwmyjsa]?)", re.ASCII)
_SPLIT_DATE = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})(?:[/.\- ]([0-9]{4}|[0-9]{2}))?", re.ASCII)
_PACKED_DATE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})?", re.ASCII)
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_MONTHS_IN = {"m": 1, "y": 12, "a": 12}
_DAYS_IN = {"": 1, "d": 1, "j": 1, "w": 7, "s": 7}


@cache
def _formats(language: str) -> Formats:
    return Formats(language)


def formats() -> Formats:
    """Return the formats of the language that the window speaks now."""
    return _formats(current().language)


def pair(label: str, value: str) -> str:
    """Return what something is and its value, with the colon of the language."""
    return _("{label}: {value}").format(label=label, value=value)


def read_number(text: str) -> Decimal | None:
    """Read "1 234,50", "1.234,50", "1234.5" or "−12"; None when it is no number.

    With both signs present the last one is the decimal sign; a sign that comes twice groups thousands.
    """
    bare = text.translate(_SPACES).translate(_MINUSES)
    if "," in bare and "." in bare:
        group = "," if bare.rfind(".") > bare.rfind(",") else "."
        bare = bare.replace(group, "")
    bare = bare.replace(",", ".")
    if not _NUMBER.fullmatch(bare):
        return None
    return Decimal(bare)


def read_money(text: str, currency: str = "EUR") -> int | None:
    """Read an amount in minor units; None when it is none or has too many decimals."""
    amount = read_number(text.replace("€", "").replace(currency, ""))
    if amount is None or amount != round(amount, currency_decimals(currency)):
        return None
    minor = to_minor(amount, currency)
    return minor if abs(minor) <= MAX_MINOR else None


def read_percent(text: str) -> Decimal | None:
    """Read a percent with or without its sign."""
    return read_number(text.replace("%", ""))


def read_date(text: str, today: date) -> date | None:
    """Read "24/11/2026", "5/1", "050126", "2026-11-24", "=" (today) or "+15", "-1m"; None when it is no date.

    Without a year: the date nearest to today.
    """
    bare = text.strip().lower()
    if bare == "=":
        return today
    if shift := _SHIFT.fullmatch(bare):
        return _shifted(today, shift)
    if iso := _ISO_DATE.fullmatch(bare):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    if parts := _SPLIT_DATE.fullmatch(bare) or _PACKED_DATE.fullmatch(bare):
        return _written(int(parts[1]), int(parts[2]), parts[3], today)
    return None


def add_months(day: date, months: int) -> date:
    """Return the same day some months away, or the month's last day when it has none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _shifted(today: date, shift: re.Match[str]) -> date | None:
    count = int(shift[2]) * (1 if shift[1] == "+" else -1)
    try:
        if shift[3] in _MONTHS_IN:
            return add_months(today, count * _MONTHS_IN[shift[3]])
        return today + timedelta(days=count * _DAYS_IN[shift[3]])
    except (OverflowError, ValueError):
        return None


def _written(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    near = [found for around in (-1, 0, 1) if (found := _date(today.year + around, month, day))]
    return min(near, key=lambda found: abs(found - today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

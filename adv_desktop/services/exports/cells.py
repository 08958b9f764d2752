"""What a spreadsheet cell may hold: real numbers and dates, and texts that never become a formula."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from adv_desktop.models.values import from_minor

CellValue = str | int | Decimal | date | datetime | bool | None

MAX_TEXT = 32_767
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Return a text that XML accepts, no longer than a cell holds."""
    return _UNPRINTABLE.sub("", text)[:MAX_TEXT]


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet program could take a text for a formula."""
    return text.startswith(_FORMULA_STARTS)


def guarded(text: str) -> str:
    """Return a text for CSV: one that would run as a formula gets an apostrophe before it."""
    text = clean(text)
    return "'" + text if looks_like_formula(text) else text


def euros(minor: int | None) -> Decimal | None:
    """Return an amount in euro cents as an exact decimal."""
    return None if minor is None else from_minor(minor)


def fraction(percent: Decimal | None) -> Decimal | None:
    """Return a percent as a spreadsheet counts it: 94.2 is 0.942."""
    return None if percent is None else percent / 100

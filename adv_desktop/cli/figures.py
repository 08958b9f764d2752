"""Numbers and dates as JSON writes them: amounts with the currency's decimals, quantities without trailing zeros."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from adv_desktop.models.values import from_minor, plain

JsonValue: TypeAlias = "str | int | bool | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
JsonObject: TypeAlias = dict[str, JsonValue]


def money(minor: int, currency: str = "EUR") -> str:
    """Write an amount ("1286.02")."""
    return f"{from_minor(minor, currency):f}"


def number(value: Decimal) -> str:
    """Write a quantity, price or percent ("48.9")."""
    return plain(value)


def number_or_none(value: Decimal | None) -> str | None:
    """Write a number that may be missing."""
    return None if value is None else plain(value)


def iso(value: dt.date | None) -> str | None:
    """Write a date that may be missing ("2026-11-24")."""
    return None if value is None else value.isoformat()

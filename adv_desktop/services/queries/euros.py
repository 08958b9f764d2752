"""Amounts of any currency in euro cents, at the rate frozen on the document."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from adv_desktop.models.values import from_minor, to_minor


def in_euros(minor: int, currency: str, rate: str | Decimal | None) -> int:
    """Convert minor units of a currency to euro cents (`rate`: euros for one unit)."""
    if currency == "EUR" or rate is None:
        return minor
    return to_minor(from_minor(minor, currency) * Decimal(rate), "EUR")


def rate_of(frozen: Mapping[str, Any] | None) -> str | None:
    """Return the rate frozen on a document, None for euros."""
    return None if frozen is None else str(frozen["rate"])

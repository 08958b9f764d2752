"""Credit insurance: how an amount was agreed, and what of an exposure it leaves at our own risk (R10)."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from adv_desktop.models.values import percent_of


class InsuranceKind(StrEnum):
    """How the insurer agreed: for this very customer, or within what the contract lets us decide ourselves."""

    NAMED = "named"
    UNNAMED = "unnamed"


def guaranteed(amount: int, quotity: Decimal) -> int:
    """Return the most that the insurer would pay for an amount: `quotity` % of it, in euro cents."""
    return percent_of(amount, quotity)


def uninsured(exposure: int, amount: int, quotity: Decimal) -> int:
    """Return what of an exposure stays at our own risk: what passes the amount, and our share of what is within."""
    at_risk = max(exposure, 0)
    return at_risk - guaranteed(min(at_risk, amount), quotity)

"""Returnable packaging: why what a customer holds of it changes (R17)."""

from __future__ import annotations

from enum import StrEnum

MOST_PIECES = 9999  # of one kind, at once


class PackagingMoveKind(StrEnum):
    """Why the returnable packaging that a customer holds changed."""

    DELIVERED = "delivered"
    RETURNED = "returned"
    COUNTED = "counted"

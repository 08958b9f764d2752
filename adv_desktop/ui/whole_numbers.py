"""Numbers of pieces in the cells of a grid."""

from __future__ import annotations

from decimal import Decimal

from adv_desktop.ui.format import formats


def count_of(value: object) -> int:
    """Return the whole number that was typed, 0 for anything else."""
    return int(value) if isinstance(value, Decimal) and value > 0 else 0


def pieces(count: int) -> str:
    """Write a number of pieces, a dash for none."""
    return formats().integer(count) if count else "—"


def typed_pieces(count: int) -> str:
    """Return what an editor starts with."""
    return str(count) if count else ""

"""What a search offers: customers, products, carriers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose, with what helps to tell it from the others.

    `warn` marks the last extra (no stock left, customer on hold); `scanned` says that a barcode was read.
    """

    id: int
    code: str
    label: str
    extras: tuple[str, ...] = ()
    warn: bool = False
    scanned: bool = False


Search = Callable[[str, Callable[[Sequence[Choice]], None]], None]
"""Looks for a text and shows what it found, now or later, in the UI thread."""

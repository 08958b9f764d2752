"""Packs: the larger unit that a quantity was counted in, kept beside the quantity in the product's own unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack is called, and how many of the product's unit it holds (more than one)."""

    label: str
    size: Decimal

    def split(self, quantity: Decimal) -> tuple[Decimal, Decimal]:
        """Return how many whole packs a quantity makes, and what is left beside them."""
        return quantity // self.size, quantity % self.size


def pack_of(label: str | None, size: Decimal | None) -> Pack | None:
    """Return the pack that two columns describe; None without both, or when it holds no more than one."""
    return Pack(label, size) if label and size is not None and size > 1 else None

"""How lines sold by weight are written in lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from adv_desktop.ui.format import formats


class Weighed(Protocol):
    """A line of a document that may be sold by weight."""

    @property
    def label(self) -> str:
        """Its description."""

    @property
    def catch_weight(self) -> Decimal | None:
        """Its kilograms, None unless it is sold by weight."""

    @property
    def weight_is_estimated(self) -> bool:
        """Whether they are those of an average."""


def labelled(line: Weighed) -> str:
    """Write the description of a line, with its kilograms where it is sold by weight."""
    if line.catch_weight is None:
        return line.label
    about = "≈ " if line.weight_is_estimated else ""
    return f"{line.label}  ·  {about}{formats().price(line.catch_weight, 3)} kg"

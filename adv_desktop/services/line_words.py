"""The titles, comments and subtotals of orders: which of them go with the lines that leave or are invoiced."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from adv_desktop.models.enums import LineKind
from adv_desktop.models.sales_order import OrderLine


@dataclass(frozen=True, slots=True)
class LineWords:
    """What is written above and below order lines, by the line's id."""

    above: dict[int, list[OrderLine]] = field(default_factory=dict)
    below: dict[int, list[OrderLine]] = field(default_factory=dict)

    def add(self, lines: Sequence[OrderLine], taken: Collection[int]) -> None:
        """Add those of an order of which some lines are taken.

        A title goes with its first line that is taken, a comment with what is above it, a subtotal with the last
        line of its part.
        """
        waiting: list[OrderLine] = []
        under: list[OrderLine] | None = waiting
        part: list[OrderLine] | None = None
        for line in lines:
            if (line.is_item or line.is_kit) and line.id in taken:
                self.above[line.id], waiting = waiting, []
                under = part = self.below.setdefault(line.id, [])
            elif line.is_item or line.is_kit:
                under = None
            elif line.kind is LineKind.TITLE:
                waiting = [*waiting, line] if under is waiting else [line]
                under, part = waiting, None
            elif line.kind is LineKind.SUBTOTAL and part is not None:
                part.append(line)
                part = None
            elif line.kind is LineKind.COMMENT and under is not None:
                under.append(line)

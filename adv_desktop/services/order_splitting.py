"""« Éclater la ligne » without a window: one line of an order in parts, each with the day that it is promised for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.splitting import Part, parts_of
from adv_desktop.services.order_commands import NewLine, NewOrder


def split_line(order: NewOrder, name: str | int, no: int, parts: Sequence[Part]) -> NewOrder:
    """Return an order with a line in parts, at its price whatever a smaller quantity would cost.

    Raise `order.no_line`, and what `parts_of` raises for parts that do not make up the line.
    """
    if not 1 <= no <= len(order.lines):
        raise DomainError("order.no_line", order=name, line=no)
    line = order.lines[no - 1]
    made = [_part(line, part) for part in parts_of(line.quantity, parts)]
    first, others = made[0], [replace(one, id=None, written=None, differences=()) for one in made[1:]]
    return replace(order, lines=(*order.lines[: no - 1], first, *others, *order.lines[no:]))


def _part(line: NewLine, part: Part) -> NewLine:
    return replace(line, quantity=part.quantity, promised=part.promised or line.promised)

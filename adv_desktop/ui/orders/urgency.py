"""Orders and lines made urgent: what logistics is told waits in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from adv_desktop.services.queries import orders
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.services.order_commands import NewOrder
    from adv_desktop.services.queries.orders import OrderRow
    from adv_desktop.ui.desk import Desk


def turn_urgent(desk: Desk, ids: Sequence[int]) -> None:
    """Make orders urgent, or usual again where all of them are urgent already."""

    def read() -> list[OrderRow]:
        with desk.services.store.read() as session:
            return list(orders.rows(session, ids, desk.today()).values())

    if ids:
        desk.runner.read(read, partial(_turn, desk, ids))


def make_urgent(desk: Desk, ids: Sequence[int]) -> None:
    """Make orders urgent, and say that the alert to logistics waits."""
    desk.runner.write(lambda: desk.services.urgency.mark(ids), partial(_say_urgent, desk, ids))


def _turn(desk: Desk, ids: Sequence[int], rows: list[OrderRow]) -> None:
    if all(row.urgent for row in rows):
        make_usual(desk, ids)
    else:
        make_urgent(desk, ids)


def make_lines_urgent(desk: Desk, ids: Sequence[int]) -> None:
    """Make lines of orders urgent, and say that the alert to logistics waits."""
    desk.runner.write(lambda: desk.services.urgency.mark_lines(ids), partial(_say_lines_urgent, desk, ids))


def make_lines_usual(desk: Desk, ids: Sequence[int]) -> None:
    """Make lines urgent no longer."""
    said = ngettext("{count} line is no longer urgent.", "{count} lines are no longer urgent.", len(ids))
    told = said.format(count=len(ids))
    desk.runner.write(lambda: desk.services.urgency.clear_lines(ids), lambda _done: desk.notices.say(told))


def urgent_parts(order: NewOrder | None) -> frozenset[int]:
    """Return what of an order as typed is urgent: the lines by id, -1 for new ones, 0 for the whole order."""
    if order is None:
        return frozenset()
    lines = {line.id or -1 for line in order.lines if line.urgent}
    return frozenset(lines | {0} if order.urgent else lines)


def alert(desk: Desk, order_id: int) -> None:
    """Prepare the alert to logistics of what was just saved as urgent, and say that it waits."""
    desk.runner.write(lambda: desk.services.urgency.alert([order_id]), partial(_say_urgent, desk, [order_id]))


def make_usual(desk: Desk, ids: Sequence[int]) -> None:
    """Make orders urgent no longer."""
    said = ngettext("{count} order is no longer urgent.", "{count} orders are no longer urgent.", len(ids))
    told = said.format(count=len(ids))
    desk.runner.write(lambda: desk.services.urgency.clear(ids), lambda _done: desk.notices.say(told))


def _say_lines_urgent(desk: Desk, ids: Sequence[int], messages: tuple[int, ...]) -> None:
    count = len(ids)
    told = ngettext("{count} line is urgent.", "{count} lines are urgent.", count).format(count=count)
    if messages:
        told += " " + _("The alert to logistics waits in the outbox.")
    desk.notices.say(told, Action(_("Undo this action"), partial(make_lines_usual, desk, ids)))


def _say_urgent(desk: Desk, ids: Sequence[int], messages: tuple[int, ...]) -> None:
    count = len(ids)
    told = ngettext("{count} order is urgent.", "{count} orders are urgent.", count).format(count=count)
    if messages:
        told += " " + _("The alert to logistics waits in the outbox.")
    desk.notices.say(told, Action(_("Undo this action"), partial(make_usual, desk, ids)))

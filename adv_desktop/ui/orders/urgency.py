"""Orders made urgent from their list: what logistics is told waits in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from adv_desktop.services.queries import orders
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
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


def make_usual(desk: Desk, ids: Sequence[int]) -> None:
    """Make orders urgent no longer."""
    said = ngettext("{count} order is no longer urgent.", "{count} orders are no longer urgent.", len(ids))
    told = said.format(count=len(ids))
    desk.runner.write(lambda: desk.services.urgency.clear(ids), lambda _done: desk.notices.say(told))


def _say_urgent(desk: Desk, ids: Sequence[int], messages: tuple[int, ...]) -> None:
    count = len(ids)
    told = ngettext("{count} order is urgent.", "{count} orders are urgent.", count).format(count=count)
    if messages:
        told += " " + _("The alert to logistics waits in the outbox.")
    desk.notices.say(told, Action(_("Undo this action"), partial(make_usual, desk, ids)))

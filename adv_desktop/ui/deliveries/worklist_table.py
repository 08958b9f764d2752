"""The deliveries that could be prepared, of which some are left out with the space bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from adv_desktop.services.obstacles import Obstacle
from adv_desktop.services.queries.preparation import Holding, Waiting
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.deliveries.obstacles import said_of, summary_of
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.tones import Tone

_WHY = {
    Holding.STOCK: N_("{ready} of {count}, stock short"),
    Holding.POLICY: N_("{ready} of {count}, not in part"),
    Holding.BLOCKED: N_("Deliveries of the customer are blocked"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A delivery that could be prepared, and whether it is to be now."""

    row: Waiting
    taken: bool
    obstacles: tuple[Obstacle, ...] = ()  # looked at a moment after the list is shown

    @property
    def key(self) -> tuple[int, ...]:
        """What stays the same when the list is read again."""
        return self.row.orders


def _leaves_on(one: Wanted) -> str:
    day = formats().date(one.row.leaves_on)
    return _("{date}, late").format(date=day) if one.row.late else day


def _said(one: Wanted) -> str:
    row = one.row
    if row.whole:
        return _("Complete")
    why = _WHY.get(row.holding, _WHY[Holding.STOCK])
    return _(why).format(ready=row.ready, count=row.lines)


def _tone(one: Wanted) -> Tone:
    if one.row.whole:
        return Tone.OK
    return Tone.WARN if one.row.quantities else Tone.BAD


def _in_the_way(one: Wanted) -> str:
    return summary_of(one.obstacles) or "—"


def _way_tone(one: Wanted) -> Tone | None:
    if not one.obstacles:
        return None
    return Tone.BAD if one.obstacles[0].is_blocking else Tone.WARN


COLUMNS: list[Column[Wanted]] = [
    Column(
        N_("To prepare"),
        lambda one: _("Yes") if one.taken else _("No"),
        width=108,
        icon=lambda one: "check" if one.taken else "minus",
        tone=lambda one: Tone.OK if one.taken else Tone.NEUTRAL,
        key="taken",
    ),
    Column(
        N_("Leaves on"),
        _leaves_on,
        width=148,
        icon=lambda one: "clock" if one.row.late else None,
        tone=lambda one: Tone.BAD if one.row.late else None,
        key="leaves_on",
    ),
    Column(
        N_("Priority"),
        lambda one: _("Urgent") if one.row.urgent else one.row.priority,
        width=88,
        icon=lambda one: "bell" if one.row.urgent else None,
        tone=lambda one: Tone.BAD if one.row.urgent else None,
        key="priority",
    ),
    Column(N_("Customer"), lambda one: one.row.customer_name, width=210, key="customer"),
    Column(N_("Town"), lambda one: one.row.town or "—", width=110, soft=True, key="town"),
    Column(N_("Orders"), lambda one: ", ".join(one.row.numbers), width=140,
           tip=lambda one: ", ".join(one.row.numbers), key="orders"),
    Column(N_("Carrier"), lambda one: one.row.carrier or "—", width=110, soft=True, key="carrier"),
    Column(N_("Can leave"), _said, width=250, icon=lambda one: "check" if one.row.whole else "warning", tone=_tone,
           tip=_said, key="ready"),
    Column(N_("In the way"), _in_the_way, width=230, icon=lambda one: "warning" if one.obstacles else None,
           tone=_way_tone, tip=lambda one: "\n".join(said_of(each) for each in one.obstacles), key="obstacles"),
    Column(N_("Net amount"), lambda one: formats().money(one.row.net, one.row.currency), right=True, width=112,
           key="net"),
]  # fmt: skip


class WorklistTable(RowsTable):
    """Space takes a delivery out or in, `changed` follows; Enter opens it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Deliveries to prepare"), COLUMNS, stretch=3, max_rows=400, parent=parent)

    def show_rows(self, rows: Iterable[Wanted]) -> None:
        """Show rows, the cursor where it was."""
        place = max(self.currentIndex().row(), 0)
        shown = list(rows)
        self.set_rows(shown)
        if shown:
            self.selectRow(min(place, len(shown) - 1))
        self.changed.emit()

    def wanted(self) -> list[Wanted]:
        """Return what is shown."""
        rows: list[Wanted] = self.rows()
        return rows

    def take_all(self, taken: bool) -> None:
        """Take every delivery that has something to leave, or none."""
        self.show_rows([replace(one, taken=taken and bool(one.row.quantities)) for one in self.wanted()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        one = self.current()
        if event.key() == Qt.Key.Key_Space and isinstance(one, Wanted):
            turned = replace(one, taken=not one.taken and bool(one.row.quantities))
            self.show_rows([turned if other is one else other for other in self.wanted()])
        else:
            super().keyPressEvent(event)

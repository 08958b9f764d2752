"""The deliveries to invoice, of which some are left out with the space bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.tones import Tone


@dataclass(frozen=True, slots=True)
class Chosen:
    """A delivery and whether it is invoiced now."""

    row: DeliveryRow
    taken: bool = True


COLUMNS: list[Column[Chosen]] = [
    Column(
        N_("Invoiced now"),
        lambda one: _("Yes") if one.taken else _("No"),
        width=110,
        icon=lambda one: "check" if one.taken else "minus",
        tone=lambda one: Tone.OK if one.taken else Tone.NEUTRAL,
        key="taken",
    ),
    Column(N_("Delivery"), lambda one: one.row.number or str(one.row.id), width=140, key="number"),
    Column(N_("Date"), lambda one: formats().date(one.row.date), width=110, key="date"),
    Column(N_("Customer"), lambda one: one.row.customer_name, width=240, key="customer"),
    Column(N_("Orders"), lambda one: ", ".join(one.row.orders) or "—", width=200, key="orders"),
    Column(
        N_("Net amount"), lambda one: formats().money(one.row.net, one.row.currency), right=True, width=130, key="net"
    ),
]


class DeliveryChooser(RowsTable):
    """Space or Enter takes a delivery out or in; `changed` follows."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Deliveries to invoice"), COLUMNS, stretch=3, max_rows=40, parent=parent)
        self.opened.connect(self._turn)

    def show_deliveries(self, rows: Iterable[DeliveryRow]) -> None:
        """Show deliveries, all taken."""
        self.set_rows([Chosen(row) for row in rows])
        self.changed.emit()

    def taken(self) -> list[DeliveryRow]:
        """Return the deliveries to invoice now."""
        return [one.row for one in self._chosen() if one.taken]

    def take_all(self, taken: bool) -> None:
        """Take all deliveries, or none."""
        self._show([replace(one, taken=taken) for one in self._chosen()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.current() is not None:
            self._turn(self.current())
        else:
            super().keyPressEvent(event)

    def _turn(self, turned: object) -> None:
        self._show([replace(one, taken=not one.taken) if one is turned else one for one in self._chosen()])

    def _chosen(self) -> list[Chosen]:
        chosen: list[Chosen] = self.rows()
        return chosen

    def _show(self, rows: list[Chosen]) -> None:
        place = max(self.currentIndex().row(), 0)
        self.set_rows(rows)
        self.selectRow(place)
        self.changed.emit()

"""A delivery that has not left: what was really picked, then the departure, or the end of it."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DeliveryState, DocumentKind
from adv_desktop.services.deliveries import DeliveryRef, Packing
from adv_desktop.services.events import Changed
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.deliveries.columns import name_of
from adv_desktop.ui.deliveries.lines import PickedLine, picked_from, picking_grid
from adv_desktop.ui.deliveries.lots import choose_lots
from adv_desktop.ui.deliveries.papers import preview_picking
from adv_desktop.ui.deliveries.parcels import Packed, ask_parcels
from adv_desktop.ui.deliveries.reads import DeliveryReads, ToPick
from adv_desktop.ui.deliveries.shipping import Shipping
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, Pill, text_label
from adv_desktop.ui.widgets.edits import DateEdit, QuantityEdit

if TYPE_CHECKING:
    from adv_desktop.services.lots import LotPick
    from adv_desktop.services.queries.lot_choice import LotChoice
    from adv_desktop.ui.desk import Desk


class PreparationForm(DocumentForm):
    """The picking of one delivery."""

    def __init__(self, desk: Desk, delivery_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._id = delivery_id
        self._loaded: ToPick | None = None
        self._lots: dict[int, tuple[LotPick, ...]] = {}
        self.reads = DeliveryReads(desk)
        self.shipping = Shipping(desk, self)
        self.grid: LineGrid[PickedLine] = LineGrid(_("Lines to pick"), picking_grid(), desk.today())
        self.date = DateEdit(_("Departure date"), desk.today())
        self.parcels, self.weight = QuantityEdit(_("Parcels")), QuantityEdit(_("Weight, kg"))
        self._title, self._state, self._sub = text_label("", "page"), Pill(), text_label("", "muted")
        self._foot = text_label("", "strong")
        self.mark = Button(_("Mark as prepared"), icon="check", hint="Ctrl+S", on_click=self.mark_prepared)
        self._build()
        self.grid.lines_changed.connect(self._show_foot)
        self.shipping.shipped.connect(self.closed)
        self.shipping.refused.connect(self.load)
        self.setFocusProxy(self.grid)
        self.load()

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("ship", N_("Ship"), self.ship, "Ctrl+Return", "truck", Menu.DELIVERIES),
            Command("prepared", N_("Mark as prepared"), self.mark_prepared, "Ctrl+S", "check", Menu.DELIVERIES),
            Command("lots", N_("Choose the lots…"), self.choose_lots, "Ctrl+B", "tag", Menu.DELIVERIES),
            Command("picking", N_("Preview the picking list"), self.preview, "Ctrl+P", "printer", Menu.DELIVERIES),
            Command("parcels", N_("Parcels…"), self.ask_parcels, "Ctrl+L", "box", Menu.DELIVERIES),
            Command("cancel", N_("Cancel the delivery"), self.cancel, "", "", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def load(self) -> None:
        """Read the delivery again."""
        self.desk.runner.read(lambda: self.reads.to_pick(self._id), self._on_loaded, self._on_gone)

    def on_changed(self, changed: Changed) -> None:
        """Read again what somebody else changed."""
        if self._id in changed.of(DocumentKind.DELIVERY):
            self.load()

    def mark_prepared(self) -> None:
        """Record what was picked."""
        if self._loaded is None or not self.grid.finish_editing():
            return
        deliveries, version = self.desk.services.deliveries, self._loaded.delivery.row.version
        picked, packing = self._picked(), self._packing()
        self.desk.runner.write(lambda: deliveries.set_prepared(self._id, version, picked, packing), self._on_prepared)

    def ship(self) -> None:
        """Record what was picked and how, if it was not yet, and ship it."""
        if self._loaded is None or not self.grid.finish_editing():
            return
        deliveries, row, day = self.desk.services.deliveries, self._loaded.delivery.row, self.date.value()
        picked, packing = self._picked(), self._packing()
        told = any(line.gap for line in self.grid.lines()) or packing != Packing()

        def ship(override: str | None) -> list[DeliveryRef]:
            now = self.reads.row(row.id)
            version = now.version if override else row.version
            if told and now.delivery_state is DeliveryState.TO_PREPARE:
                deliveries.set_prepared(row.id, version, picked, packing)
                version = self.reads.row(row.id).version
            return [deliveries.ship(row.id, version, day, override)]

        self.shipping.run(ship)

    def cancel(self) -> None:
        """Give the delivery up; its goods are to be delivered again."""
        if self._loaded is None:
            return
        deliveries, row = self.desk.services.deliveries, self._loaded.delivery.row
        said = _("{number} cancelled: its goods are to be delivered again.").format(number=name_of(row))

        def told(_done: None) -> None:
            self.desk.notices.say(said)
            self.closed.emit()

        self.desk.runner.write(lambda: deliveries.cancel(row.id, row.version), told)

    def choose_lots(self) -> None:
        """Say which lots the current line was picked from."""
        place = self.grid.current_row()
        lines = self.grid.lines()
        if not self.grid.finish_editing() or not 0 <= place < len(lines):
            return
        line = lines[place]

        def ask(choice: LotChoice) -> None:
            choose_lots(self.desk, choice, self._lots.get(line.line_id, ()), partial(self._on_lots, line), self)

        self.desk.runner.read(lambda: self.reads.lots(line.line_id), ask)

    def _on_lots(self, line: PickedLine, picks: list[LotPick]) -> None:
        """Show the lots beside the line, with what they make."""
        self._lots[line.line_id] = tuple(picks)
        self.grid.set_lines(
            [picked_from(one, picks) if one.line_id == line.line_id else one for one in self.grid.lines()]
        )
        self._show_foot()

    def preview(self) -> None:
        """Show the picking list."""
        if self._loaded is not None:
            preview_picking(self.desk, [self._id], [name_of(self._loaded.delivery.row)])

    def ask_parcels(self) -> None:
        """Ask for the parcels one by one."""
        self.desk.runner.read(lambda: self.reads.packed(self._id), self._on_packed)

    def _on_packed(self, read: tuple[DeliveryRow, Packed]) -> None:
        ask_parcels(self.desk, *read, self)

    def _picked(self) -> dict[int, Decimal]:
        return {line.line_id: line.picked for line in self.grid.lines()}

    def _packing(self) -> Packing:
        parcels = self.parcels.value()
        return Packing(int(parcels) if parcels else None, self.weight.value(), self._lots)

    def _build(self) -> None:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        for widget in (self._title, self._state, self._sub):
            head.addWidget(widget)
        head.addStretch(1)
        for name, edit, width in (
            (_("Parcels"), self.parcels, 64),
            (_("Weight, kg"), self.weight, 84),
            (_("Departure date"), self.date, 130),
        ):
            head.addWidget(text_label(name, "label"))
            edit.setFixedWidth(theme().px(width))
            head.addWidget(edit)
        lines = Card(margins=(1, 1, 1, 8))
        lines.body.addWidget(self.grid, 1)
        foot = QHBoxLayout()
        theme().space(foot, (14, 6, 14, 4), 8)
        foot.addWidget(self._foot, 1)
        foot.addWidget(Button(_("Parcels…"), icon="box", small=True, hint="Ctrl+L", on_click=self.ask_parcels))
        foot.addWidget(Button(_("Lots…"), icon="tag", small=True, hint="Ctrl+B", on_click=self.choose_lots))
        foot.addWidget(Button(_("Picking list"), icon="printer", small=True, hint="Ctrl+P", on_click=self.preview))
        lines.body.addLayout(foot)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(head)
        layout.addWidget(lines, 1)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        theme().space(row, spacing=8)
        row.addWidget(Button(_("Cancel the delivery"), "danger", on_click=self.cancel))
        row.addStretch(1)
        row.addWidget(Button(_("Close"), on_click=self.closed.emit))
        row.addWidget(self.mark)
        row.addWidget(Button(_("Ship"), "primary", icon="truck", hint=_("Ctrl+Enter"), on_click=self.ship))
        return row

    def _on_loaded(self, loaded: ToPick) -> None:
        row = loaded.delivery.row
        if row.delivery_state not in {DeliveryState.TO_PREPARE, DeliveryState.PREPARED}:
            self.closed.emit()
            return
        first = self._loaded is None
        changed = not first and loaded.delivery.row.version != self._version()
        self._loaded = loaded
        self._title.setText(name_of(row))
        self._state.show_state(_(row.state.word), Tone(row.state.tone))
        parts = (row.customer_name, row.town or "", ", ".join(row.orders))
        self._sub.setText("  ·  ".join(part for part in parts if part))
        if first or changed:
            self._show_lines(loaded)
        self.title_changed.emit(self.title)

    def _show_lines(self, loaded: ToPick) -> None:
        picking = loaded.delivery.row.delivery_state is DeliveryState.TO_PREPARE
        self.date.set_value(self.date.value() or self.desk.today())
        self.grid.set_read_only(not picking)
        for edit in (self.parcels, self.weight, self.mark):
            edit.setEnabled(picking)
        row = loaded.delivery.row
        self.parcels.set_value(Decimal(row.parcels) if row.parcels else None)
        self.weight.set_value(row.weight_kg or loaded.weight_kg)
        self.command_set.enable(prepared=picking)
        self._lots.clear()
        self.grid.set_lines(loaded.lines)
        self._show_foot()
        if picking and loaded.lines:
            self.grid.edit_cell(0, "picked")

    def _version(self) -> int:
        return self._loaded.delivery.row.version if self._loaded else 0

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)

    def _on_prepared(self, _done: None) -> None:
        self.desk.notices.say(_("{number} is prepared: it can leave.").format(number=self.title))
        self.load()

    def _show_foot(self) -> None:
        lines = self.grid.lines()
        ready = sum(1 for line in lines if not line.gap)
        told = ngettext("{ready} of {count} line as asked", "{ready} of {count} lines as asked", len(lines))
        self._foot.setText(told.format(ready=ready, count=len(lines)))

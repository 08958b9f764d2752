"""A delivery that has not left: what was really picked, then the departure, or the end of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DeliveryState, DocumentKind
from adv_desktop.models.rules.free_lines import Surplus
from adv_desktop.services.deliveries import DeliveryRef
from adv_desktop.services.events import Changed
from adv_desktop.services.obstacles import Obstacle
from adv_desktop.services.picking import Packing
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.deliveries.columns import name_of
from adv_desktop.ui.deliveries.lines import PickedLine, brought_down, picked_from, picked_units, picking_grid
from adv_desktop.ui.deliveries.lots import PickedLots
from adv_desktop.ui.deliveries.obstacles import PASSING, go_command
from adv_desktop.ui.deliveries.packaging import ask_packaging
from adv_desktop.ui.deliveries.papers import preview_picking
from adv_desktop.ui.deliveries.parcels import Packed, ask_parcels
from adv_desktop.ui.deliveries.reads import DeliveryReads, ToPick
from adv_desktop.ui.deliveries.serials import PickedSerials
from adv_desktop.ui.deliveries.shipping import Shipping, Verb
from adv_desktop.ui.deliveries.weights import Scanning
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, Pill, text_label
from adv_desktop.ui.widgets.beside import FieldsLinesRemarks
from adv_desktop.ui.widgets.edits import DateEdit, QuantityEdit, TextEdit
from adv_desktop.ui.widgets.elided import ElidedLabel
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.services.lots import LotPick
    from adv_desktop.ui.desk import Desk


class PreparationForm(DocumentForm):
    """The picking of one delivery."""

    def __init__(self, desk: Desk, delivery_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._id = delivery_id
        self._loaded: ToPick | None = None
        self.reads = DeliveryReads(desk)
        self.lots = PickedLots(desk, self.reads.lots, self)
        self.serials = PickedSerials(desk, self.reads.serial_refusals, self)
        self.shipping = Shipping(desk, self)
        self.grid: LineGrid[PickedLine] = LineGrid(_("Lines to pick"), picking_grid(), desk.today())
        self.date = DateEdit(_("Departure date"), desk.today())
        self.parcels, self.weight = QuantityEdit(_("Parcels")), QuantityEdit(_("Weight, kg"))
        self.carrier = TextEdit(_("Carrier"))
        self._title, self._state, self._sub = text_label("", "page"), Pill(), ElidedLabel("", "muted")
        self._foot = text_label("", "strong", wrap=True)
        self.mark = Button(_("Mark as prepared"), icon="check", hint="Ctrl+S", on_click=self.mark_prepared)
        self._build()
        self._connect()
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
            Command("lots", N_("Lots, serial numbers…"), self.choose_lots, "Ctrl+B", "tag", Menu.DELIVERIES),
            Command("picking", N_("Preview the picking list"), self.preview, "Ctrl+P", "printer", Menu.DELIVERIES),
            Command("parcels", N_("Parcels…"), self.ask_parcels, "Ctrl+L", "box", Menu.DELIVERIES),
            Command(
                "packaging", N_("Packaging…"), lambda: ask_packaging(self, self._id), "Ctrl+G", "box", Menu.DELIVERIES
            ),
            go_command(self),
            Command("cancel", N_("Cancel the delivery"), self.cancel, "", "", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def load(self) -> None:
        """Read the delivery again."""
        self.desk.runner.read(lambda: self.reads.to_pick(self._id), self._on_loaded, self._on_gone)

    def on_changed(self, changed: Changed) -> None:
        """Read again what somebody else changed, and what may no longer prevent the departure."""
        if self._id in changed.of(DocumentKind.DELIVERY):
            self.load()
        self._look()

    def mark_prepared(self) -> None:
        """Record what was picked."""
        if self._loaded is None or not _is_readable(self):
            return
        deliveries, version = self.desk.services.deliveries, self._loaded.delivery.row.version
        picked, packing = _picked(self), _packing(self)
        self.desk.runner.write(lambda: deliveries.set_prepared(self._id, version, picked, packing), self._on_prepared)

    def ship(self, *, with_vat: bool = False) -> None:
        """Record what was picked and how, if it was not yet, and ship it; `with_vat`: with the VAT of France."""
        verb = self._shipping(Surplus.INVOICED, with_vat=with_vat)
        if verb is not None:
            self.shipping.run(verb)

    def _shipping(self, surplus: Surplus, *, with_vat: bool = False) -> Verb | None:
        if self._loaded is None or not _is_readable(self):
            return None
        deliveries, row, day = self.desk.services.deliveries, self._loaded.delivery.row, self.date.value()
        picked, packing = _picked(self), replace(_packing(self), surplus=surplus)
        told = any(line.gap for line in self.grid.lines()) or packing != Packing()

        def ship(override: str | None) -> list[DeliveryRef]:
            now = self.reads.row(row.id)
            again = override or self.shipping.remainder
            version = now.version if again else row.version
            if told and now.delivery_state is DeliveryState.TO_PREPARE:
                deliveries.set_prepared(row.id, version, picked, packing)
                version = self.reads.row(row.id).version
            else:
                version = _complete(self, row.id, version, packing)
            if with_vat:
                self.desk.services.departure_vat.charge(row.id, version)
                version = self.reads.row(row.id).version
            return [deliveries.ship(row.id, version, day, override, self.shipping.remainder)]

        return ship

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
        """Say which lots the current line was picked from, or which units."""
        place = self.grid.current_row()
        lines = self.grid.lines()
        if not self.grid.finish_editing():
            return
        to_name = [line for line in lines if line.unnamed]
        chosen = lines[place : place + 1] if place >= 0 else to_name[:1]
        for line in chosen:
            _choose(self, line)

    def _on_lots(self, line: PickedLine, picks: list[LotPick]) -> None:
        """Show the lots beside the line, with what they make."""
        self.grid.set_lines(
            [picked_from(one, picks) if one.line_id == line.line_id else one for one in self.grid.lines()]
        )
        self._on_typed()

    def _on_serials(self, line: PickedLine, numbers: list[str]) -> None:
        self.grid.set_lines(
            [picked_units(one, numbers) if one.line_id == line.line_id else one for one in self.grid.lines()]
        )
        self._on_typed()

    def preview(self) -> None:
        """Show the picking list."""
        if self._loaded is not None:
            preview_picking(self.desk, [self._id], [name_of(self._loaded.delivery.row)])

    def ask_parcels(self) -> None:
        """Ask for the parcels one by one."""
        self.desk.runner.read(lambda: self.reads.packed(self._id), self._on_packed)

    def _on_packed(self, read: tuple[DeliveryRow, Packed]) -> None:
        ask_parcels(self.desk, *read, self)

    def _connect(self) -> None:
        self.grid.lines_changed.connect(self._on_typed)
        self.scanning = Scanning(self.grid)
        for edit in (self.carrier, self.weight, self.date):
            edit.committed.connect(self._on_typed)
        self.shipping.shipped.connect(self.closed)
        self.shipping.refused.connect(self.load)
        self.lots.chosen.connect(self._on_lots)
        self.serials.chosen.connect(self._on_serials)
        self.shipping.obstacles.ways = {
            "carrier": lambda _one: self.carrier.setFocus(Qt.FocusReason.OtherFocusReason),
            "journey_weight": lambda _one: self.weight.setFocus(Qt.FocusReason.OtherFocusReason),
            "lots": lambda one: self.lots.choose(_line_of(self, one)),
            "serials": lambda one: _choose(self, _line_of(self, one)),
            "due": partial(_bring_down, self),
            "in_stock": partial(_bring_down, self),
            "free": partial(self._pass_over, Surplus.FREE),
            "with_vat": lambda _one: self.ship(with_vat=True),
            PASSING: partial(self._pass_over, Surplus.INVOICED),
        }

    def _on_typed(self, _value: object = None) -> None:
        self._show_foot()
        self._look()

    def _look(self) -> None:
        if self._loaded is not None:
            checks = self.desk.services.departure_checks
            picking = self._loaded.delivery.row.delivery_state is DeliveryState.TO_PREPARE
            typed = (_picked(self), _packing(self)) if picking else ({}, _late(self))
            self.shipping.obstacles.look(partial(checks.of_delivery, self._id, *typed))

    def _pass_over(self, surplus: Surplus, one: Obstacle) -> None:
        verb = self._shipping(surplus)
        if verb is not None:
            self.shipping.pass_over(one, verb)

    def _build(self) -> None:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        for widget in (self._title, self._state, self._sub):
            head.addWidget(widget)
        head.addStretch(1)
        fields = Card()
        fields.body.addWidget(Form(_fields(self), columns=5))
        lines = Card(margins=(1, 1, 1, 8))
        self.grid.keep_lines_in_sight()
        lines.body.addWidget(self.grid, 1)
        carried = partial(ask_packaging, self, self._id)
        tools = [
            Button(_("Parcels…"), icon="box", small=True, hint="Ctrl+L", on_click=self.ask_parcels),
            Button(_("Packaging…"), icon="box", small=True, hint="Ctrl+G", on_click=carried),
            Button(_("Lots, serial numbers…"), icon="tag", small=True, hint="Ctrl+B", on_click=self.choose_lots),
            Button(_("Picking list"), icon="printer", small=True, hint="Ctrl+P", on_click=self.preview),
        ]
        foot = Foot([self._foot], tools)
        foot.setContentsMargins(theme().px(14), 0, theme().px(14), 0)
        lines.body.addWidget(foot)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(head)
        layout.addWidget(Scroll(FieldsLinesRemarks(fields, lines, self.shipping.obstacles.panel), self), 1)
        layout.addLayout(_buttons(self))

    def _on_loaded(self, loaded: ToPick) -> None:
        row = loaded.delivery.row
        if row.delivery_state not in {DeliveryState.TO_PREPARE, DeliveryState.PREPARED}:
            self.closed.emit()
            return
        shown, self._loaded = self._loaded, loaded
        self._title.setText(name_of(row))
        self._state.show_state(_(row.state.word), Tone(row.state.tone))
        parts = (row.customer_name, row.town or "", ", ".join(row.orders))
        self._sub.setText("  ·  ".join(part for part in parts if part))
        if shown is None or shown.delivery.row.version != row.version:
            self._show_lines(loaded)
        self.title_changed.emit(self.title)

    def _show_lines(self, loaded: ToPick) -> None:
        picking = loaded.delivery.row.delivery_state is DeliveryState.TO_PREPARE
        self.date.set_value(self.date.value() or self.desk.today())
        for edit in (self.carrier, self.parcels, self.weight, self.mark):
            edit.setEnabled(picking)
        row = loaded.delivery.row
        self.carrier.set_value(row.carrier)
        self.parcels.set_value(Decimal(row.parcels) if row.parcels else None)
        self.weight.set_value(row.weight_kg or loaded.weight_kg)
        self.command_set.enable(prepared=picking)
        self.lots.picks.clear()
        self.serials.picks.clear()
        self.grid.set_lines(loaded.lines)
        self._on_typed()
        if picking and loaded.lines:
            self.grid.edit_cell(0, "picked")
        elif (first := next((row for row, line in enumerate(loaded.lines) if line.weighing), None)) is not None:
            self.grid.edit_cell(first, "weight")

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)

    def _on_prepared(self, _done: None) -> None:
        self.desk.notices.say(_("{number} is prepared: it can leave.").format(number=self.title))
        self.load()

    def _show_foot(self) -> None:
        lines = self.grid.lines()
        ready = sum(1 for line in lines if not line.gap and not line.unnamed)
        told = _("Lines as asked: {ready} of {count}")
        self._foot.setText(told.format(ready=ready, count=len(lines)))


def _picked(form: PreparationForm) -> dict[int, Decimal]:
    return {line.line_id: line.picked for line in form.grid.lines()}


def _packing(form: PreparationForm) -> Packing:
    parcels, lots = form.parcels.value(), dict(form.lots.picks)
    count, carrier = int(parcels) if parcels else None, form.carrier.value()
    return Packing(
        count, form.weight.value(), lots, weights=_weights(form), serials=dict(form.serials.picks), carrier=carrier
    )


def _choose(form: PreparationForm, line: PickedLine) -> None:
    if line.needs_serials:
        form.serials.choose(line)
    else:
        form.lots.choose(line)


def _complete(form: PreparationForm, delivery_id: int, version: int, packing: Packing) -> int:
    """Record what is still typed of a delivery that is prepared, weights and serial numbers; return its version."""
    deliveries = form.desk.services.deliveries
    if packing.weights:
        deliveries.weigh(delivery_id, version, packing.weights)
        version = form.reads.row(delivery_id).version
    if packing.serials:
        deliveries.name_units(delivery_id, version, packing.serials)
        version = form.reads.row(delivery_id).version
    return version


def _late(form: PreparationForm) -> Packing:
    """Return what is still typed of a delivery that is prepared."""
    return Packing(weights=_weights(form), serials=dict(form.serials.picks))


def _weights(form: PreparationForm) -> dict[int, tuple[Decimal, ...]]:
    return {line.line_id: line.weighing.weights for line in form.grid.lines() if line.weighing is not None}


def _is_readable(form: PreparationForm) -> bool:
    """Whether everything typed has a meaning; a weight that has none is said beside its line."""
    return form.grid.finish_editing() and not any(line.is_unreadable for line in form.grid.lines())


def _bring_down(form: PreparationForm, one: Obstacle) -> None:
    if form.grid.finish_editing():
        form.grid.lines_model.put_all(brought_down(form.grid.lines(), one.order_line_id))


def _buttons(form: PreparationForm) -> QHBoxLayout:
    row = QHBoxLayout()
    theme().space(row, spacing=8)
    row.addWidget(Button(_("Cancel the delivery"), "danger", on_click=form.cancel))
    row.addStretch(1)
    row.addWidget(Button(_("Close"), on_click=form.closed.emit))
    row.addWidget(form.mark)
    row.addWidget(Button(_("Ship"), "primary", icon="truck", hint=_("Ctrl+Enter"), on_click=form.ship))
    return row


def _fields(form: PreparationForm) -> list[Field]:
    return [
        Field("carrier", N_("Carrier"), form.carrier, span=2),
        Field("parcels", N_("Parcels"), form.parcels),
        Field("weight", N_("Weight, kg"), form.weight),
        Field("date", N_("Departure date"), form.date),
    ]


def _line_of(form: PreparationForm, one: Obstacle) -> PickedLine:
    return next(line for line in form.grid.lines() if line.order_line_id == one.order_line_id)

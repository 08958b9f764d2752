"""What leaves of one or several orders: quantities, carrier, parcels; prepared first, or shipped at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.rules.free_lines import Surplus
from adv_desktop.services.deliveries import DeliverOrders, DeliveryRef
from adv_desktop.services.events import Changed
from adv_desktop.services.obstacles import Obstacle
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.deliveries.lines import LineToDeliver, brought_down, delivery_grid
from adv_desktop.ui.deliveries.nothing_left import OpenPreparation, why_nothing
from adv_desktop.ui.deliveries.obstacles import PASSING, go_command
from adv_desktop.ui.deliveries.packaging import PackagingOfOrders, packaging_command
from adv_desktop.ui.deliveries.papers import preview_picking
from adv_desktop.ui.deliveries.reads import DeliveryReads, ToDeliver
from adv_desktop.ui.deliveries.shipping import Shipping, Verb
from adv_desktop.ui.deliveries.weights import Scanning
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.beside import FieldsLinesRemarks
from adv_desktop.ui.widgets.edits import DateEdit, QuantityEdit, TextEdit
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class DeliveryForm(DocumentForm):
    """The delivery of orders."""

    def __init__(self, desk: Desk, order_ids: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._orders = tuple(order_ids)
        self._versions: dict[int, int] = {}
        self.reads = DeliveryReads(desk)
        self.shipping = Shipping(desk, self)
        spec = delivery_grid(orders=len(self._orders))
        self.grid: LineGrid[LineToDeliver] = LineGrid(_("Lines to deliver"), spec, desk.today())
        self.carrier = TextEdit(_("Carrier"))
        self.date = DateEdit(_("Departure date"), desk.today())
        self.parcels = QuantityEdit(_("Parcels"))
        self.weight = QuantityEdit(_("Weight, kg"))
        self.notes = TextEdit(_("Note on the delivery note"))
        self.form = Form(self._fields(), columns=5)
        self._title, self._sub = text_label(_("Deliver"), "page"), text_label("", "muted", wrap=True)
        self._foot, self.warning = text_label("", "strong"), text_label("", "bad")
        self.waiting = OpenPreparation(self)
        self.packaging = PackagingOfOrders(self, self._orders, lambda: dict(self._typed().quantities or {}))
        self._build()
        self._connect()
        self.setFocusProxy(self.grid)
        desk.runner.read(lambda: self.reads.to_deliver(self._orders), self._on_loaded, self._on_gone)

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("ship", N_("Ship"), self.ship, "Ctrl+Return", "truck", Menu.DELIVERIES),
            Command("prepare", N_("Prepare"), self.prepare, "Ctrl+S", "box", Menu.DELIVERIES),
            Command("all", N_("Deliver everything"), self.deliver_all, "Ctrl+T", "check", Menu.DELIVERIES),
            packaging_command(self),
            go_command(self),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def deliver_all(self) -> None:
        """Put everything that is due."""
        self._put(lambda line: line.due)

    def deliver_nothing(self) -> None:
        """Empty every quantity."""
        self._put(lambda _line: Decimal(0))

    def prepare(self) -> None:
        """Make the deliveries to pick and show their lists."""
        command = self.command()
        if command is not None:
            prepare = self.desk.services.deliveries.prepare
            self.shipping.attempt(lambda override: prepare(replace(command, override=override)), self._on_prepared)

    def ship(self) -> None:
        """Ship what is typed, in one go."""
        command = self.command()
        if command is not None:
            self.shipping.run(self._shipping_of(command))

    def command(self) -> DeliverOrders | None:
        """Return what is asked; None, said beside the buttons, while something is missing."""
        if not self.grid.finish_editing() or self.form.first_problem() is not None:
            return None
        if any(line.is_unreadable for line in self.grid.lines()):
            self.warning.setText(_("Correct what is marked."))
            return None
        command = self._typed()
        self.warning.setText("" if command.quantities else _("Type the quantity of one line at least."))
        return command if command.quantities else None

    def _typed(self) -> DeliverOrders:
        leaving = [line for line in self.grid.lines() if line.quantity]
        parcels = self.parcels.value()
        return DeliverOrders(
            self._orders,
            {line.order_line_id: line.quantity for line in leaving},
            self._versions,
            date=self.date.value(),
            carrier=self.carrier.value(),
            parcels=int(parcels) if parcels else None,
            weight_kg=self.weight.value(),
            notes=self.notes.value(),
            packaging=self.packaging.typed,
            weights={line.order_line_id: line.weighing.weights for line in leaving if line.weighing},
        )

    def _shipping_of(self, command: DeliverOrders) -> Verb:
        deliver = self.desk.services.deliveries.deliver
        return lambda override: deliver(replace(command, override=override, remainder=self.shipping.remainder))

    def _connect(self) -> None:
        self.grid.lines_changed.connect(self._on_typed)
        self.scanning = Scanning(self.grid)
        for edit in (self.carrier, self.date, self.weight):
            edit.committed.connect(self._on_typed)
        self.shipping.shipped.connect(self.closed)
        self.shipping.obstacles.ways = {
            "carrier": lambda _one: self.carrier.setFocus(Qt.FocusReason.OtherFocusReason),
            "journey_weight": lambda _one: self.weight.setFocus(Qt.FocusReason.OtherFocusReason),
            "all": lambda _one: self.deliver_all(),
            "lots": lambda _one: self.prepare(),  # lots are chosen where the goods are picked
            "serials": lambda _one: self.prepare(),  # units are named where they are picked
            "due": self._bring_down,
            "in_stock": self._bring_down,
            "free": partial(self._pass_over, Surplus.FREE),
            "with_vat": lambda _one: self._ship_with_vat(),
            PASSING: partial(self._pass_over, Surplus.INVOICED),
        }

    def _fields(self) -> list[Field]:
        return [
            Field("carrier", N_("Carrier"), self.carrier, span=2),
            Field("date", N_("Departure date"), self.date),
            Field("parcels", N_("Parcels"), self.parcels),
            Field("weight", N_("Weight, kg"), self.weight),
            Field("notes", N_("Note on the delivery note"), self.notes, span=5),
        ]

    def _build(self) -> None:
        head = QVBoxLayout()
        theme().space(head, spacing=2)
        head.addWidget(self._title)
        head.addWidget(self._sub)
        lines = Card(margins=(1, 1, 1, 8))
        self.grid.keep_lines_in_sight()
        lines.body.addWidget(self.grid, 1)
        foot = QHBoxLayout()
        theme().space(foot, (14, 6, 14, 4), 8)
        foot.addWidget(self._foot, 1)
        foot.addWidget(self.packaging.button)
        foot.addWidget(Button(_("Deliver nothing"), small=True, on_click=self.deliver_nothing))
        foot.addWidget(
            Button(_("Deliver everything"), small=True, icon="check", hint="Ctrl+T", on_click=self.deliver_all)
        )
        lines.body.addLayout(foot)
        fields = Card()
        fields.body.addWidget(self.form)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(head)
        layout.addWidget(Scroll(FieldsLinesRemarks(fields, lines, self.shipping.obstacles.panel), self), 1)
        layout.addWidget(self._buttons())

    def _buttons(self) -> Foot:
        hint = text_label(_("An empty quantity delivers nothing of the line."), "muted")
        buttons = [
            self.waiting,
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Prepare"), icon="box", hint="Ctrl+S", on_click=self.prepare),
            Button(_("Ship"), "primary", icon="truck", hint=_("Ctrl+Enter"), on_click=self.ship),
        ]
        return Foot([hint, self.warning], buttons)

    def _on_loaded(self, loaded: ToDeliver) -> None:
        rows = [order.row for order in loaded.orders]
        self._versions = {row.id: row.version for row in rows}
        numbers = [row.number or str(row.id) for row in rows]
        self._title.setText(_("Deliver {numbers}").format(numbers=", ".join(numbers)))
        self._sub.setText(_subtitle(loaded))
        self.carrier.set_value(next((row.carrier for row in rows if row.carrier), None))
        self.date.set_value(self.desk.today())
        self.grid.set_lines(loaded.lines)
        self.title_changed.emit(self.title)
        self._on_typed()
        if loaded.lines:
            self.grid.edit_cell(0, "quantity")
        else:
            self.warning.setText(why_nothing(loaded))
        self.waiting.show_first(loaded.preparing)

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)

    def on_changed(self, changed: Changed) -> None:
        """Look again at what prevents the departure: it may have been mended elsewhere."""
        self._look()

    def _on_typed(self, _value: object = None) -> None:
        self._show_foot()
        self._look()

    def _look(self) -> None:
        typed = self._typed()
        checks = self.desk.services.departure_checks
        self.shipping.obstacles.look(partial(checks.of_orders, typed) if typed.quantities else None)

    def _pass_over(self, surplus: Surplus, one: Obstacle) -> None:
        command = self.command()
        if command is not None:
            self.shipping.pass_over(one, self._shipping_of(replace(command, surplus=surplus)))

    def _ship_with_vat(self) -> None:
        command = self.command()
        if command is not None:
            self.shipping.run(self._shipping_of(replace(command, with_vat=True)))

    def _bring_down(self, one: Obstacle) -> None:
        if self.grid.finish_editing():
            self.grid.lines_model.put_all(brought_down(self.grid.lines(), one.order_line_id))

    def _on_prepared(self, refs: Sequence[DeliveryRef]) -> None:
        ids, names = [ref.id for ref in refs], [ref.number or str(ref.id) for ref in refs]
        told = ngettext("Picking list {numbers} made.", "Picking lists {numbers} made.", len(refs))
        self.desk.notices.say(told.format(numbers=", ".join(names)))
        self.closed.emit()
        preview_picking(self.desk, ids, names)

    def _put(self, quantity_of: Callable[[LineToDeliver], Decimal]) -> None:
        if self.grid.finish_editing():
            lines = [replace(line, quantity=quantity_of(line)) for line in self.grid.lines()]
            self.grid.lines_model.put_all(lines)

    def _show_foot(self) -> None:
        lines = self.grid.lines()
        if not lines:
            self._foot.setText("")
            return
        leaving = [line for line in lines if line.quantity]
        told = _("Lines that leave: {count} of {total}")
        parts = [told.format(count=len(leaving), total=len(lines))]
        left = sum(1 for line in lines if line.left)
        if left:
            said = ngettext("{count} line in backorder", "{count} lines in backorder", left)
            parts.append(said.format(count=left))
        self._foot.setText("  ·  ".join(parts))


def _subtitle(loaded: ToDeliver) -> str:
    """Return who gets it, for when, and whether a part of it is accepted."""
    first = loaded.orders[0]
    names = list(dict.fromkeys(order.row.customer_name for order in loaded.orders))
    parts = [", ".join(names), first.customer_town or ""]
    if first.row.promised:
        parts.append(_("Confirmed date {date}").format(date=formats().date(first.row.promised)))
    return "  ·  ".join(part for part in parts if part)

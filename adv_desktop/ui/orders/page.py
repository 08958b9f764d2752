"""The orders: list and pane, and the way to the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import ClassVar

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind, Nature, OrderKind, OrderState, Progress, Supply
from adv_desktop.services.events import Changed
from adv_desktop.services.queries import chain, order_answer, order_detail, orders, timeline
from adv_desktop.services.queries.chain import Chain
from adv_desktop.services.queries.order_detail import OrderDetail
from adv_desktop.services.queries.timeline import Event
from adv_desktop.services.texts import N_, _, current
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.format import formats
from adv_desktop.ui.listed import ListedPage, totals_line
from adv_desktop.ui.order_files import choose_order_files
from adv_desktop.ui.orders.actions import OrderActions
from adv_desktop.ui.orders.backlog.form import BacklogForm
from adv_desktop.ui.orders.columns import COLUMNS, FRAMEWORK_LINES, LINES, day
from adv_desktop.ui.orders.form import OrderForm
from adv_desktop.ui.orders.frameworks import FrameworkActions
from adv_desktop.ui.orders.late.form import LateLinesForm
from adv_desktop.ui.orders.promise import PromiseAction
from adv_desktop.ui.orders.recurring import RecurringActions, rhythm_facts
from adv_desktop.ui.orders.tiles import Figures, read_figures, tiles_of
from adv_desktop.ui.orders.urgency import turn_urgent
from adv_desktop.ui.orders.why import why_ordered
from adv_desktop.ui.saved_views import list_commands
from adv_desktop.ui.tables.list_page import Empty
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.waiting_files import WaitingFiles
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.detail import DetailPane


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows of an order."""

    order: OrderDetail
    chain: Chain
    events: tuple[Event, ...]
    last_delivery: str


class OrdersPage(ListedPage[Shown]):
    """« Commandes »."""

    reads: ClassVar[ModuleType] = orders
    kind = DocumentKind.ORDER
    kinds = frozenset({DocumentKind.ORDER})
    name = "orders"
    title = N_("Orders")
    columns = COLUMNS
    sort = "date"
    empty = Empty(
        N_("No order yet"),
        N_("Type the first one with F2, or drop a customer's order file on the window."),
        N_("New order"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.files = WaitingFiles(desk)
        column = self.list.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, self.files)  # under the tiles

    def commands(self) -> list[Command]:
        """Return what can be done with orders."""
        return [
            Command("new", N_("New order"), self._on_new, "F2", "plus", Menu.SALES, primary=True),
            Command("import", N_("Import an order…"), self._on_import, "", "upload", in_top_bar=True),
            Command("open", N_("Open"), self._on_open, "F3", "edit", Menu.SALES),
            Command("confirm", N_("Confirm the order"), self._act("confirm"), "Ctrl+Return", "check", Menu.SALES),
            Command("transform", N_("Deliver"), self._act("deliver"), "F8", "truck", Menu.DELIVERIES),
            Command(
                "complete", N_("Services carried out…"), self._act("complete"), "Ctrl+F8", "check", Menu.DELIVERIES
            ),
            Command("direct", N_("Sent by the supplier…"), self._act("direct"), "Ctrl+Shift+F8", "", Menu.DELIVERIES),
            Command(
                "acknowledge",
                N_("Preview the acknowledgement"),
                self._act("acknowledgement"),
                "Ctrl+P",
                "printer",
                Menu.SALES,
            ),
            Command("send", N_("Send the acknowledgement"), self._act("send"), "Ctrl+Shift+M", "mail", Menu.SALES),
            Command("delay_notice", N_("Tell the customer of a delay"), self._act("delay_notice"), "", "", Menu.SALES),
            Command(
                "billing", N_("Billing of the order"), self._act("billing"), "Ctrl+Shift+F", "receipt", Menu.INVOICING
            ),
            Command("deposit", N_("Deposit…"), self._act("deposit"), "Ctrl+Shift+A", "", Menu.INVOICING),
            Command("proforma", N_("Pro forma…"), self._act("proforma"), "", "", Menu.INVOICING),
            Command("promise", N_("What if I promise…"), self._on_promise, "Ctrl+Shift+P", "calendar", Menu.SALES),
            Command(
                "late", N_("Late and at-risk lines…"), self._over(LateLinesForm), "Ctrl+Shift+L", "clock", Menu.SALES
            ),
            Command("backlog", N_("Backlog by line"), self._over(BacklogForm), "Ctrl+Shift+G", "table", Menu.SALES),
            Command("copy", N_("Copy the state of the order"), self._on_copy, "Ctrl+Shift+C", "copy", Menu.SALES),
            Command("claim", N_("Open a claim"), self._act("claim"), "Ctrl+Shift+R", "warning", Menu.SALES),
            *self._framework_commands(),
            Command(
                "urgent",
                N_("Urgent, or no longer"),
                lambda: turn_urgent(self.desk, self.selected()),
                "Ctrl+U",
                "warning",
                Menu.SALES,
            ),
            Command("duplicate", N_("Duplicate"), self._act("duplicate"), "Ctrl+D", "copy", Menu.SALES),
            Command("hold", N_("Put on hold…"), self._act("hold"), "", "", Menu.SALES),
            Command("close_short", N_("Close the remainder short…"), self._act("close_short"), "", "", Menu.SALES),
            Command("cancel", N_("Cancel the order…"), self._act("cancel"), "", "", Menu.SALES),
            *list_commands(self),
        ]

    def _framework_commands(self) -> list[Command]:
        shown = N_("Framework orders (call-offs)")
        return [
            Command("frameworks", shown, self._listed("framework"), "Ctrl+Shift+O", "", Menu.SALES),
            Command("framework", N_("Make a framework order…"), self._act("framework"), "", "", Menu.SALES),
            Command("call_off", N_("Call-off…"), self._act("call_off"), "Ctrl+Shift+B", "", Menu.SALES),
            Command("recurring", N_("Make it recurring…"), self._act("recurring"), "", "", Menu.SALES),
            Command("templates", N_("Recurring orders"), self._listed("template"), "", "", Menu.SALES),
            Command("make_due", N_("Make the recurring orders due"), self._on_make_due, "", "", Menu.SALES),
        ]

    def refresh(self) -> None:
        """Read the list, the tiles and the watched folder again."""
        super().refresh()
        self._read_tiles()
        if self.isVisible():
            self.files.look()

    def on_changed(self, changed: Changed) -> None:
        """Take in what a command changed."""
        super().on_changed(changed)
        self._read_tiles()
        if self.isVisible():
            self.files.look()  # an order may have been written from one of them

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_tiles()
        self.files.watch(seen=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.files.watch(seen=False)

    def _read_tiles(self) -> None:
        if not self.isVisible():  # they are read when it is shown
            return
        self.desk.runner.read(lambda: read_figures(self.desk), self._on_figures)

    def _on_figures(self, figures: Figures) -> None:
        self.list.tiles.set_tiles(tiles_of(figures, self.show_query))

    @property
    def verbs(self) -> OrderActions:
        """The verbs on one order."""
        return OrderActions(self.desk, self.open_document, self)

    def read_detail(self, document_id: int) -> Shown:
        """Read an order with its neighbours and its history."""
        with self.desk.services.store.read() as session:
            today = self.desk.today()
            return Shown(
                order_detail.detail(session, document_id, today),
                chain.of(session, DocumentKind.ORDER, document_id, today),
                timeline.of(session, DocumentKind.ORDER, document_id),
                order_answer.last_delivery(session, document_id, current()),
            )

    def fill(self, pane: DetailPane, detail: Shown) -> None:
        """Show an order: facts, lines, totals, neighbours, history."""
        order, row = detail.order, detail.order.row
        place = " · ".join(part for part in (order.customer_code, order.customer_town, row.customer_reference) if part)
        title = row.number or _("Draft")
        pane.set_header(title, _(row.state.word), Tone(row.state.tone), place, link=row.customer_name)
        pane.set_actions(self._buttons(detail))
        pane.set_facts(_facts(order))
        is_framework = row.kind is OrderKind.FRAMEWORK
        lines = RowsTable(_("Order lines"), FRAMEWORK_LINES if is_framework else LINES, stretch=1)
        lines.set_rows(order.lines)
        lines.setToolTip(_("Enter on a line tells why it has this price."))
        lines.opened.connect(lambda line: why_ordered(self.desk, order, line, self))
        first_open = next((place for place, line in enumerate(order.lines) if line.backorder), None)
        if first_open is not None and detail.order.row.order_state is not OrderState.DRAFT:
            lines.selectRow(first_open)
        pane.add(lines)
        if order.asked_before_shipping > order.received and row.delivery_state is not Progress.FULL:
            pane.add(text_label(_held_back(order), "bad", wrap=True))
        if row.number is not None and not is_framework:
            pane.add(text_label(detail.last_delivery, "secondary", wrap=True))
        pane.add(totals_line(order.amounts, row.currency))
        self.add_chain(pane, detail.chain)
        self.add_timeline(pane, detail.events)

    def open_document(self, document_id: int) -> None:
        """Open an order in its form."""
        self.desk.window.open_form(OrderForm(self.desk, document_id))

    def do(self, verb: str, ids: Sequence[int]) -> None:
        """Edit an order that another page names."""
        if verb == "edit" and ids:
            self.open_document(ids[0])
        elif verb == "make_recurring":
            RecurringActions(self.desk, self.open_document, self).make_due(ids)

    def on_empty(self) -> None:
        """Start the first order."""
        self._on_new()

    def _buttons(self, detail: Shown) -> list[Button]:
        """Return the actions that the order's state allows, the next one first."""
        row = detail.order.row
        shown: list[tuple[str, str]] = []
        if row.kind is OrderKind.FRAMEWORK and row.order_state is OrderState.DRAFT:
            shown = [("call_off", _("Call-off…")), ("edit", _("Edit")), ("framework", _("Validity…"))]
        elif row.kind is OrderKind.TEMPLATE and row.order_state is OrderState.DRAFT:
            shown = [("make_due", _("Make the order due")), ("edit", _("Edit")), ("recurring", _("Rhythm…"))]
            shown.append(("cancel", _("Stop it…")))
        elif row.order_state is OrderState.DRAFT:
            shown = [("confirm", _("Confirm")), ("edit", _("Edit")), ("delete", _("Delete"))]
        elif row.order_state is OrderState.ON_HOLD:
            shown = [("resume", _("Take off hold")), ("edit", _("Edit"))]
        elif row.order_state is OrderState.CONFIRMED:
            if row.delivery_state is not Progress.FULL:
                deliver = _("Prepare the remainder") if row.delivery_state is Progress.PARTIAL else _("Deliver")
                shown.append(("deliver", deliver))
            if any(line.nature is Nature.SERVICE and line.backorder for line in detail.order.lines):
                shown.append(("complete", _("Services carried out…")))
            if any(line.supply is Supply.DIRECT and line.backorder for line in detail.order.lines):
                shown.append(("direct", _("Sent by the supplier…")))
            if row.invoice_state is not Progress.FULL:
                shown.append(("invoice", _("Make the invoice")))
            deposit = _("Deposit invoice…") if detail.order.asked_before_shipping else _("Deposit…")
            shown += [("deposit", deposit), ("claim", _("Claim…"))]
        return [
            Button(text, "soft" if place == 0 else "plain", small=True, on_click=self._act(verb))
            for place, (verb, text) in enumerate(shown)
        ]

    def _act(self, verb: str) -> Callable[[], None]:
        """Return the slot that runs a verb on the current order."""

        def run() -> None:
            if self.detail is None:
                return
            if verb == "edit":
                self.open_document(self.detail.order.row.id)
            elif verb == "recurring":
                RecurringActions(self.desk, self.open_document, self).ask_rhythm(self.detail.order)
            elif verb == "make_due":
                RecurringActions(self.desk, self.open_document, self).make_due([self.detail.order.row.id])
            elif verb in {"framework", "call_off"}:
                FrameworkActions(self.desk, self.open_document, self).run(verb, self.detail.order)
            elif verb == "deliver" and len(self.selected()) > 1:
                self.desk.window.ask("deliveries", "deliver", self.selected())
            else:
                self.verbs.run(verb, self.detail.order.row)

        return run

    def _on_make_due(self) -> None:
        RecurringActions(self.desk, self.open_document, self).make_due()

    def _listed(self, chip: str) -> Callable[[], None]:
        """Return the slot that shows the orders of a chip."""
        return lambda: self.desk.window.show_list("orders", chip)

    def _on_new(self) -> None:
        self.desk.window.open_form(OrderForm(self.desk))

    def _on_open(self) -> None:
        if self.current_id:
            self.open_document(self.current_id)

    def _on_copy(self) -> None:
        if self.current_id:
            self.verbs.copy_state(self.current_id)

    def _on_promise(self) -> None:
        if self.selected():
            PromiseAction(self.desk, self).ask(self.selected())

    def _over(self, form: type[BacklogForm | LateLinesForm]) -> Callable[[], None]:
        """Return the slot that opens a form about many orders."""
        return lambda: self.desk.window.open_form(form(self.desk))

    def _on_import(self) -> None:
        paths = choose_order_files(self)
        if paths:
            self.desk.window.import_files(paths)


def _facts(order: OrderDetail) -> list[tuple[str, str]]:
    """Return the facts of an order; of a framework order, its validity."""
    row = order.row
    received = (_("Received on"), formats().moment(row.received_at))
    salesperson = (_("Salesperson"), row.salesperson or "—")
    if row.kind is OrderKind.TEMPLATE:
        return rhythm_facts(order)
    if row.kind is OrderKind.FRAMEWORK:
        validity = [(_("Valid from"), day(order.valid_from)), (_("Valid until"), day(order.valid_until))]
        return [received, *validity, salesperson]
    dates = [(_("Requested date"), day(row.requested)), (_("Confirmed date"), day(row.promised) if row.number else "—")]
    terms = [(_("Incoterm"), order.incoterm)] if order.incoterm else []
    return [received, *dates, *terms, salesperson]


def _held_back(order: OrderDetail) -> str:
    """Say what must be paid before goods leave, and what was."""
    currency = order.row.currency
    return _("Goods are held back until {asked} is paid: {received} received.").format(
        asked=formats().money(order.asked_before_shipping, currency), received=formats().money(order.received, currency)
    )

"""The payments: list and pane, and the way to the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.queries import chain, payments, timeline
from adv_desktop.services.queries.chain import Chain
from adv_desktop.services.queries.payments import AllocationRow, PaymentDetail, PaymentRow
from adv_desktop.services.queries.timeline import Event
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.listed import ListedPage
from adv_desktop.ui.payments.actions import PaymentActions
from adv_desktop.ui.payments.columns import ALLOCATIONS, COLUMNS, left
from adv_desktop.ui.payments.form import PaymentForm
from adv_desktop.ui.saved_views import list_commands
from adv_desktop.ui.tables.list_page import Empty
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.detail import DetailPane


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows of a payment."""

    payment: PaymentDetail
    allocations: tuple[AllocationRow, ...]
    chain: Chain
    events: tuple[Event, ...]


class PaymentsPage(ListedPage[Shown]):
    """« Règlements »."""

    reads: ClassVar[ModuleType] = payments
    kind = DocumentKind.PAYMENT
    kinds = frozenset({DocumentKind.PAYMENT})
    name = "payments"
    title = N_("Payments")
    everything = N_("All payments")
    columns = COLUMNS
    total = N_("Total received {amount}")
    sort = "date"
    empty = Empty(
        N_("No payment yet"),
        N_("Record the first one with F2, or from an invoice."),
        N_("New payment"),
        "euro",
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.verbs = PaymentActions(desk, self)
        self.allocations: RowsTable | None = None
        self.pane.link_clicked.connect(self._on_customer)

    def commands(self) -> list[Command]:
        """Return what can be done with payments."""
        return [
            Command("new", N_("New payment"), self._on_new, "F2", "plus", Menu.PAYMENTS, primary=True),
            Command("offset", N_("Set a credit against invoices…"), self._on_offset, "F8", "link", Menu.PAYMENTS),
            Command("reverse", N_("Bounced payment…"), self._on_current_verb("reverse"), "", "", Menu.PAYMENTS),
            Command("refund", N_("Refund…"), self._on_current_verb("refund"), "", "", Menu.PAYMENTS),
            Command("take_back", N_("Take the allocation back"), self._on_take_back, "", "", Menu.PAYMENTS),
            *list_commands(self),
        ]

    def do(self, verb: str, ids: Sequence[int]) -> None:
        """Pay invoices (`pay`), receive money of a customer (`receive`), or set a credit note against others."""
        if verb in {"pay", "offset"}:
            self.desk.window.open_form(PaymentForm(self.desk, invoice_ids=ids, offset=verb == "offset"))
        elif verb == "receive" and ids:
            self.desk.window.open_form(PaymentForm(self.desk, customer_id=ids[0]))

    def read_detail(self, document_id: int) -> Shown:
        """Read a payment with what it pays, its neighbours and its history."""
        with self.desk.services.store.read() as session:
            today = self.desk.today()
            detail = payments.detail(session, document_id, today)
            return Shown(
                detail,
                payments.standing(detail.allocations),
                chain.of(session, DocumentKind.PAYMENT, document_id, today),
                timeline.of(session, DocumentKind.PAYMENT, document_id),
            )

    def fill(self, pane: DetailPane, detail: Shown) -> None:
        """Show a payment: facts, what it pays, neighbours, history."""
        row = detail.payment.row
        sub = " · ".join(part for part in (detail.payment.customer_code, row.reference) if part)
        pane.set_header(row.number, _(row.state.word), Tone(row.state.tone), sub, link=row.customer_name)
        pane.set_actions(self._buttons(row))
        pane.set_facts(
            [
                (_("Amount"), formats().money(row.amount, row.currency)),
                (_("Left to allocate"), left(row)),
                (_("Date"), formats().date(row.date)),
                (_("Method"), label(row.method)),
                *([(_("Bank"), row.bank)] if row.bank else []),
                *([(_("Undoes"), row.reverses_number)] if row.reverses_number else []),
            ]
        )
        if row.reason:
            pane.add(text_label(_("Reason: {reason}").format(reason=row.reason), "muted", wrap=True))
        self._add_allocations(pane, detail)
        self.add_chain(pane, detail.chain)
        self.add_timeline(pane, detail.events)

    def on_empty(self) -> None:
        """Start the first payment."""
        self._on_new()

    def _add_allocations(self, pane: DetailPane, detail: Shown) -> None:
        self.allocations = None
        undo = [Button(_("Take the allocation back"), "link", on_click=self._on_take_back)]
        pane.section(_("Allocated to"), *(undo if detail.allocations and detail.payment.row.amount > 0 else []))
        if not detail.allocations:
            pane.add(text_label(_("Nothing yet"), "muted"))
            return
        self.allocations = RowsTable(_("Allocations"), ALLOCATIONS, stretch=1)
        self.allocations.set_rows(detail.allocations)
        self.allocations.link_opened.connect(self._on_allocation)
        self.allocations.opened.connect(self._on_allocation)
        pane.add(self.allocations)

    def _buttons(self, row: PaymentRow) -> list[Button]:
        shown: list[tuple[str, str]] = []
        if row.unallocated:
            shown += [("offset", _("Set against invoices…")), ("refund", _("Refund…"))]
        if row.amount > 0 and row.state.code != "bounced":
            shown.append(("reverse", _("Bounced…")))
        return [
            Button(text, "soft" if place == 0 else "plain", small=True, on_click=self._on_current_verb(verb))
            for place, (verb, text) in enumerate(shown)
        ]

    def _on_current_verb(self, verb: str) -> Callable[[], None]:
        """Return the slot that runs a verb on the current payment."""

        def run() -> None:
            if self.detail is not None:
                getattr(self.verbs, verb)(self.detail.payment.row)

        return run

    def _on_new(self) -> None:
        self.desk.window.open_form(PaymentForm(self.desk))

    def _on_offset(self) -> None:
        """Use the rest of the current payment, or any credit of a customer to choose."""
        if self.detail is not None and self.detail.payment.row.unallocated:
            self.verbs.offset(self.detail.payment.row)
        else:
            self.desk.window.open_form(PaymentForm(self.desk, offset=True))

    def _on_take_back(self) -> None:
        if self.detail is None or self.allocations is None or self.detail.payment.row.amount < 0:
            return
        current = self.allocations.current() or self.detail.allocations[-1]
        if isinstance(current, AllocationRow):
            self.verbs.take_back(current)

    def _on_allocation(self, row: AllocationRow) -> None:
        if row.invoice_id is not None:
            self.desk.window.open_document(DocumentKind.INVOICE, row.invoice_id)

    def _on_customer(self) -> None:
        if self.detail is not None:
            self.desk.window.open_document(DocumentKind.CUSTOMER, self.detail.payment.row.customer_id)

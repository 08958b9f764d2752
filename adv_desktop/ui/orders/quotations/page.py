"""The quotations: list and pane, and the way to the form and to the order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import ClassVar

from adv_desktop.models.enums import DocumentKind, QuotationState
from adv_desktop.services.queries import chain, quotations, timeline
from adv_desktop.services.queries.chain import Chain
from adv_desktop.services.queries.quotations import QuotationDetail
from adv_desktop.services.queries.timeline import Event
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.listed import ListedPage, totals_line
from adv_desktop.ui.orders.quotations.actions import QuotationActions, verbs_of
from adv_desktop.ui.orders.quotations.columns import COLUMNS, LINES, likely, name_of
from adv_desktop.ui.orders.quotations.form import QuotationForm
from adv_desktop.ui.saved_views import list_commands
from adv_desktop.ui.tables.list_page import Empty
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.detail import DetailPane


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows of a quotation."""

    quotation: QuotationDetail
    chain: Chain
    events: tuple[Event, ...]


class QuotationsPage(ListedPage[Shown]):
    """« Devis »."""

    reads: ClassVar[ModuleType] = quotations
    kind = DocumentKind.QUOTATION
    kinds = frozenset({DocumentKind.QUOTATION})
    name = "quotations"
    title = N_("Quotations")
    everything = N_("All quotations")
    columns = COLUMNS
    sort = "date"
    empty = Empty(
        N_("No quotation yet"),
        N_("Type the first one with F2: it becomes an order without typing again."),
        N_("New quotation"),
        "quote",
    )

    def commands(self) -> list[Command]:
        """Return what can be done with quotations."""
        return [
            Command("new", N_("New quotation"), self._on_new, "F2", "plus", Menu.SALES, primary=True),
            Command("open", N_("Open"), self._on_open, "F3", "edit", Menu.SALES),
            Command("send", N_("Send the quotation"), self._act("send"), "Ctrl+Return", "send", Menu.SALES),
            Command("transform", N_("Turn into an order"), self._act("accept"), "F8", "check", Menu.SALES),
            Command("preview", N_("Preview the quotation"), self._on_preview, "Ctrl+P", "printer", Menu.SALES),
            Command("queue", N_("Put it in the outbox"), self._on_queue, "Ctrl+Shift+M", "mail", Menu.SALES),
            Command("follow_up", N_("Follow up…"), self._act("follow_up"), "Ctrl+R", "bell", Menu.SALES),
            Command("revise", N_("New version"), self._act("revise"), "", "copy", Menu.SALES),
            Command("refuse", N_("Refused…"), self._act("refuse"), "", "close", Menu.SALES),
            *list_commands(self),
        ]

    @property
    def verbs(self) -> QuotationActions:
        """The verbs on one quotation."""
        return QuotationActions(self.desk, self.open_document, self)

    def do(self, verb: str, ids: Sequence[int]) -> None:
        """Put quotations in the outbox for the form that sent them."""
        if verb == "queue" and ids:
            self.verbs.queue(list(ids))

    def read_detail(self, document_id: int) -> Shown:
        """Read a quotation with its neighbours and its history."""
        with self.desk.services.store.read() as session:
            today = self.desk.today()
            return Shown(
                quotations.detail(session, document_id, today),
                chain.of(session, DocumentKind.QUOTATION, document_id, today),
                timeline.of(session, DocumentKind.QUOTATION, document_id),
            )

    def fill(self, pane: DetailPane, detail: Shown) -> None:
        """Show a quotation: facts, lines, totals, neighbours, history."""
        quotation, row = detail.quotation, detail.quotation.row
        sub = " · ".join(part for part in (quotation.customer_code, row.customer_reference) if part)
        pane.set_header(name_of(row), _(row.state.word), Tone(row.state.tone), sub, link=row.customer_name)
        pane.set_actions(self._buttons(detail))
        follow_up = formats().date(row.follow_up_on) if row.follow_up_on else "—"
        pane.set_facts(
            [
                (_("Valid until"), formats().date(row.valid_until)),
                (_("Follow up on"), follow_up),
                (_("Probability"), likely(row)),
                (_("Salesperson"), row.salesperson or "—"),
            ]
        )
        if row.state_reason:
            pane.add(text_label(_("Reason: {reason}").format(reason=row.state_reason), "warn", wrap=True))
        lines = RowsTable(_("Lines of the quotation"), LINES, stretch=1)
        lines.set_rows(quotation.lines)
        pane.add(lines)
        pane.add(totals_line(quotation.amounts, row.currency))
        self.add_chain(pane, detail.chain)
        self.add_timeline(pane, detail.events)

    def open_document(self, document_id: int) -> None:
        """Open a draft in its form; what has left is looked at as the customer has it."""
        shown = self.detail.quotation.row if self.detail is not None else None
        if shown is not None and shown.id == document_id and shown.quotation_state is not QuotationState.DRAFT:
            self.verbs.preview(shown)
        else:
            self.desk.window.open_form(QuotationForm(self.desk, document_id))

    def on_empty(self) -> None:
        """Start the first quotation."""
        self._on_new()

    def _buttons(self, detail: Shown) -> list[Button]:
        """Return the actions that the quotation's state allows, the next one first."""
        return [
            Button(text, "soft" if place == 0 else "plain", small=True, on_click=self._act(verb))
            for place, (verb, text) in enumerate(verbs_of(detail.quotation))
        ]

    def _act(self, verb: str) -> Callable[[], None]:
        """Return the slot that runs a verb on the current quotation, when its state allows it."""

        def run() -> None:
            if self.detail is not None and verb in dict(verbs_of(self.detail.quotation)):
                self.verbs.run(verb, self.detail.quotation)

        return run

    def _on_new(self) -> None:
        self.desk.window.open_form(QuotationForm(self.desk))

    def _on_open(self) -> None:
        if self.current_id:
            self.open_document(self.current_id)

    def _on_preview(self) -> None:
        if self.detail is not None:
            self.verbs.preview(self.detail.quotation.row)

    def _on_queue(self) -> None:
        if self.selected():
            self.verbs.queue(self.selected())

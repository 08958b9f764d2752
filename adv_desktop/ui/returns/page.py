"""The returns: list and pane, from what is awaited to what settled it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.queries import returns
from adv_desktop.services.queries.installed import InstalledUnit
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.installed import find_units
from adv_desktop.ui.listed import ListedPage
from adv_desktop.ui.returns.actions import ReturnActions, verbs_of
from adv_desktop.ui.returns.columns import COLUMNS, LINES, day
from adv_desktop.ui.returns.form import AllowForm
from adv_desktop.ui.returns.reads import ReturnReads, Shown
from adv_desktop.ui.saved_views import list_commands
from adv_desktop.ui.tables.list_page import Empty
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.detail import DetailPane

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class ReturnsPage(ListedPage[Shown]):
    """« Retours »."""

    reads: ClassVar[ModuleType] = returns
    kind = DocumentKind.RETURN
    kinds = frozenset({DocumentKind.RETURN})
    name = "returns"
    title = N_("Returns")
    everything = N_("All returns")
    columns = COLUMNS
    sort = "number"
    empty = Empty(
        N_("No return yet"),
        N_("Choose the shipped delivery that comes back, and press Ctrl+B."),
        N_("Show the deliveries"),
        "return",
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.return_reads = ReturnReads(desk)
        super().__init__(desk, parent)
        self.verbs = ReturnActions(desk, self)
        self.pane.link_clicked.connect(self._on_customer)

    def commands(self) -> list[Command]:
        """Return what can be done with returns."""
        find = partial(find_units, self.desk)
        return [
            Command("open", N_("Open"), self._on_next, "F3", "edit", Menu.DELIVERIES),
            Command("next", N_("Inspect and settle…"), self._on_next, "F8", "check", Menu.DELIVERIES, primary=True),
            Command("unit", N_("Return by serial number…"), find, "F2", "search", Menu.DELIVERIES),
            Command("receive", N_("Goods received"), self._act("receive"), "Ctrl+R", "box", Menu.DELIVERIES),
            Command("voucher", N_("Preview the return voucher"), self._act("voucher"), "Ctrl+P", "printer",
                    Menu.DELIVERIES, in_top_bar=True),
            Command("cancel", N_("Give up the return"), self._act("cancel"), "", "", Menu.DELIVERIES),
            *list_commands(self),
        ]  # fmt: skip

    def do(self, verb: str, ids: Sequence[int]) -> None:
        """Allow the return of a delivery (`return_delivery`: its id, then the claim's), or `open` one that exists."""
        if verb == "return_delivery" and ids:
            self.desk.window.open_form(AllowForm(self.desk, ids[0], ids[1] if len(ids) > 1 else None))
        elif verb == "return_unit" and ids:
            self._allow_unit(ids[0])
        elif verb == "open" and ids:
            self.open_document(ids[0])

    def read_detail(self, document_id: int) -> Shown:
        """Read a return with its neighbours and its history."""
        return self.return_reads.shown(document_id)

    def fill(self, pane: DetailPane, detail: Shown) -> None:
        """Show a return: facts, lines, neighbours, history."""
        row = detail.detail.row
        pane.set_header(
            row.number, _(row.state.word), Tone(row.state.tone), row.delivery_number, link=row.customer_name
        )
        pane.set_actions(
            [
                Button(text, "soft" if place == 0 else "plain", small=True, on_click=self._act(verb))
                for place, (verb, text) in enumerate(verbs_of(row))
            ]
        )
        pane.set_facts(
            [
                (_("Authorised on"), day(row.authorised_on)),
                (_("Arrived on"), day(row.received_on)),
                (_("Settled on"), day(row.inspected_on)),
            ]
        )
        pane.add(text_label(row.reason, "body", wrap=True))
        lines = RowsTable(_("Lines of the return"), LINES, stretch=1)
        lines.set_rows(detail.detail.lines)
        pane.add(lines)
        self.add_chain(pane, detail.chain)
        self.add_timeline(pane, detail.events)

    def open_document(self, document_id: int) -> None:
        """Open a return where its next step is."""
        self.desk.runner.read(lambda: self.read_detail(document_id).detail.row, self.verbs.inspect)

    def on_empty(self) -> None:
        """Go where returns come from."""
        self.desk.window.show_list("deliveries", "shipped")

    def _allow_unit(self, unit_id: int) -> None:
        """Allow the return of one unit: the delivery that it left with, and its line, are known."""

        def show(unit: InstalledUnit) -> None:
            self.desk.window.open_form(AllowForm(self.desk, unit.delivery_id, unit=unit))

        self.desk.runner.read(partial(self.return_reads.unit, unit_id), show)

    def _act(self, verb: str) -> Callable[[], None]:
        """Return the slot that runs a verb on the current return, when its state allows it."""

        def run() -> None:
            if self.detail is not None and verb in dict(verbs_of(self.detail.detail.row)):
                self.verbs.run(verb, self.detail.detail.row)

        return run

    def _on_next(self) -> None:
        if self.current_id:
            self.open_document(self.current_id)

    def _on_customer(self) -> None:
        if self.detail is not None:
            self.desk.window.open_document(DocumentKind.CUSTOMER, self.detail.detail.row.customer_id)

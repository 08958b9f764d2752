"""The packaging account of a customer: what it holds, the moves, what it gives back, what is counted, the statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.packaging import Account, Balance, Counts, Move
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.customers.deposits import DepositsForm
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, LineGrid, fixed_spec
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.whole_numbers import count_of, pieces, typed_pieces
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.written_files import say_saved

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

BALANCES: list[Column[Balance]] = [
    Column(N_("Packaging"), lambda row: row.label, width=240, key="label"),
    Column(N_("Packaging delivered"), lambda row: pieces(row.delivered), right=True, width=110, key="delivered"),
    Column(N_("Packaging returned"), lambda row: pieces(row.returned), right=True, width=110, key="returned"),
    Column(N_("Balance held"), lambda row: formats().integer(row.held), right=True, width=110, key="held", bold=True),
]
MOVES: list[Column[Move]] = [
    Column(N_("Date"), lambda row: formats().date(row.on), width=100, key="on"),
    Column(N_("Move"), lambda row: label(row.kind), width=160, key="kind"),
    Column(N_("Packaging"), lambda row: row.label, width=200, key="label"),
    Column(N_("Document"), lambda row: " · ".join(filter(None, (row.delivery, row.reference))) or "—", width=200,
           key="document"),
    Column(N_("Pieces"), lambda row: formats().integer(row.quantity), right=True, width=80, key="quantity"),
    Column(N_("Balance held"), lambda row: formats().integer(row.held), right=True, width=110, key="held"),
]  # fmt: skip


class PackagingForm(DocumentForm):
    """« Emballages » of one customer."""

    guide = "customers"

    def __init__(self, desk: Desk, customer_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._id = customer_id
        self._account: Account | None = None
        self._title, self._none = text_label(_("Returnable packaging"), "page"), text_label("", "muted", wrap=True)
        self.balances = RowsTable(_("What the customer holds"), BALANCES, stretch=0)
        self.moves = RowsTable(_("Moves of packaging"), MOVES, stretch=3, max_rows=16)
        self._build()
        self.setFocusProxy(self.balances)
        self.load()

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("back", N_("Take packaging back…"), self.take_back, "F2", "plus", Menu.SALES),
            Command("count", N_("Count the packaging…"), self.count, "F3", "edit", Menu.SALES),
            Command("statement", N_("Preview the packaging statement"), self.preview, "Ctrl+P", "printer", Menu.SALES),
            Command("excel", N_("Packaging statement, to Excel…"), self.export, "Ctrl+E", "", Menu.SALES),
            Command("deposits", N_("Packaging on deposit…"), self.deposits, "Ctrl+Shift+G", "box", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def load(self) -> None:
        """Read the account."""
        service = self.desk.services.packaging
        self.desk.runner.read(lambda: service.account(self._id), self._on_loaded, self._on_gone)

    def on_changed(self, changed: Changed) -> None:
        """Read again what moved."""
        if self._id in changed.of(DocumentKind.CUSTOMER):
            self.load()

    def take_back(self) -> None:
        """Ask what the customer gave back, with its voucher."""
        self._ask(_("Packaging given back"), _("Number of the voucher"), self.desk.services.packaging.take_back)

    def count(self) -> None:
        """Ask what was counted at the customer's, and why it differs."""
        self._ask(_("Packaging counted"), _("Reason"), self.desk.services.packaging.count)

    def deposits(self) -> None:
        """Show what the customer has on deposit."""
        self.desk.window.open_form(DepositsForm(self.desk, self._id))

    def preview(self) -> None:
        """Show the statement, to print or to send."""
        if self._account is not None:
            copies, today, code = self.desk.services.copies, self.desk.today(), self._account.code
            title, file = self.title, f"{code}_{today:%Y-%m-%d}.pdf"
            self.desk.window.open_form(PreviewForm(self.desk, title, lambda: copies.packaging(self._id, today), file))

    def export(self) -> None:
        """Write the statement to Excel."""
        if self._account is None:
            return
        copies, today = self.desk.services.copies, self.desk.today()
        name, kinds = f"{self._account.code} {today.isoformat()}.xlsx", _("Excel workbook (*.xlsx)")
        path = file_to_write(self, self.title, name, kinds)
        if path:
            self.desk.runner.read(
                lambda: copies.write_packaging(self._id, today, path), lambda _count: say_saved(self.desk, path)
            )

    def _ask(self, title: str, said: str, record: Callable[[Counts], None]) -> None:
        if self._account is None:
            return
        if not self._account.balances:
            self.desk.notices.say(_("No packaging yet: add its kinds in the settings, “Returnable packaging”."))
            return

        def write(quantities: dict[int, int], on: dt.date, reference: str | None) -> None:
            command = Counts(self._id, quantities, on, reference)
            self.desk.runner.write(lambda: record(command), self._on_written)

        ask_counts(self.desk, (title, said), self._account.balances, write, self)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(self._title)
        layout.addWidget(self._none)
        for title, table in ((_("What the customer holds"), self.balances), (_("Moves of packaging"), self.moves)):
            card = Card(title)
            card.body.addWidget(table)
            layout.addWidget(card)
        layout.addStretch(1)
        buttons = [
            Button(_("Statement"), icon="printer", hint="Ctrl+P", on_click=self.preview),
            Button(_("To Excel…"), hint="Ctrl+E", on_click=self.export),
            Button(_("On deposit…"), hint="Ctrl+Shift+G", on_click=self.deposits),
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Count them…"), icon="edit", hint="F3", on_click=self.count),
            Button(_("Take back…"), "primary", icon="plus", hint="F2", on_click=self.take_back),
        ]
        layout.addWidget(Foot([], buttons))

    def _on_loaded(self, account: Account) -> None:
        self._account = account
        self._title.setText(_("Packaging of {name}").format(name=account.name))
        self.balances.set_rows(account.balances)
        self.moves.set_rows(account.moves)
        empty = _(
            "Nothing moved yet: packaging is typed while a delivery is prepared (Ctrl+G), or here when it comes back."
        )
        self._none.setText("" if account.moves else empty)
        self._none.setVisible(not account.moves)
        self.title_changed.emit(self.title)

    def _on_written(self, _done: None) -> None:
        self.desk.notices.say(_("The packaging account of {name} is up to date.").format(name=self._name()))
        self.load()

    def _name(self) -> str:
        return self._account.name if self._account else ""

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)


@dataclass(frozen=True, slots=True)
class CountLine:
    """A kind of packaging with the pieces that are typed; None: none were."""

    balance: Balance
    typed: int | None = None


def _apply(line: CountLine, _key: str, value: Value) -> CountLine:
    return replace(line, typed=None if value is None else count_of(value))


_COLUMNS: tuple[GridColumn[CountLine], ...] = (
    GridColumn("label", N_("Packaging"), lambda line: line.balance.label, width=220, stretch=True, bold=True),
    GridColumn("held", N_("Balance held"), lambda line: formats().integer(line.balance.held), right=True, width=110),
    GridColumn(
        "typed", N_("Pieces"), lambda line: "—" if line.typed is None else formats().integer(line.typed),
        Edit.QUANTITY, right=True, width=110, short=True, bold=True,
        typed=lambda line: typed_pieces(line.typed or 0),
    ),
)  # fmt: skip


def ask_counts(
    desk: Desk,
    words: tuple[str, str],
    balances: Sequence[Balance],
    done: Callable[[dict[int, int], dt.date, str | None], object],
    parent: QWidget,
) -> FormDialog:
    """Ask for pieces by kind, a day and a reference; `words` are the title and what the reference is."""
    title, said = words
    grid: LineGrid[CountLine] = LineGrid(title, fixed_spec(_COLUMNS, _apply), desk.today())
    grid.set_lines([CountLine(balance) for balance in balances])
    grid.setMinimumHeight(theme().px(180))
    date, reference = DateEdit(_("Date"), desk.today()), TextEdit(said)
    date.set_value(desk.today())
    form = Form([Field("date", N_("Date"), date, required=True), Field("reference", said, reference, span=2)])
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, spacing=10)
    layout.addWidget(grid)
    layout.addWidget(form)
    body.setFocusProxy(grid)

    def on_ok() -> str:
        day = date.value()
        if not grid.finish_editing() or form.first_problem() is not None or day is None:
            return _("Correct what is marked.")
        typed = {line.balance.packaging_id: line.typed for line in grid.lines() if line.typed is not None}
        if not typed:
            return _("Type the pieces of one packaging at least.")
        done(typed, day, reference.value())
        return ""

    dialog = FormDialog(title, body, _("Note it"), on_ok, parent)
    dialog.setMinimumWidth(theme().px(560))
    dialog.open()
    grid.edit_cell(0, "typed")
    return dialog

"""« Emballages des transporteurs »: what each was given and gave back, what it owes, its statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services.carrier_packaging import CarrierBalance, CarrierCount, CarrierMove, Exchange
from adv_desktop.services.packaging import PackagingRecord
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
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
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.written_files import say_saved

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

BALANCES: list[Column[CarrierBalance]] = [
    Column(N_("Carrier"), lambda row: row.carrier, width=220, key="carrier"),
    Column(N_("Packaging"), lambda row: row.packaging, width=200, key="packaging"),
    Column(N_("Packaging given"), lambda row: pieces(row.given), right=True, width=150, key="given"),
    Column(N_("Packaging received"), lambda row: pieces(row.received), right=True, width=150, key="received"),
    Column(N_("Balance owed"), lambda row: formats().integer(row.held), right=True, width=120, key="held", bold=True),
    Column(N_("Last move"), lambda row: formats().date(row.last), width=110, key="last"),
]
MOVES: list[Column[CarrierMove]] = [
    Column(N_("Date"), lambda row: formats().date(row.on), width=100, key="on"),
    Column(N_("Move"), lambda row: label(row.kind), width=170, key="kind"),
    Column(N_("Packaging"), lambda row: row.packaging, width=200, key="packaging"),
    Column(N_("Document"), lambda row: row.reference or "—", width=200, key="document"),
    Column(N_("Pieces"), lambda row: formats().integer(row.quantity), right=True, width=80, key="quantity"),
    Column(N_("Balance owed"), lambda row: formats().integer(row.held), right=True, width=120, key="held"),
]


@dataclass(frozen=True, slots=True)
class Accounts:
    """What the form shows, and what its dialogs offer."""

    balances: tuple[CarrierBalance, ...]
    carriers: tuple[str, ...]
    kinds: tuple[PackagingRecord, ...]


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """A kind of packaging with what is given to a carrier and received from it."""

    kind: PackagingRecord
    given: int = 0
    received: int = 0


class CarrierPackagingForm(DocumentForm):
    """The accounts of the carriers; below, the moves of the one under the cursor."""

    guide = "deliveries"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._accounts = Accounts((), (), ())
        self._shown = ""
        self._told = text_label("", "muted", wrap=True)
        self.balances = RowsTable(_("What the carriers owe"), BALANCES, stretch=0)
        self.moves = RowsTable(_("Moves of packaging"), MOVES, stretch=3, max_rows=14)
        self._build()
        self.setFocusProxy(self.balances)
        self.balances.selectionModel().currentRowChanged.connect(lambda *_rows: self._read_moves())
        self.load()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Packaging of carriers")

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("exchange", N_("Note an exchange…"), self.exchange, "F2", "plus", Menu.DELIVERIES),
            Command("count", N_("Agree on the balance…"), self.count, "F3", "edit", Menu.DELIVERIES),
            Command("statement", N_("Preview the packaging statement"), self.preview, "Ctrl+P", "printer",
                    Menu.DELIVERIES),
            Command("excel", N_("Packaging statement, to Excel…"), self.export, "Ctrl+E", "", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]  # fmt: skip

    def load(self) -> None:
        """Read the accounts."""
        services = self.desk.services

        def read() -> Accounts:
            carriers = services.packaging.carriers
            return Accounts(carriers.balances(), carriers.carriers(), services.packaging.kinds())

        self.desk.runner.read(read, self._on_loaded)

    def exchange(self) -> None:
        """Ask what a carrier was given and what it gave."""
        record = self.desk.services.packaging.carriers.exchange

        def write(carrier: str, lines: Sequence[ExchangeLine], on: dt.date, reference: str | None) -> None:
            moved = {line.kind.id or 0: (line.given, line.received) for line in lines}
            self.desk.runner.write(lambda: record(Exchange(carrier, moved, on, reference)), self._on_written)

        self._ask((_("Packaging exchanged"), _("Number of the voucher")), _EXCHANGED, write)

    def count(self) -> None:
        """Ask what a carrier owes, as it was agreed, and why it differs."""
        record = self.desk.services.packaging.carriers.count

        def write(carrier: str, lines: Sequence[ExchangeLine], on: dt.date, reason: str | None) -> None:
            held = {line.kind.id or 0: line.given for line in lines}
            self.desk.runner.write(lambda: record(CarrierCount(carrier, held, on, reason)), self._on_written)

        self._ask((_("Balance agreed with the carrier"), _("Reason")), _AGREED, write)

    def preview(self) -> None:
        """Show the statement of the current carrier, to print or to send."""
        carrier = self._carrier()
        if carrier:
            copies, today = self.desk.services.copies, self.desk.today()
            load = partial(copies.carrier_packaging, carrier, today)
            self.desk.window.open_form(PreviewForm(self.desk, carrier, load, f"{carrier} {today:%Y-%m-%d}.pdf"))

    def export(self) -> None:
        """Write the statement of the current carrier to Excel."""
        carrier = self._carrier()
        if not carrier:
            return
        copies, today = self.desk.services.copies, self.desk.today()
        name, kinds = f"{carrier} {today.isoformat()}.xlsx", _("Excel workbook (*.xlsx)")
        path = file_to_write(self, self.title, name, kinds)
        if path:
            write = partial(copies.write_carrier_packaging, carrier, today, path)
            self.desk.runner.read(write, lambda _count: say_saved(self.desk, path))

    def _carrier(self) -> str:
        current = self.balances.current()
        return current.carrier if isinstance(current, CarrierBalance) else ""

    def _ask(self, words: tuple[str, str], columns: _Columns, done: _Done) -> None:
        if not self._accounts.kinds:
            self.desk.notices.say(_("No packaging yet: add its kinds in the settings, “Returnable packaging”."))
        elif not self._accounts.carriers:
            self.desk.notices.say(_("No carrier yet: add it in the settings, “Carriers”."))
        else:
            ask_exchange(self, words, columns, (self._accounts, self._carrier()), done)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(self._told)
        for title, table in ((_("What the carriers owe"), self.balances), (_("Moves of packaging"), self.moves)):
            card = Card(title)
            card.body.addWidget(table)
            layout.addWidget(card)
        layout.addStretch(1)
        buttons = [
            Button(_("Statement"), icon="printer", hint="Ctrl+P", on_click=self.preview),
            Button(_("To Excel…"), hint="Ctrl+E", on_click=self.export),
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Agree on the balance…"), icon="edit", hint="F3", on_click=self.count),
            Button(_("Note an exchange…"), "primary", icon="plus", hint="F2", on_click=self.exchange),
        ]
        layout.addWidget(Foot([], buttons))

    def _on_loaded(self, accounts: Accounts) -> None:
        kept, self._accounts = self._carrier(), accounts
        self.balances.set_rows(accounts.balances)
        places = [place for place, row in enumerate(accounts.balances) if row.carrier == kept]
        if accounts.balances:
            self.balances.selectRow(places[0] if places else 0)
        empty = _("Nothing was exchanged yet: note with F2 the pallets given to a carrier and those that it gave back.")
        self._told.setText("" if accounts.balances else empty)
        self._told.setVisible(not accounts.balances)
        self._read_moves()

    def _read_moves(self) -> None:
        service, carrier = self.desk.services.packaging.carriers, self._carrier()
        self.desk.runner.read(partial(service.moves, carrier), self.moves.set_rows)

    def _on_written(self, _done: None) -> None:
        self.desk.notices.say(_("The packaging account of the carrier is up to date."))
        self.load()


def _apply(line: ExchangeLine, key: str, value: Value) -> ExchangeLine:
    count = count_of(value)
    return replace(line, given=count) if key == "given" else replace(line, received=count)


_Columns = tuple[GridColumn[ExchangeLine], ...]
_Done = Callable[[str, Sequence[ExchangeLine], dt.date, str | None], None]
_KIND: GridColumn[ExchangeLine] = GridColumn(
    "label", N_("Packaging"), lambda line: line.kind.label, width=220, stretch=True, bold=True
)
_EXCHANGED: _Columns = (
    _KIND,
    GridColumn(
        "given", N_("Packaging given"), lambda line: pieces(line.given), Edit.QUANTITY, right=True, width=150,
        short=True, bold=True, typed=lambda line: typed_pieces(line.given),
    ),
    GridColumn(
        "received", N_("Packaging received"), lambda line: pieces(line.received), Edit.QUANTITY, right=True, width=150,
        short=True, bold=True, typed=lambda line: typed_pieces(line.received),
    ),
)  # fmt: skip
_AGREED: _Columns = (
    _KIND,
    GridColumn(
        "given", N_("Balance owed"), lambda line: formats().integer(line.given), Edit.QUANTITY, right=True, width=150,
        short=True, bold=True, typed=lambda line: typed_pieces(line.given),
    ),
)  # fmt: skip


def ask_exchange(
    form: DocumentForm, words: tuple[str, str], columns: _Columns, offered: tuple[Accounts, str], done: _Done
) -> FormDialog:
    """Ask for pieces by kind, a carrier, a day and a reference; `words` are the title and what the reference is."""
    (title, said), (accounts, carrier), today = words, offered, form.desk.today()
    grid: LineGrid[ExchangeLine] = LineGrid(title, fixed_spec(columns, _apply), today)
    held = {row.packaging_id: row.held for row in accounts.balances if row.carrier == carrier}
    agreed = columns is _AGREED
    grid.set_lines([ExchangeLine(kind, max(held.get(kind.id or 0, 0), 0) if agreed else 0) for kind in accounts.kinds])
    grid.setMinimumHeight(theme().px(180))
    combo = ChoiceCombo(_("Carrier"), [(name, name) for name in accounts.carriers])
    combo.set_key(carrier)
    date, reference = DateEdit(_("Date"), today), TextEdit(said)
    date.set_value(today)
    fields = Form(
        [
            Field("carrier", N_("Carrier"), combo, span=2),
            Field("date", N_("Date"), date, required=True),
            Field("reference", said, reference, span=3),
        ]
    )
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, spacing=10)
    layout.addWidget(fields)
    layout.addWidget(grid)
    body.setFocusProxy(grid)

    def on_ok() -> str:
        day = date.value()
        if not grid.finish_editing() or fields.first_problem() is not None or day is None:
            return _("Correct what is marked.")
        done(combo.key(), grid.lines(), day, reference.value())
        return ""

    dialog = FormDialog(title, body, _("Note it"), on_ok, form)
    dialog.setMinimumWidth(theme().px(640))
    dialog.open()
    grid.edit_cell(0, "given")
    return dialog

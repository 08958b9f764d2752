"""« Parc installé »: the units with a serial number that left: by customer, by product, or found by number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services import texts
from adv_desktop.services.queries import installed
from adv_desktop.services.queries.installed import InstalledUnit
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.written_files import say_written

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from adv_desktop.services.list_files import Written
    from adv_desktop.ui.desk import Desk

VISIBLE_ROWS = 16
Read = Callable[["Session"], Sequence[InstalledUnit]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A unit with the day on which its warranty is judged."""

    unit: InstalledUnit
    today: dt.date


def warranty_of(unit: InstalledUnit, today: dt.date) -> str:
    """Say whether a unit is under warranty."""
    end = formats().date(unit.warranty_until) if unit.warranty_until else ""
    return installed.warranty_words(unit, today, texts.current(), end)


def _state(row: Shown) -> str:
    unit = row.unit
    if unit.back_on is None or unit.became is None:
        return warranty_of(unit, row.today)
    return _("{state} since {date}").format(state=label(unit.became), date=formats().date(unit.back_on))


def _tone(row: Shown) -> Tone | None:
    if row.unit.back_on is not None:
        return None
    return Tone.OK if row.unit.is_covered(row.today) else Tone.WARN


_NUMBER: Column[Shown] = Column(N_("Serial number"), lambda row: row.unit.number, width=130, bold=True, key="number")
_PRODUCT: Column[Shown] = Column(
    N_("Product code"), lambda row: row.unit.product, width=110, tip=lambda row: row.unit.label, key="product"
)
_CUSTOMER: Column[Shown] = Column(N_("Customer"), lambda row: row.unit.customer, width=170, key="customer")
_DELIVERY: Column[Shown] = Column(
    N_("Delivery note"), lambda row: row.unit.delivery, cell=Cell.LINK, width=130, key="delivery"
)
_ON: Column[Shown] = Column(
    N_("Delivered on"), lambda row: formats().date(row.unit.delivered_on), width=104, key="delivered_on"
)
_WARRANTY: Column[Shown] = Column(N_("Warranty"), _state, width=230, tone=_tone, key="warranty")
OF_CUSTOMER = [_NUMBER, _PRODUCT, _ON, _WARRANTY]
OF_PRODUCT = [_NUMBER, _CUSTOMER, _ON, _WARRANTY]
_ALL = [_NUMBER, _PRODUCT, _CUSTOMER, _DELIVERY, _ON, _WARRANTY]


def units_table(desk: Desk, units: Sequence[InstalledUnit], columns: Sequence[Column[Shown]]) -> RowsTable:
    """Return a table of units, each of which opens the delivery that it left with."""
    table = RowsTable(_("Installed units"), columns, stretch=3, max_rows=installed.FIRST)
    table.set_rows([Shown(unit, desk.today()) for unit in units])
    open_one = partial(_open_delivery, desk)
    table.opened.connect(open_one)
    table.link_opened.connect(open_one)
    return table


class InstalledForm(DocumentForm):
    """The units of a customer or of a product, or of nobody yet: they are found by their serial number.

    `read` gives those that are shown while nothing is typed; `whose` names the customer or the product.
    """

    guide = "stock"

    def __init__(self, desk: Desk, whose: str = "", read: Read | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._whose, self._of_all = whose, read
        self._units: tuple[InstalledUnit, ...] = ()
        self.searched = TextEdit(_("Serial number, or its first characters"))
        self.table = RowsTable(_("Installed units"), _ALL, stretch=2, max_rows=VISIBLE_ROWS)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._told = text_label("", "muted", wrap=True)
        self._build()
        self.table.opened.connect(partial(_open_delivery, desk))
        self.table.link_opened.connect(partial(_open_delivery, desk))
        self.searched.returnPressed.connect(self.search)
        self.setFocusProxy(self.searched)
        self.search()

    @property
    def title(self) -> str:
        """What the form is about."""
        return f"{_('Installed units')} – {self._whose}" if self._whose else _("Installed units")

    def commands(self) -> list[Command]:
        """Return what can be done with the units."""
        return [
            Command("customer", N_("Open the customer"), self.open_customer, "F3", "users", Menu.DELIVERIES),
            Command("return", N_("Return of this unit…"), self.take_back, "Ctrl+B", "return", Menu.DELIVERIES),
            Command("export", N_("Export to Excel"), self.export, "Ctrl+E", "table", Menu.FILE),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def search(self) -> None:
        """Show the units whose number begins with what is typed, all of them while nothing is."""
        store, text, of_all = self.desk.services.store, self.searched.text().strip(), self._of_all

        def read() -> Sequence[InstalledUnit]:
            with store.read() as session:
                if of_all is None:
                    return installed.numbered(session, text)
                return [unit for unit in of_all(session) if unit.number.startswith(text.upper())]

        self.desk.runner.read(read, self._show)

    def open_customer(self) -> None:
        """Open the customer who got the unit."""
        if (unit := self._current()) is not None:
            self.desk.window.open_document(DocumentKind.CUSTOMER, unit.customer_id)

    def take_back(self) -> None:
        """Allow the return of the unit."""
        if (unit := self._current()) is not None:
            self.desk.window.ask("returns", "return_unit", [unit.unit_id])

    def export(self) -> None:
        """Write what is shown to a file."""
        kinds = _("Excel workbook (*.xlsx);;CSV file (*.csv)")
        path = file_to_write(self, _("Export to Excel"), f"{self.title}.xlsx", kinds)
        if path is not None:
            self.desk.runner.read(
                partial(_write, self._units, self.desk.today(), path), partial(say_written, self.desk)
            )

    def _current(self) -> InstalledUnit | None:
        row = self.table.current()
        return row.unit if isinstance(row, Shown) else None

    def _build(self) -> None:
        form = Form([Field("searched", N_("Serial number, or its first characters"), self.searched)], columns=1)
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(self.table, 1)
        buttons = [
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Export to Excel"), icon="table", hint="Ctrl+E", on_click=self.export),
            Button(_("Return of this unit…"), icon="return", hint="Ctrl+B", on_click=self.take_back),
            Button(_("Search"), "primary", icon="search", on_click=self.search),
        ]
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        for widget in (form, self._told):
            layout.addWidget(widget)
        layout.addWidget(card, 1)
        layout.addWidget(Foot([], buttons))

    def _show(self, units: Sequence[InstalledUnit]) -> None:
        self._units = tuple(units)
        self.table.set_rows([Shown(unit, self.desk.today()) for unit in units])
        if units:
            self.table.selectRow(0)
        count = ngettext("{count} unit that left", "{count} units that left", len(units))
        nothing = _("No unit with such a serial number left. Check it, or type fewer characters.")
        asked = _("Type or scan a serial number to see whom it went to, and until when it is under warranty.")
        empty = nothing if self.searched.text().strip() or self._of_all is not None else asked
        self._told.setText(count.format(count=formats().integer(len(units))) if units else empty)


def find_units(desk: Desk) -> None:
    """Open the form that finds a unit by its serial number."""
    desk.window.open_form(InstalledForm(desk))


def customer_units(desk: Desk, customer_id: int, name: str) -> None:
    """Open all the units that a customer got."""
    desk.window.open_form(InstalledForm(desk, name, lambda session: installed.of_customer(session, customer_id)))


def product_units(desk: Desk, product_id: int, code: str) -> None:
    """Open all the units of a product that left."""
    desk.window.open_form(InstalledForm(desk, code, lambda session: installed.of_product(session, product_id)))


def _open_delivery(desk: Desk, row: Shown) -> None:
    desk.window.open_document(DocumentKind.DELIVERY, row.unit.delivery_id)


def _write(units: Sequence[InstalledUnit], today: dt.date, path: Path) -> Written:
    from adv_desktop.services import stock_files

    return stock_files.write_installed(units, today, path)

"""A price list in a grid: typed with the keyboard, pasted from Excel, saved at once, written to Excel."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.values import plain
from adv_desktop.services.price_grid import KnownList, ListKey, ListLine
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, GridSpec, LineGrid, SkippedRow, paste_sentence
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker
from adv_desktop.ui.written_files import say_saved

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_SOURCES = (PriceSource.CUSTOMER_LIST, PriceSource.CATEGORY, PriceSource.CONTRACT)
_YES = frozenset({"x", "o", "oui", "net", "y", "yes", "1", "✓"})


@dataclass(frozen=True, slots=True)
class TypedPrice:
    """A line of the grid; `id` is the price that it changes."""

    product_id: int | None = None
    code: str = ""
    label: str = ""
    from_quantity: Decimal = Decimal(1)
    price: Decimal | None = None
    net: bool = False
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    id: int | None = None


def typed(line: ListLine) -> TypedPrice:
    """Return a price on file as the grid shows it."""
    return TypedPrice(
        0, line.product, line.label, line.from_quantity, line.price, line.net, line.starts_on, line.ends_on, line.id
    )


def asked(line: TypedPrice) -> ListLine:
    """Return a line of the grid as the service takes it."""
    return ListLine(
        line.code, line.price or Decimal(0), line.from_quantity, line.net, line.starts_on, line.ends_on, line.label,
        line.id,
    )  # fmt: skip


def _apply(line: TypedPrice, key: str, value: Value) -> TypedPrice:
    if key == "code":
        chosen = value if isinstance(value, Choice) else None
        code, text = (chosen.code, chosen.label) if chosen else ("", "")
        return replace(line, product_id=chosen.id if chosen else None, code=code, label=text)
    if key == "net":
        return replace(line, net=str(value or "").strip().casefold() in _YES)
    if key in {"starts_on", "ends_on"}:
        day = value if isinstance(value, dt.date) else None
        return replace(line, starts_on=day) if key == "starts_on" else replace(line, ends_on=day)
    number = value if isinstance(value, Decimal) else None
    return replace(line, price=number) if key == "price" else replace(line, from_quantity=number or Decimal(1))


def _day(value: dt.date | None) -> str:
    return formats().date(value) if value else ""


_COLUMNS: tuple[GridColumn[TypedPrice], ...] = (
    GridColumn("code", N_("Product code"), lambda line: line.code, Edit.PRODUCT, width=120, short=True),
    GridColumn("label", N_("Description"), lambda line: line.label, width=180, stretch=True),
    GridColumn(
        "from_quantity",
        N_("From qty"),
        lambda line: formats().quantity(line.from_quantity) if line.code else "",
        Edit.QUANTITY,
        right=True,
        width=84,
        typed=lambda line: plain(line.from_quantity),
    ),
    GridColumn(
        "price",
        N_("Price"),
        lambda line: formats().price(line.price) if line.price is not None else "",
        Edit.PRICE,
        right=True,
        width=96,
        short=True,
        bold=True,
    ),
    GridColumn("net", N_("Net, no discount"), lambda line: "✓" if line.net else "", Edit.TEXT, width=110),
    GridColumn("starts_on", N_("From"), lambda line: _day(line.starts_on), Edit.DATE, right=True, width=100),
    GridColumn("ends_on", N_("Until"), lambda line: _day(line.ends_on), Edit.DATE, right=True, width=100),
)


class PriceListForm(DocumentForm):
    """Choose a list, or name a new one; what the grid shows becomes the list when it is saved."""

    guide = "products"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._loaded: tuple[ListLine, ...] = ()
        self._known: list[KnownList] = []
        search = Searches(desk)
        self.known = ChoiceCombo(_("Price lists on file"))
        self.source = ChoiceCombo(_("Price from"), [(one.value, label(one)) for one in _SOURCES])
        self.name = TextEdit(_("Price list or category"))
        self.customer = Picker(_("Customer"), search.customers, _("Code, name or town"))
        self.grid: LineGrid[TypedPrice] = LineGrid(_("Prices of the list"), _spec(search), desk.today())
        self._warning = text_label("", "bad", wrap=True)
        self._build()
        self.known.picked.connect(self._on_known)
        self.source.picked.connect(lambda _key: self._show_whom())
        self.name.editingFinished.connect(self._load)
        self.customer.chosen.connect(lambda _choice: self._load())
        self.grid.pasted.connect(self._on_pasted)
        self.setFocusProxy(self.known)
        self._show_whom()
        self._read_known()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Price lists")

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("save", N_("Save"), self.save, "Ctrl+S", "save", Menu.SALES),
            Command("excel", N_("Write the list to Excel…"), self.export, "Ctrl+E", "table", Menu.FILE),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def key(self) -> ListKey | None:
        """Return the list that is chosen or named; None while there is none."""
        source, customer = PriceSource(self.source.key()), self.customer.choice()
        if source is PriceSource.CONTRACT:
            return ListKey(source, None, customer.id) if customer else None
        name = self.name.value()
        return ListKey(source, name) if name else None

    def save(self) -> None:
        """Make what the grid shows the prices of the list."""
        key, lines = self.key(), self.grid.lines()
        self._warning.setText("")
        if key is None:
            self._warning.setText(_("Choose a price list, or name a new one."))
        elif any(not line.code or line.price is None for line in lines):
            self._warning.setText(_("Each line needs a product and a price."))
        elif self.grid.finish_editing():
            wanted, prices = [asked(line) for line in lines], self.desk.services.price_grid
            self.desk.runner.write(lambda: prices.save(key, self._loaded, wanted), self._on_saved)

    def export(self) -> None:
        """Write the list as it is on file to Excel."""
        key = self.key()
        if key is None:
            self._warning.setText(_("Choose a price list, or name a new one."))
            return
        kinds = _("Excel workbook (*.xlsx)")
        path = file_to_write(self, _("Write the list to Excel…"), f"{self.title}.xlsx", kinds)
        if path:
            prices = self.desk.services.price_grid
            self.desk.runner.read(lambda: prices.write(key, path), lambda _count: say_saved(self.desk, path))

    def _build(self) -> None:
        form = Form(
            [
                Field("known", N_("Price lists on file"), self.known),
                Field("source", N_("Price from"), self.source),
                Field("name", N_("Price list or category"), self.name, N_("A new name begins a list.")),
                Field("customer", N_("Customer"), self.customer),
            ],
            columns=4,
        )
        hint = _("Enter goes from product to price; Ctrl+V pastes from Excel: product, price, or with titles.")
        buttons = QHBoxLayout()
        buttons.addWidget(self._warning, 1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(Button(_("To Excel"), icon="table", hint="Ctrl+E", on_click=self.export))
        buttons.addWidget(Button(_("Save"), "primary", icon="check", hint=_("Ctrl+S"), on_click=self.save))
        layout = QVBoxLayout(self)
        theme().space(buttons, spacing=8)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(form)
        layout.addWidget(text_label(hint, "muted", wrap=True))
        layout.addWidget(self.grid, 1)
        layout.addLayout(buttons)

    def _show_whom(self) -> None:
        contract = self.source.key() == PriceSource.CONTRACT
        self.customer.setEnabled(contract)
        self.name.setEnabled(not contract)

    def _read_known(self) -> None:
        self.desk.runner.read(self.desk.services.price_grid.known, self._show_known)

    def _show_known(self, known: list[KnownList]) -> None:
        self._known = known
        shown = [
            (str(place), f"{label(one.key.source)} {one.title} ({formats().integer(one.prices)})")
            for place, one in enumerate(known, 1)
        ]
        self.known.set_options([("", _("Choose…")), *shown])

    def _on_known(self, place: str) -> None:
        if not place:
            return
        chosen = self._known[int(place) - 1]
        self.source.set_key(chosen.key.source.value)
        self.name.set_value(chosen.key.name)
        if chosen.key.customer_id is not None:
            self.customer.set_choice(Choice(chosen.key.customer_id, chosen.title, chosen.title))
        self._show_whom()
        self._load()

    def _load(self) -> None:
        key, prices = self.key(), self.desk.services.price_grid
        if key is not None:
            self.desk.runner.read(lambda: prices.lines(key), self._show)

    def _show(self, lines: tuple[ListLine, ...]) -> None:
        self._loaded = lines
        self._warning.setText("")
        if lines or not self.grid.lines():
            self.grid.set_lines([typed(line) for line in lines])

    def _on_pasted(self, done: int, skipped: tuple[SkippedRow, ...]) -> None:
        self.desk.notices.say(paste_sentence(done, skipped))

    def _on_saved(self, changed: int) -> None:
        self.desk.notices.say(_("{count} prices changed.").format(count=formats().integer(changed)))
        self._read_known()
        self._load()


def _spec(search: Searches) -> GridSpec[TypedPrice]:
    return GridSpec(
        columns=_COLUMNS,
        blank=TypedPrice,
        is_blank=lambda line: not line.code and line.price is None,
        apply=_apply,
        product_of=lambda line: line.product_id or None,
        add_one=lambda line: line,
        search=search.products,
        resolve=search.product,
    )

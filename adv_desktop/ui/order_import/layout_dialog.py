"""« Colonnes du fichier »: the first rows, above each column what it is, and what words for units mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.imports.layout import column_letters
from adv_desktop.services.imports.layouts import Corrections
from adv_desktop.services.imports.orders_import import PreviewOrder
from adv_desktop.services.imports.written import WrittenLayout
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.elided import ElidedLabel
from adv_desktop.ui.widgets.scroll import Scroll

NONE = ""
HELP = N_("Say above each column what it holds: Tab goes to the next one, the arrows or a letter choose.")
FIELDS: dict[str, str] = {
    "code": N_("Product code"),
    "customer_item": N_("Customer's own code"),
    "ean": N_("Barcode"),
    "label": N_("Description"),
    "quantity": N_("Quantity"),
    "unit": N_("Unit"),
    "pack": N_("Pack"),
    "unit_price": N_("Unit price"),
    "gross_price": N_("Gross price"),
    "net_price": N_("Net price"),
    "discount": N_("Discount %"),
    "line_total": N_("Line total"),
    "requested_date": N_("Requested date"),
    "line_number": N_("Line number"),
    "comment": N_("Comment"),
}
# A word of the catalogue of units for each meaning that is offered.
UNITS: dict[str, str] = {
    NONE: N_("Not known"),
    "piece": N_("Piece"),
    "carton": N_("Pack of the product"),
    "dozen": N_("Dozen"),
    "kg": N_("Kilogram"),
    "g": N_("Gram"),
    "litre": N_("Litre"),
    "metre": N_("Metre"),
}


class LayoutFields(QWidget):
    """The first rows of the table, above each column what it holds; below, the words for units that are not known."""

    def __init__(self, order: PreviewOrder | None, layout: WrittenLayout) -> None:
        super().__init__()
        self._layout = layout
        self.columns: dict[str, ChoiceCombo] = {}  # by the name of the column
        self.units: dict[str, ChoiceCombo] = {}
        self._grid = QGridLayout(self)
        theme().space(self._grid, (0, 0, 0, 8), spacing=8)
        fields = {column: field for field, column in layout.columns.items()}
        options = [(NONE, _("Ignore")), *((field, _(name)) for field, name in FIELDS.items())]
        for shown, (place, name) in enumerate(_columns(layout)):
            self._add_column(shown, place, name, options, fields.get(place, NONE))
        for word in unknown_units(order) if order else ():
            self._add_unit(word)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self._grid.setColumnStretch(self._grid.columnCount(), 1)

    def corrections(self) -> Corrections:
        """Return what was chosen; raise when two columns are said to be the same thing."""
        columns: dict[str, str] = {}
        for name, combo in self.columns.items():
            field = combo.key()
            if field in columns:
                raise DomainError("layout.field_twice", field=_(FIELDS[field]))
            if field:
                columns[field] = name
        return Corrections(columns, {word: combo.key() for word, combo in self.units.items() if combo.key()})

    def _add_column(self, shown: int, place: int, name: str, options: list[tuple[str, str]], field: str) -> None:
        title = self._layout.titles[place] if self._layout.titled and self._layout.titles[place] else ""
        combo = ChoiceCombo(_("Column {name}").format(name=title or name), options)
        combo.setMinimumWidth(theme().px(150))
        combo.set_key(field)
        self.columns[name] = combo
        self._grid.addWidget(combo, 0, shown)
        self._grid.addWidget(ElidedLabel(title or _("Column {name}").format(name=name), "strong"), 1, shown)
        for line, row in enumerate(self._layout.sample, start=2):
            self._grid.addWidget(ElidedLabel(row[place], "muted"), line, shown)

    def _add_unit(self, word: str) -> None:
        name = _("Unit “{word}”").format(word=word)
        combo = ChoiceCombo(name, _unit_options())
        label = text_label(name, "label", wrap=True)
        label.setBuddy(combo)
        line = self._grid.rowCount()
        self._grid.addWidget(label, line, 0)
        self._grid.addWidget(combo, line, 1)
        self.units[word] = combo


class _Wide(Scroll):
    """A table may be wider than the dialog: it scrolls to the column that has the cursor."""

    def __init__(self, fields: LayoutFields) -> None:
        super().__init__(fields)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)


def ask_layout(
    order: PreviewOrder | None,
    layout: WrittenLayout,
    on_ok: Callable[[Corrections], object],
    parent: QWidget,
    reason: str = "",
) -> FormDialog:
    """Ask which column is which; what was read is chosen already. `reason` says why it is asked."""
    fields = LayoutFields(order, layout)
    body = QWidget()
    inside = QVBoxLayout(body)
    theme().space(inside, (0, 0, 0, 0), 8)
    if reason:
        inside.addWidget(text_label(reason, "bad", wrap=True))
    inside.addWidget(text_label(_(HELP), "muted", wrap=True))
    inside.addWidget(_Wide(fields), 1)
    dialog = FormDialog(_("Columns of the file"), body, _("Read it so"), partial(_take, fields, layout, on_ok), parent)
    dialog.resize(theme().px(900), theme().px(560))
    next(iter(fields.columns.values())).setFocus()
    dialog.open()
    return dialog


def unknown_units(order: PreviewOrder) -> list[str]:
    """Return the words for units of an order that nobody knows."""
    unsure = (line for line in order.lines for one in line.differences if one.facts.get("certain") == "no")
    return list(dict.fromkeys(line.written.unit for line in unsure if line.written.unit))


def columns_text(layout: WrittenLayout) -> str:
    """Write which column was read as which."""
    pairs = (f"{layout.title_of(field)} → {_(FIELDS[field])}" for field in FIELDS if layout.title_of(field))
    return "  ·  ".join(pairs)


def _take(fields: LayoutFields, layout: WrittenLayout, on_ok: Callable[[Corrections], object]) -> str:
    try:
        corrections = fields.corrections()
        corrections.layout(layout)
    except DomainError as error:
        return sentence(error, texts.current())
    on_ok(corrections)
    return ""


def _columns(layout: WrittenLayout) -> list[tuple[int, str]]:
    """Return the place and the name of each column that holds something: its title when no other has it."""
    named = []
    for place, (title, letter) in enumerate(zip(layout.titles, column_letters(len(layout.titles)), strict=True)):
        if (layout.titled and title) or any(row[place] for row in layout.sample):
            named.append((place, title if title and layout.titles.count(title) == 1 else letter))
    return named


def _unit_options() -> list[tuple[str, str]]:
    return [(key, _(name)) for key, name in UNITS.items()]

"""« Colonnes du fichier »: which column is which, and what the customer's words for units mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.imports.layouts import Corrections
from adv_desktop.services.imports.orders_import import PreviewOrder
from adv_desktop.services.imports.written import WrittenLayout
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.scroll import Scroll

NONE = ""
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
    """A choice for each field, and for each word of a unit that is not known."""

    def __init__(self, order: PreviewOrder, layout: WrittenLayout) -> None:
        super().__init__()
        self.columns: dict[str, ChoiceCombo] = {}
        self.units: dict[str, ChoiceCombo] = {}
        self._grid = QGridLayout(self)
        theme().space(self._grid, spacing=8)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        titles = [(NONE, _("Not in the file")), *_titles(layout)]
        for field, name in FIELDS.items():
            self.columns[field] = self._add(_(name), titles, layout.title_of(field))
        for word in unknown_units(order):
            self.units[word] = self._add(_("Unit “{word}”").format(word=word), _unit_options(), NONE)

    def corrections(self) -> Corrections:
        """Return what was chosen."""
        columns = {field: combo.key() for field, combo in self.columns.items() if combo.key()}
        return Corrections(columns, {word: combo.key() for word, combo in self.units.items() if combo.key()})

    def _add(self, name: str, options: list[tuple[str, str]], chosen: str) -> ChoiceCombo:
        combo = ChoiceCombo(name, options)
        combo.set_key(chosen)
        label = text_label(name, "label", wrap=True)
        label.setBuddy(combo)
        line = self._grid.rowCount()
        self._grid.addWidget(label, line, 0)
        self._grid.addWidget(combo, line, 1)
        return combo


def ask_layout(
    order: PreviewOrder, layout: WrittenLayout, on_ok: Callable[[Corrections], object], parent: QWidget
) -> FormDialog:
    """Ask which column is which; what was read is chosen already."""
    fields = LayoutFields(order, layout)
    dialog = FormDialog(
        _("Columns of the file"), Scroll(fields), _("Read it so"), partial(_take, fields, layout, on_ok), parent
    )
    dialog.resize(theme().px(560), theme().px(640))
    fields.columns["code"].setFocus()
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
    corrections = fields.corrections()
    try:
        corrections.layout(layout)
    except DomainError as error:
        return sentence(error, texts.current())
    on_ok(corrections)
    return ""


def _titles(layout: WrittenLayout) -> list[tuple[str, str]]:
    """Return the titles, each with the first values of its column."""
    return [
        (title, " ".join(filter(None, [title, *(f"({row[place]})" for row in layout.sample[:1] if row[place])])))
        for place, title in enumerate(layout.titles)
        if title
    ]


def _unit_options() -> list[tuple[str, str]]:
    return [(key, _(name)) for key, name in UNITS.items()]

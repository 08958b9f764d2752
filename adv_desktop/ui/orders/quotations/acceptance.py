"""Turning a quotation into an order: the quantities that the customer takes, and the number of his order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from adv_desktop.services.queries.quotations import QuotedLine
from adv_desktop.services.texts import _
from adv_desktop.ui.format import formats
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import QuantityEdit, TextEdit
from adv_desktop.ui.widgets.scroll import Scroll

OnAccepted = Callable[[Mapping[int, Decimal], str | None], object]


class _Quantities(QWidget):
    """One field a line that is left to order, filled with what is left."""

    def __init__(self, lines: Sequence[QuotedLine], reference: str | None) -> None:
        super().__init__()
        self.reference = TextEdit(_("Customer's order number"))
        self.reference.set_value(reference)
        self.edits: dict[int, QuantityEdit] = {}
        grid = QGridLayout(self)
        theme().space(grid, spacing=8)
        grid.addWidget(text_label(_("Customer's order number"), "label"), 0, 0)
        grid.addWidget(self.reference, 0, 1)
        for row, line in enumerate(lines, start=1):
            left = formats().quantity(line.left)
            said = _("{line}. {label}: {left} left").format(line=line.no, label=line.label, left=left)
            edit = QuantityEdit(said)
            edit.set_value(line.left)
            self.edits[line.no] = edit
            grid.addWidget(text_label(said, "body", wrap=True), row, 0)
            grid.addWidget(edit, row, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)

    def chosen(self) -> dict[int, Decimal] | None:
        """Return the quantities by line number, None while one is unreadable."""
        if not all(edit.is_valid() for edit in self.edits.values()):
            return None
        return {no: edit.value() or Decimal(0) for no, edit in self.edits.items()}


def ask_quantities(
    number: str, lines: Sequence[QuotedLine], reference: str | None, on_accepted: OnAccepted, parent: QWidget
) -> FormDialog:
    """Ask what of a quotation is ordered; an empty or zero field leaves its line."""
    fields = _Quantities([line for line in lines if line.left], reference)
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, (0, 0, 0, 0), 8)
    layout.addWidget(text_label(_("Quantities to order"), "label"))
    layout.addWidget(Scroll(fields))

    def on_ok() -> str:
        chosen = fields.chosen()
        if chosen is None:
            return _("This is not a number. Write for instance 1 234,50.")
        on_accepted(chosen, fields.reference.value())
        return ""

    title = _("Order the lines of quotation {number}").format(number=number)
    dialog = FormDialog(title, body, _("Make the order"), on_ok, parent)
    fields.reference.setFocus()
    dialog.open()
    return dialog

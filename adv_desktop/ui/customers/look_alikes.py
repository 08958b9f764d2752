"""The alert that another customer may be the same: beside the fields, never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, IconLabel, clear_layout, text_label

_WHY = {
    "same_siren": N_("{code} has the same SIREN"),
    "same_vat_number": N_("{code} has the same VAT number"),
    "same_name": N_("{code} has a close name and the same postcode"),
}
MOST = 3


class LookAlikes(QWidget):
    """Hidden while there is none; `opened(code)` asks to see one."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: tuple[tuple[str, str], ...] = ()
        card = Card()
        self._row = QHBoxLayout()
        theme().space(self._row, spacing=10)
        card.body.addLayout(self._row)
        layout = QHBoxLayout(self)
        theme().space(layout)
        layout.addWidget(card)
        self.hide()

    def show_found(self, found: Sequence[tuple[str, str]]) -> None:
        """Show (code, why) of the customers found."""
        self.found = tuple(found)
        clear_layout(self._row)
        said = _("This customer may exist already: {reasons}.")
        reasons = ", ".join(_(_WHY[why]).format(code=code) for code, why in found[:MOST])
        self._row.addWidget(IconLabel("warning", "warn"))
        label = text_label(said.format(reasons=reasons), "strong", wrap=True)
        label.setProperty("tone", "warn")
        self._row.addWidget(label, 1)
        for code, _why in found[:MOST]:
            open_it = partial(self.opened.emit, code)
            self._row.addWidget(Button(_("Open {code}").format(code=code), small=True, on_click=open_it))
        self.setAccessibleName(label.text() if found else "")
        self.setVisible(bool(found))

"""Which column of the file is which: recognised by its title, or chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from adv_desktop.services.imports.master_words import REQUIRED, MasterKind
from adv_desktop.services.texts import _
from adv_desktop.ui.master_import.words import field_name, fields_of
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import clear_layout, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo

NONE = ""


class MappingFields(QWidget):
    """One choice a field; `changed` follows each."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combos: dict[str, ChoiceCombo] = {}
        self._grid = QGridLayout()
        theme().space(self._grid, spacing=8)
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 8, 0), 0)
        layout.addLayout(self._grid)
        layout.addStretch(1)

    def show_fields(self, kind: MasterKind, titles: Sequence[str], mapping: Mapping[str, str]) -> None:
        """Offer the titles of a file for each field of a kind, those that are recognised chosen."""
        clear_layout(self._grid)
        self.combos = {}
        options = [(NONE, _("Not in the file")), *((title, title) for title in dict.fromkeys(titles))]
        for line, field in enumerate(fields_of(kind)):
            name = field_name(field) + (" *" if field in REQUIRED[kind] else "")
            combo = ChoiceCombo(name, options)
            combo.set_key(mapping.get(field, NONE))
            combo.picked.connect(lambda _key: self.changed.emit())
            label = text_label(name, "label", wrap=True)
            label.setBuddy(combo)
            self._grid.addWidget(label, line, 0)
            self._grid.addWidget(combo, line, 1)
            self.combos[field] = combo
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)

    def mapping(self) -> dict[str, str]:
        """Return the title of each field, "" where the file has none."""
        return {field: combo.key() for field, combo in self.combos.items()}

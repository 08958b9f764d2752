"""The fields of an order that its customer asks for: none for most, made when the customer is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.rules.requirements import Asked, Stage
from adv_desktop.ui.requirements import STAGES, title_of
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form


class AskedFields(QWidget):
    """One field a requirement of the customer; `changed` follows each."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edits: dict[str, TextEdit] = {}
        self._form: Form | None = None
        self._layout = QVBoxLayout(self)
        theme().space(self._layout, (0, 12, 0, 0), 0)
        self.hide()

    def ask(self, required: Sequence[Asked], given: Mapping[str, str]) -> None:
        """Show the fields that a customer asks for; what was typed under the same name stays."""
        values = {**given, **self.values()}
        if self._form is not None:
            self._layout.removeWidget(self._form)
            self._form.deleteLater()
            self._form = None
        self.edits = {name: TextEdit(title_of(name)) for name in (one.name for one in required)}
        for name, edit in self.edits.items():
            edit.set_value(values.get(name))
            edit.committed.connect(lambda _value: self.changed.emit())
        if self.edits:
            self._form = Form([_field(one, self.edits[one.name]) for one in required], columns=6)
            self._layout.addWidget(self._form)
        self.setVisible(bool(self.edits))

    def values(self) -> dict[str, str]:
        """Return what is typed, by requirement."""
        return {name: text for name, edit in self.edits.items() if (text := edit.value())}


def _field(one: Asked, edit: TextEdit) -> Field:
    """Return the field of a requirement; one that is due later says when."""
    now = one.stage is Stage.CONFIRMATION
    return Field(one.name, title_of(one.name), edit, "" if now else STAGES[one.stage], required=now)

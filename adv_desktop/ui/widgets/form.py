"""Forms given as data: fields in a grid, each with its label, help and message."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import set_role, text_label
from adv_desktop.ui.widgets.edits import ValueEdit
from adv_desktop.ui.widgets.elided import ElidedLabel


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form; `label` and `help` are English sources."""

    key: str
    label: str
    widget: QWidget
    help: str = ""
    required: bool = False
    span: int = 1


NARROWEST = 150


class Form(QWidget):
    """Fields side by side, filled row by row, fewer a row where it is narrow; tab order is the order given."""

    def __init__(self, fields: Sequence[Field], columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = {field.key: field for field in fields}
        self._lines: dict[str, QLabel] = {}
        self._columns, self._placed = columns, 0
        self._folded: frozenset[str] = frozenset()
        self._cells = [(field, self._cell(field)) for field in fields]
        self._grid = QGridLayout(self)
        theme().space(self._grid, spacing=12)
        self._place(columns)
        for first, second in pairwise(fields):
            QWidget.setTabOrder(first.widget, second.widget)

    def widget(self, key: str) -> QWidget:
        """Return the widget of a field."""
        return self._fields[key].widget

    def has(self, key: str) -> bool:
        """Whether the form has a field."""
        return key in self._fields

    def fold(self, keys: Collection[str]) -> None:
        """Show all fields but these, which keep their values."""
        if frozenset(keys) != self._folded:
            for field, cell in self._cells:
                if (field.key in keys) != (field.key in self._folded):
                    cell.setHidden(field.key in keys)
            self._folded = frozenset(keys)
            columns, self._placed = self._placed, 0
            self._place(columns)

    def set_message(self, key: str, text: str, tone: Tone = Tone.BAD) -> None:
        """Say something about a field under it; an empty text brings its help back."""
        field, line = self._fields[key], self._lines[key]
        shown = text or _(field.help)
        line.setText(shown)
        line.setVisible(bool(shown))
        set_role(line, "role", tone.value if text else "muted")
        self._mark(field.widget, tone if text else None)
        field.widget.setAccessibleDescription(shown)

    def clear_messages(self) -> None:
        """Bring every help back."""
        for key in self._fields:
            self.set_message(key, "")

    def first_problem(self) -> str | None:
        """Mark what is missing or unreadable, go to the first and return its key; None when all is well."""
        first = None
        for key, field in self._fields.items():
            sentence = self._problem(field)
            if sentence:
                self.set_message(key, sentence)
                first = first or key
        if first is not None:
            self.fold(self._folded - {first})
            self.widget(first).setFocus(Qt.FocusReason.OtherFocusReason)
        return first

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(NARROWEST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(max(1, min(self._columns, self.width() // theme().px(NARROWEST))))

    def _place(self, columns: int) -> None:
        """Put the fields into so many columns."""
        if columns == self._placed:
            return
        self._placed = columns
        row = column = 0
        for field, cell in self._cells:
            if field.key in self._folded:
                continue
            span = min(field.span, columns)
            if column + span > columns:
                row, column = row + 1, 0
            self._grid.addWidget(cell, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
        for place in range(self._columns):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    def _problem(self, field: Field) -> str:
        widget = field.widget
        if not isinstance(widget, QLineEdit) or not widget.isEnabled():
            return ""
        if field.required and not widget.text().strip():
            return _("Please fill this in.")
        if isinstance(widget, ValueEdit) and not widget.is_valid():
            sentence: str = widget.unreadable
            return _(sentence)
        return ""

    def _cell(self, field: Field) -> QWidget:
        cell = QWidget(self)
        layout = QVBoxLayout(cell)
        theme().space(layout, spacing=4)
        label = ElidedLabel(_(field.label) + (" *" if field.required else ""), "label")
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setBuddy(field.widget)
        line = text_label(_(field.help), "muted", wrap=True, parent=cell)
        if not field.help:
            line.hide()  # one that is shown before its form is styled twice
        if not field.widget.accessibleName():
            field.widget.setAccessibleName(_(field.label))
        field.widget.setAccessibleDescription(_(field.help))
        self._lines[field.key] = line
        for widget in (label, field.widget, line):
            layout.addWidget(widget)
        return cell

    def _mark(self, widget: QWidget, tone: Tone | None) -> None:
        if isinstance(widget, QLineEdit):
            set_role(widget, "tone", tone.value if tone else "")

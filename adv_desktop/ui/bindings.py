"""Fields of a form bound by name to the facts of a record: shown together, read together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from adv_desktop.ui.requirements import RequirementsEdit
from adv_desktop.ui.widgets.check_row import CheckRow
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import ValueEdit
from adv_desktop.ui.widgets.picker import Picker


@dataclass(frozen=True, slots=True)
class Binding:
    """A widget and what the record wants of its value: an enum of its key, "" for a missing text."""

    widget: QWidget
    to: Callable[[Any], object] = lambda value: value


class Bindings(QObject):
    """`changed` follows every field that the user changes."""

    changed = Signal()

    def __init__(self, bindings: Mapping[str, Binding], parent: QObject) -> None:
        super().__init__(parent)
        self._bindings = dict(bindings)
        for binding in self._bindings.values():
            _follow(binding.widget, self.changed.emit)

    def show(self, record: object) -> None:
        """Show the facts of a record."""
        for name, binding in self._bindings.items():
            show_value(binding.widget, getattr(record, name))

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show some facts by name."""
        for name, value in values.items():
            show_value(self._bindings[name].widget, value)

    def values(self) -> dict[str, Any]:
        """Return what is typed by name."""
        return {name: binding.to(read_value(binding.widget)) for name, binding in self._bindings.items()}


def show_value(widget: QWidget, value: Any) -> None:  # noqa: ANN401 (each widget has its own kind of value)
    """Show a value in a field of any kind."""
    if isinstance(widget, ChoiceCombo):
        widget.set_key("" if value is None else str(value))
    elif isinstance(widget, CheckRow | RequirementsEdit):
        widget.set_keys([str(key) for key in value])
    elif isinstance(widget, QCheckBox):
        widget.setChecked(bool(value))
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(value or "")
    elif isinstance(widget, Picker):
        widget.set_choice(Choice(0, str(value), "") if value else None)
    elif isinstance(widget, ValueEdit):
        widget.set_value(value)
    else:
        raise TypeError(type(widget).__name__)


def read_value(widget: QWidget) -> object:
    """Return the value of a field of any kind; an empty one is None."""
    if isinstance(widget, ChoiceCombo):
        return widget.key() or None
    if isinstance(widget, CheckRow | RequirementsEdit):
        return widget.keys()
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText().strip() or None
    if isinstance(widget, Picker):
        choice = widget.choice()
        return choice.code if choice else None
    if isinstance(widget, ValueEdit):
        return widget.value()
    raise TypeError(type(widget).__name__)


def _follow(widget: QWidget, tell: Callable[[], None]) -> None:
    if isinstance(widget, ChoiceCombo):
        widget.picked.connect(lambda _key: tell())
    elif isinstance(widget, CheckRow | RequirementsEdit):
        widget.changed.connect(tell)
    elif isinstance(widget, QCheckBox):
        widget.clicked.connect(lambda _checked: tell())
    elif isinstance(widget, QPlainTextEdit):
        widget.textChanged.connect(tell)
    elif isinstance(widget, Picker):
        widget.chosen.connect(lambda _choice: tell())
        widget.cleared.connect(tell)
    elif isinstance(widget, ValueEdit):
        widget.textEdited.connect(lambda _text: tell())


def text_or_empty(value: str | None) -> str:
    """Return a text that the record wants even when it is empty."""
    return value or ""

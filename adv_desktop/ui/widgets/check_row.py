"""Several of a few: a check box each, on as many lines as the width takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.flow import Flow


class CheckRow(QWidget):
    """Tick some of (key, text) pairs; `changed` follows each tick of the user."""

    changed = Signal()

    def __init__(self, name: str, options: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.boxes = {key: QCheckBox(text) for key, text in options}
        self._others: tuple[str, ...] = ()
        layout = Flow(self)
        theme().space(layout, spacing=12)
        for box in self.boxes.values():
            box.setAccessibleName(f"{name} – {box.text()}")
            box.clicked.connect(lambda _checked: self.changed.emit())
            layout.addWidget(box)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def keys(self) -> tuple[str, ...]:
        """Return what is ticked, and after it what was given and has no box."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked()) + self._others

    def set_keys(self, keys: Collection[str]) -> None:
        """Tick these and nothing else, without telling anybody."""
        for key, box in self.boxes.items():
            box.setChecked(key in keys)
        self._others = tuple(key for key in keys if key not in self.boxes)

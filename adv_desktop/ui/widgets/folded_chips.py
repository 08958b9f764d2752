"""Filters on one line: those that the width has no room for stand in the menu of the last chip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QSizePolicy, QSpacerItem, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Chip, ChipRow

SPACING = 6
_LEFT_TO_RIGHT = "\u200e"  # or the sign would stand behind the digits


class FoldedChipRow(ChipRow):
    """Filters of which one is on, on a single line; the one that is on is never folded away."""

    def __init__(
        self, name: str, chips: Sequence[tuple[str, str, int | None]] = (), parent: QWidget | None = None
    ) -> None:
        self._more = Button(f"{_LEFT_TO_RIGHT}+0", "chip", icon="chevron-down", name=_("More filters"))
        self._more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow at the right of the count
        self._menu = QMenu(self._more)
        super().__init__(name, chips, parent)
        self._more.setMenu(self._menu)
        self._more.setToolTip(_("More filters"))
        self._menu.aboutToShow.connect(self._fill)
        self._row.addWidget(self._more)
        self._row.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding))
        self._more.hide()
        self.picked.connect(lambda _key: self.fold())

    def select(self, key: str) -> None:
        super().select(key)
        self.fold()

    def set_counts(self, counts: Mapping[str, int | None]) -> None:
        super().set_counts(counts)
        self.fold()

    def fold(self) -> None:
        """Show what there is room for, from the left; the rest goes into the menu."""
        gap = theme().px(SPACING)
        widths = {key: chip.sizeHint().width() + gap for key, chip in self._chips.items()}
        room = self.width() + gap
        folds = sum(widths.values()) > room
        if folds:
            room -= self._more.sizeHint().width() + gap + widths.get(self.current(), 0)
        for key, chip in self._chips.items():
            on = chip.isChecked()
            if folds and not on:
                room -= widths[key]
            chip.setVisible(on or not folds or room >= 0)
        self._more.setText(f"{_LEFT_TO_RIGHT}+{len(self.folded())}")
        self._more.setVisible(folds)

    def folded(self) -> list[Chip]:
        """Return the filters that stand in the menu."""
        return [chip for chip in self._chips.values() if chip.isHidden()]

    def minimumSizeHint(self) -> QSize:
        first = next((chip.sizeHint().width() for chip in self._chips.values()), 0)
        more = self._more.sizeHint()
        return QSize(first + theme().px(SPACING) + more.width(), more.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fold()

    def _layout(self) -> QLayout:
        line = QHBoxLayout(self)
        line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        return line

    def _fill(self) -> None:
        self._menu.clear()
        for chip in self.folded():
            action = QAction(chip.text(), self._menu)
            action.triggered.connect(lambda _checked=False, chip=chip: self._take(chip))
            self._menu.addAction(action)

    def _take(self, chip: Chip) -> None:
        """Turn a folded filter on, as if it had been pressed, and leave the keyboard on it."""
        chip.click()
        chip.setFocus()

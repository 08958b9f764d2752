"""Fields above lines, remarks at their right: how a document that is checked while it is typed is laid out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Card
from adv_desktop.ui.widgets.scroll import Scroll

PANEL = 280
WIDE = 1240  # from this width on, the lines have room beside the remarks
NARROW = 900  # below this width the fields need all of it too
SHARE = 0.36  # of the height, for the remarks where the lines take the whole width

_ANY = 16_777_215  # QWIDGETSIZE_MAX


class _Remarks(Scroll):
    """The remarks, as high as they need up to a share of what is around them."""

    def sizeHint(self) -> QSize:
        inner, around = self.widget(), self.parentWidget()
        needed = inner.sizeHint().height() if inner else 0
        return QSize(super().sizeHint().width(), min(needed, int(around.height() * SHARE)) if around else needed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class FieldsLinesRemarks(QWidget):
    """Fields above lines, remarks at their right; in a narrow window the lines take the whole width, then all do."""

    def __init__(self, fields: Card, lines: QWidget, remarks: QWidget) -> None:
        super().__init__()
        self._fields, self._lines, self._panel = fields, lines, _Remarks(remarks)
        fields.body.addStretch(1)  # where the remarks are higher
        self._placed: tuple[bool, bool] | None = None
        self._grid = QGridLayout(self)
        theme().space(self._grid, spacing=12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(1, 1)
        self._place(wide=True, narrow=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().px(NARROW)
        panel = max(theme().px(PANEL), self._panel.minimumSizeHint().width())
        self._panel.setMinimumWidth(0 if narrow else panel)
        self._panel.setMaximumWidth(_ANY if narrow else panel)
        self._place(wide=self.width() >= theme().px(WIDE), narrow=narrow)

    def minimumSizeHint(self) -> QSize:
        """Ask for the widest of the three: they stand one under the other where there is no more."""
        least = super().minimumSizeHint()
        parts = (self._fields, self._lines, self._panel)
        return QSize(max(part.minimumSizeHint().width() for part in parts), least.height())

    def _place(self, *, wide: bool, narrow: bool) -> None:
        if self._placed == (wide, narrow):
            return
        self._placed = wide, narrow
        across = 2 if narrow else 1
        self._grid.addWidget(self._fields, 0, 0, 1, across)
        self._grid.addWidget(self._lines, 1, 0, 1, 1 if wide else 2)
        self._grid.addWidget(self._panel, 2 if narrow else 0, 0 if narrow else 1, 2 if wide else 1, across)

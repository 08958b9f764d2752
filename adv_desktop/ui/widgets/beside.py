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
SHARE = 0.45  # of the height, for the remarks where the lines take the whole width


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
    """Fields above lines, remarks at their right; in a narrow window the lines take the whole width."""

    def __init__(self, fields: Card, lines: QWidget, remarks: QWidget) -> None:
        super().__init__()
        self._fields, self._lines, self._panel = fields, lines, _Remarks(remarks)
        fields.body.addStretch(1)  # where the remarks are higher
        self._wide: bool | None = None
        self._grid = QGridLayout(self)
        theme().space(self._grid, spacing=12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(1, 1)
        self._place(wide=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._panel.setFixedWidth(max(theme().px(PANEL), self._panel.minimumSizeHint().width()))
        self._place(wide=self.width() >= theme().px(WIDE))

    def _place(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        self._grid.addWidget(self._fields, 0, 0)
        self._grid.addWidget(self._lines, 1, 0, 1, 1 if wide else 2)
        self._grid.addWidget(self._panel, 0, 1, 2 if wide else 1, 1)

"""A list with the pane of its current row at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from adv_desktop.ui.tables.view import Settings
from adv_desktop.ui.theme import theme

PANE, PANE_SHARE, NARROW_SHARE, ROOMY = 508, 0.37, 0.4, 1000


class PaneSplitter(QSplitter):
    """Gives the pane its width, less where the window is narrow, unless the user chose one, which is kept."""

    def __init__(self, name: str, listed: QWidget, settings: Settings | None, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent, childrenCollapsible=False)
        self._key = f"lists/{name}/splitter"
        self._settings = settings
        self._is_chosen = False
        self.setHandleWidth(theme().px(12))
        self.addWidget(listed)
        self.splitterMoved.connect(lambda *_: self._keep())

    def set_pane(self, pane: QWidget) -> None:
        """Put the pane at the right."""
        self.addWidget(pane)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        kept = self._settings.value(self._key) if self._settings else None
        if isinstance(kept, str):
            self._is_chosen = True
            self.setSizes([int(size) for size in kept.split(",")])
        else:
            self._divide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._divide()

    def _divide(self) -> None:
        if not self._is_chosen:
            width = self.width() - self.handleWidth()
            share = PANE_SHARE if width >= theme().px(ROOMY) else NARROW_SHARE
            pane = min(theme().px(PANE), int(width * share))
            self.setSizes([width - pane, pane])

    def _keep(self) -> None:
        self._is_chosen = True
        if self._settings is not None:
            self._settings.setValue(self._key, ",".join(str(size) for size in self.sizes()))

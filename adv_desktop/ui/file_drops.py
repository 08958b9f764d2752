"""Files dropped anywhere on the window: on a list, a field, a form, they are taken the same way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrops(QObject):
    """Sees drags before the widgets of the window: a field would take a file for the text of its address."""

    dropped = Signal(list)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)

    def watch(self) -> None:
        """Begin; the window must have been shown, or be about to be."""
        self._window.winId()  # makes the native window, if nothing has yet
        self._window.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drags of files, leave everything else to the widgets."""
        if not isinstance(event, QDropEvent):  # drags that enter or move are drops too for Qt
            return False
        paths = files_of(event.mimeData())
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            # The program that is dragged from waits until the drop is answered.
            QTimer.singleShot(0, self, lambda: self.dropped.emit(paths))
        return True


def files_of(dragged: QMimeData) -> list[Path]:
    """Return the files of this machine that are dragged."""
    return [Path(url.toLocalFile()) for url in dragged.urls() if url.isLocalFile()]

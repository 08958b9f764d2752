"""What the store publishes, brought to the UI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class EventBridge(QObject):
    """Emit `changed` in the UI thread for each event that is published in any thread."""

    changed = Signal(object)
    _published = Signal(object)

    def __init__(self, subscribe: Callable[[Callable[[object], None]], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._published.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._subscription = subscribe(self._published.emit)

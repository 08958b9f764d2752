"""One window a database: a second start asks the first to come forward and goes away."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QDir, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 500


class SingleInstance(QObject):
    """Holds the lock of a database file; `raised` tells that another start asked for the window."""

    raised = Signal()

    def __init__(self, database: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(str(database.resolve()).encode()).hexdigest()[:16]
        self._name = f"adv-desktop-{digest}"
        self._lock = QLockFile(QDir.temp().filePath(f"{self._name}.lock"))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._on_connection)

    def take(self) -> bool:
        """Take the place; False when a window already has it (a lock left by a crash is taken over)."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def raise_other(self) -> None:
        """Ask the window that has the place to come forward."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        socket.waitForConnected(_PATIENCE)
        socket.disconnectFromServer()

    def release(self) -> None:
        """Give the place up."""
        self._server.close()
        self._lock.unlock()

    def _on_connection(self) -> None:
        connection = self._server.nextPendingConnection()
        connection.disconnected.connect(connection.deleteLater)
        self.raised.emit()

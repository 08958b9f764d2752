"""The folder of signed notes above the deliveries: what comes into it is filed by itself, what waits is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.deliveries.scan_words import told
from adv_desktop.ui.runner import Lane
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label

if TYPE_CHECKING:
    from adv_desktop.services.signed_notes import Filed, ScanFolder
    from adv_desktop.ui.desk import Desk

EVERY = 20_000  # milliseconds between two looks into the folder


class FolderWatch(Card):
    """Looks into the folder while the page is on screen; hidden while nothing waits."""

    def __init__(self, desk: Desk, identify: Callable[[], None]) -> None:
        super().__init__(margins=(12, 6, 12, 6))
        self._desk = desk
        self._refused: set[Path] = set()
        self._busy = False
        self._said, self._away = text_label("", "strong"), text_label("", "warn", wrap=True)
        self._identify = Button(_("Identify…"), small=True, on_click=identify)
        line = QHBoxLayout()
        theme().space(line, spacing=8)
        line.addWidget(self._said)
        line.addWidget(self._away, 1)
        line.addStretch(1)
        line.addWidget(self._identify)
        self.body.addLayout(line)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)
        self.hide()

    def look(self) -> None:
        """Look into the folder, unless the scans of the last look are still being read."""
        if not self._busy:
            self._desk.runner.read(self._read, self._on_read)

    def watch(self, *, seen: bool) -> None:
        """Look now and again while the page is on screen."""
        if seen:
            self.look()
            self._timer.start()
        else:
            self._timer.stop()

    def _read(self) -> tuple[ScanFolder, int]:
        from adv_desktop.services.queries import scanned_pages

        services = self._desk.services
        with services.store.read() as session:
            waiting = scanned_pages.waiting_count(session)
        return services.signed_notes.folder(), waiting

    def _on_read(self, read: tuple[ScanFolder, int]) -> None:
        found, waiting = read
        told_away = _(
            "The folder of signed notes {folder} cannot be reached: check the network drive, or choose another in "
            "Settings."
        )
        self._away.setText(told_away.format(folder=found.folder) if found.missing else "")
        said = ngettext("{count} scanned page to identify", "{count} scanned pages to identify", waiting)
        self._said.setText(said.format(count=waiting) if waiting else "")
        self._identify.setVisible(bool(waiting))
        self._away.setVisible(found.missing)
        self.setVisible(bool(waiting) or found.missing)
        paths = [file.path for file in found.files if file.path not in self._refused]
        if paths:
            self._file(paths)

    def _file(self, paths: list[Path]) -> None:
        service = self._desk.services.signed_notes
        self._busy = True
        self._desk.runner.job(
            lambda progress: service.file(paths, progress=progress), self._on_filed, self._on_failed,
            title=_("Reading scans"), lane=Lane.WRITE, stopped=self._rest,
        )  # fmt: skip

    def _on_filed(self, done: Filed) -> None:
        self._busy = False
        self._refused |= {one.path for one in done.refused}  # told once; it stays in its folder
        self._desk.notices.say(told(done), tone=Tone.WARN if done.refused or done.waiting else Tone.OK)
        self.look()

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        self._timer.stop()
        self._desk.failed(error)

    def _rest(self) -> None:
        self._busy = False
        self._timer.stop()

"""The files of the watched folder that wait to be looked at: a card above the orders, lines of the board."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout

from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.services.imports.order_folder import OrderFolder, Waiting
    from adv_desktop.services.watched_folder import WaitingFile
    from adv_desktop.ui.desk import Desk

EVERY = 20_000  # milliseconds between two looks into the folder
VISIBLE_ROWS = 3
KILO = 1024

COLUMNS: list[Column[WaitingFile]] = [
    Column(N_("File"), lambda file: file.path.name, width=420, key="file", bold=True),
    Column(N_("Received on"), lambda file: formats().moment(file.modified_at), width=160, key="received"),
    Column(N_("Size"), lambda file: _size(file.size), right=True, width=100, key="size"),
]


def _size(octets: int) -> str:
    return _("{size} kB").format(size=formats().integer(max(1, octets // KILO)))


class WaitingFiles(Card):
    """Looks into the folder while it is on screen, in a read thread; Enter opens a file, Delete puts it aside.

    `found(files)` tells a page that shows them among its own lines.
    """

    found = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._folder: OrderFolder | None = None
        self._shows_files = True
        self._title = text_label("", "card")
        self._away = text_label("", "warn", wrap=True)
        self.table = RowsTable(_("Order files to look at"), COLUMNS, stretch=0, max_rows=VISIBLE_ROWS)
        self._open = Button(_("Look at the file"), small=True, on_click=self._on_open)
        self._aside = Button(_("Put aside"), small=True, on_click=self._on_aside)
        head = QHBoxLayout()
        theme().space(head, spacing=8)
        for widget in (self._title, self._away):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self._open, self._aside):
            head.addWidget(button)
        self.body.addLayout(head)
        self.body.addWidget(self.table)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)
        self.table.opened.connect(self.open)
        # A hidden card takes no room and gets no show event: it looks once, then with the page that holds it.
        self.hide()

    def leave_files(self) -> None:
        """Leave the files to the page, which shows them itself: only a folder that is away is told here."""
        self._shows_files = False

    def open(self, file: WaitingFile) -> None:
        """Show the preview of a file."""
        self._desk.window.import_files([file.path])

    def put_aside(self, file: WaitingFile) -> None:
        """Show a file no more, until it is asked for again."""
        folder = self._folder
        if folder is not None:
            self._desk.runner.write(partial(folder.put_aside, file), partial(self._on_put_aside, file))

    def look(self) -> None:
        """Look into the folder now."""
        self._desk.runner.read(self._read, self._on_read)

    def watch(self, *, seen: bool) -> None:
        """Look now and again while the page is on screen."""
        if seen:
            self.look()
            self._timer.start()
        else:
            self._timer.stop()

    def _read(self) -> Waiting:
        if self._folder is None:
            from adv_desktop.services.imports.order_folder import OrderFolder

            services = self._desk.services
            self._folder = OrderFolder(services.store, services.clock)
        return self._folder.waiting()

    def _on_read(self, waiting: Waiting) -> None:
        self.found.emit(waiting.files)
        count = len(waiting.files) if self._shows_files else 0
        self.setVisible(bool(count) or waiting.missing)
        self._title.setText(
            ngettext("{count} order file to look at", "{count} order files to look at", count).format(count=count)
        )
        self._title.setVisible(not waiting.missing)
        said = _(
            "The watched folder {folder} cannot be reached: check the network drive, or choose another in Settings."
        )
        self._away.setText(said.format(folder=waiting.folder) if waiting.missing else "")
        self._away.setVisible(waiting.missing)
        for widget in (self.table, self._open, self._aside):
            widget.setVisible(bool(count))
        if self._shows_files and self.table.rows() != list(waiting.files):
            self.table.set_rows(waiting.files)

    def _current(self) -> WaitingFile | None:
        rows: list[WaitingFile] = self.table.rows()
        row = self.table.currentIndex().row()
        return rows[row] if 0 <= row < len(rows) else next(iter(rows), None)

    def _on_open(self) -> None:
        file = self._current()
        if file is not None:
            self.open(file)

    def _on_aside(self) -> None:
        file = self._current()
        if file is not None:
            self.put_aside(file)

    def _on_put_aside(self, file: WaitingFile, _done: None) -> None:
        undo = Action(_("Undo this action"), partial(self._show_again, file))
        text = _("{file} is put aside; it stays in its folder.")
        self._desk.notices.say(text.format(file=file.path.name), undo, tone=Tone.OK)
        self.look()

    def _show_again(self, file: WaitingFile) -> None:
        folder = self._folder
        if folder is not None:
            self._desk.runner.write(partial(folder.show_again, file), lambda _done: self.look())

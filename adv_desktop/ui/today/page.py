"""« À traiter »: tiles, the filter by nature, and the lines by deadline then money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.queries import today as board
from adv_desktop.services.queries.listing import Summary
from adv_desktop.services.queries.today import Shelf, Task
from adv_desktop.services.snoozes import PutOff
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.services.watched_folder import WaitingFile
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import Page
from adv_desktop.ui.runner import Task as Work
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.today.actions import BoardActions
from adv_desktop.ui.today.board import Heading, Line, rows_of
from adv_desktop.ui.today.columns import FILTERS, Filter
from adv_desktop.ui.today.summary import ALL, FILES, filters_of, tiles_of
from adv_desktop.ui.today.table import BoardTable
from adv_desktop.ui.waiting_files import WaitingFiles
from adv_desktop.ui.widgets.basics import Card, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.empty import EmptyState
from adv_desktop.ui.widgets.tile import TileRow

DEBOUNCE = 250
LIMIT = 200
_SIDE = 222
_NARROW = 1000


@dataclass(frozen=True, slots=True)
class Read:
    """What the page shows."""

    waiting: dict[str, Summary]
    put_off: int
    done: int
    tasks: tuple[Task, ...]


class TodayPage(Page):
    """The day's board."""

    kinds = frozenset(DocumentKind)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.verbs = BoardActions(desk, self)
        self.tiles = TileRow()
        self.filter = RowsTable(_("Filter"), FILTERS, stretch=0, max_rows=14, least_rows=6)
        self.filter_combo = ChoiceCombo(_("Filter"))
        self.table = BoardTable()
        self.files = WaitingFiles(desk)
        self.files.leave_files()
        self._waiting: tuple[WaitingFile, ...] = ()
        self._read_last: Read | None = None
        self._filter = ALL
        self._asked: Work | None = None
        self._stale = True
        self._sub = text_label("", "muted")
        self._stack = QStackedWidget()
        self._side = Card(margins=(1, 1, 1, 8))
        self._debounce = QTimer(self, singleShot=True, interval=DEBOUNCE)
        self._build()
        self._connect()

    def commands(self) -> list[Command]:
        """Return what can be done with the lines."""
        return [
            Command("open", N_("Open the document"), self._on_current(self._open), "F3", "edit", Menu.EDIT),
            Command("act", N_("Main action of the line"), self._on_current(self._act), "F8", "", Menu.EDIT),
            Command("done", N_("Done (F)"), self._put_off(PutOff.DONE), "", "check", Menu.EDIT),
            Command("tomorrow", N_("Put off to tomorrow (D)"), self._put_off(PutOff.TOMORROW), "", "", Menu.EDIT),
            Command("next_week", N_("Put off to next week (S)"), self._put_off(PutOff.NEXT_WEEK), "", "", Menu.EDIT),
            Command("filter", N_("Filter"), self._on_filter_asked, "Ctrl+F", "filter", Menu.EDIT),
        ]

    @property
    def status(self) -> str:
        """How much there is, and the keys."""
        count = sum(not isinstance(row, Heading) for row in self.table.rows())
        lines = ngettext("{count} line", "{count} lines", count).format(count=count)
        keys = _("Enter: main action · F: done · D: tomorrow · S: next week · F5: refresh")
        return f"{lines}     {keys}"

    def refresh(self) -> None:
        """Read the board again; a hidden page only remembers it."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self.files.look()
        if self._asked is not None:
            self._asked.cancel()
        wanted = self._filter
        self._asked = self.desk.runner.read(lambda: self._read(wanted), self._show)

    def on_changed(self, changed: Changed) -> None:
        """Take in what a command changed: any document may come or go."""
        if self.isVisible():
            self._debounce.start()
        else:
            self._stale = True

    def show_query(self, query: str) -> None:
        """Filter by the key of a nature."""
        self.pick_filter(query)

    def pick_filter(self, key: str) -> None:
        """Show the lines of a filter."""
        places = [place for place, one in enumerate(self.filter.rows()) if one.key == key]
        if places:
            self.filter.selectRow(places[0])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.files.watch(seen=True)
        if self._stale:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.files.watch(seen=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the table the room of the filter where the window is narrow for its zoom."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme().px(_NARROW)
        self._side.setVisible(not narrow)
        self.filter_combo.setVisible(narrow)
        self.filter_combo.setMinimumWidth(theme().px(200))
        self.table.set_narrow(narrow=narrow)

    def _read(self, wanted: Filter) -> Read:
        today = self.desk.today()
        natures = None if wanted.nature is None else {wanted.nature}
        with self.desk.services.store.read() as session:
            hidden = [board.counts(session, today, shelf) for shelf in (Shelf.PUT_OFF, Shelf.DONE)]
            put_off, done = (sum(one.count for one in counts.values()) for counts in hidden)
            tasks = board.rows(session, today, natures, LIMIT, wanted.shelf)
            return Read(board.counts(session, today), put_off, done, tasks)

    def _show(self, read: Read) -> None:
        self._asked, self._read_last = None, read
        self.tiles.set_tiles(tiles_of(read.waiting, self.pick_filter))
        self._show_rows(read)

    def _show_rows(self, read: Read) -> None:
        """Show the lines, with the files of the watched folder among those of today."""
        self._show_filters(filters_of(read.waiting, read.put_off, read.done, len(self._waiting)))
        files = self._waiting if self._filter.key in {ALL.key, FILES} else ()
        rows = rows_of(read.tasks, self.desk.today(), self._filter.shelf, files)
        self.table.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1 if self._filter.key == ALL.key else 2)
        day = formats().long_date(self.desk.today())
        count = len(read.tasks) + len(files)
        said = ngettext(
            "{day} · {count} line by deadline, then by amount",
            "{day} · {count} lines by deadline, then by amount",
            count,
        )
        self._sub.setText(said.format(day=day, count=count))
        self.status_changed.emit(self.status)

    def _on_files(self, files: tuple[WaitingFile, ...]) -> None:
        if files == self._waiting:
            return
        self._waiting = files
        if self._read_last is not None:
            self._show_rows(self._read_last)

    def _show_filters(self, filters: list[Filter]) -> None:
        """Show the counts, staying on the filter that is on."""
        selection = self.filter.selectionModel()
        blocked = selection.blockSignals(True)
        self.filter.set_rows(filters)
        place = next((at for at, one in enumerate(filters) if one.key == self._filter.key), 0)
        self.filter.selectRow(place)
        selection.blockSignals(blocked)
        self.filter.viewport().update()
        self.filter_combo.set_options([(one.key, f"{one.text}  ({one.count})") for one in filters])
        self.filter_combo.set_key(self._filter.key)

    def _build(self) -> None:
        titles = QVBoxLayout()
        theme().space(titles, spacing=2)
        titles.addWidget(text_label(_("To do"), "page"))
        titles.addWidget(self._sub)
        head = QHBoxLayout()
        theme().space(head, spacing=12)
        head.addLayout(titles, 1)
        head.addWidget(self.filter_combo)
        self.filter_combo.hide()
        self._side.body.addWidget(self.filter)
        self._side.body.addStretch(1)
        self._side.setFixedWidth(theme().px(_SIDE))
        self._stack.addWidget(self.table)
        for title, text in (
            (_("Nothing to do"), _("All is done: what comes next shows up here by itself.")),
            (_("Nothing here"), _("Choose another nature at the left.")),
        ):
            self._stack.addWidget(EmptyState(title, text, icon="check"))
        card = Card(margins=(1, 1, 1, 1))
        card.body.addWidget(self._stack)
        below = QHBoxLayout()
        theme().space(below, spacing=12)
        below.addWidget(self._side)
        below.addWidget(card, 1)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(head)
        layout.addWidget(self.tiles)
        layout.addWidget(self.files)
        layout.addLayout(below, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.table.acted.connect(self.verbs.act)
        self.table.opened.connect(self.verbs.open)
        self.table.put_off.connect(self.verbs.put_off)
        self.table.read.connect(self.files.open)
        self.table.put_aside.connect(self.files.put_aside)
        self.files.found.connect(self._on_files)
        self.verbs.moved.connect(self.refresh)
        self._debounce.timeout.connect(self.refresh)
        self.filter.selectionModel().currentRowChanged.connect(lambda *_: self._on_filter())
        self.filter_combo.picked.connect(self.pick_filter)
        theme().changed.connect(self._on_theme)

    def _on_theme(self) -> None:
        self._side.setFixedWidth(theme().px(_SIDE))

    def _on_filter(self) -> None:
        current = self.filter.current()
        if isinstance(current, Filter) and current.key != self._filter.key:
            self._filter = current
            self.refresh()

    def _on_filter_asked(self) -> None:
        shown = self.filter if self._side.isVisible() else self.filter_combo
        shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open(self, line: Line) -> None:
        self.verbs.open(line)

    def _act(self, line: Line) -> None:
        self.verbs.act(line)

    def _on_current(self, run: Callable[[Line], None]) -> Callable[[], None]:
        """Return the slot that does something with the current line."""

        def run_current() -> None:
            line = self.table.current()
            if line is not None:
                run(line)

        return run_current

    def _put_off(self, how: PutOff) -> Callable[[], None]:
        return lambda: self.verbs.put_off(self.table.chosen(), how)

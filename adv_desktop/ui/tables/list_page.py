"""The page of a list: tiles, filter chips, query bar, rows, the pane of the current row, totals."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.runner import Runner, Task
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.model import BLOCK, LazyTableModel, RowsLoader
from adv_desktop.ui.tables.pane_splitter import PaneSplitter
from adv_desktop.ui.tables.query import Query, QueryKey, parse_query
from adv_desktop.ui.tables.view import Settings, TableView
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card
from adv_desktop.ui.widgets.empty import EmptyState
from adv_desktop.ui.widgets.field_icon import ClearableEdit
from adv_desktop.ui.widgets.folded_chips import FoldedChipRow
from adv_desktop.ui.widgets.tile import TileRow

DEBOUNCE = 250
SELECTION_DEBOUNCE = 120
HEAD = 256  # rows read first: more than the tallest window shows


@dataclass(frozen=True, slots=True)
class ChipSpec:
    """A filter that the service knows by its key."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says (English sources)."""

    title: str
    text: str
    button: str = ""
    icon: str = "document"


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list given as data; `ids`, `head`, `summary` and `selection_summary` run in a read thread.

    `rows` reads a block, in a read thread or in the window's while it is scrolled to. `head` returns the first `HEAD`
    ids alone: a long list shows them while the rest is read.
    """

    name: str
    title: str
    columns: Sequence[Column[Any]]
    ids: Callable[[Query], array[int]]
    rows: RowsLoader
    sort: str
    empty: Empty
    descending: bool = False
    head: Callable[[Query], array[int]] | None = None
    summary: Callable[[Query], str] | None = None
    selection_summary: Callable[[array[int]], str] | None = None
    chips: Sequence[ChipSpec] = ()
    keys: Sequence[QueryKey] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What a read thread gives back: the ids of a list, its first block of rows, its totals in words."""

    ids: array[int]
    first: Mapping[int, Any]
    summary: str = ""


class ListPage(QWidget):
    """The page of a list; it knows neither services nor SQL, only its `ListSpec`."""

    opened = Signal(int)
    current_changed = Signal(int)
    status_changed = Signal(str)
    empty_action = Signal()

    def __init__(
        self, spec: ListSpec, runner: Runner, settings: Settings | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self._runner = runner
        self._settings = settings
        self._stale = True
        self._asked: Task | None = None
        self._wanted: int | None = None
        self._shown: Query | None = None
        self._summary = self._selection = ""
        self.model = LazyTableModel(spec.columns, spec.rows, self)
        self.view = TableView(_(spec.title), self.model, settings, spec.name)
        self.chips = FoldedChipRow(_("Filters"), [(chip.key, _(chip.text), None) for chip in spec.chips])
        self.query = ClearableEdit(_("Clear"))
        self.tiles = TileRow()
        self.tools, self.above = QHBoxLayout(), QVBoxLayout()  # beside the filters, and between them and the list
        if not self.view.sort[0]:
            self.view.set_sort(spec.sort, spec.descending)
        self._debounce = QTimer(self, singleShot=True, interval=DEBOUNCE)
        self._selection_timer = QTimer(self, singleShot=True, interval=SELECTION_DEBOUNCE)
        self._build()
        self._connect()

    def current_query(self) -> Query:
        """Return what the list is asked now."""
        terms = parse_query(self.query.text(), self.spec.keys)
        words = " ".join(term.text for term in terms if term.code is None)
        coded = tuple(term for term in terms if term.code is not None)
        sort, descending = self.view.sort
        return Query(self.chips.current(), coded, words, sort, descending)

    def refresh(self) -> None:
        """Ask for the rows again, keeping the current one; a hidden page only remembers it."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        if self._asked is not None:
            self._asked.cancel()
        query = self.current_query()
        head = self.spec.head
        if head is None or query == self._shown:
            self._asked = self._runner.read(lambda: self._ask(query), self._on_read)
        else:
            self._asked = self._runner.read(lambda: self._first(head(query)), partial(self._on_head, query))

    def on_changed(self, changed: frozenset[int] | set[int]) -> None:
        """Take a change of these ids in: their rows at once, then the list (they may come, go or move)."""
        if not self.isVisible():
            self._stale = True
            return
        self.model.invalidate(changed)
        self._debounce.start()

    def set_detail(self, pane: QWidget) -> None:
        """Put the pane of the current row at the right of the list."""
        self.splitter.set_pane(pane)

    def set_chip_counts(self, counts: Mapping[str, int | None]) -> None:
        """Show how many rows each filter lets through."""
        self.chips.set_counts(counts)

    def show_chip(self, key: str) -> None:
        """Filter by a chip, as if it had been clicked."""
        self.chips.select(key)
        self.refresh()

    def show_document(self, identity: int) -> None:
        """Go to a row; when the filter hides it, everything is shown again."""
        if self.view.set_current_id(identity):
            return
        self._wanted = identity
        if self._is_filtered():
            self._show_everything()
        else:
            self.refresh()

    def show_query(self, text: str) -> None:
        """Filter by a query, as if it had been typed."""
        self.query.setText(text)
        self.query.setVisible(bool(text))
        self.refresh()

    def focus_query(self) -> None:
        """Open the query bar and go to it."""
        self.query.show()
        self.query.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.query.selectAll()

    @property
    def status(self) -> str:
        """The line for the status bar: how many rows, their total, the total of the selection."""
        count = len(self.model.ids)
        shown = ngettext("{count} row", "{count} rows", count).format(count=formats().integer(count))
        parts = [self._summary or shown]
        if self._selection:
            parts.append(self._selection)
        return "  ·  ".join(parts)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _build(self) -> None:
        self.query.setPlaceholderText(_query_example(self.spec.keys))
        self.query.setAccessibleName(_("Filter the list"))
        self.query.hide()
        theme().space(self.tools, spacing=8)
        bar = QHBoxLayout()
        theme().space(bar, spacing=8)
        bar.addWidget(self.chips, 1)
        bar.addWidget(Button(_("Filter"), icon="search", small=True, on_click=self.focus_query))
        columns = Button(_("Columns"), icon="columns", small=True)
        columns.clicked.connect(lambda: self.view.show_column_chooser(columns.mapToGlobal(QPoint(0, columns.height()))))
        bar.addWidget(columns)
        bar.addLayout(self.tools)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(self.tiles)
        layout.addLayout(bar)
        layout.addLayout(self.above)
        layout.addWidget(self.query)
        layout.addWidget(self._splitter(), 1)

    def _splitter(self) -> PaneSplitter:
        empty, nothing = self.spec.empty, _("Nothing matches this filter")
        first = EmptyState(_(empty.title), _(empty.text), _(empty.button), empty.icon)
        first.asked.connect(self.empty_action)
        filtered = EmptyState(nothing, _("Show all rows again to go on."), _("Show everything"), "search")
        filtered.asked.connect(self._show_everything)
        self._stack = QStackedWidget()
        for widget in (self.view, first, filtered):
            self._stack.addWidget(widget)
        card = Card(margins=(1, 1, 1, 1))
        card.body.addWidget(self._stack)
        self.splitter = PaneSplitter(self.spec.name, card, self._settings, self)
        return self.splitter

    def _connect(self) -> None:
        self.view.opened.connect(self.opened)
        self.view.current_changed.connect(self.current_changed)
        self.view.sort_changed.connect(lambda *_: self.refresh())
        self.view.selection_changed.connect(self._selection_timer.start)
        self.chips.picked.connect(lambda _key: self.refresh())
        self.query.textChanged.connect(lambda _text: self._debounce.start())
        self.query.returnPressed.connect(self.refresh)
        self._debounce.timeout.connect(self.refresh)
        self._selection_timer.timeout.connect(self._on_selection)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Find, self, self.focus_query, context=inside)

    def _on_head(self, query: Query, head: _Rows) -> None:
        """Show the first rows of another list, then ask for the rest and the totals."""
        self._shown = query
        self.view.show_ids(head.ids, head.first)
        self._stack.setCurrentIndex(0 if head.ids else 2 if self._is_filtered() else 1)
        known = head.ids if len(head.ids) < HEAD else None
        self._asked = self._runner.read(lambda: self._ask(query, known), self._on_read)

    def _ask(self, query: Query, known: array[int] | None = None) -> _Rows:
        rows = self._first(self.spec.ids(query)) if known is None else _Rows(known, {})
        return replace(rows, summary=self.spec.summary(query)) if self.spec.summary else rows

    def _first(self, ids: array[int]) -> _Rows:
        """Read the block that is shown first, so that painting waits for no query."""
        return _Rows(ids, self.spec.rows(ids[:BLOCK]) if ids else {})

    def _on_read(self, answer: _Rows) -> None:
        self._asked = None
        ids, self._summary = answer.ids, answer.summary
        if ids is not self.model.ids:
            self.view.show_ids(ids, answer.first)
        if self._wanted is not None:
            self.view.set_current_id(self._wanted)
            self._wanted = None
        self._stack.setCurrentIndex(0 if ids else 2 if self._is_filtered() else 1)
        self.status_changed.emit(self.status)

    def _is_filtered(self) -> bool:
        first = self.spec.chips[0].key if self.spec.chips else ""
        return bool(self.query.text().strip()) or self.chips.current() != first

    def _show_everything(self) -> None:
        self.query.clear()
        if self.spec.chips:
            self.chips.select(self.spec.chips[0].key)
        self.refresh()

    def _on_selection(self) -> None:
        summary = self.spec.selection_summary
        chosen = self.view.selected_ids() if summary else array("q")
        if summary is None or not chosen:
            self._on_selection_read("")
            return
        self._runner.read(lambda: summary(chosen), self._on_selection_read)

    def _on_selection_read(self, text: str) -> None:
        self._selection = text
        self.status_changed.emit(self.status)


def _query_example(keys: Sequence[QueryKey]) -> str:
    words = [f"{_(key.word)} : …" for key in keys[:3]]
    return "   ;   ".join([*words, _("words")])

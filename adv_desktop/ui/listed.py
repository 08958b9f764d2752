"""A page made of a list and the pane of its current row: what all document pages have in common."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.exporting import export_button
from adv_desktop.ui.format import formats, pair
from adv_desktop.ui.page import Page
from adv_desktop.ui.runner import Task
from adv_desktop.ui.saved_views import SavedViewsBar
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.list_page import HEAD, ChipSpec, Empty, ListPage, ListSpec
from adv_desktop.ui.tables.query import Query, QueryKey, wanted
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import rule, text_label
from adv_desktop.ui.widgets.chain import ChainPanel, Link
from adv_desktop.ui.widgets.detail import DetailPane
from adv_desktop.ui.widgets.timeline import Event, Timeline

if TYPE_CHECKING:
    from adv_desktop.services.queries.chain import Chain
    from adv_desktop.services.queries.chain import Link as Neighbour
    from adv_desktop.services.queries.lines import Amounts
    from adv_desktop.services.queries.listing import Summary
    from adv_desktop.ui.desk import Desk


D = TypeVar("D")
EVERYTHING = "all"


class ListedPage(Page, Generic[D]):
    """Subclasses name their read side, columns and texts, and fill the pane of a document."""

    # The module of `services.queries` that the page reads from: LISTING, ids, rows, counts, summary.
    reads: ClassVar[ModuleType]
    kind: ClassVar[DocumentKind]
    name: ClassVar[str]
    title: ClassVar[str]
    columns: ClassVar[Sequence[Column[Any]]]
    empty: ClassVar[Empty]
    sort: ClassVar[str]
    descending: ClassVar[bool] = True
    # The first chip; French agrees it with what is listed.
    everything: ClassVar[str] = N_("All")
    total: ClassVar[str] = N_("Total net {amount}")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.list = ListPage(self._spec(), desk.runner, desk.settings, self)
        self.pane = DetailPane()
        self.list.set_detail(self.pane)
        self.views = SavedViewsBar(desk, self.name, self.list)
        self.list.tools.addWidget(export_button(self))
        self.list.model.failed.connect(desk.failed)
        self.detail: D | None = None
        self._asked: Task | None = None
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 0)
        layout.addWidget(self.list)
        self.list.current_changed.connect(self._on_current)
        self.list.opened.connect(self.open_document)
        self.list.empty_action.connect(self.on_empty)
        self.list.status_changed.connect(self.status_changed)
        self.setFocusProxy(self.list.view)
        self._read_counts()

    def fill(self, pane: DetailPane, detail: D) -> None:
        """Show a document in the pane."""
        raise NotImplementedError

    def open_document(self, document_id: int) -> None:
        """Open a document in a form of its own (double click, F3); nothing unless the page has one."""

    def on_empty(self) -> None:
        """Do what the empty list proposes."""

    @property
    def status(self) -> str:
        """The count and totals of the list."""
        return self.list.status

    @property
    def current_id(self) -> int:
        """The id of the current row, 0 when there is none."""
        return self.list.view.current_id() or 0

    def on_screen(self) -> tuple[DocumentKind, int] | None:
        """Return the document of the current row."""
        return (self.kind, self.current_id) if self.current_id else None

    def selected(self) -> list[int]:
        """Return the ids of the selected rows, else the current one."""
        chosen = list(self.list.view.selected_ids())
        return chosen or ([self.current_id] if self.current_id else [])

    def refresh(self) -> None:
        """Read the list, the counts and the pane again."""
        self.list.refresh()
        self._read_counts()
        self._on_current(self.current_id)

    def on_changed(self, changed: Changed) -> None:
        """Take in what a command changed: only the rows it touched are read again."""
        self.list.on_changed(changed.of(self.kind))
        self._read_counts()
        self._on_current(self.current_id)

    def show_document(self, document_id: int) -> None:
        """Show one document, whatever the filter was."""
        self.views.came_by_a_document()
        self.list.show_document(document_id)
        self._on_current(document_id)

    def show_query(self, query: str) -> None:
        """Filter by a chip's key, or by a query, and by nothing else."""
        self.views.came_by_a_document()
        is_chip = query in {EVERYTHING, *(flag.key for flag in self.reads.LISTING.flags)}
        # What was filtered before must not hide rows of what is asked for now.
        self.list.chips.select(query if is_chip else EVERYTHING)
        self.list.show_query("" if is_chip else query)

    def add_chain(self, pane: DetailPane, chain: Chain) -> None:
        """Show where the document comes from and where it goes."""
        panel = ChainPanel()
        panel.set_links([_link(link) for link in chain.before], [_link(link) for link in chain.after])
        panel.open_document.connect(self.desk.window.open_document)
        pane.add(rule())
        pane.add(panel)

    def add_timeline(self, pane: DetailPane, events: Iterable[Any]) -> None:
        """Show what happened to the document, the latest first."""
        timeline = Timeline()
        timeline.set_events(shown_events(events))
        pane.section(_("Timeline"))
        pane.add(timeline)

    def _spec(self) -> ListSpec:
        flags = [ChipSpec(flag.key, flag.word) for flag in self.reads.LISTING.flags]
        chips = [ChipSpec(EVERYTHING, self.everything), *flags]
        keys = [QueryKey(key.code, key.word) for key in self.reads.LISTING.keys]
        return ListSpec(
            name=self.name,
            title=self.title,
            columns=self.columns,
            ids=self._ids,
            head=self._head,
            rows=self._rows,
            sort=self.sort,
            descending=self.descending,
            empty=self.empty,
            summary=self._summary,
            selection_summary=self._selection_summary,
            chips=chips,
            keys=keys,
        )

    def _ids(self, query: Query, limit: int | None = None) -> array[int]:
        with self.desk.services.store.read() as session:
            sort, today = query.sort or self.sort, self.desk.today()
            found: array[int] = self.reads.ids(session, wanted(query), sort, query.descending, today, limit)
        return found

    def _head(self, query: Query) -> array[int]:
        return self._ids(query, HEAD)

    def _rows(self, ids: Iterable[int]) -> Mapping[int, Any]:
        with self.desk.services.store.read() as session:
            rows: Mapping[int, Any] = self.reads.rows(session, ids, self.desk.today())
        return rows

    def _summary(self, query: Query) -> str:
        with self.desk.services.store.read() as session:
            return summary_text(self.reads.summary(session, wanted(query), self.desk.today()), self.total)

    def _selection_summary(self, ids: array[int]) -> str:
        with self.desk.services.store.read() as session:
            summary = self.reads.selection_summary(session, ids)
        chosen = ngettext("{count} selected", "{count} selected", summary.count).format(count=summary.count)
        amounts = " · ".join(_amounts(summary, "{amount}"))
        return pair(chosen, amounts) if amounts else chosen

    def _read_counts(self) -> None:
        store, today = self.desk.services.store, self.desk.today()

        def read() -> dict[str, int]:
            with store.read() as session:
                counts: dict[str, int] = self.reads.counts(session, today)
            return counts

        self.desk.runner.read(read, self.list.set_chip_counts)

    def _on_current(self, document_id: int) -> None:
        if self._asked is not None:
            self._asked.cancel()
        if not document_id:
            self.detail = None
            self.pane.clear()
            return
        self._asked = self.desk.runner.read(lambda: self.read_detail(document_id), self._on_detail, self._on_gone)

    def read_detail(self, document_id: int) -> D:
        """Read what the pane shows of a document; runs in a read thread."""
        raise NotImplementedError

    def _on_detail(self, detail: D) -> None:
        self.detail = detail
        self.pane.clear()
        self.fill(self.pane, detail)

    def _on_gone(self, _error: Exception) -> None:
        """Clear the pane of a document that was deleted while it was being read."""
        self.detail = None
        self.pane.clear()


def shown_events(events: Iterable[Any]) -> list[Event]:
    """Return what happened as a timeline shows it."""
    from adv_desktop.services.queries.phrases import said

    return [
        Event(
            formats().moment(event.at),
            said(event.what),
            event.actor,
            said(event.detail) if event.detail else "",
            event.icon,
            Tone(event.tone),
        )
        for event in events
    ]


def totals_line(amounts: Amounts, currency: str) -> QLabel:
    """Return the foot of a document in one line, for a pane."""
    parts = [(_("Total net"), amounts.net), (_("VAT"), amounts.vat), (_("Total gross"), amounts.gross)]
    written = "     ".join(f"{label} {formats().money(minor, currency)}" for label, minor in parts)
    return text_label(written, "strong", wrap=True)


def summary_text(summary: Summary, total: str) -> str:
    """Write a count and its sums, one a currency; `total` is the message around an amount."""
    count = ngettext("{count} row", "{count} rows", summary.count).format(count=formats().integer(summary.count))
    return "  ·  ".join([count, *_amounts(summary, total)])


def _amounts(summary: Summary, total: str) -> list[str]:
    return [_(total).format(amount=formats().money(minor, currency)) for currency, minor in summary.amounts]


def _link(link: Neighbour) -> Link:
    number = link.number or _("Draft")
    sub = formats().date(link.date) if link.date else ""
    return Link(link.kind, link.id, number, _(link.state.word), Tone(link.state.tone), sub)

"""What the backlog reads, and what it says of its sums."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from adv_desktop.services.queries import backlog_lines
from adv_desktop.services.queries.backlog_lines import BacklogRow, BacklogSum
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.orders.backlog.columns import COLUMNS
from adv_desktop.ui.tables.list_page import HEAD, ChipSpec, Empty, ListSpec
from adv_desktop.ui.tables.query import Query, QueryKey, wanted

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

EMPTY = Empty(
    N_("No line is left to deliver"), N_("Confirm an order: what it promises stands here until it leaves."), "", "check"
)


class BacklogReads:
    """Reads in the runner's threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def spec(self, name: str, title: str) -> ListSpec:
        """Return the list."""
        listing = backlog_lines.LISTING
        return ListSpec(
            name=name,
            title=title,
            columns=COLUMNS,
            ids=self._ids,
            head=lambda query: self._ids(query, HEAD),
            rows=self._rows,
            sort="promised",
            empty=EMPTY,
            summary=self._summary,
            selection_summary=self._selected,
            chips=[ChipSpec("all", N_("All")), *(ChipSpec(flag.key, flag.word) for flag in listing.flags)],
            keys=[QueryKey(key.code, key.word) for key in listing.keys],
        )

    def counts(self) -> dict[str, int]:
        """Count the lines of each filter."""
        with self._desk.services.store.read() as session:
            return backlog_lines.counts(session, self._desk.today())

    def _ids(self, query: Query, limit: int | None = None) -> array[int]:
        with self._desk.services.store.read() as session:
            sort = query.sort or "promised"
            return backlog_lines.ids(session, wanted(query), sort, query.descending, self._desk.today(), limit)

    def _rows(self, ids: Iterable[int]) -> Mapping[int, BacklogRow]:
        with self._desk.services.store.read() as session:
            return backlog_lines.rows(session, ids, self._desk.today())

    def _summary(self, query: Query) -> str:
        with self._desk.services.store.read() as session:
            found = backlog_lines.summary(session, wanted(query), self._desk.today())
        return _said(ngettext("{count} row", "{count} rows", found.count), found)

    def _selected(self, ids: array[int]) -> str:
        with self._desk.services.store.read() as session:
            found = backlog_lines.selection_summary(session, ids, self._desk.today())
        return _said(ngettext("{count} selected", "{count} selected", found.count), found)


def _said(counted: str, found: BacklogSum) -> str:
    left = _("Left to deliver, net {amount}").format(amount=formats().money(found.net))
    late = _("of which late {amount}").format(amount=formats().money(found.late))
    return "  ·  ".join((counted.format(count=formats().integer(found.count)), left, late))

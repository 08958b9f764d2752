"""How wide columns are: what their cells need, squeezed or spread to the room there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from adv_desktop.services.texts import _
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.theme import theme

SAMPLE = 40  # rows that are measured: those of the first screen
FLEXIBLE_FROM = 150  # a text column of this width holds names: it gets the room that is left
SQUEEZED = 0.5
READABLE = 0.8  # of its width, for a name: columns that can be done without go before it gets less
WIDENED = 1.4
SPREAD = 1.8


@dataclass(frozen=True, slots=True)
class Span:
    """What a column can do with and what suits it.

    A flexible one takes the room that is left; soft ones are left out by rank until each has its readable width; a
    fixed one keeps its width.
    """

    least: int
    best: int
    flexible: bool = False
    soft: int = False
    fixed: bool = False
    readable: int = 0


def fitted(spans: Sequence[Span], room: int) -> list[int]:
    """Share the room out: up to what suits the columns, then to those that hold names, then to all alike."""
    least, best = sum(span.least for span in spans), sum(span.best for span in spans)
    if not spans or room <= least:
        return [span.least for span in spans]
    if room < best:
        part = (room - least) / (best - least)
        widths = [span.least + int((span.best - span.least) * part) for span in spans]
    else:
        widths = _spread(spans, room - best)
        free = sum(not span.fixed for span in spans)
        share = (room - sum(widths)) // free if free else 0
        widths = [width if span.fixed else width + share for span, width in zip(spans, widths, strict=True)]
    if not spans[-1].fixed:
        widths[-1] += room - sum(widths)
    return widths


def _spread(spans: Sequence[Span], spare: int) -> list[int]:
    flexible = sum(span.best for span in spans if span.flexible)
    grown = min(SPREAD, 1 + spare / flexible) if flexible else 1
    return [int(span.best * grown) if span.flexible else span.best for span in spans]


def left_out(spans: Sequence[Span], room: int) -> set[int]:
    """Return the places of the soft columns that a table does without: the lowest rank first, then the last."""
    widths = [max(span.least, span.readable) for span in spans]
    missing, out = sum(widths) - room, set[int]()
    soft = [place for place in reversed(range(len(spans))) if spans[place].soft]
    for place in sorted(soft, key=lambda place: spans[place].soft):
        if missing > 0:
            missing -= widths[place]
            out.add(place)
    return out


def is_flexible(column: Column[Any]) -> bool:
    """Return whether a column holds names or descriptions."""
    return column.cell in {Cell.TEXT, Cell.TWO_LINES} and not column.right and column.width >= FLEXIBLE_FROM


def span_of(column: Column[Any], needed: int, *, flexible: bool) -> Span:
    """Return the span of a column whose header and cells need so much; only words may be cut."""
    width = theme().px(column.width)
    needed = min(needed, int(width * WIDENED))
    words = not column.right and column.cell in {Cell.TEXT, Cell.TWO_LINES}
    cut = is_flexible(column) or (flexible and words)
    return Span(
        int(width * SQUEEZED) if cut else needed,
        max(width, needed) if flexible else needed,
        flexible,
        column.soft,
        readable=min(int(width * READABLE), max(needed, int(width * SQUEEZED))) if cut else 0,
    )


def needed_widths(view: QTableView, columns: Sequence[Column[Any]], padding: int) -> list[int]:
    """Return what the headers and the first rows of a table need."""
    metrics, model, delegate = QFontMetrics(theme().font("header")), view.model(), view.itemDelegate()
    option = QStyleOptionViewItem()
    rows = range(min(SAMPLE, model.rowCount()))
    needed = []
    for section, column in enumerate(columns):
        widest = metrics.horizontalAdvance(_(column.title)) + 2 * padding + theme().px(14 if column.sort else 4)
        if not view.isColumnHidden(section):
            cells = (delegate.sizeHint(option, model.index(row, section)).width() for row in rows)
            widest = max(widest, *cells, 0)
        needed.append(widest)
    return needed

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
WIDENED = 1.4
SPREAD = 1.8


@dataclass(frozen=True, slots=True)
class Span:
    """What a column can do with and what suits it.

    A flexible one takes the room that is left, a soft one is left out for want of room, a fixed one keeps its width.
    """

    least: int
    best: int
    flexible: bool = False
    soft: bool = False
    fixed: bool = False


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
    """Return the places of the soft columns that a table does without rather than scroll sideways, the last first."""
    missing, out = sum(span.least for span in spans) - room, set[int]()
    for place in reversed(range(len(spans))):
        if missing > 0 and spans[place].soft:
            missing -= spans[place].least
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
        int(width * SQUEEZED) if cut else needed, max(width, needed) if flexible else needed, flexible, column.soft
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

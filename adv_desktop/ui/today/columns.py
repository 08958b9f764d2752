"""The columns of the board, and of its filter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from adv_desktop.services.queries.today import Shelf
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.today.board import FileLine, Group, Heading, Line, Row
from adv_desktop.ui.tones import Tone

# The columns drawn as buttons, by key.
ACTION = "action"
PUT_OFF = ("done", "tomorrow", "next_week")
BUTTONS = frozenset({ACTION, *PUT_OFF})


def _of(write: Callable[[Line | FileLine], str]) -> Callable[[Row], str]:
    """Return what to write of a line; a heading writes in the first column alone."""
    return lambda row: "" if isinstance(row, Heading) else write(row)


def _put_off(text: str) -> Callable[[Row], str]:
    """Return what a button says of lines that wait; a file is not put off."""
    return lambda row: _(text) if isinstance(row, Line) and row.shelf is Shelf.WAITING else ""


def _done(row: Row) -> str:
    return _("Aside") if isinstance(row, FileLine) else _put_off(N_("Done"))(row)


def _when(row: Row) -> str:
    return f"{row.title}   ({row.count})" if isinstance(row, Heading) else row.when


def _late(row: Row) -> Tone | None:
    return Tone.BAD if isinstance(row, Line) and row.group is Group.LATE else None


COLUMNS: list[Column[Row]] = [
    Column(N_("Due"), _when, width=76, tone=_late, key="due"),
    Column(
        N_("Nature"),
        _of(lambda line: line.word),
        cell=Cell.PILL,
        tone=lambda row: None if isinstance(row, Heading) else row.tone,
        width=112,
        key="nature",
    ),
    Column(
        N_("What to do"),
        _of(lambda line: line.what),
        cell=Cell.TWO_LINES,
        second=_of(lambda line: line.detail),
        tip=_of(lambda line: line.what),
        width=180,
        key="what",
    ),
    Column(
        N_("Customer"),
        _of(lambda line: line.customer),
        cell=Cell.TWO_LINES,
        second=_of(lambda line: line.number),
        tip=_of(lambda line: line.customer),
        width=170,
        key="customer",
    ),
    Column(N_("Amount"), _of(lambda line: line.amount), right=True, width=94, key="amount"),
    Column(N_("Action"), _of(lambda line: line.action_text), cell=Cell.LINK, width=92, key=ACTION),
    Column(" ", _done, cell=Cell.LINK, width=50, key="done"),
    Column(N_("Put off"), _put_off(N_("Tomorrow")), cell=Cell.LINK, width=72, key="tomorrow"),
    Column("  ", _put_off(N_("Next week")), cell=Cell.LINK, width=94, key="next_week"),
]


@dataclass(frozen=True, slots=True)
class Filter:
    """A line of the filter: a nature, or all of them; and the shelf that is looked at."""

    key: str
    text: str
    icon: str
    count: int
    nature: str | None = None
    shelf: Shelf = Shelf.WAITING


FILTERS: list[Column[Filter]] = [
    Column(
        N_("Filter"),
        lambda one: one.text,
        icon=lambda one: one.icon,
        tone=lambda one: None if one.count else Tone.NEUTRAL,
        width=140,
        key="text",
    ),
    Column(N_("Cnt."), lambda one: formats().integer(one.count) if one.count else "—", right=True, width=52, key="n"),
]

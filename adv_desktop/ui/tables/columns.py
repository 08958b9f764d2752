"""The columns of a list, given as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from adv_desktop.ui.tones import Tone

R = TypeVar("R")


class Cell(StrEnum):
    """How a cell is drawn."""

    TEXT = "text"
    PILL = "pill"
    LINK = "link"
    TWO_LINES = "two_lines"


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column: its English title, what it writes of a record, and the key that the service sorts by.

    A `soft` column is left out where names would otherwise be unreadable: those of rank 1 (or True) before those of
    rank 2.
    """

    title: str
    text: Callable[[R], str]
    sort: str | None = None
    right: bool = False
    width: int = 120
    cell: Cell = Cell.TEXT
    tone: Callable[[R], Tone | None] | None = None
    ground: Callable[[R], Tone | None] | None = None
    second: Callable[[R], str] | None = None
    icon: Callable[[R], str | None] | None = None
    tip: Callable[[R], str] | None = None
    bold: bool = False
    hidden: bool = False
    soft: int = False
    key: str = ""

    @property
    def name(self) -> str:
        """What the kept widths and orders call this column."""
        return self.key or self.sort or self.title


@dataclass(frozen=True, slots=True)
class CellLook:
    """All that is drawn of one cell."""

    text: str
    tone: Tone | None = None
    icon: str | None = None
    second: str = ""
    tip: str = ""
    ground: Tone | None = None


EMPTY_LOOK = CellLook("…")


def looks_of(columns: list[Column[Any]], record: object) -> tuple[CellLook, ...]:
    """Compute what a record shows in each column, once."""
    return tuple(
        CellLook(
            column.text(record),
            column.tone(record) if column.tone else None,
            column.icon(record) if column.icon else None,
            column.second(record) if column.second else "",
            column.tip(record) if column.tip else "",
            column.ground(record) if column.ground else None,
        )
        for column in columns
    )

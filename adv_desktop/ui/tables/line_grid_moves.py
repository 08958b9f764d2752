"""Where the keys of the line grid lead: pure, over any grid of cells that are open or closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

Cell = tuple[int, int]


class Cells(Protocol):
    """A grid of which each cell may be typed in or not."""

    def can_edit(self, row: int, column: int) -> bool:
        """Whether something may be typed in a cell."""
        ...

    def rowCount(self) -> int:
        """Return how many rows there are."""
        ...

    def columnCount(self) -> int:
        """Return how many columns there are."""
        ...


def after(cells: Cells, cell: Cell) -> Cell | None:
    """Return the next cell to type in (Tab); None behind the last one."""
    row, column = cell
    for following in range(column + 1, cells.columnCount()):
        if cells.can_edit(row, following):
            return row, following
    return first_from(cells, row + 1)


def before(cells: Cells, cell: Cell) -> Cell | None:
    """Return the previous cell to type in (Shift+Tab); None before the first one."""
    row, column = cell
    for above in range(row, -1, -1):
        end = column if above == row else cells.columnCount()
        for previous in range(end - 1, -1, -1):
            if cells.can_edit(above, previous):
                return above, previous
    return None


def after_enter(cells: Cells, cell: Cell, short: Sequence[int]) -> Cell | None:
    """Return the next cell of the short path (Enter): code, quantity, next line.

    Enter in a cell beside the path goes to the next line as well.
    """
    row, column = cell
    if column in short:
        for following in short[short.index(column) + 1 :]:
            if cells.can_edit(row, following):
                return row, following
    for below in range(row + 1, cells.rowCount()):
        for first in short:
            if cells.can_edit(below, first):
                return below, first
    return None


def first_from(cells: Cells, row: int) -> Cell | None:
    """Return the first cell to type in from a row on."""
    for below in range(row, cells.rowCount()):
        for column in range(cells.columnCount()):
            if cells.can_edit(below, column):
                return below, column
    return None

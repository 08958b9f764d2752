"""Put the words of a PDF page back into the columns that its titles announce."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from adv_desktop.services.imports.layout import header_columns
from adv_desktop.services.imports.pdf import PdfCell, PdfLine
from adv_desktop.services.imports.tables import Cell, Row, Sheet, text_rows
from adv_desktop.services.imports.words import one_line

_SPACED = re.compile(r"\S+(?: \S+)*")


def spaced_sheet(name: str, text: str) -> Sheet:
    """Return a text set in columns by spaces, as printers and EDI stations write it; a place is a character."""
    lines = [[PdfCell(*found.span(), found.group()) for found in _SPACED.finditer(line)] for line in text.splitlines()]
    return pdf_sheet(name, [PdfLine(1, tuple(cells)) for cells in lines])


def pdf_sheet(name: str, lines: Sequence[PdfLine]) -> Sheet:
    """Return the pages as one sheet, the lines below a row of titles cut into its columns."""
    return Sheet(name, text_rows(list(_aligned(lines))))


def _aligned(lines: Sequence[PdfLine]) -> Iterator[list[str]]:
    titles: PdfLine | None = None
    for line in lines:
        texts = [one_line(cell.text) for cell in line.cells]
        if header_columns(Row(0, tuple(map(Cell, texts)))):
            titles = line
        if titles is None or line is titles:
            yield texts
        elif titles.ruled and not line.ruled:
            yield [" ".join(texts)]  # text round a ruled table is no row of it
        else:
            yield _in_columns(line.cells, titles.cells)


def _in_columns(cells: Sequence[PdfCell], titles: Sequence[PdfCell]) -> list[str]:
    texts = [""] * len(titles)
    for cell in cells:
        column = max(range(len(titles)), key=lambda number: _closeness(cell, titles[number]))
        texts[column] = one_line(f"{texts[column]} {cell.text}")
    return texts


def _closeness(cell: PdfCell, title: PdfCell) -> tuple[float, float]:
    """Compare columns for a cell: the one it overlaps most, else the nearest."""
    overlap = min(cell.right, title.right) - max(cell.left, title.left)
    middle = abs((cell.left + cell.right) - (title.left + title.right))
    return overlap, -middle

"""Read the text, the tables and the embedded files of a PDF in a child process that may not take long.

A PDF is a program of sorts: a parser that loops or swells must not take the window with it.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, TypeVar

from adv_desktop.models.errors import AdvError, DomainError
from adv_desktop.services.imports.safety import OpenedFile

if TYPE_CHECKING:
    from pdfplumber.page import Page

R = TypeVar("R")

TIME_LIMIT = 25.0
MAX_PAGES = 200
MAX_MEMORY = 2 * 1024**3
# Words further apart than this part of their height stand in different cells; a space takes about a third.
_CELL_GAP = 0.75
_LINE_TOLERANCE = 3


@dataclass(frozen=True, slots=True)
class PdfCell:
    """Words that stand together, with their left and right edges in points."""

    left: float
    right: float
    text: str


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page: words outside any ruled table, or one row of a ruled table."""

    page: int
    cells: tuple[PdfCell, ...]
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class PdfContent:
    """What a PDF says, and the files in it by name."""

    lines: tuple[PdfLine, ...]
    attachments: tuple[tuple[str, bytes], ...]


def read_pdf(file: OpenedFile, time_limit: float = TIME_LIMIT) -> PdfContent:
    """Return the lines and embedded files of a PDF; refuse a damaged, locked or endless one."""
    return _in_a_child(read_here, file, time_limit)


def read_attachments(file: OpenedFile, time_limit: float = TIME_LIMIT) -> tuple[tuple[str, bytes], ...]:
    """Return the embedded files of a PDF, by name, without reading its pages."""
    return _in_a_child(attachments_here, file, time_limit)


def _in_a_child(read: Callable[[OpenedFile], R], file: OpenedFile, time_limit: float) -> R:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_serve, args=(there, read, file), daemon=True)
    child.start()
    there.close()
    try:
        answered = here.poll(time_limit)
        answer = here.recv() if answered else None
    except EOFError:
        answer = DomainError("corrupt_file", file=file.name)
    finally:
        here.close()
        child.kill()
        child.join()
    if isinstance(answer, AdvError):
        raise answer
    if answer is None:
        raise DomainError("took_too_long", file=file.name, seconds=round(time_limit))
    found: R = answer
    return found


def _serve(connection: Connection, read: Callable[[OpenedFile], object], file: OpenedFile) -> None:
    _limit_memory()
    try:
        answer: object = read(file)
    except AdvError as error:
        answer = error
    connection.send(answer)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def read_here(file: OpenedFile) -> PdfContent:
    """Read a PDF in this process."""
    with _opened(file) as document:
        if len(document.pages) > MAX_PAGES:
            raise DomainError("too_many_lines", file=file.name, rows=len(document.pages), limit=MAX_PAGES)
        return PdfContent(tuple(_lines(file.content)), tuple(_attachments(document)))


def attachments_here(file: OpenedFile) -> tuple[tuple[str, bytes], ...]:
    """Read the embedded files of a PDF in this process."""
    with _opened(file) as document:
        return tuple(_attachments(document))


@contextlib.contextmanager
def _opened(file: OpenedFile) -> Iterator[Any]:
    """Open a PDF; every failure of the parsers but a password, out of memory included, says that it is damaged."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(file.content)) as document:
            yield document
    except pikepdf.PasswordError:
        raise DomainError("password_protected", file=file.name) from None
    except DomainError:
        raise
    except Exception as error:
        raise DomainError("corrupt_file", file=file.name) from error


def _attachments(document: Any) -> Iterable[tuple[str, bytes]]:  # noqa: ANN401 (pikepdf loads in the child only)
    for key, specification in document.attachments.items():
        name = specification.filename or key  # the key of the name tree is free: the file says its own
        if name.lower().endswith(".xml"):
            yield name, specification.get_file().read_bytes()


def _lines(content: bytes) -> list[PdfLine]:
    import pdfplumber

    lines: list[PdfLine] = []
    with pdfplumber.open(io.BytesIO(content)) as document:
        for number, page in enumerate(document.pages, 1):
            lines.extend(_page_lines(number, page))
            page.close()
    return lines


def _page_lines(number: int, page: Page) -> list[PdfLine]:
    """Return the lines of a page from top to bottom, the rows of its ruled tables cell by cell."""
    placed: list[tuple[float, PdfLine]] = []
    outside: Any = page
    for table in page.find_tables():
        if len(table.rows) < 2:  # a frame round an address is no table
            continue
        outside = outside.outside_bbox(_inside_page(table.bbox, page))
        for row, texts in zip(table.rows, table.extract(), strict=True):
            cells = tuple(
                PdfCell(box[0], box[2], text or "")
                for box, text in zip(row.cells, texts, strict=True)
                if box is not None
            )
            placed.append((row.bbox[1], PdfLine(number, cells, ruled=True)))
    placed.extend(
        (line[0]["top"], PdfLine(number, tuple(_cells(line)))) for line in _text_lines(outside.extract_words())
    )
    return [line for _top, line in sorted(placed, key=lambda item: item[0])]


def _inside_page(box: tuple[float, float, float, float], page: Page) -> tuple[float, float, float, float]:
    left, top, right, bottom = page.bbox
    return max(box[0], left), max(box[1], top), min(box[2], right), min(box[3], bottom)


def _text_lines(words: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Group words into lines by their height on the page."""
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["bottom"], word["x0"])):
        if lines and abs(word["bottom"] - lines[-1][0]["bottom"]) <= _LINE_TOLERANCE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: float(word["x0"])) for line in lines]


def _cells(line: list[dict[str, Any]]) -> Iterable[PdfCell]:
    """Join the words of a line that stand a space apart."""
    left, right, texts = line[0]["x0"], line[0]["x1"], [line[0]["text"]]
    for word in line[1:]:
        height = word["bottom"] - word["top"]
        if word["x0"] - right > _CELL_GAP * height:
            yield PdfCell(left, right, " ".join(texts))
            left, texts = word["x0"], []
        right = word["x1"]
        texts.append(word["text"])
    yield PdfCell(left, right, " ".join(texts))

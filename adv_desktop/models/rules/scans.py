"""Signed papers that come back scanned: which pages belong together, and why a page waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class ScanState(StrEnum):
    """What became of a scanned page."""

    WAITING = "waiting"
    FILED = "filed"
    PUT_ASIDE = "put_aside"


class ScanReason(StrEnum):
    """Why a page was not filed by itself."""

    NO_CODE = "no_code"
    UNKNOWN = "unknown"
    NOT_SHIPPED = "not_shipped"
    VOID = "void"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class PageRead:
    """What the bar codes of a page name: a shipped delivery, or why none can be told; `length` of its note, in pages.

    `written` is the number as read, empty without a bar code.
    """

    no: int
    written: str = ""
    delivery_id: int | None = None
    length: int = 1
    reason: ScanReason | None = None


@dataclass(frozen=True, slots=True)
class Sheaf:
    """Pages of a file that follow each other and are filed together; one page alone when it waits."""

    first: PageRead
    pages: tuple[int, ...]


def sheaves(pages: Sequence[PageRead]) -> list[Sheaf]:
    """Group the pages of a file: a note of n pages takes the pages without a bar code that follow its first one.

    Only the first page of a note bears the bar code; a page beyond the length of the note waits.
    """
    made: list[Sheaf] = []
    for page in pages:
        last = made[-1] if made else None
        if last is not None and _continues(last, page):
            made[-1] = Sheaf(last.first, (*last.pages, page.no))
        else:
            made.append(Sheaf(page, (page.no,)))
    return made


def _continues(sheaf: Sheaf, page: PageRead) -> bool:
    if sheaf.first.delivery_id is None or len(sheaf.pages) >= sheaf.first.length:
        return False
    return page.reason is ScanReason.NO_CODE

"""Make the company: its file, then its first numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adv_desktop.models.enums import Series
from adv_desktop.services.clock import Clock
from adv_desktop.services.folding import fold

if TYPE_CHECKING:
    from adv_desktop.services.company import NewCompany
    from adv_desktop.services.imports.masters_import import MasterImportService


@dataclass(frozen=True, slots=True)
class Making:
    """A company, where its file is put, and the next number of each series."""

    company: NewCompany
    path: Path
    ranks: Mapping[Series, int]
    last_date: dt.date | None


def make(making: Making, clock: Clock) -> Path:
    """Make the file of a company whose numbers go on from the former program; nothing is left of a failure."""
    from adv_desktop.services.company import create_database
    from adv_desktop.services.number_starts import NumberStarts
    from adv_desktop.services.store import Store

    create_database(making.path, making.company, clock)
    store = Store(making.path, clock)
    try:
        starts = NumberStarts(store, clock)
        for series, rank in making.ranks.items():
            day = making.last_date if series is Series.INVOICE else None
            if rank > 1 or day is not None:
                starts.start(series, rank, day)
    finally:
        store.close()
    return making.path


def file_name(company_name: str) -> str:
    """Return the name of a file for a company."""
    letters = "".join(letter if letter.isalnum() else "-" for letter in fold(company_name))
    return f"{'-'.join(part for part in letters.split('-') if part) or 'societe'}.db"


@contextmanager
def lent(path: Path, clock: Clock) -> Iterator[MasterImportService]:
    """Lend the import over the file of a company that no window has open yet."""
    from adv_desktop.services.imports.masters_import import MasterImportService
    from adv_desktop.services.store import Store

    store = Store(path, clock)
    try:
        yield MasterImportService(store, clock)
    finally:
        store.close()

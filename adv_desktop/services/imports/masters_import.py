"""Bring files of master data and of the take-over into the database: all of a file in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from adv_desktop.models.settings import Setting
from adv_desktop.services.clock import Clock
from adv_desktop.services.imports import master_writing, take_over
from adv_desktop.services.imports.master_rows import ReadRow
from adv_desktop.services.imports.master_values import RowFault
from adv_desktop.services.imports.master_words import MasterKind
from adv_desktop.services.imports.master_writing import Writing
from adv_desktop.services.imports.masters_file import MasterRows, read_master, titles_of
from adv_desktop.services.imports.safety import OpenedFile, open_file
from adv_desktop.services.jobs import Progress
from adv_desktop.services.store import Store

_MAPPINGS = "import_mappings"


@dataclass(frozen=True, slots=True)
class MasterImport:
    """What an import did or would do: rows taken, rows refused with the reason, titles by field, titles not used."""

    kind: MasterKind
    file: str
    accepted: int
    rejected: tuple[RowFault, ...]
    mapping: dict[str, str]
    unused_titles: tuple[str, ...]
    written: bool


class _UndoImport(Exception):  # noqa: N818 (ends the transaction without keeping anything)
    pass


class MasterImportService:
    """Imports customers, addresses, codes, products, prices, stock, receipts, open items and open orders."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def titles(self, path: Path) -> tuple[str, ...]:
        """Return the titles of the columns of a file, whatever it holds."""
        return titles_of(open_file(path))

    def preview(
        self, kind: MasterKind, path: Path, mapping: Mapping[str, str] | None = None, name: str = ""
    ) -> MasterRows:
        """Read a file as an import would; nothing is written."""
        return self._read(kind, open_file(path), mapping, name)

    def run(
        self,
        kind: MasterKind,
        path: Path,
        *,
        mapping: Mapping[str, str] | None = None,
        name: str = "",
        dry_run: bool = False,
        skip_bad: bool = False,
        progress: Progress | None = None,
    ) -> MasterImport:
        """Import a file; one bad row refuses it all unless `skip_bad`. The mapping is remembered under `name`.

        Nothing is written when the work is stopped on the way.
        """
        read = self._read(kind, open_file(path), mapping, name)
        try:
            with self._store.write(f"import.{kind.value}") as session:
                steps = progress or Progress()
                writing = Writing(session, self._clock, frozenset(read.mapping), len(read.rows), steps)
                _WRITERS[kind](writing, read.rows)
                session.flush()
                outcome = _outcome(read, writing)
                if dry_run or (outcome.rejected and not skip_bad):
                    raise _UndoImport
                _remember(session, kind, name, read.mapping)
        except _UndoImport:
            return outcome
        return replace(outcome, written=True)

    def remembered(self, kind: MasterKind, name: str = "") -> dict[str, str]:
        """Return the title of each field as it was settled before under a name; empty when it never was."""
        with self._store.read() as session:
            return dict(_mappings(session).get(_key(kind, name), {}))

    def _read(self, kind: MasterKind, file: OpenedFile, mapping: Mapping[str, str] | None, name: str) -> MasterRows:
        return read_master(kind, file, self.remembered(kind, name) if mapping is None else mapping)


_WRITERS: dict[MasterKind, Callable[[Writing, Sequence[ReadRow]], None]] = {
    MasterKind.CUSTOMERS: master_writing.write_customers,
    MasterKind.ADDRESSES: master_writing.write_addresses,
    MasterKind.CONTACTS: master_writing.write_contacts,
    MasterKind.CUSTOMER_CODES: master_writing.write_item_codes,
    MasterKind.PRODUCTS: master_writing.write_products,
    MasterKind.PRICES: master_writing.write_prices,
    MasterKind.RECEIPTS: master_writing.write_receipts,
    MasterKind.STOCK: master_writing.write_stock,
    MasterKind.OPEN_INVOICES: take_over.write_open_items,
    MasterKind.CREDITS: take_over.write_open_items,
    MasterKind.OPEN_ORDERS: take_over.write_open_orders,
}


def _outcome(read: MasterRows, writing: Writing) -> MasterImport:
    unused = tuple(title for title in read.titles if title not in read.mapping.values())
    rejected = tuple(sorted((*read.faults, *writing.faults), key=lambda fault: fault.row))
    return MasterImport(read.kind, read.file, writing.accepted, rejected, read.mapping, unused, written=False)


def _mappings(session: Session) -> dict[str, dict[str, str]]:
    row = session.get(Setting, _MAPPINGS)
    return row.value if row else {}


def _key(kind: MasterKind, name: str) -> str:
    return f"{kind.value}/{name}" if name else kind.value


def _remember(session: Session, kind: MasterKind, name: str, mapping: Mapping[str, str]) -> None:
    known = _mappings(session)
    key = _key(kind, name)
    if known.get(key) == dict(mapping):
        return
    row = session.get(Setting, _MAPPINGS)
    value: dict[str, Any] = {**known, key: dict(mapping)}
    if row is None:
        session.add(Setting(key=_MAPPINGS, value=value))
    else:
        row.value = value

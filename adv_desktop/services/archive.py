"""The archive of a year: open formats, the same bytes as issued, readable and checkable without the program.

The same database gives the same bytes: entries are in a fixed order and carry no time of their own.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop import __version__, paths
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services import archive_tables as tables
from adv_desktop.services import seals
from adv_desktop.services.archive_tables import ArchiveTable
from adv_desktop.services.clock import Clock
from adv_desktop.services.hashing import canonical
from adv_desktop.services.problems import Step
from adv_desktop.services.store import Store
from adv_desktop.services.whole_files import whole

MANIFEST, NOTICE, SEALS = "empreintes.sha256", "LISEZMOI.txt", "donnees/scelles.csv"
BATCH = 200
_FOLDERS = {
    DocumentKind.INVOICE: "documents/factures",
    DocumentKind.DELIVERY: "documents/livraisons",
    DocumentKind.PAYMENT: "documents/reglements",
}
_FILES = (("pdf_file_id", "pdf"), ("xml_file_id", "xml"))
_DOCUMENTS = "document_kind = '{0}' AND document_id IN (SELECT id FROM {0} WHERE {1} BETWEEN :first AND :last)"
_OF_THE_YEAR = " OR ".join(f"({_DOCUMENTS.format(kind.value, seals.DATES[kind])})" for kind in _FOLDERS)
_COUNT = sa.text(f"SELECT count(*) FROM document_seal WHERE {_OF_THE_YEAR}")  # noqa: S608 (own names)
_BLOCK = sa.text(
    f"SELECT * FROM document_seal WHERE id > :after AND ({_OF_THE_YEAR}) ORDER BY id LIMIT :count"  # noqa: S608
)
_YEARS = "SELECT substr({date}, 1, 4) FROM {table} WHERE number IS NOT NULL"
_COMPANY = sa.text("SELECT legal_name, siren FROM company WHERE id = 1")
_CONTENT = sa.text("SELECT content FROM stored_file WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Archived:
    """An archive that was written: its documents, its files, and its own hash to note elsewhere."""

    path: Path
    year: int
    documents: int
    files: int
    sha256: str


class _Archive:
    """A zip that remembers the hash of each entry; an entry is written at once or streamed, one after the other."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self.hashes: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """Write a whole entry."""
        self._zip.writestr(_entry(name), content)
        self.hashes[name] = hashlib.sha256(content).hexdigest()

    @contextlib.contextmanager
    def rows(self, table: ArchiveTable) -> Iterator[Any]:
        """Give the CSV writer of a table."""
        name = f"donnees/{table.name}.csv"
        with self._zip.open(_entry(name), "w", force_zip64=True) as stream:
            hashed = _Hashed(stream)
            text = io.TextIOWrapper(cast(IO[bytes], hashed), encoding="utf-8", newline="", write_through=True)
            writer = csv.writer(text, delimiter=";", lineterminator="\n")
            writer.writerow([column.title for column in table.columns])
            yield writer
            text.flush()
            text.detach()
        self.hashes[name] = hashed.digest.hexdigest()


class _Hashed(io.RawIOBase):
    """Writes to a stream and hashes what goes by."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:  # noqa: ANN401 (any buffer)
        self.digest.update(content)
        return self._stream.write(content)


def write(store: Store, clock: Clock, year: int, path: Path, step: Step = lambda _done, _total: None) -> Archived:
    """Write the archive of a calendar year; `step(done, total)` may cancel, and then nothing is left.

    Everything is read in one transaction, so that the archive shows one state of the database.
    """
    bounds = {"first": f"{year}-01-01", "last": f"{year}-12-31"}
    if year > clock.today().year:
        raise DomainError("archive.future_year", year=year)
    with store.read() as session:
        count = session.execute(_COUNT, bounds).scalar_one()
        if not count:
            raise DomainError("archive.empty_year", year=year)
        with whole(path) as part:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as file:
                archive = _Archive(file)
                archive.add(NOTICE, _notice(session, year).encode())
                _write_tables(session, archive, bounds)
                _write_documents(session, archive, bounds, step, count)
                hashes = dict(archive.hashes)
                lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(hashes.items()))
                archive.add(MANIFEST, lines.encode())
            sha256 = file_hash(part)
    step(count, count)
    return Archived(path, year, count, len(hashes) + 1, sha256)


def years(store: Store) -> list[int]:
    """Return the years that have issued documents, the last first."""
    union = " UNION ".join(_YEARS.format(date=seals.DATES[kind], table=kind.value) for kind in _FOLDERS)
    with store.read() as session:
        found = session.execute(sa.text(union)).scalars()
        return sorted((int(year) for year in found if year), reverse=True)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, read in blocks."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _notice(session: Session, year: int) -> str:
    company, siren = session.execute(_COMPANY).one()
    text = paths.resource("templates/archive_notice.txt").read_text(encoding="utf-8")
    return text.format(year=year, company=company, siren=siren or "—", program=__version__)


def _write_tables(session: Session, archive: _Archive, bounds: Mapping[str, str]) -> None:
    for table in tables.TABLES:
        place = table.currency_place()
        with archive.rows(table) as writer:
            for row in session.execute(sa.text(table.query), bounds, execution_options={"yield_per": BATCH}):
                currency = "EUR" if place is None else row[place]
                writer.writerow(
                    [column.write(value, currency) for column, value in zip(table.columns, row, strict=True)]
                )
    described = ((table.name, column) for table in (*tables.TABLES, tables.SEALS) for column in table.columns)
    lines = ["fichier;colonne;sens", *(f'{name}.csv;{column.title};"{column.meaning}"' for name, column in described)]
    archive.add("donnees/colonnes.csv", ("\n".join(lines) + "\n").encode())


def _write_documents(session: Session, archive: _Archive, bounds: Mapping[str, str], step: Step, count: int) -> None:
    """Write each document as it was sealed, with its files; then the seals."""
    kept: list[Sequence[object]] = []
    for done, (row, facts) in enumerate(_sealed(session, bounds)):
        step(done, count)
        kind = DocumentKind(row["document_kind"])
        header = facts[kind.value][0]
        stem = f"{_FOLDERS[kind]}/{_file_name(header['number'])}"
        archive.add(f"{stem}.json", canonical(seals.sealed_facts(row, facts)))
        for column, ending in _FILES:
            if header.get(column) is not None:
                archive.add(f"{stem}.{ending}", session.execute(_CONTENT, {"id": header[column]}).scalar_one())
        noted = ("sealed_at", "algorithm", "program", "previous_hash", "hash")
        kept.append((row["id"], f"{stem}.json", *(row[name] for name in noted)))
    with archive.rows(tables.SEALS) as writer:
        writer.writerows(kept)


def _sealed(session: Session, bounds: Mapping[str, str]) -> Iterator[tuple[Mapping[str, Any], seals.Facts]]:
    """Give the seals of the year's documents in the order of the chain, each with the facts of its document."""
    after = 0
    while True:
        block = session.execute(_BLOCK, {**bounds, "after": after, "count": BATCH}).mappings().all()
        if not block:
            return
        facts = seals.facts_of(session, block)
        yield from ((dict(row), facts[DocumentKind(row["document_kind"])][row["document_id"]]) for row in block)
        after = block[-1]["id"]


def _file_name(number: str) -> str:
    return re.sub(r"[^\w.-]", "_", number)


def _entry(name: str) -> zipfile.ZipInfo:
    """Name an entry without the time and the system that it is written on."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry

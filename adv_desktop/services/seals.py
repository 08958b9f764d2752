"""The seal of issued documents: a chained hash over every field, which `verify` computes again.

Algorithm 1 hashed every column, empty ones included, and nothing of the seal itself. Algorithm 2 leaves empty fields
out, so that a column added by a later version changes no seal, and hashes the seal's own facts with the document.
Algorithm 3 hashes of a kept file not its bytes alone but what sort of file it is and when it was kept, and of a
delivery how its note is written. All: SHA-256 of the previous hash, a line feed, and canonical JSON in UTF-8 (keys
sorted, no space).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop import __version__
from adv_desktop.models.audit import DocumentSeal
from adv_desktop.models.base import Base, written
from adv_desktop.models.enums import DocumentKind
from adv_desktop.services import closures
from adv_desktop.services.hashing import GENESIS, chained

ALGORITHM = 3
# Columns that sealed tables got after the last seal of algorithm 1.
_ADDED_SINCE = {
    "invoice_line": frozenset({"catch_weight", "packaging_id", "delivery_packaging_id"}),
    "delivery_line": frozenset({"weights", "serials", "warranty_until"}),
    "document_vat": frozenset({"packaging"}),
}
# What algorithm 3 hashes and those before it did not.
_SINCE_3 = "delivery_note"
FACTS_OF_THE_SEAL = ("document_kind", "document_id", "sealed_at", "algorithm", "program")
# The tables of a sealed document, header first, with the column that names the document.
SEALED = {
    DocumentKind.INVOICE: (
        ("invoice", "id"),
        ("invoice_line", "invoice_id"),
        ("document_vat", "invoice_id"),
        ("invoice_instalment", "invoice_id"),
        ("deposit_deduction", "invoice_id"),
    ),
    DocumentKind.DELIVERY: (
        ("delivery", "id"),
        ("delivery_line", "delivery_id"),
        (_SINCE_3, "delivery_id"),
    ),
    DocumentKind.PAYMENT: (("payment", "id"),),
}
# The date of a document, which may not lie in a month that is closed.
DATES = {DocumentKind.INVOICE: "issue_date", DocumentKind.DELIVERY: "delivery_date", DocumentKind.PAYMENT: "paid_on"}
# What the files of a document are stored as.
_KEPT_AS = {DocumentKind.INVOICE: ("invoice", "einvoice"), DocumentKind.DELIVERY: ("delivery_note",)}
Row = dict[str, Any]
Facts = dict[str, list[Any]]

# Made once: every issue executes these.
_LAST = sa.select(DocumentSeal.hash, DocumentSeal.sealed_at).order_by(DocumentSeal.id.desc()).limit(1)
_INSERT = sa.insert(Base.metadata.tables[DocumentSeal.__tablename__])
_FILES = ("pdf_file_id", "xml_file_id")
_FACTS_OF_A_FILE = ("sha256", "size", "kind", "created_at")
_KEPT = sa.text(
    f"SELECT id, {', '.join(_FACTS_OF_A_FILE)} FROM stored_file WHERE id IN (SELECT value FROM json_each(:ids))"  # noqa: S608 (own names)
)


def seal(session: Session, kind: DocumentKind, document_id: int, now: dt.datetime) -> None:
    """Chain the hash of a document that was just frozen; raise `period.closed` when its month is.

    The first seal of a day first closes the days before it.
    """
    last = session.execute(_LAST).first()
    if last is not None and closures.local_day(last.sealed_at) != closures.local_day(now):
        closures.close_days(session, now)
    facts = frozen_facts(session, kind, [document_id])[document_id]
    closures.refuse_closed(session, facts[SEALED[kind][0][0]][0][DATES[kind]])
    row: Row = {
        "document_kind": kind.value,
        "document_id": document_id,
        "sealed_at": written(now),
        "algorithm": ALGORITHM,
        "program": __version__,
        "previous_hash": last.hash if last else GENESIS,
    }
    session.execute(_INSERT, [{**row, "document_kind": kind, "sealed_at": now, "hash": digest(row, facts)}])


def digest(row: Mapping[str, Any], facts: Facts) -> str:
    """Compute the hash of a seal from its row, as it is stored, and the facts of its document."""
    return chained(row["previous_hash"], sealed_facts(row, facts))


def sealed_facts(row: Mapping[str, Any], facts: Facts) -> Mapping[str, object]:
    """Return what the algorithm of a seal hashes."""
    if row["algorithm"] < ALGORITHM:
        facts = _before_algorithm_3(facts)
    if row["algorithm"] == 1:
        return _as_of_algorithm_1(facts)
    present = {name: [_present(part) for part in rows] for name, rows in facts.items()}
    return {**present, "seal": {name: row[name] for name in FACTS_OF_THE_SEAL}}


def files_are_as_kept(row: Mapping[str, Any], facts: Facts) -> bool:
    """Tell whether the files of a document are of its sort, and the note of a delivery kept at the instant of its seal.

    This finds what a seal before algorithm 3 leaves out, since it hashes the bytes of the files alone.
    """
    kind = DocumentKind(row["document_kind"])
    at_once = kind is DocumentKind.DELIVERY
    return row["algorithm"] >= ALGORITHM or all(
        file["kind"] in _KEPT_AS[kind] and (not at_once or file["created_at"] == row["sealed_at"])
        for file in facts["files"]
    )


def _before_algorithm_3(facts: Facts) -> Facts:
    """Return facts with the hashes alone of the files, and without the note of a delivery."""
    kept = {name: rows for name, rows in facts.items() if name != _SINCE_3}
    return {**kept, "files": [file["sha256"] for file in facts["files"]]}


def _as_of_algorithm_1(facts: Facts) -> Facts:
    """Return rows without the columns that were added since, unless something stands there."""
    kept = dict(facts)
    for table, added in _ADDED_SINCE.items():
        if table in facts:
            kept[table] = [
                {name: value for name, value in part.items() if value is not None or name not in added}
                for part in facts[table]
            ]
    return kept


def facts_of(session: Session, block: Sequence[sa.RowMapping]) -> dict[DocumentKind, dict[int, Facts]]:
    """Return the facts of the documents of some seals, read together, by kind and id."""
    wanted: dict[DocumentKind, list[int]] = {}
    for row in block:
        wanted.setdefault(DocumentKind(row["document_kind"]), []).append(row["document_id"])
    return {kind: frozen_facts(session, kind, ids) for kind, ids in wanted.items()}


def frozen_facts(session: Session, kind: DocumentKind, ids: Sequence[int]) -> dict[int, Facts]:
    """Return every stored field of documents and what is kept of their files, as raw database values, by id."""
    tables = SEALED[kind]
    found: dict[int, Facts] = {document_id: {name: [] for name, _key in tables} for document_id in ids}
    wanted = json.dumps(list(ids))
    for name, key in tables:
        columns, statement = _reading(name, key)
        for values in session.execute(statement, {"ids": wanted}):
            row = dict(zip(columns, values, strict=True))  # `mappings()` made a verification 1.7 times as long
            found[row[key]][name].append(row)
    header = tables[0][0]
    files = _kept_files(session, (row for facts in found.values() for row in facts[header]))
    for facts in found.values():
        ids_of_files = sorted(row[column] for row in facts[header] for column in _FILES if row.get(column) is not None)
        facts["files"] = [files[file_id] for file_id in ids_of_files if file_id in files]
    return found


def _kept_files(session: Session, headers: Iterable[Row]) -> dict[int, Row]:
    ids = [row[column] for row in headers for column in _FILES if row.get(column) is not None]
    if not ids:
        return {}
    rows = session.execute(_KEPT, {"ids": json.dumps(ids)}).all()
    return {row[0]: dict(zip(_FACTS_OF_A_FILE, row[1:], strict=True)) for row in rows}


def _present(row: object) -> object:
    return {name: value for name, value in row.items() if value is not None} if isinstance(row, dict) else row


@cache
def _reading(name: str, key: str) -> tuple[tuple[str, ...], sa.TextClause]:
    """Return the columns of a table, and their reading as they are stored, untouched by their types."""
    columns = tuple(column.name for column in Base.metadata.tables[name].columns)
    quoted = ", ".join(f'"{column}"' for column in columns)
    wanted = "(SELECT value FROM json_each(:ids))"
    statement = sa.text(f'SELECT {quoted} FROM "{name}" WHERE "{key}" IN {wanted} ORDER BY rowid')  # noqa: S608 (own names)
    return columns, statement

"""The seal of issued documents: a chained hash over every field, which `verify` computes again."""

from __future__ import annotations

import datetime as dt
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.audit import DocumentSeal
from adv_desktop.models.base import Base
from adv_desktop.models.delivery import StoredFile
from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.hashing import GENESIS, chained

# The tables of a sealed document, header first, with the column that names the document.
SEALED = {
    DocumentKind.INVOICE: (
        ("invoice", "id"),
        ("invoice_line", "invoice_id"),
        ("document_vat", "invoice_id"),
        ("invoice_instalment", "invoice_id"),
        ("deposit_deduction", "invoice_id"),
    ),
    DocumentKind.DELIVERY: (("delivery", "id"), ("delivery_line", "delivery_id")),
    DocumentKind.PAYMENT: (("payment", "id"),),
}

# Made once: every issue executes these.
_LAST_HASH = sa.select(DocumentSeal.hash).order_by(DocumentSeal.id.desc()).limit(1)
_INSERT = sa.insert(Base.metadata.tables[DocumentSeal.__tablename__])


def seal(session: Session, kind: DocumentKind, document_id: int, now: dt.datetime) -> None:
    """Chain the hash of a document that was just frozen."""
    previous = session.scalar(_LAST_HASH) or GENESIS
    digest = chained(previous, frozen_facts(session, kind, document_id))
    row = {"document_kind": kind, "document_id": document_id, "sealed_at": now, "previous_hash": previous}
    session.execute(_INSERT, [{**row, "hash": digest}])


def frozen_facts(session: Session, kind: DocumentKind, document_id: int) -> dict[str, object]:
    """Return every stored field of a document and the hashes of its files, as raw database values."""
    tables = {name: _rows(session, name, key, document_id) for name, key in SEALED[kind]}
    header = next(iter(tables[SEALED[kind][0][0]]), {})
    file_ids = [header[column] for column in ("pdf_file_id", "xml_file_id") if header.get(column) is not None]
    statement = sa.select(StoredFile.sha256).where(StoredFile.id.in_(file_ids)).order_by(StoredFile.id)
    return {**tables, "files": list(session.scalars(statement))}


def _rows(session: Session, name: str, key: str, document_id: int) -> list[dict[str, object]]:
    return [dict(row) for row in session.execute(_statement(name, key), {"id": document_id}).mappings()]


@cache
def _statement(name: str, key: str) -> sa.TextClause:
    """Return the reading of a table's columns as they are stored, untouched by their types."""
    columns = ", ".join(f'"{column.name}"' for column in Base.metadata.tables[name].columns)
    return sa.text(f'SELECT {columns} FROM "{name}" WHERE "{key}" = :id ORDER BY id')  # noqa: S608 (own names)

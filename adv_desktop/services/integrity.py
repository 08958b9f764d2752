"""`verify`: the file, the references, the chains of hashes, and every rule that the figures must obey."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import database
from adv_desktop.models.audit import AuditEntry, DocumentSeal
from adv_desktop.models.base import Base
from adv_desktop.models.delivery import StoredFile
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import KnownError
from adv_desktop.models.schema import SEARCH_TABLE
from adv_desktop.services import invariants, seals
from adv_desktop.services.hashing import GENESIS, chained
from adv_desktop.services.problems import Check, Problem
from adv_desktop.services.recorder import SEARCHED, search_rowid
from adv_desktop.services.store import Store

__all__ = ["Problem", "verify"]

BATCH = 500
# A sealed document by its header: which rows must have a seal.
FROZEN = {
    DocumentKind.INVOICE: "state = 'issued'",
    DocumentKind.DELIVERY: "state = 'shipped'",
    DocumentKind.PAYMENT: "1",
}


def verify(source: Store | Path, step: Callable[[int, int], None] = lambda _done, _total: None) -> list[Problem]:
    """Return everything that is wrong with a database, an empty list when all is well.

    `step(done, total)` is called between the checks and may cancel there.
    """
    path = source.path if isinstance(source, Store) else source
    try:
        database.inspect_file(path)
        engine = database.engine(path, read_only=True)
    except (KnownError, UnicodeDecodeError, OSError) as error:
        return [_unreadable(error, path.name)]
    try:
        return _run(engine, path, step)
    finally:
        engine.dispose()


def _run(engine: sa.Engine, path: Path, step: Callable[[int, int], None]) -> list[Problem]:
    problems: list[Problem] = []
    for done, check in enumerate(CHECKS):
        step(done, len(CHECKS))
        try:
            with database.known_errors(path), database.ReadSession(engine) as session:
                problems += check(session)
        except (KnownError, UnicodeDecodeError, ValueError, LookupError, sa.exc.SQLAlchemyError) as error:
            # Damaged bytes are not text, JSON or a known word any more.
            problems.append(_unreadable(error, check.__name__.strip("_")))
    step(len(CHECKS), len(CHECKS))
    return problems


def _unreadable(error: Exception, where: str) -> Problem:
    if isinstance(error, KnownError):
        return Problem(error.code, where, {"path": where, "detail": "", **error.facts})
    return Problem("database.corrupt", where, {"path": where, "detail": str(error)})


def _pages(session: Session) -> Iterator[Problem]:
    for (said,) in session.execute(sa.text("PRAGMA integrity_check(20)")).all():
        if said != "ok":
            yield Problem("integrity.damaged", "database", {"detail": said})


def _references(session: Session) -> Iterator[Problem]:
    for table, row, parent, _key in session.execute(sa.text("PRAGMA foreign_key_check")).all():
        yield Problem("integrity.reference", str(table), {"row": row, "parent": parent})


def _search_index(session: Session) -> Iterator[Problem]:
    """Every document is found by the search."""
    for kind, (document, _fields) in SEARCHED.items():
        table = kind.__tablename__
        query = f"SELECT count(*) FROM {table} WHERE :first + id NOT IN (SELECT rowid FROM {SEARCH_TABLE})"  # noqa: S608
        missing = session.execute(sa.text(query), {"first": search_rowid(document, 0)}).scalar_one()
        if missing:
            yield Problem("integrity.search", table, {"count": missing})


def _seals(session: Session) -> Iterator[Problem]:
    """Compute the chain of seals again, and look for documents that lack theirs."""
    seal = DocumentSeal
    rows = session.execute(
        sa.select(seal.id, seal.document_kind, seal.document_id, seal.previous_hash, seal.hash).order_by(seal.id)
    ).all()
    previous = GENESIS
    for seal_id, kind, document_id, chained_to, kept in rows:
        facts = seals.frozen_facts(session, kind, document_id)
        if chained_to != previous:
            yield Problem("integrity.seal_chain", str(seal_id))
        if chained(chained_to, facts) != kept:
            yield Problem("integrity.seal_broken", _name(facts, kind, document_id))
        previous = kept
    yield from _unsealed(session, {(row.document_kind, row.document_id) for row in rows})


def _unsealed(session: Session, sealed: set[tuple[DocumentKind, int]]) -> Iterator[Problem]:
    for kind, frozen in FROZEN.items():
        header = Base.metadata.tables[seals.SEALED[kind][0][0]]
        for row_id, number in session.execute(sa.select(header.c.id, header.c.number).where(sa.text(frozen))).all():
            if (kind, row_id) not in sealed:
                yield Problem("integrity.seal_missing", str(number))


def _name(facts: dict[str, object], kind: DocumentKind, document_id: int) -> str:
    rows = facts[seals.SEALED[kind][0][0]]
    number = rows[0].get("number") if isinstance(rows, list) and rows else None
    return str(number or f"{kind} {document_id}")


def _audit(session: Session) -> Iterator[Problem]:
    """Compute the chain of the trail again."""
    entries = AuditEntry.__table__.c
    rows = session.execute(sa.select(*entries).order_by(entries.id), execution_options={"yield_per": BATCH}).mappings()
    previous = GENESIS
    for row in rows:
        facts = {name: row[name] for name in ("actor", "action", "table_name", "row_id", "before", "after")}
        facts["at"] = row["at"].isoformat()
        if row["previous_hash"] != previous or chained(row["previous_hash"], facts) != row["hash"]:
            yield Problem("integrity.audit", str(row["id"]), {"table": row["table_name"], "row": row["row_id"]})
        previous = row["hash"]


def _files(session: Session) -> Iterator[Problem]:
    """Every file that is kept still has the bytes that it was kept with."""
    rows = session.execute(
        sa.select(StoredFile.id, StoredFile.sha256, StoredFile.size, StoredFile.content),
        execution_options={"yield_per": 20},
    )
    for file_id, sha256, size, content in rows:
        if len(content) != size or hashlib.sha256(content).hexdigest() != sha256:
            yield Problem("integrity.file", str(file_id))


CHECKS: tuple[Check, ...] = (
    _pages, _references, _seals, _audit, _files, _search_index, *invariants.CHECKS,
)  # fmt: skip

"""The chains computed again: seals of documents, closures, trail; and the documents that lack their seal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.audit import AuditEntry, Closure, DocumentSeal
from adv_desktop.models.base import Base
from adv_desktop.models.enums import ClosurePeriod, DocumentKind
from adv_desktop.models.values import Money
from adv_desktop.services import closures as closing
from adv_desktop.services import seals as sealing
from adv_desktop.services.hashing import GENESIS, chained
from adv_desktop.services.problems import Problem, Step
from adv_desktop.services.turnover import AMOUNTS, Turnover, dated, recorded

BATCH = 500
# A sealed document by its header: which rows must have a seal.
FROZEN = {
    DocumentKind.INVOICE: "state = 'issued'",
    DocumentKind.DELIVERY: "state = 'shipped'",
    DocumentKind.PAYMENT: "1",
}
_BLOCK = sa.text("SELECT * FROM document_seal WHERE id > :after ORDER BY id LIMIT :count")


def seals(session: Session, step: Step) -> Iterator[Problem]:
    """Compute the chain of seals again, a block at a time."""
    count = session.execute(sa.select(sa.func.count()).select_from(DocumentSeal)).scalar_one()
    previous, after, done = GENESIS, 0, 0
    while block := session.execute(_BLOCK, {"after": after, "count": BATCH}).mappings().all():
        step(done, count)
        facts = sealing.facts_of(session, block)
        for row in block:
            kind, document_id = DocumentKind(row["document_kind"]), row["document_id"]
            if row["previous_hash"] != previous:
                yield Problem("integrity.seal_chain", str(row["id"]))
            found = facts[kind][document_id]
            if sealing.digest(dict(row), found) != row["hash"] or not sealing.files_are_as_kept(dict(row), found):
                yield Problem("integrity.seal_broken", _name(found, kind, document_id), document=(kind, document_id))
            previous = row["hash"]
        after, done = block[-1]["id"], done + len(block)


def unsealed(session: Session) -> Iterator[Problem]:
    """Find the issued documents that have no seal."""
    for kind, frozen in FROZEN.items():
        header = Base.metadata.tables[sealing.SEALED[kind][0][0]]
        seal = sa.select(DocumentSeal.id).where(
            DocumentSeal.document_kind == kind, DocumentSeal.document_id == header.c.id
        )
        statement = sa.select(header.c.id, header.c.number).where(sa.text(frozen), ~seal.exists())
        for row_id, number in session.execute(statement).all():
            yield Problem("integrity.seal_missing", str(number), document=(kind, row_id))


def _name(facts: sealing.Facts, kind: DocumentKind, document_id: int) -> str:
    rows = facts[sealing.SEALED[kind][0][0]]
    return str((rows[0].get("number") if rows else None) or f"{kind} {document_id}")


def closures(session: Session, step: Step) -> Iterator[Problem]:
    """Compute each closure again: its hash, where it says that the chains stood, its totals and the grand totals."""
    statement = sa.select(*Closure.__table__.c).order_by(Closure.id)
    rows = [dict(row) for row in session.execute(statement).mappings()]
    before: Mapping[str, Any] = {"hash": GENESIS, "seal_id": 0, **{f"total_{name}": 0 for name in AMOUNTS}}
    day_before = 0
    for done, row in enumerate(rows):
        step(done, len(rows))
        where = closing.name(row["period"], row["first_day"])
        if row["previous_hash"] != before["hash"] or closing.digest(row) != row["hash"]:
            yield Problem("integrity.closure_broken", where)
        yield from _anchors(session, row, where)
        is_day = row["period"] is ClosurePeriod.DAY
        found = (
            recorded(session, day_before, row["seal_id"])
            if is_day
            else dated(session, row["first_day"], row["last_day"])
        )
        yield from _totals(session, row, before, found, where)
        day_before = row["seal_id"] if is_day else day_before
        before = row


def _anchors(session: Session, row: Mapping[str, Any], where: str) -> Iterator[Problem]:
    """Find what was cut off the end of a chain, or made again, since a closure."""
    for chain, code, row_id, kept in (
        (DocumentSeal, "integrity.closure_seal", row["seal_id"], row["seal_hash"]),
        (AuditEntry, "integrity.closure_audit", row["audit_id"], row["audit_hash"]),
    ):
        found = session.scalar(sa.select(chain.hash).where(chain.id == row_id)) if row_id else GENESIS
        if found != kept:
            yield Problem(code, where, {"row": row_id})


def _totals(
    session: Session, row: Mapping[str, Any], before: Mapping[str, Any], found: Turnover, where: str
) -> Iterator[Problem]:
    if dict(found.counts) != row["counts"]:
        facts = {"kept": sum(row["counts"].values()), "computed": sum(found.counts.values())}
        yield Problem("integrity.closure_count", where, facts)
    since = recorded(session, before["seal_id"], row["seal_id"])
    expected = {name: getattr(found, name) for name in AMOUNTS}
    expected |= {f"total_{name}": before[f"total_{name}"] + getattr(since, name) for name in AMOUNTS}
    for name, computed in expected.items():
        if row[name] != computed:
            yield Problem("integrity.closure_totals", where, {"kept": Money(row[name]), "computed": Money(computed)})


def audit(session: Session, step: Step) -> Iterator[Problem]:
    """Compute the chain of the trail again."""
    entries = AuditEntry.__table__.c
    count = session.execute(sa.select(sa.func.count()).select_from(AuditEntry)).scalar_one()
    rows = session.execute(sa.select(*entries).order_by(entries.id), execution_options={"yield_per": BATCH}).mappings()
    previous = GENESIS
    for done, row in enumerate(rows):
        if done % BATCH == 0:
            step(done, count)
        facts = {name: row[name] for name in ("actor", "action", "table_name", "row_id", "before", "after")}
        facts["at"] = row["at"].isoformat()
        if row["previous_hash"] != previous or chained(row["previous_hash"], facts) != row["hash"]:
            yield Problem("integrity.audit", str(row["id"]), {"table": row["table_name"], "row": row["row_id"]})
        previous = row["hash"]

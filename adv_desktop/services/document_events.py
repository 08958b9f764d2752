"""What is done with a document after its issue: kept beside it, the document itself never changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import DocumentEvent
from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import Store, actor_name, touch

PRINTED = "printed"
SENT = "sent"


class DocumentEvents:
    """Records what was done with issued documents."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def printed(self, kind: DocumentKind, *ids: int) -> None:
        """Record that documents were printed: their next print is a duplicate."""
        now, actor = self._clock.now(), actor_name()
        with self._store.write("document.printed") as session:
            for document_id in ids:
                session.add(
                    DocumentEvent(document_kind=kind, document_id=document_id, at=now, actor=actor, kind=PRINTED)
                )
            touch(session, kind, *ids)


def note_sent(
    session: Session, documents: Iterable[tuple[DocumentKind, int]], recipients: Iterable[str], now: dt.datetime
) -> None:
    """Record, inside a transaction, that documents were sent, and to whom."""
    detail = {"to": list(recipients)}
    for kind, document_id in documents:
        session.add(
            DocumentEvent(
                document_kind=kind, document_id=document_id, at=now, actor=actor_name(), kind=SENT, detail=detail
            )
        )
        touch(session, kind, document_id)


def printed_before(session: Session, kind: DocumentKind, ids: Iterable[int]) -> frozenset[int]:
    """Return which of these documents were printed already."""
    statement = sa.select(DocumentEvent.document_id).where(
        DocumentEvent.document_kind == kind,
        DocumentEvent.document_id.in_(list(ids)),
        DocumentEvent.kind == PRINTED,
    )
    return frozenset(session.scalars(statement))

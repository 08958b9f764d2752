"""What is being typed in a form, kept outside audit and versions so that a crash loses seconds at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from adv_desktop.models.activity import FormDraft
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A form's content as it was last kept; `document_id` 0 is a document that does not exist yet."""

    kind: str
    document_id: int
    payload: dict[str, Any]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """What a form finds when it opens: the draft to offer, if any, and where its own is to be kept."""

    draft: KeptDraft | None
    slot: int


class FormDrafts:
    """Keeps one draft for each form and document."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def keep(self, kind: str, document_id: int, payload: dict[str, Any]) -> datetime:
        """Keep what is typed, in place of what was kept before; return the instant."""
        with self._store.write("draft.keep") as session:
            session.execute(_of(sa.delete(FormDraft), kind, document_id))
            now = self._clock.now()
            session.add(FormDraft(kind=kind, document_id=document_id, payload=payload, saved_at=now))
        return now

    def forget(self, kind: str, document_id: int) -> None:
        """Forget a draft: the document was saved, or given up."""
        with self._store.write("draft.forget") as session:
            session.execute(_of(sa.delete(FormDraft), kind, document_id))

    def left(self, kind: str, document_id: int, window: str) -> Left:
        """Return what was left of a document, or of new ones (0): the last one that `window` is not typing itself.

        Every new document is kept in a place of its own, 0 and below, so that one never overwrites another.
        """
        kept = [draft for draft in self.kept() if draft.kind == kind]
        if document_id:
            same = [draft for draft in kept if draft.document_id == document_id]
            return Left(_first_left(same, window), document_id)
        new = [draft for draft in kept if draft.document_id <= 0]
        taken = [draft.document_id for draft in new]
        return Left(_first_left(new, window), min(taken) - 1 if taken else 0)

    def kept(self) -> list[KeptDraft]:
        """Return every draft, the last one first: what a crash or a closed window left."""
        with self._store.read() as session:
            rows = session.scalars(sa.select(FormDraft).order_by(FormDraft.saved_at.desc())).all()
        return [KeptDraft(row.kind, row.document_id, row.payload, row.saved_at) for row in rows]


def _of(statement: sa.Delete, kind: str, document_id: int) -> sa.Delete:
    return statement.where(FormDraft.kind == kind, FormDraft.document_id == document_id)


def _first_left(drafts: list[KeptDraft], window: str) -> KeptDraft | None:
    """Return the last draft that no form of the window is typing; a form that was closed says no window."""
    return next((draft for draft in drafts if draft.payload.get("typed_in") not in {window} - {""}), None)

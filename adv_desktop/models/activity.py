"""Notes and calls on the timeline, messages to send, what is being typed, and what was put off."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, FactList, Facts, Id, Instant, JsonText, choice, references
from adv_desktop.models.enums import DocumentKind, MessageState
from adv_desktop.models.errors import DomainError

# Out of « sending » goes also what a stop of the program left there: the user looks, then sends again.
MESSAGE_TRANSITIONS: dict[MessageState, frozenset[MessageState]] = {
    MessageState.TO_SEND: frozenset({MessageState.SENDING}),
    MessageState.SENDING: frozenset(
        {MessageState.SENT, MessageState.DRAFTED, MessageState.FAILED, MessageState.TO_SEND}
    ),
    MessageState.FAILED: frozenset({MessageState.SENDING, MessageState.TO_SEND}),
    MessageState.DRAFTED: frozenset({MessageState.SENT, MessageState.TO_SEND}),
    MessageState.SENT: frozenset(),
}


class Activity(Base):
    """A note, a call or a request on a customer or a document."""

    __tablename__ = "activity"
    __table_args__ = (sa.Index("ix_activity_document", "document_kind", "document_id", "id"),)

    id: Mapped[Id]
    customer_id: Mapped[int | None] = references("customer.id", index=True)
    document_kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    document_id: Mapped[int]
    at: Mapped[Instant]
    actor: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]


class OutboxMessage(Base):
    """Documents to send to one customer: nothing leaves without the user's click.

    `document_kind` and `document_id` are those of the first file. Each of `files` is a mapping of letter, kind, id
    and number of its document, name of the file, and the stored bytes as they were when it was put in the outbox.
    """

    __tablename__ = "outbox"
    document = (DocumentKind.MESSAGE, "id")

    id: Mapped[Id]
    customer_id: Mapped[int] = references("customer.id", index=True)
    document_kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    document_id: Mapped[int]
    channel: Mapped[str]
    recipients: Mapped[FactList]
    subject: Mapped[str]
    body: Mapped[str]
    files: Mapped[FactList]
    state: Mapped[MessageState] = mapped_column(choice(MessageState), default=MessageState.TO_SEND, index=True)
    created_at: Mapped[Instant]
    sent_at: Mapped[Instant | None]
    failure: Mapped[str | None]  # JSON of an error: its code and facts, said in the reader's language

    def move_to(self, state: MessageState) -> None:
        """Go to another state; raise `outbox.wrong_state`."""
        if state not in MESSAGE_TRANSITIONS[self.state]:
            raise DomainError("outbox.wrong_state", subject=self.subject, state=self.state.value)
        self.state, self.failure = state, None

    def refuse_unless_waiting(self) -> None:
        """Raise `outbox.wrong_state` for what has left or is leaving."""
        if self.state in {MessageState.SENT, MessageState.SENDING}:
            raise DomainError("outbox.wrong_state", subject=self.subject, state=self.state.value)


class FormDraft(Base):
    """What is being typed in a form, saved outside the audit trail so that a crash loses seconds at most."""

    __tablename__ = "form_draft"
    __table_args__ = (sa.UniqueConstraint("kind", "document_id"),)

    id: Mapped[Id]
    kind: Mapped[str]
    document_id: Mapped[int] = mapped_column(default=0)  # 0: a document that does not exist yet
    payload: Mapped[Facts]
    saved_at: Mapped[Instant]


class Snooze(Base):
    """A line of the day's board that was put off, or ticked as done: hidden until a day."""

    __tablename__ = "snooze"
    __table_args__ = (sa.UniqueConstraint("nature", "document_id"),)

    id: Mapped[Id]
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    document_id: Mapped[int]
    nature: Mapped[str]  # what is to be done with it: a document may stand on the board for several things
    until: Mapped[dt.date]
    done: Mapped[bool] = mapped_column(default=False)


class SavedView(Base):
    """A named view of a list: what it is filtered by, its columns and its order, as the list writes them."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("page", "name"),)

    id: Mapped[Id]
    page: Mapped[str]
    name: Mapped[str]
    query: Mapped[Facts]


class ImportMapping(Base):
    """The columns of a kind of file as they were recognised or corrected, remembered under a name."""

    __tablename__ = "import_mapping"
    __table_args__ = (sa.UniqueConstraint("kind", "name"),)

    id: Mapped[Id]
    kind: Mapped[str]
    name: Mapped[str]
    columns: Mapped[dict[str, Any]] = mapped_column(JsonText())

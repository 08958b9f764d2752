"""Notes and calls on the timeline, messages to send, what is being typed, and what was put off."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, FactList, Facts, Id, Instant, JsonText, choice, references
from adv_desktop.models.enums import DocumentKind


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
    """A document to send: nothing leaves without the user's click."""

    __tablename__ = "outbox"

    id: Mapped[Id]
    customer_id: Mapped[int] = references("customer.id", index=True)
    document_kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    document_id: Mapped[int]
    channel: Mapped[str]
    recipients: Mapped[FactList]
    subject: Mapped[str]
    body: Mapped[str]
    files: Mapped[FactList]
    state: Mapped[str] = mapped_column(default="to_send", index=True)
    created_at: Mapped[Instant]
    sent_at: Mapped[Instant | None]
    failure: Mapped[str | None]


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
    """A named filter of a list."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("page", "name"),)

    id: Mapped[Id]
    page: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]


class ImportMapping(Base):
    """The columns of a kind of file as they were recognised or corrected, remembered under a name."""

    __tablename__ = "import_mapping"
    __table_args__ = (sa.UniqueConstraint("kind", "name"),)

    id: Mapped[Id]
    kind: Mapped[str]
    name: Mapped[str]
    columns: Mapped[dict[str, Any]] = mapped_column(JsonText())

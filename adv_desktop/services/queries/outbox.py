"""Messages to customers as lists and pages show them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.enums import DocumentKind, Letter, MessageState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.services.queries.listing import Flag, Key, Listing, always, by_customer, by_day, by_text
from adv_desktop.services.queries.selected import Row
from adv_desktop.services.queries.states import MESSAGE, State
from adv_desktop.services.texts import N_


@dataclass(frozen=True, slots=True)
class FileRow:
    """A document that a message encloses; `file_id` is that of the stored bytes."""

    letter: Letter
    kind: DocumentKind
    document_id: int
    number: str
    name: str
    file_id: int


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message of a list; `failure` is why it did not leave."""

    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    channel: str
    recipients: tuple[str, ...]
    subject: str
    body: str
    files: tuple[FileRow, ...]
    state: State
    message_state: MessageState
    created_at: dt.datetime
    sent_at: dt.datetime | None
    failure: DomainError | None


def _in(*states: MessageState) -> sa.ColumnElement[bool]:
    return OutboxMessage.state.in_(states)


LISTING = Listing(
    kind=DocumentKind.MESSAGE,
    table=OutboxMessage,
    id=OutboxMessage.id,
    sorts={"created": OutboxMessage.created_at, "subject": OutboxMessage.subject, "sent": OutboxMessage.sent_at},
    by_words=frozenset({"subject"}),
    drafts_first=frozenset(),
    flags=(
        Flag("to_send", N_("To send"), ("a envoyer",), always(_in(MessageState.TO_SEND))),
        Flag("failed", N_("Failed"), ("echec", "echecs"), always(_in(MessageState.FAILED, MessageState.SENDING))),
        Flag("drafted", N_("Draft written"), ("brouillon",), always(_in(MessageState.DRAFTED))),
        Flag("sent", N_("Sent out"), ("envoye", "envoyes"), always(_in(MessageState.SENT)), counted=False),
    ),
    keys=(
        Key("customer", N_("customer"), ("client",), by_customer(OutboxMessage.customer_id)),
        Key("subject", N_("subject"), ("objet", "sujet"), by_text(OutboxMessage.subject)),
        Key("date", N_("date"), ("cree",), by_day(OutboxMessage.created_at)),
    ),
    prefixes=(OutboxMessage.subject,),
    customer=OutboxMessage.customer_id,
)
ids, counts = LISTING.ids, LISTING.counts
summary, selection_summary = LISTING.summary, LISTING.selection_summary
_ROWS = (
    sa.select(OutboxMessage, Customer.code, Customer.name)
    .join(Customer, Customer.id == OutboxMessage.customer_id)
    .where(OutboxMessage.id.in_(sa.bindparam("ids", expanding=True)))
)


def rows(session: Session, ids: Iterable[int], _today: dt.date) -> dict[int, MessageRow]:
    """Return the rows of a block by id."""
    return {row[0].id: _row(row) for row in session.execute(_ROWS, {"ids": list(ids)})}


def detail(session: Session, message_id: int, today: dt.date) -> MessageRow:
    """Return a message; raise `outbox.not_found`."""
    found = rows(session, [message_id], today).get(message_id)
    if found is None:
        raise DomainError("outbox.not_found", number=message_id)
    return found


def waiting(session: Session) -> int:
    """Return how many messages wait for somebody: to send, failed, or interrupted."""
    states = _in(MessageState.TO_SEND, MessageState.FAILED, MessageState.SENDING)
    return session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage).where(states)) or 0


def content(session: Session, file_id: int) -> bytes:
    """Return the bytes of an enclosed file, as they were when it was put in the outbox."""
    from adv_desktop.services import files

    found = files.content_of(session, file_id)
    if found is None:
        raise DomainError("outbox.file_missing", name=str(file_id))
    return found


def _row(row: Row) -> MessageRow:
    message, code, name = row
    return MessageRow(
        id=message.id, customer_id=message.customer_id, customer_code=code, customer_name=name,
        channel=message.channel, recipients=tuple(message.recipients), subject=message.subject, body=message.body,
        files=tuple(_file(file) for file in message.files), state=MESSAGE[message.state],
        message_state=message.state, created_at=message.created_at, sent_at=message.sent_at,
        failure=_failure(message.failure),
    )  # fmt: skip


def _file(kept: dict[str, Any]) -> FileRow:
    return FileRow(
        Letter(kept["letter"]), DocumentKind(kept["kind"]), kept["id"], kept["number"], kept["name"], kept["file"]
    )


def _failure(kept: str | None) -> DomainError | None:
    if kept is None:
        return None
    read = json.loads(kept)
    return DomainError(read["code"], **read["facts"])

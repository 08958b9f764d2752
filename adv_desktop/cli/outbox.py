"""`adv outbox`: list, send."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from adv_desktop.cli import plain_text
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject
from adv_desktop.cli.output import DONE, REFUSED, Answer, error_object
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import AdvError, DomainError
from adv_desktop.services.queries import filters
from adv_desktop.services.queries import outbox as listed
from adv_desktop.services.queries.outbox import MessageRow
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verbs on messages."""
    listing = verbs.add("outbox list", N_("list the messages to customers"), list_messages)
    listing.option("--query", "Q", N_("key: value, a..b, free words; a semicolon between two conditions"))
    send = verbs.add("outbox send", N_("send the messages that wait, or those named"), send_messages)
    send.argument("ids", "ID", N_("id of a message"), several=True, optional=True)


def list_messages(asked: argparse.Namespace, console: Console) -> Answer:
    """List messages, the oldest first."""
    today = console.clock.today()
    with console.services.store.read() as session:
        ids = listed.ids(session, filters.parse(asked.query or ""), "", descending=False, today=today)
    return answer(console, ids)


def answer(console: Console, message_ids: Sequence[int]) -> Answer:
    """Show messages."""
    with console.services.store.read() as session:
        found = listed.rows(session, message_ids, console.clock.today())
    rows: list[JsonObject] = [_object(found[row_id]) for row_id in message_ids if row_id in found]
    return Answer({"messages": rows}, plain_text.table(rows))


def send_messages(asked: argparse.Namespace, console: Console) -> Answer:
    """Send messages; those that did not leave are listed with the reason, and the exit code says so."""
    ids = [_id(text) for text in asked.ids] or None
    sending = console.services.outbox.send(ids)
    failed: list[JsonObject] = [{"id": one.message_id, **_reason(one.error)} for one in sending.failed]
    content: JsonObject = {
        "sent": list(sending.sent),
        "drafted": [path.as_posix() for path in sending.drafted],
        "failed": list(failed),
    }
    return Answer(content, plain_text.facts(N_("Outbox"), content), REFUSED if failed else DONE)


def _id(text: str) -> int:
    if not text.isdecimal():
        raise DomainError("outbox.not_found", number=text)
    return int(text)


def _reason(error: AdvError) -> JsonObject:
    said = error_object(error)
    return {"code": said["code"], "message": said["message"]}


def _object(row: MessageRow) -> JsonObject:
    return {
        "id": row.id,
        "customer": row.customer_code,
        "channel": row.channel,
        "recipients": list(row.recipients),
        "subject": row.subject,
        "files": [file.name for file in row.files],
        "state": row.message_state.value,
        "failure": None if row.failure is None else _reason(row.failure)["message"],
    }

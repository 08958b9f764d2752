"""The outbox: what is to be sent to customers waits here until the user's click, then leaves or says why not."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.enums import DocumentKind, Letter, MessageState
from adv_desktop.models.errors import AdvError, DomainError
from adv_desktop.models.party import Company
from adv_desktop.services import settings
from adv_desktop.services.clock import Clock
from adv_desktop.services.document_events import note_sent
from adv_desktop.services.jobs import Progress
from adv_desktop.services.mail.envelopes import envelope, sender_of, trial
from adv_desktop.services.mail.passwords import Kept, Passwords
from adv_desktop.services.mail.ways import MessageFiles, Way, way_of
from adv_desktop.services.rescheduling import note_told
from adv_desktop.services.setting_kinds import ADDRESS
from adv_desktop.services.settings import MailAccount
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_, _

FOLDER = "messages"
SECONDS_A_MINUTE = 60
LONGEST_SUBJECT = 200
# What tells customers the dates of their orders; an alert to our logistics does not.
_TELLING_DATES = frozenset({Letter.ACKNOWLEDGEMENT, Letter.AMENDED, Letter.DELAY})
TRIAL_SUBJECT = N_("Trial message of ADV Desktop")
TRIAL_TEXT = N_("The mail account works: messages to customers leave by it.")


@dataclass(frozen=True, slots=True)
class EditMessage:
    """A message as it was corrected before it leaves."""

    message_id: int
    recipients: tuple[str, ...]
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that did not leave, and why."""

    message_id: int
    error: AdvError


@dataclass(frozen=True, slots=True)
class Sending:
    """What came of a click on « send »: ids sent, files written to open in the mail program, and failures."""

    sent: tuple[int, ...]
    drafted: tuple[Path, ...]
    failed: tuple[Failure, ...]


class OutboxService:
    """The verbs on waiting messages."""

    def __init__(
        self, store: Store, clock: Clock, passwords: Passwords, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._store = store
        self._clock = clock
        self._passwords = passwords
        self._pause = pause

    def edit(self, command: EditMessage) -> None:
        """Correct the recipients, the subject or the text of a message that has not left."""
        subject = command.subject.strip()
        if not subject or len(subject) > LONGEST_SUBJECT or not subject.isprintable():
            raise DomainError("outbox.subject_refused", longest=LONGEST_SUBJECT)
        recipients = [address.strip() for address in command.recipients if address.strip()]
        for address in recipients:
            if not ADDRESS.fullmatch(address):
                raise DomainError("setting.address_refused", written=address)
        with self._store.write("outbox.edit") as session:
            message = message_of(session, command.message_id)
            message.refuse_unless_waiting()
            message.recipients, message.subject, message.body = recipients, subject, command.body.strip()
            if message.state is not MessageState.TO_SEND:
                message.move_to(MessageState.TO_SEND)

    def send_again(self, ids: Iterable[int]) -> None:
        """Make messages that failed, were written as files or were interrupted wait again."""
        with self._store.write("outbox.send_again") as session:
            for message_id in ids:
                message_of(session, message_id).move_to(MessageState.TO_SEND)

    def mark_sent(self, ids: Iterable[int]) -> None:
        """Record that messages written as files were sent by the mail program."""
        with self._store.write("outbox.mark_sent") as session:
            for message_id in ids:
                self._leave(session, message_of(session, message_id), MessageState.SENT)

    def discard(self, ids: Iterable[int]) -> None:
        """Take messages that have not left out of the outbox; their documents stay."""
        with self._store.write("outbox.discard") as session:
            for message_id in ids:
                message = message_of(session, message_id)
                message.refuse_unless_waiting()
                session.delete(message)

    def send(self, ids: Sequence[int] | None = None, progress: Progress | None = None) -> Sending:
        """Send messages (None: all that wait), one transaction each; a cancel acts between two.

        A server that cannot be reached refuses the whole and changes nothing; a message that it refuses stays red.
        """
        account, waiting = self._asked(ids)
        if not waiting:
            raise DomainError("outbox.nothing")
        steps = progress or Progress()
        sent: list[int] = []
        drafted: list[Path] = []
        failed: list[Failure] = []
        with way_of(account, self._password(account), self.folder(account)) as way:
            for place, message_id in enumerate(waiting):
                steps.step(place, len(waiting))
                self._wait(account, place)
                try:
                    path = self._send_one(way, account, message_id)
                except AdvError as error:
                    failed.append(Failure(message_id, error))
                    continue
                if path is None:
                    sent.append(message_id)
                else:
                    drafted.append(path)
        steps.step(len(waiting), len(waiting))
        return Sending(tuple(sent), tuple(drafted), tuple(failed))

    def try_account(self) -> str:
        """Send a message to oneself; return the address, or raise what is wrong with the account."""
        account, _waiting = self._asked(())
        if not account.host:
            raise DomainError("mail.no_account")
        with self._store.read() as session:
            sender = sender_of(account, session.get_one(Company, 1))
        with way_of(account, self._password(account), self.folder(account)) as way:
            way.post(trial(sender, _(TRIAL_SUBJECT), _(TRIAL_TEXT), self._clock), "trial")
        return sender

    def keep_password(self, password: str) -> Kept:
        """Keep the password of the account out of the database; return where it is."""
        return self._passwords.keep(self._asked(())[0], password)

    def password_kept(self) -> Kept:
        """Return where the password of the account is."""
        return self._passwords.where(self._asked(())[0])

    def folder(self, account: MailAccount | None = None) -> Path:
        """Return the folder of message files: chosen, else beside the company's file."""
        chosen = (account or self._asked(())[0]).folder
        return chosen or self._store.path.parent / FOLDER

    def _password(self, account: MailAccount) -> str | None:
        return self._passwords.of(account) if account.host and account.user else None

    def _asked(self, ids: Sequence[int] | None) -> tuple[MailAccount, list[int]]:
        with self._store.read() as session:
            account = settings.read(session).mail
            if ids is not None:
                return account, list(dict.fromkeys(ids))
            waiting = sa.select(OutboxMessage.id).where(OutboxMessage.state == MessageState.TO_SEND)
            return account, list(session.scalars(waiting.order_by(OutboxMessage.id)))

    def _wait(self, account: MailAccount, place: int) -> None:
        if place and account.host and account.a_minute:
            self._pause(SECONDS_A_MINUTE / account.a_minute)

    def _send_one(self, way: Way, account: MailAccount, message_id: int) -> Path | None:
        """Send one message; what it was is written before (« sending ») and after, so that a stop is seen."""
        with self._store.write("outbox.sending") as session:
            message = message_of(session, message_id)
            message.move_to(MessageState.SENDING)
        try:
            with self._store.read() as session:
                mail = envelope(session, message_of(session, message_id), account, self._clock)
            path = way.post(mail, f"message-{message_id:06}")
        except AdvError as error:
            self._fail(message_id, error)
            raise
        state = MessageState.DRAFTED if isinstance(way, MessageFiles) else MessageState.SENT
        with self._store.write(f"outbox.{state.value}") as session:
            self._leave(session, message_of(session, message_id), state)
        return path

    def _leave(self, session: Session, message: OutboxMessage, state: MessageState) -> None:
        message.move_to(state)
        if state is MessageState.SENT:
            message.sent_at = self._clock.now()
            documents = [
                (DocumentKind(file["kind"]), int(file["id"])) for file in message.files if not file.get("beside")
            ]
            note_sent(session, documents, message.recipients, message.sent_at)
            told = [file for file in message.files if file["letter"] in _TELLING_DATES]
            orders = [int(file["id"]) for file in told if file["kind"] == DocumentKind.ORDER.value]
            note_told(session, orders, self._clock.today())

    def _fail(self, message_id: int, error: AdvError) -> None:
        with self._store.write("outbox.failed") as session:
            message = message_of(session, message_id)
            message.move_to(MessageState.FAILED)
            facts = {name: str(value) for name, value in error.facts.items()}
            message.failure = json.dumps({"code": error.code, "facts": facts}, ensure_ascii=False)


def message_of(session: Session, message_id: int) -> OutboxMessage:
    """Return a message; raise `outbox.not_found`."""
    message = session.get(OutboxMessage, message_id)
    if message is None:
        raise DomainError("outbox.not_found", number=message_id)
    return message

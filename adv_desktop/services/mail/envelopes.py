"""A message of the outbox as an e-mail."""

from __future__ import annotations

import mimetypes
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from sqlalchemy.orm import Session

from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Company
from adv_desktop.services import files
from adv_desktop.services.clock import Clock
from adv_desktop.services.settings import MailAccount


def sender_of(account: MailAccount, company: Company) -> str:
    """Return the address that customers answer to; raise `mail.no_sender`."""
    sender = account.sender or (company.email or "")
    if not sender:
        raise DomainError("mail.no_sender")
    return sender


def envelope(session: Session, message: OutboxMessage, account: MailAccount, clock: Clock) -> EmailMessage:
    """Return a message as it leaves, with the bytes that were put in the outbox."""
    company = session.get_one(Company, 1)
    sender = sender_of(account, company)
    if not message.recipients:
        raise DomainError("outbox.no_recipient")
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = Address(company.trade_name or company.legal_name, addr_spec=sender)
    mail["To"] = ", ".join(message.recipients)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(clock.now())
    # The same at each try: a server that had taken it already delivers it once.
    mail["Message-ID"] = _identity(message, sender)
    mail.set_content(message.body)
    for file in message.files:
        content = files.content_of(session, file["file"])
        if content is None:
            raise DomainError("outbox.file_missing", name=file["name"])
        main, _slash, sub = (mimetypes.guess_type(file["name"])[0] or "application/octet-stream").partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=file["name"])
    return mail


def trial(sender: str, subject: str, text: str, clock: Clock) -> EmailMessage:
    """Return a message to oneself, which tells whether the account works."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = mail["To"] = sender
    mail["Subject"] = subject
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    mail.set_content(text)
    return mail


def _identity(message: OutboxMessage, sender: str) -> str:
    moment = message.created_at.strftime("%Y%m%d%H%M%S%f")
    return f"<adv-{message.id}-{moment}@{sender.partition('@')[2]}>"

"""How a message leaves: by the user's mail server, or as a file that the mail program opens and sends."""

from __future__ import annotations

import base64
import contextlib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from adv_desktop.models.errors import DomainError, KnownError
from adv_desktop.services.settings import MailAccount, MailSecurity
from adv_desktop.services.whole_files import told, whole

SECONDS = 30
AUTHENTICATED = 235


class Way(Protocol):
    """Takes messages one after the other."""

    def post(self, message: EmailMessage, name: str) -> Path | None:
        """Send a message (None), or write it to a file whose path is returned; `name` is the file's, without ending."""
        ...


class MailServer:
    """A connection to the user's server, made again when the server closed it between two messages."""

    def __init__(self, account: MailAccount, password: str | None) -> None:
        self._account = account
        self._password = password
        self._connection = self._connect()

    def post(self, message: EmailMessage, name: str) -> None:
        """Send a message to all its recipients; raise what the server refuses."""
        try:
            refused = self._connection.send_message(message)
        except smtplib.SMTPServerDisconnected:
            self._connection = self._connect()
            raise KnownError("mail.cut", host=self._account.host) from None
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(error.recipients) from error
        except (smtplib.SMTPException, OSError) as error:
            raise KnownError("mail.refused", host=self._account.host, detail=_said(error)) from error
        if refused:
            raise _refused(refused)

    def close(self) -> None:
        """Take leave of the server, which may be gone already."""
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self._connection.quit()

    def _connect(self) -> smtplib.SMTP:
        account = self._account
        try:
            connection = self._opened()
        except ssl.SSLError as error:
            raise KnownError("mail.no_encryption", host=account.host, detail=_said(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise KnownError("mail.unreachable", host=account.host, port=account.port, detail=_said(error)) from error
        if account.user and self._password is not None:
            try:
                _log_in(connection, account.user, self._password)
            except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
                connection.close()
                raise KnownError(
                    "mail.unreachable", host=account.host, port=account.port, detail=_said(error)
                ) from error
            except (smtplib.SMTPException, OSError) as error:
                connection.close()
                raise DomainError("mail.login_refused", user=account.user, host=account.host) from error
        return connection

    def _opened(self) -> smtplib.SMTP:
        host, port = self._account.host, self._account.port
        if self._account.security is MailSecurity.TLS:
            return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
        connection = smtplib.SMTP(host, port, timeout=SECONDS)
        if self._account.security is MailSecurity.STARTTLS:
            try:
                connection.starttls(context=ssl.create_default_context())
            except smtplib.SMTPNotSupportedError as error:
                connection.close()
                raise ssl.SSLError(str(error)) from error
        return connection


class MessageFiles:
    """A folder of `.eml` files that the mail program opens as drafts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def post(self, message: EmailMessage, name: str) -> Path:
        """Write a message, whole or not at all."""
        message["X-Unsent"] = "1"  # Outlook and others open it ready to send
        with told(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / f"{name}.eml"
        with whole(target) as part:
            part.write_bytes(message.as_bytes(policy=policy.SMTP))
        return target


@contextlib.contextmanager
def way_of(account: MailAccount, password: str | None, folder: Path) -> Iterator[Way]:
    """Open the way of an account: its server, else the folder of files."""
    if not account.host:
        yield MessageFiles(folder)
        return
    if account.user and password is None:
        raise DomainError("mail.no_password", user=account.user)
    if account.user and account.security is MailSecurity.NONE and not _is_here(account.host):
        raise DomainError("mail.password_in_clear", host=account.host)
    server = MailServer(account, password)
    try:
        yield server
    finally:
        server.close()


def _log_in(connection: smtplib.SMTP, user: str, password: str) -> None:
    if password.isascii() and user.isascii():
        connection.login(user, password)
        return
    # The library writes ASCII alone; RFC 4616 says UTF-8.
    secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    connection.ehlo_or_helo_if_needed()
    code, said = connection.docmd("AUTH", f"PLAIN {secret}")
    if code != AUTHENTICATED:
        raise smtplib.SMTPAuthenticationError(code, said)


def _is_here(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1", socket.gethostname()}


def _refused(recipients: dict[str, tuple[int, bytes]]) -> DomainError:
    return DomainError("mail.recipient_refused", recipients=", ".join(recipients))


def _said(error: Exception) -> str:
    """Return what the server or the system said, on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return f"{error.smtp_code} {' '.join(text.split())}"
    return " ".join(str(error).split())

"""Read an order that came by e-mail: its lines in an attachment or in the text, its number and dates in either."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parseaddr
from html.parser import HTMLParser

from adv_desktop.services.imports.heading import Heading, read_text
from adv_desktop.services.imports.safety import OpenedFile
from adv_desktop.services.imports.words import one_line
from adv_desktop.services.imports.written import CustomerHint, HintKind, HintPlace

MAX_ATTACHMENTS = 50
_QUOTED = re.compile(r"^\s*>")
# Where the talk before begins: what Outlook, Thunderbird and telephones write above it.
_ANSWERED = re.compile(
    r"^\s*(?:-{2,}\s*(?:message (?:d'origine|transf[ée]r[ée]|original)|original message|forwarded message"
    r"|urspr[üu]ngliche nachricht)"
    # Outlook writes the headers of the mail that is answered, without any mark.
    r"|\*{0,2}(?:de|from|von)\s?:\*{0,2}.+\n+\s*\*{0,2}(?:envoy[ée]|date|sent|gesendet|datum)\s?:"
    r"|(?:le|on|am)\b.{6,120}\b(?:a [ée]crit|wrote|schrieb)\b.{0,80}:\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
_BREAKING = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table"}
_CELLS = {"td", "th"}
_SILENT = {"style", "script", "head", "title"}


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail: who sent it and when, what it says, and the files attached to it."""

    subject: str
    sender: str
    sent_at: datetime | None
    texts: tuple[str, ...]  # the plain text, then that of the HTML
    attachments: tuple[tuple[str, bytes], ...]

    def heading(self) -> Heading:
        """Return what the subject and the text say of the order; the sender comes first of the marks."""
        day = self.sent_at.date() if self.sent_at else None
        said = read_text(self._lines(), HintPlace.BODY, day).completed_by(
            read_text([self.subject], HintPlace.BODY, day)
        )
        sender = (CustomerHint(HintKind.EMAIL, self.sender, HintPlace.SENDER),) if self.sender else ()
        return Heading(hints=sender).completed_by(said)

    def _lines(self) -> list[str]:
        """Return the lines of the newest text; of a mail that is forwarded without a word, those of the talk."""
        text = next(iter(self.texts), "")
        newer = newest(text)
        return [one_line(line) for line in (newer if newer.strip() else text).splitlines()]


def newest(text: str) -> str:
    """Return what the sender wrote himself, without the messages that he answers."""
    answered = _ANSWERED.search(text)
    own = text[: answered.start()] if answered else text
    return "\n".join(line for line in own.splitlines() if not _QUOTED.match(line))


def read_mail(file: OpenedFile) -> Mail:
    """Read the headers, the text and the attachments of an .eml file."""
    message = email.message_from_bytes(file.content, policy=email.policy.default)
    return Mail(
        subject=one_line(str(message.get("Subject", ""))),
        sender=parseaddr(str(message.get("From", "")))[1].lower(),
        sent_at=_sent_at(message),
        texts=tuple(_bodies(message)),
        attachments=tuple(_attachments(message)),
    )


def _sent_at(message: EmailMessage) -> datetime | None:
    header = message.get("Date")
    moment: datetime | None = getattr(header, "datetime", None)
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _bodies(message: EmailMessage) -> Iterator[str]:
    """Yield the texts of a message; of a forwarded one that has none, those of the message inside."""
    found = False
    for kind in ("plain", "html"):
        body = message.get_body(preferencelist=(kind,))
        text = _content(body) if isinstance(body, EmailMessage) else ""
        if text.strip():
            found = True
            yield text if kind == "plain" else text_of_html(text)
    inner = (part.get_payload(0) for part in message.iter_attachments() if part.get_content_type() == "message/rfc822")
    for part in inner:
        if not found and isinstance(part, EmailMessage):
            yield from _bodies(part)


def _content(part: EmailMessage) -> str:
    try:
        content = part.get_content()
    except (LookupError, UnicodeDecodeError):  # a charset that does not exist or lies
        payload = part.get_payload(decode=True)
        content = payload.decode("cp1252", "replace") if isinstance(payload, bytes) else ""
    return content if isinstance(content, str) else ""


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    named = (part for part in message.walk() if part.get_filename() and not part.is_multipart())
    for part, _number in zip(named, range(MAX_ATTACHMENTS), strict=False):
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            yield one_line(part.get_filename() or ""), payload


class _TextOfHtml(HTMLParser):
    """The text of a page: a line a block, a tab between the cells of a table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _CELLS:
            self.pieces.append("\t" if self._in_cell else "")  # a cell may end without saying so
            self._in_cell = True
        elif tag in _BREAKING:
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _CELLS:
            self._in_cell = False
            self.pieces.append("\t")
        elif tag in _BREAKING - {"br"}:
            self._break(tag)

    def _break(self, tag: str) -> None:
        """Begin a line; a paragraph inside a cell only parts words, and a row ends whatever is left open."""
        self._in_cell = self._in_cell and tag not in {"tr", "table"}
        self.pieces.append(" " if self._in_cell else "\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def text_of_html(page: str) -> str:
    """Return the text of an HTML page, its tables as lines with tabs."""
    parser = _TextOfHtml()
    parser.feed(page)
    parser.close()
    lines = "".join(parser.pieces).split("\n")
    return "\n".join(line.strip(" ") for line in lines if line.strip())

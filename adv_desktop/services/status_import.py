"""Files of statuses that a platform gives back: XML, several in a ZIP or in a folder; looked at, then written."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError, KnownError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Company
from adv_desktop.models.rules import lifecycle
from adv_desktop.models.rules.lifecycle import EInvoiceStatus, StatusReason
from adv_desktop.models.values import to_minor
from adv_desktop.services import einvoice_statuses, files
from adv_desktop.services.clock import Clock
from adv_desktop.services.einvoice import cdar
from adv_desktop.services.einvoice.cdar import StatusMessage
from adv_desktop.services.einvoice_statuses import NewStatus, Source, StatusAmount
from adv_desktop.services.imports import safety
from adv_desktop.services.store import Store

STORED_AS = "status_message"
MOST_FILES = 5000
_ZIP = b"PK\x03\x04"


class Verdict(StrEnum):
    """What becomes of a status of a file."""

    NEW = "new"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """A status of a file beside what we know of its invoice; `error` says why it is refused."""

    file: str
    content: bytes
    message: StatusMessage | None
    verdict: Verdict
    invoice_id: int | None = None
    new: NewStatus | None = None
    error: DomainError | None = None


@dataclass(frozen=True, slots=True)
class StatusPreview:
    """The statuses of files, in the order in which they were said."""

    entries: tuple[StatusEntry, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many have a verdict."""
        return sum(entry.verdict is verdict for entry in self.entries)


class StatusImport:
    """Reads and writes the statuses that platforms give back."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def preview(self, paths: Sequence[Path]) -> StatusPreview:
        """Read files and say of each status whether it is new, known or refused; nothing is written."""
        entries = [entry for name, content in contents(paths) for entry in _entries(name, content)]
        entries.sort(key=_said_at)
        with self._store.read() as session:
            return StatusPreview(tuple(self._judged(session, entries)))

    def write(self, preview: StatusPreview, *, skip_bad: bool = False) -> int:
        """Write the new statuses together with their files; raise `cdar.refused` when one is refused."""
        refused = [entry.file for entry in preview.entries if entry.verdict is Verdict.REFUSED]
        if refused and not skip_bad:
            raise DomainError("cdar.refused", files=list(dict.fromkeys(refused)))
        written = 0
        with self._store.write("einvoice.import") as session:
            for entry in preview.entries:
                if entry.verdict is Verdict.NEW and entry.new is not None and entry.invoice_id is not None:
                    einvoice_statuses.add_within(session, self._clock, entry.invoice_id, entry.new)
                    kept = files.keep(session, entry.content, STORED_AS, self._clock.now())
                    now, name = self._clock.now(), Path(entry.file).name
                    files.attach(session, DocumentKind.INVOICE, entry.invoice_id, kept, name, now)
                    written += 1
        return written

    def _judged(self, session: Session, entries: Iterable[StatusEntry]) -> Iterator[StatusEntry]:
        """Judge each status after those before it, as if they were written."""
        siren = session.get_one(Company, 1).siren
        given: dict[int, list[NewStatus]] = {}
        for entry in entries:
            if entry.message is None:
                yield entry
                continue
            try:
                judged = self._judge(session, entry, entry.message, siren, given)
            except DomainError as error:
                judged = replace(entry, verdict=Verdict.REFUSED, error=error)
            yield judged

    def _judge(
        self,
        session: Session,
        entry: StatusEntry,
        message: StatusMessage,
        siren: str,
        given: dict[int, list[NewStatus]],
    ) -> StatusEntry:
        invoice = _invoice_of(session, message, siren)
        new = _status_of(message, entry.content)
        if invoice.id not in given:
            given[invoice.id] = [one.said for one in einvoice_statuses.of_invoice(session, invoice.id)]
        known = given[invoice.id]
        if any(_same(one, new) for one in known):
            return replace(entry, verdict=Verdict.KNOWN, invoice_id=invoice.id, new=new)
        einvoice_statuses.refuse(invoice, known, new, self._clock.today())
        known.append(new)
        return replace(entry, invoice_id=invoice.id, new=new)


def is_status_file(path: Path) -> bool:
    """Tell a status message, or what holds several, from the other files that are dropped on the window."""
    if path.is_dir():
        return True
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    if head.startswith(_ZIP):
        return path.suffix.lower() == ".zip"
    return cdar.is_message(head)


def contents(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Give the name and bytes of each XML of files, folders and ZIP files; refuse more than a person would send."""
    count = 0
    for path in paths:
        for name, content in _within(path):
            count += 1
            if count > MOST_FILES:
                raise DomainError("cdar.too_many", limit=MOST_FILES)
            yield name, content


def _within(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for part in sorted(path.glob("*.xml")):
            yield part.name, _bytes(part)
        return
    content = _bytes(path)
    if not content.startswith(_ZIP):
        yield path.name, content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            safety.check_archive(path.name, archive)
            for name in sorted(archive.namelist()):
                if name.lower().endswith(".xml"):
                    yield f"{path.name}/{name}", safety.read_part(path.name, archive, name)
    except zipfile.BadZipFile:
        raise DomainError("corrupt_file", file=path.name) from None


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > safety.MAX_BYTES:
            raise DomainError("too_large", file=path.name, limit=safety.MAX_BYTES // 1024 // 1024)
        return path.read_bytes()
    except OSError as error:
        raise KnownError("file.unreadable", path=str(path), detail=error.strerror or str(error)) from None


def _entries(name: str, content: bytes) -> list[StatusEntry]:
    try:
        return [StatusEntry(name, content, message, Verdict.NEW) for message in cdar.read(name, content)]
    except DomainError as error:
        return [StatusEntry(name, content, None, Verdict.REFUSED, error=error)]


def _said_at(entry: StatusEntry) -> tuple[str, str, str]:
    """Sort by invoice, then by day and code: the transmission of one day comes in its order."""
    if entry.message is None:
        return "", "", entry.file
    return entry.message.invoice, entry.message.on.isoformat(), entry.message.status


def _invoice_of(session: Session, message: StatusMessage, siren: str) -> Invoice:
    if message.seller.siren and message.seller.siren != siren:
        raise DomainError("cdar.other_seller", invoice=message.invoice, siren=message.seller.siren)
    invoice = session.scalar(sa.select(Invoice).where(Invoice.number == message.invoice))
    if invoice is None:
        raise DomainError("cdar.unknown_invoice", invoice=message.invoice or "—")
    if message.invoice_date is not None and message.invoice_date != invoice.issue_date:
        raise DomainError(
            "cdar.other_date", invoice=message.invoice, date=message.invoice_date, issued=invoice.issue_date
        )
    return invoice


def _status_of(message: StatusMessage, content: bytes) -> NewStatus:
    if message.status not in set(EInvoiceStatus):
        raise DomainError("cdar.unknown_status", status=message.status or "—", invoice=message.invoice)
    if message.reason and message.reason not in set(StatusReason):
        raise DomainError("cdar.unknown_reason", reason=message.reason, invoice=message.invoice)
    amounts = [
        StatusAmount(one.kind, to_minor(one.amount, one.currency or "EUR"), one.currency or "EUR", one.rate)
        for one in message.amounts
    ]
    return NewStatus(
        EInvoiceStatus(message.status),
        message.on,
        StatusReason(message.reason) if message.reason else None,
        message.comment,
        tuple(amount for amount in amounts if amount.minor),
        message.id or hashlib.sha256(content).hexdigest(),
        Source.FILE,
    )


def _same(given: NewStatus, new: NewStatus) -> bool:
    """Tell whether a status was recorded already: from the same message, or as a step of the transmission."""
    if given.status is not new.status:
        return False
    return given.message == new.message or new.status in lifecycle.TRANSMISSION

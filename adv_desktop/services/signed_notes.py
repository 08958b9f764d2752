"""Signed delivery notes that come back scanned: each page is filed with the delivery whose bar code it bears.

The day of receipt is written by hand on the paper: it is given for a batch, or confirmed afterwards.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, StoredFile
from adv_desktop.models.enums import DeliveryState, DocumentKind, Undelivered
from adv_desktop.models.errors import AdvError, DomainError
from adv_desktop.models.rules.scans import PageRead, ScanReason, ScanState, Sheaf, sheaves
from adv_desktop.models.scan import ScannedPage
from adv_desktop.services import files, numbering, settings
from adv_desktop.services.clock import Clock
from adv_desktop.services.deliveries import delivery_by_id, delivery_of, progress_of, record_proof
from adv_desktop.services.imports.safety import MAX_BYTES, read_file
from adv_desktop.services.jobs import Progress
from adv_desktop.services.queries.corrected_notes import replacement_of
from adv_desktop.services.queries.delivery_detail import PROOF_FILE
from adv_desktop.services.scan_reading import SUFFIXES, Scan, read_scan
from adv_desktop.services.store import Store, touch
from adv_desktop.services.watched_folder import WaitingFile, WatchedFolder


@dataclass(frozen=True, slots=True)
class FiledNote:
    """A signed note that is kept with its delivery; `dated` when its day of receipt is recorded too."""

    delivery_id: int
    number: str
    file: str
    pages: tuple[int, ...]
    dated: bool


@dataclass(frozen=True, slots=True)
class RefusedScan:
    """A file that could not be read, and why."""

    path: Path
    error: AdvError


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a batch: `waiting` pages without a delivery, `known` files that were filed before."""

    notes: tuple[FiledNote, ...] = ()
    waiting: int = 0
    known: tuple[str, ...] = ()
    refused: tuple[RefusedScan, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanFolder:
    """The watched folder and its files that were never filed; `missing` when it cannot be reached."""

    folder: Path | None
    files: tuple[WaitingFile, ...] = ()
    missing: bool = False


class SignedNotes:
    """Files scanned papers."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._watched = WatchedFolder(clock, SUFFIXES, MAX_BYTES)

    def folder(self) -> ScanFolder:
        """Return what came into the folder of the settings."""
        with self._store.read() as session:
            folder = settings.read(session).scan_folder
            known = set(session.scalars(sa.select(ScannedPage.source_sha256))) if folder else set()
        if folder is None:
            return ScanFolder(None)
        try:
            found = self._watched.files(folder)
        except OSError:  # unplugged, renamed, no longer shared
            return ScanFolder(folder, missing=True)
        return ScanFolder(folder, tuple(file for file in found if file.sha256 not in known))

    def file(self, paths: Sequence[Path], on: dt.date | None = None, progress: Progress | None = None) -> Filed:
        """File the pages of scans, one transaction a scan; `on` is the day that all of them were signed.

        A file that cannot be read keeps none of the others back.
        """
        if on is not None:
            numbering.refuse_future(on, self._clock.today())
        notes: list[FiledNote] = []
        known: list[str] = []
        refused: list[RefusedScan] = []
        waiting = 0
        for place, path in enumerate(paths):
            if progress is not None:
                progress.step(place, len(paths))
            try:
                done = self._file(path, on)
            except AdvError as error:
                refused.append(RefusedScan(path, error))
                continue
            if done is None:
                known.append(path.name)
            else:
                notes += done[0]
                waiting += done[1]
        return Filed(tuple(notes), waiting, tuple(known), tuple(refused))

    def identify(self, page_id: int, number: str) -> FiledNote:
        """File a waiting page with the delivery that somebody names."""
        with self._store.write("scan.identify") as session:
            page = session.get_one(ScannedPage, page_id)
            delivery = shipped(session, number)
            page.move_to(ScanState.FILED)
            page.delivery_id = delivery.id
            return self._keep(session, delivery, page, (page.page,), None)

    def put_aside(self, page_id: int) -> None:
        """Show a page no longer: it is no delivery note."""
        self._move(page_id, ScanState.PUT_ASIDE)

    def show_again(self, page_id: int) -> None:
        """Take back what was put aside."""
        self._move(page_id, ScanState.WAITING)

    def confirm(self, delivery_ids: Iterable[int], on: dt.date) -> int:
        """Record the day on which signed notes say that the goods arrived; return how many there were."""
        numbering.refuse_future(on, self._clock.today())
        with self._store.write("delivery.prove") as session:
            confirmed = list(dict.fromkeys(delivery_ids))
            for delivery_id in confirmed:
                delivery = delivery_by_id(session, delivery_id)
                if on < delivery.delivery_date:
                    raise DomainError(
                        "scan.before_departure", number=delivery.number, day=on, shipped=delivery.delivery_date
                    )
                record_proof(session, delivery_id, on, None, None)
            return len(confirmed)

    def _move(self, page_id: int, state: ScanState) -> None:
        with self._store.write("scan.put_aside") as session:
            session.get_one(ScannedPage, page_id).move_to(state)

    def _file(self, path: Path, on: dt.date | None) -> tuple[list[FiledNote], int] | None:
        """File one scan; None when the same file was filed before."""
        content = read_file(path)
        digest = hashlib.sha256(content).hexdigest()
        with self._store.read() as session:
            if _is_known(session, digest):
                return None
        scan = read_scan(path.name, content)
        notes: list[FiledNote] = []
        waiting = 0
        with self._store.write("scan.file") as session:
            for sheaf in sheaves(_named(session, scan)):
                page = self._page(session, scan, sheaf, digest)
                if sheaf.first.delivery_id is None:
                    waiting += 1
                else:
                    delivery = delivery_by_id(session, sheaf.first.delivery_id)
                    notes.append(self._keep(session, delivery, page, sheaf.pages, on))
        return notes, waiting

    def _page(self, session: Session, scan: Scan, sheaf: Sheaf, digest: str) -> ScannedPage:
        first, now = sheaf.first, self._clock.now()
        kept = files.keep(session, scan.pages(sheaf.pages), PROOF_FILE, now)
        page = ScannedPage(
            source_sha256=digest, source_name=scan.name, page=first.no, reason=first.reason,
            state=ScanState.FILED if first.delivery_id else ScanState.WAITING, written=first.written or None,
            file_id=kept.id, delivery_id=first.delivery_id, added_at=now,
        )  # fmt: skip
        session.add(page)
        return page

    def _keep(
        self, session: Session, delivery: Delivery, page: ScannedPage, pages: tuple[int, ...], on: dt.date | None
    ) -> FiledNote:
        """Attach a page to its delivery; a day that cannot be right is left to be confirmed.

        A note that comes back refused is kept with its delivery too, and does not make it arrive.
        """
        number = str(delivery.number)
        stored = session.get_one(StoredFile, page.file_id)
        files.attach(session, DocumentKind.DELIVERY, delivery.id, stored, f"{number}.pdf", self._clock.now())
        progress = progress_of(session, delivery.id)
        if on is not None and progress.outcome is None and on >= delivery.delivery_date:
            record_proof(session, delivery.id, on, None, None)
        touch(session, DocumentKind.DELIVERY, delivery.id)
        return FiledNote(delivery.id, number, page.source_name, pages, progress.delivered_on is not None)


def shipped(session: Session, number: str) -> Delivery:
    """Return a delivery whose note left with its goods and stands; raise `delivery.not_shipped` or `scan.void`."""
    delivery = delivery_of(session, number.strip().upper())
    if delivery.state is not DeliveryState.SHIPPED:
        raise DomainError("delivery.not_shipped", number=delivery.name)
    if _is_void(session, delivery):
        raise DomainError("scan.void", number=delivery.name, other=replacement_of(session, delivery.id) or "")
    return delivery


def _is_void(session: Session, delivery: Delivery) -> bool:
    return progress_of(session, delivery.id).outcome == Undelivered.CORRECTED


def _is_known(session: Session, digest: str) -> bool:
    return session.scalar(sa.select(ScannedPage.id).where(ScannedPage.source_sha256 == digest).limit(1)) is not None


def _named(session: Session, scan: Scan) -> list[PageRead]:
    return [_page_read(session, no, codes) for no, codes in enumerate(scan.codes, 1)]


def _page_read(session: Session, no: int, codes: Sequence[str]) -> PageRead:
    """Tell which delivery the bar codes of a page name."""
    if not codes:
        return PageRead(no, reason=ScanReason.NO_CODE)
    written = ", ".join(codes)
    found = session.scalars(sa.select(Delivery).where(Delivery.number.in_([code.upper() for code in codes]))).all()
    if len(found) > 1:
        return PageRead(no, written, reason=ScanReason.SEVERAL)
    if not found:
        return PageRead(no, written, reason=ScanReason.UNKNOWN)
    (delivery,) = found
    if delivery.state is not DeliveryState.SHIPPED:
        return PageRead(no, written, reason=ScanReason.NOT_SHIPPED)
    if _is_void(session, delivery):
        return PageRead(no, written, reason=ScanReason.VOID)
    return PageRead(no, str(delivery.number), delivery.id, _length(files.content_of(session, delivery.pdf_file_id)))


def _length(note: bytes | None) -> int:
    """Return how many pages a delivery note has; one where it is not kept as a PDF."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(note or b"")) as document:
            return len(document.pages)
    except pikepdf.PdfError:
        return 1

"""The invoices of a period as one ZIP file: the very bytes that were issued, and a list of what is in there."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import StoredFile
from adv_desktop.models.enums import InvoiceState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Company
from adv_desktop.models.values import from_minor
from adv_desktop.services import files
from adv_desktop.services.jobs import Progress
from adv_desktop.services.store import Store
from adv_desktop.services.whole_files import told, whole

_BLOCK = 1 << 20
# The same for every file, so that the same invoices give the same bytes whenever they are exported.
_WRITTEN_AT = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o644 << 16


@dataclass(frozen=True, slots=True)
class ListedInvoice:
    """A line of the list: amounts as printed, with a point; names of files inside the ZIP."""

    number: str
    type: str
    date: str
    due: str
    customer: str
    siren: str
    vat_number: str
    currency: str
    net: str
    vat: str
    gross: str
    to_pay: str
    pdf: str
    pdf_sha256: str
    xml: str
    xml_sha256: str


@dataclass(frozen=True, slots=True)
class PeriodExport:
    """What was written."""

    path: Path
    invoices: int
    files: int
    sha256: str


def write(store: Store, first: dt.date, last: dt.date, path: Path, progress: Progress | None = None) -> PeriodExport:
    """Write the invoices and credit notes issued in a period; raise `export.nothing` when there is none.

    One invoice is in memory at a time; a cancel leaves no file.
    """
    if path.suffix.lower() != ".zip":
        raise DomainError("file.wrong_ending", path=str(path), known=(".zip",))
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with store.read() as session, whole(path) as part:
        ids = _ids(session, first, last)
        if not ids:
            raise DomainError("export.nothing", first=first, last=last)
        listed = _write_zip(session, ids, part, (first, last), progress or Progress())
    count = sum(bool(row.pdf) + bool(row.xml) for row in listed)
    return PeriodExport(path, len(listed), count, _sha256_of(path))


def _write_zip(
    session: Session, ids: list[int], part: Path, period: tuple[dt.date, dt.date], progress: Progress
) -> list[ListedInvoice]:
    listed: list[ListedInvoice] = []
    with zipfile.ZipFile(part, "w") as archive:
        for place, invoice_id in enumerate(ids):
            progress.step(place, len(ids))
            listed.append(_add(session, archive, invoice_id))
        _put(archive, "manifest.csv", _csv(listed))
        _put(archive, "manifest.json", _json(session, listed, period))
    progress.step(len(ids), len(ids))
    return listed


def _ids(session: Session, first: dt.date, last: dt.date) -> list[int]:
    statement = sa.select(Invoice.id).where(
        Invoice.state == InvoiceState.ISSUED, Invoice.issue_date.between(first, last)
    )
    return list(session.scalars(statement.order_by(Invoice.issue_date, Invoice.number)))


def _add(session: Session, archive: zipfile.ZipFile, invoice_id: int) -> ListedInvoice:
    """Copy the files of an invoice into the ZIP; return its line."""
    invoice = session.get_one(Invoice, invoice_id)
    number, buyer = invoice.number or "", invoice.parties.get("buyer", {})
    pdf = _copy(session, archive, invoice.pdf_file_id, f"{_file_name(number)}.pdf")
    xml = _copy(session, archive, invoice.xml_file_id, f"{_file_name(number)}.xml")
    net, vat, gross, to_pay = (
        f"{from_minor(minor, invoice.currency):f}" for minor in (invoice.net, invoice.vat, invoice.gross, invoice.due)
    )
    listed = ListedInvoice(
        number, invoice.type.value, invoice.issued_on.isoformat(),
        invoice.due_date.isoformat() if invoice.due_date else "", buyer.get("name") or invoice.customer_name,
        buyer.get("siren") or "", buyer.get("vat_number") or "", invoice.currency, net, vat, gross, to_pay, *pdf, *xml,
    )  # fmt: skip
    session.expunge(invoice)
    return listed


def _copy(session: Session, archive: zipfile.ZipFile, file_id: int | None, name: str) -> tuple[str, str]:
    """Copy stored bytes; return their name and hash, empty when there are none. Bytes that changed are refused."""
    content = files.content_of(session, file_id)
    if content is None:
        return "", ""
    kept = session.scalar(sa.select(StoredFile.sha256).where(StoredFile.id == file_id)) or ""
    if hashlib.sha256(content).hexdigest() != kept:
        raise DomainError("export.altered", file=name)
    _put(archive, name, content)
    return name, kept


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _WRITTEN_AT)
    entry.create_system, entry.external_attr = _UNIX, _READABLE
    # A PDF is compressed inside already.
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".pdf") else zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _csv(listed: list[ListedInvoice]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(ListedInvoice.__slots__)
    writer.writerows(_guarded(row) for row in listed)
    return text.getvalue().encode("utf-8-sig")


def _guarded(row: ListedInvoice) -> Iterator[str]:
    """Give the cells of a line; text of others never begins a formula."""
    from adv_desktop.services.exports.cells import guarded

    for name, value in asdict(row).items():
        yield guarded(value) if name == "customer" else value


def _json(session: Session, listed: list[ListedInvoice], period: tuple[dt.date, dt.date]) -> bytes:
    company = session.get_one(Company, 1)
    content = {
        "company": company.legal_name,
        "siren": company.siren,
        "from": period[0].isoformat(),
        "to": period[1].isoformat(),
        "count": len(listed),
        "invoices": [asdict(row) for row in listed],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _file_name(number: str) -> str:
    return number.replace("/", "-")


def _sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()

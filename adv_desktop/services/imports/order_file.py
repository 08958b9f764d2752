"""Read an order file of any kind: workbook, text, PDF, Order-X, UBL, e-mail, pasted text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from adv_desktop.models.enums import Channel
from adv_desktop.models.errors import AdvError, DomainError
from adv_desktop.services.imports.archive import files_inside
from adv_desktop.services.imports.layout import Layout
from adv_desktop.services.imports.order_mail import newest, read_mail
from adv_desktop.services.imports.order_tables import Origin, orders_of_sheets
from adv_desktop.services.imports.order_text import orders_of_text
from adv_desktop.services.imports.order_xml import orders_of_xml
from adv_desktop.services.imports.pdf_tables import pdf_sheet, spaced_sheet
from adv_desktop.services.imports.safety import FileKind, OpenedFile, decode, is_picture, open_file, recognise
from adv_desktop.services.imports.sheets import read_sheets
from adv_desktop.services.imports.tables import delimited_sheet, likely_delimiters
from adv_desktop.services.imports.written import WrittenOrder
from adv_desktop.services.jobs import Progress

_INVOICE = b"CrossIndustryInvoice"
_ORDER_XML_NAMES = ("order-x.xml", "order.xml")


def read_order_file(path: Path) -> tuple[WrittenOrder, ...]:
    """Return the orders of a file; raise the reason when it is refused or holds no order lines."""
    return read_orders(open_file(path))


def read_orders(
    file: OpenedFile, layouts: Sequence[Layout] = (), progress: Progress | None = None
) -> tuple[WrittenOrder, ...]:
    """Return the orders of an opened file; `layouts` say how tables with their titles are read."""
    origin = Origin(file.name, file.kind.value, progress=progress or Progress(), layouts=tuple(layouts))
    return _found(file, _orders(file, origin))


def read_pasted_orders(text: str, layouts: Sequence[Layout] = ()) -> tuple[WrittenOrder, ...]:
    """Return the orders of a text pasted from a sheet or a mail."""
    origin = Origin("", FileKind.TEXT.value, channel=Channel.OTHER, layouts=tuple(layouts))
    orders = _orders_of_text(text, origin)
    if not orders:
        raise DomainError("no_pasted_lines")
    return tuple(orders)


def _found(file: OpenedFile, orders: Sequence[WrittenOrder]) -> tuple[WrittenOrder, ...]:
    found = tuple(order for order in orders if order.lines or order.rejected)
    if not found:
        raise DomainError("no_order_lines", file=file.name)
    return found


def _orders(file: OpenedFile, origin: Origin) -> list[WrittenOrder]:
    if file.kind is FileKind.XML:
        return orders_of_xml(file.content, replace(origin, format=_xml_format(file), channel=Channel.EDI))
    if file.kind is FileKind.PDF:
        return _orders_of_pdf(file, origin)
    if file.kind is FileKind.MAIL:
        return _orders_of_mail(file, origin)
    if file.kind is FileKind.ARCHIVE:
        return _orders_of_archive(file, replace(origin, is_packed=True))
    if file.kind is FileKind.TEXT:
        return _orders_of_text(decode(file.name, file.content), origin)
    return orders_of_sheets(read_sheets(file, origin.progress), origin)


def _xml_format(file: OpenedFile) -> str:
    return "order-x xml" if b"SCRDMCCBDACIOMessageStructure" in file.content[:2048] else "ubl"


def _orders_of_text(text: str, origin: Origin) -> list[WrittenOrder]:
    """Return the orders of a table of cells, whatever parts them (spaces at last), else those of sentences."""
    for delimiter in likely_delimiters(text):
        orders = orders_of_sheets([delimited_sheet(origin.file, text, delimiter)], origin)
        if orders:
            return orders
    return orders_of_sheets([spaced_sheet(origin.file, text)], origin) or orders_of_text(text, origin)


def _orders_of_pdf(file: OpenedFile, origin: Origin) -> list[WrittenOrder]:
    """Return the embedded order of a hybrid PDF, else the tables of its pages, else its text."""
    from adv_desktop.services.imports.pdf import read_pdf

    content = read_pdf(file)
    for name, embedded in content.attachments:
        if name.lower() in _ORDER_XML_NAMES or b"SCRDMCCBDACIOMessageStructure" in embedded[:2048]:
            inner = recognise(name, embedded)
            return orders_of_xml(inner.content, replace(origin, format="order-x pdf", channel=Channel.EDI))
        if _INVOICE in embedded[:2048]:
            raise DomainError("invoice_not_order", file=file.name)
    if not content.lines:
        raise DomainError("no_text", file=file.name)
    text = "\n".join(" ".join(cell.text for cell in line.cells) for line in content.lines)
    return orders_of_sheets([pdf_sheet(file.name, content.lines)], origin) or orders_of_text(text, origin)


def _orders_of_mail(file: OpenedFile, asked: Origin) -> list[WrittenOrder]:
    """Return the orders of the attachments, else those of the text."""
    mail = read_mail(file)
    origin = replace(asked, heading=mail.heading(), received_at=mail.sent_at, channel=Channel.EMAIL)
    parts = _read_parts(mail.attachments, replace(origin, format=FileKind.MAIL.value))
    orders = parts.orders
    for text in mail.texts:
        # What was answered before is no order, unless the mail has nothing else (it was forwarded).
        orders = orders or _orders_of_text(newest(text), origin) or _orders_of_text(text, origin)
    if not orders and parts.refusal is not None:
        raise parts.refusal
    named = (_with_unread(order, parts.unread) for order in _told_once(orders))
    return [replace(order, format=FileKind.MAIL.value, channel=Channel.EMAIL) for order in named]


def _orders_of_archive(file: OpenedFile, origin: Origin) -> list[WrittenOrder]:
    """Return the orders of every file of a zip, one that comes twice (as a PDF and as a workbook) once."""
    parts = _read_parts(files_inside(file), origin)
    if not parts.orders and parts.refusal is not None:
        raise parts.refusal
    return [_with_unread(order, parts.unread) for order in _told_once(parts.orders)]


def _with_unread(order: WrittenOrder, names: Sequence[str]) -> WrittenOrder:
    return replace(order, unread_files=(*order.unread_files, *names))


@dataclass(slots=True)
class _Parts:
    """What the files of a mail or a zip held: their orders, those that were not read, why the first was refused."""

    orders: list[WrittenOrder] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    refusal: AdvError | None = None


def _read_parts(files: Iterable[tuple[str, bytes]], origin: Origin) -> _Parts:
    parts = _Parts()
    for name, content in files:
        try:
            inner = recognise(name, content)
            if inner.kind is FileKind.ARCHIVE and origin.is_packed:
                raise DomainError("wrong_type", file=name)  # a zip in a zip is how bombs are made
            # A mail inside a mail is the same order once more, or the talk before it.
            if inner.kind is not FileKind.MAIL or origin.format != FileKind.MAIL:
                packed = origin.is_packed or inner.kind is FileKind.ARCHIVE
                parts.orders.extend(_orders(inner, replace(origin, is_packed=packed)))
        except AdvError as error:
            parts.refusal = parts.refusal or error
            parts.unread.extend([] if is_picture(content) else [name])  # a logo is no order
    return parts


def _told_once(orders: Sequence[WrittenOrder]) -> list[WrittenOrder]:
    """Keep one of the orders that come twice (as a PDF and as a workbook): the one that says most."""
    kept: dict[object, WrittenOrder] = {}
    for place, order in enumerate(orders):
        same = (order.po_number, *sorted((line.code, line.quantity) for line in order.lines))
        key = same if order.po_number and not order.rejected else place
        kept[key] = max(kept.get(key, order), order, key=_said)
    return list(kept.values())


def _said(order: WrittenOrder) -> int:
    return sum((line.unit_price is not None) + bool(line.label) for line in order.lines)

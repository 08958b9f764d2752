"""« Bon de retour »: what a customer may send back, to lie in the parcel and to be signed by who carries it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Notice, Parties, Strip, paragraphs, reference_items
from adv_desktop.services.documents.content import Issuer, Party, References
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.sign_boxes import SignBoxes
from adv_desktop.services.documents.styles import BODY, STRONG
from adv_desktop.services.documents.table import Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice, voice


@dataclass(frozen=True, slots=True)
class AllowedLine:
    """Goods of a delivery line that may come back."""

    code: str
    label: str
    quantity: Decimal
    unit: str
    lot: str = ""


@dataclass(frozen=True, slots=True)
class ReturnVoucher:
    """The authorisation of a return, in the customer's language; `claim` is the one that it settles."""

    language: str
    issuer: Issuer
    number: str
    authorised_on: date
    customer: Party
    return_to: Party
    reason: str
    lines: tuple[AllowedLine, ...]
    references: References
    claim: str = ""


def pdf_bytes(data: ReturnVoucher) -> bytes:
    """Return the PDF of a voucher."""
    say = voice(data.language)
    _ = say.gettext
    title = _("RETURN VOUCHER")
    flow, stream = Flow(), io.BytesIO()
    facts = ((_("Authorised on"), say.formats.date(data.authorised_on)),)
    flow.add(Head(data.issuer, say, title, data.number, facts, barcode=data.number))
    flow.add(Parties((_("Sent back by"), data.customer), (_("To be sent to"), data.return_to), say))
    items = reference_items(data.references, say)
    if data.claim:
        items.append((_("Claim"), data.claim))
    if items:
        flow.add(Strip(tuple(items)), gap=8)
    flow.add(Notice(_("Reason of the return: {reason}").format(reason=data.reason), ground=styles.PALE), gap=7)
    boxes = SignBoxes((_("Handed over by"), _("Carrier"), _("Date and time"), _("Number of parcels"), _("Signature")))
    rules = paragraphs([_rules(data, say)], BODY)
    keep = 8 + sum(text.height for text in rules) + 10 + boxes.height
    _table(data, say).place(flow, gap=9, keep=keep)
    for place, text in enumerate(rules):
        flow.add(text, gap=0 if place else 8)
    flow.add(boxes, gap=10)
    Sheet(say, data.issuer, title, data.number, data.customer.name, made=data.authorised_on).write(flow, stream)
    return stream.getvalue()


def _rules(data: ReturnVoucher, say: Voice) -> str:
    told = say.gettext(
        "Put this voucher in the parcel and write {number} on the outside. Only the goods above are taken back, in the "
        "quantities allowed; they are looked at when they arrive."
    )
    return told.format(number=data.number)


def _table(data: ReturnVoucher, say: Voice) -> Table:
    _ = say.gettext
    columns = [
        Column(_("Item code"), widest=90),
        Column(_("Description"), wide=True),
        Column(_("Qty allowed"), "right"),
        Column(_("Unit"), "centre", widest=58),
        Column(_("Qty sent back"), "right"),
    ]
    rows = [
        Row(
            (
                Cell(line.code, style=STRONG),
                Cell(line.label, (_("Lot {number}").format(number=line.lot),) if line.lot else ()),
                Cell(say.formats.quantity(line.quantity), style=STRONG),
                Cell(line.unit),
                Cell("…………"),
            )
        )
        for line in data.lines
    ]
    return Table(columns, rows, Look(data.issuer.colour, styles.text_on(data.issuer.colour)), pad=20)

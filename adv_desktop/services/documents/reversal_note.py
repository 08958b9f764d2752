"""« Annulation d'expédition »: the document that takes a shipment back whole, with what becomes of its goods."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adv_desktop.models.enums import Undelivered
from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Notice, Parties, Strip, paragraphs, reference_items
from adv_desktop.services.documents.content import Issuer, Party, References
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.styles import BODY, STRONG
from adv_desktop.services.documents.table import Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice, voice
from adv_desktop.services.labels import LABELS


@dataclass(frozen=True, slots=True)
class ReversedLine:
    """Goods of a delivery line that count as delivered no longer."""

    code: str
    label: str
    quantity: Decimal
    unit: str
    lot: str = ""
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReversalNote:
    """The reversal of a shipment, in the customer's language; `delivery` is the number of the note that it cancels."""

    language: str
    issuer: Issuer
    number: str
    reversed_on: date
    delivery: str
    left_on: date
    outcome: Undelivered
    reason: str
    ship_again: bool
    customer: Party
    deliver_to: Party
    lines: tuple[ReversedLine, ...]
    references: References


def pdf_bytes(data: ReversalNote) -> bytes:
    """Return the PDF of a reversal."""
    say = voice(data.language)
    _ = say.gettext
    title = _("CANCELLATION OF SHIPMENT")
    flow, stream = Flow(), io.BytesIO()
    facts = (
        (_("Date"), say.formats.date(data.reversed_on)),
        (_("Cancels"), data.delivery),
        (_("Shipped on"), say.formats.date(data.left_on)),
    )
    flow.add(Head(data.issuer, say, title, data.number, facts, barcode=data.number))
    flow.add(Parties((_("Ordered by"), data.customer), (_("Delivered to"), data.deliver_to), say))
    items = reference_items(data.references, say)
    if items:
        flow.add(Strip(tuple(items)), gap=8)
    flow.add(Notice(_why(data, say), (_then(data, say),), ground=styles.PALE), gap=7)
    said = paragraphs([_effect(data, say)], BODY)
    _table(data, say).place(flow, gap=9, keep=8 + sum(text.height for text in said))
    for place, text in enumerate(said):
        flow.add(text, gap=0 if place else 8)
    Sheet(say, data.issuer, title, data.number, data.customer.name, made=data.reversed_on).write(flow, stream)
    return stream.getvalue()


def _why(data: ReversalNote, say: Voice) -> str:
    outcome = say.gettext(LABELS[Undelivered][data.outcome])
    return f"{outcome} – {data.reason}" if data.reason else outcome


def _then(data: ReversalNote, say: Voice) -> str:
    if data.ship_again:
        return say.gettext("The goods remain ordered: they will be delivered again with another delivery note.")
    return say.gettext("The goods are no longer due: what was left of the order is closed for them.")


def _effect(data: ReversalNote, say: Voice) -> str:
    told = say.gettext(
        "This document cancels delivery note {number} whole: its goods count neither as delivered nor as to be "
        "invoiced."
    )
    lost = say.gettext("They do not come back into stock.")
    back = say.gettext("They come back into stock.")
    return f"{told.format(number=data.delivery)} {lost if data.outcome is Undelivered.LOST else back}"


def _table(data: ReversalNote, say: Voice) -> Table:
    _ = say.gettext
    columns = [
        Column(_("Item code"), widest=90),
        Column(_("Description"), wide=True),
        Column(_("Qty taken back"), "right"),
        Column(_("Unit"), "centre", widest=58),
    ]
    rows = [
        Row(
            (
                Cell(line.code, style=STRONG),
                Cell(line.label, _below(line, say)),
                Cell(say.formats.quantity(line.quantity), style=STRONG),
                Cell(line.unit),
            )
        )
        for line in data.lines
    ]
    return Table(columns, rows, Look(data.issuer.colour, styles.text_on(data.issuer.colour)), pad=20)


def _below(line: ReversedLine, say: Voice) -> tuple[str, ...]:
    lot = (say.gettext("Lot {number}").format(number=line.lot),) if line.lot else ()
    return (*lot, *say.unit_facts(line.serials, None))

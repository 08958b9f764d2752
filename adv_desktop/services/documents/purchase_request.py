"""« Demande d'achat »: what purchasing is asked to buy, by the place where the goods are to come."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Title, paragraphs
from adv_desktop.services.documents.content import Issuer
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.sign_boxes import SignBoxes
from adv_desktop.services.documents.styles import BODY, STRONG
from adv_desktop.services.documents.table import Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice, voice

LATE = STRONG.coloured(styles.AMBER)


@dataclass(frozen=True, slots=True)
class RequestedLine:
    """A product to buy, and for which order and customer; for the stock alone these are empty."""

    code: str
    label: str
    quantity: Decimal
    unit: str
    needed_by: date | None = None
    late: bool = False
    order: str = ""
    customer: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class RequestGroup:
    """What comes to one place: `title` says for what, `place` where the supplier sends it."""

    title: str
    place: str
    lines: tuple[RequestedLine, ...]


@dataclass(frozen=True, slots=True)
class PurchaseRequest:
    """A request as it stands on a day, in the language of the house."""

    language: str
    issuer: Issuer
    day: date
    groups: tuple[RequestGroup, ...]


def pdf_bytes(data: PurchaseRequest) -> bytes:
    """Return the PDF of a request."""
    say = voice(data.language)
    _ = say.gettext
    title = _("PURCHASE REQUEST")
    flow, stream = Flow(), io.BytesIO()
    count = sum(len(group.lines) for group in data.groups)
    facts = ((_("Date"), say.formats.date(data.day)), (_("Lines"), say.formats.integer(count)))
    flow.add(Head(data.issuer, say, title, "", facts))
    boxes = SignBoxes((_("Requested by"), _("Supplier"), _("Supplier's order no."), _("Confirmed for")))
    for place, group in enumerate(data.groups):
        flow.add(Title(group.title), gap=14 if place else 12, keep=80)
        for line in paragraphs([group.place] if group.place else [], BODY):
            flow.add(line, gap=1)
        last = group is data.groups[-1]
        _table(group, data, say).place(flow, gap=5, keep=14 + boxes.height if last else 0)
    flow.add(boxes, gap=14)
    Sheet(say, data.issuer, title, "", "", made=data.day).write(flow, stream)
    return stream.getvalue()


def _table(group: RequestGroup, data: PurchaseRequest, say: Voice) -> Table:
    _ = say.gettext
    ordered = any(line.order for line in group.lines)
    columns = [
        Column(_("Item code"), widest=90),
        Column(_("Description"), wide=True),
        *([Column(_("For the order"), widest=150)] if ordered else []),
        Column(_("Needed on"), widest=70),
        Column(_("To buy"), "right"),
        Column(_("Unit"), "centre", widest=58),
    ]
    look = Look(data.issuer.colour, styles.text_on(data.issuer.colour))
    return Table(columns, [_row(line, say, ordered=ordered) for line in group.lines], look, pad=18)


def _row(line: RequestedLine, say: Voice, *, ordered: bool) -> Row:
    below = " · ".join(part for part in (line.customer, line.reference) if part)
    needed = say.formats.date(line.needed_by) if line.needed_by else "–"
    return Row(
        (
            Cell(line.code, style=STRONG),
            Cell(line.label),
            *([Cell(line.order, (below,) if below else ())] if ordered else []),
            Cell(needed, style=LATE if line.late else BODY),
            Cell(say.formats.quantity(line.quantity), style=STRONG),
            Cell(line.unit),
        )
    )

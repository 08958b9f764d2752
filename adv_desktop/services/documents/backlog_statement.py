"""« Ce qui reste à livrer »: a customer's order lines still due, to send in answer to « où en est ma commande ? »."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Title
from adv_desktop.services.documents.content import Issuer
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.styles import BODY, STRONG
from adv_desktop.services.documents.table import Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice, voice

LATE = STRONG.coloured(styles.AMBER)


@dataclass(frozen=True, slots=True)
class DueLine:
    """An order line with a quantity still to deliver; `unit` is in the language of the statement."""

    order: str
    customer_reference: str
    code: str
    customer_code: str
    label: str
    unit: str
    ordered: Decimal
    delivered: Decimal
    left: Decimal
    requested: date | None
    promised: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class BacklogStatement:
    """What is still to be delivered to a customer on a day, in its language."""

    language: str
    issuer: Issuer
    customer: str
    code: str
    day: date
    lines: tuple[DueLine, ...]


def pdf_bytes(data: BacklogStatement) -> bytes:
    """Return the PDF of what is left to deliver."""
    say = voice(data.language)
    _ = say.gettext
    title = _("LEFT TO DELIVER")
    flow, stream = Flow(), io.BytesIO()
    facts = ((_("Customer"), data.code), (_("Date"), say.formats.date(data.day)), (_("Lines"), str(len(data.lines))))
    flow.add(Head(data.issuer, say, title, "", facts))
    flow.add(Title(data.customer), gap=12, keep=60)
    _table(data, say).place(flow, gap=4)
    Sheet(say, data.issuer, title, data.code, data.customer, made=data.day).write(flow, stream)
    return stream.getvalue()


def _table(data: BacklogStatement, say: Voice) -> Table:
    _ = say.gettext
    columns = [
        Column(_("Order"), widest=96),
        Column(_("Product"), wide=True),
        Column(_("Qty ordered"), "right"),
        Column(_("Qty delivered"), "right"),
        Column(_("Left to deliver"), "right"),
        Column(_("Requested date"), widest=64),
        Column(_("Confirmed date"), widest=70),
    ]
    look = Look(data.issuer.colour, styles.text_on(data.issuer.colour))
    return Table(columns, [_row(line, say) for line in data.lines], look, pad=18)


def _row(line: DueLine, say: Voice) -> Row:
    quantity, _ = say.formats.quantity, say.gettext
    theirs = _("your code {code}").format(code=line.customer_code) if line.customer_code else ""
    return Row(
        (
            Cell(line.order, (line.customer_reference,) if line.customer_reference else (), style=STRONG),
            Cell(line.label, tuple(part for part in (line.code, theirs) if part)),
            Cell(quantity(line.ordered)),
            Cell(quantity(line.delivered)),
            Cell(f"{quantity(line.left)} {line.unit}", style=STRONG),
            Cell(say.formats.date(line.requested) if line.requested else "–", style=LATE if line.late else BODY),
            Cell(say.formats.date(line.promised) if line.promised else _("to be confirmed")),
        )
    )

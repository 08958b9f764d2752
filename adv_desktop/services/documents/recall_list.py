"""Who received which lot: the list to call the customers with when goods must come back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head
from adv_desktop.services.documents.content import Issuer
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.styles import STRONG
from adv_desktop.services.documents.table import Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice, voice


@dataclass(frozen=True, slots=True)
class RecallRow:
    """Goods of a lot that a customer got; `reach` is how to reach it."""

    lot: str
    best_before: date | None
    code: str
    label: str
    quantity: Decimal
    delivery: str
    shipped_on: date
    customer: str
    reach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecallList:
    """What was searched, on which day, and who got it."""

    language: str
    issuer: Issuer
    searched: str
    day: date
    rows: tuple[RecallRow, ...]


def pdf_bytes(data: RecallList) -> bytes:
    """Return the PDF of who received a lot."""
    say = voice(data.language)
    _ = say.gettext
    title = _("LOTS DELIVERED")
    flow, stream = Flow(), io.BytesIO()
    facts = (
        (_("Searched"), data.searched),
        (_("Date"), say.formats.date(data.day)),
        (_("Customers"), str(len({row.customer for row in data.rows}))),
    )
    flow.add(Head(data.issuer, say, title, "", facts))
    _table(data.rows, data.issuer, say).place(flow, gap=12)
    Sheet(say, data.issuer, title, data.searched, "", made=data.day).write(flow, stream)
    return stream.getvalue()


def _table(rows: Sequence[RecallRow], issuer: Issuer, say: Voice) -> Table:
    _ = say.gettext
    columns = [
        Column(_("Lot"), widest=90),
        Column(_("Product"), wide=True),
        Column(_("Quantity"), "right"),
        Column(_("Delivery note"), widest=96),
        Column(_("Customer"), widest=170),
        Column(_("Their answer"), "right"),
    ]
    look = Look(issuer.colour, styles.text_on(issuer.colour))
    return Table(columns, [_row(row, say) for row in rows], look, pad=18)


def _row(row: RecallRow, say: Voice) -> Row:
    formats = say.formats
    return Row(
        (
            Cell(row.lot, (formats.date(row.best_before),) if row.best_before else (), STRONG),
            Cell(row.label, (row.code,)),
            Cell(formats.quantity(row.quantity), style=STRONG),
            Cell(row.delivery, (formats.date(row.shipped_on),)),
            Cell(row.customer, row.reach, STRONG),
            Cell("…………"),
        )
    )

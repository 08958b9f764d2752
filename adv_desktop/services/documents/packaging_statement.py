"""The packaging account of a customer, to agree on what it holds of our pallets and crates."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Title
from adv_desktop.services.documents.content import Issuer
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.styles import STRONG
from adv_desktop.services.documents.table import Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice, voice


@dataclass(frozen=True, slots=True)
class PackagingLine:
    """A move of the account, in the words of the statement, with what was held afterwards."""

    on: date
    packaging: str
    move: str
    document: str
    quantity: int
    held: int


@dataclass(frozen=True, slots=True)
class PackagingStatement:
    """What a customer, or a carrier, holds on a day, as (name, pieces), and the moves that made it, the first first."""

    language: str
    issuer: Issuer
    customer: str
    code: str
    day: date
    balances: tuple[tuple[str, int], ...]
    lines: tuple[PackagingLine, ...]
    of_carrier: bool = False


def pdf_bytes(data: PackagingStatement) -> bytes:
    """Return the PDF of the account."""
    say = voice(data.language)
    _ = say.gettext
    title = _("RETURNABLE PACKAGING")
    flow, stream = Flow(), io.BytesIO()
    day = (_("Date"), say.formats.date(data.day))
    facts = (day,) if data.of_carrier else ((_("Customer"), data.code), day)
    flow.add(Head(data.issuer, say, title, "", facts))
    flow.add(Title(data.customer), gap=12, keep=60)
    _balances(data, say).place(flow, gap=4)
    flow.add(Title(_("Moves of packaging")), gap=12, keep=60)
    _moves(data, say).place(flow, gap=4)
    Sheet(say, data.issuer, title, data.code, data.customer, made=data.day).write(flow, stream)
    return stream.getvalue()


def _look(data: PackagingStatement) -> Look:
    return Look(data.issuer.colour, styles.text_on(data.issuer.colour))


def _balances(data: PackagingStatement, say: Voice) -> Table:
    _ = say.gettext
    columns = [Column(_("Packaging"), wide=True), Column(_("Balance held"), "right")]
    rows = [Row((Cell(name), Cell(say.formats.integer(held), style=STRONG))) for name, held in data.balances]
    return Table(columns, rows, _look(data), pad=18)


def _moves(data: PackagingStatement, say: Voice) -> Table:
    _, number = say.gettext, say.formats.integer
    columns = [
        Column(_("Date"), widest=70),
        Column(_("Packaging"), wide=True),
        Column(_("Move"), widest=110),
        Column(_("Document"), widest=120),
        Column(_("Pieces"), "right"),
        Column(_("Balance held"), "right"),
    ]
    rows = [
        Row(
            (
                Cell(say.formats.date(line.on)),
                Cell(line.packaging),
                Cell(line.move),
                Cell(line.document or "–"),
                Cell(number(line.quantity)),
                Cell(number(line.held), style=STRONG),
            )
        )
        for line in data.lines
    ]
    return Table(columns, rows, _look(data), pad=18)

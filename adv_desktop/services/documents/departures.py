"""The day's departures: what each carrier takes, to be signed when it calls."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Title, paragraphs
from adv_desktop.services.documents.content import Issuer
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.styles import STRONG
from adv_desktop.services.documents.table import Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice, voice


@dataclass(frozen=True, slots=True)
class Departure:
    """A delivery that a carrier takes."""

    number: str
    customer: str
    place: str = ""
    orders: tuple[str, ...] = ()
    parcels: int | None = None
    gross_kg: Decimal | None = None
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class CarrierDepartures:
    """What one carrier takes; without a name, what no carrier was chosen for."""

    name: str
    lines: tuple[Departure, ...]


@dataclass(frozen=True, slots=True)
class DeparturesData:
    """The sheet of a day's departures."""

    language: str
    issuer: Issuer
    day: date
    carriers: tuple[CarrierDepartures, ...]


def pdf_bytes(data: DeparturesData) -> bytes:
    """Return the PDF of the day's departures."""
    say = voice(data.language)
    _ = say.gettext
    title = _("DEPARTURES OF THE DAY")
    day = say.formats.date(data.day)
    flow, stream = Flow(), io.BytesIO()
    count = sum(len(carrier.lines) for carrier in data.carriers)
    flow.add(Head(data.issuer, say, title, "", ((_("Date"), day), (_("Deliveries"), str(count)))))
    for carrier in data.carriers:
        flow.add(Title(carrier.name or _("Without a carrier")), gap=12, keep=60)
        (totals,) = paragraphs([_totals(carrier, say)], STRONG)
        (signed,) = paragraphs([_("Taken over on ………………… at ………… by …………………………… Signature:")], styles.QUIET)
        _table(data, carrier, say).place(flow, gap=4, keep=5 + totals.height + 8 + signed.height)
        flow.add(totals, gap=5)
        flow.add(signed, gap=8)
    Sheet(say, data.issuer, title, day, "", made=data.day).write(flow, stream)
    return stream.getvalue()


def _table(data: DeparturesData, carrier: CarrierDepartures, say: Voice) -> Table:
    _ = say.gettext
    columns = [
        Column(_("Delivery note"), widest=84),
        Column(_("Customer"), wide=True),
        Column(_("Orders"), widest=110),
        Column(_("Parcels"), "right"),
        Column(_("Weight, kg"), "right"),
        Column(_("Tracking number"), widest=110),
    ]
    look = Look(data.issuer.colour, styles.text_on(data.issuer.colour))
    return Table(columns, [_row(line, say) for line in carrier.lines], look, pad=18)


def _row(line: Departure, say: Voice) -> Row:
    return Row(
        (
            Cell(line.number, style=STRONG),
            Cell(line.customer, (line.place,) if line.place else ()),
            Cell(", ".join(line.orders)),
            Cell(str(line.parcels) if line.parcels else "–"),
            Cell(say.formats.quantity(line.gross_kg) if line.gross_kg else "–"),
            Cell(line.tracking or "–"),
        )
    )


def _totals(carrier: CarrierDepartures, say: Voice) -> str:
    parcels = sum(line.parcels or 0 for line in carrier.lines)
    weight = sum((line.gross_kg or Decimal(0) for line in carrier.lines), Decimal(0))
    count = len(carrier.lines)
    told = say.texts.ngettext("{count} delivery", "{count} deliveries", count).format(count=count)
    boxes = say.texts.ngettext("{count} parcel", "{count} parcels", parcels).format(count=parcels)
    return f"{told}  ·  {boxes}  ·  {say.formats.quantity(weight)} kg"

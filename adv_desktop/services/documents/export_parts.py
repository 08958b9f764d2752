"""What the papers of an export share: the addresses with their customs numbers, the references, weights, totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Parties, Strip, reference_items
from adv_desktop.services.documents.content import Party
from adv_desktop.services.documents.layout import Flow
from adv_desktop.services.documents.pen import LEFT, RIGHT
from adv_desktop.services.documents.styles import STRONG
from adv_desktop.services.documents.table import Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice

if TYPE_CHECKING:
    from adv_desktop.services.documents.export_content import ExportGoods, Load, Voyage

UNKNOWN = "–"
TOTALS_LEFT = LEFT + 250


def weight(kilograms: Decimal | None, say: Voice) -> str:
    """Write a weight to the gram where it is known to the gram."""
    return UNKNOWN if kilograms is None else say.formats.price(kilograms, 1)


def sum_of(weights: Iterable[Decimal | None]) -> Decimal | None:
    """Add weights up; None as soon as one is not known."""
    found = list(weights)
    known = [one for one in found if one is not None]
    return sum(known, Decimal(0)) if found and len(known) == len(found) else None


def add_head(voyage: Voyage, title: str, say: Voice, flow: Flow) -> None:
    """Place who sends what to whom: head, the two addresses, the references with the incoterm."""
    _ = say.gettext
    facts = [(_("Date"), say.formats.date(voyage.made_on))]
    if voyage.issuer.eori:
        facts.append((_("Our EORI no."), voyage.issuer.eori))
    flow.add(Head(voyage.issuer, say, title, voyage.number, tuple(facts), barcode=voyage.number))
    code = voyage.buyer.code
    to = _("Ordered by · customer {code}").format(code=code) if code else _("Ordered by")
    flow.add(Parties((to, voyage.buyer), (_("Consignee"), receiver(voyage, say)), say))
    items = [
        (label, value)
        for label, value in reference_items(replace(voyage.references, incoterm=voyage.incoterm), say)
        if value
    ]
    if items:
        flow.add(Strip(tuple(items)), gap=8)


def receiver(voyage: Voyage, say: Voice) -> Party:
    """Return the consignee with its customs number."""
    party = voyage.deliver_to
    if not voyage.eori:
        return party
    eori = say.gettext("EORI no. {number}").format(number=voyage.eori)
    return replace(party, note=" · ".join(part for part in (eori, party.note) if part))


def load_items(load: Load, say: Voice) -> list[tuple[str, str]]:
    """Return parcels, weights and volume with their labels; what is not known is left out."""
    _ = say.gettext
    items = [
        (_("Parcels"), str(load.parcels) if load.parcels else ""),
        (_("Packing"), load.packing),
        (_("Net weight"), f"{weight(load.net_kg, say)} kg" if load.net_kg is not None else ""),
        (_("Gross weight"), f"{weight(load.gross_kg, say)} kg" if load.gross_kg is not None else ""),
        (_("Volume"), f"{say.formats.price(load.volume_m3, 2)} m³" if load.volume_m3 is not None else ""),
        (_("Marks"), load.marks),
    ]
    return [(label, value) for label, value in items if value]


def goods_table(columns: Sequence[tuple[bool, Column]], rows: Iterable[Row], colour: str) -> Table:
    """Return a table of goods without the columns that are not shown."""
    kept = [index for index, (show, _column) in enumerate(columns) if show]
    shown = [row if row.banner else replace(row, cells=tuple(row.cells[index] for index in kept)) for row in rows]
    return Table([columns[index][1] for index in kept], shown, Look(colour, styles.text_on(colour)), pad=18)


def totals_table(rows: Sequence[tuple[str, str]], say: Voice) -> Table:
    """Return labelled sums at the right of the page, the last of them strong."""
    cells = [Row((Cell(label), Cell(value))) for label, value in rows[:-1]]
    label, value = rows[-1]
    cells.append(Row((Cell(label, style=STRONG), Cell(value, style=STRONG))))
    columns = [Column(say.gettext("Total"), wide=True), Column(say.gettext("Amount"), "right", widest=120)]
    return Table(columns, cells, Look(styles.PALE, styles.MUTED, size=6.9), left=TOTALS_LEFT, right=RIGHT)


def below(goods: ExportGoods, say: Voice) -> tuple[str, ...]:
    """Return the small lines under a label: lots, and that goods are free."""
    free = (say.gettext("Free of charge – value for customs only"),) if goods.free else ()
    return (*(say.lot(lot) for lot in goods.lots), *free)

"""Picking lists: the lines in the order of their locations, a bar code that names the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Notice, Parties, Strip, paragraphs, reference_items
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.sign_boxes import SignBoxes
from adv_desktop.services.documents.styles import QUIET, STRONG
from adv_desktop.services.documents.table import Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice, voice

if TYPE_CHECKING:
    from adv_desktop.services.documents.picking_content import PickingLine, PickingListData


def render(data: PickingListData, stream: BinaryIO) -> None:
    """Write the PDF of a picking list to a stream."""
    say = voice(data.language)
    _ = say.gettext
    title = _("PICKING LIST")
    flow = Flow()
    flow.add(Head(data.issuer, say, title, data.number, _facts(data, say), barcode=data.number))
    flow.add(Parties((_("Customer"), data.customer), (_("Deliver to"), data.deliver_to), say))
    items = reference_items(data.references, say)
    if data.warehouse:
        items.insert(0, (_("Warehouse"), data.warehouse))
    if items:
        flow.add(Strip(tuple(items)), gap=8)
    if urgency := _urgency(data, say):
        flow.add(Notice(_("URGENT"), (urgency,), ground=styles.AMBER_GROUND, fill=styles.AMBER), gap=7)
    if data.comment:
        flow.add(Notice(_("Instructions"), (data.comment,), ground=styles.AMBER_GROUND, fill=styles.AMBER), gap=7)
    (summary,) = paragraphs([_summary(data, say)], STRONG)
    signatures = SignBoxes((_("Picked by"), _("Checked by"), _("Number of parcels"), _("Gross weight (kg)")))
    _lines(data, say).place(flow, gap=9, keep=6 + summary.height + 10 + signatures.height)
    flow.add(summary, gap=6)
    flow.add(signatures, gap=10)
    Sheet(say, data.issuer, title, data.number, data.customer.name, made=data.made_on).write(flow, stream)


def _facts(data: PickingListData, say: Voice) -> tuple[tuple[str, str], ...]:
    _ = say.gettext
    days = [(_("Made on"), data.made_on), (_("Leaves on"), data.leaves_on)]
    return tuple((label, say.formats.date(day)) for label, day in days if day)


def _urgency(data: PickingListData, say: Voice) -> str:
    """Return what is to be prepared before the others, "" when nothing is urgent."""
    _ = say.gettext
    urgent = [line.urgent for line in data.lines]
    if not any(urgent):
        return ""
    return _("Prepare this list before the others.") if all(urgent) else _("Prepare the lines marked URGENT first.")


def _summary(data: PickingListData, say: Voice) -> str:
    count = len(data.lines)
    return say.texts.ngettext("{count} line to pick", "{count} lines to pick", count).format(count=count)


def _lines(data: PickingListData, say: Voice) -> Table:
    _ = say.gettext
    columns = [
        Column(_("Location"), widest=70),
        Column(_("Item code"), widest=84),
        Column(_("Description"), wide=True),
        Column(_("In stock"), "right"),
        Column(_("To pick"), "right"),
        Column(_("Unit"), "centre", widest=58),
        Column(_("Qty picked"), "right"),
        Column(_("Lot picked"), "right"),
    ]
    lines = sorted(data.lines, key=lambda line: (not line.location, line.rank, line.location, line.code))
    look = Look(data.issuer.colour, styles.text_on(data.issuer.colour))
    return Table(columns, [_row(line, say) for line in lines], look, pad=22)


def _row(line: PickingLine, say: Voice) -> Row:
    below = [say.gettext("URGENT")] if line.urgent else []
    below += [line.detail] if line.detail else []
    below += [say.lot(lot) for lot in line.lots]
    return Row(
        (
            Cell(line.location or "–", style=STRONG),
            Cell(line.code, (line.barcode,) if line.barcode else (), STRONG),
            Cell(line.label, tuple(below)),
            Cell("" if line.stock is None else say.formats.quantity(line.stock), style=QUIET),
            Cell(say.formats.quantity(line.quantity), style=styles.NAME),
            Cell(line.unit),
            Cell("…………"),
            Cell("………………"),
        )
    )

"""The packing list: parcel by parcel what it holds, its weights, dimensions and marks."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Strip
from adv_desktop.services.documents.export_content import ExportGoods, PackedParcel, PackingListData
from adv_desktop.services.documents.export_parts import add_head, below, goods_table, load_items, weight
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.styles import STRONG
from adv_desktop.services.documents.table import Cell, Column, Row, Table
from adv_desktop.services.documents.voice import Voice, voice


def render(data: PackingListData, stream: BinaryIO) -> None:
    """Write the PDF of a packing list to a stream."""
    voyage = data.voyage
    say = voice(voyage.language)
    title = say.gettext("PACKING LIST")
    flow = Flow()
    add_head(voyage, title, say, flow)
    facts = load_items(data.load, say)
    if facts:
        flow.add(Strip(tuple(facts)), gap=7)
    _table(data, say).place(flow, gap=9)
    Sheet(say, voyage.issuer, title, voyage.number, voyage.deliver_to.name, made=voyage.made_on).write(flow, stream)


def _table(data: PackingListData, say: Voice) -> Table:
    _ = say.gettext
    all_goods = [*data.loose, *(goods for parcel in data.parcels for goods in parcel.goods)]
    columns = [
        (any(goods.code for goods in all_goods), Column(_("Item code"), widest=80)),
        (True, Column(_("Description"), wide=True)),
        (any(goods.cn8 for goods in all_goods), Column(_("Customs code"), "centre", widest=54)),
        (any(goods.origin for goods in all_goods), Column(_("Origin"), "centre", widest=64)),
        (True, Column(_("Qty"), "right")),
        (True, Column(_("Unit"), "centre", widest=58)),
        (True, Column(_("Net kg"), "right")),
        (True, Column(_("Gross kg"), "right")),
    ]
    colour = data.voyage.issuer.colour
    rows = [row for parcel in data.parcels for row in _parcel(parcel, colour, say)]
    if data.loose:
        if data.parcels:
            rows.append(_banner(_("Goods whose parcel is not told"), colour))
        rows += [_row(goods, say) for goods in data.loose]
    rows.append(_sum(data, say))
    return goods_table(columns, rows, colour)


def _parcel(parcel: PackedParcel, colour: str, say: Voice) -> list[Row]:
    """Return the heading of a parcel and what it holds."""
    _ = say.gettext
    parts = [_("Parcel {number}").format(number=parcel.number), parcel.packing]
    if parcel.dimensions:
        parts.append(_("{dimensions} cm").format(dimensions=parcel.dimensions))
    for label, kilograms in ((_("net {weight} kg"), parcel.net_kg), (_("gross {weight} kg"), parcel.gross_kg)):
        if kilograms is not None:
            parts.append(label.format(weight=weight(kilograms, say)))
    if parcel.marks:
        parts.append(_("marks: {marks}").format(marks=parcel.marks))
    continued = _banner(_("{parcel} (continued)").format(parcel=parts[0]), colour)
    rows = (replace(_row(goods, say), under=continued) for goods in parcel.goods)
    return [_banner(" · ".join(part for part in parts if part), colour), *rows]


def _banner(text: str, colour: str) -> Row:
    return Row(banner=text, style=STRONG.coloured(styles.readable(colour)), ground=styles.tint(colour, 0.08))


def _row(goods: ExportGoods, say: Voice) -> Row:
    lots = below(goods, say)
    return Row(
        (
            Cell(goods.code, style=STRONG),
            Cell(goods.label, lots),
            Cell(goods.cn8 or "–"),
            Cell(goods.origin or "–"),
            Cell(say.formats.quantity(goods.quantity), style=STRONG),
            Cell(goods.unit),
            Cell(weight(goods.net_kg, say)),
            Cell(),
        )
    )


def _sum(data: PackingListData, say: Voice) -> Row:
    count = data.load.parcels or len(data.parcels)
    label = say.texts.ngettext("{count} parcel", "{count} parcels", count).format(count=count) if count else ""
    cells = [Cell(style=STRONG) for _ in range(8)]
    total = say.gettext("Total: {parcels}").format(parcels=label) if label else say.gettext("Total")
    cells[1] = Cell(total, style=STRONG)
    cells[6] = Cell(weight(data.load.net_kg, say), style=STRONG)
    cells[7] = Cell(weight(data.load.gross_kg, say), style=STRONG)
    return Row(tuple(cells))

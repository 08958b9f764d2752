"""The commercial invoice for customs: origin, code and weight of each line, the value of what is free, the incoterm."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Notice, Strip, paragraphs
from adv_desktop.services.documents.export_content import CustomsInvoiceData, ExportGoods
from adv_desktop.services.documents.export_parts import (
    add_head,
    below,
    goods_table,
    load_items,
    sum_of,
    totals_table,
    weight,
)
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.priced import carrying
from adv_desktop.services.documents.styles import STRONG
from adv_desktop.services.documents.table import Cell, Column, Row, Table
from adv_desktop.services.documents.voice import Voice, voice


def render(data: CustomsInvoiceData, stream: BinaryIO) -> None:
    """Write the PDF of a commercial invoice for customs to a stream."""
    voyage = data.voyage
    say = voice(voyage.language)
    _ = say.gettext
    title = _("COMMERCIAL INVOICE")
    flow = Flow()
    add_head(voyage, title, say, flow)
    flow.add(_purpose(data, say), gap=7)
    totals = _totals(data, say)
    _goods(data, say).place(flow, gap=9, keep=9 + totals.height)
    totals.place(flow, gap=9)
    facts = load_items(data.load, say)
    if facts:
        flow.add(Strip(tuple(facts)), gap=9)
    for number, text in enumerate(paragraphs(list(data.mentions), styles.LEGAL)):
        flow.add(text, gap=7 if number == 0 else 1)
    for text in paragraphs(_declaration(data, say), styles.BODY):
        flow.add(text, gap=9)
    Sheet(say, voyage.issuer, title, voyage.number, voyage.deliver_to.name, made=voyage.made_on).write(flow, stream)


def _purpose(data: CustomsInvoiceData, say: Voice) -> Notice:
    """Say why the goods leave, and that this paper is not the invoice to pay."""
    _ = say.gettext
    title = _("Reason of the export: {reason}").format(reason=data.reason)
    if data.invoices:
        told = _("Made for customs. The goods are invoiced by invoice {references}, the only one to be paid.")
        return Notice(title, (told.format(references=say.references(data.invoices)),), ground=styles.PALE)
    if data.net:
        told = _("Made for customs. The invoice to be paid follows; this paper asks for no payment.")
    else:
        told = _("Made for customs. The goods are not sold: there is nothing to pay.")
    return Notice(title, (told,), ground=styles.PALE)


def _goods(data: CustomsInvoiceData, say: Voice) -> Table:
    _ = say.gettext
    columns = [
        (any(goods.code for goods in data.goods), Column(_("Item code"), widest=72)),
        (True, Column(_("Description"), wide=True)),
        (True, Column(_("Customs code"), "centre", widest=54)),
        (True, Column(_("Origin"), "centre", widest=58)),
        (True, Column(_("Qty"), "right")),
        (True, Column(_("Unit"), "centre", widest=44)),
        (True, Column(_("Net kg"), "right")),
        (True, Column(_("Unit price"), "right")),
        (True, Column(_("Value {currency}").format(currency=data.currency), "right")),
    ]
    rows = [_row(goods, data.currency, say) for goods in data.goods]
    if len(rows) > 1:
        rows.append(_sum(data, say))
    table = goods_table(columns, rows, data.voyage.issuer.colour)
    return replace(table, carrying=carrying(len(table.columns) - 1, data.currency, say))


def _row(goods: ExportGoods, currency: str, say: Voice) -> Row:
    base = () if goods.price_base == 1 else (f"/ {say.formats.quantity(goods.price_base)}",)
    return Row(
        (
            Cell(goods.code, style=STRONG),
            Cell(goods.label, below(goods, say)),
            Cell(goods.cn8 or "–"),
            Cell(goods.origin or "–"),
            Cell(say.formats.quantity(goods.quantity)),
            Cell(goods.unit),
            Cell(weight(goods.net_kg, say)),
            Cell("–" if goods.price is None else say.formats.price(goods.price), base),
            Cell(say.formats.amount(goods.amount, currency), style=STRONG),
        ),
        carried=goods.amount,
    )


def _sum(data: CustomsInvoiceData, say: Voice) -> Row:
    label = say.texts.ngettext("{count} line", "{count} lines", len(data.goods)).format(count=len(data.goods))
    amount = sum(goods.amount for goods in data.goods)
    cells = [Cell(style=STRONG) for _ in range(9)]
    cells[1] = Cell(label, style=STRONG)
    cells[6] = Cell(weight(sum_of(goods.net_kg for goods in data.goods), say), style=STRONG)
    cells[8] = Cell(say.formats.amount(amount, data.currency), style=STRONG)
    return Row(tuple(cells))


def _totals(data: CustomsInvoiceData, say: Voice) -> Table:
    _ = say.gettext
    money = [
        (_("Goods invoiced"), data.lines),
        (_("Discount"), -data.discount),
        (_("Freight"), data.freight),
        (_("Invoiced, without VAT"), data.net if data.discount or data.freight or data.free_value else 0),
        (_("Free goods, value for customs"), data.free_value),
    ]
    rows = [(label, say.formats.money(minor, data.currency)) for label, minor in money if minor]
    total = data.value
    rows.append((_("Total value for customs"), say.formats.money(total, data.currency)))
    return totals_table(rows, say)


def _declaration(data: CustomsInvoiceData, say: Voice) -> list[str]:
    _ = say.gettext
    place = _("Done at {town} on {date}.").format(town=data.town, date=say.formats.date(data.voyage.made_on))
    sign = _("Name, position, signature and stamp:")
    return [_("We declare that the particulars of this invoice are true and correct."), f"{place} {sign}"]

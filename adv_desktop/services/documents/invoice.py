"""Invoices, deposit invoices, corrected invoices and pro formas."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from adv_desktop.models.enums import InvoiceType
from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Notice, Parties, Strip, paragraphs, reference_items
from adv_desktop.services.documents.layout import Block, Flow, Sheet
from adv_desktop.services.documents.payment import PaymentBlock
from adv_desktop.services.documents.priced import LineTable, Totals
from adv_desktop.services.documents.voice import Voice, voice

if TYPE_CHECKING:
    from adv_desktop.services.documents.content import Deduction, InvoiceData


def render(data: InvoiceData, stream: BinaryIO) -> None:
    """Write the PDF of an invoice to a stream."""
    say = voice(data.language)
    compose(data, say, title(data, say), stream)


def title(data: InvoiceData, say: Voice) -> str:
    """Return the title that the law and the trade give to the document."""
    _ = say.gettext
    if data.proforma:
        return _("PRO FORMA INVOICE")
    titles = {
        InvoiceType.DEPOSIT: _("DEPOSIT INVOICE"),
        InvoiceType.CORRECTED: _("CORRECTED INVOICE"),
        InvoiceType.CREDIT_NOTE: _("CREDIT NOTE"),
        InvoiceType.DEPOSIT_CREDIT: _("CREDIT NOTE"),
        InvoiceType.REBATE_CREDIT: _("CREDIT NOTE"),
    }
    return titles.get(data.type, _("INVOICE"))


def compose(data: InvoiceData, say: Voice, heading: str, stream: BinaryIO) -> None:
    """Place every part of an invoice or credit note and write it."""
    _ = say.gettext
    flow = Flow()
    flow.add(Head(data.issuer, say, heading, data.number, facts(data, say)))
    flow.add(_parties(data, say))
    items = [*reference_items(data.references, say)]
    if data.nature:
        items.append((_("Nature of the operations"), data.nature))
    if items:
        flow.add(Strip(tuple(items)), gap=8)
    for notice in _notices(data, say):
        flow.add(notice, gap=7)
    for text in paragraphs([data.comment] if data.comment else [], styles.BODY):
        flow.add(text, gap=6)
    ending = _ending(data, say)
    table = LineTable(data.lines, data.currency, data.issuer.colour, say, data.without_vat).table()
    table.place(flow, gap=9, keep=sum(gap + block.height for block, gap in ending))
    for block, gap in ending:
        flow.add(block, gap)
    _foot(data, say, flow)
    Sheet(
        say,
        data.issuer,
        heading,
        data.number,
        data.bill_to.name,
        footnote=_("Factur-X electronic invoice, EN 16931 profile") if data.xml else "",
        across="" if data.number or data.proforma else _("DRAFT"),
        made=data.issued_on,
        xml=data.xml,
    ).write(flow, stream)


def facts(data: InvoiceData, say: Voice) -> tuple[tuple[str, str], ...]:
    """Return the dates under the number."""
    _ = say.gettext
    rows = [(_("Date of issue"), say.formats.date(data.issued_on))]
    if data.delivered_on and data.delivered_on != data.issued_on:
        rows.append((_("Date of delivery"), say.formats.date(data.delivered_on)))
    if data.period:
        label = _("Delivery expected") if data.type is InvoiceType.DEPOSIT else _("Period")
        days = dict.fromkeys(say.formats.date(day) for day in data.period)
        rows.append((label, " – ".join(days)))
    if data.payment and data.payment.instalments and not data.type.is_credit:
        first = data.payment.instalments[0].due
        label = _("Due date") if len(data.payment.instalments) == 1 else _("First due date")
        rows.append((label, say.formats.date(first)))
    return tuple(rows)


def _parties(data: InvoiceData, say: Voice) -> Parties:
    _ = say.gettext
    code = data.bill_to.code
    to = _("Billed to · customer {code}").format(code=code) if code else _("Billed to")
    left = (_("Delivered to"), data.deliver_to) if data.deliver_to else None
    return Parties(left, (to, data.bill_to), say)


def _notices(data: InvoiceData, say: Voice) -> list[Notice]:
    _ = say.gettext
    notices = []
    if data.proforma:
        notices.append(Notice(_("PRO FORMA INVOICE – document without accounting or fiscal value"), ground=styles.PALE))
    if data.corrects:
        named = say.references(data.corrects)
        if data.type is InvoiceType.CORRECTED:
            text = _("This invoice cancels and replaces invoice no. {references}").format(references=named)
        else:
            text = _("Credit note on invoice no. {references}").format(references=named)
        reason = (_("Reason: {reason}").format(reason=data.reason),) if data.reason else ()
        notices.append(Notice(text, reason, ground=styles.PALE))
    elif data.reason:
        notices.append(Notice(_("Reason: {reason}").format(reason=data.reason), ground=styles.PALE))
    if data.type is InvoiceType.DEPOSIT and data.references.orders:
        notices.append(Notice(_deposit_sentence(data, say), ground=styles.PALE))
    return notices


def _deposit_sentence(data: InvoiceData, say: Voice) -> str:
    _ = say.gettext
    orders = say.references(data.references.orders)
    if data.deposit_percent is None:
        return _("Deposit on order no. {order}").format(order=orders)
    percent = say.formats.percent(data.deposit_percent)
    return _("Deposit of {percent} on order no. {order}").format(percent=percent, order=orders)


def _ending(data: InvoiceData, say: Voice) -> list[tuple[Block, float]]:
    """Return the deductions and the totals with the gap over each: they stay with the last lines."""
    totals = Totals(data.amounts, data.currency, data.issuer.colour, say, _due_label(data, say), data.without_vat)
    return [*((_deduction(deduction, data, say), 7.0) for deduction in data.deductions), (totals, 8.0)]


def _foot(data: InvoiceData, say: Voice, flow: Flow) -> None:
    for text in paragraphs(_exchange(data, say), styles.SMALL):
        flow.add(text, gap=3)
    if data.payment and not data.type.is_credit and not data.proforma:
        flow.add(PaymentBlock(data.payment, data.amounts.due, data.currency, data.number, say), gap=7)
    for number, text in enumerate(paragraphs(data.mentions, styles.LEGAL)):
        flow.add(text, gap=4 if number == 0 else 0.6)


def _deduction(deduction: Deduction, data: InvoiceData, say: Voice) -> Notice:
    _ = say.gettext
    money = [say.formats.amount(-part, data.currency) for part in (deduction.net, deduction.vat, deduction.gross)]
    figures = _("{net} excl. VAT   {vat} VAT   {gross} incl. VAT").format(net=money[0], vat=money[1], gross=money[2])
    text = _("Deposit invoice {reference}").format(reference=say.reference(deduction.invoice))
    of_order = say.reference(deduction.order)
    if deduction.percent is not None and of_order:
        percent = say.formats.percent(deduction.percent)
        text += " (" + _("{percent} of order {order}").format(percent=percent, order=of_order) + ")"
    elif of_order:
        text += " (" + _("order {reference}").format(reference=of_order) + ")"
    if deduction.paid_on:
        text += ", " + _("paid on {date}").format(date=say.formats.date(deduction.paid_on))
    return Notice(_("Deposit already invoiced, deducted from this invoice"), (text,), figures)


def _exchange(data: InvoiceData, say: Voice) -> list[str]:
    amounts = data.amounts
    if data.currency == "EUR" or amounts.exchange_rate is None:
        return []
    rate = say.formats.price(amounts.exchange_rate, 4)
    text = say.gettext("Exchange rate: 1 {currency} = {rate} EUR").format(rate=rate, currency=data.currency)
    date = say.formats.date(amounts.exchange_date) if amounts.exchange_date else ""
    source = ", ".join(part for part in (amounts.exchange_source, date) if part)
    return [f"{text} ({source})" if source else text]


def _due_label(data: InvoiceData, say: Voice) -> str:
    _ = say.gettext
    if data.type.is_credit:
        return _("In your favour")
    return _("Amount due")

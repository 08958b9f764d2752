"""What an invoice, a deposit invoice or a credit note says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import InvoiceState, InvoiceType, LineKind, Requirement
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Company
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import identifiers, reference
from adv_desktop.services.company import own_banks
from adv_desktop.services.documents import content
from adv_desktop.services.mentions import mentions_of, nature_key
from adv_desktop.services.parties import parties_of
from adv_desktop.services.printing import parts
from adv_desktop.services.queries.euros import in_euros


def invoice_content(session: Session, invoice: Invoice, today: dt.date) -> content.InvoiceData:
    """Return the document as frozen, or a draft as it would be issued today."""
    company = session.get_one(Company, 1)
    language = invoice.language
    facts = parties_of(session, invoice, company)
    on = invoice.issue_date or today
    mentions = invoice.mentions or mentions_of(session, invoice, company, on)
    sources = _sources(session, invoice)
    return content.InvoiceData(
        language=language,
        issuer=parts.issuer(session, facts["seller"], language),
        type=invoice.type,
        number=invoice.number or "",
        issued_on=on,
        bill_to=parts.party(session, facts["buyer"], language),
        lines=_lines(session, invoice, sources),
        amounts=_amounts(invoice),
        currency=invoice.currency,
        deliver_to=parts.party(session, facts["ship_to"], language) if facts.get("ship_to") else None,
        references=_references(session, invoice, sources),
        delivered_on=invoice.delivery_date,
        period=(invoice.period_start, invoice.period_end) if invoice.period_start and invoice.period_end else None,
        nature=reference.mention(session, nature_key(invoice), language, on),
        corrects=_corrects(session, invoice),
        reason=invoice.reason or "",
        deductions=_deductions(session, invoice),
        payment=_payment(session, invoice, language),
        comment=invoice.notes or "",
        mentions=tuple(mention["text"] for mention in mentions),
        without_vat=facts["seller"]["vat_regime"] == "franchise",
    )


def _amounts(invoice: Invoice) -> content.Amounts:
    totals = invoice.totals()
    if invoice.state is InvoiceState.ISSUED or invoice.vat_table:
        rows = tuple(parts.vat_row(row) for row in invoice.vat_table)
    else:
        rows = tuple(parts.vat_row(row) for row in totals.vat)
    printed = replace(parts.amounts_of(totals, rows), discount_percent=invoice.discount_percent)
    if invoice.exchange_rate is None:
        return printed
    frozen, euros = invoice.exchange_rate, Decimal(invoice.exchange_rate["rate"])
    return replace(
        printed,
        vat_total_eur=sum(in_euros(row.vat, invoice.currency, euros) for row in rows),
        exchange_rate=euros,
        exchange_source=frozen["source"],
        exchange_date=dt.date.fromisoformat(frozen["date"]),
    )


def _sources(session: Session, invoice: Invoice) -> dict[int, tuple[Delivery, SalesOrder | None]]:
    """Return the delivery and the order behind each invoiced delivery line."""
    ids = [line.delivery_line_id for line in invoice.lines if line.delivery_line_id is not None]
    if not ids:
        return {}
    rows = session.execute(
        sa.select(DeliveryLine.id, Delivery, SalesOrder)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .outerjoin(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .outerjoin(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(DeliveryLine.id.in_(ids))
    )
    return {line_id: (delivery, order) for line_id, delivery, order in rows}


def _lines(
    session: Session, invoice: Invoice, sources: dict[int, tuple[Delivery, SalesOrder | None]]
) -> tuple[content.Line | content.DeliveryHeading, ...]:
    """Return the rows; lines of several deliveries stand under the heading of theirs."""
    printed: list[content.Line | content.DeliveryHeading] = []
    above: list[content.Line] = []  # a title and its comments, which stand under the heading of what comes next
    current: int | None = None
    shown = [line for line in invoice.lines if not line.deduction]  # deposits taken off have a block of their own
    rows = parts.priced_lines(session, shown, invoice.language, invoice.currency)
    for line, row in zip(shown, rows, strict=True):
        source = sources.get(line.delivery_line_id or 0)
        if source is not None and source[0].id != current and not invoice.type.is_credit:
            current = source[0].id
            printed.append(_heading(*source))
        if line.kind is LineKind.TITLE or (above and not line.is_item):
            above.append(row)
            continue
        printed += [*above, row]
        above = []
    return (*printed, *above)


def _heading(delivery: Delivery, order: SalesOrder | None) -> content.DeliveryHeading:
    return content.DeliveryHeading(
        content.Reference(delivery.number or "", delivery.delivery_date),
        content.Reference(order.number or "", order.order_date) if order else None,
        (order.customer_reference or "") if order else "",
    )


def _references(
    session: Session, invoice: Invoice, sources: dict[int, tuple[Delivery, SalesOrder | None]]
) -> content.References:
    deliveries = {delivery.id: delivery for delivery, _order in sources.values()}
    orders = {order.id: order for _delivery, order in sources.values() if order is not None}
    if invoice.order_id is not None and not orders:
        orders[invoice.order_id] = session.get_one(SalesOrder, invoice.order_id)
    asked = invoice.asked_references
    return content.References(
        customer_order=parts.customer_reference(invoice.customer_reference, invoice.customer_reference_date),
        orders=tuple(content.Reference(order.number or "", order.order_date) for order in orders.values()),
        deliveries=tuple(content.Reference(item.number or "", item.delivery_date) for item in deliveries.values()),
        salesperson=invoice.salesperson or "",
        incoterm=parts.incoterms_of(orders.values()),
        engagement=asked.get(Requirement.ENGAGEMENT, ""),
        service_code=asked.get(Requirement.SERVICE_CODE, ""),
        contract=invoice.contract_number or "",
        site_code=asked.get(Requirement.SITE_CODE, ""),
    )


def _corrects(session: Session, invoice: Invoice) -> tuple[content.Reference, ...]:
    if not invoice.type.is_credit and invoice.origin_id is None:
        return ()
    by_lines = (line.origin_invoice_id for line in invoice.items)  # the rebate of a period corrects several
    ids = [invoice.origin_id] if invoice.origin_id is not None else dict.fromkeys(by_lines)
    origins = [session.get_one(Invoice, row_id) for row_id in ids if row_id is not None]
    return tuple(content.Reference(origin.number or "", origin.issue_date) for origin in origins)


def _deductions(session: Session, invoice: Invoice) -> tuple[content.Deduction, ...]:
    """Return the deposit invoices taken off, one row each."""
    sums: dict[int, tuple[int, int]] = {}
    for row in invoice.deductions:
        net, vat = sums.get(row.deposit_invoice_id, (0, 0))
        sums[row.deposit_invoice_id] = net + row.net, vat + row.vat
    return tuple(_deduction(session, deposit_id, net, vat) for deposit_id, (net, vat) in sums.items())


def _deduction(session: Session, deposit_id: int, net: int, vat: int) -> content.Deduction:
    deposit = session.get_one(Invoice, deposit_id)
    order = session.get_one(SalesOrder, deposit.order_id) if deposit.order_id else None
    return content.Deduction(
        content.Reference(deposit.number or "", deposit.issue_date),
        net,
        vat,
        net + vat,
        order=content.Reference(order.number or "", order.order_date) if order else None,
    )


def _payment(session: Session, invoice: Invoice, language: str) -> content.Payment | None:
    """Return how to pay; a credit note asks for nothing."""
    if invoice.type.is_credit:
        return None
    bank = next(iter(own_banks(session)), None)
    deposit = invoice.type is InvoiceType.DEPOSIT
    return content.Payment(
        method=invoice.payment_method,
        instalments=tuple(content.Instalment(part.due_date, part.amount) for part in invoice.instalments),
        terms="" if deposit else parts.terms_text(invoice.payment_terms, language),
        holder=bank.holder if bank else "",
        iban=bank.iban if bank else "",
        bic=(bank.bic or "") if bank else "",
        bank=(bank.name or "") if bank else "",
        reference=identifiers.creditor_reference(invoice.number) if invoice.number else "",
    )

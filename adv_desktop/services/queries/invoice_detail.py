"""One invoice with its lines, VAT table, instalments and deductions; amounts as printed, unsigned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.enums import InvoiceState, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.line import subtotals
from adv_desktop.models.party import Customer
from adv_desktop.services import invoice_proofs
from adv_desktop.services.einvoice_statuses import GivenStatus, of_invoice
from adv_desktop.services.invoice_proofs import Proof
from adv_desktop.services.queries import invoices
from adv_desktop.services.queries.invoices import InvoiceRow
from adv_desktop.services.queries.lines import (
    Amounts,
    Line,
    LineRef,
    VatRow,
    amounts_of,
    delivery_refs,
    facts_of,
    order_refs,
)

WITH_PARTS = (
    selectinload(Invoice.lines), selectinload(Invoice.vat_table), selectinload(Invoice.instalments),
    selectinload(Invoice.deductions),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicedLine(Line):
    """A line of an invoice; `credited` is the quantity that credit notes, drafts included, have taken of it."""

    order_line: LineRef | None
    delivery_line: LineRef | None
    deduction: bool
    origin_line_id: int | None
    credited: Decimal


@dataclass(frozen=True, slots=True)
class Instalment:
    """A due date and its amount."""

    due: dt.date
    amount: int


@dataclass(frozen=True, slots=True)
class InvoiceDetail:
    """An invoice whole; `row` is what the list shows of it (signed), `amounts` what the paper shows."""

    row: InvoiceRow
    customer_code: str
    order_id: int | None
    origin_id: int | None
    claim_id: int | None
    parties: dict[str, Any]
    wished_date: dt.date | None
    delivery_date: dt.date | None
    period: tuple[dt.date | None, dt.date | None]
    customer_reference_date: dt.date | None
    vat_regime: VatRegime
    exchange_rate: dict[str, Any] | None
    discount_percent: Decimal | None
    discount_amount: int | None
    mentions: tuple[Any, ...]
    notes: str | None
    override_reason: str | None
    issued_at: dt.datetime | None
    pdf_file_id: int | None
    xml_file_id: int | None
    lines: tuple[InvoicedLine, ...]
    amounts: Amounts
    instalments: tuple[Instalment, ...]
    statuses: tuple[GivenStatus, ...]
    proofs: tuple[Proof, ...]


def detail(session: Session, invoice_id: int, today: dt.date) -> InvoiceDetail:
    """Return an invoice; raise `invoice.not_found`."""
    invoice = session.scalar(sa.select(Invoice).where(Invoice.id == invoice_id).options(*WITH_PARTS))
    if invoice is None:
        raise DomainError("invoice.not_found", number=invoice_id)
    same = ("order_id", "origin_id", "claim_id", "wished_date", "delivery_date", "customer_reference_date",
            "vat_regime", "exchange_rate", "discount_percent", "discount_amount", "notes", "override_reason",
            "issued_at", "pdf_file_id", "xml_file_id")  # fmt: skip
    return InvoiceDetail(
        row=invoices.rows(session, [invoice_id], today)[invoice_id],
        customer_code=session.scalars(sa.select(Customer.code).where(Customer.id == invoice.customer_id)).one(),
        parties=dict(invoice.parties), period=(invoice.period_start, invoice.period_end),
        mentions=tuple(invoice.mentions), lines=_lines(session, invoice), amounts=_amounts(invoice),
        statuses=tuple(of_invoice(session, invoice_id)),
        proofs=tuple(invoice_proofs.of_invoice(session, invoice_id)),
        instalments=tuple(Instalment(part.due_date, part.amount) for part in invoice.instalments),
        **{name: getattr(invoice, name) for name in same},
    )  # fmt: skip


def _amounts(invoice: Invoice) -> Amounts:
    """Return the frozen amounts of an issued invoice, the computed ones of a draft."""
    if invoice.state is InvoiceState.DRAFT:
        return amounts_of(invoice.totals())
    return Amounts(
        lines_net=invoice.lines_net, discount=invoice.discount_total, freight=invoice.freight, net=invoice.net,
        vat=invoice.vat, gross=invoice.gross, prepaid=invoice.prepaid, rounding=invoice.rounding, due=invoice.due,
        vat_table=tuple(
            VatRow(row.category, row.rate, row.exemption_code, row.base, row.vat) for row in invoice.vat_table
        ),
    )  # fmt: skip


def _lines(session: Session, invoice: Invoice) -> tuple[InvoicedLine, ...]:
    orders = order_refs(session, [line.order_line_id for line in invoice.lines])
    deliveries = delivery_refs(session, [line.delivery_line_id for line in invoice.lines])
    credited = _credited(session, [line.id for line in invoice.lines])
    sums = subtotals(invoice.lines)
    return tuple(
        InvoicedLine(
            **facts_of(line, sums), order_line=orders.get(line.order_line_id or 0),
            delivery_line=deliveries.get(line.delivery_line_id or 0), deduction=line.deduction,
            origin_line_id=line.origin_line_id, credited=credited.get(line.id, Decimal(0)),
        )
        for line in invoice.lines
    )  # fmt: skip


def _credited(session: Session, line_ids: list[int]) -> Mapping[int, Decimal]:
    # The sale of packaging that never came back takes its deposit off by a negative quantity.
    sold = sa.and_(InvoiceLine.packaging_id.is_not(None), InvoiceLine.quantity < Decimal(0))
    counted = sa.case((sold, -InvoiceLine.quantity), else_=InvoiceLine.quantity)
    statement = sa.select(InvoiceLine.origin_line_id, sa.func.sum(counted).label("taken"))
    found = session.execute(
        statement.where(InvoiceLine.origin_line_id.in_(line_ids)).group_by(InvoiceLine.origin_line_id)
    )
    return {row.origin_line_id: row.taken for row in found}

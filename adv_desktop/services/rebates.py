"""The rebate of a period: one credit note on everything that a customer was invoiced, per VAT rate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceState, InvoiceType, LineKind, PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import DocumentVat, Invoice, InvoiceLine
from adv_desktop.models.party import Customer
from adv_desktop.models.rules.totals import VatKey
from adv_desktop.models.values import Money, from_minor, percent_of, split
from adv_desktop.services import texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.formats import Formats
from adv_desktop.services.invoice_drafts import InvoiceRef
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_

LABEL = N_("Rebate on sales from {start} to {end}")
INVOICE_LABEL = N_("Rebate on invoice {number}, sales from {start} to {end}")
REASON_CODE = "rebate"
Sales = dict[VatKey, dict[int, int]]  # net by invoice


@dataclass(frozen=True, slots=True)
class NewRebate:
    """A rebate in percent or as a net amount in minor units; with its contract it needs no list of invoices."""

    customer: str
    start: dt.date
    end: dt.date
    reason: str
    percent: Decimal | None = None
    net: int | None = None
    contract: str | None = None


class RebateService:
    """Drafts the credit notes of rebates."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def draft(self, command: NewRebate) -> InvoiceRef:
        """Write the draft: of type 262 under a contract, else of type 381 that refers to each invoice."""
        if not command.reason.strip():
            raise DomainError("reason.missing")
        with self._store.write("credit.rebate") as session:
            customer = customer_of(session, command.customer)
            sales = _sales(session, customer, command)
            shares = _shares(sales, command, customer.currency)
            credit = _header(customer, command)
            for key, minor in shares.items():
                _add_lines(session, credit, key, minor, sales[key], command)
            credit.freeze(credit.totals())
            session.add(credit)
            session.flush()
            return InvoiceRef(credit.id, credit.version)


def _sales(session: Session, customer: Customer, command: NewRebate) -> Sales:
    """Return the net of the goods per VAT key and invoice: without freight, deposits put back, credits taken off."""
    statement = sa.select(Invoice.id).where(
        Invoice.bill_to_id == customer.id,
        Invoice.currency == customer.currency,
        Invoice.state == InvoiceState.ISSUED,
        Invoice.type.in_([InvoiceType.INVOICE, InvoiceType.CORRECTED]),
        Invoice.issue_date.between(command.start, command.end),
    )
    origin = sa.case((Invoice.type == InvoiceType.CREDIT_NOTE, Invoice.origin_id), else_=Invoice.id)
    rows = session.execute(
        sa.select(DocumentVat, Invoice.type, origin)
        .join(Invoice, Invoice.id == DocumentVat.invoice_id)
        .where(
            Invoice.state == InvoiceState.ISSUED,
            sa.or_(
                Invoice.id.in_(statement),
                sa.and_(Invoice.type == InvoiceType.CREDIT_NOTE, Invoice.origin_id.in_(statement)),
            ),
        )
        .order_by(Invoice.id, DocumentVat.id)
    )
    sales: Sales = {}
    for row, kind, invoice_id in rows:
        goods = row.lines - row.discount
        by_invoice = sales.setdefault(row.key, {})
        by_invoice[invoice_id] = by_invoice.get(invoice_id, 0) + (-goods if kind.is_credit else goods)
    kept = {key: {row: net for row, net in nets.items() if net > 0} for key, nets in sales.items()}
    return {key: nets for key, nets in kept.items() if nets}


def _shares(sales: Sales, command: NewRebate, currency: str) -> Mapping[VatKey, int]:
    """Return the rebate of each VAT key: a percent of its net, or a part of the amount pro rata."""
    nets = {key: sum(by_invoice.values()) for key, by_invoice in sorted(sales.items())}
    if not nets:
        raise DomainError("rebate.nothing", customer=command.customer, start=command.start, end=command.end)
    if command.percent is not None:
        shares = {key: percent_of(net, command.percent, currency) for key, net in nets.items()}
    else:
        wanted = command.net or 0
        if not 0 < wanted <= sum(nets.values()):
            raise DomainError("credit.above_net", net=Money(wanted, currency))
        shares = dict(zip(nets, split(wanted, list(nets.values())), strict=True))
    found = {key: minor for key, minor in shares.items() if minor}
    if not found:
        raise DomainError("credit.nothing")
    return found


def _header(customer: Customer, command: NewRebate) -> Invoice:
    bill_to_id = customer.bill_to_id or customer.id
    return Invoice(
        lines=[], vat_table=[], instalments=[], deductions=[], mentions=[], parties={}, establishment_id=1,
        type=InvoiceType.REBATE_CREDIT if command.contract else InvoiceType.CREDIT_NOTE, state=InvoiceState.DRAFT,
        customer_id=customer.id, customer_name=customer.name, bill_to_id=bill_to_id,
        payer_id=customer.payer_id or bill_to_id, period_start=command.start, period_end=command.end,
        contract_number=command.contract, payment_terms=customer.payment_terms, payment_method=customer.payment_method,
        vat_regime=customer.vat_regime, language=customer.language, currency=customer.currency,
        reason=command.reason.strip(), reason_code=REASON_CODE, freight=0, prepaid=0, rounding=0, gross_prices=False,
        deduct_prepaid=False,
    )  # fmt: skip


def _add_lines(
    session: Session, credit: Invoice, key: VatKey, minor: int, nets: Mapping[int, int], command: NewRebate
) -> None:
    """Add one line under a contract; else one an invoice, so that each is referred to (BR-FR-CO-05)."""
    reader, formats = texts.of(credit.language), Formats(credit.language)
    dates = {"start": formats.date(command.start), "end": formats.date(command.end)}
    if command.contract:
        _add_line(credit, key, reader.gettext(LABEL).format(**dates), minor, None)
        return
    for invoice_id, part in zip(nets, split(minor, list(nets.values())), strict=True):
        if part:
            number = session.get_one(Invoice, invoice_id).number
            _add_line(credit, key, reader.gettext(INVOICE_LABEL).format(number=number, **dates), part, invoice_id)


def _add_line(credit: Invoice, key: VatKey, label: str, minor: int, invoice_id: int | None) -> None:
    credit.lines.append(
        InvoiceLine(
            no=len(credit.lines) + 1, kind=LineKind.ITEM, label=label, quantity=Decimal(1), unit="C62",
            unit_price=from_minor(minor, credit.currency), price_base=Decimal(1), discounts=(), charges=[],
            price_source=PriceSource.MANUAL, vat_category=key.category, vat_rate=key.rate,
            exemption_code=key.exemption_code, origin_invoice_id=invoice_id,
        )
    )  # fmt: skip

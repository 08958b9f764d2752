"""What holds goods back at the moment they leave: a VAT number not checked, a payment that has not come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceState, InvoiceType, VatCategory
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.line import PricedLine
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import OpenItem, Payment
from adv_desktop.models.rules import payment_terms, requirements
from adv_desktop.models.rules.checks import Remark
from adv_desktop.models.rules.requirements import Stage
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.values import from_minor, percent_of
from adv_desktop.services import deposit_orders, vat_evidence


def ahead(session: Session, order: SalesOrder, today: dt.date) -> Iterator[Remark]:
    """Return what would hold back the goods of an order that are still due, before anybody prepares them."""
    due = [line for line in order.leaving if line.backorder]
    if not due:
        return
    customer = session.get_one(Customer, order.bill_to_id)
    if is_unchecked(session, customer, due, today):
        yield Remark("vat_number_unchecked", {"number": customer.vat_number or ""})
    required = session.get_one(Customer, order.customer_id).requirements
    for name in requirements.missing(required, order.given(), Stage.SHIPPING):
        yield Remark("requirement_missing", {"field": name})
    asked = due_before_shipping(order)
    received = received_for(session, order) if asked else 0
    if received < asked:
        facts = {"asked": asked, "received": received}
        yield Remark(
            "prepayment_missing",
            {name: f"{from_minor(minor, order.currency):f}" for name, minor in facts.items()},
        )


def is_unchecked(session: Session, customer: Customer, lines: Iterable[PricedLine], on: dt.date) -> bool:
    """Whether goods would leave for another member state on a VAT number that nobody checked lately."""
    intra_eu = any(line.vat_category is VatCategory.INTRA_EU for line in lines if line.is_item)
    return intra_eu and not vat_evidence.is_checked(session, customer, on)


def due_before_shipping(order: SalesOrder) -> int:
    """Return what is to be paid before goods leave, VAT included: by the terms, or as the deposit asked on the order.

    Where both are asked, the larger: the deposit is what the terms ask, said in another way.
    """
    return max(_due_by_terms(order), _deposit_asked(order))


def _deposit_asked(order: SalesOrder) -> int:
    return percent_of(order.gross, order.deposit_percent, order.currency) if order.deposit_percent else 0


def _due_by_terms(order: SalesOrder) -> int:
    terms = payment_terms.parse(order.payment_terms)
    if not any(term.at_order for term in terms.instalments):
        return 0
    parts = terms.due_dates(order.order_date, order.gross, order.currency, None)
    return sum(part.minor for term, part in zip(terms.instalments, parts, strict=True) if term.at_order)


def received_for(session: Session, order: SalesOrder) -> int:
    """Return what was paid on the invoices of an order, deposits included, and on the order itself."""
    own = sa.select(Invoice.id).where(deposit_orders.of_orders([order.id]), Invoice.state == InvoiceState.ISSUED)
    invoices = own.where(Invoice.type.in_([InvoiceType.DEPOSIT, InvoiceType.INVOICE, InvoiceType.CORRECTED]))
    settled = session.scalar(
        sa.select(sa.func.sum(OpenItem.amount - OpenItem.open_amount)).where(OpenItem.invoice_id.in_(invoices))
    )
    waiting = session.scalar(
        sa.select(sa.func.sum(OpenItem.open_amount))
        .join(Payment, Payment.id == OpenItem.payment_id)
        .where(Payment.order_id == order.id)
    )
    # A credited deposit counts as settled by its credit note: that is no money.
    credited = session.scalar(
        sa.select(sa.func.sum(OpenItem.amount - OpenItem.open_amount)).where(
            OpenItem.invoice_id.in_(own.where(Invoice.type.in_([InvoiceType.DEPOSIT_CREDIT, InvoiceType.CREDIT_NOTE])))
        )
    )
    return (settled or 0) - (waiting or 0) + (credited or 0)

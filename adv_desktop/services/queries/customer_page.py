"""A customer at a glance: exposure, sales, what is to deliver, what left, what is unpaid, claims, people and places."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import BackorderPolicy, DocumentKind, InvoiceGrouping, PartialPolicy, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Customer, CustomerAddress, CustomerContact
from adv_desktop.models.payment import Allocation, OpenItem, Payment
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services.queries import (
    claims,
    customers,
    deliveries,
    exposure,
    flows,
    installed,
    insured,
    invoices,
    orders,
    punctuality,
)
from adv_desktop.services.queries.claims import ClaimRow
from adv_desktop.services.queries.customers import CustomerRow
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.queries.exposure import Exposure
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.queries.installed import InstalledUnit
from adv_desktop.services.queries.insured import Cover
from adv_desktop.services.queries.invoices import InvoiceRow
from adv_desktop.services.queries.orders import OPEN, OrderRow
from adv_desktop.services.queries.periods import YEAR, Period, shifted, twelve

LATEST = 5
_COUNTED = {
    DocumentKind.ORDER: SalesOrder.customer_id,
    DocumentKind.DELIVERY: Delivery.customer_id,
    DocumentKind.INVOICE: Invoice.customer_id,
    DocumentKind.PAYMENT: Payment.customer_id,
    DocumentKind.CLAIM: Claim.customer_id,
}


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order with something to deliver: its first article waiting, how many others, and the quantity left."""

    row: OrderRow
    first: str
    others: int
    left: Decimal


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the customer's."""

    name: str
    function: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place where the customer is delivered."""

    id: int
    label: str
    name: str
    line1: str | None
    line2: str | None
    postcode: str | None
    town: str | None
    country: str
    instructions: str | None
    is_default: bool


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """A customer whole; `row` is what the list shows of it, `sales` twelve (month, now, last year) in euro cents."""

    row: CustomerRow
    legal_form: str | None
    siret: str | None
    vat_number: str | None
    line1: str | None
    line2: str | None
    vat_regime: VatRegime
    backorder_policy: BackorderPolicy
    partial_policy: PartialPolicy
    invoice_grouping: InvoiceGrouping
    requirements: tuple[str, ...]
    note: str | None
    contacts: tuple[Contact, ...]
    places: tuple[Place, ...]
    exposure: Exposure
    cover: Cover | None
    sales: tuple[tuple[dt.date, int, int], ...]
    otif: Decimal | None
    mean_days_late: int | None
    open_orders: tuple[OpenOrder, ...]
    latest_deliveries: tuple[DeliveryRow, ...]
    unpaid: tuple[InvoiceRow, ...]
    open_claims: tuple[ClaimRow, ...]
    counts: dict[DocumentKind, int]
    installed: tuple[InstalledUnit, ...]  # the latest units with a serial number


def of(session: Session, customer_id: int, today: dt.date) -> CustomerPage:
    """Return a customer's page; raise `customer.not_found`."""
    parts = (selectinload(Customer.addresses), selectinload(Customer.contacts))
    customer = session.scalar(sa.select(Customer).where(Customer.id == customer_id).options(*parts))
    if customer is None:
        raise DomainError("customer.not_found", code=customer_id)
    months, risk = twelve(today), exposure.of(session, customer_id, today)
    same = ("legal_form", "siret", "vat_number", "line1", "line2", "vat_regime", "backorder_policy", "partial_policy",
            "invoice_grouping", "note")  # fmt: skip
    return CustomerPage(
        row=customers.rows(session, [customer_id], today)[customer_id],
        requirements=tuple(str(requirement) for requirement in customer.requirements),
        contacts=tuple(_contact(contact) for contact in customer.contacts),
        places=tuple(_place(address) for address in customer.addresses),
        exposure=risk, cover=insured.cover(session, customer_id, risk.total, today),
        sales=_sales(session, customer_id, months),
        otif=punctuality.of_customer(session, customer_id, Period(months[0], today), today).otif,
        mean_days_late=_mean_days_late(session, customer_id, months[0]),
        open_orders=_open_orders(session, customer_id, today),
        latest_deliveries=_latest(session, customer_id, today), unpaid=_unpaid(session, customer_id, today),
        open_claims=_claims(session, customer_id, today), counts=_counts(session, customer_id),
        installed=installed.of_customer(session, customer_id, installed.FIRST),
        **{name: getattr(customer, name) for name in same},
    )  # fmt: skip


def _sales(session: Session, customer_id: int, months: tuple[dt.date, ...]) -> tuple[tuple[dt.date, int, int], ...]:
    before = {month: shifted(month, -YEAR) for month in months}
    sales = flows.sales_of_customer(session, customer_id, [*months, *before.values()])
    return tuple((month, sales.get(month, 0), sales.get(before[month], 0)) for month in months)


def _mean_days_late(session: Session, customer_id: int, since: dt.date) -> int | None:
    """Return how late the customer pays on average, by amount; negative when early, None without payment."""
    debit, credit = sa.orm.aliased(OpenItem), sa.orm.aliased(OpenItem)
    statement = (
        sa.select(Allocation.amount, Allocation.allocated_on, debit.due_date)
        .join(debit, debit.id == Allocation.debit_item_id)
        .join(credit, credit.id == Allocation.credit_item_id)
        .where(debit.customer_id == customer_id, credit.payment_id.is_not(None), Allocation.allocated_on >= since)
        .where(debit.amount > 0, debit.invoice_id.is_not(None))
    )
    paid = session.execute(statement).all()
    total = sum(row.amount for row in paid)
    if total <= 0:
        return None
    weighed = sum(row.amount * (row.allocated_on - row.due_date).days for row in paid)
    return int((2 * weighed + total) // (2 * total))


def _open_orders(session: Session, customer_id: int, today: dt.date) -> tuple[OpenOrder, ...]:
    statement = (
        sa.select(OrderLine.order_id, OrderLine.product_code, OrderLine.label, _LEFT)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(SalesOrder.customer_id == customer_id, OPEN, Decimal(0) < _LEFT)
        .order_by(SalesOrder.promised, OrderLine.order_id, OrderLine.no)
    )
    waiting: dict[int, list[tuple[str, Decimal]]] = {}
    for order_id, code, label, left in session.execute(statement):
        waiting.setdefault(order_id, []).append((" ".join(part for part in (code, label) if part), left))
    rows = orders.rows(session, waiting, today)
    return tuple(
        OpenOrder(rows[order_id], lines[0][0], len(lines) - 1, sum((left for _name, left in lines), Decimal(0)))
        for order_id, lines in waiting.items()
    )


_LEFT = OrderLine.quantity - OrderLine.cancelled - OrderLine.delivered


def _latest(session: Session, customer_id: int, today: dt.date) -> tuple[DeliveryRow, ...]:
    ids = deliveries.ids(session, ListFilter("shipped", customer_id=customer_id), "date", True, today)[:LATEST]
    rows = deliveries.rows(session, ids, today)
    return tuple(rows[row_id] for row_id in ids)


def _unpaid(session: Session, customer_id: int, today: dt.date) -> tuple[InvoiceRow, ...]:
    ids = invoices.ids(session, ListFilter("unpaid", customer_id=customer_id), "due", False, today)
    rows = invoices.rows(session, ids, today)
    return tuple(rows[row_id] for row_id in ids)


def _claims(session: Session, customer_id: int, today: dt.date) -> tuple[ClaimRow, ...]:
    ids = claims.ids(session, ListFilter("open", customer_id=customer_id), "due", False, today)
    rows = claims.rows(session, ids, today)
    return tuple(rows[row_id] for row_id in ids)


def _counts(session: Session, customer_id: int) -> dict[DocumentKind, int]:
    return {
        kind: session.scalar(sa.select(sa.func.count()).where(column == customer_id)) or 0
        for kind, column in _COUNTED.items()
    }


def _contact(contact: CustomerContact) -> Contact:
    return Contact(contact.name, contact.function, contact.phone, contact.email)


def _place(address: CustomerAddress) -> Place:
    return Place(
        address.id, address.label, address.name, address.line1, address.line2, address.postcode, address.town,
        address.country, address.instructions, address.is_default,
    )  # fmt: skip

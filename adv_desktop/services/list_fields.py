"""The columns of lists that are written to files: how each is called and where its value is in a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from adv_desktop.models.values import from_minor
from adv_desktop.services import texts
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.labels import written
from adv_desktop.services.texts import N_, _


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its English title, its kind, and where its value is in a row."""

    title: str
    value: Callable[[Any], CellValue]
    kind: Kind = Kind.TEXT
    width: float = 14


def _money(name: str) -> Callable[[Any], CellValue]:
    return lambda row: from_minor(getattr(row, name), row.currency)


def _euros(name: str) -> Callable[[Any], CellValue]:
    """Return what reads an amount that is always in euros; None stays empty."""
    return lambda row: None if getattr(row, name) is None else from_minor(getattr(row, name))


def _word(member: Enum) -> str:
    return written(member, texts.current())


_NUMBER = Field(N_("Number"), lambda row: row.number)
_DATE = Field(N_("Date"), lambda row: row.date, Kind.DATE, 12)
_CUSTOMER = Field(N_("Customer"), lambda row: row.customer_name, width=34)
_REFERENCE = Field(N_("Customer's reference"), lambda row: row.customer_reference, width=20)
_STATE = Field(N_("State"), lambda row: _(row.state.word), width=20)
_NET = Field(N_("Net total"), _money("net"), Kind.MONEY)
_CURRENCY = Field(N_("Currency"), lambda row: row.currency, width=8)
_CODE = Field(N_("Code"), lambda row: row.code)
_SALESPERSON = Field(N_("Salesperson"), lambda row: row.salesperson)
_METHOD = Field(N_("Payment method"), lambda row: _word(row.method), width=18)

FIELDS: dict[str, tuple[str, tuple[Field, ...]]] = {
    "orders": (
        N_("Orders"),
        (
            _NUMBER, _DATE, _CUSTOMER, _REFERENCE,
            Field(N_("Requested date"), lambda row: row.requested, Kind.DATE, 12),
            Field(N_("Confirmed date"), lambda row: row.promised, Kind.DATE, 12),
            _STATE, _NET, Field(N_("Total with VAT"), _money("gross"), Kind.MONEY), _CURRENCY, _SALESPERSON,
        ),
    ),
    "backlog": (
        N_("Backlog by line"),
        (
            _NUMBER, Field(N_("Line"), lambda row: row.no, Kind.WHOLE, 6), _CUSTOMER, _REFERENCE,
            Field(N_("Product"), lambda row: row.product_code),
            Field(N_("Description"), lambda row: row.label, width=40),
            Field(N_("Quantity ordered"), lambda row: row.ordered, Kind.QUANTITY),
            Field(N_("Left to deliver"), lambda row: row.left, Kind.QUANTITY),
            Field(N_("Reserved"), lambda row: row.reserved, Kind.QUANTITY),
            Field(N_("Requested date"), lambda row: row.requested, Kind.DATE, 12),
            Field(N_("Confirmed date"), lambda row: row.promised, Kind.DATE, 12),
            Field(N_("Departure"), lambda row: row.leaves_on, Kind.DATE, 12),
            Field(N_("Days late"), lambda row: row.days_late, Kind.WHOLE, 10), _STATE,
            Field(N_("Left, net in euros"), _euros("net"), Kind.MONEY),
        ),
    ),
    "quotations": (
        N_("Quotations"),
        (
            _NUMBER, Field(N_("Version"), lambda row: str(row.revision), width=8), _DATE, _CUSTOMER, _REFERENCE,
            Field(N_("Valid until"), lambda row: row.valid_until, Kind.DATE, 12),
            Field(N_("Follow up on"), lambda row: row.follow_up_on, Kind.DATE, 12), _STATE, _NET,
            Field(N_("Total with VAT"), _money("gross"), Kind.MONEY), _CURRENCY, _SALESPERSON,
        ),
    ),
    "outbox": (
        N_("Outbox"),
        (
            Field(N_("Date"), lambda row: row.created_at.date(), Kind.DATE, 12), _CUSTOMER,
            Field(N_("To"), lambda row: ", ".join(row.recipients), width=34),
            Field(N_("Subject"), lambda row: row.subject, width=50), _STATE,
            Field(N_("Sent on"), lambda row: row.sent_at.date() if row.sent_at else None, Kind.DATE, 12),
        ),
    ),
    "deliveries": (
        N_("Deliveries"),
        (
            _NUMBER, _DATE, _CUSTOMER,
            Field(N_("Orders"), lambda row: ", ".join(row.orders), width=24),
            Field(N_("Town"), lambda row: row.town, width=20),
            _STATE, _NET, _CURRENCY,
            Field(N_("Carrier"), lambda row: row.carrier),
            Field(N_("Tracking number"), lambda row: row.tracking, width=20),
            Field(N_("Delivered on"), lambda row: row.delivered_on, Kind.DATE, 12),
        ),
    ),
    "invoices": (
        N_("Invoices"),
        (
            _NUMBER, Field(N_("Type"), lambda row: row.type.value, width=6), _DATE,
            Field(N_("Due date"), lambda row: row.due, Kind.DATE, 12),
            _CUSTOMER, _REFERENCE, _STATE, _NET,
            Field(N_("VAT"), _money("vat"), Kind.MONEY),
            Field(N_("Total with VAT"), _money("gross"), Kind.MONEY),
            Field(N_("Left to pay"), _money("open"), Kind.MONEY), _CURRENCY,
        ),
    ),
    "payments": (
        N_("Payments"),
        (
            _NUMBER, _DATE, _CUSTOMER, _METHOD,
            Field(N_("Amount"), _money("amount"), Kind.MONEY),
            Field(N_("Left to allocate"), _money("unallocated"), Kind.MONEY), _CURRENCY, _STATE,
            Field(N_("Reference"), lambda row: row.reference, width=20),
            Field(N_("Bank"), lambda row: row.bank, width=20),
        ),
    ),
    "claims": (
        N_("Claims"),
        (
            _NUMBER, Field(N_("Opened on"), lambda row: row.opened_on, Kind.DATE, 12),
            Field(N_("Deadline"), lambda row: row.due, Kind.DATE, 12), _CUSTOMER, _REFERENCE,
            Field(N_("Type"), lambda row: _word(row.type), width=20),
            Field(N_("Severity"), lambda row: _word(row.severity), width=12), _STATE,
            Field(N_("Disputed"), _money("disputed"), Kind.MONEY), _CURRENCY,
            Field(N_("About"), lambda row: row.origin_number, width=16),
            Field(N_("Department"), lambda row: row.service), Field(N_("In charge"), lambda row: row.person, width=20),
            Field(N_("Cause"), lambda row: row.cause, width=24),
            Field(N_("Description"), lambda row: row.description, width=50),
        ),
    ),
    "returns": (
        N_("Returns"),
        (
            _NUMBER, Field(N_("Authorised on"), lambda row: row.authorised_on, Kind.DATE, 12), _CUSTOMER,
            Field(N_("Delivery note"), lambda row: row.delivery_number, width=16),
            Field(N_("Reason"), lambda row: row.reason, width=40), _STATE,
            Field(N_("Arrived on"), lambda row: row.received_on, Kind.DATE, 12),
            Field(N_("Settled on"), lambda row: row.inspected_on, Kind.DATE, 12),
        ),
    ),
    "customers": (
        N_("Customers"),
        (
            _CODE, Field(N_("Customer"), lambda row: row.name, width=34),
            Field(N_("Postcode"), lambda row: row.postcode, width=10),
            Field(N_("Town"), lambda row: row.town, width=20), Field(N_("Country"), lambda row: row.country, width=8),
            Field(N_("SIREN"), lambda row: row.siren), Field(N_("Phone"), lambda row: row.phone, width=18),
            Field(N_("E-mail"), lambda row: row.email, width=30),
            Field(N_("Payment terms"), lambda row: row.terms, width=22), _METHOD, _SALESPERSON,
            Field(N_("Limit"), _euros("credit_limit"), Kind.MONEY),
            Field(N_("Open amount"), _euros("open"), Kind.MONEY),
            Field(N_("Overdue"), _euros("overdue"), Kind.MONEY), _STATE,
        ),
    ),
    "products": (
        N_("Products"),
        (
            _CODE, Field(N_("Description"), lambda row: row.label, width=40),
            Field(N_("Bar code"), lambda row: row.ean, width=16),
            Field(N_("Unit"), lambda row: row.unit_label, width=10),
            Field(N_("Net unit price"), lambda row: row.price, Kind.PRICE),
            Field(N_("VAT"), lambda row: row.vat_rate, Kind.PERCENT, 8),
            Field(N_("Physical"), lambda row: row.physical, Kind.QUANTITY),
            Field(N_("Reserved"), lambda row: row.reserved, Kind.QUANTITY),
            Field(N_("Available"), lambda row: row.available, Kind.QUANTITY),
            Field(N_("Expected"), lambda row: row.expected, Kind.QUANTITY),
            Field(N_("Lead time (days)"), lambda row: row.lead_days, Kind.QUANTITY, 10),
            Field(N_("Where the goods come from"), lambda row: _word(row.supply), width=30),
            Field(N_("Serial numbers"), lambda row: _word(row.serials) if row.serials else "", width=24),
            Field(N_("Warranty (months)"), lambda row: row.warranty_months, Kind.WHOLE, 10),
            Field(N_("Replaced by"), lambda row: row.replaced_by, width=16),
            Field(N_("Alternatives"), lambda row: ", ".join(row.alternatives), width=28), _STATE,
        ),
    ),
    "stock": (
        N_("Stock"),
        (
            _CODE, Field(N_("Description"), lambda row: row.label, width=40),
            Field(N_("Family"), lambda row: row.family, width=18),
            Field(N_("Unit"), lambda row: row.unit_label, width=10),
            Field(N_("Place"), lambda row: row.place, width=12),
            Field(N_("Physical"), lambda row: row.physical, Kind.QUANTITY),
            Field(N_("Reserved"), lambda row: row.reserved, Kind.QUANTITY),
            Field(N_("Available"), lambda row: row.available, Kind.QUANTITY),
            Field(N_("Needed"), lambda row: row.needed, Kind.QUANTITY),
            Field(N_("Needed by"), lambda row: row.needed_by, Kind.DATE, 12),
            Field(N_("Expected"), lambda row: row.expected, Kind.QUANTITY),
            Field(N_("Expected on"), lambda row: row.expected_on, Kind.DATE, 12),
            Field(N_("Projected"), lambda row: row.projected, Kind.QUANTITY),
            Field(N_("Minimum"), lambda row: row.minimum, Kind.QUANTITY),
            Field(N_("To order"), lambda row: row.to_order, Kind.QUANTITY), _STATE,
            Field(N_("Average cost"), lambda row: row.average, Kind.PRICE),
            Field(N_("Value"), _money("value"), Kind.MONEY),
        ),
    ),
}  # fmt: skip

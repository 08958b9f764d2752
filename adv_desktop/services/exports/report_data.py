"""The monthly report as data: every figure computed, every name in the language of the report.

Amounts are euro cents, percents and quantities `Decimal` (94.2 means 94.2 %). Where a figure does not exist
(no history, no budget) it is None, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What an indicator counts in."""

    MONEY = "money"
    PERCENT = "percent"
    DAYS = "days"
    COUNT = "count"


Figure = int | Decimal | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the summary.

    `previous` is the same month last year, `trend` the month before; `better` is +1 when more is better, else −1.
    """

    code: str
    name: str
    unit: Unit
    definition: str
    value: Figure
    previous: Figure = None
    budget: Figure = None
    year_to_date: Figure = None
    year_to_date_previous: Figure = None
    trend: Figure = None
    better: int = 1
    axis: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """One of the twelve months of the charts, the last one the month of the report."""

    start: date
    sales: int | None = None
    sales_previous: int | None = None
    budget: int | None = None
    order_intake: int | None = None
    backlog: int | None = None
    otif: Decimal | None = None
    otd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A bar of a chart: an ageing column, a customer, a cause; `value` is cents or a count."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A line of an order received in the month, or still open."""

    number: str
    line: str
    ordered_on: date
    customer_code: str
    customer: str
    customer_reference: str
    product_code: str
    label: str
    quantity: Decimal
    unit: str
    net_price: Decimal | None
    net: int
    delivered: Decimal
    backorder: Decimal
    backorder_net: int
    state: str
    requested_on: date | None = None
    first_promised_on: date | None = None
    promised_on: date | None = None
    vat_rate: Decimal | None = None
    salesperson: str = ""
    product_family: str = ""
    country: str = ""
    channel: str = ""
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A line of a delivery note of the month."""

    number: str
    line: str
    shipped_on: date | None
    customer_code: str
    customer: str
    ship_to: str
    order_number: str
    customer_reference: str
    product_code: str
    label: str
    quantity: Decimal
    unit: str
    net: int
    state: str
    first_promised_on: date | None = None
    delivered_on: date | None = None
    days_late: int | None = None
    invoiced: Decimal = Decimal(0)
    carrier: str = ""
    tracking: str = ""
    lot: str = ""
    product_family: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """A line of an invoice or credit note of the month; credit lines are negative.

    `eco` is the part of the turnover that is eco-contribution, collected for the producers' schemes.
    """

    number: str
    line: str
    issued_on: date
    type: str
    customer_code: str
    customer: str
    order_number: str
    delivery_number: str
    customer_reference: str
    product_code: str
    label: str
    quantity: Decimal
    unit: str
    net_price: Decimal | None
    net: int
    vat_rate: Decimal | None
    vat: int
    due_on: date | None
    state: str
    turnover: int = 0
    eco: int = 0
    reason: str = ""
    salesperson: str = ""
    product_family: str = ""
    country: str = ""
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment of the month and one invoice it pays (or what of it is not allocated)."""

    number: str
    received_on: date
    customer_code: str
    customer: str
    method: str
    reference: str
    amount: int
    invoice_number: str
    allocated: int
    due_on: date | None = None
    days_late: int | None = None
    state: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim opened or closed in the month, or still open."""

    number: str
    opened_on: date
    customer_code: str
    customer: str
    type: str
    severity: str
    origin: str
    description: str
    disputed: int
    state: str
    due_on: date | None = None
    closed_on: date | None = None
    outcome: str = ""
    action: str = ""
    cause: str = ""
    cost: int | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """What a customer owes by age of the instalments, on the closing day."""

    customer_code: str
    customer: str
    total: int
    not_due: int
    days_1_30: int
    days_31_60: int
    days_61_90: int
    over_90: int
    unallocated: int = 0
    disputed: int = 0
    credit_limit: int | None = None
    last_reminder_on: date | None = None


@dataclass(frozen=True, slots=True)
class LateRow:
    """A line whose promised day has passed."""

    number: str
    customer_reference: str
    customer_code: str
    customer: str
    product_code: str
    label: str
    quantity: Decimal
    unit: str
    net: int
    requested_on: date | None
    first_promised_on: date | None
    promised_on: date | None
    days_late: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NotInvoicedRow:
    """A delivery note that is not (wholly) invoiced."""

    number: str
    shipped_on: date | None
    customer_code: str
    customer: str
    order_number: str
    net: int
    days: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A control: two figures that must agree."""

    name: str
    expected: str
    found: str
    right: bool


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """Everything that the workbook and the PDF of a month print."""

    language: str
    company: str
    month: date
    closed_at: datetime
    indicators: tuple[Indicator, ...]
    months: tuple[Month, ...]
    closed: bool = False
    ageing_bars: tuple[Share, ...] = ()
    top_customers: tuple[Share, ...] = ()
    claim_causes: tuple[Share, ...] = ()
    punctuality_target: Decimal | None = None
    highlights: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    note: str = ""
    orders: tuple[OrderRow, ...] = field(default=(), repr=False)
    deliveries: tuple[DeliveryRow, ...] = field(default=(), repr=False)
    invoices: tuple[InvoiceRow, ...] = field(default=(), repr=False)
    payments: tuple[PaymentRow, ...] = field(default=(), repr=False)
    claims: tuple[ClaimRow, ...] = field(default=(), repr=False)
    ageing: tuple[AgeingRow, ...] = field(default=(), repr=False)
    late: tuple[LateRow, ...] = field(default=(), repr=False)
    not_invoiced: tuple[NotInvoicedRow, ...] = field(default=(), repr=False)
    checks: tuple[CheckRow, ...] = field(default=(), repr=False)

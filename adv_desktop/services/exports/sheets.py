"""The sheets of the monthly workbook: their tables, columns, titles and definition lines, as data.

The template builder and the filler both read this. A column is found by its title, so that a company may
move, restyle or remove columns of its template.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from adv_desktop.services.texts import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from adv_desktop.services.exports.report_data import MonthlyReport


class Kind(StrEnum):
    """How a cell of a column is written."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    PRICE = "price"
    QUANTITY = "quantity"
    PERCENT = "percent"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A field of a row, its title and its width in characters."""

    field: str
    title: str
    kind: Kind = Kind.TEXT
    width: float = 14


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A sheet with one named Excel table."""

    table: str
    title: str
    definition: str
    columns: tuple[ReportColumn, ...]
    rows: Callable[[MonthlyReport], Sequence[object]]


def text(field: str, title: str, width: float) -> ReportColumn:
    """Return a column of texts."""
    return ReportColumn(field, title, Kind.TEXT, width)


def day(field: str, title: str) -> ReportColumn:
    """Return a column of dates."""
    return ReportColumn(field, title, Kind.DATE, 12)


def money(field: str, title: str, width: float) -> ReportColumn:
    """Return a column of amounts in euros."""
    return ReportColumn(field, title, Kind.MONEY, width)


CUSTOMER = (
    text("customer_code", N_("Customer code"), 11),
    text("customer", N_("Customer"), 30),
)
PRODUCT = (text("product_code", N_("Item code"), 13), text("label", N_("Description"), 36))
FAMILY = text("product_family", N_("Item family"), 16)
COUNTRY = text("country", N_("Country"), 9)
SALESPERSON = text("salesperson", N_("Salesperson"), 16)
STATE = text("state", N_("State"), 18)
NUMBER = text("number", N_("No."), 16)
LINE = text("line", N_("Line"), 6)
CUSTOMER_REFERENCE = text("customer_reference", N_("Customer's ref."), 16)
QUANTITY = ReportColumn("quantity", N_("Quantity"), Kind.QUANTITY, 10)
UNIT = text("unit", N_("Unit"), 8)
NET = money("net", N_("Net amount"), 15)
NET_PRICE = ReportColumn("net_price", N_("Net price"), Kind.PRICE, 12)
VAT_RATE = ReportColumn("vat_rate", N_("VAT %"), Kind.PERCENT, 8)
CURRENCY = text("currency", N_("Currency"), 8)
ORDER = text("order_number", N_("Order"), 16)
DUE = day("due_on", N_("Due date"))
DAYS_LATE = ReportColumn("days_late", N_("Days late"), Kind.WHOLE, 9)

ORDERS = ReportSheet(
    "t_commandes",
    N_("Orders"),
    N_("One row a line of the orders of the month or still open; amounts excl. VAT, net of discounts, in euros."),
    (
        NUMBER, LINE, day("ordered_on", N_("Order date")), *CUSTOMER, CUSTOMER_REFERENCE, *PRODUCT,
        FAMILY, QUANTITY, UNIT, NET_PRICE, NET, VAT_RATE,
        ReportColumn("delivered", N_("Quantity delivered"), Kind.QUANTITY, 11),
        ReportColumn("backorder", N_("Still due"), Kind.QUANTITY, 10),
        money("backorder_net", N_("Still due excl. VAT"), 15),
        day("requested_on", N_("Requested date")),
        day("first_promised_on", N_("First promised date")),
        day("promised_on", N_("Last promised date")),
        STATE, SALESPERSON, text("channel", N_("Channel"), 12), COUNTRY, CURRENCY,
    ),
    lambda report: report.orders,
)  # fmt: skip
DELIVERIES = ReportSheet(
    "t_livraisons",
    N_("Deliveries"),
    N_("One row a line of the delivery notes shipped in the month; lateness against the first promised date."),
    (
        NUMBER, LINE, day("shipped_on", N_("Shipping date")), *CUSTOMER,
        text("ship_to", N_("Place of delivery"), 26), ORDER, CUSTOMER_REFERENCE, *PRODUCT, FAMILY, QUANTITY,
        UNIT, NET, day("first_promised_on", N_("First promised date")),
        day("delivered_on", N_("Delivered on")), DAYS_LATE,
        ReportColumn("invoiced", N_("Quantity invoiced"), Kind.QUANTITY, 11),
        text("carrier", N_("Carrier"), 16), text("tracking", N_("Tracking no."), 16),
        text("lot", N_("Lot"), 12), STATE, COUNTRY,
    ),
    lambda report: report.deliveries,
)  # fmt: skip
INVOICES = ReportSheet(
    "t_factures",
    N_("Invoices"),
    N_(
        "One row a line of the invoices and credit notes issued in the month; credit notes are negative; turnover "
        "leaves out deposits, deposits deducted, packaging and penalties."
    ),
    (
        NUMBER, LINE, day("issued_on", N_("Date of issue")), text("type", N_("Type"), 16),
        *CUSTOMER, ORDER, text("delivery_number", N_("Delivery slip"), 16), CUSTOMER_REFERENCE, *PRODUCT, FAMILY,
        QUANTITY, UNIT, NET_PRICE, NET, money("turnover", N_("Turnover excl. VAT"), 15),
        money("eco", N_("Of which eco-contribution excl. VAT"), 15), VAT_RATE,
        money("vat", N_("VAT amount"), 13), DUE, STATE,
        text("reason", N_("Credit reason"), 20), SALESPERSON, COUNTRY, CURRENCY,
    ),
    lambda report: report.invoices,
)  # fmt: skip
PAYMENTS = ReportSheet(
    "t_reglements",
    N_("Payments"),
    N_(
        "One row a payment of the month and invoice paid; days late = value date − due date of the instalment, "
        "negative when early."
    ),
    (
        NUMBER, day("received_on", N_("Value date")), *CUSTOMER,
        text("method", N_("Method"), 16), text("reference", N_("Payment reference"), 24),
        money("amount", N_("Amount received"), 15), text("invoice_number", N_("Invoice"), 16),
        money("allocated", N_("Amount allocated"), 15), DUE, DAYS_LATE, STATE,
        text("bank", N_("Bank"), 18),
    ),
    lambda report: report.payments,
)  # fmt: skip
CLAIMS = ReportSheet(
    "t_reclamations",
    N_("Claims"),
    N_("One row a claim opened or closed in the month, or still open; disputed amounts incl. VAT."),
    (
        NUMBER, day("opened_on", N_("Opened on")), *CUSTOMER, text("type", N_("Type"), 16),
        text("severity", N_("Severity"), 11), text("origin", N_("Origin"), 18),
        text("description", N_("What happened"), 44), money("disputed", N_("Amount disputed"), 15),
        day("due_on", N_("Answer due on")), day("closed_on", N_("Closed on")),
        STATE, text("outcome", N_("Decision"), 14), text("action", N_("Action"), 16),
        text("cause", N_("Cause"), 20), money("cost", N_("Cost"), 12),
        text("person", N_("Person in charge"), 16),
    ),
    lambda report: report.claims,
)  # fmt: skip
AGEING = ReportSheet(
    "t_balance_agee",
    N_("Aged balance"),
    N_("Instalments incl. VAT by their own due date on the closing day; unallocated payments and credits stand apart."),
    (
        *CUSTOMER, money("total", N_("Outstanding"), 15), money("not_due", N_("Not due"), 15),
        money("days_1_30", N_("1–30 days"), 14), money("days_31_60", N_("31–60 days"), 14),
        money("days_61_90", N_("61–90 days"), 14), money("over_90", N_("Over 90 days"), 14),
        money("unallocated", N_("Unallocated"), 14), money("disputed", N_("In dispute"), 14),
        money("credit_limit", N_("Credit limit"), 14),
        day("last_reminder_on", N_("Last reminder")),
    ),
    lambda report: report.ageing,
)  # fmt: skip
LATE = ReportSheet(
    "t_retards",
    N_("Late lines"),
    N_("Order lines not wholly delivered whose last promised date has passed on the closing day."),
    (
        NUMBER, CUSTOMER_REFERENCE, *CUSTOMER, *PRODUCT,
        ReportColumn("quantity", N_("Still due"), Kind.QUANTITY, 10), UNIT,
        money("net", N_("Still due excl. VAT"), 15),
        day("requested_on", N_("Requested date")),
        day("first_promised_on", N_("First promised date")),
        day("promised_on", N_("Last promised date")), DAYS_LATE,
        text("reason", N_("Cause"), 22),
    ),
    lambda report: report.late,
)  # fmt: skip
NOT_INVOICED = ReportSheet(
    "t_livre_non_facture",
    N_("Delivered not invoiced"),
    N_("(Delivered − returned − invoiced) × net price, excl. VAT, by delivery note, on the closing day."),
    (
        NUMBER, day("shipped_on", N_("Shipping date")), *CUSTOMER, ORDER, NET,
        ReportColumn("days", N_("Age (days)"), Kind.WHOLE, 10), text("reason", N_("Reason"), 30),
    ),
    lambda report: report.not_invoiced,
)  # fmt: skip
DEFINITIONS = ReportSheet(
    "t_definitions",
    N_("Definitions"),
    N_("What each indicator counts, and the date that puts a document in the month."),
    (
        text("code", N_("Code"), 22), text("name", N_("Indicator"), 36),
        text("definition", N_("Definition"), 110), text("axis", N_("Date that counts"), 24),
    ),
    lambda report: report.indicators,
)  # fmt: skip
CHECKS = ReportSheet(
    "t_controles",
    N_("Controls"),
    N_("Figures that must agree; a difference is written in red."),
    (
        text("name", N_("Control"), 70), text("expected", N_("Expected"), 24),
        text("found", N_("Found"), 24), text("right", N_("Result"), 14),
    ),
    lambda report: report.checks,
)  # fmt: skip

SHEETS = (ORDERS, DELIVERIES, INVOICES, PAYMENTS, CLAIMS, AGEING, LATE, NOT_INVOICED, CHECKS, DEFINITIONS)

SUMMARY = N_("Summary")
CHART_DATA = N_("Chart data")
MONTH_COLUMNS = (
    ("sales", N_("Turnover")),
    ("sales_previous", N_("Turnover last year")),
    ("budget", N_("Budget")),
    ("order_intake", N_("Order intake")),
    ("backlog", N_("Order backlog")),
    ("otif", N_("OTIF")),
    ("otd", N_("OTD-1")),
)
TARGET = N_("Target")
BACK = N_("← Summary")
CHART_NOTE = N_("Figures behind the charts of the summary; amounts in euros.")
SUMMARY_NOTE = N_(
    "Each indicator is defined on the sheet “Definitions”; credit notes deducted, deposits, packaging and penalties "
    "left out of turnover."
)
SUMMARY_TITLES = (
    N_("Indicator"), N_("Month"), N_("Last year"), N_("Gap"), N_("Budget"), N_("Gap"), N_("Year to date"),
    N_("Year to date last year"), N_("Gap"), N_("Trend"),
)  # fmt: skip
HIGHLIGHTS_TITLE = N_("Highlights")
DECISIONS_TITLE = N_("To decide")
CUSTOMER_TITLE = N_("Customer")
AMOUNT_TITLE = N_("Amount (k€)")
CAUSE_TITLES = (N_("Cause"), N_("Number of claims"), N_("Cumulated share"))
RIGHT, WRONG = N_("right"), N_("wrong")
SALES_CHART = N_("Turnover excl. VAT (k€)")
INTAKE_CHART = N_("Order intake, turnover and backlog (k€)")
PUNCTUALITY_CHART = N_("Service rate and punctuality")
AGEING_CHART = N_("Aged balance incl. VAT (k€)")
CUSTOMERS_CHART = N_("Main customers, turnover of the month (k€)")
CAUSES_CHART = N_("Causes of claims, 12 months")
SUMMARY_ROWS = 12
CUSTOMERS = 10
CAUSES = 8
AGEING_BARS = 7
HIGHLIGHTS = 5
DECISIONS = 3
SUMMARY_CODES = (
    "sales_net", "order_intake", "backlog", "backlog_late", "otif", "otd", "credit_rate", "receipts", "dso",
    "delivered_not_invoiced", "ageing_over", "claims_open",
)  # fmt: skip
FORMATS = {
    Kind.TEXT: "@",
    Kind.DATE: "dd/mm/yyyy",
    Kind.MONEY: '#,##0.00\\ "€";[Red]\\-#,##0.00\\ "€"',
    Kind.PRICE: '#,##0.00####\\ "€";[Red]\\-#,##0.00####\\ "€"',
    Kind.QUANTITY: "General",
    Kind.PERCENT: "0.0#\\ %",
    Kind.WHOLE: "#,##0;[Red]\\-#,##0",
}

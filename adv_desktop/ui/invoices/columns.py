"""The columns of invoices, of their lines, VAT and due dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.services.einvoice_statuses import GivenStatus
from adv_desktop.services.invoice_proofs import Proof
from adv_desktop.services.queries.invoice_detail import InvoicedLine
from adv_desktop.services.queries.invoices import InvoiceRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.weights import labelled


@dataclass(frozen=True, slots=True)
class VatShown:
    """A row of the VAT table; `currency` writes its amounts."""

    rate: Decimal
    base: int
    vat: int
    currency: str


@dataclass(frozen=True, slots=True)
class DueShown:
    """A due date with what is still open of it."""

    due: dt.date
    amount: int
    open: int
    currency: str
    late: bool


def day(value: dt.date | None) -> str:
    """Write a date, a dash when there is none."""
    return formats().date(value) if value else "—"


def name_of(row: InvoiceRow) -> str:
    """Return the number of an invoice, what it is while it has none."""
    return row.number or _("Draft {id}").format(id=row.id)


def _money(name: str) -> Callable[[InvoiceRow], str]:
    return lambda row: formats().money(getattr(row, name), row.currency)


def _late(row: InvoiceRow) -> bool:
    return row.overdue > 0


def _why(given: GivenStatus) -> str:
    """Write the reason and the comment of a status."""
    reason = label(given.said.reason) if given.said.reason else ""
    return " – ".join(part for part in (reason, given.said.comment) if part) or "—"


COLUMNS: list[Column[InvoiceRow]] = [
    Column(N_("No."), name_of, sort="number", width=122),
    Column(N_("Date"), lambda row: day(row.date), sort="date", width=100, soft=True),
    Column(N_("Customer"), lambda row: row.customer_name, sort="customer", width=164),
    Column(N_("Total gross"), _money("gross"), sort="gross", right=True, width=104),
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        width=138,
        key="state",
    ),
    Column(
        N_("E-invoice"),
        lambda row: _(row.e_status.word) if row.e_status else "",
        cell=Cell.PILL,
        tone=lambda row: Tone(row.e_status.tone) if row.e_status else None,
        width=124,
        key="e_status",
    ),
    Column(
        N_("Due"),
        lambda row: day(row.due),
        sort="due",
        width=112,
        icon=lambda row: "warning" if _late(row) else None,
        tone=lambda row: Tone.BAD if _late(row) else None,
    ),
    Column(N_("Left to pay"), lambda row: formats().money(row.open, row.currency) if row.open else "—", right=True,
           width=108, key="open"),
    Column(N_("Your ref."), lambda row: row.customer_reference or "—", width=120, hidden=True, key="reference"),
    Column(N_("Type"), lambda row: label(row.type), width=130, hidden=True, key="type"),
    Column(N_("Total net"), _money("net"), right=True, width=112, hidden=True, key="net"),
    Column(N_("Payment method"), lambda row: label(row.method), width=130, hidden=True, key="method"),
    Column(N_("Payment terms"), lambda row: row.terms, width=150, hidden=True, key="terms"),
    Column(N_("Salesperson"), lambda row: row.salesperson or "—", width=120, hidden=True, key="salesperson"),
]  # fmt: skip

LINES: list[Column[InvoicedLine]] = [
    Column(N_("Product code"), lambda line: line.product_code or "—", width=98, key="code"),
    Column(N_("Description"), labelled, width=170, key="label"),
    Column(N_("Qty"), lambda line: formats().quantity(line.quantity), right=True, width=56, key="quantity"),
    Column(N_("Net price"), lambda line: formats().price(line.net_price), right=True, width=78, soft=True, key="price"),
    Column(N_("Net amount"), lambda line: formats().amount(line.net), right=True, width=92, key="net"),
]

VAT: list[Column[VatShown]] = [
    Column(N_("VAT"), lambda row: formats().percent(row.rate), width=90, key="rate"),
    Column(N_("Base"), lambda row: formats().money(row.base, row.currency), right=True, width=120, key="base"),
    Column(N_("Amount of VAT"), lambda row: formats().money(row.vat, row.currency), right=True, width=120, key="vat"),
]

DUE: list[Column[DueShown]] = [
    Column(
        N_("Due"),
        lambda row: day(row.due),
        width=130,
        key="due",
        icon=lambda row: "warning" if row.late else None,
        tone=lambda row: Tone.BAD if row.late else None,
    ),
    Column(N_("Amount"), lambda row: formats().money(row.amount, row.currency), right=True, width=120, key="amount"),
    Column(N_("Left to pay"), lambda row: formats().money(row.open, row.currency) if row.open else "—", right=True,
           width=120, key="open"),
]  # fmt: skip

STATUSES: list[Column[GivenStatus]] = [
    Column(N_("Date"), lambda given: day(given.said.on), width=100, key="on"),
    Column(
        N_("Status"), lambda given: f"{given.said.status.value} {label(given.said.status)}", width=190, key="status"
    ),
    Column(N_("Reason"), _why, width=150, soft=True, key="reason"),
]

PROOFS: list[Column[Proof]] = [
    Column(N_("Name"), lambda proof: proof.name, width=220, key="name"),
    Column(N_("Kind of paper"), lambda proof: label(proof.type), width=180, soft=True, key="type"),
]


def is_invoice(row: InvoiceRow) -> bool:
    """Whether the customer owes it: no credit note."""
    return not row.type.is_credit

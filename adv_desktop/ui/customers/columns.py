"""The columns of customers and of what their page lists."""

from __future__ import annotations

import datetime as dt

from adv_desktop.services.customers import Address, Contact, FamilyDiscount, ItemCode
from adv_desktop.services.queries.claims import ClaimRow
from adv_desktop.services.queries.customer_page import OpenOrder
from adv_desktop.services.queries.customers import CustomerRow
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.queries.invoices import InvoiceRow
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone


def day(value: dt.date | None) -> str:
    """Write a date, a dash when there is none."""
    return formats().date(value) if value else "—"


def euros(minor: int | None) -> str:
    """Write an amount in euro, a dash for nothing."""
    return formats().money(minor) if minor else "—"


def limit_text(minor: int | None) -> str:
    """Write a credit limit."""
    return _("no limit") if minor is None else formats().money(minor)


def waiting(order: OpenOrder) -> str:
    """Write what an order still has to deliver: its first article, and how many others."""
    if not order.others:
        return order.first
    others = ngettext("{first} and {count} other", "{first} and {count} others", order.others)
    return others.format(first=order.first, count=order.others)


def _delivery(row: DeliveryRow) -> str:
    return row.number or row.picking_number or _("Draft")


COLUMNS: list[Column[CustomerRow]] = [
    Column(N_("Code"), lambda row: row.code, sort="code", width=72, key="code"),
    Column(N_("Customer"), lambda row: row.name, sort="name", width=154),
    Column(N_("Town"), lambda row: row.town or "—", width=104, soft=True, key="town"),
    Column(N_("Open amount"), lambda row: euros(row.open), right=True, width=92, soft=2, key="open"),
    Column(
        N_("Overdue amount"),
        lambda row: euros(row.overdue),
        right=True,
        width=118,
        icon=lambda row: "warning" if row.overdue else None,
        tone=lambda row: Tone.BAD if row.overdue else None,
        soft=2,
        key="overdue",
    ),
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        tip=lambda row: row.block_reason or "",
        width=104,
        key="state",
    ),
    Column(N_("Limit"), lambda row: limit_text(row.credit_limit), right=True, width=112, hidden=True, key="limit"),
    Column(N_("Postcode"), lambda row: row.postcode or "—", width=80, hidden=True, key="postcode"),
    Column(N_("Payment terms"), lambda row: row.terms, width=150, hidden=True, key="terms"),
    Column(N_("Payment method"), lambda row: label(row.method), width=120, hidden=True, key="method"),
    Column(N_("Salesperson"), lambda row: row.salesperson or "—", width=120, hidden=True, key="salesperson"),
    Column(N_("Phone"), lambda row: row.phone or "—", width=120, hidden=True, key="phone"),
    Column(N_("E-mail"), lambda row: row.email or "—", width=190, hidden=True, key="email"),
    Column(N_("SIREN"), lambda row: row.siren or "—", width=100, hidden=True, key="siren"),
    Column(N_("Country"), lambda row: row.country, width=60, hidden=True, key="country"),
    Column(N_("Priority"), lambda row: row.priority, width=60, hidden=True, key="priority"),
]

TO_DELIVER: list[Column[OpenOrder]] = [
    Column(N_("Order"), lambda one: one.row.number or _("Draft"), cell=Cell.LINK, width=134, key="number"),
    Column(N_("Your ref."), lambda one: one.row.customer_reference or "—", width=104, key="reference"),
    Column(N_("Left to deliver"), waiting, width=150, key="left"),
    Column(N_("Qty"), lambda one: formats().quantity(one.left), right=True, width=64, key="quantity"),
    Column(
        N_("Confirmed date"),
        lambda one: day(one.row.promised),
        width=118,
        icon=lambda one: "warning" if one.row.late else None,
        tone=lambda one: Tone.BAD if one.row.late else None,
        key="promised",
    ),
    Column(
        N_("State"),
        lambda one: _(one.row.state.word),
        cell=Cell.PILL,
        tone=lambda one: Tone(one.row.state.tone),
        width=160,
        key="state",
    ),
]

DELIVERIES: list[Column[DeliveryRow]] = [
    Column(N_("Delivery"), _delivery, cell=Cell.LINK, width=134, key="number"),
    Column(N_("Date"), lambda row: day(row.date), width=104, key="date"),
    Column(N_("Carrier"), lambda row: row.carrier or "—", width=150, key="carrier"),
    Column(N_("Tracking no."), lambda row: row.tracking or "—", width=130, key="tracking"),
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        width=120,
        key="state",
    ),
]

UNPAID: list[Column[InvoiceRow]] = [
    Column(N_("Invoice"), lambda row: row.number or _("Draft"), cell=Cell.LINK, width=134, key="number"),
    Column(N_("Date"), lambda row: day(row.date), width=104, soft=True, key="date"),
    Column(
        N_("Due"),
        lambda row: day(row.due),
        width=112,
        icon=lambda row: "warning" if row.days_late > 0 else None,
        tone=lambda row: Tone.BAD if row.days_late > 0 else None,
        key="due",
    ),
    Column(
        N_("Gross amount"),
        lambda row: formats().money(row.gross, row.currency),
        right=True,
        width=112,
        soft=True,
        key="gross",
    ),
    Column(
        N_("Left to pay"),
        lambda row: formats().money(row.open, row.currency),
        right=True,
        width=112,
        bold=True,
        key="open",
    ),
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        width=150,
        soft=True,
        key="state",
    ),
]

CLAIMS: list[Column[ClaimRow]] = [
    Column(N_("Claim"), lambda row: row.number, cell=Cell.LINK, width=134, key="number"),
    Column(N_("Type"), lambda row: label(row.type), width=120, key="type"),
    Column(N_("Deadline"), lambda row: day(row.due), width=104, key="due"),
    Column(N_("Disputed"), lambda row: formats().money(row.disputed, row.currency), right=True, width=100, key="money"),
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        width=130,
        key="state",
    ),
]

ADDRESSES: list[Column[Address]] = [
    Column(N_("Label"), lambda row: row.label + (" ★" if row.is_default else ""), width=130, key="label"),
    Column(N_("Recipient"), lambda row: row.name, width=150, key="name"),
    Column(N_("Address"), lambda row: ", ".join(p for p in (row.line1, row.line2) if p) or "—", width=180, key="line"),
    Column(N_("Town"), lambda row: " ".join(p for p in (row.postcode, row.town) if p) or "—", width=150, key="town"),
    Column(N_("Instructions"), lambda row: row.instructions or "—", width=150, key="instructions"),
]

CONTACTS: list[Column[Contact]] = [
    Column(N_("Name"), lambda row: row.name, width=150, key="name"),
    Column(N_("Function"), lambda row: row.function or "—", width=120, key="function"),
    Column(N_("Is sent"), lambda row: ", ".join(map(label, row.purposes)) or "—", width=150, key="purposes"),
    Column(N_("Phone"), lambda row: row.phone or "—", width=120, key="phone"),
    Column(N_("E-mail"), lambda row: row.email or "—", width=190, key="email"),
]

ITEM_CODES: list[Column[ItemCode]] = [
    Column(N_("Customer's code"), lambda row: row.code, width=130, key="code"),
    Column(N_("Product code"), lambda row: row.product, width=130, key="product"),
    Column(N_("Customer's description"), lambda row: row.label or "—", width=180, key="label"),
]

FAMILY_DISCOUNTS: list[Column[FamilyDiscount]] = [
    Column(N_("Family"), lambda row: row.family, width=150, key="family"),
    Column(N_("Discount %"), lambda row: formats().percent(row.percent), right=True, width=100, key="percent"),
    Column(N_("From"), lambda row: day(row.starts_on), width=110, key="start"),
    Column(N_("Until"), lambda row: day(row.ends_on), width=110, key="end"),
]

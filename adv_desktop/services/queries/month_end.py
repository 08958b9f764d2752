"""« Clôture du mois »: what sales and deliveries leave behind at the end of a month, each with the list that it opens.

The lists are read as they are today, held to the documents dated up to the end of the month; the invoices to be
established are those of that evening, as `backlog.to_invoice` puts them back (practice, R23).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.month_end import MonthEndNote
from adv_desktop.models.sales_order import OrderLine
from adv_desktop.models.values import percent_of
from adv_desktop.services import closures
from adv_desktop.services.queries import backlog, claims, deliveries, invoices, orders, payments, returns
from adv_desktop.services.queries.backlog import LeftLine
from adv_desktop.services.queries.filters import ListFilter, Term, month_bounds
from adv_desktop.services.queries.listing import Listing, Summary, numbers
from adv_desktop.services.texts import N_

ACCRUALS = "accruals"


@dataclass(frozen=True, slots=True)
class Control:
    """Something that should be empty at the end of a month: a filter of a list, `dated` up to the last day."""

    key: str
    title: str
    meaning: str
    noun: str
    flag: str = ""
    dated: bool = True


CONTROLS = (
    Control(
        "to_confirm", N_("Orders to confirm"), N_("Received and not confirmed: not in the order intake"), "orders",
        "to_confirm",
    ),
    Control(
        "late", N_("Orders late"), N_("Promised for a day that is over, not all gone"), "orders", "late", dated=False
    ),
    Control(
        "to_prepare", N_("Deliveries to prepare"), N_("Planned in the month, not picked"), "deliveries", "to_prepare"
    ),
    Control("to_ship", N_("Deliveries not gone"), N_("Prepared in the month, still here"), "deliveries", "to_ship"),
    Control(
        "to_prove", N_("Shipped without proof of delivery"), N_("Signed paper to be got back"), "deliveries", "to_prove"
    ),
    Control(
        "unproved", N_("Sold without VAT, not proved"), N_("Exports and sales in the Union without their proof"),
        "deliveries", "unproved",
    ),
    Control(
        "to_invoice", N_("Deliveries not invoiced"), N_("Left in the month or before, no invoice yet"), "deliveries",
        "to_invoice",
    ),
    Control(
        ACCRUALS, N_("Invoices to be established"),
        N_("Lines delivered and not invoiced on the evening of the last day: to accrue, reversed on the next day"),
        "accruals",
    ),
    Control(
        "returned", N_("Returned goods to inspect"), N_("Received back, not decided: a credit note may follow"),
        "returns", "to_inspect",
    ),
    Control(
        "claims", N_("Claims decided, not carried out"), N_("Credit note, replacement or return still to be made"),
        "claims", "decided",
    ),
    Control("drafts", N_("Draft invoices"), N_("To check and issue, or to delete"), "invoices", "draft", dated=False),
    Control("to_send", N_("Invoices not sent"), N_("Issued in the month or before, not sent"), "invoices", "to_send"),
    Control("rejected", N_("Invoices to put right"), N_("Refused, rejected, in dispute or suspended"), "invoices",
            "rejected"),
    Control("to_declare", N_("Collected, to declare"), N_("VAT due on collection, not told to the platform"),
            "invoices", "to_declare"),
    Control("unallocated", N_("Payments to allocate"), N_("Received in the month or before, not settled with invoices"),
            "payments", "unallocated"),
)  # fmt: skip
BY_KEY = {control.key: control for control in CONTROLS}
LISTINGS: dict[str, Listing] = {
    "orders": orders.LISTING, "deliveries": deliveries.LISTING, "invoices": invoices.LISTING,
    "payments": payments.LISTING, "claims": claims.LISTING, "returns": returns.LISTING,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who judged normal what a control held, when and why."""

    count: int
    reason: str
    actor: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ControlRow:
    """A control of a month: how much it holds, and the reason that was given for as much."""

    control: Control
    found: Summary
    accepted: Accepted | None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left, or what is left was judged normal as it is."""
        return not self.found.count or (self.accepted is not None and self.accepted.count == self.found.count)


@dataclass(frozen=True, slots=True)
class Accrual:
    """A line delivered and not invoiced; amounts in euro cents, the VAT at the rate of its order line."""

    line: LeftLine
    vat_rate: Decimal
    vat: int

    @property
    def gross(self) -> int:
        """The amount with VAT."""
        return self.line.net + self.vat


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The controls of a month as they stand, and its invoices to be established."""

    month: dt.date
    last: dt.date
    is_closed: bool
    rows: tuple[ControlRow, ...]
    accruals: tuple[Accrual, ...]

    @property
    def left(self) -> int:
        """How many controls still hold something that nobody judged normal."""
        return sum(not row.is_settled for row in self.rows)


def of_month(session: Session, month: dt.date, today: dt.date) -> MonthEnd:
    """Return the controls of a month."""
    first, last = month_bounds(month)
    notes = _notes(session, first)
    lines = accruals(session, last, today)
    rows = []
    for control in CONTROLS:
        found = _accrued(lines) if control.key == ACCRUALS else _found(session, control, last, today)
        rows.append(ControlRow(control, found, notes.get(control.key)))
    until = closures.closed_until(session)
    return MonthEnd(first, last, until is not None and last <= until, tuple(rows), lines)


def accruals(session: Session, last: dt.date, today: dt.date) -> tuple[Accrual, ...]:
    """Return the lines delivered and not invoiced at the end of a day, by customer."""
    left = backlog.to_invoice(session, last, today)
    wanted = numbers(line.line_id for line in left)
    found = session.execute(sa.select(OrderLine.id, OrderLine.vat_rate).where(OrderLine.id.in_(wanted)))
    rates = {row.id: row.vat_rate for row in found}
    made = (Accrual(line, rates[line.line_id], percent_of(line.net, rates[line.line_id])) for line in left)
    return tuple(sorted(made, key=lambda one: (one.line.customer_name, one.line.number or "", one.line.no)))


def wanted_of(control: Control, last: dt.date) -> ListFilter:
    """Return the filter of a control's list."""
    dated = (Term("date", f"..{last.isoformat()}"),) if control.dated else ()
    return ListFilter(control.flag, dated)


def by_rate(lines: Sequence[Accrual]) -> list[tuple[Decimal, int, int]]:
    """Add the accruals up by VAT rate: rate, net, VAT."""
    sums: defaultdict[Decimal, list[int]] = defaultdict(lambda: [0, 0])
    for one in lines:
        sums[one.vat_rate][0] += one.line.net
        sums[one.vat_rate][1] += one.vat
    return [(rate, net, vat) for rate, (net, vat) in sorted(sums.items())]


def _found(session: Session, control: Control, last: dt.date, today: dt.date) -> Summary:
    return LISTINGS[control.noun].summary(session, wanted_of(control, last), today)


def _accrued(lines: Sequence[Accrual]) -> Summary:
    return Summary(len(lines), (("EUR", sum(one.line.net for one in lines)),) if lines else ())


def _notes(session: Session, month: dt.date) -> dict[str, Accepted]:
    """Return the last reason given for each control of a month."""
    found = session.scalars(sa.select(MonthEndNote).where(MonthEndNote.month == month).order_by(MonthEndNote.id))
    return {note.control: Accepted(note.count, note.reason, note.actor, note.at) for note in found}

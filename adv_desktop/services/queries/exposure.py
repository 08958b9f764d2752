"""What a customer owes and will owe, against what it may (R10), in euro cents, VAT included."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceState, InvoiceType, LineKind
from adv_desktop.models.invoice import DepositCarryOver, DepositDeduction, Invoice
from adv_desktop.models.party import Customer, CustomerGroup
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.rules.totals import VatKey
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.values import percent_of
from adv_desktop.services import settings
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.hints import UNSETTLED, running_orders, unindexed
from adv_desktop.services.queries.lines import PART_COLUMNS, part_net, vat_key
from adv_desktop.services.queries.listing import given, given_numbers
from adv_desktop.services.queries.selected import Row, rows_of

ZERO = Decimal(0)
_CENTS = 100


_LIMITS = (
    sa.select(Customer.id, Customer.credit_limit, Customer.customer_group, CustomerGroup.credit_limit.label("group"))
    .join(CustomerGroup, CustomerGroup.name == Customer.customer_group, isouter=True)
    .where(Customer.id.in_(given_numbers()))
)
_AGE = (
    OpenItem.customer_id, (OpenItem.due_date < sa.bindparam("today")).label("late"),
    (OpenItem.open_amount > 0).label("owed"), OpenItem.currency, OpenItem.eur_rate,
)  # fmt: skip
_DUE = (
    sa.select(*_AGE, sa.func.sum(OpenItem.open_amount))
    .where(OpenItem.customer_id.in_(given_numbers()), UNSETTLED)
    .group_by(*_AGE)
)
_RUNNING = sa.select(
    SalesOrder.id, SalesOrder.bill_to_id, SalesOrder.currency, SalesOrder.exchange_rate, SalesOrder.gross
).where(SalesOrder.id.in_(running_orders()), SalesOrder.id != sa.bindparam("checked"))
_DEPOSITS = (
    sa.select(Invoice.order_id, Invoice.type, sa.func.sum(Invoice.gross_eur))
    .where(
        Invoice.order_id.in_(given_numbers()),
        unindexed(Invoice.state) == InvoiceState.ISSUED,
        Invoice.type.in_((InvoiceType.DEPOSIT, InvoiceType.DEPOSIT_CREDIT)),
    )
    .group_by(Invoice.order_id, Invoice.type)
)
_CREDIT, _FINAL = sa.orm.aliased(Invoice), sa.orm.aliased(Invoice)
_CARRIED = (
    sa.select(
        DepositCarryOver.order_id,
        Invoice.gross_eur
        - sa.select(sa.func.coalesce(sa.func.sum(_CREDIT.gross_eur), 0))
        .where(_CREDIT.origin_id == Invoice.id, _CREDIT.state == InvoiceState.ISSUED)
        .scalar_subquery()
        - sa.select(sa.func.coalesce(sa.func.sum(DepositDeduction.net + DepositDeduction.vat), 0))
        .join(_FINAL, _FINAL.id == DepositDeduction.invoice_id)
        .where(DepositDeduction.deposit_invoice_id == Invoice.id, _FINAL.state == InvoiceState.ISSUED)
        .scalar_subquery(),
    )
    .join(Invoice, Invoice.id == DepositCarryOver.deposit_invoice_id)
    .where(DepositCarryOver.order_id.in_(given_numbers()))
)
_BEGUN = sa.select(OrderLine.order_id).where(
    OrderLine.order_id.in_(given_numbers()),
    sa.or_(OrderLine.delivered > ZERO, OrderLine.invoiced > ZERO, OrderLine.cancelled > ZERO),
)
_LINES = sa.select(
    OrderLine.order_id, OrderLine.cancelled, OrderLine.delivered, OrderLine.returned, OrderLine.invoiced, *PART_COLUMNS
).where(OrderLine.order_id.in_(given_numbers()), OrderLine.kind != LineKind.KIT)


class LimitOf(StrEnum):
    """Whose limit a customer's exposure is held against."""

    CUSTOMER = "customer"
    GROUP = "group"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Exposure:
    """The parts of the exposure; `credits` is what we owe the customer (positive); `limit` None = no limit.

    Where the limit is that of a group, `others` is what is at risk with its other customers.
    """

    not_due: int = 0
    overdue: int = 0
    credits: int = 0
    delivered_not_invoiced: int = 0
    to_deliver: int = 0
    limit: int | None = None
    limit_of: LimitOf | None = None
    group: str | None = None
    others: int = 0

    @property
    def total(self) -> int:
        """What is at risk."""
        return self.not_due + self.overdue - self.credits + self.delivered_not_invoiced + self.to_deliver

    @property
    def counted(self) -> int:
        """What is held against the limit."""
        return self.total + self.others

    @property
    def available(self) -> int | None:
        """What may still be ordered, None without limit; negative when the limit is passed."""
        return None if self.limit is None else self.limit - self.counted

    @property
    def percent(self) -> Decimal | None:
        """How much of the limit is used (87 means 87 %), None without limit or with a limit of zero."""
        return None if not self.limit else Decimal(self.counted * 1000 // self.limit) / 10


def of(session: Session, customer_id: int, today: dt.date, *, except_order: int | None = None) -> Exposure:
    """Return the exposure of one customer, without one order (the order being checked)."""
    return of_many(session, [customer_id], today, except_order=except_order)[customer_id]


def of_many(
    session: Session, customer_ids: Collection[int], today: dt.date, *, except_order: int | None = None
) -> dict[int, Exposure]:
    """Return the exposure of each customer, against its own limit, else its group's, else the company's."""
    return _against(session, _limits(session, customer_ids), today, except_order)


def of_limited(session: Session, customer_ids: Collection[int], today: dt.date) -> dict[int, Exposure]:
    """Return the exposure of those customers that have a limit."""
    limits = _limits(session, customer_ids)
    return _against(session, {key: one for key, one in limits.items() if one.amount is not None}, today, None)


def _against(
    session: Session, limits: Mapping[int, _Limit], today: dt.date, except_order: int | None
) -> dict[int, Exposure]:
    groups = _members(session, {one.group for one in limits.values() if one.limit_of is LimitOf.GROUP})
    everybody = {*limits, *(member for members in groups.values() for member in members)}
    former = taken_over(session, everybody)
    records = everybody.union(*former.values())
    due = _receivables(session, records, today)
    orders = _orders(session, records, except_order)
    parts = {record: (*due[record], *orders[record]) for record in records}
    alone = {
        one: Exposure(*(sum(amounts) for amounts in zip(*(parts[of] for of in {one, *former[one]}), strict=True)))
        for one in everybody
    }
    found = {}
    for customer_id, limit in limits.items():
        own = alone[customer_id]
        members = groups.get(limit.group or "", ()) if limit.limit_of is LimitOf.GROUP else ()
        others = sum(alone[member].total for member in members if member != customer_id)
        found[customer_id] = replace(own, limit=limit.amount, limit_of=limit.limit_of, group=limit.group, others=others)
    return found


def taken_over(session: Session, customer_ids: Collection[int]) -> dict[int, set[int]]:
    """Return the records that each customer took over, one after the other: what they still owe is owed by it."""
    into = {
        row.id: row.merged_into_id
        for row in session.execute(
            sa.select(Customer.id, Customer.merged_into_id).where(Customer.merged_into_id.is_not(None))
        )
    }
    found: dict[int, set[int]] = {customer_id: set() for customer_id in customer_ids}
    for ended, first in into.items():
        kept = first
        while kept is not None:
            if kept in found:
                found[kept].add(ended)
            kept = into.get(kept)
    return found


@dataclass(frozen=True, slots=True)
class _Limit:
    amount: int | None
    limit_of: LimitOf | None
    group: str | None


def _limits(session: Session, customer_ids: Collection[int]) -> dict[int, _Limit]:
    """Return the limit of each customer and whose it is."""
    company = settings.read(session).credit_limit
    limits = {}
    for row in rows_of(session, _LIMITS, given(customer_ids)):
        if row.credit_limit is not None:
            limits[row.id] = _Limit(row.credit_limit, LimitOf.CUSTOMER, row.customer_group)
        elif row.group is not None:
            limits[row.id] = _Limit(row.group, LimitOf.GROUP, row.customer_group)
        elif company is not None:
            limits[row.id] = _Limit(company * _CENTS, LimitOf.COMPANY, row.customer_group)
        else:
            limits[row.id] = _Limit(None, None, row.customer_group)
    return limits


def _members(session: Session, names: Collection[str | None]) -> dict[str, list[int]]:
    """Return the customers of groups by the group's name; what was taken over counts with who took it over."""
    if not names:
        return {}
    members: dict[str, list[int]] = {}
    for customer_id, name in session.execute(
        sa.select(Customer.id, Customer.customer_group).where(
            Customer.customer_group.in_(names), Customer.merged_into_id.is_(None)
        )
    ):
        members.setdefault(str(name), []).append(customer_id)
    return members


def _receivables(
    session: Session, customer_ids: Collection[int], today: dt.date
) -> defaultdict[int, tuple[int, int, int]]:
    """Return (not due, overdue, credits) by customer."""
    found: defaultdict[int, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for customer_id, is_late, owed, currency, rate, minor in rows_of(
        session, _DUE, given(customer_ids) | {"today": today}
    ):
        euros = in_euros(minor, currency, rate)
        not_due, overdue, credit = found[customer_id]
        if not owed:
            found[customer_id] = (not_due, overdue, credit - euros)
        elif is_late:
            found[customer_id] = (not_due, overdue + euros, credit)
        else:
            found[customer_id] = (not_due + euros, overdue, credit)
    return found


def _orders(
    session: Session, customer_ids: Collection[int], except_order: int | None
) -> defaultdict[int, tuple[int, int]]:
    """Return (delivered not invoiced, to deliver) by customer."""
    orders = rows_of(session, _RUNNING, given(customer_ids) | {"checked": except_order or 0})
    lines = _lines(session, [order.id for order in orders])
    deposits = _deposits(session, [order.id for order in orders])
    found: defaultdict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for order in orders:
        delivered, left = _parts(order, lines[order.id])
        rate = rate_of(order.exchange_rate)
        delivered, left = in_euros(delivered, order.currency, rate), in_euros(left, order.currency, rate)
        before = found[order.bill_to_id]
        found[order.bill_to_id] = (before[0] + delivered, before[1] + max(left - deposits[order.id], 0))
    return found


def _lines(session: Session, order_ids: list[int]) -> defaultdict[int, list[Row]]:
    """Return the lines of the orders of which anything was delivered, invoiced or cancelled, by order."""
    begun = {row.order_id for row in rows_of(session, _BEGUN, given(order_ids))}
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows_of(session, _LINES, given(begun)) if begun else ():
        found[row.order_id].append(row)
    return found


def _parts(order: Row, lines: list[Row]) -> tuple[int, int]:
    """Return (delivered not invoiced, to deliver) of an order, VAT included, in its own currency.

    `lines` is empty where nothing of the order was touched.
    """
    if not lines:
        return 0, order.gross
    delivered: defaultdict[VatKey, int] = defaultdict(int)
    left: defaultdict[VatKey, int] = defaultdict(int)
    for line in lines:
        billed = line.invoiced + line.returned
        key, due = vat_key(line), line.quantity - line.cancelled
        delivered[key] += part_net(line, max(line.delivered - billed, ZERO), order.currency)
        left[key] += part_net(line, max(due - max(line.delivered, billed), ZERO), order.currency)
    return _with_vat(delivered, order.currency), _with_vat(left, order.currency)


def _with_vat(nets: dict[VatKey, int], currency: str) -> int:
    return sum(net + percent_of(net, key.rate, currency) for key, net in nets.items())


def _deposits(session: Session, order_ids: list[int]) -> defaultdict[int, int]:
    """Return what deposit invoices of each order still stand for: invoiced, not credited, not deducted; euro cents."""
    left: defaultdict[int, int] = defaultdict(int)
    for order_id, kind, gross in rows_of(session, _DEPOSITS, given(order_ids)):
        left[order_id or 0] += gross if kind is InvoiceType.DEPOSIT else -gross
    for order_id, standing in rows_of(session, _CARRIED, given(order_ids)):
        left[order_id] += standing
    if not left:
        return left  # as a rule; and aliases are slow to make
    deposit, final = sa.orm.aliased(Invoice), sa.orm.aliased(Invoice)
    deducted = (
        sa.select(deposit.order_id, sa.func.sum(DepositDeduction.net + DepositDeduction.vat))
        .join(deposit, deposit.id == DepositDeduction.deposit_invoice_id)
        .join(final, final.id == DepositDeduction.invoice_id)
        .where(deposit.order_id.in_(order_ids), final.state == InvoiceState.ISSUED)
        .group_by(deposit.order_id)
    )
    for order_id, taken in session.execute(deducted):
        left[order_id or 0] -= taken
    return left

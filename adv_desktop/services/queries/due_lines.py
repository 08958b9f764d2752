"""The lines behind the service rate: each one due in a month, judged by its first, last and requested day.

The sums are those of the indicators: OTD-1 and OTIF on the first promise, OTD-2 on the last, OTDR on the day asked for.
A day asked for before order date + lead time cannot be kept: such a line is out of OTDR and counted apart.
A kit is one line, its components are none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import LineKind, Nature, OrderState
from adv_desktop.models.product import Product
from adv_desktop.models.rules.dates import DateKind
from adv_desktop.models.rules.punctuality import Axis, Judged, PromiseReason, judge
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import settings
from adv_desktop.services.folding import words_key
from adv_desktop.services.queries.flows import percent
from adv_desktop.services.queries.periods import Period
from adv_desktop.services.queries.selected import Row
from adv_desktop.services.settings import Settings

_FIRST = sa.func.coalesce(OrderLine.first_promised, OrderLine.promised)
_REQUESTED = sa.func.coalesce(OrderLine.requested, SalesOrder.requested)
# Where the promise is an arrival, the day proven or expected counts (R4).
_THERE = sa.case(
    (sa.and_(SalesOrder.date_kind == DateKind.ARRIVAL, OrderLine.arrived > OrderLine.departed), OrderLine.arrived),
    else_=OrderLine.departed,
)
_DAYS = {Axis.FIRST: _FIRST, Axis.LAST: OrderLine.promised, Axis.REQUESTED: _REQUESTED}
_COLUMNS = (
    OrderLine.id, OrderLine.no, OrderLine.order_id, OrderLine.product_code, OrderLine.label, OrderLine.quantity,
    OrderLine.cancelled, OrderLine.delivered, OrderLine.departed, _THERE.label("there"), OrderLine.promise_cause,
    _FIRST.label("first"),
    OrderLine.promised.label("last"), _REQUESTED.label("requested"), SalesOrder.number, SalesOrder.order_date,
    SalesOrder.customer_name, SalesOrder.carrier, Product.family, Product.family_label, Product.lead_days,
)  # fmt: skip


class Grouping(StrEnum):
    """What lines are added up by."""

    CUSTOMER = "customer"
    FAMILY = "family"
    CARRIER = "carrier"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class DueLine:
    """A line due in the month on one day at least, with what each of its days says; None where it is not judged."""

    id: int
    no: int
    order_id: int
    number: str
    customer: str
    family: str
    carrier: str
    reason: PromiseReason | None
    product_code: str
    label: str
    ordered: Decimal
    cancelled: Decimal
    delivered: Decimal
    departed: dt.date | None
    days: dict[Axis, dt.date | None]
    judged: dict[Axis, Judged | None]
    impossible: bool

    def on_time(self, axis: Axis) -> bool | None:
        """Tell whether the line was on time by one of its days; None when it does not count there."""
        judged = self.judged[axis]
        return judged.on_time if judged is not None and judged.deliverable else None

    @property
    def in_full(self) -> bool | None:
        """Tell whether the line was on time and complete by its first promise; None when it was not due then."""
        judged = self.judged[Axis.FIRST]
        return judged.complete if judged is not None else None


@dataclass(frozen=True, slots=True)
class PunctualityRow:
    """The lines of a customer, a family, a carrier or a reason; (kept, counted) by day, and (complete, due)."""

    name: str
    lines: int
    counts: dict[Axis, tuple[int, int]]
    full: tuple[int, int]
    impossible: int

    def rate(self, axis: Axis) -> Decimal | None:
        """Return the lines on time in percent of those that count, None of nothing."""
        return percent(*self.counts[axis])

    @property
    def otif(self) -> Decimal | None:
        """Return the lines on time and complete in percent of those due, None of nothing."""
        return percent(*self.full)


def lines(session: Session, period: Period, today: dt.date) -> tuple[DueLine, ...]:
    """Return the lines due in a period by their first, last or requested day, the latest departures last."""
    end = min(period.end, today)
    statement = (
        sa.select(*_COLUMNS)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(
            sa.or_(*(day.between(period.start, end) for day in _DAYS.values())),
            OrderLine.kind.in_((LineKind.ITEM, LineKind.KIT)),
            OrderLine.kit_line_id.is_(None),
            OrderLine.nature == Nature.GOODS,
            OrderLine.quantity > Decimal(0),
            SalesOrder.state.not_in((OrderState.DRAFT, OrderState.CANCELLED)),
        )
        .order_by(_FIRST, OrderLine.id)
    )
    settled = settings.read(session)
    made = [_line(row, Period(period.start, end), today, settled) for row in session.execute(statement)]
    return tuple(line for line in made if any(line.judged.values()) or line.impossible)


def rows(found: Iterable[DueLine], by: Grouping) -> tuple[PunctualityRow, ...]:
    """Add lines up; most lines first. By reason only those not kept count: the Pareto of what made us late."""
    made = [total(own, name) for name, own in _groups(found, by).items()]
    return tuple(sorted(made, key=lambda row: (-row.lines, words_key(row.name))))


def of_group(found: Iterable[DueLine], by: Grouping, row: PunctualityRow) -> tuple[DueLine, ...]:
    """Return the lines behind a row."""
    return tuple(_groups(found, by).get(row.name, ()))


def _groups(found: Iterable[DueLine], by: Grouping) -> dict[str, list[DueLine]]:
    groups: dict[str, list[DueLine]] = {}
    for line in found:
        if by is not Grouping.REASON or line.on_time(Axis.FIRST) is False:
            groups.setdefault(_name(line, by), []).append(line)
    return groups


def total(found: Iterable[DueLine], name: str = "") -> PunctualityRow:
    """Add all lines up."""
    own = list(found)
    counts = {}
    for axis in Axis:
        verdicts = [kept for line in own if (kept := line.on_time(axis)) is not None]
        counts[axis] = (sum(verdicts), len(verdicts))
    full = [kept for line in own if (kept := line.in_full) is not None]
    return PunctualityRow(name, len(own), counts, (sum(full), len(full)), sum(line.impossible for line in own))


def _name(line: DueLine, by: Grouping) -> str:
    names = {
        Grouping.CUSTOMER: line.customer,
        Grouping.FAMILY: line.family,
        Grouping.CARRIER: line.carrier,
        Grouping.REASON: line.reason.value if line.reason else "",
    }
    return names[by]


def _line(row: Row, period: Period, today: dt.date, settled: Settings) -> DueLine:
    days = {Axis.FIRST: row.first, Axis.LAST: row.last, Axis.REQUESTED: row.requested}
    lead = dt.timedelta(days=settled.lead_days_of(row.lead_days))
    asked_too_soon = row.requested is not None and row.requested < row.order_date + lead
    inside = {axis: day is not None and period.start <= day <= period.end for axis, day in days.items()}
    judged = {
        axis: judge(
            day, today, ordered=row.quantity, cancelled=row.cancelled, delivered=row.delivered,
            there=row.there, under_percent=settled.under_delivery_tolerance,
        )
        if inside[axis] and not (axis is Axis.REQUESTED and asked_too_soon) else None
        for axis, day in days.items()
    }  # fmt: skip
    cause = row.promise_cause
    return DueLine(
        id=row.id, no=row.no, order_id=row.order_id, number=row.number or "", customer=row.customer_name,
        family=row.family_label or row.family or "", carrier=row.carrier or "",
        reason=PromiseReason(cause) if cause in set(PromiseReason) else None, product_code=row.product_code or "",
        label=row.label, ordered=row.quantity, cancelled=row.cancelled, delivered=row.delivered,
        departed=row.departed, days=days, judged=judged, impossible=asked_too_soon and inside[Axis.REQUESTED],
    )  # fmt: skip

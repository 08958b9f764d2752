"""When a line counts as on time, and whose wish moved its day (R4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class AskedBy(StrEnum):
    """Who wanted a promised day to change: the customer's wish moves the first promise, ours never does (R4)."""

    US = "us"
    CUSTOMER = "customer"


class PromiseReason(StrEnum):
    """Why a promised day moved."""

    STOCK_OUT = "stock_out"
    SUPPLIER = "supplier"
    PRODUCTION = "production"
    PREPARATION = "preparation"
    CARRIER = "carrier"
    CREDIT = "credit"
    MISSING = "missing"
    OUR_ERROR = "our_error"
    CUSTOMER_WISH = "customer_wish"
    OTHER = "other"


class Axis(StrEnum):
    """The day that a line is judged by: OTD-1, OTD-2, OTDR."""

    FIRST = "first"
    LAST = "last"
    REQUESTED = "requested"


@dataclass(frozen=True, slots=True)
class Judged:
    """A line due: whether anything was to leave, all of it left by the day, and it was the whole quantity."""

    deliverable: bool
    on_time: bool
    complete: bool


def judge(
    due: dt.date,
    today: dt.date,
    *,
    ordered: Decimal,
    cancelled: Decimal,
    delivered: Decimal,
    there: dt.date | None,
    under_percent: Decimal = Decimal(0),
) -> Judged | None:
    """Judge a line by a day; None for one that is due today or later and still open.

    `there` is the day on which the last of it left or, where the promise is an arrival, arrived.

    Cancelling a remainder does not make a line late, it makes it incomplete.
    """
    settled = delivered + cancelled >= ordered
    if due > today or (due == today and not settled):
        return None
    in_time = there is not None and there <= due
    return Judged(
        deliverable=delivered > 0 or cancelled < ordered,
        on_time=delivered > 0 and settled and in_time,
        complete=delivered * 100 >= ordered * (100 - under_percent) and in_time,
    )

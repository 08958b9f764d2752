"""When a line counts as on time, and whose wish moved its day (R4)."""

from __future__ import annotations

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

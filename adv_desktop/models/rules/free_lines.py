"""Why a line is given free of charge (R7): its price is zero and it is outside turnover, minimums and margins."""

from __future__ import annotations

from enum import StrEnum


class Surplus(StrEnum):
    """What becomes of goods that leave beyond what was ordered (case 15)."""

    INVOICED = "invoiced"
    FREE = "free"


class FreeReason(StrEnum):
    """What a line is given for."""

    SAMPLE = "sample"
    PROMOTION = "promotion"
    AFTER_SALES = "after_sales"
    GOODWILL = "goodwill"
    SURPLUS = "surplus"  # what left beyond the order and is not invoiced

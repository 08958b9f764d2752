"""What customs are told of goods that leave: why they leave, and the value of those that are not invoiced."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from adv_desktop.models.values import to_minor


class ExportReason(StrEnum):
    """Why goods leave, as a commercial invoice says it."""

    SALE = "sale"
    SAMPLE = "sample"
    REPLACEMENT = "replacement"
    RETURN = "return"
    REPAIR = "repair"
    GIFT = "gift"


def free_value(price: Decimal, price_base: Decimal, quantity: Decimal, rate: Decimal, currency: str) -> int:
    """Return what goods given free are worth for customs: their price of sale, in minor units of the document.

    `price` is in euros for `price_base` units; `rate` is what one unit of the document's currency is in euros
    (Union customs code, art. 74: the value of goods that are not sold is that of similar goods sold).
    """
    return to_minor(price * quantity / price_base / rate, currency)

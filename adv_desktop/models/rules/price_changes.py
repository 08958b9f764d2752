"""How a bulk update changes a price: by a percent or an amount, then rounded to a step."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum

from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import MAX_PRICE, plain

_FINEST = Decimal("0.0001")


class Rounding(StrEnum):
    """The step that new prices are rounded to; prices of less than a euro keep four decimals with FINE."""

    FINE = "0.0001"
    CENT = "0.01"
    FIVE_CENTS = "0.05"
    TEN_CENTS = "0.10"
    EURO = "1"


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A percent (5 = 5 % more) or an amount in euros of one `price_base`; exactly one of them."""

    percent: Decimal | None = None
    amount: Decimal | None = None
    rounding: Rounding = Rounding.CENT
    upwards: bool = False  # to the next step instead of the nearest

    def check(self) -> None:
        """Refuse a change that is none, both, or would leave nothing."""
        if (self.percent is None) == (self.amount is None):
            raise DomainError("price_update.one_change")
        if not (self.percent or self.amount):
            raise DomainError("price_update.no_change")
        if self.percent is not None and not -100 < self.percent <= 1000:
            raise DomainError("price_update.percent", written=self.percent)

    def apply(self, price: Decimal) -> Decimal:
        """Return the new price; raise `price_update.out_of_range` when there is none."""
        changed = price * (100 + self.percent) / 100 if self.percent is not None else price + (self.amount or 0)
        step = Decimal(self.rounding.value)
        way = ROUND_CEILING if self.upwards else ROUND_HALF_UP
        # The finest decimals first: a price that is on a step already must not climb to the next by a hidden digit.
        made = (changed.quantize(_FINEST, ROUND_HALF_UP) / step).quantize(Decimal(1), way) * step
        if not 0 <= made <= MAX_PRICE:
            raise DomainError("price_update.out_of_range", price=price, made=made)
        return Decimal(plain(made))

"""Exact numbers: money, quantities, prices and percents, and the one place that rounds.

Amounts are integers in minor units of a currency (128602 is 1 286.02 EUR). Quantities,
unit prices and percents are `Decimal` in memory and scaled integers in the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from adv_desktop.models.errors import DomainError

QUANTITY_DECIMALS = 4
WEIGHT_DECIMALS = 3
PRICE_DECIMALS = 6
PERCENT_DECIMALS = 4
MAX_QUANTITY = Decimal("9999999.9999")
MAX_PRICE = Decimal("9999999.999999")
MAX_MINOR = 10**13 - 1

_CURRENCY_DECIMALS = {"JPY": 0, "KRW": 0, "XPF": 0, "XOF": 0, "XAF": 0, "TND": 3, "KWD": 3, "BHD": 3}


def currency_decimals(currency: str) -> int:
    """Return how many decimals a currency carries (0, 2 or 3; ISO 4217)."""
    return _CURRENCY_DECIMALS.get(currency, 2)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round away from zero on a tie: the only rounding of the program."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def to_minor(amount: Decimal, currency: str = "EUR") -> int:
    """Round an amount to the currency's decimals and return it in minor units."""
    decimals = currency_decimals(currency)
    return int(round_half_up(amount, decimals).scaleb(decimals))


def from_minor(minor: int, currency: str = "EUR") -> Decimal:
    """Return an amount in minor units as a decimal with the currency's decimals."""
    return Decimal(minor).scaleb(-currency_decimals(currency))


def plain(value: Decimal) -> str:
    """Write a number with a point and no trailing zero ("12", "48.9")."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def decimal_of(text: object, code: str = "number.not_a_number") -> Decimal:
    """Read an exact decimal from a JSON string or integer; raise `DomainError(code)` on anything else."""
    if isinstance(text, bool) or not isinstance(text, str | int | Decimal):
        raise DomainError(code, written=str(text))
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        raise DomainError(code, written=str(text)) from None
    if not value.is_finite():
        raise DomainError(code, written=str(text))
    return value


def checked(value: Decimal, decimals: int, limit: Decimal, code: str) -> Decimal:
    """Return the value when it has at most `decimals` decimals and |value| ≤ limit; raise otherwise."""
    if abs(value) > limit or value != round_half_up(value, decimals):
        raise DomainError(code, written=value, limit=limit, decimals=decimals)
    return value


def quantity(value: Decimal) -> Decimal:
    """Check a quantity: four decimals at most, |quantity| ≤ 9 999 999.9999."""
    return checked(value, QUANTITY_DECIMALS, MAX_QUANTITY, "quantity.out_of_range")


def weight(value: Decimal) -> Decimal:
    """Check a weight in kilograms: above zero, to the gram."""
    if value <= 0:
        raise DomainError("weight.not_positive", written=value)
    return checked(value, WEIGHT_DECIMALS, MAX_QUANTITY, "weight.out_of_range")


def unit_price(value: Decimal) -> Decimal:
    """Check a unit price: six decimals at most (EN 16931 BT-146), 0 ≤ price ≤ 9 999 999.999999."""
    if value < 0:
        raise DomainError("price.negative", written=value)
    return checked(value, PRICE_DECIMALS, MAX_PRICE, "price.out_of_range")


def percent(value: Decimal) -> Decimal:
    """Check a percent between 0 and 100, four decimals at most."""
    if not 0 <= value <= 100:
        raise DomainError("percent.out_of_range", written=value)
    return checked(value, PERCENT_DECIMALS, Decimal(100), "percent.out_of_range")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount: integer minor units of one currency."""

    minor: int
    currency: str = "EUR"

    @classmethod
    def of(cls, amount: Decimal | str, currency: str = "EUR") -> Money:
        """Round a decimal amount to the currency."""
        return cls(to_minor(Decimal(amount), currency), currency)

    @property
    def amount(self) -> Decimal:
        """The amount as a decimal with the currency's decimals."""
        return from_minor(self.minor, self.currency)

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same_currency(self, other: Money) -> None:
        if other.currency != self.currency:
            raise DomainError("currency.mixed", first=self.currency, second=other.currency)


def percent_of(minor: int, rate: Decimal, currency: str = "EUR") -> int:
    """Return `rate` % of an amount in minor units, rounded half up."""
    return to_minor(from_minor(minor, currency) * rate / 100, currency)


def split(minor: int, weights: list[int] | tuple[int, ...]) -> list[int]:
    """Share a fixed amount by weight; the difference goes to the largest weight (the first on a tie).

    Each share is rounded half up (decisions on amounts: a fixed discount is shared pro rata of the rates).
    """
    total = sum(weights)
    if not weights or total == 0:
        raise DomainError("amount.nothing_to_share")
    shares = [int(round_half_up(Decimal(minor) * weight / total, 0)) for weight in weights]
    shares[weights.index(max(weights))] += minor - sum(shares)
    return shares

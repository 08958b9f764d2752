"""Totals of a document: the one computation of the screen, the PDF, the ledger and the e-invoice.

EN 16931 model: each line is rounded, VAT is computed once per key (category, rate, exemption code)
and never as the sum of the VAT of the lines. Amounts are integers in minor units.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from adv_desktop.models.enums import VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import (
    MAX_MINOR,
    PRICE_DECIMALS,
    Money,
    percent_of,
    plain,
    round_half_up,
    split,
    to_minor,
)

_ONE = Decimal(1)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class VatKey:
    """What VAT is totalled by: one row of the VAT table."""

    category: VatCategory
    rate: Decimal
    exemption_code: str | None = None

    @property
    def order(self) -> tuple[Decimal, str, str]:
        """Sort keys as documents print them: highest rate first."""
        return -self.rate, self.category.value, self.exemption_code or ""

    def __lt__(self, other: VatKey) -> bool:
        return self.order < other.order


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount added to a line (packing), once or for each unit; no discount reaches an eco-contribution."""

    label: str
    amount: Decimal
    per_unit: bool = False
    eco: bool = False


@dataclass(frozen=True, slots=True)
class TotalsLine:
    """A line as the totals need it; `deduction` marks one that takes a deposit off, `packaging` one of packaging.

    `units` is how many units a quantity by weight is of: what is charged for each unit counts them (R19).
    """

    quantity: Decimal
    unit_price: Decimal
    vat: VatKey
    price_base: Decimal = _ONE
    discounts: tuple[Decimal, ...] = ()
    charges: tuple[Charge, ...] = ()
    deduction: bool = False
    units: Decimal | None = None
    packaging: bool = False

    @property
    def counted(self) -> Decimal:
        """How many units it is of: its quantity, unless that is a weight."""
        return self.quantity if self.units is None else self.units

    @property
    def is_goods(self) -> bool:
        """Whether discounts and freight of the document reach it: neither a deduction nor packaging (R17)."""
        return not (self.deduction or self.packaging)


@dataclass(frozen=True, slots=True)
class Freight:
    """Freight of the whole document; no rate means pro rata of the goods' rates.

    `shares` fixes the amount of each key where it is known already (a credit follows its invoice).
    """

    minor: int
    vat_rate: Decimal | None = None
    shares: tuple[tuple[VatKey, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentDiscount:
    """A discount of the whole document: a percent, a fixed net amount, or the `shares` of an invoice."""

    percent: Decimal | None = None
    minor: int | None = None
    shares: tuple[tuple[VatKey, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """The steps from quantity × price to the net of a line, in minor units."""

    gross: int
    allowances: tuple[int, ...]
    charges: tuple[int, ...]
    net: int


@dataclass(frozen=True, slots=True)
class VatLine:
    """One row of the VAT table; base = lines − discount + freight − deducted + packaging.

    `lines` are the goods alone; `packaging` is what returnable packaging adds beside them (R17).
    """

    key: VatKey
    lines: int
    discount: int
    freight: int
    deducted: int
    base: int
    vat: int
    packaging: int = 0

    @property
    def sold(self) -> int:
        """The base without returnable packaging: what percents of an invoice are of."""
        return self.base - self.packaging


@dataclass(frozen=True, slots=True)
class Totals:
    """All amounts of a document, in minor units of its currency.

    `lines` is the sum of `line_nets`, deduction lines included (BT-106);
    net = lines − discount + freight; gross = net + vat_total; due = gross − prepaid + rounding.
    """

    currency: str
    line_nets: tuple[int, ...]
    lines: int
    discount: int
    freight: int
    net: int
    vat: tuple[VatLine, ...]
    vat_total: int
    gross: int
    prepaid: int
    rounding: int
    due: int


def line_amounts(line: TotalsLine, currency: str = "EUR") -> LineAmounts:
    """Compute a line step by step: each discount applies to what the former ones left."""
    gross = _within_range(to_minor(line.quantity * line.unit_price / line.price_base, currency), currency)
    running = gross
    allowances = []
    for discount in line.discounts:
        allowances.append(percent_of(running, discount, currency))
        running -= allowances[-1]
    charges = tuple(_charge_minor(charge, line.counted, currency) for charge in line.charges)
    return LineAmounts(gross, tuple(allowances), charges, running + sum(charges))


def eco_part(line: TotalsLine, currency: str = "EUR") -> int:
    """Return the part of a line's net that is eco-contribution."""
    charged = line_amounts(line, currency).charges if line.charges else ()
    return sum(minor for charge, minor in zip(line.charges, charged, strict=True) if charge.eco)


def line_net(line: TotalsLine, currency: str = "EUR") -> int:
    """Return the net amount of a line (BT-131)."""
    return line_amounts(line, currency).net


def net_unit_price(line: TotalsLine) -> Decimal:
    """Return the unit price after discounts, for display: six decimals at most, no trailing zero."""
    price = line.unit_price
    for discount in line.discounts:
        price = price * (_HUNDRED - discount) / _HUNDRED
    return Decimal(plain(round_half_up(price, PRICE_DECIMALS)))


def totals(
    lines: Sequence[TotalsLine],
    *,
    currency: str = "EUR",
    discount: DocumentDiscount | None = None,
    freight: Freight | None = None,
    prepaid: int = 0,
    rounding: int = 0,
) -> Totals:
    """Compute every amount of a document."""
    nets = tuple(line_net(line, currency) for line in lines)
    priced = list(zip(lines, nets, strict=True))
    goods = _by_key(pair for pair in priced if pair[0].is_goods)
    deducted = _by_key(pair for pair in priced if pair[0].deduction)
    packaging = _by_key(pair for pair in priced if pair[0].packaging)
    discounts = _discounts(discountable(lines, nets, currency), discount, currency)
    freights = _freights(goods, freight)
    table = []
    for key in sorted({*goods, *deducted, *discounts, *freights, *packaging}):
        amount = goods.get(key, 0), discounts.get(key, 0), freights.get(key, 0), -deducted.get(key, 0)
        apart = packaging.get(key, 0)
        base = amount[0] - amount[1] + amount[2] - amount[3] + apart
        table.append(VatLine(key, *amount, base, percent_of(base, key.rate, currency), apart))
    net = sum(row.base for row in table)
    vat_total = sum(row.vat for row in table)
    gross = _within_range(net + vat_total, currency)
    return Totals(
        currency=currency,
        line_nets=nets,
        lines=sum(nets),
        discount=sum(row.discount for row in table),
        freight=sum(row.freight for row in table),
        net=net,
        vat=tuple(table),
        vat_total=vat_total,
        gross=gross,
        prepaid=prepaid,
        rounding=rounding,
        due=gross - prepaid + rounding,
    )


def net_from_gross(gross_price: Decimal, rate: Decimal) -> Decimal:
    """Return the net unit price (six decimals) of a price that includes VAT."""
    return round_half_up(gross_price * _HUNDRED / (_HUNDRED + rate), PRICE_DECIMALS)


def line_from_gross(line: TotalsLine) -> TotalsLine:
    """Turn a line typed with VAT included into the net line that the document keeps."""
    return replace(
        line,
        unit_price=net_from_gross(line.unit_price, line.vat.rate),
        charges=tuple(replace(charge, amount=net_from_gross(charge.amount, line.vat.rate)) for charge in line.charges),
    )


def gross_rounding(
    gross_lines: Sequence[TotalsLine], *, currency: str = "EUR", discount: DocumentDiscount | None = None
) -> int:
    """Return BT-114, what brings the total back to the sum of prices typed with VAT included.

    Only goods and a percent discount count: freight and a fixed discount are net amounts.
    Raise `amount.gross_rounding` above 0.01 for each line: something else than rounding is wrong.
    """
    percent_only = discount if discount and discount.percent is not None else None
    reached = totals([line_from_gross(line) for line in gross_lines], currency=currency, discount=percent_only)
    wanted = totals(gross_lines, currency=currency, discount=percent_only)
    rounding = wanted.net - reached.gross
    if abs(rounding) > len(gross_lines):
        raise DomainError("amount.gross_rounding", rounding=Money(rounding, currency), lines=len(gross_lines))
    return rounding


def from_gross(
    gross_lines: Sequence[TotalsLine],
    *,
    currency: str = "EUR",
    discount: DocumentDiscount | None = None,
    freight: Freight | None = None,
    prepaid: int = 0,
) -> tuple[tuple[TotalsLine, ...], Totals]:
    """Return the net lines and the totals of a document typed with VAT included."""
    rounding = gross_rounding(gross_lines, currency=currency, discount=discount)
    lines = tuple(line_from_gross(line) for line in gross_lines)
    return lines, totals(
        lines, currency=currency, discount=discount, freight=freight, prepaid=prepaid, rounding=rounding
    )


def _charge_minor(charge: Charge, quantity: Decimal, currency: str) -> int:
    return to_minor(charge.amount * quantity if charge.per_unit else charge.amount, currency)


def _within_range(minor: int, currency: str) -> int:
    if abs(minor) > MAX_MINOR:
        raise DomainError("amount.too_large", limit=Money(MAX_MINOR, currency))
    return minor


def _by_key(priced: Iterable[tuple[TotalsLine, int]]) -> dict[VatKey, int]:
    """Sum the nets per key, in the order of the VAT table (so that a tie goes to the highest rate)."""
    sums: dict[VatKey, int] = {}
    for line, net in priced:
        sums[line.vat] = sums.get(line.vat, 0) + net
    return {key: sums[key] for key in sorted(sums)}


def discountable(lines: Sequence[TotalsLine], nets: Sequence[int], currency: str) -> dict[VatKey, int]:
    """Sum per key what a discount of the document applies to: the goods without their eco-contributions."""
    bases = _by_key(pair for pair in zip(lines, nets, strict=True) if pair[0].is_goods)
    for line in lines:
        if line.charges and line.is_goods:
            bases[line.vat] -= eco_part(line, currency)
    return bases


def _discounts(goods: dict[VatKey, int], discount: DocumentDiscount | None, currency: str) -> dict[VatKey, int]:
    if discount is None:
        return {}
    if discount.shares:
        return dict(discount.shares)
    if discount.percent is not None:
        percent = discount.percent
        return {key: percent_of(base, percent, currency) for key, base in goods.items()}
    if not discount.minor:
        return {}
    if not 0 < discount.minor <= sum(base for base in goods.values() if base > 0):
        raise DomainError("discount.above_lines", discount=Money(discount.minor, currency))
    return _shared(discount.minor, goods)


def _freights(goods: dict[VatKey, int], freight: Freight | None) -> dict[VatKey, int]:
    if freight is None or freight.minor == 0:
        return {}
    if freight.shares:
        return dict(freight.shares)
    if freight.vat_rate is not None:
        return {_freight_key(goods, freight.vat_rate): freight.minor}
    if not goods:
        raise DomainError("freight.without_goods")
    if not any(base > 0 for base in goods.values()):
        return {next(iter(goods)): freight.minor}
    return _shared(freight.minor, goods)


def _freight_key(goods: dict[VatKey, int], rate: Decimal) -> VatKey:
    """Put freight with the goods of the same rate, so that an exempt document keeps its one reason."""
    for key in goods:
        if key.rate == rate:
            return key
    if rate == 0:
        raise DomainError("freight.zero_rate")
    return VatKey(VatCategory.STANDARD, rate)


def _shared(minor: int, goods: dict[VatKey, int]) -> dict[VatKey, int]:
    """Share a fixed amount over what is sold; a key that is only returned takes no part."""
    sold = {key: base for key, base in goods.items() if base > 0}
    return dict(zip(sold, split(minor, list(sold.values())), strict=True))

"""Credit notes: what may still be credited, and the lines, discount and freight of the credit.

Amounts are positive in a credit note. Caps bear on the quantity and on the net, per line and per VAT
key; the gross of several credits may differ by a cent from the invoice's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.catch_weight import share
from adv_desktop.models.rules.totals import (
    Charge,
    DocumentDiscount,
    Freight,
    Totals,
    TotalsLine,
    VatKey,
    VatLine,
    discountable,
    eco_part,
    line_net,
    totals,
)
from adv_desktop.models.values import Money, from_minor, percent_of, round_half_up, split

_ONE, _ZERO = Decimal(1), Decimal(0)
NO_WEIGHTS: Mapping[int, Decimal] = {}


@dataclass(frozen=True, slots=True)
class InvoicedLine:
    """A line of the invoice and what earlier credits took of it (quantity and net before discount)."""

    no: int
    line: TotalsLine
    credited_quantity: Decimal = Decimal(0)
    credited_net: int = 0
    credited_weight: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        """Quantity, in units, that may still be credited."""
        return self.line.counted - self.credited_quantity

    @property
    def left_weight(self) -> Decimal:
        """Kilograms that may still be credited of a line sold by weight; none of any other."""
        return _ZERO if self.line.units is None else self.line.quantity - self.credited_weight


@dataclass(frozen=True, slots=True)
class CreditedKey:
    """What earlier credits of the invoice took of one VAT key, in minor units."""

    base: int = 0
    discount: int = 0
    freight: int = 0
    packaging: int = 0


@dataclass(frozen=True, slots=True)
class CreditedInvoice:
    """An issued invoice as its credit notes need it."""

    lines: tuple[InvoicedLine, ...]
    discount: DocumentDiscount | None = None
    freight: Freight | None = None
    currency: str = "EUR"
    credited: Mapping[VatKey, CreditedKey] = field(default_factory=dict)
    credit_count: int = 0

    def totals(self) -> Totals:
        """Return the invoice's own totals."""
        return totals(
            [item.line for item in self.lines], currency=self.currency, discount=self.discount, freight=self.freight
        )


@dataclass(frozen=True, slots=True)
class CreditDraft:
    """A credit note to be: its lines by number of the invoice line, and what its totals need."""

    lines: tuple[tuple[int, TotalsLine], ...]
    discount: DocumentDiscount | None
    freight: Freight | None
    totals: Totals


@dataclass(frozen=True, slots=True)
class CreditPart:
    """Net credited on one VAT key, without lines (a percent or an amount)."""

    key: VatKey
    net: int
    vat: int


def credit_whole(invoice: CreditedInvoice) -> CreditDraft:
    """Credit all that is left; untouched so far, the invoice's own table comes out."""
    if any(item.credited_quantity for item in invoice.lines) or any(_taken(row) for row in invoice.credited.values()):
        left = {item.no: item.left for item in invoice.lines if item.left or item.left_weight}
        return credit_lines(invoice, left, with_freight=True)
    lines = tuple((item.no, item.line) for item in invoice.lines)
    return CreditDraft(lines, invoice.discount, invoice.freight, invoice.totals())


def credit_lines(
    invoice: CreditedInvoice,
    quantities: Mapping[int, Decimal],
    *,
    with_freight: bool = False,
    weights: Mapping[int, Decimal] = NO_WEIGHTS,
) -> CreditDraft:
    """Credit quantities of lines: their cascades, then the document's discount; freight only when asked.

    `weights` are the kilograms of lines sold by weight, by line number; without one a line takes its share.
    """
    known = {item.no: item for item in invoice.lines}
    for no in quantities:
        if no not in known:
            raise DomainError("credit.no_such_line", line=no)
    lines = tuple(
        (no, _credited_line(known[no], quantity, weights.get(no), invoice.currency))
        for no, quantity in quantities.items()
    )
    if not lines and not with_freight:
        raise DomainError("credit.nothing")
    discount = _discount(invoice, lines, quantities)
    freight = _freight(invoice) if with_freight else None
    result = totals([line for _, line in lines], currency=invoice.currency, discount=discount, freight=freight)
    check_caps(invoice, {row.key: row.base for row in result.vat})
    return CreditDraft(lines, discount, freight, result)


def credit_percent(table: Sequence[VatLine], percent: Decimal, currency: str = "EUR") -> tuple[CreditPart, ...]:
    """Credit a percent of each key's net without packaging (goodwill, rebate, early-payment discount)."""
    if not 0 < percent <= 100:
        raise DomainError("credit.percent")
    nets = [(row.key, percent_of(row.sold, percent, currency)) for row in table]
    return tuple(_part(key, net, currency) for key, net in nets if net)


def credit_amount(table: Sequence[VatLine], net_minor: int, currency: str = "EUR") -> tuple[CreditPart, ...]:
    """Credit a net amount, shared over the keys pro rata of their net without packaging."""
    rows = [row for row in table if row.sold > 0]
    if not 0 < net_minor <= sum(row.sold for row in rows):
        raise DomainError("credit.above_net", net=Money(net_minor, currency))
    shares = split(net_minor, [row.sold for row in rows])
    return tuple(_part(row.key, net, currency) for row, net in zip(rows, shares, strict=True) if net)


def without_packaging(table: Sequence[VatLine], currency: str = "EUR") -> tuple[VatLine, ...]:
    """Return a VAT table of the goods alone: what a discount for early payment is taken of."""
    return tuple(
        replace(row, base=row.sold, vat=percent_of(row.sold, row.key.rate, currency), packaging=0) for row in table
    )


def check_caps(invoice: CreditedInvoice, bases: Mapping[VatKey, int]) -> None:
    """Refuse a credit above what is left of a VAT key of the invoice."""
    invoiced = {row.key: row.base for row in invoice.totals().vat}
    for key, base in bases.items():
        left = invoiced.get(key, 0) - invoice.credited.get(key, CreditedKey()).base
        if base > left:
            raise DomainError(
                "credit.above_rate",
                rate=key.rate,
                asked=Money(base, invoice.currency),
                left=Money(left, invoice.currency),
            )


def _part(key: VatKey, net: int, currency: str) -> CreditPart:
    return CreditPart(key, net, percent_of(net, key.rate, currency))


def _taken(row: CreditedKey) -> bool:
    return bool(row.base or row.discount or row.freight)


def _credited_line(item: InvoicedLine, quantity: Decimal, weight: Decimal | None, currency: str) -> TotalsLine:
    by_weight = item.line.units is not None
    if quantity * item.line.counted < 0 or not (quantity or by_weight):
        raise DomainError("credit.quantity", line=item.no)
    if abs(quantity) > abs(item.left):
        raise DomainError("credit.above_quantity", line=item.no, asked=quantity, left=item.left)
    if weight is not None and not by_weight:
        raise DomainError("credit.not_by_weight", line=item.no)
    part = _by_weight(item, quantity, weight) if by_weight else replace(item.line, quantity=quantity)
    line = replace(part, charges=_charges(item, quantity))
    left = line_net(item.line, currency) - item.credited_net
    if abs(line_net(line, currency)) <= abs(left):
        return line
    # Roundings of earlier credits used up a cent: the last one is written as the net that is left.
    eco = tuple(charge for charge in line.charges if charge.eco)
    goods = abs(left) - abs(eco_part(replace(line, charges=eco), currency))
    if goods < 0:
        eco, goods = (), abs(left)
    price, base = from_minor(goods, currency), abs(line.quantity)
    return replace(line, unit_price=price, price_base=base, discounts=(), charges=eco)


def _by_weight(item: InvoicedLine, quantity: Decimal, weight: Decimal | None) -> TotalsLine:
    """Credit units of a line sold by weight with their kilograms: as given, else pro rata; the last take the rest."""
    if weight is None:
        pro_rata = share(item.line.quantity, quantity, item.line.counted)
        weight = item.left_weight if quantity == item.left else min(pro_rata, item.left_weight)
    if not 0 < weight <= item.left_weight:
        raise DomainError("credit.above_weight", line=item.no, asked=weight, left=item.left_weight)
    return replace(item.line, quantity=weight, units=quantity)


def _charges(item: InvoicedLine, quantity: Decimal) -> tuple[Charge, ...]:
    """Share what was charged once for the line by quantity; what is per unit follows by itself."""
    ratio = quantity / item.line.counted if item.line.counted else _ONE
    return tuple(
        charge if charge.per_unit else replace(charge, amount=round_half_up(charge.amount * ratio, 6))
        for charge in item.line.charges
    )


def _discount(
    invoice: CreditedInvoice, lines: Sequence[tuple[int, TotalsLine]], quantities: Mapping[int, Decimal]
) -> DocumentDiscount | None:
    """Take the percent of the invoice, or the fixed discount pro rata: the last credit takes the rest."""
    if invoice.discount is None:
        return None
    goods: dict[VatKey, int] = {}
    for _, line in lines:
        if line.is_goods:
            goods[line.vat] = goods.get(line.vat, 0) + line_net(line, invoice.currency)
    reached = _discountable(invoice, [line for _, line in lines])
    rows = [row for row in invoice.totals().vat if goods.get(row.key)]
    percent = invoice.discount.percent
    if percent is None:
        shares = [(row.key, _fixed_share(invoice, row, reached[row.key], quantities)) for row in rows]
        return DocumentDiscount(shares=tuple(shares)) if shares else None
    plain_shares = [(row.key, percent_of(reached[row.key], percent, invoice.currency)) for row in rows]
    shares = [
        (row.key, share + _drift(invoice, row, goods[row.key] - share))
        for row, (_, share) in zip(rows, plain_shares, strict=True)
    ]
    return invoice.discount if shares == plain_shares else DocumentDiscount(shares=tuple(shares))


def _discountable(invoice: CreditedInvoice, lines: Sequence[TotalsLine]) -> dict[VatKey, int]:
    return discountable(lines, [line_net(line, invoice.currency) for line in lines], invoice.currency)


def _fixed_share(invoice: CreditedInvoice, row: VatLine, goods: int, quantities: Mapping[int, Decimal]) -> int:
    left = row.discount - invoice.credited.get(row.key, CreditedKey()).discount
    whole = _discountable(invoice, [item.line for item in invoice.lines]).get(row.key, 0)
    if _empties(invoice, row.key, quantities) or whole <= 0:
        return left
    return min(left, int(round_half_up(Decimal(row.discount) * goods / whole, 0)))


def _drift(invoice: CreditedInvoice, row: VatLine, base: int) -> int:
    """Return the cents by which roundings of earlier credits make this one pass what is left of a key."""
    taken = invoice.credited.get(row.key, CreditedKey())
    left = row.sold + row.deducted - row.freight - (taken.base - taken.freight - taken.packaging)
    return base - left if 0 < base - left <= invoice.credit_count + 1 else 0


def _empties(invoice: CreditedInvoice, key: VatKey, quantities: Mapping[int, Decimal]) -> bool:
    """Whether nothing of a VAT key is left to credit after these quantities."""
    same_key = [item for item in invoice.lines if item.line.vat == key and item.line.is_goods]
    return all(quantities.get(item.no, Decimal(0)) == item.left for item in same_key)


def _freight(invoice: CreditedInvoice) -> Freight | None:
    shares = []
    for row in invoice.totals().vat:
        left = row.freight - invoice.credited.get(row.key, CreditedKey()).freight
        if left > 0:
            shares.append((row.key, left))
    return Freight(sum(minor for _, minor in shares), shares=tuple(shares)) if shares else None

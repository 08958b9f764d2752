"""Set an order of a file beside our own data: products, units, prices, and what differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.models.rules import checks as rule
from adv_desktop.models.rules.calendar import DeliveryCalendar
from adv_desktop.models.rules.checks import Remark
from adv_desktop.models.rules.packs import Pack
from adv_desktop.models.rules.pricing import FormerPrice, PriceFound, PriceRow, discounted
from adv_desktop.models.values import MAX_PRICE, PRICE_DECIMALS, Money, plain, round_half_up
from adv_desktop.services import pricing, settings, units
from adv_desktop.services.alternatives import Alternative, Substitutes, sufficient
from adv_desktop.services.imports.order_goods import GoodsWanted
from adv_desktop.services.imports.resolution import Catalogue, ProductMatch
from adv_desktop.services.imports.words import normal
from adv_desktop.services.imports.written import WrittenLine, WrittenOrder
from adv_desktop.services.jobs import Progress
from adv_desktop.services.pricing import Sources
from adv_desktop.services.units import UnitMatch, unit_code


@dataclass(frozen=True, slots=True)
class Difference:
    """What a line of the file says that we do not, or what should be looked at before it is promised."""

    kind: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeliveryDays:
    """The days on which the goods of an order may arrive, and the one that its lead times run from."""

    calendar: DeliveryCalendar
    ordered: dt.date


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line of the file beside ours: product, unit, quantity and price; `product` None when the code is unknown."""

    written: WrittenLine
    product: str | None
    label: str
    resolved_by: str | None
    certainty: int
    quantity: Decimal
    unit: str
    pack: Pack | None
    unit_price: Decimal | None
    price_base: Decimal
    discounts: tuple[Decimal, ...]
    price_source: str | None
    requested: dt.date | None
    differences: tuple[Difference, ...]
    alternative: Alternative | None = None  # proposed when the product has ended or is short; never taken by itself


@dataclass(frozen=True, slots=True)
class NetTotals:
    """What an order comes to with our prices, beside the total that its file states; None when it states none."""

    ours: Money
    theirs: Money | None

    @property
    def difference(self) -> Money | None:
        """Ours less theirs; None without theirs."""
        return None if self.theirs is None else self.ours - self.theirs


class OrderComparison:
    """Compares the lines of one order with what we sell to its customer."""

    def __init__(
        self,
        session: Session,
        customer: Customer | None,
        order: WrittenOrder,
        today: dt.date,
        unit_words: Mapping[str, str],
        days: DeliveryDays,
        progress: Progress,
    ) -> None:
        self._session = session
        self._customer = customer
        self._order = order
        self._on, self._today = order.po_date or today, today
        self._catalogue = Catalogue(session, customer)
        self._unit_words = unit_words
        self._days = days
        self._progress = progress
        self._substitutes = Substitutes(session)
        self._prices: dict[int, Sources] = {}
        self._settings = settings.read(session)

    def lines(self) -> tuple[PreviewLine, ...]:
        """Return every line beside ours."""
        total = 2 * len(self._order.lines)
        matched = []
        for place, line in enumerate(self._order.lines):
            self._progress.step(place, total)
            matched.append((line, self._catalogue.match(line)))
        products = list({match.product.id: match.product for _line, match in matched if match.product}.values())
        self._prices = self._sources(products)
        units = [self._unit(line, match.product) for line, match in matched]
        asked = [
            (match.product, line.quantity * unit.factor)
            for (line, match), unit in zip(matched, units, strict=True)
            if match.product is not None
        ]
        goods = GoodsWanted(self._session, asked, self._days.calendar, self._today)
        lines = []
        for place, ((line, match), unit) in enumerate(zip(matched, units, strict=True)):
            self._progress.step(len(matched) + place, total)
            lines.append(self._line(line, match, unit, goods))
        return tuple(lines)

    def _unit(self, line: WrittenLine, product: Product | None) -> UnitMatch:
        if product is None:
            return UnitMatch()
        return units.match(self._unit_words.get(normal(line.unit), line.unit), product, line.unit_pack)

    def _line(self, line: WrittenLine, match: ProductMatch, unit: UnitMatch, goods: GoodsWanted) -> PreviewLine:
        product = match.product
        if product is None:
            return self._unknown(line, match)
        quantity = line.quantity * unit.factor
        requested = line.requested_date or self._order.requested_date
        price = self._prices[product.id].find(quantity, self._on, requested)
        former = self._prices[product.id].former(quantity, self._on, requested)
        proposed = self._alternative(product, quantity, requested, goods)
        differences = (
            *_unit_difference(line, product, unit),
            *self._made(
                *_price_differences(line, product, price, unit.factor, former),
                *_total_difference(line),
                *self._product_differences(line, product, quantity, price, proposed),
                *_told(goods.remarks(product, requested, proposed.code if proposed else None)),
            ),
        )
        return PreviewLine(
            written=line,
            product=product.code,
            label=product.label,
            resolved_by=match.resolved_by,
            certainty=match.certainty,
            quantity=quantity,
            unit=product.unit,
            pack=units.pack_counted(line.unit, product, unit),
            unit_price=price.list_price,
            price_base=product.price_base,
            discounts=price.discounts,
            price_source=price.source.value,
            requested=line.requested_date,
            differences=differences,
            alternative=proposed,
        )

    def _made(self, *found: Difference) -> Iterator[Difference]:
        """Leave out what the company has switched off."""
        return (difference for difference in found if self._settings.runs(difference.kind))

    def _unknown(self, line: WrittenLine, match: ProductMatch) -> PreviewLine:
        """Keep a line whose product we don't know as the customer wrote it."""
        facts: dict[str, str | int] = {"code": line.code, "label": line.label}
        if match.suggestion:
            facts["suggestion"] = match.suggestion
        return PreviewLine(
            written=line,
            product=None,
            label=line.label or line.code,
            resolved_by=None,
            certainty=0,
            quantity=line.quantity,
            unit=unit_code(line.unit),
            pack=None,
            unit_price=_own_price(line),
            price_base=Decimal(line.price_base),
            discounts=() if line.allowance else line.discounts,
            price_source=None,
            requested=line.requested_date,
            differences=(Difference("unknown_code", facts), *self._made(*_total_difference(line))),
        )

    def _sources(self, products: Sequence[Product]) -> dict[int, Sources]:
        """Return what the prices of products come from, read at once; the base prices without a customer."""
        if self._customer is not None:
            return pricing.sources(self._session, self._customer, products)
        return {
            product.id: Sources([PriceRow(PriceSource.BASE, product.price, price_base=product.price_base)], [])
            for product in products
        }

    def _alternative(
        self, product: Product, quantity: Decimal, requested: dt.date | None, goods: GoodsWanted
    ) -> Alternative | None:
        """Return what may be sold instead: the first one of an ended product, what suffices of a short one."""
        day = requested or self._on
        if product.is_ended(day):
            return next(iter(self._substitutes.of(product, day)), None)
        if not goods.is_short(product, requested):
            return None
        return sufficient(self._substitutes.of(product, day), quantity)

    def _product_differences(
        self,
        line: WrittenLine,
        product: Product,
        quantity: Decimal,
        price: PriceFound,
        proposed: Alternative | None,
    ) -> Iterator[Difference]:
        """Yield what the rules of sale say of a line, in our unit."""
        requested, days = line.requested_date, self._days
        alternative = proposed.code if proposed else None
        lead_days = self._settings.lead_days_of(product.lead_days)
        remarks = [
            rule.pack_multiple(quantity, product.pack),
            rule.below_minimum(quantity, product.minimum_quantity),
            rule.piece_decimals(quantity, product.unit),
            rule.end_of_life(ended=product.is_ended(requested or self._on), replacement=alternative),
            rule.date_too_early(requested, days.ordered, lead_days, days.calendar),
            rule.closed_day(requested, days.calendar),
            rule.below_cost(price.net_price, product.price_base, product.cost)
            or rule.below_cost(_theirs_each(line, quantity), Decimal(1), product.cost),
        ]
        yield from _told(remark for remark in remarks if remark is not None)


def _told(remarks: Iterable[Remark]) -> Iterator[Difference]:
    return (Difference(remark.kind, dict(remark.facts)) for remark in remarks)


def _own_price(line: WrittenLine) -> Decimal | None:
    """Return the price that a free line takes: the written one, net where an amount was taken off the line."""
    if line.net_price is None or not line.allowance:
        return line.unit_price
    return round_half_up(line.net_price, PRICE_DECIMALS)


def _theirs_each(line: WrittenLine, quantity: Decimal) -> Decimal:
    """Return the customer's price of one of our units; far above any cost when he wrote none."""
    if line.net_price is None:
        return MAX_PRICE
    return line.net_price / line.price_base * line.quantity / quantity


def _unit_difference(line: WrittenLine, product: Product, unit: UnitMatch) -> Iterator[Difference]:
    if unit.differs:
        facts: dict[str, str | int] = {"theirs": line.unit, "ours": product.unit, "factor": plain(unit.factor)}
        yield Difference("unit_differs", facts if unit.known else facts | {"certain": "no"})


def _price_differences(
    line: WrittenLine, product: Product, price: PriceFound, factor: Decimal, former: FormerPrice | None
) -> Iterator[Difference]:
    """Yield a price that is missing or not ours; it is compared in the customer's unit, where his rounding is."""
    theirs = line.net_price
    if line.unit_price is None or theirs is None:
        yield Difference("no_price_written")
        return
    ours, each_of_theirs = price.net_price / product.price_base, factor * line.price_base
    shown = max(-int(line.unit_price.as_tuple().exponent), 2)
    if rule.price_difference(theirs, ours * each_of_theirs, shown) is None:
        return
    each = round_half_up(theirs / line.price_base / factor, PRICE_DECIMALS)
    facts: dict[str, str | int] = {"theirs": plain(each), "ours": plain(round_half_up(ours, PRICE_DECIMALS))}
    before = former.found.net_price / product.price_base * each_of_theirs if former else None
    if former and before is not None and rule.price_difference(theirs, before, shown) is None:
        facts["former_until"] = former.until.isoformat()
    yield Difference("price_difference", facts)


def _total_difference(line: WrittenLine) -> Iterator[Difference]:
    if line.unit_price is None or line.line_total is None:
        return
    price = discounted(line.unit_price, line.discounts)
    stated = line.line_total + line.allowance
    remark = rule.line_total_mismatch(line.quantity, price, stated, Decimal(line.price_base))
    if remark is not None:
        yield Difference(remark.kind, dict(remark.facts))

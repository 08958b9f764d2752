"""What an order of a file wants of each product, its kits taken apart, beside what may leave by the day wished."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.enums import Nature, Supply
from adv_desktop.models.product import Product
from adv_desktop.models.rules import availability
from adv_desktop.models.rules import checks as rule
from adv_desktop.models.rules.calendar import DeliveryCalendar
from adv_desktop.models.rules.checks import Remark
from adv_desktop.services import compositions
from adv_desktop.services.compositions import Component
from adv_desktop.services.queries.promise import supply_of
from adv_desktop.services.stock import counters, load

_ONE = Decimal(1)


class GoodsWanted:
    """The goods of one order, all its lines together, judged against the stock of each day that is wished."""

    def __init__(
        self, session: Session, asked: Sequence[tuple[Product, Decimal]], calendar: DeliveryCalendar, today: dt.date
    ) -> None:
        self._session, self._calendar, self._today = session, calendar, today
        self._kits = compositions.of(session, [product.id for product, _quantity in asked])
        self._wanted: defaultdict[int, Decimal] = defaultdict(Decimal)
        for product, quantity in asked:
            for goods in self._kits.get(product.id, [Component(product, _ONE)]):
                self._wanted[goods.product.id] += goods.quantity * quantity
        self._there: dict[tuple[int, dt.date], Decimal] = {}
        self._held = load(session, self._wanted)  # counters, read at once while they are kept

    def is_short(self, product: Product, wished: dt.date | None) -> bool:
        """Whether more of a product is wanted than may leave by the day wished (as soon as possible: None)."""
        return _is_kept(product) and self._wanted[product.id] > self._leaving(product, wished)

    def remarks(self, product: Product, wished: dt.date | None, alternative: str | None) -> Iterator[Remark]:
        """Say what is short of a product; of a kit, which of its components is short or no longer sold."""
        kit = self._kits.get(product.id)
        if kit is None:
            yield from self._short(product, wished, alternative)
            return
        for component in kit:
            named = {"component": component.product.code}
            if component.product.is_ended(wished or self._today):
                yield Remark("end_of_life", named)
            for remark in self._short(component.product, wished, None):
                yield replace(remark, facts={**remark.facts, **named})

    def _short(self, product: Product, wished: dt.date | None, alternative: str | None) -> Iterator[Remark]:
        if not _is_kept(product):
            return
        there = self._leaving(product, wished)
        remark = rule.stock_short(self._wanted[product.id], there, alternative)
        if remark is not None:
            yield remark

    def _leaving(self, product: Product, wished: dt.date | None) -> Decimal:
        """Return what may leave by the day wished, receipts announced until then included.

        What is free now is told alone where it is enough.
        """
        free = counters(self._session, product.id).available
        if self._wanted[product.id] <= free:
            return free
        day = max(self._calendar.departure(wished), self._today) if wished else self._today
        if (product.id, day) not in self._there:
            supply = supply_of(self._session, product.id, [], self._today)
            self._there[product.id, day] = availability.there_on(supply, day, free)
        return self._there[product.id, day]


def _is_kept(product: Product) -> bool:
    """Whether goods of a product leave from our shelf."""
    return product.stocked and product.nature is Nature.GOODS and product.supply is Supply.STOCK

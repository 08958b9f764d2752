"""Promotions: a discount or a price on a family or a product, for everybody or a category, between dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import values
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product, Promotion
from adv_desktop.models.rules.pricing import discounted
from adv_desktop.services.clock import Clock
from adv_desktop.services.queries.products import base_prices
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class NewPromotion:
    """A promotion to record: on a product or a family, `percents` (a cascade) or the `price` of a product.

    `category` None: for every customer.
    """

    product_id: int | None
    family: str | None
    category: str | None
    percents: tuple[Decimal, ...]
    price: Decimal | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """A promotion as lists show it; `begun` and `over` as of today."""

    id: int
    product: str | None
    family: str | None
    category: str | None
    percents: tuple[Decimal, ...]
    price: Decimal | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    remark: str | None
    begun: bool
    over: bool


@dataclass(frozen=True, slots=True)
class PromotedPrice:
    """A product of a promotion, at its base price and at the one that customers without a discount would pay."""

    code: str
    label: str
    price_base: Decimal
    before: Decimal
    after: Decimal


class PromotionService:
    """The verbs on promotions."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def preview(self, command: NewPromotion) -> list[PromotedPrice]:
        """Return the products of a promotion, before and after; nothing is written."""
        check(command)
        day = max(command.starts_on or self._clock.today(), self._clock.today())
        with self._store.read() as session:
            return _promoted(session, command, day)

    def add(self, command: NewPromotion) -> int:
        """Record a promotion; the same one again (what, whom, dates) takes the new terms. Return its id."""
        check(command)
        with self._store.write("promotion.add") as session:
            return add_promotion(session, command)

    def end(self, promotion_id: int) -> None:
        """Stop a promotion: what has not begun is deleted, what runs ends yesterday. Agreed lines keep it."""
        today = self._clock.today()
        with self._store.write("promotion.end") as session:
            row = session.get_one(Promotion, promotion_id)
            if row.starts_on is not None and row.starts_on >= today:
                session.delete(row)
            elif row.ends_on is None or row.ends_on >= today:
                row.ends_on = today - dt.timedelta(days=1)

    def all(self) -> list[PromotionRow]:
        """Return the promotions, those that end last first."""
        today = self._clock.today()
        statement = (
            sa.select(Promotion, Product.code)
            .outerjoin(Product, Product.id == Promotion.product_id)
            .order_by(sa.func.coalesce(Promotion.ends_on, sa.literal(dt.date.max)).desc(), Promotion.id.desc())
        )
        with self._store.read() as session:
            return [
                PromotionRow(
                    row.id, code, row.family, row.category, row.percents, row.price, row.starts_on, row.ends_on,
                    row.remark,
                    begun=row.starts_on is None or row.starts_on <= today,
                    over=row.ends_on is not None and row.ends_on < today,
                )
                for row, code in session.execute(statement)
            ]  # fmt: skip


def check(command: NewPromotion) -> None:
    """Refuse a promotion of nothing, without terms, or with both of them."""
    if (command.product_id is None) == (not command.family):
        raise DomainError("promotion.of_what")
    if bool(command.percents) == (command.price is not None):
        raise DomainError("promotion.percent_or_price")
    if command.price is not None and command.product_id is None:
        raise DomainError("promotion.price_of_family")
    for percent in command.percents:
        values.percent(percent)
    if command.price is not None:
        values.unit_price(command.price)
    if command.starts_on and command.ends_on and command.ends_on < command.starts_on:
        raise DomainError("import.ends_before_start", start=command.starts_on, end=command.ends_on)


def add_promotion(session: Session, command: NewPromotion) -> int:
    """Record a promotion inside an open transaction (imports); return its id."""
    check(command)
    key = {name: getattr(command, name) for name in ("product_id", "family", "category", "starts_on", "ends_on")}
    same = [getattr(Promotion, name).is_not_distinct_from(value) for name, value in key.items()]
    row = session.scalar(sa.select(Promotion).where(*same))
    if row is None:
        row = Promotion(**key)
        session.add(row)
    row.percents, row.price, row.remark = command.percents, command.price, command.remark
    session.flush()
    return row.id


def _promoted(session: Session, command: NewPromotion, day: dt.date) -> list[PromotedPrice]:
    scope = Product.id == command.product_id if command.product_id is not None else Product.family == command.family
    found = session.execute(
        sa.select(Product.id, Product.code, Product.label, Product.price_base, Product.price)
        .where(scope, ~Product.end_of_life)
        .order_by(Product.code)
    ).all()
    if not found:
        raise DomainError("promotion.no_product")
    bases = base_prices(session, [row.id for row in found], day)
    shown = [(row, bases.get(row.id, row.price)) for row in found]
    return [PromotedPrice(row.code, row.label, row.price_base, base, _after(command, base)) for row, base in shown]


def _after(command: NewPromotion, base: Decimal) -> Decimal:
    """Return the price of who has no discount of his own: a promotional price applies where it is lower."""
    return discounted(base, command.percents) if command.price is None else min(base, command.price)

"""The price of a product for a customer: the rows of the price lists that the rule of pricing chooses from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.base import Base
from adv_desktop.models.enums import PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer, CustomerDiscount
from adv_desktop.models.product import Price, PriceTerms, Product, Promotion
from adv_desktop.models.rules.pricing import (
    DiscountKind,
    DiscountRow,
    FormerPrice,
    PriceFound,
    PriceRow,
    find_price,
    former_price,
)
from adv_desktop.services.prepared import among, listed, same

__all__ = ["PriceFound", "Sources", "find", "sources"]

_PRICE, _TERMS = Base.metadata.tables[Price.__tablename__].c, Base.metadata.tables[PriceTerms.__tablename__].c
_DISCOUNT = Base.metadata.tables[CustomerDiscount.__tablename__].c
_PROMOTION = Base.metadata.tables[Promotion.__tablename__].c


def _from(source: PriceSource) -> sa.ColumnElement[bool]:
    return _PRICE.source == sa.literal_column(f"'{source.value}'")


# Made once and of plain columns: a price is searched at each key.
_LIST = sa.func.coalesce(_PRICE.price_list, _PRICE.category, "")
_PRICES = (
    sa.select(
        _PRICE.product_id, _PRICE.source, _PRICE.price, _PRICE.from_quantity, _PRICE.net, _PRICE.starts_on,
        _PRICE.ends_on, _PRICE.id, _LIST, _TERMS.by_requested, _TERMS.former_until,
    )
    .outerjoin_from(
        _PRICE.id.table, _TERMS.source.table, sa.and_(_TERMS.source == _PRICE.source, _TERMS.name == _LIST)
    )
    .where(
        among(_PRICE.product_id, "products"),
        sa.or_(
            sa.and_(_from(PriceSource.CONTRACT), same(_PRICE.customer_id, "customer")),
            sa.and_(_from(PriceSource.CUSTOMER_LIST), same(_PRICE.price_list, "list")),
            sa.and_(_from(PriceSource.CATEGORY), same(_PRICE.category, "category")),
            _from(PriceSource.BASE),  # a base price to come, or that came after the product's own
        ),
    )
    .order_by(_PRICE.id)
)  # fmt: skip
_FAMILY_DISCOUNTS = (
    sa.select(_DISCOUNT.id, _DISCOUNT.family, _DISCOUNT.percent, _DISCOUNT.starts_on, _DISCOUNT.ends_on)
    .where(same(_DISCOUNT.customer_id, "customer"), among(_DISCOUNT.family, "families"))
    .order_by(_DISCOUNT.id)
)
_PROMOTIONS = (
    sa.select(
        _PROMOTION.id, _PROMOTION.product_id, _PROMOTION.family, _PROMOTION.percents, _PROMOTION.starts_on,
        _PROMOTION.ends_on, _PROMOTION.remark, _PROMOTION.price,
    )
    .where(
        sa.or_(among(_PROMOTION.product_id, "products"), among(_PROMOTION.family, "families")),
        sa.or_(_PROMOTION.category.is_(None), same(_PROMOTION.category, "category")),
    )
    .order_by(_PROMOTION.id)
)  # fmt: skip


def find(
    session: Session,
    customer: Customer,
    product: Product,
    quantity: Decimal,
    on: dt.date,
    requested: dt.date | None = None,
) -> PriceFound:
    """Return the price that applies to a quantity on a date, with what won and what lost."""
    return sources(session, customer, [product])[product.id].find(quantity, on, requested)


@dataclass(frozen=True, slots=True)
class Sources:
    """The prices of a product that concern a customer, its base price last, and the discounts that may apply."""

    prices: list[PriceRow]
    discounts: list[DiscountRow]

    def find(self, quantity: Decimal, on: dt.date, requested: dt.date | None = None) -> PriceFound:
        """Return the price that applies to a quantity ordered on a date, for another."""
        found = find_price(self.prices, self.discounts, quantity, on, requested)
        if found is None:  # pragma: no cover - the base price always applies
            raise DomainError("line.no_price", label="")
        return found

    def former(self, quantity: Decimal, on: dt.date, requested: dt.date | None = None) -> FormerPrice | None:
        """Return the price that came before, as long as customers may still order at it."""
        return former_price(self.prices, self.discounts, quantity, on, requested)


def sources(session: Session, customer: Customer, products: Sequence[Product]) -> dict[int, Sources]:
    """Return the sources of prices of several products, by product id."""
    connection = session.connection()
    ids = listed(product.id for product in products)
    families = listed({product.family for product in products if product.family})
    prices = _prices(connection, customer, ids, {product.id: product.price_base for product in products})
    family_discounts = _family_discounts(connection, customer, families)
    promotions = _promotions(connection, customer, ids, families)
    own = [DiscountRow(DiscountKind.CUSTOMER, customer.discounts)] if customer.discounts else []
    found = {}
    for product in products:
        product_id, family = product.id, product.family or ""
        base = PriceRow(PriceSource.BASE, product.price, price_base=product.price_base)
        found[product_id] = Sources(
            [*prices.get(product_id, ()), base],
            [
                *family_discounts.get(family, ()),
                *own,
                *promotions.get(product_id, ()),
                *promotions.get(family, ()),
            ],
        )
    return found


def _prices(
    connection: sa.Connection, customer: Customer, ids: str, bases: Mapping[int, Decimal]
) -> dict[int, list[PriceRow]]:
    asked = {"products": ids, "customer": customer.id, "list": customer.price_list, "category": customer.category}
    rows: dict[int, list[PriceRow]] = {}
    for product_id, source, price, quantity, net, start, end, row_id, label, requested, until in connection.execute(
        _PRICES, asked
    ):
        row = PriceRow(
            source, price, quantity, net, start, end, bases[product_id], row_id, label or "", bool(requested), until
        )
        rows.setdefault(product_id, []).append(row)
    return rows


def _family_discounts(connection: sa.Connection, customer: Customer, families: str) -> dict[str, list[DiscountRow]]:
    rows: dict[str, list[DiscountRow]] = {}
    asked = {"customer": customer.id, "families": families}
    for row_id, family, percent, start, end in connection.execute(_FAMILY_DISCOUNTS, asked):
        row = DiscountRow(DiscountKind.CUSTOMER_FAMILY, (percent,), start, end, row_id, family)
        rows.setdefault(family, []).append(row)
    return rows


def _promotions(
    connection: sa.Connection, customer: Customer, ids: str, families: str
) -> dict[int | str, list[DiscountRow]]:
    """Return the promotions by product id or family."""
    rows: dict[int | str, list[DiscountRow]] = {}
    asked = {"products": ids, "families": families, "category": customer.category}
    for row_id, product_id, family, percents, start, end, remark, price in connection.execute(_PROMOTIONS, asked):
        row = DiscountRow(DiscountKind.PROMOTION, percents, start, end, row_id, remark or "", price)
        rows.setdefault(family or "" if product_id is None else product_id, []).append(row)
    return rows

"""The price of a product for a customer: the rows of the price lists that the rule of pricing chooses from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

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

__all__ = ["PriceFound", "Sources", "find", "sources"]


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
    prices = _prices(session, customer, products)
    family_discounts = _family_discounts(session, customer, products)
    promotions = _promotions(session, customer, products)
    own = [DiscountRow(DiscountKind.CUSTOMER, customer.discounts)] if customer.discounts else []
    return {
        product.id: Sources(
            [*prices.get(product.id, ()), PriceRow(PriceSource.BASE, product.price, price_base=product.price_base)],
            [
                *family_discounts.get(product.family or "", ()),
                *own,
                *promotions.get(product.id, ()),
                *promotions.get(product.family or "", ()),
            ],
        )
        for product in products
    }


def _prices(session: Session, customer: Customer, products: Sequence[Product]) -> dict[int, list[PriceRow]]:
    bases = {product.id: product.price_base for product in products}
    statement = sa.select(Price).where(
        Price.product_id.in_(bases),
        sa.or_(
            sa.and_(Price.source == PriceSource.CONTRACT, Price.customer_id == customer.id),
            sa.and_(Price.source == PriceSource.CUSTOMER_LIST, Price.price_list == customer.price_list),
            sa.and_(Price.source == PriceSource.CATEGORY, Price.category == customer.category),
            Price.source == PriceSource.BASE,  # a base price to come, or that came after the product's own
        ),
    )
    terms = _terms(session)
    rows: dict[int, list[PriceRow]] = {}
    for price in session.scalars(statement.order_by(Price.id)):
        row = PriceRow(
            price.source,
            price.price,
            price.from_quantity,
            price.net,
            price.starts_on,
            price.ends_on,
            bases[price.product_id],
            price.id,
            price.price_list or price.category or "",
            *terms.get((price.source, price.price_list or price.category or ""), (False, None)),
        )
        rows.setdefault(price.product_id, []).append(row)
    return rows


def _terms(session: Session) -> dict[tuple[PriceSource, str], tuple[bool, dt.date | None]]:
    """Return how the dates of each list are read, by its source and name."""
    statement = sa.select(PriceTerms.source, PriceTerms.name, PriceTerms.by_requested, PriceTerms.former_until)
    return {(row.source, row.name): (row.by_requested, row.former_until) for row in session.execute(statement)}


def _family_discounts(
    session: Session, customer: Customer, products: Sequence[Product]
) -> dict[str, list[DiscountRow]]:
    families = {product.family for product in products if product.family}
    statement = sa.select(CustomerDiscount).where(
        CustomerDiscount.customer_id == customer.id, CustomerDiscount.family.in_(families)
    )
    rows: dict[str, list[DiscountRow]] = {}
    for found in session.scalars(statement.order_by(CustomerDiscount.id)) if families else ():
        row = DiscountRow(
            DiscountKind.CUSTOMER_FAMILY, (found.percent,), found.starts_on, found.ends_on, found.id, found.family
        )
        rows.setdefault(found.family, []).append(row)
    return rows


def _promotions(
    session: Session, customer: Customer, products: Sequence[Product]
) -> dict[int | str, list[DiscountRow]]:
    """Return the promotions by product id or family."""
    families = {product.family for product in products if product.family}
    statement = sa.select(Promotion).where(
        sa.or_(Promotion.product_id.in_([product.id for product in products]), Promotion.family.in_(families)),
        sa.or_(Promotion.category.is_(None), Promotion.category == customer.category),
    )
    rows: dict[int | str, list[DiscountRow]] = {}
    for found in session.scalars(statement.order_by(Promotion.id)):
        row = DiscountRow(
            DiscountKind.PROMOTION,
            found.percents,
            found.starts_on,
            found.ends_on,
            found.id,
            found.remark or "",
            found.price,
        )
        rows.setdefault(found.family or "" if found.product_id is None else found.product_id, []).append(row)
    return rows

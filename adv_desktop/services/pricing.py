"""The price of a product for a customer: the rows of the price lists that the rule of pricing chooses from."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer, CustomerDiscount
from adv_desktop.models.product import Price, Product, Promotion
from adv_desktop.models.rules.pricing import DiscountKind, DiscountRow, PriceFound, PriceRow, find_price

__all__ = ["PriceFound", "find"]


def find(session: Session, customer: Customer, product: Product, quantity: Decimal, on: dt.date) -> PriceFound:
    """Return the price that applies to a quantity on a date, with what won and what lost."""
    found = find_price(price_rows(session, customer, product), discount_rows(session, customer, product), quantity, on)
    if found is None:  # pragma: no cover - the base price always applies
        raise DomainError("line.no_price", label=product.label)
    return found


def price_rows(session: Session, customer: Customer, product: Product) -> list[PriceRow]:
    """Return the prices of a product that concern a customer, its base price last."""
    statement = sa.select(Price).where(
        Price.product_id == product.id,
        sa.or_(
            sa.and_(Price.source == PriceSource.CONTRACT, Price.customer_id == customer.id),
            sa.and_(Price.source == PriceSource.CUSTOMER_LIST, Price.price_list == customer.price_list),
            sa.and_(Price.source == PriceSource.CATEGORY, Price.category == customer.category),
        ),
    )
    rows = [
        PriceRow(
            price.source,
            price.price,
            price.from_quantity,
            price.net,
            price.starts_on,
            price.ends_on,
            product.price_base,
            price.id,
            price.price_list or price.category or "",
        )
        for price in session.scalars(statement)
    ]
    return [*rows, PriceRow(PriceSource.BASE, product.price, price_base=product.price_base)]


def discount_rows(session: Session, customer: Customer, product: Product) -> list[DiscountRow]:
    """Return the discounts that may apply to a customer and a product."""
    rows = []
    if product.family:
        family = sa.select(CustomerDiscount).where(
            CustomerDiscount.customer_id == customer.id, CustomerDiscount.family == product.family
        )
        rows += [
            DiscountRow(DiscountKind.CUSTOMER_FAMILY, (row.percent,), row.starts_on, row.ends_on, row.id, row.family)
            for row in session.scalars(family)
        ]
    if customer.discounts:
        rows.append(DiscountRow(DiscountKind.CUSTOMER, customer.discounts))
    promotions = sa.select(Promotion).where(
        sa.or_(
            Promotion.product_id == product.id,
            sa.and_(Promotion.family.is_not(None), Promotion.family == product.family),
        )
    )
    rows += [
        DiscountRow(DiscountKind.PROMOTION, row.percents, row.starts_on, row.ends_on, row.id, row.remark or "")
        for row in session.scalars(promotions)
    ]
    return rows

"""What may be proposed in place of a product: what replaces it, then its alternatives, with what is there of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product, ProductAlternative
from adv_desktop.services.queries.products import base_prices
from adv_desktop.services.stock import counters, load


@dataclass(frozen=True, slots=True)
class Alternative:
    """A product that may be sold instead; `available` is None for what is not kept in stock."""

    id: int
    code: str
    label: str
    replaces: bool
    available: Decimal | None
    price: Decimal
    price_base: Decimal

    def suffices(self, quantity: Decimal) -> bool:
        """Whether so much of it can be had."""
        return self.available is None or self.available >= quantity


def of(session: Session, product: Product, day: dt.date) -> list[Alternative]:
    """Return what may be sold on a day in place of a product, what replaces it first; what is ended is left out."""
    ids = [row.alternative_id for row in _rows(session, product.id)]
    if product.replaced_by_id is not None:
        ids = [product.replaced_by_id, *(one for one in ids if one != product.replaced_by_id)]
    if not ids:
        return []
    _held = load(session, ids)  # read at once; the session lets go of what nobody holds
    prices = base_prices(session, ids, day)
    others = [session.get_one(Product, one) for one in ids]
    return [
        Alternative(
            id=other.id,
            code=other.code,
            label=other.label,
            replaces=other.id == product.replaced_by_id,
            available=counters(session, other.id).available if other.stocked else None,
            price=prices.get(other.id, other.price),
            price_base=other.price_base,
        )
        for other in others
        if not other.is_ended(day)
    ]


class Substitutes:
    """What may be sold in place of the products of one order; read once a product and day, most have nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._having = set(session.scalars(sa.select(ProductAlternative.product_id).distinct()))
        self._found: dict[tuple[int, dt.date], list[Alternative]] = {}

    def of(self, product: Product, day: dt.date) -> list[Alternative]:
        """Return what may be sold on a day in place of a product, what replaces it first."""
        if product.replaced_by_id is None and product.id not in self._having:
            return []
        key = (product.id, day)
        if key not in self._found:
            self._found[key] = of(self._session, product, day)
        return self._found[key]


def sufficient(alternatives: Sequence[Alternative], quantity: Decimal) -> Alternative | None:
    """Return the first of which a quantity can be had."""
    return next((one for one in alternatives if one.suffices(quantity)), None)


def codes_of(session: Session, product_id: int) -> tuple[str, ...]:
    """Return the codes of the alternatives of a product, in order."""
    return tuple(session.get_one(Product, row.alternative_id).code for row in _rows(session, product_id))


def put(session: Session, product: Product, codes: Sequence[str]) -> None:
    """Make these the alternatives of a product, in their order; raise for an unknown code or its own."""
    wanted = list(dict.fromkeys(codes))
    refuse_own(product.code, wanted)
    known = session.execute(sa.select(Product.id, Product.code).where(Product.code.in_(wanted)))
    ids = {row.code: row.id for row in known}
    for code in wanted:
        if code not in ids:
            raise DomainError("product.not_found", code=code, field="alternatives")
    kept = {row.alternative_id: row for row in _rows(session, product.id)}
    for no, code in enumerate(wanted, start=1):
        row = kept.pop(ids[code], None)
        if row is None:
            session.add(ProductAlternative(product_id=product.id, alternative_id=ids[code], no=no))
        else:
            row.no = no
    for row in kept.values():
        session.delete(row)


def refuse_own(code: str, codes: Sequence[str]) -> None:
    """Raise for a product among its own alternatives."""
    if code in codes:
        raise DomainError("product.own_alternative", code=code, field="alternatives")


def _rows(session: Session, product_id: int) -> Sequence[ProductAlternative]:
    statement = sa.select(ProductAlternative).where(ProductAlternative.product_id == product_id)
    return session.scalars(statement.order_by(ProductAlternative.no)).all()

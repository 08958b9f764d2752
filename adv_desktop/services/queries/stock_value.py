"""What the stock was worth on a day, from the moves until then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import StockMoveKind
from adv_desktop.models.product import Product
from adv_desktop.models.rules.catch_weight import unit_cost
from adv_desktop.models.rules.valuation import CostedMove, Valued, weighted_average
from adv_desktop.models.stock import StockMove
from adv_desktop.services.queries.listing import among
from adv_desktop.services.queries.selected import Row, Select

ZERO = Decimal(0)
AVERAGE_WEIGHT = sa.case((Product.catch_weight, Product.weight_kg))  # of a unit, where it is sold by weight


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A product with its quantity, average cost and value on a day."""

    code: str
    label: str
    family: str | None
    unit_label: str
    quantity: Decimal
    average: Decimal
    value: int
    currency: str = "EUR"


def by_product(session: Session, ids: Iterable[int], on: dt.date) -> dict[int, Valued]:
    """Return the value of some products at the end of a day, by product id."""
    chosen = _moves(on).where(among(StockMove.product_id, ids))
    return {product_id: valued for product_id, _row, valued in _valued(session, chosen)}


def at(session: Session, on: dt.date) -> Iterator[ValueRow]:
    """Return the value of every product that is there at the end of a day, by code."""
    for _product_id, row, valued in _valued(session, _moves(on)):
        if valued.quantity:
            yield ValueRow(
                row.code, row.label, row.family, row.unit_label, valued.quantity, valued.average, valued.minor
            )


def _moves(on: dt.date) -> Select:
    return (
        sa.select(
            Product.id, Product.code, Product.label, Product.unit_label,
            sa.func.coalesce(Product.family_label, Product.family).label("family"),
            Product.cost.label("first_cost"), AVERAGE_WEIGHT.label("average_weight"),
            StockMove.kind, StockMove.quantity, StockMove.cost,
        )
        .join(Product, Product.id == StockMove.product_id)
        .where(StockMove.moved_on <= on, StockMove.kind != StockMoveKind.TRANSFER)
        .order_by(Product.code, StockMove.moved_on, StockMove.id)
    )  # fmt: skip


def _valued(session: Session, moves: Select) -> Iterator[tuple[int, Row, Valued]]:
    for product_id, group in groupby(session.execute(moves), key=lambda row: row.id):
        rows = list(group)
        costed = (CostedMove(row.quantity, row.cost if row.kind is StockMoveKind.RECEIPT else None) for row in rows)
        yield (
            product_id,
            rows[0],
            weighted_average(costed, unit_cost(rows[0].first_cost, rows[0].average_weight) or ZERO),
        )

"""The stock, one row a product: what is there, kept, to come, needed, to order, and what it is worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.product import Product
from adv_desktop.models.rules.catch_weight import unit_cost
from adv_desktop.models.rules.serial_numbers import SerialKeeping
from adv_desktop.models.stock import ExpectedReceipt, Location, Lot, ProductStock, StockMove
from adv_desktop.services.queries import stock_value
from adv_desktop.services.queries.hints import needed
from adv_desktop.services.queries.listing import Condition, Flag, Key, Listing, always, by_number, by_text
from adv_desktop.services.queries.needs import first_needs
from adv_desktop.services.queries.selected import Select
from adv_desktop.services.queries.states import STOCK, State
from adv_desktop.services.stock import LOCATION_ID
from adv_desktop.services.texts import N_

ZERO = Decimal(0)
EXPIRES_WITHIN = 30
_NOTHING: sa.ColumnElement[int] = sa.literal_column("0")
_LEFT = ExpectedReceipt.quantity - ExpectedReceipt.received
_COMING = ExpectedReceipt.quantity > ExpectedReceipt.received


@dataclass(frozen=True, slots=True)
class StockRow:
    """A product in stock.

    `needed` is what open orders still want, `projected` what is left once all has come and gone, `to_order` what is
    missing to stay at the minimum; `value` in euro cents at the weighted average cost `average`.
    """

    id: int
    version: int
    code: str
    label: str
    family: str | None
    unit_label: str
    lot_tracked: bool
    serials: SerialKeeping | None
    minimum: Decimal | None
    place: str | None
    physical: Decimal
    reserved: Decimal
    expected: Decimal
    expected_on: dt.date | None
    needed: Decimal
    needed_by: dt.date | None
    average: Decimal
    value: int
    currency: str = "EUR"

    @property
    def available(self) -> Decimal:
        """What is kept for nobody."""
        return self.physical - self.reserved

    @property
    def projected(self) -> Decimal:
        """What will be left."""
        return self.physical + self.expected - self.needed

    @property
    def to_order(self) -> Decimal:
        """What is to buy."""
        return max((self.minimum or ZERO) - self.projected, ZERO)

    @property
    def state(self) -> State:
        """What is wrong with it, first things first."""
        if self.physical < ZERO:
            return STOCK["negative"]
        if self.needed > self.physical:
            return STOCK["stock_out"]
        return STOCK["to_order" if self.to_order else "enough"]


def _physical() -> sa.ColumnElement[int]:
    counted = sa.select(ProductStock.physical).where(ProductStock.product_id == Product.id).scalar_subquery()
    return sa.func.coalesce(counted, _NOTHING)


def _expected_of_products() -> Select:
    return (
        sa.select(ExpectedReceipt.product_id, sa.func.sum(_LEFT).label("left"))
        .where(_COMING)
        .group_by(ExpectedReceipt.product_id)
    )


def _lacking(_session: Session, _today: dt.date) -> Condition:
    """Hold to what must be bought: with all that comes and goes, less than the minimum is left."""
    demand, coming = needed().subquery(), _expected_of_products().subquery()
    wanted = sa.func.coalesce(Product.minimum_stock, _NOTHING) + sa.func.coalesce(demand.c.needed, _NOTHING)
    there = sa.func.coalesce(ProductStock.physical, _NOTHING) + sa.func.coalesce(coming.c.left, _NOTHING)
    statement = (
        sa.select(Product.id)
        .outerjoin(ProductStock, ProductStock.product_id == Product.id)
        .outerjoin(demand, demand.c.product_id == Product.id)
        .outerjoin(coming, coming.c.product_id == Product.id)
        .where(wanted > there)
    )
    return Product.id.in_(statement)


def _short(_session: Session, _today: dt.date) -> Condition:
    """Hold to what open orders wait for and is not there."""
    demand = needed().subquery()
    there = sa.func.coalesce(ProductStock.physical, _NOTHING)
    waiting = sa.select(demand.c.product_id).outerjoin(ProductStock, ProductStock.product_id == demand.c.product_id)
    return Product.id.in_(waiting.where(demand.c.needed > there))


def _late(_session: Session, today: dt.date) -> Condition:
    return Product.id.in_(sa.select(ExpectedReceipt.product_id).where(_COMING, ExpectedReceipt.due < today))


def _expiring(_session: Session, today: dt.date) -> Condition:
    """Hold to what has a lot that expires soon, or has expired."""
    soon = today + dt.timedelta(days=EXPIRES_WITHIN)
    there = (
        sa.select(Lot.product_id)
        .join(StockMove, StockMove.lot_id == Lot.id)
        .where(Lot.use_by <= soon)
        .group_by(Lot.id)
        .having(sa.func.sum(StockMove.quantity) > _NOTHING)
    )
    return Product.id.in_(there)


LISTING = Listing(
    kind=DocumentKind.PRODUCT,
    table=Product,
    id=Product.id,
    only=Product.stocked.expression,
    sorts={"code": Product.code, "label": Product.label, "family": Product.family},
    by_words=frozenset({"label", "family"}),
    drafts_first=frozenset(),
    flags=(
        Flag("short", N_("Short"), ("rupture", "manque", "en rupture"), _short),
        Flag("to_order", N_("To replenish"), ("a reapprovisionner", "a commander"), _lacking),
        Flag("negative", N_("Negative stock"), ("negatif", "negatifs"), always(_physical() < _NOTHING)),
        Flag("late", N_("Receipts late"), ("reception en retard", "receptions en retard"), _late),
        Flag("expiring", N_("Lots that expire"), ("peremption", "dlc"), _expiring),
        Flag(
            "empty", N_("Nothing in stock"), ("vide", "a zero"), always(_physical() <= _NOTHING), counted=False,
        ),
    ),
    keys=(
        Key("code", N_("code"), ("code",), by_text(Product.code)),
        Key("label", N_("label"), ("designation", "nom", "article", "product"), by_text(Product.label)),
        Key("family", N_("family"), ("famille",), by_text(Product.family, Product.family_label)),
        Key("stock", N_("stock"), ("stock", "physique"), by_number(_physical())),
    ),
    prefixes=(Product.code,),
)  # fmt: skip
ids, counts = LISTING.ids, LISTING.counts
summary, selection_summary = LISTING.summary, LISTING.selection_summary
_SAME = ("id", "version", "code", "label", "family", "unit_label", "lot_tracked", "serials", "place")
_ROWS = (
    sa.select(
        Product.id, Product.version, Product.code, Product.label,
        sa.func.coalesce(Product.family_label, Product.family).label("family"), Product.unit_label,
        Product.lot_tracked, Product.serials, Product.minimum_stock, Location.code.label("place"), Product.cost,
        stock_value.AVERAGE_WEIGHT.label("average_weight"),
        ProductStock.physical, ProductStock.reserved,
    )
    .outerjoin(ProductStock, ProductStock.product_id == Product.id)
    .outerjoin(Location, Location.id == sa.func.coalesce(Product.location_id, LOCATION_ID))
    .where(Product.id.in_(sa.bindparam("ids", expanding=True)))
)  # fmt: skip


def rows(session: Session, ids: Iterable[int], today: dt.date) -> dict[int, StockRow]:
    """Return the rows of a block by id."""
    wanted = list(ids)
    demand = {row.product_id: row.needed for row in session.execute(needed(wanted))}
    coming = _coming(session, wanted)
    by = first_needs(session, wanted)
    worth = stock_value.by_product(session, wanted, today)
    made = {}
    for row in session.execute(_ROWS, {"ids": wanted}):
        valued = worth.get(row.id)
        expected, expected_on = coming.get(row.id, (ZERO, None))
        average, value = (
            (valued.average, valued.minor) if valued else (unit_cost(row.cost, row.average_weight) or ZERO, 0)
        )
        made[row.id] = StockRow(
            **{name: getattr(row, name) for name in _SAME},
            minimum=row.minimum_stock,
            physical=row.physical or ZERO,
            reserved=row.reserved or ZERO,
            expected=expected,
            expected_on=expected_on,
            needed=demand.get(row.id, ZERO),
            needed_by=by.get(row.id),
            average=average,
            value=value,
        )
    return made


def _coming(session: Session, ids: list[int]) -> dict[int, tuple[Decimal, dt.date | None]]:
    statement = (
        sa.select(ExpectedReceipt.product_id, sa.func.sum(_LEFT), sa.func.min(ExpectedReceipt.due))
        .where(ExpectedReceipt.product_id.in_(ids), _COMING)
        .group_by(ExpectedReceipt.product_id)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(statement)}

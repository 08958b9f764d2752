"""What lies at the depots of customers: since when, what it is worth, what is missing there, what was reported last."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.depot import Depot, DepotMinimum, DepotNote, DepotNoteLine
from adv_desktop.models.enums import StockMoveKind, Supply
from adv_desktop.models.party import Company, Customer, CustomerAddress
from adv_desktop.models.product import Product
from adv_desktop.models.rules import depots as rule
from adv_desktop.models.rules.depots import UNION, DepotMove, DepotMoveKind, Fate, Share, Stay
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import Location, StockMove
from adv_desktop.models.values import to_minor
from adv_desktop.services.queries import stock_value
from adv_desktop.services.queries.listing import among

ZERO = Decimal(0)
LATEST_NOTES = 100
Key = tuple[int, int]  # depot, product


@dataclass(frozen=True, slots=True)
class DepotPlace:
    """A depot: its code, its customer and where it is; `reported_on` is the last day of use that was reported."""

    id: int
    code: str
    customer_id: int
    customer_code: str
    customer: str
    label: str
    country: str
    vat_number: str | None
    reported_on: dt.date | None


@dataclass(frozen=True, slots=True)
class DepotStock:
    """A product at a depot; `value` in euro cents at the average cost, `since` the arrival of what is oldest there."""

    depot: DepotPlace
    product_id: int
    product: str
    label: str
    unit: str
    quantity: Decimal
    value: int
    since: dt.date | None
    days: int | None
    minimum: Decimal
    currency: str = "EUR"

    @property
    def to_send(self) -> Decimal:
        """What is missing to its minimum."""
        return max(self.minimum - self.quantity, ZERO)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line of the register of call-off stock; `value` in euro cents, without `on` the goods are still there."""

    depot: DepotPlace
    product: str
    label: str
    share: Share
    value: int
    last_day: dt.date
    stay: Stay
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class DepotNoteRow:
    """A note that goods travelled with; `products` names what was on it."""

    id: int
    number: str
    kind: DepotMoveKind
    on: dt.date
    depot_id: int
    depot: str
    reference: str | None
    products: str


def notes(session: Session, customer_id: int | None = None) -> list[DepotNoteRow]:
    """Return the latest notes, the newest first."""
    named = (
        sa.select(sa.func.group_concat(DepotNoteLine.product_code.distinct()))
        .where(DepotNoteLine.note_id == DepotNote.id)
        .scalar_subquery()
        .label("products")
    )
    statement = (
        sa.select(
            DepotNote.id, DepotNote.number, DepotNote.kind, DepotNote.moved_on, DepotNote.location_id, Location.code,
            DepotNote.reference, named,
        )
        .join(Location, Location.id == DepotNote.location_id)
        .order_by(DepotNote.id.desc())
        .limit(LATEST_NOTES)
    )  # fmt: skip
    if customer_id is not None:
        statement = statement.where(DepotNote.customer_id == customer_id)
    return [
        DepotNoteRow(row.id, row.number, row.kind, row.moved_on, row.location_id, row.code, row.reference,
                     (row.products or "").replace(",", ", "))
        for row in session.execute(statement)
    ]  # fmt: skip


def places(session: Session, customer_id: int | None = None) -> list[DepotPlace]:
    """Return the depots by customer."""
    reported = (
        sa.select(SalesOrder.ship_to_id, sa.func.max(SalesOrder.customer_reference_date).label("on"))
        .where(SalesOrder.id.in_(sa.select(OrderLine.order_id).where(OrderLine.supply == Supply.DEPOT)))
        .group_by(SalesOrder.ship_to_id)
        .subquery()
    )
    statement = (
        sa.select(
            Depot.location_id, Location.code, Customer.id, Customer.code, Customer.name, CustomerAddress.label,
            CustomerAddress.country, Customer.vat_number, sa.type_coerce(reported.c.on, sa.Date()),
        )
        .join(Location, Location.id == Depot.location_id)
        .join(Customer, Customer.id == Depot.customer_id)
        .join(CustomerAddress, CustomerAddress.id == Depot.address_id)
        .outerjoin(reported, reported.c.ship_to_id == Depot.address_id)
        .order_by(Customer.name, Location.code)
    )  # fmt: skip
    if customer_id is not None:
        statement = statement.where(Depot.customer_id == customer_id)
    return [DepotPlace(*row) for row in session.execute(statement)]


def rows(session: Session, today: dt.date, customer_id: int | None = None) -> list[DepotStock]:
    """Return what is at the depots, and what is to be, by depot and product."""
    known = {place.id: place for place in places(session, customer_id)}
    shares = {key: rule.shares(moves) for key, moves in _moves(session, known).items()}
    minimums = {
        (row.location_id, row.product_id): row.minimum
        for row in session.scalars(sa.select(DepotMinimum).where(DepotMinimum.location_id.in_(known)))
    }
    keys = {*shares, *minimums}
    products, worth = _products(session, keys), _averages(session, keys, today)
    made = [
        _stock(known[key[0]], products[key[1]], shares.get(key, []), minimums.get(key, ZERO), worth, today)
        for key in keys
    ]
    shown = (row for row in made if row.quantity or row.minimum)
    return sorted(shown, key=lambda row: (row.depot.customer, row.depot.code, row.product))


def register(session: Session, today: dt.date, customer_id: int | None = None) -> list[RegisterRow]:
    """Return the register of the depots in other states of the Union, the oldest arrival first."""
    own = session.get_one(Company, 1).country
    known = {
        place.id: place for place in places(session, customer_id) if place.country in UNION and place.country != own
    }
    moves = _moves(session, known)
    products, worth = _products(session, moves), _averages(session, moves, today)
    found = [
        RegisterRow(
            known[depot_id], products[product_id].code, products[product_id].label, share,
            to_minor(share.quantity * worth[product_id]), rule.last_day(share.arrived),
            _stay(share, today),
        )
        for (depot_id, product_id), made in moves.items()
        for share in rule.shares(made)
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row.depot.customer, row.share.arrived, row.product))


def _stay(share: Share, today: dt.date) -> Stay:
    """Return how long goods were there; what went in time is in time."""
    if share.fate is Fate.THERE:
        return rule.stay(share.arrived, today)
    return Stay.OVER if (share.on or today) > rule.last_day(share.arrived) else Stay.IN_TIME


def _stock(
    place: DepotPlace,
    product: Product,
    shares: list[Share],
    minimum: Decimal,
    worth: dict[int, Decimal],
    today: dt.date,
) -> DepotStock:
    there = [share for share in shares if share.fate is Fate.THERE]
    quantity = sum((share.quantity for share in there), ZERO)
    since = min((share.arrived for share in there), default=None)
    return DepotStock(
        place, product.id, product.code, product.label, product.unit_label, quantity,
        to_minor(quantity * worth[product.id]), since, None if since is None else (today - since).days, minimum,
    )  # fmt: skip


def _moves(session: Session, depots: dict[int, DepotPlace]) -> dict[Key, list[DepotMove]]:
    """Return the moves of each product at each depot, in their order."""
    statement = (
        sa.select(
            StockMove.location_id, StockMove.product_id, StockMove.moved_on, StockMove.quantity, StockMove.kind,
            sa.func.coalesce(Delivery.number, StockMove.reason, "").label("document"),
        )
        .outerjoin(DeliveryLine, DeliveryLine.id == StockMove.delivery_line_id)
        .outerjoin(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(StockMove.location_id.in_(depots), StockMove.quantity != ZERO)
        .order_by(StockMove.moved_on, StockMove.id)
    )  # fmt: skip
    found: defaultdict[Key, list[DepotMove]] = defaultdict(list)
    for row in session.execute(statement):
        found[row.location_id, row.product_id].append(
            DepotMove(row.moved_on, row.quantity, _FATES.get(row.kind, Fate.MISSING), row.document)
        )
    return found


_FATES = {StockMoveKind.DELIVERY: Fate.USED, StockMoveKind.RETURN: Fate.USED, StockMoveKind.TRANSFER: Fate.BACK}


def _products(session: Session, keys: Iterable[Key]) -> dict[int, Product]:
    ids = {product_id for _depot, product_id in keys}
    return {row.id: row for row in session.scalars(sa.select(Product).where(among(Product.id, ids)))}


def _averages(session: Session, keys: Iterable[Key], today: dt.date) -> dict[int, Decimal]:
    """Return what one unit costs on average; what never moved has its own cost."""
    products = _products(session, keys)
    valued = stock_value.by_product(session, products, today)
    return {row.id: valued[row.id].average if row.id in valued else row.unit_cost or ZERO for row in products.values()}

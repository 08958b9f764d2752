"""Places in the warehouse: where a product is kept, and goods that are put elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import StockMoveKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.stock import Location, StockMove
from adv_desktop.services import stock
from adv_desktop.services.clock import Clock
from adv_desktop.services.stock import Movement
from adv_desktop.services.stock_keeping import product_by_id, refuse_not_positive
from adv_desktop.services.store import Store

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Place:
    """A location; picking goes by rank, then by code."""

    id: int
    code: str
    rank: int


@dataclass(frozen=True, slots=True)
class PutElsewhere:
    """Goods that go from one place to another; `lot_id` where they have a lot."""

    product_id: int
    quantity: Decimal
    start: str
    end: str
    lot_id: int | None = None


class LocationService:
    """The verbs on places."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def all(self) -> list[Place]:
        """Return the places in the order of picking."""
        with self._store.read() as session:
            rows = session.execute(
                sa.select(Location.id, Location.code, Location.rank).order_by(Location.rank, Location.code)
            )
            return [Place(*row) for row in rows]

    def set_rank(self, code: str, rank: int) -> None:
        """Say when a place is come by while picking; a new code makes the place."""
        with self._store.write("location.rank") as session:
            made(session, code).rank = rank

    def assign(self, product_id: int, code: str) -> None:
        """Keep a product at a place: all that was at its former one goes there with it."""
        with self._store.write("stock.put_elsewhere") as session:
            product = product_by_id(session, product_id)
            before, now = stock.place_of(session, product_id), made(session, code)
            for lot_id, quantity in _at(session, product_id, before):
                self._move(session, product_id, quantity, (before, now.id), lot_id)
            product.location_id = now.id

    def put(self, command: PutElsewhere) -> None:
        """Put a quantity elsewhere; never more than is there."""
        refuse_not_positive(command.quantity)
        with self._store.write("stock.put_elsewhere") as session:
            product = product_by_id(session, command.product_id)
            start, end = known(session, command.start), made(session, command.end)
            if start is end:
                raise DomainError("stock.same_place", place=start.code)
            there = dict(_at(session, product.id, start.id)).get(command.lot_id, ZERO)
            if command.quantity > there:
                facts = {"product": product.code, "place": start.code, "wanted": command.quantity, "stock": there}
                raise DomainError("stock.place_short", **facts)
            self._move(session, product.id, command.quantity, (start.id, end.id), command.lot_id)

    def _move(
        self, session: Session, product_id: int, quantity: Decimal, way: tuple[int, int], lot_id: int | None
    ) -> None:
        today, now = self._clock.today(), self._clock.now()
        for place, signed in zip(way, (-quantity, quantity), strict=True):
            kind = StockMoveKind.TRANSFER
            stock.move(session, Movement(product_id, signed, kind, today, now, lot_id=lot_id, location_id=place))


def made(session: Session, code: str) -> Location:
    """Return a place, made when its code is new; raise `location.no_code`."""
    name = code.strip().upper()
    if not name:
        raise DomainError("location.no_code")
    found = session.scalar(sa.select(Location).where(sa.func.upper(Location.code) == name))
    _refuse_depot(session, found)
    if found is None:
        found = Location(warehouse_id=stock.WAREHOUSE_ID, code=name, rank=0)
        session.add(found)
        session.flush()
    return found


def known(session: Session, code: str) -> Location:
    """Return a place; raise `location.not_found`."""
    found = session.scalar(sa.select(Location).where(sa.func.upper(Location.code) == code.strip().upper()))
    if found is None:
        raise DomainError("location.not_found", code=code)
    _refuse_depot(session, found)
    return found


def _refuse_depot(session: Session, place: Location | None) -> None:
    """Raise `depot.own_notes` for a depot at a customer's: goods only go there and come back with a note."""
    if place is not None and stock.is_depot(session, place.id):
        raise DomainError("depot.own_notes", place=place.code)


def _at(session: Session, product_id: int, location_id: int) -> list[tuple[int | None, Decimal]]:
    """Return what is at a place of a product, by lot."""
    total = sa.func.sum(StockMove.quantity)
    rows = session.execute(
        sa.select(StockMove.lot_id, total)
        .where(StockMove.product_id == product_id, StockMove.location_id == location_id)
        .group_by(StockMove.lot_id)
        .having(total > ZERO)
    )
    return [(row[0], row[1]) for row in rows]

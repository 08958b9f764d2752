"""Depots at customers': opened on a delivery address, filled, emptied, and told apart from what is sold.

Goods at a depot are ours: counted and valued with our stock, promised to nobody else. They travel with notes of their
own, so that nothing of it is turnover or can be invoiced; what is used is sold then (`depot_reports`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.depot import Depot, DepotMinimum, DepotNote, DepotNoteLine
from adv_desktop.models.enums import Series, StockMoveKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer, CustomerAddress
from adv_desktop.models.product import Product
from adv_desktop.models.rules import fefo
from adv_desktop.models.rules.depots import DepotMoveKind
from adv_desktop.models.rules.fefo import Batch
from adv_desktop.models.stock import Location
from adv_desktop.services import documents, files, lots, numbering, order_places, reservations, stock
from adv_desktop.services.clock import Clock
from adv_desktop.services.stock import Movement
from adv_desktop.services.stock_keeping import product_by_id, refuse_not_positive
from adv_desktop.services.store import Store

ZERO = Decimal(0)
_LONGEST_CODE = 24
Share = tuple[int | None, Decimal]  # a lot and how much of it


@dataclass(frozen=True, slots=True)
class DepotGoods:
    """A product, by its code, and how much of it goes; `lot` where one is chosen, else the first to expire."""

    product: str
    quantity: Decimal
    lot: str | None = None


@dataclass(frozen=True, slots=True)
class MoveGoods:
    """Goods that go to a depot or come back from it; without a day, today."""

    depot_id: int
    goods: tuple[DepotGoods, ...]
    on: dt.date | None = None
    reference: str | None = None
    carrier: str | None = None
    parcels: int | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A note that a verb made."""

    id: int
    number: str


class DepotService:
    """The verbs on depots."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def open(self, address_id: int) -> int:
        """Make a delivery address of a customer a depot; return its id."""
        with self._store.write("depot.open") as session:
            address = session.get(CustomerAddress, address_id)
            if address is None:
                raise DomainError("depot.no_address")
            if session.scalar(sa.select(Depot.location_id).where(Depot.address_id == address_id)) is not None:
                raise DomainError("depot.open_already", label=address.label)
            place = Location(warehouse_id=stock.WAREHOUSE_ID, code=_free_code(session, address), rank=0)
            session.add(place)
            session.flush()
            session.add(
                Depot(
                    location_id=place.id, customer_id=address.customer_id, address_id=address.id,
                    opened_on=self._clock.today(),
                )
            )  # fmt: skip
            return place.id

    def send(self, command: MoveGoods) -> NoteRef:
        """Send goods to a depot: they leave the warehouse with their note, and stay ours."""
        with self._store.write("depot.send") as session:
            depot = depot_by_id(session, command.depot_id)
            session.get_one(Customer, depot.customer_id).refuse_if_deliveries_blocked(None)
            return self._move(session, depot, command, DepotMoveKind.SENT)

    def bring_back(self, command: MoveGoods) -> NoteRef:
        """Bring goods back from a depot to the warehouse, where they serve who waits for them."""
        with self._store.write("depot.bring_back") as session:
            return self._move(session, depot_by_id(session, command.depot_id), command, DepotMoveKind.BACK)

    def set_minimums(self, depot_id: int, minimums: Mapping[str, Decimal]) -> None:
        """Say how much of products, by their codes, is to be at a depot; zero proposes nothing any more."""
        with self._store.write("depot.minimum") as session:
            depot = depot_by_id(session, depot_id)
            for code, minimum in minimums.items():
                if minimum < ZERO:
                    raise DomainError("quantity.negative", written=minimum)
                _set_minimum(session, depot, product_called(session, code).id, minimum)

    def note(self, note_id: int) -> bytes:
        """Return the PDF of a note as it was written."""
        with self._store.read() as session:
            note = session.get(DepotNote, note_id)
            found = files.content_of(session, note.pdf_file_id) if note else None
            if found is None:
                raise DomainError("depot.no_note", number=note_id)
            return found

    def _move(self, session: Session, depot: Depot, command: MoveGoods, kind: DepotMoveKind) -> NoteRef:
        today, now = self._clock.today(), self._clock.now()
        on = numbering.refuse_future(command.on or today, today)
        if not command.goods:
            raise DomainError("depot.nothing")
        note = _heading(session, depot, command, kind)
        note.moved_on, note.at = on, now
        note.number = numbering.take(session, Series.DEPOT, on)
        products = []
        for goods in command.goods:
            refuse_not_positive(goods.quantity)
            product = product_called(session, goods.product)
            if product.serials is not None:
                raise DomainError("depot.by_serial", product=product.code)
            products.append(product.id)
            for lot_id, quantity in _shares(session, depot, product, goods, note):
                self._move_lot(session, note, product, lot_id, quantity)
        _keep(session, note, now)
        reservations.serve_waiting(session, products)
        return NoteRef(note.id, note.number)

    def _move_lot(
        self, session: Session, note: DepotNote, product: Product, lot_id: int | None, quantity: Decimal
    ) -> None:
        note.lines.append(
            DepotNoteLine(
                no=len(note.lines) + 1, product_id=product.id, product_code=product.code, label=product.label,
                unit=product.unit, quantity=quantity, lot_id=lot_id,
            )
        )  # fmt: skip
        there = quantity if note.kind is DepotMoveKind.SENT else -quantity
        for place, signed in ((None, -there), (note.location_id, there)):
            moved = Movement(
                product.id, signed, StockMoveKind.TRANSFER, note.moved_on, note.at, reason=note.number, lot_id=lot_id,
                location_id=place,
            )  # fmt: skip
            stock.move(session, moved)


def depot_by_id(session: Session, depot_id: int) -> Depot:
    """Return a depot; raise `depot.not_found`."""
    depot = session.get(Depot, depot_id)
    if depot is None:
        raise DomainError("depot.not_found", name=depot_id)
    return depot


def depot_called(session: Session, name: str) -> Depot:
    """Return the depot of that code, or the only one of the customer of that code; raise `depot.not_found`."""
    wanted = name.strip().upper()
    place = session.scalar(
        sa.select(Depot).join(Location, Location.id == Depot.location_id).where(sa.func.upper(Location.code) == wanted)
    )
    if place is not None:
        return place
    found = session.scalars(
        sa.select(Depot).join(Customer, Customer.id == Depot.customer_id).where(sa.func.upper(Customer.code) == wanted)
    ).all()
    if len(found) != 1:
        raise DomainError("depot.several" if found else "depot.not_found", name=name)
    return found[0]


def product_called(session: Session, code: str) -> Product:
    """Return a product that is kept in stock; raise `product.not_found` or `stock.not_stocked`."""
    found = session.scalar(sa.select(Product.id).where(Product.code == code.strip()))
    if found is None:
        raise DomainError("product.not_found", code=code)
    return product_by_id(session, found)


def _free_code(session: Session, address: CustomerAddress) -> str:
    """Return a code for the place of a depot that no other place has."""
    customer = session.get_one(Customer, address.customer_id)
    name = f"DEPOT {customer.code}".upper()[:_LONGEST_CODE]
    taken = set(session.scalars(sa.select(Location.code).where(Location.code.startswith(name, autoescape=True))))
    return next(code for code in (name, *(f"{name}/{n}" for n in range(2, len(taken) + 3))) if code not in taken)


def _heading(session: Session, depot: Depot, command: MoveGoods, kind: DepotMoveKind) -> DepotNote:
    address = session.get_one(CustomerAddress, depot.address_id)
    return DepotNote(
        lines=[], kind=kind, location_id=depot.location_id, customer_id=depot.customer_id,
        ship_to=order_places.on_paper(address), carrier=command.carrier or address.carrier, parcels=command.parcels,
        reference=(command.reference or "").strip() or None, notes=command.notes,
    )  # fmt: skip


def _keep(session: Session, note: DepotNote, now: dt.datetime) -> None:
    """Draw the note before it is stored: it never changes afterwards."""
    from adv_desktop.services.printing.depots import note_content

    pdf = documents.pdf_bytes(note_content(session, note))
    note.pdf_file_id = files.keep(session, pdf, "depot_note", now).id
    session.add(note)
    session.flush()


def _set_minimum(session: Session, depot: Depot, product_id: int, minimum: Decimal) -> None:
    row = session.get(DepotMinimum, (depot.location_id, product_id))
    if row is None and minimum:
        session.add(DepotMinimum(location_id=depot.location_id, product_id=product_id, minimum=minimum))
    elif row is not None and minimum:
        row.minimum = minimum
    elif row is not None:
        session.delete(row)


def _shares(session: Session, depot: Depot, product: Product, goods: DepotGoods, note: DepotNote) -> Sequence[Share]:
    """Return the lots that goods are taken from; raise when there is not so much, or it is kept for orders."""
    back, on = note.kind is DepotMoveKind.BACK, note.moved_on
    session.flush()
    if back:
        there = stock.quantity_at(session, product.id, depot.location_id)
    else:
        there = stock.counters(session, product.id).available
    if goods.quantity > there:
        code = "depot.short" if back else "depot.not_available"
        raise DomainError(code, product=product.code, wanted=goods.quantity, stock=max(there, ZERO))
    if not product.lot_tracked:
        return ((None, goods.quantity),)
    held = lots.in_stock(session, product.id, depot_id=depot.location_id if back else None)
    if goods.lot:
        chosen = lots.named(session, product, goods.lot)
        held = [lot for lot in held if lot.lot_id == chosen.id]
    life = lots.life_wanted(session.get_one(Customer, depot.customer_id), product)
    until = dt.date.min if back else life.until(on)
    shares = fefo.pick([Batch(lot.lot_id, lot.use_by, lot.free) for lot in held], goods.quantity, until)
    if sum((share for _lot, share in shares), ZERO) < goods.quantity:
        raise DomainError("depot.lot_short", product=product.code, lot=goods.lot, wanted=goods.quantity)
    return tuple(shares)

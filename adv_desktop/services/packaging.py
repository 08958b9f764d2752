"""Returnable packaging: its kinds, what deliveries leave and take back, and what each customer holds (R17)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import values
from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.packaging import CarrierPackagingMove, DeliveryPackaging, Packaging, PackagingMove
from adv_desktop.models.party import Customer, refuse_if_changed
from adv_desktop.models.product import Product
from adv_desktop.models.rules import vat
from adv_desktop.models.rules.packaging import NORMAL_RATE, PackagingMoveKind, check_pieces
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import numbering
from adv_desktop.services.carrier_packaging import CarrierPackagingService
from adv_desktop.services.clock import Clock
from adv_desktop.services.folding import fold, words_key
from adv_desktop.services.packaging_proposals import proposed
from adv_desktop.services.store import Store

_TYPED = ("code", "label", "label_en", "deposit", "deposit_vat", "vat_rate")


@dataclass(frozen=True, slots=True)
class PackagingRecord:
    """A kind of packaging as the settings show it; without id it is a new one. `deposit` in euros a piece, net."""

    code: str
    label: str
    label_en: str | None = None
    id: int | None = None
    version: int = 1
    deposit: Decimal | None = None
    deposit_vat: bool = False
    vat_rate: Decimal = NORMAL_RATE


@dataclass(frozen=True, slots=True)
class Carried:
    """What a delivery leaves and takes back of one kind; `held` is what the customer has without it."""

    packaging_id: int
    label: str
    held: int
    delivered: int = 0
    returned: int = 0

    @property
    def balance(self) -> int:
        """What the customer has with it."""
        return self.held + self.delivered - self.returned


@dataclass(frozen=True, slots=True)
class Balance:
    """What a customer got, gave back and holds of one kind; a count that differed is in `held` alone."""

    packaging_id: int
    label: str
    delivered: int
    returned: int
    held: int


@dataclass(frozen=True, slots=True)
class Move:
    """A move of a customer's account, with what it held afterwards."""

    on: dt.date
    kind: PackagingMoveKind
    label: str
    quantity: int
    held: int
    delivery: str | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """The packaging account of a customer; the last move comes first."""

    customer_id: int
    code: str
    name: str
    language: str
    balances: tuple[Balance, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Pieces by kind of packaging that a customer gave back, or was found to hold, on a day; why, or by what paper."""

    customer_id: int
    quantities: Mapping[int, int]
    on: dt.date
    reference: str | None = None


class PackagingService:
    """The verbs on returnable packaging; `carriers` keeps the accounts of those who carry it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.carriers = CarrierPackagingService(store, clock)
        self._store = store
        self._clock = clock

    def kinds(self) -> tuple[PackagingRecord, ...]:
        """Return the kinds of packaging by name."""
        with self._store.read() as session:
            return tuple(_record(row) for row in _all(session))

    def set_kinds(self, records: Sequence[PackagingRecord]) -> None:
        """Make these the kinds of packaging; one that was moved stays."""
        codes = [fold(record.code) for record in records]
        for place, record in enumerate(records):
            if not record.code.strip() or not record.label.strip():
                raise DomainError("packaging.incomplete")
            if codes[place] in codes[:place]:
                raise DomainError("packaging.twice", code=record.code)
            _check_deposit(record)
        with self._store.write("packaging.set") as session:
            rows = {row.id: row for row in _all(session)}
            for record in records:
                row = rows.pop(record.id or 0, None)
                if row is None:
                    row = Packaging()
                    session.add(row)
                else:
                    refuse_if_changed(row.version, record.version, row.code)
                for name in _TYPED:
                    setattr(row, name, getattr(record, name))
            for row in rows.values():
                _refuse_used(session, row)
                session.delete(row)

    def carried(self, delivery_id: int) -> tuple[Carried, ...]:
        """Return what a delivery leaves and takes back of each kind, none of those that were not typed."""
        with self._store.read() as session:
            delivery = _delivery(session, delivery_id)
            return tuple(_carried(session, delivery))

    def carry(self, delivery_id: int, carried: Mapping[int, tuple[int, int]]) -> None:
        """Type what a delivery that has not left leaves and takes back, as (delivered, returned) by kind."""
        for pieces in carried.values():
            for count in pieces:
                check_pieces(count)
        with self._store.write("packaging.carry") as session:
            delivery = _delivery(session, delivery_id)
            if delivery.state not in {DeliveryState.TO_PREPARE, DeliveryState.PREPARED}:
                raise DomainError("delivery.wrong_state", delivery=delivery.name)
            carry(session, delivery_id, carried)

    def to_carry(self, order_ids: Sequence[int], quantities: Mapping[int, Decimal]) -> tuple[Carried, ...]:
        """Return what is proposed for orders that leave in one go, by the quantities of their lines."""
        with self._store.read() as session:
            order = session.get_one(SalesOrder, order_ids[0])
            lines = session.execute(
                sa.select(OrderLine.id, OrderLine.product_id).where(OrderLine.id.in_(list(quantities)))
            )
            loads = [(product_id, quantities[line_id]) for line_id, product_id in lines if product_id]
            return tuple(_offered(session, order.customer_id, proposed(session, loads)))

    def account(self, customer_id: int) -> Account:
        """Return the packaging account of a customer."""
        with self._store.read() as session:
            return account_of(session, customer_id)

    def take_back(self, counts: Counts) -> None:
        """Record what a customer gave back outside of a delivery, with the number of its voucher."""
        self._record(counts, PackagingMoveKind.RETURNED)

    def count(self, counts: Counts) -> None:
        """Bring an account to what was counted at the customer's, with the reason."""
        if not (counts.reference or "").strip():
            raise DomainError("reason.missing")
        self._record(counts, PackagingMoveKind.COUNTED)

    def _record(self, counts: Counts, kind: PackagingMoveKind) -> None:
        on = numbering.refuse_future(counts.on, self._clock.today())
        with self._store.write(f"packaging.{kind.value}") as session:
            customer = session.get_one(Customer, counts.customer_id)
            held = holdings(session, customer.id)
            made = 0
            for packaging_id, count in counts.quantities.items():
                check_pieces(count)
                returned = kind is PackagingMoveKind.RETURNED
                change = -count if returned else count - held.get(packaging_id, 0)
                if change:
                    move = PackagingMove(kind=kind, customer_id=customer.id, packaging_id=packaging_id, quantity=change)
                    move.moved_on, move.at, move.reference = on, self._clock.now(), counts.reference
                    session.add(move)
                    made += 1
            if not made:
                raise DomainError("packaging.nothing")


def holdings(session: Session, customer_id: int, until_id: int | None = None) -> dict[int, int]:
    """Return what a customer holds by kind, after one move where its id is given."""
    statement = (
        sa.select(PackagingMove.packaging_id, sa.func.sum(PackagingMove.quantity))
        .where(PackagingMove.customer_id == customer_id)
        .group_by(PackagingMove.packaging_id)
    )
    if until_id is not None:
        statement = statement.where(PackagingMove.id <= until_id)
    return {row[0]: int(row[1]) for row in session.execute(statement)}


def post(session: Session, delivery: Delivery, now: dt.datetime) -> None:
    """Move what a delivery that leaves carries to the account of its customer, at the deposits of the day."""
    for row in _rows(session, delivery.id):
        row.deposit = session.get_one(Packaging, row.packaging_id).deposit
        for kind, quantity in (
            (PackagingMoveKind.DELIVERED, row.delivered),
            (PackagingMoveKind.RETURNED, -row.returned),
        ):
            if quantity:
                session.add(_move(delivery, kind, row.packaging_id, quantity, delivery.delivery_date, now))
    session.flush()


def take_off(session: Session, delivery: Delivery, on: dt.date, now: dt.datetime) -> None:
    """Take the moves of a delivery that never arrived off the account again."""
    moves = session.scalars(sa.select(PackagingMove).where(PackagingMove.delivery_id == delivery.id)).all()
    for move in moves:
        session.add(_move(delivery, move.kind, move.packaging_id, -move.quantity, on, now))


def carry(session: Session, delivery_id: int, carried: Mapping[int, tuple[int, int]]) -> None:
    """Type what a delivery leaves and takes back, inside a transaction."""
    known = {row.packaging_id: row for row in _rows(session, delivery_id)}
    for packaging_id, (delivered, returned) in carried.items():
        row = known.get(packaging_id)
        if row is None:
            row = DeliveryPackaging(delivery_id=delivery_id, packaging_id=packaging_id)
            session.add(row)
        row.delivered, row.returned = delivered, returned


def carry_at_once(session: Session, made: Sequence[Delivery], carried: Mapping[int, tuple[int, int]]) -> None:
    """Type the packaging of orders that leave in one go; raise `packaging.several` for more than one delivery."""
    for pieces in carried.values():
        for count in pieces:
            check_pieces(count)
    if not any(map(any, carried.values())):
        return
    if len(made) > 1:
        raise DomainError("packaging.several")
    carry(session, made[0].id, carried)
    session.flush()


def copy(session: Session, former: Delivery, made: Delivery) -> None:
    """Have a delivery carry what another one did."""
    for row in _rows(session, former.id):
        session.add(
            DeliveryPackaging(
                delivery_id=made.id, packaging_id=row.packaging_id, delivered=row.delivered, returned=row.returned
            )
        )


def printed(session: Session, delivery: Delivery, language: str) -> list[Carried]:
    """Return what the note of a delivery says of its packaging, with the balance that it left."""
    rows = [row for row in _rows(session, delivery.id) if row.delivered or row.returned]
    if not rows:
        return []
    last = session.scalar(sa.select(sa.func.max(PackagingMove.id)).where(PackagingMove.delivery_id == delivery.id))
    after = holdings(session, delivery.customer_id, last)
    found = []
    for row in rows:
        held = after.get(row.packaging_id, 0) - (row.delivered - row.returned if last is not None else 0)
        label = session.get_one(Packaging, row.packaging_id).label_in(language)
        found.append(Carried(row.packaging_id, label, held, row.delivered, row.returned))
    return found


def account_of(session: Session, customer_id: int) -> Account:
    """Return the packaging account of a customer, in its language."""
    customer = session.get_one(Customer, customer_id)
    labels = {row.id: row.label_in(customer.language) for row in _all(session)}
    rows = session.execute(
        sa.select(PackagingMove, Delivery.number)
        .outerjoin(Delivery, Delivery.id == PackagingMove.delivery_id)
        .where(PackagingMove.customer_id == customer_id)
        .order_by(PackagingMove.id)
    )
    held: dict[int, int] = {}
    sums: dict[tuple[int, PackagingMoveKind], int] = {}
    moves = []
    for move, number in rows:
        kind = move.packaging_id
        held[kind] = held.get(kind, 0) + move.quantity
        sums[kind, move.kind] = sums.get((kind, move.kind), 0) + move.quantity
        moves.append(Move(move.moved_on, move.kind, labels[kind], move.quantity, held[kind], number, move.reference))
    balances = tuple(
        Balance(
            kind,
            label,
            sums.get((kind, PackagingMoveKind.DELIVERED), 0),
            -sums.get((kind, PackagingMoveKind.RETURNED), 0),
            held.get(kind, 0),
        )
        for kind, label in labels.items()
    )
    return Account(customer.id, customer.code, customer.name, customer.language, balances, tuple(reversed(moves)))


def _carried(session: Session, delivery: Delivery) -> list[Carried]:
    """Return what was typed for a delivery; what its products propose as long as nothing was."""
    rows = _rows(session, delivery.id)
    typed = {row.packaging_id: (row.delivered, row.returned) for row in rows}
    if not rows:
        lines = sa.select(DeliveryLine.product_id, DeliveryLine.quantity).where(
            DeliveryLine.delivery_id == delivery.id, DeliveryLine.product_id.is_not(None)
        )
        typed = proposed(session, [(product_id or 0, quantity) for product_id, quantity in session.execute(lines)])
    return _offered(session, delivery.customer_id, typed)


def _offered(session: Session, customer_id: int, pieces: Mapping[int, tuple[int, int]]) -> list[Carried]:
    held = holdings(session, customer_id)
    return [Carried(kind.id, kind.label, held.get(kind.id, 0), *pieces.get(kind.id, (0, 0))) for kind in _all(session)]


def _move(
    delivery: Delivery, kind: PackagingMoveKind, packaging_id: int, quantity: int, on: dt.date, now: dt.datetime
) -> PackagingMove:
    return PackagingMove(
        kind=kind,
        customer_id=delivery.customer_id,
        packaging_id=packaging_id,
        quantity=quantity,
        moved_on=on,
        at=now,
        delivery_id=delivery.id,
    )


def _all(session: Session) -> Sequence[Packaging]:
    found = session.scalars(sa.select(Packaging).order_by(Packaging.id))
    return sorted(found, key=lambda packaging: words_key(packaging.label))


def _rows(session: Session, delivery_id: int) -> Sequence[DeliveryPackaging]:
    statement = sa.select(DeliveryPackaging).where(DeliveryPackaging.delivery_id == delivery_id)
    return session.scalars(statement.order_by(DeliveryPackaging.packaging_id)).all()


def _delivery(session: Session, delivery_id: int) -> Delivery:
    found = session.get(Delivery, delivery_id)
    if found is None:
        raise DomainError("delivery.not_found", number=delivery_id)
    return found


def _refuse_used(session: Session, row: Packaging) -> None:
    used = sa.select(PackagingMove.id).where(PackagingMove.packaging_id == row.id)
    typed = sa.select(DeliveryPackaging.id).where(DeliveryPackaging.packaging_id == row.id)
    exchanged = sa.select(CarrierPackagingMove.id).where(CarrierPackagingMove.packaging_id == row.id)
    named = sa.select(Product.id).where(Product.packaging_id == row.id)
    if any(session.scalar(rows.limit(1)) is not None for rows in (used, typed, exchanged, named)):
        raise DomainError("packaging.used", label=row.label)


def _record(row: Packaging) -> PackagingRecord:
    return PackagingRecord(id=row.id, version=row.version, **{name: getattr(row, name) for name in _TYPED})


def _check_deposit(record: PackagingRecord) -> None:
    if record.deposit is not None and values.unit_price(record.deposit) <= 0:
        raise DomainError("packaging.deposit", label=record.label)
    vat.standard(record.vat_rate)

"""Packaging exchanged with carriers: what each was given and gave back, and the balance that it owes (R17)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.carrier import Carrier
from adv_desktop.models.errors import DomainError
from adv_desktop.models.packaging import CarrierPackagingMove, Packaging
from adv_desktop.models.rules.packaging import CarrierMoveKind, check_pieces
from adv_desktop.services import numbering, texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.folding import fold, words_key
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class CarrierBalance:
    """What a carrier was given, gave and owes of one kind; a count that differed is in `held` alone."""

    carrier: str
    packaging_id: int
    packaging: str
    given: int
    received: int
    held: int
    last: dt.date


@dataclass(frozen=True, slots=True)
class CarrierMove:
    """A move of a carrier's account, with what it owed afterwards."""

    on: dt.date
    kind: CarrierMoveKind
    packaging: str
    quantity: int
    held: int
    reference: str | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Pieces (given to, received from) a carrier by kind of packaging, on a day, by what voucher."""

    carrier: str
    pieces: Mapping[int, tuple[int, int]]
    on: dt.date
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class CarrierCount:
    """Pieces that a carrier was agreed to owe by kind of packaging, on a day, and why."""

    carrier: str
    pieces: Mapping[int, int]
    on: dt.date
    reason: str | None = None


class CarrierPackagingService:
    """The verbs on the packaging accounts of carriers."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def carriers(self) -> tuple[str, ...]:
        """Return the carriers by name: those that are listed, and those that have an account."""
        with self._store.read() as session:
            return _carriers(session)

    def balances(self) -> tuple[CarrierBalance, ...]:
        """Return what each carrier owes of each kind that it was ever given or gave."""
        with self._store.read() as session:
            return balances_of(session)

    def moves(self, carrier: str) -> tuple[CarrierMove, ...]:
        """Return the account of a carrier, the last move first."""
        with self._store.read() as session:
            return tuple(reversed(moves_of(session, carrier)))

    def exchange(self, command: Exchange) -> None:
        """Record what was given to a carrier and what it gave."""
        for given, received in command.pieces.values():
            check_pieces(given)
            check_pieces(received)
        with self._store.write("packaging.exchange") as session:
            changes = [
                (packaging_id, kind, change)
                for packaging_id, (given, received) in command.pieces.items()
                for kind, change in ((CarrierMoveKind.GIVEN, given), (CarrierMoveKind.RECEIVED, -received))
            ]
            self._record(session, command.carrier, changes, command.on, command.reference)

    def count(self, command: CarrierCount) -> None:
        """Bring an account to what was agreed with the carrier, with the reason."""
        if not (command.reason or "").strip():
            raise DomainError("reason.missing")
        for count in command.pieces.values():
            check_pieces(count)
        with self._store.write("packaging.carrier_counted") as session:
            held = {
                row.packaging_id: row.held for row in balances_of(session) if fold(row.carrier) == fold(command.carrier)
            }
            changes = [
                (packaging_id, CarrierMoveKind.COUNTED, count - held.get(packaging_id, 0))
                for packaging_id, count in command.pieces.items()
            ]
            self._record(session, command.carrier, changes, command.on, command.reason)

    def _record(
        self,
        session: Session,
        carrier: str,
        changes: list[tuple[int, CarrierMoveKind, int]],
        on: dt.date,
        reference: str | None,
    ) -> None:
        numbering.refuse_future(on, self._clock.today())
        known = {fold(name): name for name in _carriers(session)}
        if fold(carrier) not in known:
            raise DomainError("packaging.carrier", carrier=carrier)
        made = [
            CarrierPackagingMove(
                kind=kind, carrier=known[fold(carrier)], packaging_id=packaging_id, quantity=change, moved_on=on,
                at=self._clock.now(), reference=reference,
            )
            for packaging_id, kind, change in changes
            if change
        ]  # fmt: skip
        if not made:
            raise DomainError("packaging.nothing")
        session.add_all(made)


def balances_of(session: Session) -> tuple[CarrierBalance, ...]:
    """Return the balances by carrier and packaging."""
    move, language = CarrierPackagingMove, texts.current().language
    rows = session.execute(
        sa.select(
            move.carrier, Packaging, _sum_of(CarrierMoveKind.GIVEN), _sum_of(CarrierMoveKind.RECEIVED),
            sa.func.sum(move.quantity), sa.func.max(move.moved_on),
        )
        .join(Packaging, Packaging.id == move.packaging_id)
        .group_by(move.carrier, move.packaging_id)
    )  # fmt: skip
    found = [
        CarrierBalance(carrier, kind.id, kind.label_in(language), given or 0, -(received or 0), held, last)
        for carrier, kind, given, received, held, last in rows
    ]
    return tuple(sorted(found, key=lambda row: (words_key(row.carrier), words_key(row.packaging))))


def moves_of(session: Session, carrier: str) -> list[CarrierMove]:
    """Return the moves of a carrier, the first one first, with the balance that each left."""
    language, held, found = texts.current().language, dict[int, int](), []
    rows = session.execute(
        sa.select(CarrierPackagingMove, Packaging)
        .join(Packaging, Packaging.id == CarrierPackagingMove.packaging_id)
        .where(CarrierPackagingMove.carrier == carrier)
        .order_by(CarrierPackagingMove.id)
    )
    for move, packaging in rows:
        held[packaging.id] = held.get(packaging.id, 0) + move.quantity
        label = packaging.label_in(language)
        found.append(CarrierMove(move.moved_on, move.kind, label, move.quantity, held[packaging.id], move.reference))
    return found


def _sum_of(kind: CarrierMoveKind) -> sa.SQLColumnExpression[int]:
    return sa.func.sum(CarrierPackagingMove.quantity).filter(CarrierPackagingMove.kind == kind)


def _carriers(session: Session) -> tuple[str, ...]:
    listed = session.scalars(sa.select(Carrier.name)).all()
    moved = session.scalars(sa.select(CarrierPackagingMove.carrier).distinct()).all()
    known = {fold(name): name for name in (*moved, *listed)}
    return tuple(sorted(known.values(), key=words_key))

"""Serial numbers: one for each unit that leaves; where each unit is follows the moves of the stock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DeliveryState, StockMoveKind, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.models.rules import serial_numbers
from adv_desktop.models.rules.serial_numbers import SerialKeeping, SerialState
from adv_desktop.models.sales_order import OrderLine
from adv_desktop.models.serial import SerialMove, SerialUnit
from adv_desktop.services.prepared import listed

MISSING, REFUSED = "serial_missing", "serial_refused"
Found = tuple[str, DomainError, DeliveryLine]


@dataclass(frozen=True, slots=True)
class UnitsMoved:
    """Units that come in or go out: how many, their numbers, and by what."""

    product_id: int
    quantity: Decimal  # negative where they go out
    numbers: Sequence[str]
    kind: StockMoveKind
    on: dt.date
    at: dt.datetime
    delivery_line_id: int | None = None
    reason: str | None = None


def name(lines: Iterable[DeliveryLine], numbers: Mapping[int, Sequence[str]]) -> None:
    """Note the serial numbers that were picked for lines, by line id; a line left out keeps its own."""
    for line in lines:
        if line.id in numbers:
            line.serials = list(numbers[line.id]) or None


def is_kept(session: Session, line: DeliveryLine) -> bool:
    """Whether each unit of a delivery line needs its number; what the supplier sends has none here."""
    if line.product_id is None or not line.has_goods:
        return False
    product = session.get_one(Product, line.product_id)
    if product.serials is None or not product.stocked:
        return False
    ordered = session.get(OrderLine, line.order_line_id) if line.location_id is None else None
    return ordered is None or ordered.supply is not Supply.DIRECT


def check(session: Session, delivery: Delivery) -> list[Found]:
    """Return what is wrong with the serial numbers of a delivery that leaves, as (kind of check, error, line)."""
    found: list[Found] = []
    seen: set[tuple[int, str]] = set()
    for line in delivery.lines:
        if not is_kept(session, line):
            continue
        product = session.get_one(Product, line.product_id)
        numbers = list(line.serials or ())
        if len(numbers) != line.quantity:
            facts = {"line": line.no, "product": product.code, "named": len(numbers), "wanted": line.quantity}
            code = "serial.missing" if len(numbers) < line.quantity else "serial.too_many"
            found.append((MISSING, DomainError(code, **facts), line))
        twice = [number for number in numbers if (product.id, number) in seen]
        seen.update((product.id, number) for number in numbers)
        errors = [DomainError("serial.twice", number=number) for number in twice]
        errors += refusals(session, product, numbers, delivery.id)
        found += [(REFUSED, error, line) for error in errors]
    return found


def refusals(session: Session, product: Product, numbers: Sequence[str], delivery_id: int | None) -> list[DomainError]:
    """Say which of the numbers cannot leave with a delivery: unknown, not here, or picked for another one."""
    known = units(session, product.id, numbers)
    taken = _picked_elsewhere(session, product.id, delivery_id) if numbers else {}
    found = []
    for number in numbers:
        error = _cannot_leave(session, product, number, known.get(number))
        if error is None and number in taken:
            error = DomainError("serial.taken", product=product.code, number=number, delivery=taken[number])
        if error is not None:
            found.append(error)
    return found


def refused_of_line(session: Session, line_id: int, numbers: Sequence[str]) -> list[DomainError]:
    """Say which of the numbers cannot leave with a delivery line, its own apart.

    Raise `serial.not_kept` where it needs none.
    """
    line = session.get_one(DeliveryLine, line_id)
    product = session.get(Product, line.product_id) if line.product_id else None
    if product is None or product.serials is None:
        raise DomainError("serial.not_kept", product=line.product_code or line.label)
    own = set(line.serials or ())
    return refusals(session, product, [number for number in numbers if number not in own], line.delivery_id)


def leave(session: Session, delivery: Delivery, on: dt.date) -> None:
    """Freeze the warranty of what leaves; raise whatever is wrong with its numbers, for no reason passes over it."""
    for _kind, error, _line in check(session, delivery):
        raise error
    for line in delivery.lines:
        if not is_kept(session, line):
            line.serials = None
        if line.product_id is not None and line.has_goods:
            months = session.get_one(Product, line.product_id).warranty_months
            line.warranty_until = serial_numbers.warranty_end(on, months)


def follow(session: Session, moved: UnitsMoved) -> None:
    """Bring units where a move of the stock takes them.

    Raise `serial.count` unless each unit is named, where those of the product are known from their receipt or some are
    named.
    """
    product = session.get_one(Product, moved.product_id)
    if moved.kind is StockMoveKind.TRANSFER or not (moved.numbers or product.serials is SerialKeeping.RECEIPT):
        return
    if len(moved.numbers) != abs(moved.quantity):
        facts = {"product": product.code, "named": len(moved.numbers), "wanted": abs(moved.quantity)}
        raise DomainError("serial.count", **facts)
    serial_numbers.refuse_twice(moved.numbers)
    known = units(session, product.id, moved.numbers)
    for number in moved.numbers:
        unit = known.get(number)
        if moved.quantity > 0:
            _refuse_entry(session, product, number, unit, moved)
        elif moved.kind is StockMoveKind.DELIVERY:
            error = _cannot_leave(session, product, number, unit)
            if error is not None:
                raise error
        elif unit is None or unit.state is not SerialState.IN_STOCK:
            raise DomainError("serial.not_here", product=product.code, number=number)
        _put(session, unit or SerialUnit(product_id=product.id, number=number), _state_after(moved), moved)


def lose(session: Session, line: DeliveryLine, on: dt.date, at: dt.datetime, reason: str) -> None:
    """Note that the units of a delivery line came nowhere."""
    numbers = list(line.serials or ())
    moved = UnitsMoved(line.product_id or 0, Decimal(-len(numbers)), numbers, StockMoveKind.SCRAP, on, at, line.id,
                       reason)  # fmt: skip
    for unit in units(session, line.product_id or 0, numbers).values():
        _put(session, unit, SerialState.GONE, moved)


def units(session: Session, product_id: int, numbers: Sequence[str]) -> dict[str, SerialUnit]:
    """Return the units of a product that have one of the numbers, by number."""
    if not numbers:
        return {}
    values = sa.func.json_each(listed(numbers)).table_valued("value")
    rows = session.scalars(
        sa.select(SerialUnit).where(
            SerialUnit.product_id == product_id, SerialUnit.number.in_(sa.select(values.c.value))
        )
    )
    return {unit.number: unit for unit in rows}


def count_in_stock(session: Session, product_id: int) -> int:
    """Return how many units of a product are in stock with their number."""
    statement = sa.select(sa.func.count()).where(
        SerialUnit.product_id == product_id, SerialUnit.state == SerialState.IN_STOCK
    )
    return session.scalar(statement) or 0


def _put(session: Session, unit: SerialUnit, state: SerialState, moved: UnitsMoved) -> None:
    unit.state = state
    unit.delivery_line_id = moved.delivery_line_id if state is SerialState.DELIVERED else None
    session.add(unit)
    session.flush()
    session.add(
        SerialMove(
            unit_id=unit.id, kind=moved.kind, state=state, moved_on=moved.on, at=moved.at,
            delivery_line_id=moved.delivery_line_id, reason=moved.reason,
        )
    )  # fmt: skip


def _state_after(moved: UnitsMoved) -> SerialState:
    if moved.quantity > 0:
        return SerialState.IN_STOCK
    return SerialState.DELIVERED if moved.kind is StockMoveKind.DELIVERY else SerialState.GONE


def _cannot_leave(session: Session, product: Product, number: str, unit: SerialUnit | None) -> DomainError | None:
    facts = {"product": product.code, "number": number}
    if unit is None:
        return DomainError("serial.unknown", **facts) if product.serials is SerialKeeping.RECEIPT else None
    if unit.state is SerialState.DELIVERED:
        return DomainError("serial.delivered", **facts, **_where(session, unit))
    return DomainError("serial.gone", **facts) if unit.state is SerialState.GONE else None


def _refuse_entry(
    session: Session, product: Product, number: str, unit: SerialUnit | None, moved: UnitsMoved
) -> None:  # fmt: skip
    """Refuse a unit that is in stock already, or at a customer's where it is not this delivery that comes back."""
    facts = {"product": product.code, "number": number}
    if unit is None:
        return
    if unit.state is SerialState.IN_STOCK:
        raise DomainError("serial.in_stock", **facts)
    comes_back = moved.kind is StockMoveKind.RETURN and unit.delivery_line_id == moved.delivery_line_id
    if unit.state is SerialState.DELIVERED and not comes_back:
        raise DomainError("serial.at_customer", **facts, **_where(session, unit))


def _where(session: Session, unit: SerialUnit) -> dict[str, object]:
    """Return who has a unit and by which delivery note."""
    row = session.execute(
        sa.select(Delivery.customer_name, Delivery.number, Delivery.delivery_date)
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(DeliveryLine.id == unit.delivery_line_id)
    ).one()
    return {"customer": row.customer_name, "delivery": row.number, "on": row.delivery_date}


def _picked_elsewhere(session: Session, product_id: int, delivery_id: int | None) -> dict[str, object]:
    """Return the delivery in preparation that each number is picked for, this one apart."""
    rows = session.execute(
        sa.select(DeliveryLine.serials, Delivery.picking_number)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(
            DeliveryLine.product_id == product_id,
            Delivery.state.in_((DeliveryState.TO_PREPARE, DeliveryState.PREPARED)),
            Delivery.id.is_distinct_from(delivery_id),
        )
    )
    return {str(number): row.picking_number for row in rows for number in row.serials or ()}

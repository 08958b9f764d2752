"""Which units come back of a delivery, and which of them go back to stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.errors import DomainError
from adv_desktop.models.goods_return import GoodsReturnLine
from adv_desktop.models.rules.serial_numbers import SerialState, read, refuse_twice
from adv_desktop.models.serial import SerialUnit
from adv_desktop.services import kit_returns

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class NamedUnits:
    """Units of a return as they are named: those that came, and those of them that do not go back to stock."""

    came: Sequence[str] = ()
    scrapped: Sequence[str] = ()
    to_supplier: Sequence[str] = ()


UNNAMED = NamedUnits()


def named_units(came: str, unfit: str, scrapped: Decimal) -> NamedUnits:
    """Read the units of a line as they are typed: those that came, and those that do not go back to stock.

    Of the latter, the first ones are thrown away and the others go to the supplier.
    """
    others, count = read(unfit), int(scrapped)
    return NamedUnits(read(came), others[:count], others[count:])


def at_customer(session: Session, line_id: int) -> list[str]:
    """Return the numbers of the units of a delivery line that its customer still has."""
    statement = sa.select(SerialUnit.number).where(
        SerialUnit.delivery_line_id == line_id, SerialUnit.state == SerialState.DELIVERED
    )
    return list(session.scalars(statement.order_by(SerialUnit.number)))


def allow(session: Session, delivery: Delivery, line: GoodsReturnLine, numbers: Sequence[str]) -> None:
    """Note which units of a line may come back; raise `serial.not_sent`, `serial.which` or `serial.twice`."""
    if not numbers:
        return
    refuse_twice(numbers)
    sent = next(one for one in delivery.lines if one.id == line.delivery_line_id)
    there = [number for part, _quantity in kit_returns.goods_of(session, sent, line.quantity)
             for number in at_customer(session, part.id)]  # fmt: skip
    for number in numbers:
        if number not in there:
            facts = {"product": sent.product_code, "number": number, "delivery": delivery.name}
            raise DomainError("serial.not_sent", **facts)
    if sent.serials and len(numbers) != line.quantity:
        raise _which(sent, line.quantity, there)
    line.serials = list(numbers)


def units_back(
    session: Session, line: GoodsReturnLine, sent: DeliveryLine, named: NamedUnits
) -> Mapping[int, NamedUnits]:
    """Return the units that come back of a return line, by delivery line id: of a kit, those of its components.

    Those that were not named are known where all come back, or all share one fate; else raise `serial.which` or
    `serial.unfit`.
    """
    scrapped, supplier = (
        {part.id: quantity for part, quantity in kit_returns.goods_of(session, sent, fate)} if fate else {}
        for fate in (line.scrapped, line.to_supplier)
    )
    asked = list(named.came or line.serials or ())
    back: dict[int, NamedUnits] = {}
    for part, quantity in kit_returns.goods_of(session, sent, line.received) if line.received else ():
        if part.serials:
            came = _came(session, part, quantity, asked)
            fates = scrapped.get(part.id, ZERO), supplier.get(part.id, ZERO)
            back[part.id] = _fates(line, came, named, fates)
    line.serials = [number for units in back.values() for number in units.came] or None
    return back


def _came(session: Session, part: DeliveryLine, quantity: Decimal, asked: Sequence[str]) -> list[str]:
    there = at_customer(session, part.id)
    chosen = [number for number in asked if number in there]
    if len(chosen) == quantity:
        return chosen
    if len(there) == quantity:
        return there
    raise _which(part, quantity, there)


def _fates(
    line: GoodsReturnLine, came: Sequence[str], named: NamedUnits, counts: tuple[Decimal, Decimal]
) -> NamedUnits:  # fmt: skip
    """Say which units are thrown away and which go to the supplier: all of them, none, or those that are named."""
    fates = []
    for count, numbers in zip(counts, (named.scrapped, named.to_supplier), strict=True):
        chosen = came if count == len(came) else [number for number in numbers if number in came]
        if len(chosen) != count:
            raise DomainError("serial.unfit", line=line.no)
        fates.append(chosen)
    if set(fates[0]) & set(fates[1]):
        raise DomainError("serial.unfit", line=line.no)
    return NamedUnits(came, *fates)


def _which(sent: DeliveryLine, quantity: Decimal, there: Sequence[str]) -> DomainError:
    facts = {"line": sent.no, "product": sent.product_code, "wanted": quantity, "out": len(there)}
    return DomainError("serial.which", **facts)

"""Lots: named when goods come in, proposed by their use-by date when they leave, checked before they do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.line import copied
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.models.rules import fefo
from adv_desktop.models.rules.fefo import Batch, LifeWanted
from adv_desktop.models.stock import Lot, StockMove
from adv_desktop.models.values import plain
from adv_desktop.services.stock import IN_HOUSE, is_depot

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LotStock:
    """What is there of a lot; `free` leaves out what other deliveries to prepare have taken of it."""

    lot_id: int | None
    code: str | None
    use_by: dt.date | None
    quantity: Decimal
    free: Decimal


@dataclass(frozen=True, slots=True)
class LotPick:
    """How much of a delivery line is taken from a lot, named by its code."""

    lot: str
    quantity: Decimal


def lot_for(session: Session, product: Product, code: str | None, use_by: dt.date | None) -> Lot | None:
    """Return the lot of goods that come in, made when it is new; a product tracked by lot needs one."""
    name = (code or "").strip()
    if not name:
        if product.lot_tracked:
            raise DomainError("stock.lot_missing", product=product.code)
        return None
    known = find(session, product.id, name)
    if known is None:
        known = Lot(product_id=product.id, code=name, use_by=use_by)
        session.add(known)
        session.flush()
    elif use_by is not None and known.use_by is not None and use_by != known.use_by:
        raise DomainError("stock.lot_other_date", lot=name, known=known.use_by, written=use_by)
    known.use_by = known.use_by or use_by
    return known


def find(session: Session, product_id: int, code: str) -> Lot | None:
    """Return a lot of a product by its code."""
    return session.scalar(sa.select(Lot).where(Lot.product_id == product_id, Lot.code == code))


def named(session: Session, product: Product, code: str) -> Lot:
    """Return a lot by its code; raise `stock.no_lot`."""
    lot = find(session, product.id, code.strip())
    if lot is None:
        raise DomainError("stock.no_lot", product=product.code, lot=code.strip())
    return lot


def in_stock(
    session: Session, product_id: int, *, besides: Iterable[int] = (), depot_id: int | None = None
) -> list[LotStock]:
    """Return what is there of each lot, first expired first; `besides` are delivery lines that take nothing.

    Without a depot, what is in our warehouse.
    """
    total = sa.func.sum(StockMove.quantity)
    rows = session.execute(
        sa.select(StockMove.lot_id, Lot.code, Lot.use_by, total)
        .outerjoin(Lot, Lot.id == StockMove.lot_id)
        .where(StockMove.product_id == product_id, _there(depot_id))
        .group_by(StockMove.lot_id)
        .having(total != ZERO)
    ).all()
    taken = _taken(session, product_id, besides)
    found = [LotStock(*row, max(row[3] - taken.get(row[0], ZERO), ZERO)) for row in rows]
    return sorted(found, key=lambda lot: (lot.use_by or dt.date.max, lot.lot_id or 0))


def quantity_of(session: Session, product_id: int, lot_id: int | None, depot_id: int | None = None) -> Decimal:
    """Return what is there of a lot, or of what has no lot; without a depot, in our warehouse."""
    statement = sa.select(sa.func.sum(StockMove.quantity)).where(
        StockMove.product_id == product_id, StockMove.lot_id.is_not_distinct_from(lot_id), _there(depot_id)
    )
    return session.scalar(statement) or ZERO


def _there(depot_id: int | None) -> sa.ColumnElement[bool]:
    return IN_HOUSE if depot_id is None else StockMove.location_id == depot_id


def _depot(session: Session, line: DeliveryLine) -> int | None:
    """Return the depot that a line is taken from, None where it leaves from our warehouse."""
    return line.location_id if is_depot(session, line.location_id) else None


def life_wanted(customer: Customer, product: Product) -> LifeWanted:
    """Return what a customer wants left of the life of a product that leaves."""
    return LifeWanted(customer.minimum_life_days, customer.minimum_life_part, product.life_days)


def propose(session: Session, delivery: Delivery) -> None:
    """Give the lines of products tracked by lot the lots that expire first, one line a lot."""
    customer = session.get_one(Customer, delivery.customer_id)
    taken_here: dict[int | None, Decimal] = {}
    lines: list[DeliveryLine] = []
    own = [line.id for line in delivery.lines if line.id]
    for line in delivery.lines:
        if line.lot_id is not None or not _is_tracked(session, line):
            lines.append(line)
            continue
        wanted = life_wanted(customer, session.get_one(Product, line.product_id))
        free = [
            Batch(lot.lot_id, lot.use_by, lot.free - taken_here.get(lot.lot_id, ZERO))
            for lot in in_stock(session, line.product_id or 0, besides=own, depot_id=_depot(session, line))
        ]
        shares = fefo.pick(free, line.quantity, wanted.until(delivery.delivery_date))
        for lot_id, share in shares:
            taken_here[lot_id] = taken_here.get(lot_id, ZERO) + share
        lines += split(line, shares)
    delivery.lines[:] = lines


def split(line: DeliveryLine, shares: Sequence[tuple[int | None, Decimal]]) -> list[DeliveryLine]:
    """Part a delivery line between lots; what no lot provides stays without one."""
    left = line.quantity - sum((share for _lot, share in shares), ZERO)
    parts = [*shares, (None, left)] if left > ZERO or not shares else list(shares)
    (lot_id, quantity), *others = parts
    made = [_part(line, other, share) for other, share in others]
    _keep_rest(line, made)
    line.lot_id, line.quantity = lot_id, quantity
    return [line, *made]


def choose(session: Session, line: DeliveryLine, picks: Sequence[LotPick]) -> list[DeliveryLine]:
    """Part a delivery line between the lots that were picked."""
    product = session.get_one(Product, line.product_id)
    shares = [(named(session, product, pick.lot).id, pick.quantity) for pick in picks if pick.quantity > ZERO]
    line.pick(sum((share for _lot, share in shares), ZERO))
    return split(line, shares) if shares else [line]


def take(session: Session, delivery: Delivery, picked: Mapping[int, Sequence[LotPick]]) -> None:
    """Part the lines of a delivery between the lots that they were picked from, by line id."""
    lines: list[DeliveryLine] = []
    for line in delivery.lines:
        lines += choose(session, line, picked[line.id]) if picked.get(line.id) else [line]
    delivery.lines[:] = lines


def check(session: Session, delivery: Delivery, on: dt.date) -> list[tuple[str, DomainError, DeliveryLine]]:
    """Return what is wrong with the lots of a delivery that leaves, as (kind of check, error, line)."""
    customer = session.get_one(Customer, delivery.customer_id)
    wanted: dict[tuple[int, int | None], Decimal] = {}
    found: list[tuple[str, DomainError, DeliveryLine]] = []
    for line in delivery.lines:
        if not _is_tracked(session, line):
            continue
        key = line.product_id or 0, line.lot_id
        wanted[key] = wanted.get(key, ZERO) + line.quantity
        lot = session.get(Lot, line.lot_id) if line.lot_id else None
        life = life_wanted(customer, session.get_one(Product, line.product_id))
        if lot is not None and not fefo.lasts(lot.use_by, life.until(on)):
            found.append(("lot_life", _too_old(line, lot, (life, customer.name), on), line))
        there = quantity_of(session, *key, _depot(session, line))
        if wanted[key] > there:
            facts = {"product": line.product_code, "wanted": wanted[key], "stock": there}
            missing = DomainError("delivery.lot_missing", line=line.no, **facts)
            short = DomainError("delivery.lot_short", lot=lot.code, **facts) if lot else missing
            found.append(("lot_short", short, line))
    return found


def _too_old(line: DeliveryLine, lot: Lot, asked: tuple[LifeWanted, str], on: dt.date) -> DomainError:
    """Say what is wrong with the life of a lot, `asked` being what is wanted and by whom."""
    life, customer = asked
    left = (lot.use_by - on).days if lot.use_by else 0
    facts: dict[str, object] = {"product": line.product_code, "lot": lot.code, "use_by": lot.use_by}
    if left < 0:
        return DomainError("delivery.lot_expired", **facts)
    facts |= {"left": left, "asked": life.left, "customer": customer}
    if life.by_part:
        return DomainError("delivery.lot_life_part", **facts, part=life.part, whole=life.whole)
    return DomainError("delivery.lot_life", **facts)


def _is_tracked(session: Session, line: DeliveryLine) -> bool:
    if line.product_id is None or not line.has_goods or line.location_id is None:
        return False  # what the supplier sends has no place here
    product = session.get_one(Product, line.product_id)
    return product.lot_tracked and product.stocked


def _part(line: DeliveryLine, lot_id: int | None, quantity: Decimal) -> DeliveryLine:
    weight = line.weight_of(quantity)
    return DeliveryLine(
        **copied(line),
        no=line.no,
        quantity=quantity,
        order_line_id=line.order_line_id,
        ordered=line.ordered,
        still_due=line.still_due,
        cost=line.cost,
        replaces_id=line.replaces_id,
        location_id=line.location_id,
        lot_id=lot_id,
        catch_weight=weight,
        weights=[plain(weight)] if weight is not None and line.weights else None,
        net=0,
    )


def _keep_rest(line: DeliveryLine, parts: Sequence[DeliveryLine]) -> None:
    """Leave a line sold by weight what its parts do not weigh, so that they make up its weight to the gram."""
    if line.catch_weight is None or not parts:
        return
    line.catch_weight -= sum((part.catch_weight or ZERO for part in parts), ZERO)
    line.weights = [plain(line.catch_weight)] if line.weights else None


def _taken(session: Session, product_id: int, besides: Iterable[int]) -> dict[int | None, Decimal]:
    """Return what deliveries that have not left take of each lot."""
    statement = (
        sa.select(DeliveryLine.lot_id, sa.func.sum(DeliveryLine.quantity))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(
            DeliveryLine.product_id == product_id,
            DeliveryLine.id.not_in(list(besides)),
            Delivery.state.in_((DeliveryState.TO_PREPARE, DeliveryState.PREPARED)),
        )
        .group_by(DeliveryLine.lot_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}

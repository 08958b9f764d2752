"""The parcels of a delivery: weighed and measured until it leaves, tracked one by one afterwards (case 48)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine, DeliveryParcel, DeliveryProgress
from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.models.rules.packing import PackedGoods, refuse_more_than
from adv_desktop.models.values import plain
from adv_desktop.services import carriers, shipping_notices
from adv_desktop.services.store import Store

MOST_PARCELS = 999
MOST_CM = 10_000
_OPEN = (DeliveryState.TO_PREPARE, DeliveryState.PREPARED)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A box or pallet: weight in kilograms, outside dimensions in centimetres, tracking number, what it holds."""

    weight_kg: Decimal | None = None
    length_cm: int | None = None
    width_cm: int | None = None
    height_cm: int | None = None
    tracking: str | None = None
    packing: str | None = None
    contents: tuple[PackedGoods, ...] = ()


class ParcelService:
    """Records the parcels of deliveries."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def record(self, delivery_id: int, version: int, parcels: Sequence[Parcel]) -> None:
        """Make the parcels of a delivery what is given; of one that has left only the tracking numbers change."""
        _refuse_wrong(parcels)
        with self._store.write("delivery.parcels") as session:
            delivery = session.get(Delivery, delivery_id)
            if delivery is None:
                raise DomainError("delivery.not_found", number=delivery_id)
            delivery.refuse_if_changed(version)
            if delivery.state in _OPEN:
                _refuse_other_goods(session, delivery, parcels)
                _put(session, delivery, parcels)
            elif delivery.state is DeliveryState.SHIPPED:
                track(session, delivery, [parcel.tracking for parcel in parcels])
            else:
                raise DomainError("delivery.wrong_state", delivery=delivery.name)


def of_delivery(session: Session, delivery_id: int) -> list[Parcel]:
    """Return the parcels of a delivery in their order."""
    return [_facts(row) for row in _rows(session, delivery_id)]


def proposed_weight(session: Session, delivery_id: int) -> Decimal | None:
    """Return what the goods of a delivery weigh by the weights of their products; None while one is not known."""
    rows = session.execute(
        sa.select(DeliveryLine.quantity, DeliveryLine.catch_weight, Product.weight_kg)
        .join(Product, Product.id == DeliveryLine.product_id)
        .where(DeliveryLine.delivery_id == delivery_id)
    ).all()
    if not rows or any(row.weight_kg is None for row in rows):
        return None
    return sum((row.catch_weight or row.quantity * row.weight_kg for row in rows), Decimal(0)).quantize(
        Decimal("0.001")
    )


def track(session: Session, delivery: Delivery, numbers: Sequence[str | None]) -> None:
    """Give the parcels of a shipped delivery their tracking numbers; parcels that were only counted get rows."""
    rows = _rows(session, delivery.id)
    if rows and len(rows) != len(numbers):
        raise DomainError("parcel.count_differs", delivery=delivery.name, count=len(rows), given=len(numbers))
    if not rows:
        rows = [DeliveryParcel(delivery_id=delivery.id, no=no) for no in range(1, len(numbers) + 1)]
        session.add_all(rows)
    for row, number in zip(rows, numbers, strict=True):
        row.tracking = (number or "").strip() or None
    session.flush()
    progress = session.get(DeliveryProgress, delivery.id)
    if progress is not None:
        follow(session, progress)
        session.flush()
        shipping_notices.refresh(session, delivery.id)


def follow(session: Session, progress: DeliveryProgress) -> None:
    """Name on a shipped delivery all the tracking numbers of its parcels, and the page of the first."""
    numbers = [parcel.tracking for parcel in of_delivery(session, progress.delivery_id) if parcel.tracking]
    if numbers:
        progress.tracking = ", ".join(dict.fromkeys(numbers))
        progress.tracking_url = carriers.tracking_link(session, progress.carrier, numbers[0])


def _put(session: Session, delivery: Delivery, parcels: Sequence[Parcel]) -> None:
    numbered = {row.no: row.sscc for row in _rows(session, delivery.id)}
    session.execute(sa.delete(DeliveryParcel).where(DeliveryParcel.delivery_id == delivery.id))
    for no, parcel in enumerate(parcels, start=1):
        session.add(
            DeliveryParcel(
                delivery_id=delivery.id,
                no=no,
                weight_kg=parcel.weight_kg,
                length_cm=parcel.length_cm,
                width_cm=parcel.width_cm,
                height_cm=parcel.height_cm,
                sscc=numbered.get(no),
                tracking=(parcel.tracking or "").strip() or None,
                packing=(parcel.packing or "").strip() or None,
                contents=[{"code": one.code, "quantity": plain(one.quantity)} for one in parcel.contents],
            )
        )
    delivery.parcels = len(parcels) or None
    weights = [parcel.weight_kg for parcel in parcels]
    if parcels and all(weight is not None for weight in weights):
        delivery.weight_kg = sum((weight or Decimal(0) for weight in weights), Decimal(0))


def even(count: int, weight_kg: Decimal | None, known: Sequence[Parcel] = ()) -> list[Parcel]:
    """Return so many parcels, those that are known first; a total weight is shared among them to the gram."""
    parcels = [*known[:count], *([Parcel()] * (count - len(known)))]
    if weight_kg is None or not count or any(parcel.weight_kg is not None for parcel in parcels):
        return parcels
    grams = int(weight_kg * 1000)
    shares = [grams // count + (place < grams % count) for place in range(count)]
    weighed = zip(parcels, shares, strict=True)
    return [replace(parcel, weight_kg=Decimal(share) / 1000) for parcel, share in weighed]


def _refuse_wrong(parcels: Sequence[Parcel]) -> None:
    if len(parcels) > MOST_PARCELS:
        raise DomainError("parcel.too_many", most=MOST_PARCELS)
    for no, parcel in enumerate(parcels, start=1):
        if parcel.weight_kg is not None and parcel.weight_kg <= 0:
            raise DomainError("parcel.weight", no=no, written=parcel.weight_kg)
        for size in (parcel.length_cm, parcel.width_cm, parcel.height_cm):
            if size is not None and not 0 < size <= MOST_CM:
                raise DomainError("parcel.size", no=no, written=size)


def leaving(session: Session, delivery_id: int) -> dict[str, Decimal]:
    """Return how much leaves of each product, by its code; a line without one goes by its number."""
    lines = sa.select(DeliveryLine).where(DeliveryLine.delivery_id == delivery_id).order_by(DeliveryLine.no)
    found: dict[str, Decimal] = {}
    for line in session.scalars(lines):
        if line.is_item:
            code = line.product_code or str(line.no)
            found[code] = found.get(code, Decimal(0)) + line.quantity
    return found


def _refuse_other_goods(session: Session, delivery: Delivery, parcels: Sequence[Parcel]) -> None:
    contents = [packed for parcel in parcels for packed in parcel.contents]
    if contents:
        refuse_more_than(contents, leaving(session, delivery.id))


def _rows(session: Session, delivery_id: int) -> list[DeliveryParcel]:
    found = sa.select(DeliveryParcel).where(DeliveryParcel.delivery_id == delivery_id).order_by(DeliveryParcel.no)
    return list(session.scalars(found))


def _facts(row: DeliveryParcel) -> Parcel:
    return Parcel(row.weight_kg, row.length_cm, row.width_cm, row.height_cm, row.tracking, row.packing, _contents(row))


def _contents(row: DeliveryParcel) -> tuple[PackedGoods, ...]:
    return tuple(PackedGoods(str(fact["code"]), Decimal(str(fact["quantity"]))) for fact in row.contents or ())

"""Units with a serial number that left: whom they went to, when, under which warranty, and whether they came back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import StockMoveKind
from adv_desktop.models.product import Product
from adv_desktop.models.rules.serial_numbers import SerialState
from adv_desktop.models.serial import SerialMove, SerialUnit
from adv_desktop.services.queries.listing import starts
from adv_desktop.services.queries.selected import Select
from adv_desktop.services.texts import N_, Texts

FIRST = 8  # of a page that shows the latest ones
MOST = 5000
COVERED = N_("Under warranty until {date}")
OVER = N_("Out of warranty since {date}")
UNKNOWN = N_("No warranty noted")
_BACK, _LATER = aliased(SerialMove), aliased(SerialMove)


@dataclass(frozen=True, slots=True)
class InstalledUnit:
    """A unit that left with a delivery; `back_on` is when it came back or was lost, `became` where it then was."""

    unit_id: int
    number: str
    product_id: int
    product: str
    label: str
    customer_id: int
    customer: str
    line_id: int
    line_no: int
    delivery_id: int
    delivery: str
    delivered_on: dt.date
    warranty_until: dt.date | None
    back_on: dt.date | None
    became: SerialState | None

    def is_covered(self, on: dt.date) -> bool:
        """Whether it is under warranty on a day."""
        return self.warranty_until is not None and on <= self.warranty_until


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit found by its number, where it is, and every delivery that it left with, the latest first."""

    number: str
    product: str
    label: str
    state: SerialState
    left: tuple[InstalledUnit, ...]


def of_customer(session: Session, customer_id: int, limit: int = MOST) -> tuple[InstalledUnit, ...]:
    """Return what a customer got, the latest first."""
    return _units(session, _LEFT.where(Delivery.customer_id == customer_id).limit(limit))


def of_product(session: Session, product_id: int, limit: int = MOST) -> tuple[InstalledUnit, ...]:
    """Return the units of a product that left, the latest first."""
    return _units(session, _LEFT.where(SerialUnit.product_id == product_id).limit(limit))


def numbered(session: Session, text: str, limit: int = MOST) -> tuple[InstalledUnit, ...]:
    """Return the units that left whose number begins with a text, the latest first."""
    written = text.strip().upper()
    return _units(session, _LEFT.where(starts(SerialUnit.number, written)).limit(limit)) if written else ()


def latest_of(session: Session, unit_id: int) -> InstalledUnit | None:
    """Return the last departure of a unit, None while it never left."""
    return next(iter(_units(session, _LEFT.where(SerialUnit.id == unit_id).limit(1))), None)


def find(session: Session, text: str) -> tuple[FoundUnit, ...]:
    """Return the units of a number; where there is none, those whose number begins so."""
    written = text.strip().upper()
    if not written:
        return ()
    same = SerialUnit.number == written
    return _found(session, same) or _found(session, starts(SerialUnit.number, written))


def warranty_words(unit: InstalledUnit, on: dt.date, texts: Texts, day: str) -> str:
    """Say whether a unit is under warranty on a day; `day` is the end of the warranty as the reader writes it."""
    if unit.warranty_until is None:
        return texts.gettext(UNKNOWN)
    return texts.gettext(COVERED if unit.is_covered(on) else OVER).format(date=day)


_LEFT: Select = (
    sa.select(
        SerialUnit.id, SerialUnit.number, Product.id, Product.code, Product.label, Delivery.customer_id,
        Delivery.customer_name, DeliveryLine.id, DeliveryLine.no, Delivery.id, Delivery.number, Delivery.delivery_date,
        DeliveryLine.warranty_until, _BACK.moved_on, _BACK.state,
    )
    .select_from(SerialMove)
    .join(SerialUnit, SerialUnit.id == SerialMove.unit_id)
    .join(Product, Product.id == SerialUnit.product_id)
    .join(DeliveryLine, DeliveryLine.id == SerialMove.delivery_line_id)
    .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
    .outerjoin(
        _BACK,
        _BACK.id
        == sa.select(sa.func.min(_LATER.id))
        .where(_LATER.unit_id == SerialMove.unit_id, _LATER.id > SerialMove.id)
        .correlate(SerialMove)
        .scalar_subquery(),
    )
    .where(SerialMove.kind == StockMoveKind.DELIVERY)
    .order_by(Delivery.delivery_date.desc(), SerialMove.id.desc())
)  # fmt: skip


def _units(session: Session, statement: Select) -> tuple[InstalledUnit, ...]:
    return tuple(InstalledUnit(*row) for row in session.execute(statement))


def _found(session: Session, condition: sa.ColumnElement[bool]) -> tuple[FoundUnit, ...]:
    rows = session.execute(
        sa.select(SerialUnit.id, SerialUnit.number, Product.code, Product.label, SerialUnit.state)
        .join(Product, Product.id == SerialUnit.product_id)
        .where(condition)
        .order_by(SerialUnit.number, Product.code)
        .limit(MOST)
    ).all()
    return tuple(
        FoundUnit(row.number, row.code, row.label, row.state, _units(session, _LEFT.where(SerialUnit.id == row.id)))
        for row in rows
    )

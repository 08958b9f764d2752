"""Bulk updates of prices: shown first, in force from a future day, undone before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Price, PriceUpdate, Product
from adv_desktop.models.rules.price_changes import PriceChange
from adv_desktop.models.values import plain
from adv_desktop.services.clock import Clock
from adv_desktop.services.jobs import Progress
from adv_desktop.services.queries.selected import Select
from adv_desktop.services.store import Store, actor_name

_STEP = 500


@dataclass(frozen=True, slots=True)
class UpdatePrices:
    """Which prices change, how and from when.

    `list_name`: only this price list or category; `family`: only products of this family; None: all of the source.
    """

    source: PriceSource
    change: PriceChange
    starts_on: dt.date
    list_name: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class ChangedPrice:
    """A price before and after; `for_whom` is the list, the category or the customer."""

    product_id: int
    code: str
    label: str
    for_whom: str
    from_quantity: Decimal
    price_base: Decimal
    before: Decimal
    after: Decimal
    net: bool
    ends_on: dt.date | None
    customer_id: int | None = None
    price_list: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """An update that was made; `asked` as it was typed; it can be undone while it is not `begun`."""

    id: int
    made_at: dt.datetime
    actor: str
    starts_on: dt.date
    asked: dict[str, Any]
    prices: int
    undone: bool
    begun: bool


class PriceUpdateService:
    """The verbs on bulk updates."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def preview(self, command: UpdatePrices) -> list[ChangedPrice]:
        """Return every price that would change, by product; nothing is written."""
        with self._store.read() as session:
            return self._changes(session, command)

    def run(self, command: UpdatePrices, progress: Progress | None = None) -> int:
        """Write the new prices, in force from their day; return the update's id."""
        watched = progress or Progress()
        with self._store.write("price.update") as session:
            changes = self._changes(session, command)
            update = PriceUpdate(
                made_at=self._clock.now(),
                actor=actor_name(),
                starts_on=command.starts_on,
                asked=_asked(command),
                prices=len(changes),
            )
            session.add(update)
            session.flush()
            for done, change in enumerate(changes):
                if done % _STEP == 0:
                    watched.step(done, len(changes))
                session.add(_price(change, command, update.id))
            session.flush()
            return update.id

    def undo(self, update_id: int) -> None:
        """Take the prices of an update away again; refuse once they are in force: lines were agreed on them."""
        with self._store.write("price.undo_update") as session:
            update = session.get_one(PriceUpdate, update_id)
            if update.undone_at is not None:
                raise DomainError("price_update.undone")
            if update.starts_on <= self._clock.today():
                raise DomainError("price_update.begun", starts_on=update.starts_on)
            for price in session.scalars(sa.select(Price).where(Price.update_id == update_id)):
                session.delete(price)
            update.undone_at = self._clock.now()

    def all(self) -> list[UpdateRow]:
        """Return the updates, the latest first."""
        today = self._clock.today()
        with self._store.read() as session:
            rows = session.scalars(sa.select(PriceUpdate).order_by(PriceUpdate.id.desc())).all()
        return [
            UpdateRow(
                row.id, row.made_at, row.actor, row.starts_on, row.asked, row.prices,
                undone=row.undone_at is not None, begun=row.starts_on <= today,
            )
            for row in rows
        ]  # fmt: skip

    def _changes(self, session: Session, command: UpdatePrices) -> list[ChangedPrice]:
        command.change.check()
        if command.starts_on <= self._clock.today():
            raise DomainError("price_update.not_future", starts_on=command.starts_on)
        found = _in_force(session, command)
        if not found:
            raise DomainError("price_update.nothing")
        return [_changed(row, command) for row in found]


def _in_force(session: Session, command: UpdatePrices) -> Sequence[Any]:
    """Return the prices of a source as they would stand on the day, by product: of equals, the latest start."""
    rows: dict[tuple[Any, ...], Any] = {}
    if command.source is PriceSource.BASE:
        for product in session.execute(_bases(command)):
            rows[product.product_id, None, None, None, Decimal(0)] = product
    for row in session.execute(_rows(command)):
        if row.starts_on == command.starts_on:
            raise DomainError("price_update.starts_that_day", code=row.code, starts_on=row.starts_on)
        key = (row.product_id, row.customer_id, row.price_list, row.category, row.from_quantity)
        rows[key] = row
    return sorted(rows.values(), key=lambda row: (row.code, row.for_whom or "", row.from_quantity))


_PRODUCT = (Product.id.label("product_id"), Product.code, Product.label, Product.price_base)


def _bases(command: UpdatePrices) -> Select:
    nothing = (sa.null().label(name) for name in ("for_whom", "ends_on", "customer_id", "price_list", "category"))
    zero = sa.literal(Decimal(0), Price.from_quantity.type).label("from_quantity")
    statement = sa.select(*_PRODUCT, *nothing, zero, Product.price, sa.literal(value=False).label("net")).where(
        ~Product.end_of_life
    )
    return statement.where(Product.family == command.family) if command.family else statement


def _rows(command: UpdatePrices) -> Select:
    whom = sa.func.coalesce(Customer.name, Price.price_list, Price.category)
    statement = (
        sa.select(
            *_PRODUCT, whom.label("for_whom"), Price.ends_on, Price.customer_id, Price.price_list, Price.category,
            Price.from_quantity, Price.price, Price.net, Price.starts_on,
        )
        .join(Product, Product.id == Price.product_id)
        .outerjoin(Customer, Customer.id == Price.customer_id)
        .where(
            Price.source == command.source,
            ~Product.end_of_life,
            sa.or_(Price.starts_on.is_(None), Price.starts_on <= command.starts_on),
            sa.or_(Price.ends_on.is_(None), Price.ends_on >= command.starts_on),
        )
        .order_by(Price.starts_on, Price.id)
    )  # fmt: skip
    if command.family:
        statement = statement.where(Product.family == command.family)
    if command.list_name:
        statement = statement.where(sa.or_(Price.price_list == command.list_name, Price.category == command.list_name))
    return statement


def _changed(row: Any, command: UpdatePrices) -> ChangedPrice:  # noqa: ANN401 (a row of either SELECT)
    return ChangedPrice(
        row.product_id, row.code, row.label, row.for_whom or "", row.from_quantity, row.price_base, row.price,
        command.change.apply(row.price), row.net, row.ends_on, row.customer_id, row.price_list, row.category,
    )  # fmt: skip


def _price(change: ChangedPrice, command: UpdatePrices, update_id: int) -> Price:
    return Price(
        source=command.source,
        product_id=change.product_id,
        customer_id=change.customer_id,
        price_list=change.price_list,
        category=change.category,
        from_quantity=change.from_quantity,
        price=change.after,
        net=change.net,
        starts_on=command.starts_on,
        ends_on=change.ends_on,
        update_id=update_id,
    )


def _asked(command: UpdatePrices) -> dict[str, Any]:
    change = command.change
    return {
        "source": command.source.value,
        "list_name": command.list_name,
        "family": command.family,
        "percent": None if change.percent is None else plain(change.percent),
        "amount": None if change.amount is None else plain(change.amount),
        "rounding": change.rounding.value,
        "upwards": change.upwards,
    }

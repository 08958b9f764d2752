"""Prices other than the base price: contracts of a customer, price lists, categories."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import values
from adv_desktop.models.enums import PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Price, Product
from adv_desktop.models.rules.pricing import PriceFound
from adv_desktop.services.clock import Clock
from adv_desktop.services.pricing import find
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class NewPrice:
    """A price to add: `customer_id` for a contract, else `list_name` (list or category); `net` takes no discount."""

    product_id: int
    source: PriceSource
    price: Decimal
    customer_id: int | None = None
    list_name: str | None = None
    from_quantity: Decimal = Decimal(1)
    net: bool = False
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    remark: str | None = None


class PriceService:
    """The verbs on prices."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, command: NewPrice) -> int:
        """Add a price; the same one again (whom, threshold, dates) takes the new amount. Return its id."""
        check_price(command)
        with self._store.write("price.add") as session:
            row = _same(session, command)
            if row is None:
                row = Price(**_key(command))
                session.add(row)
            row.price, row.net, row.remark = command.price, command.net, command.remark
            session.flush()
            return row.id

    def remove(self, price_id: int) -> None:
        """Delete a price; lines that were agreed keep theirs."""
        with self._store.write("price.remove") as session:
            session.delete(session.get_one(Price, price_id))

    def explain(
        self,
        customer_id: int,
        product_id: int,
        quantity: Decimal,
        on: dt.date | None = None,
        requested: dt.date | None = None,
    ) -> PriceFound:
        """Return the price that applies, with every row that lost and why (« Pourquoi ce prix ? »)."""
        with self._store.read() as session:
            customer, product = session.get_one(Customer, customer_id), session.get_one(Product, product_id)
            return find(session, customer, product, quantity, on or self._clock.today(), requested)


def check_price(command: NewPrice) -> None:
    """Refuse a price without an owner, or whose amount, threshold or dates make no sense."""
    values.unit_price(command.price)
    if values.quantity(command.from_quantity) <= 0:
        raise DomainError("quantity.not_positive", written=command.from_quantity)
    missing = command.customer_id is None if command.source is PriceSource.CONTRACT else not command.list_name
    if missing:
        raise DomainError("price.for_nobody")
    if command.starts_on and command.ends_on and command.ends_on < command.starts_on:
        raise DomainError("import.ends_before_start", start=command.starts_on, end=command.ends_on)


def _key(command: NewPrice) -> dict[str, object]:
    """Return what makes two prices the same one."""
    return {
        "source": command.source,
        "product_id": command.product_id,
        "customer_id": command.customer_id if command.source is PriceSource.CONTRACT else None,
        "price_list": command.list_name if command.source is PriceSource.CUSTOMER_LIST else None,
        "category": command.list_name if command.source is PriceSource.CATEGORY else None,
        "from_quantity": command.from_quantity,
        "starts_on": command.starts_on,
        "ends_on": command.ends_on,
    }


def _same(session: Session, command: NewPrice) -> Price | None:
    same = [getattr(Price, name).is_not_distinct_from(value) for name, value in _key(command).items()]
    return session.scalar(sa.select(Price).where(*same).limit(1))

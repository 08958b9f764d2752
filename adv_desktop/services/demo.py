"""The demonstration company: fourteen months of an SME's sales, made by the services day after day."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from adv_desktop.models.base import Base
from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import InvoiceType
from adv_desktop.models.errors import KnownError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import Payment
from adv_desktop.models.product import Product
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import (
    demo_claims,
    demo_depots,
    demo_masters,
    demo_money,
    demo_packaging,
    demo_sales,
    demo_serials,
    demo_stock,
)
from adv_desktop.services.clock import Clock
from adv_desktop.services.demo_world import MovingClock, OpenOrder, World, verbs_over, working_days
from adv_desktop.services.papers import Papers
from adv_desktop.services.store import Store

# How busy each month is, January first: quiet in August, twice the usual before Christmas.
_SEASON = (7, 7, 8, 9, 10, 9, 8, 5, 9, 10, 14, 15)
_GROWTH = 0.12  # a year
_BLOCKED = (
    ("C00032", 95, "Impayé depuis plus de 90 jours"),
    ("C00013", 20, "Impayés répétés, accord de la direction exigé"),
)
_HELD = ("credit_exceeded", "customer_request", "missing_information")


@dataclass(frozen=True, slots=True)
class _Size:
    customers: int
    products: int
    orders: int
    months: int


def build_demo(  # noqa: PLR0913 (the options of `adv demo`)
    path: Path,
    clock: Clock,
    papers: Papers,
    *,
    seed: int = 1,
    customers: int = 40,
    products: int = 120,
    orders: int = 600,
    months: int = 14,
    step: Callable[[int, int], None] = lambda _done, _total: None,
) -> dict[str, int]:
    """Make a database whose history ends today; return how many there are of each kind.

    The same seed and the same day give the same content. The sample files are the least there is of master data.
    `step(done, total)` counts days, and may raise to give up: then nothing is left behind.
    """
    if path.exists() and path.stat().st_size:
        raise KnownError("database.exists", path=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    _remove(part)
    try:
        counts = _build(part, clock, papers, seed, _Size(customers, products, orders, months), step)
        _to_disk(part)
        os.replace(part, path)  # noqa: PTH105 (one step, over an empty file too)
    finally:
        _remove(part)
    return counts


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _build(
    path: Path, clock: Clock, papers: Papers, seed: int, size: _Size, step: Callable[[int, int], None]
) -> dict[str, int]:
    rng = random.Random(seed)  # noqa: S311 (a story, not a secret)
    today = clock.today()
    days = [*working_days(demo_masters.start_of(today, size.months), today - dt.timedelta(days=1)), today]
    moving = MovingClock(days[0], clock)
    demo_masters.create_company(path, moving)
    store = Store(path, moving, durable=False)
    try:
        world = _world(store, moving, papers, rng, today, size)
        demo_packaging.begin(world)
        apart = _of_last_day(size) + len(demo_serials.DELIVERED)
        written = Counter(_spread(days[:-1], max(size.orders - apart, 0), rng))
        written[today] = _of_last_day(size)
        for done, day in enumerate(days):
            step(done, len(days))
            moving.move_to(day)
            _play(world, written[day])
        demo_serials.end(world)
        demo_depots.end(world)
        step(len(days), len(days))
        counts = _counts(store)
        store.checkpoint()
        return counts
    finally:
        store.close()


def _of_last_day(size: _Size) -> int:
    """Return how many orders of today wait to be confirmed."""
    return min(size.orders, 3 + size.orders // 150)


def _world(store: Store, clock: MovingClock, papers: Papers, rng: random.Random, today: dt.date, size: _Size) -> World:
    verbs = verbs_over(store, clock, papers)
    demo_masters.import_masters(store, clock)
    demo_masters.more_customers(verbs, size.customers, _number_of(store, Customer), rng)
    demo_masters.more_products(verbs, size.products - 1, _number_of(store, Product), rng)
    goods = demo_masters.goods(store, size.products)
    with store.read() as session:
        codes = list(session.scalars(sa.select(Customer.code).order_by(Customer.code)))
    demo_masters.complete(verbs, codes, rng)
    buyers = demo_masters.buyers(store, goods, size.customers, rng)
    return World(store, clock, verbs, rng, today, buyers, goods)


def _spread(days: list[dt.date], orders: int, rng: random.Random) -> list[dt.date]:
    """Draw the day of each order: more in the season, a little more each year."""
    weights = [_SEASON[day.month - 1] * (1 + _GROWTH * (day - days[0]).days / 365) for day in days]
    return rng.choices(days, weights, k=orders) if days else []


def _play(world: World, orders: int) -> None:
    """Play one day: what was planned, new orders, shipments, invoices, purchases."""
    _block(world)
    world.agenda.run(world.day)
    demo_sales.take_orders(world, orders)
    due = demo_sales.due_orders(world)
    if world.days_left:
        demo_sales.ship(world, demo_sales.put_off(world, due))
        demo_money.invoice(world)
    else:
        _leave_work(world, due)
        demo_claims.send_back(world)
        demo_sales.quote(world)
        demo_money.leave_drafts(world)
        demo_packaging.end(world)
    demo_stock.count_scarce(world)
    demo_stock.buy(world)


def _block(world: World) -> None:
    """Stop the customers whose story it is, on their day."""
    for code, days, reason in _BLOCKED:
        wanted = world.today - dt.timedelta(days=days)
        if world.day >= wanted and code not in world.blocked and any(buyer.code == code for buyer in world.buyers):
            world.blocked.add(code)
            demo_masters.block(world.verbs, code, reason)


def _leave_work(world: World, due: list[OpenOrder]) -> None:
    """On the last day, leave some goods to prepare, some picked, some orders on hold."""
    half = len(due) // 2
    demo_sales.ship(world, due[:half])
    soon = sorted((order for order in world.open_orders if order not in due[:half]), key=lambda order: order.planned)
    demo_sales.prepare(world, soon[:8])
    for order, reason in zip(soon[8:], _HELD, strict=False):
        demo_sales.hold(world, order, reason)


def _number_of(store: Store, kind: type[Base], *conditions: sa.ColumnElement[bool]) -> int:
    with store.read() as session:
        return int(session.execute(sa.select(sa.func.count()).select_from(kind).where(*conditions)).scalar_one())


def _counts(store: Store) -> dict[str, int]:
    credit_types = [kind for kind in InvoiceType if kind.is_credit]
    return {
        "customers": _number_of(store, Customer),
        "products": _number_of(store, Product),
        "orders": _number_of(store, SalesOrder),
        "deliveries": _number_of(store, Delivery),
        "invoices": _number_of(store, Invoice, Invoice.type.not_in(credit_types)),
        "credit_notes": _number_of(store, Invoice, Invoice.type.in_(credit_types)),
        "payments": _number_of(store, Payment),
        "claims": _number_of(store, Claim),
    }

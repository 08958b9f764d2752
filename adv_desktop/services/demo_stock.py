"""What the demonstration company buys: receipts announced and received, counts, and what runs short at the end."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

from adv_desktop.models.rules.dates import add_working_days
from adv_desktop.services.demo_world import Good, World
from adv_desktop.services.stock_keeping import AnnouncedReceipt, ReceiveGoods

_REORDER_PACKS = 25
_BOUGHT_PACKS = 90
_COUNTED_AT = 21  # days before the end: the scarce products are found missing
_LAST_BOUGHT = 40


def buy(world: World) -> None:
    """Order from suppliers what runs low."""
    for good in world.goods:
        if not good.stocked or good.ordered or good.physical > good.pack * _REORDER_PACKS:
            continue
        if good.scarce and world.days_left < _LAST_BOUGHT:
            continue
        _announce(world, good, good.pack * _BOUGHT_PACKS, world.rng.randint(4, 12))


def _announce(world: World, good: Good, quantity: Decimal, days: int) -> None:
    due = add_working_days(world.day, days)
    receipt = world.verbs.stock.announce(AnnouncedReceipt(good.id, quantity, due, _reference(world, due)))
    good.ordered = True
    late = world.rng.randint(1, 5) if world.happens(0.1) else 0
    world.agenda.at(add_working_days(due, late), partial(_receive, world, good, quantity, receipt))


def _reference(world: World, due: dt.date) -> str:
    return f"CF-{due:%y%m}-{world.rng.randint(100, 999)}"


def _receive(world: World, good: Good, quantity: Decimal, receipt: int) -> None:
    world.verbs.stock.receive(ReceiveGoods(good.id, quantity, receipt))
    good.physical += quantity
    good.ordered = False


def count_scarce(world: World) -> None:
    """Find the scarce products nearly gone, and announce receipts that are late or still to come at the end."""
    if world.counted or world.days_left > _COUNTED_AT:
        return
    world.counted = True
    for good in world.goods:
        if good.scarce:
            if good.physical != good.opening:
                world.verbs.stock.count(good.id, good.opening, "Inventaire tournant")
                good.physical = good.opening
            due = add_working_days(world.today, world.rng.choice((-2, 3, 6, 10)))
            world.verbs.stock.announce(
                AnnouncedReceipt(good.id, good.pack * _BOUGHT_PACKS, due, _reference(world, due))
            )

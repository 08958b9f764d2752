"""The returnable packaging of the demonstration: what leaves with the goods, comes back, and is exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from adv_desktop.services.calendars import CalendarService, CarrierRecord
from adv_desktop.services.carrier_packaging import Exchange
from adv_desktop.services.demo_world import OpenOrder, World
from adv_desktop.services.packaging import Counts, PackagingRecord, PackagingService
from adv_desktop.services.queries.on_deposit import on_deposit

PALLET, CRATE = 1, 2  # in the order in which they are made
_ONE_IN = 5  # orders that leave on pallets
_GIVEN_BACK = 3  # deliveries whose crates come back on the last day
_EXCHANGED = (("Transports Vauzelle", 33, 21), ("Messagerie du Morvan", 8, 8))


def begin(world: World) -> None:
    """Make the kinds of packaging: pallets that are counted, crates on deposit."""
    pallet = PackagingRecord("EUR", "Palette Europe", "Euro pallet")
    crate = PackagingRecord("BAC", "Bac gerbable 60 × 40", "Stacking crate 60 × 40", deposit=Decimal("4.50"))
    packaging = PackagingService(world.store, world.clock)
    packaging.set_kinds([pallet])
    packaging.set_kinds([*packaging.kinds(), crate])


def leaving(orders: Sequence[OpenOrder]) -> dict[int, tuple[int, int]]:
    """Return the (left, taken back) packaging of an order that leaves alone; most take none."""
    number = orders[0].id
    if len(orders) > 1 or number % _ONE_IN:
        return {}
    pallets = 1 + number // _ONE_IN % 3
    return {PALLET: (pallets, pallets - 1), CRATE: (2 * pallets, 0)}


def end(world: World) -> None:
    """On the last day, have some crates come back, and exchange pallets with the carriers."""
    packaging = PackagingService(world.store, world.clock)
    CalendarService(world.store).set_carriers([CarrierRecord(name) for name, _given, _received in _EXCHANGED])
    for number, (carrier, given, received) in enumerate(_EXCHANGED, start=1):
        packaging.carriers.exchange(Exchange(carrier, {PALLET: (given, received)}, world.day, f"BP-{number:03}"))
    with world.store.read() as session:
        found = on_deposit(session, world.day)
    for row in found[-_GIVEN_BACK:]:
        counts = Counts(row.customer_id, {row.packaging_id: max(row.pieces // 2, 1)}, world.day, f"BR-{row.line_id}")
        packaging.take_back(counts)

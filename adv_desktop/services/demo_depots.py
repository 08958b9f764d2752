"""A depot of the demonstration: goods of ours in the back room of a customer's shop, one product below its minimum."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa

from adv_desktop.models.product import Product
from adv_desktop.models.stock import ProductStock
from adv_desktop.services.customers import Address
from adv_desktop.services.demo_world import World
from adv_desktop.services.depots import DepotGoods, DepotService, MoveGoods

_SENT = (Decimal(24), Decimal(12))
_MINIMUMS = (Decimal(36), Decimal(10))


def end(world: World) -> None:
    """On the last day, open a depot and put there what the warehouse has most of."""
    buyer = world.buyers[0]
    place = Address("Réserve", "Réserve du magasin", "8 rue des Forges", postcode="21000", town="Dijon")
    service = DepotService(world.store, world.clock)
    depot_id = service.open(world.verbs.customers.add_address(buyer.code, place))
    codes = _plentiful(world)
    goods = tuple(DepotGoods(code, sent) for code, sent in zip(codes, _SENT, strict=True))
    service.send(MoveGoods(depot_id, goods, reference="APPRO 1"))
    service.set_minimums(depot_id, dict(zip(codes, _MINIMUMS, strict=True)))


def _plentiful(world: World) -> list[str]:
    """Return the codes of the products of which most is free."""
    statement = (
        sa.select(Product.code)
        .join(ProductStock, ProductStock.product_id == Product.id)
        .where(Product.lot_tracked.is_(False), Product.serials.is_(None))
        .order_by((ProductStock.physical - ProductStock.reserved).desc(), Product.id)
        .limit(len(_SENT))
    )
    with world.store.read() as session:
        return list(session.scalars(statement))

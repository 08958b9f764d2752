"""What kits are made of: their components and how much of each one kit holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import values
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product, ProductComponent
from adv_desktop.services.prepared import among, listed

_OF_KITS = (
    sa.select(ProductComponent.product_id, Product, ProductComponent.quantity)
    .join(Product, Product.id == ProductComponent.component_id)
    .where(among(ProductComponent.product_id, "kits"))
    .order_by(ProductComponent.product_id, ProductComponent.no)
)


@dataclass(frozen=True, slots=True)
class NewComponent:
    """A component as asked: the code of a product and how much of it one kit holds."""

    product: str
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Component:
    """A component as it is known now."""

    product: Product
    quantity: Decimal


def of(session: Session, product_ids: Iterable[int]) -> dict[int, list[Component]]:
    """Return what kits are made of, by the kit's id; what is no kit is left out."""
    found: defaultdict[int, list[Component]] = defaultdict(list)
    for kit_id, product, quantity in session.execute(_OF_KITS, {"kits": listed(product_ids)}):
        found[kit_id].append(Component(product, quantity))
    return dict(found)


def asked_of(session: Session, product_id: int) -> tuple[NewComponent, ...]:
    """Return what a kit is made of as it would be asked again."""
    components = of(session, [product_id]).get(product_id, [])
    return tuple(NewComponent(one.product.code, one.quantity) for one in components)


def cost_of(components: Sequence[Component]) -> Decimal | None:
    """Return what the components of one kit cost; None when the cost of one is not known."""
    costs = [None if one.product.cost is None else one.product.cost * one.quantity for one in components]
    known = [cost for cost in costs if cost is not None]
    return values.round_half_up(sum(known, Decimal(0)), values.PRICE_DECIMALS) if len(known) == len(costs) else None


def put(session: Session, kit: Product, components: Sequence[NewComponent]) -> None:
    """Make a product of these components, in their order; a kit is not kept in stock itself."""
    known = {row.component_id: row for row in _rows(session, kit.id)}
    if components and not known:
        _refuse_nested(session, kit)
    wanted = {one.product: one for one in components}
    if len(wanted) < len(components):
        raise DomainError("kit.component_twice", code=kit.code, field="components")
    for no, one in enumerate(components, start=1):
        product = _component(session, kit, one)
        row = known.pop(product.id, None) or ProductComponent(product_id=kit.id, component_id=product.id)
        row.no, row.quantity = no, values.quantity(one.quantity)
        session.add(row)
    for row in known.values():
        session.delete(row)
    if components and kit.catch_weight:
        raise DomainError("kit.by_weight", component=kit.code, field="components")
    if components:
        kit.stocked, kit.lot_tracked, kit.serials = False, False, None
    else:
        kit.kit_billing = None


def _component(session: Session, kit: Product, asked: NewComponent) -> Product:
    """Return the product of a component; raise for one that is unknown, the kit itself, a kit, or nothing of it."""
    if asked.quantity <= 0:
        raise DomainError("kit.no_quantity", component=asked.product, field="components")
    product = session.scalar(sa.select(Product).where(Product.code == asked.product))
    if product is None:
        raise DomainError("product.not_found", code=asked.product, field="components")
    if product.catch_weight:
        raise DomainError("kit.by_weight", component=product.code, field="components")
    if product.id == kit.id or _rows(session, product.id):
        raise DomainError("kit.in_a_kit", code=kit.code, component=product.code, field="components")
    return product


def _refuse_nested(session: Session, kit: Product) -> None:
    """Refuse to make a kit of a component of another one."""
    statement = (
        sa.select(Product.code)
        .join(ProductComponent, ProductComponent.product_id == Product.id)
        .where(ProductComponent.component_id == kit.id)
    )
    holder = session.scalar(statement.limit(1))
    if holder is not None:
        raise DomainError("kit.is_component", code=kit.code, kit=holder, field="components")


def _rows(session: Session, product_id: int) -> Sequence[ProductComponent]:
    statement = sa.select(ProductComponent).where(ProductComponent.product_id == product_id)
    return session.scalars(statement.order_by(ProductComponent.no)).all()

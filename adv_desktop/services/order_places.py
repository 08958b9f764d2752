"""Where the goods of an order go, who is invoiced for them and who pays: typed, of the place, of the customer."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer, CustomerAddress
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.customers import customer_of
from adv_desktop.services.order_commands import NewOrder
from adv_desktop.services.prepared import once, same

_ADDRESS = ("name", "line1", "line2", "postcode", "town", "country")
# What the driver and the warehouse read beside the address.
_ON_SITE = ("instructions", "code", "siret", "hours", "contact", "phone")
_OF_CUSTOMER = sa.select(CustomerAddress).where(same(CustomerAddress.customer_id, "customer"))
_PROPOSED = _OF_CUSTOMER.where(CustomerAddress.is_default)
_CHOSEN = _OF_CUSTOMER.where(same(CustomerAddress.id, "address"))


def place_of(session: Session, customer: Customer, command: NewOrder) -> CustomerAddress | None:
    """Return the address chosen among the customer's, else the one proposed first; None for its own or a typed one."""
    if command.deliver_to is not None:
        return None
    if command.ship_to_id is None:
        return once(session, ("proposed", customer.id), lambda: session.scalar(_PROPOSED, {"customer": customer.id}))
    chosen = session.scalar(_CHOSEN, {"customer": customer.id, "address": command.ship_to_id})
    if chosen is None:
        raise DomainError("customer.no_address", code=customer.code, address=command.ship_to_id)
    return chosen


def deliver_to(place: CustomerAddress | None, command: NewOrder) -> dict[str, object] | None:
    """Return the address that goods go to as the order keeps it; None for the customer's own."""
    if command.deliver_to is not None:
        return {name: getattr(command.deliver_to, name) for name in _ADDRESS}
    return None if place is None else on_paper(place)


def on_paper(place: CustomerAddress) -> dict[str, object]:
    """Return a place as documents keep it."""
    on_site = {name: getattr(place, name) for name in _ON_SITE if getattr(place, name)}
    return {**{name: getattr(place, name) for name in _ADDRESS}, "instructions": None, **on_site}


def place_now(session: Session, order: SalesOrder) -> dict[str, object] | None:
    """Return the address of an order as its place is known now; None for the customer's own."""
    place = session.get(CustomerAddress, order.ship_to_id) if order.ship_to_id else None
    return on_paper(place) if place is not None else order.deliver_to


def roles_of(session: Session, customer: Customer, place: CustomerAddress | None, command: NewOrder) -> tuple[int, int]:
    """Return the ids of who is invoiced and of who pays (« tiers payeur »)."""
    of_place = (place.bill_to_id, place.payer_id) if place is not None else (None, None)
    typed = [customer_of(session, code).id if code else None for code in (command.bill_to, command.payer)]
    bill_to = typed[0] or of_place[0] or customer.bill_to_id or customer.id
    return bill_to, typed[1] or of_place[1] or customer.payer_id or bill_to

"""What hangs on a customer: delivery addresses, contacts, its own item codes, its discounts by family."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption

from adv_desktop.models import values
from adv_desktop.models.depot import Depot
from adv_desktop.models.enums import ContactPurpose
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer, CustomerAddress, CustomerContact, CustomerDiscount
from adv_desktop.models.product import CustomerItemCode, Product
from adv_desktop.models.rules.dates import Closure, Whose
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import calendars
from adv_desktop.services.prepared import once, same

_BY_CODE = sa.select(Customer).where(same(Customer.code, "code"))  # made once: every order reads it
# Facts of an address that are no column of the same shape.
_KEPT_APART = frozenset({"delivery_days", "closures", "bill_to", "payer"})


@dataclass(frozen=True, slots=True)
class Address:
    """A delivery address of a customer; `id` tells which one it was when an edit renames it."""

    label: str
    name: str
    line1: str | None = None
    line2: str | None = None
    postcode: str | None = None
    town: str | None = None
    country: str = "FR"
    instructions: str | None = None
    siret: str | None = None
    is_default: bool = False
    code: str | None = None  # what the customer calls the place
    hours: str | None = None
    contact: str | None = None
    phone: str | None = None
    carrier: str | None = None
    delivery_days: tuple[int, ...] = ()  # 1 = Monday; none = as the customer
    closures: tuple[Closure, ...] = ()
    bill_to: str | None = None  # codes of customers; None = as the customer
    payer: str | None = None
    id: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a customer's, and what is sent to that person."""

    name: str
    function: str | None = None
    phone: str | None = None
    email: str | None = None
    purposes: tuple[ContactPurpose, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemCode:
    """What a customer calls one of our products (`product` is our code)."""

    code: str
    product: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class FamilyDiscount:
    """A discount of a customer on a family of products, between dates (None = without bound)."""

    family: str
    percent: Decimal
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


def check_contact(contact: Contact) -> None:
    """Refuse a person to whom papers go without an e-mail to send them to."""
    if contact.purposes and not contact.email:
        raise DomainError("contact.no_email", name=contact.name)


def check_family_discount(discount: FamilyDiscount) -> None:
    """Refuse a discount whose percent or dates make no sense."""
    values.percent(discount.percent)
    if discount.starts_on and discount.ends_on and discount.ends_on < discount.starts_on:
        raise DomainError("import.ends_before_start", start=discount.starts_on, end=discount.ends_on)


def write_addresses(session: Session, customer: Customer, addresses: Sequence[Address]) -> None:
    """Change the addresses that stay in their own rows: orders refer to them."""
    known = {row.id: row for row in customer.addresses}
    by_label = {row.label: row for row in customer.addresses}
    rows = []
    for address in addresses:
        row = known.get(address.id or 0) or by_label.get(address.label)
        row = CustomerAddress() if row is None or row in rows else row
        write_address(session, row, address)
        rows.append(row)
    gone = [row for row in customer.addresses if row not in rows]
    used = sa.select(SalesOrder.ship_to_id).where(SalesOrder.ship_to_id.in_([row.id for row in gone])).limit(1)
    if gone and (used_id := session.scalar(used)) is not None:
        raise DomainError("customer.address_used", label=known[used_id].label)
    depots = sa.select(Depot.address_id).where(Depot.address_id.in_([row.id for row in gone])).limit(1)
    if gone and (depot_id := session.scalar(depots)) is not None:
        raise DomainError("depot.address_kept", label=known[depot_id].label)
    customer.addresses = rows


def write_address(session: Session, row: CustomerAddress, address: Address) -> None:
    """Fill the row of a delivery address."""
    for name, value in columns(address).items():
        if name not in _KEPT_APART:
            setattr(row, name, value)
    row.delivery_days = sorted(address.delivery_days)
    row.closures = calendars.facts_of(address.closures)
    row.bill_to_id = customer_of(session, address.bill_to).id if address.bill_to else None
    row.payer_id = customer_of(session, address.payer).id if address.payer else None


def contact_row(contact: Contact) -> CustomerContact:
    """Return a new row of a contact."""
    return CustomerContact(**(columns(contact) | {"purposes": [purpose.value for purpose in contact.purposes]}))


def write_item_codes(session: Session, customer: Customer, codes: Sequence[ItemCode]) -> None:
    """Make these the customer's own codes: those left out are forgotten."""
    rows = session.scalars(sa.select(CustomerItemCode).where(CustomerItemCode.customer_id == customer.id)).all()
    known = {row.code: row for row in rows}
    kept: set[str] = set()
    for item in codes:
        if item.code in kept:
            raise DomainError("import.code_twice", code=item.code, field="code")
        kept.add(item.code)
        product_id = session.scalar(sa.select(Product.id).where(Product.code == item.product))
        if product_id is None:
            raise DomainError("product.not_found", code=item.product)
        row = known.get(item.code)
        if row is None:
            row = CustomerItemCode(customer_id=customer.id, code=item.code)
            session.add(row)
        row.product_id, row.label = product_id, item.label
    for code in known.keys() - kept:
        session.delete(known[code])


def write_family_discounts(session: Session, customer: Customer, discounts: Sequence[FamilyDiscount]) -> None:
    """Make these the customer's discounts by family: those left out end here."""
    rows = session.scalars(sa.select(CustomerDiscount).where(CustomerDiscount.customer_id == customer.id)).all()
    left = list(discounts)
    for row in rows:
        same = _discount(row)
        if same in left:
            left.remove(same)
        else:
            session.delete(row)
    session.add_all(CustomerDiscount(customer_id=customer.id, **columns(discount)) for discount in left)


def addresses_of(session: Session, customer: Customer) -> tuple[Address, ...]:
    """Return the delivery addresses of a customer whose parts are loaded."""
    return tuple(address_of(session, row) for row in customer.addresses)


def address_of(session: Session, row: CustomerAddress) -> Address:
    """Return a delivery address as forms show it."""
    known = {item.name: getattr(row, item.name) for item in fields(Address) if item.name not in _KEPT_APART}
    return Address(
        **known,
        delivery_days=tuple(row.delivery_days),
        closures=calendars.closures_of(row.closures, Whose.SHIP_TO),
        bill_to=customer_code(session, row.bill_to_id),
        payer=customer_code(session, row.payer_id),
    )


def find_customer(session: Session, code: str, *options: ExecutableOption) -> Customer | None:
    """Return a customer by code, None when there is none."""
    if options:
        return session.scalar(_BY_CODE.options(*options), {"code": code})
    return once(session, ("customer", code), lambda: session.scalar(_BY_CODE, {"code": code}))


def customer_of(session: Session, code: str, *options: ExecutableOption) -> Customer:
    """Return a customer by code; raise `customer.not_found`."""
    customer = find_customer(session, code, *options)
    if customer is None:
        raise DomainError("customer.not_found", code=code)
    return customer


def customer_code(session: Session, customer_id: int | None) -> str | None:
    """Return the code of a customer that may be none."""
    return None if customer_id is None else session.get_one(Customer, customer_id).code


def contacts_of(customer: Customer) -> tuple[Contact, ...]:
    """Return the contacts of a customer whose parts are loaded."""
    return tuple(
        Contact(row.name, row.function, row.phone, row.email, tuple(ContactPurpose(word) for word in row.purposes))
        for row in customer.contacts
    )


def item_codes_of(session: Session, customer_id: int) -> tuple[ItemCode, ...]:
    """Return what a customer calls our products, by its code."""
    statement = (
        sa.select(CustomerItemCode.code, Product.code, CustomerItemCode.label)
        .join(Product, Product.id == CustomerItemCode.product_id)
        .where(CustomerItemCode.customer_id == customer_id)
        .order_by(CustomerItemCode.code)
    )
    return tuple(ItemCode(*row) for row in session.execute(statement))


def family_discounts_of(session: Session, customer_id: int) -> tuple[FamilyDiscount, ...]:
    """Return the discounts of a customer by family, then by date."""
    statement = (
        sa.select(CustomerDiscount)
        .where(CustomerDiscount.customer_id == customer_id)
        .order_by(CustomerDiscount.family, CustomerDiscount.starts_on, CustomerDiscount.id)
    )
    return tuple(_discount(row) for row in session.scalars(statement))


def emails_for(session: Session, customer: Customer, purpose: ContactPurpose) -> tuple[str, ...]:
    """Return where a kind of paper is sent: the contacts who take it, else the customer's own e-mail."""
    rows = session.execute(
        sa.select(CustomerContact.email, CustomerContact.purposes)
        .where(CustomerContact.customer_id == customer.id, CustomerContact.email.is_not(None))
        .order_by(CustomerContact.id)
    )
    found = tuple(dict.fromkeys(str(row.email) for row in rows if purpose in row.purposes))
    money = purpose in {ContactPurpose.INVOICES, ContactPurpose.REMINDERS}
    own = (customer.invoice_email if money else None) or customer.email
    return found or ((own,) if own else ())


def columns(part: Address | Contact | FamilyDiscount) -> dict[str, Any]:
    """Return the facts of a part by column; its id stays the row's own."""
    return {item.name: getattr(part, item.name) for item in fields(part) if item.name != "id"}


def _discount(row: CustomerDiscount) -> FamilyDiscount:
    return FamilyDiscount(row.family, row.percent, row.starts_on, row.ends_on)

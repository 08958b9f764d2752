"""Write the rows of master data: each row is checked before it touches the session, a refused one becomes a fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from functools import partial
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer, CustomerAddress, CustomerContact, CustomerDiscount
from adv_desktop.models.product import Price, Product
from adv_desktop.models.rules.pricing import DiscountKind
from adv_desktop.services import alternatives, customers, products
from adv_desktop.services.clock import Clock
from adv_desktop.services.customer_parts import address_of, contact_row, write_address
from adv_desktop.services.customers import CustomerData, customer_of
from adv_desktop.services.imports.master_rows import (
    CustomerAddressRow,
    CustomerContactRow,
    ItemCodeRow,
    PriceListRow,
    QuantityRow,
    ReadRow,
)
from adv_desktop.services.imports.master_values import RowFault
from adv_desktop.services.jobs import Progress
from adv_desktop.services.orders import order_of
from adv_desktop.services.products import ProductData, product_of
from adv_desktop.services.promotions import NewPromotion, add_promotion
from adv_desktop.services.stock import set_physical
from adv_desktop.services.stock_keeping import AnnouncedReceipt, add_receipt, settle

Record = TypeVar("Record")


@dataclass(slots=True)
class Writing:
    """The writing of one file inside an open transaction: what was taken and what the database refused."""

    session: Session
    clock: Clock
    given: frozenset[str]  # the fields that the file has a column for
    total: int = 0  # rows to write
    progress: Progress = field(default_factory=Progress)
    done: int = 0
    accepted: int = 0
    faults: list[RowFault] = field(default_factory=list)

    def attempt(self, rows: Sequence[int], write: Callable[[], object]) -> None:
        """Count rows as taken when `write` succeeds, else note why the first of them was refused."""
        self.progress.step(self.done, self.total)
        self.done += len(rows)
        try:
            write()
        except DomainError as error:
            name = str(error.facts.get("field") or error.code.partition(".")[0])
            self.faults.append(RowFault(rows[0], name, error.code, error.facts))
        else:
            self.accepted += len(rows)


def records(rows: Sequence[ReadRow], kind: type[Record]) -> Iterator[tuple[int, Record]]:
    """Yield row numbers and records of the kind that a writer takes."""
    for row in rows:
        if not isinstance(row.record, kind):
            raise TypeError(f"{kind.__name__} expected, not {type(row.record).__name__}")
        yield row.row, row.record


def write_customers(writing: Writing, rows: Sequence[ReadRow]) -> None:
    """Add customers; of one that is known, replace what the file has columns for."""
    seen: set[str] = set()
    for row, data in records(rows, CustomerData):
        writing.attempt([row], partial(_write_customer, writing, data, seen))


def _write_customer(writing: Writing, data: CustomerData, seen: set[str]) -> None:
    _refuse_twice(data.code, seen)
    session = writing.session
    known = session.scalar(sa.select(Customer).where(Customer.code == data.code).options(*customers.WITH_PARTS))
    if known is None:
        customers.add_customer(session, data, writing.clock.now())
        return
    names = {item.name for item in fields(data)} & (writing.given | {"block_reason"})
    changes = {name: getattr(data, name) for name in names if name != "block_reason" or "blocked" in writing.given}
    customers.change_customer(session, known, replace(customers.data_of(session, known), **changes))


def _refuse_twice(code: str, seen: set[str]) -> None:
    if code in seen:
        raise DomainError("import.code_twice", code=code, field="code")
    seen.add(code)


_OTHERS = frozenset({"replaced_by", "alternatives"})  # they name products that may stand below in the file


def write_products(writing: Writing, rows: Sequence[ReadRow]) -> None:
    """Add products, then say which replaces which and what is sold instead, since the one may stand below the other."""
    seen: set[str] = set()
    all_codes = {data.code for _row, data in records(rows, ProductData)}
    written: list[ProductData] = []
    for row, data in records(rows, ProductData):
        writing.attempt([row], partial(_write_product, writing, data, seen, all_codes, written))
    session = writing.session
    for data in written:
        product = product_of(session, data.code)
        if "replaced_by" in writing.given:
            product.replaced_by_id = _id_or_none(session, data.replaced_by) if data.replaced_by else None
        if "alternatives" in writing.given:
            alternatives.put(session, product, [code for code in data.alternatives if _id_or_none(session, code)])


def _write_product(
    writing: Writing, data: ProductData, seen: set[str], all_codes: set[str], written: list[ProductData]
) -> None:
    _refuse_twice(data.code, seen)
    session = writing.session
    alternatives.refuse_own(data.code, data.alternatives)
    for other in (data.replaced_by, *data.alternatives):
        if other and other not in all_codes:
            product_of(session, other)
    known = session.scalar(sa.select(Product).where(Product.code == data.code))
    if known is None:
        alone = replace(data, replaced_by=None, alternatives=())
        products.add_product(session, alone, writing.clock.today(), writing.clock.now())
        written.append(data)
        return
    checked = products.check(data)
    names = {item.name for item in fields(data)} & writing.given - {*_OTHERS, "stock", "code"}
    for name in names:
        if name == "price":
            products.set_base_price(session, known, checked.price, writing.clock.today())
        else:
            setattr(known, name, getattr(checked, name))
    products.refuse_unknown_stock(session, known)
    if _OTHERS & writing.given:
        written.append(data)


def _id_or_none(session: Session, code: str) -> int | None:
    return session.scalar(sa.select(Product.id).where(Product.code == code))


# What a file of addresses may tell; the rest of a known address stays.
ADDRESS_COLUMNS = (
    "label", "name", "line1", "line2", "postcode", "town", "country", "instructions", "siret",
    "code", "hours", "contact", "phone", "carrier", "bill_to", "payer",
)  # fmt: skip


def write_addresses(writing: Writing, rows: Sequence[ReadRow]) -> None:
    """Add delivery addresses; the same label of the same customer again replaces the address."""
    for row, data in records(rows, CustomerAddressRow):
        writing.attempt([row], partial(_write_address, writing.session, data))


def _write_address(session: Session, data: CustomerAddressRow) -> None:
    customer = customer_of(session, data.customer)
    known = session.scalar(
        sa.select(CustomerAddress).where(
            CustomerAddress.customer_id == customer.id, CustomerAddress.label == data.address.label
        )
    )
    if known is None:
        customers.add_address(session, customer, data.address)
        return
    imported = {name: getattr(data.address, name) for name in ADDRESS_COLUMNS}
    write_address(session, known, replace(address_of(session, known), **imported))


def write_contacts(writing: Writing, rows: Sequence[ReadRow]) -> None:
    """Add contacts; the same name of the same customer again replaces the contact."""
    for row, data in records(rows, CustomerContactRow):
        writing.attempt([row], partial(_write_contact, writing.session, data))


def _write_contact(session: Session, data: CustomerContactRow) -> None:
    customer = customer_of(session, data.customer)
    made = contact_row(data.contact)
    known = session.scalar(
        sa.select(CustomerContact).where(
            CustomerContact.customer_id == customer.id, CustomerContact.name == data.contact.name
        )
    )
    if known is None:
        made.customer_id = customer.id
        session.add(made)
        return
    for name in ("function", "phone", "email", "purposes"):
        setattr(known, name, getattr(made, name))


def write_item_codes(writing: Writing, rows: Sequence[ReadRow]) -> None:
    """Record what customers call our products."""
    for row, data in records(rows, ItemCodeRow):
        writing.attempt([row], partial(_write_item_code, writing.session, data))


def _write_item_code(session: Session, data: ItemCodeRow) -> None:
    customer, product = customer_of(session, data.customer), product_of(session, data.product)
    customers.add_item_code(session, customer, data.code, product, data.label)


def write_prices(writing: Writing, rows: Sequence[ReadRow]) -> None:
    """Add prices, family discounts and promotions; the same one again takes the new amount."""
    for row, data in records(rows, PriceListRow):
        writing.attempt([row], partial(_write_price_row, writing, data))


def _write_price_row(writing: Writing, data: PriceListRow) -> None:
    session = writing.session
    customer = customer_of(session, data.customer) if data.customer else None
    product = product_of(session, data.product) if data.product else None
    if data.kind is DiscountKind.CUSTOMER_FAMILY and customer is not None:
        _write_family_discount(session, customer, data)
    elif data.kind is DiscountKind.PROMOTION:
        _write_promotion(session, product, data)
    elif data.kind is PriceSource.BASE and product is not None and data.price is not None:
        products.set_base_price(session, product, data.price, writing.clock.today())
    elif product is not None and data.price is not None:
        _write_price(session, customer, product, data, data.price)


def _write_family_discount(session: Session, customer: Customer, data: PriceListRow) -> None:
    known = session.scalar(
        sa.select(CustomerDiscount).where(
            CustomerDiscount.customer_id == customer.id,
            CustomerDiscount.family == data.family,
            CustomerDiscount.starts_on.is_not_distinct_from(data.start),
            CustomerDiscount.ends_on.is_not_distinct_from(data.end),
        )
    )
    if known is not None:
        known.percent = data.percents[0]
        return
    session.add(
        CustomerDiscount(
            customer_id=customer.id,
            family=data.family,
            percent=data.percents[0],
            starts_on=data.start,
            ends_on=data.end,
        )
    )


def _write_promotion(session: Session, product: Product | None, data: PriceListRow) -> None:
    add_promotion(
        session,
        NewPromotion(
            product.id if product else None, None if product else data.family, data.category, data.percents,
            None if data.percents else data.price, data.start, data.end, data.remark,
        ),
    )  # fmt: skip


def _write_price(
    session: Session, customer: Customer | None, product: Product, data: PriceListRow, amount: Decimal
) -> None:
    key = {
        "source": data.kind,
        "product_id": product.id,
        "customer_id": customer.id if customer and data.kind is PriceSource.CONTRACT else None,
        "price_list": data.price_list if data.kind is PriceSource.CUSTOMER_LIST else None,
        "category": data.category if data.kind is PriceSource.CATEGORY else None,
        "from_quantity": data.from_quantity,
        "starts_on": data.start,
        "ends_on": data.end,
    }
    same = [getattr(Price, name).is_not_distinct_from(value) for name, value in key.items()]
    price = session.scalar(sa.select(Price).where(*same).limit(1))
    if price is None:
        price = Price(**key)
        session.add(price)
    price.price, price.net, price.remark = amount, data.net, data.remark


def write_stock(writing: Writing, rows: Sequence[ReadRow]) -> None:
    """Set the physical stock of products to what was counted."""
    seen: set[str] = set()
    for row, data in records(rows, QuantityRow):
        writing.attempt([row], partial(_write_stock, writing, data, seen))


def _write_stock(writing: Writing, data: QuantityRow, seen: set[str]) -> None:
    _refuse_twice(data.product, seen)
    product = product_of(writing.session, data.product)
    today, now = writing.clock.today(), writing.clock.now()
    set_physical(writing.session, product.id, data.quantity, today, now, "import")
    settle(writing.session, [product.id])


def write_receipts(writing: Writing, rows: Sequence[ReadRow]) -> None:
    """Announce expected receipts."""
    for row, data in records(rows, QuantityRow):
        writing.attempt([row], partial(_write_receipt, writing.session, data))


def _write_receipt(session: Session, data: QuantityRow) -> None:
    product = product_of(session, data.product)
    line_id = _line_bought_for(session, data) if data.order else None
    due = data.due or dt.date.max  # a row without its day was refused before
    add_receipt(session, AnnouncedReceipt(product.id, data.quantity, due, data.reference, line_id))


def _line_bought_for(session: Session, data: QuantityRow) -> int:
    """Return the order line that a receipt is bought for: the one named, else the only one of the product."""
    order = order_of(session, data.order or "")
    lines = [line for line in order.items if line.product_code == data.product and line.backorder]
    if data.line is not None:
        lines = [line for line in lines if line.no == data.line]
    if len(lines) != 1:
        raise DomainError("import.which_line", order=order.name, product=data.product, field="line")
    return lines[0].id

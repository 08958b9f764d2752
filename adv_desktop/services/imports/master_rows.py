"""The shapes of the rows of master data and of the take-over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.rules.pricing import DiscountKind
from adv_desktop.services.customers import Address, Contact, CustomerData
from adv_desktop.services.products import ProductData


@dataclass(frozen=True, slots=True)
class CustomerAddressRow:
    """A delivery address and whose it is."""

    customer: str
    address: Address


@dataclass(frozen=True, slots=True)
class CustomerContactRow:
    """A person at a customer's and whose it is."""

    customer: str
    contact: Contact


@dataclass(frozen=True, slots=True)
class ItemCodeRow:
    """What a customer calls one of our products."""

    customer: str
    code: str
    product: str
    label: str | None


@dataclass(frozen=True, slots=True)
class PriceListRow:
    """A price, a discount or a promotion; `kind` says which."""

    kind: PriceSource | DiscountKind
    product: str | None
    customer: str | None
    price_list: str | None
    category: str | None
    family: str | None
    from_quantity: Decimal
    price: Decimal | None
    percents: tuple[Decimal, ...]
    net: bool
    start: dt.date | None
    end: dt.date | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """A quantity of a product: counted, or expected on a date."""

    product: str
    quantity: Decimal
    due: dt.date | None = None
    reference: str | None = None
    order: str | None = None  # of the customer that it is bought for
    line: int | None = None


@dataclass(frozen=True, slots=True)
class OpenItemRow:
    """An invoice or a credit note of the former program that is still open; amounts in minor units."""

    number: str
    customer: str
    date: dt.date
    due: dt.date
    amount: int
    open_amount: int
    customer_reference: str | None
    currency: str


@dataclass(frozen=True, slots=True)
class OpenOrderRow:
    """A line of an order of the former program with what is still to be delivered."""

    number: str
    customer: str
    date: dt.date | None
    customer_reference: str | None
    requested: dt.date | None
    promised: dt.date | None
    product: str
    label: str | None
    quantity: Decimal
    price: Decimal | None
    discounts: tuple[Decimal, ...]
    customer_line_no: str | None


MasterRecord = (
    CustomerData
    | CustomerAddressRow
    | CustomerContactRow
    | ItemCodeRow
    | ProductData
    | PriceListRow
    | QuantityRow
    | OpenItemRow
    | OpenOrderRow
)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a file in the shape that a service takes."""

    row: int
    record: MasterRecord

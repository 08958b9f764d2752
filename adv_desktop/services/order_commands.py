"""What is asked of orders: frozen commands, as forms, files and the console build them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from adv_desktop.models.enums import (
    BackorderPolicy,
    Channel,
    LineKind,
    Nature,
    PartialPolicy,
    PaymentMethod,
    Supply,
    VatCategory,
    VatRegime,
)
from adv_desktop.models.rules.packs import Pack
from adv_desktop.models.rules.totals import Charge, DocumentDiscount, Freight
from adv_desktop.models.values import Money


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as asked.

    A price of None is searched in the price lists; a typed price is net of discounts unless `discounts` are given.
    Charges of None are the eco-contribution of the product.
    The quantity is in the product's unit, unless `counted_in` says another (« ct », « dz »); prices never are.
    `pack` says what a quantity in the product's unit was counted in before.
    """

    quantity: Decimal = Decimal(0)
    product: str | None = None
    label: str | None = None
    kind: LineKind = LineKind.ITEM
    unit: str | None = None
    unit_price: Decimal | None = None
    price_base: Decimal | None = None
    discounts: tuple[Decimal, ...] | None = None
    charges: tuple[Charge, ...] | None = None
    vat_rate: Decimal | None = None
    vat_category: VatCategory | None = None
    exemption_code: str | None = None
    nature: Nature | None = None
    requested: dt.date | None = None
    promised: dt.date | None = None
    price_reason: str | None = None
    free_reason: str | None = None
    supply: Supply | None = None  # None: as the product says, or as the receipts that are tied to the line
    customer_line_no: str | None = None
    customer_item_code: str | None = None
    written: dict[str, Any] | None = None
    differences: tuple[dict[str, Any], ...] = ()
    id: int | None = None  # the line being edited
    counted_in: str | None = None
    pack: Pack | None = None
    urgent: bool | None = None  # None: as it is
    weight: Decimal | None = None  # kilograms of what is sold by weight; None: by the average

    def again(self) -> NewLine:
        """Return the line as another order has it: without its days, and sent from stock if it was used at a depot."""
        supply = None if self.supply is Supply.DEPOT else self.supply
        return replace(self, id=None, requested=None, promised=None, urgent=None, supply=supply)


@dataclass(frozen=True, slots=True)
class DeliverTo:
    """An address typed for one document."""

    name: str
    line1: str | None = None
    line2: str | None = None
    postcode: str | None = None
    town: str | None = None
    country: str = "FR"


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """Euros for one unit of the currency, its date and its source."""

    rate: Decimal
    date: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A remark that somebody took note of, as long as its facts (`basis`) stay; without `at`, it is not kept yet."""

    kind: str
    basis: str
    by: str = field(default="", compare=False)
    at: dt.datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order as asked; what is None comes from the customer, or stays as it is."""

    customer: str
    lines: tuple[NewLine, ...]
    customer_reference: str | None = None
    customer_reference_date: dt.date | None = None
    open_reference: bool = False
    date: dt.date | None = None
    requested: dt.date | None = None
    terms: str | None = None
    method: PaymentMethod | None = None
    discount: DocumentDiscount | None = None
    freight: Freight | None = None  # None: by the rules of the carrier
    freight_reason: str | None = None
    gross_prices: bool = False
    notes: str | None = None
    deliver_to: DeliverTo | None = None
    ship_to_id: int | None = None
    bill_to: str | None = None  # codes of customers
    payer: str | None = None
    currency: str | None = None
    exchange_rate: ExchangeRate | None = None
    vat_regime: VatRegime | None = None
    channel: Channel = Channel.OTHER
    received_at: dt.datetime | None = None
    customer_contact: str | None = None
    salesperson: str | None = None
    carrier: str | None = None
    backorder_policy: BackorderPolicy | None = None
    partial_policy: PartialPolicy | None = None
    requirements: dict[str, str] = field(default_factory=dict)
    deposit_percent: Decimal | None = None  # to be paid before any goods leave
    accepted: tuple[Acceptance, ...] | None = None
    urgent: bool = False
    incoterm: str | None = None  # with its place: « DAP Genève »


@dataclass(frozen=True, slots=True)
class OrderRef:
    """The order that a verb made or changed."""

    id: int
    version: int
    number: str | None = None


@dataclass(frozen=True, slots=True)
class OrderCheck:
    """One remark on an order or a line (`line` None = the whole order).

    `basis` is what it rests on, as text; `accepted` says who took note of it as it is.
    """

    code: str
    severity: str
    line: int | None = None
    facts: dict[str, object] = field(default_factory=dict)
    basis: str = ""
    accepted: Acceptance | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What an order that is not written yet comes to without VAT, and the remarks on it as a whole."""

    net: Money
    checks: tuple[OrderCheck, ...]

"""What a printed document says: every amount computed, every party named, nothing left to decide.

Amounts are integers in minor units of the document's currency; quantities, prices and percents are
`Decimal`. Free texts (labels, mentions, units, addresses) come in the language of the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from adv_desktop.models.enums import InvoiceType, LineKind, PaymentMethod, VatCategory
from adv_desktop.models.rules.depots import DepotPaper

HOUSE_COLOUR = "#7B1E3A"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Our company as the head, the foot and the payment block print it (C. com. R123-237, R123-238)."""

    name: str
    legal_name: str
    address: tuple[str, ...]
    siren: str
    siret: str = ""
    vat_number: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    legal_form: str = ""
    capital: int | None = None
    registered_office: str = ""
    registry_city: str = ""
    activity_code: str = ""
    eori: str = ""
    footer_note: str = ""
    logo: bytes | None = None
    colour: str = HOUSE_COLOUR


@dataclass(frozen=True, slots=True)
class Party:
    """Who is invoiced, delivered or confirmed: a name, address lines and identifiers."""

    name: str
    address: tuple[str, ...] = ()
    code: str = ""
    attention: str = ""
    siren: str = ""
    vat_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that another one names, with its date when it is known."""

    number: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class References:
    """The strip between the addresses and the lines; what is empty is not printed."""

    customer_order: Reference | None = None
    orders: tuple[Reference, ...] = ()
    deliveries: tuple[Reference, ...] = ()
    quotation: Reference | None = None
    engagement: str = ""
    service_code: str = ""
    contract: str = ""
    site_code: str = ""
    salesperson: str = ""
    payment_terms: str = ""
    shipping_method: str = ""
    carrier: str = ""
    tracking: str = ""
    freight_terms: str = ""
    incoterm: str = ""
    partial_deliveries: bool | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """A batch or serial number of a line, with its quantity and best-before date."""

    number: str
    best_before: date | None = None
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """Kilograms that a price is for, by an average while they are not weighed; `parts` are those of each piece."""

    kilograms: Decimal
    estimated: bool = False
    parts: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One row. TITLE and COMMENT use `label` only, SUBTOTAL `label` and `net`.

    `price_base` is the quantity that the prices are for (100: a price per hundred).
    `free` prints « Gratuit » in place of the prices. `eco_part` is the part of `net` (minor units)
    that is an éco-participation, `eco_unit` its amount for one unit where it has one; `charges` are the others,
    by their names.
    """

    label: str
    kind: LineKind = LineKind.ITEM
    component: bool = False  # of the kit above it: printed without a price
    detail: str = ""
    code: str = ""
    customer_line: str = ""
    customer_code: str = ""
    quantity: Decimal = Decimal(0)
    unit: str = ""
    weight: Weight | None = None
    gross_price: Decimal | None = None
    price_base: Decimal = Decimal(1)
    discounts: tuple[Decimal, ...] = ()
    net_price: Decimal | None = None
    net: int = 0
    vat_rate: Decimal | None = None
    vat_category: VatCategory = VatCategory.STANDARD
    free: bool = False
    eco_part: int = 0
    eco_unit: Decimal = Decimal(0)
    charges: tuple[tuple[str, int], ...] = ()
    lots: tuple[Lot, ...] = ()
    requested_on: date | None = None
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class DeliveryHeading:
    """A heading inside the lines: the delivery note (and its order) that the rows below come from."""

    delivery: Reference
    order: Reference | None = None
    customer_order: str = ""


@dataclass(frozen=True, slots=True)
class VatRow:
    """One (category, rate) of the VAT table. `discount` and `deducted` are positive: what is taken off."""

    category: VatCategory
    rate: Decimal
    lines: int
    base: int
    vat: int
    discount: int = 0
    freight: int = 0
    deducted: int = 0
    packaging: int = 0


@dataclass(frozen=True, slots=True)
class Amounts:
    """The frozen totals; `discount`, `deducted` and `prepaid` are positive: what is taken off.

    `vat_total_eur` and `exchange_rate` (with its date and source) are given when the currency is not EUR.
    `packaging` is what returnable packaging adds to the goods. `rounding` is BT-114. `due` is what is left to pay (or
    to give back, on a credit note).
    """

    lines: int
    net: int
    vat: tuple[VatRow, ...]
    vat_total: int
    gross: int
    due: int
    discount: int = 0
    discount_percent: Decimal | None = None
    freight: int = 0
    deducted: int = 0
    packaging: int = 0
    prepaid: int = 0
    rounding: int = 0
    vat_total_eur: int | None = None
    exchange_rate: Decimal | None = None
    exchange_source: str = ""
    exchange_date: date | None = None


@dataclass(frozen=True, slots=True)
class Deduction:
    """A deposit invoice that this invoice takes off (positive amounts)."""

    invoice: Reference
    net: int
    vat: int
    gross: int
    percent: Decimal | None = None
    order: Reference | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Instalment:
    """A date on which an amount falls due."""

    due: date
    amount: int


@dataclass(frozen=True, slots=True)
class Payment:
    """How, when and on which account the document is paid.

    `reference` is what the payer quotes (RF… or the number). `mandate` and `creditor_id` serve the
    direct debit. A QR code is printed for a transfer in EUR of a positive amount.
    """

    method: PaymentMethod
    instalments: tuple[Instalment, ...] = ()
    terms: str = ""
    holder: str = ""
    iban: str = ""
    bic: str = ""
    bank: str = ""
    reference: str = ""
    mandate: str = ""
    creditor_id: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceData:
    """An invoice, deposit invoice, corrected invoice, credit note or (with `proforma`) pro forma.

    `number` is empty for a draft, which prints « BROUILLON » across the page. `corrects` names the
    invoices of a credit note or of a corrected invoice. `nature` is the mention of the nature of the
    operations, `mentions` the legal texts, both word for word as frozen at issue. `period` and
    `delivered_on` are printed when known and different from the issue date. `xml` is the electronic
    invoice that the file carries.
    """

    language: str
    issuer: Issuer
    type: InvoiceType
    number: str
    issued_on: date
    bill_to: Party
    lines: tuple[Line | DeliveryHeading, ...]
    amounts: Amounts
    currency: str = "EUR"
    proforma: bool = False
    deliver_to: Party | None = None
    references: References = References()
    delivered_on: date | None = None
    period: tuple[date, date] | None = None
    nature: str = ""
    corrects: tuple[Reference, ...] = ()
    reason: str = ""
    deposit_percent: Decimal | None = None
    deductions: tuple[Deduction, ...] = ()
    payment: Payment | None = None
    comment: str = ""
    mentions: tuple[str, ...] = ()
    without_vat: bool = False
    xml: bytes | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What we confirm otherwise than the customer wrote."""

    customer_line: str
    subject: str
    theirs: str
    ours: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A day of the delivery calendar."""

    on: date
    label: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class AcknowledgementData:
    """The acknowledgement of an order: `revision` > 0 prints « ARC rectificatif n° »."""

    language: str
    issuer: Issuer
    number: str
    made_at: datetime
    customer: Party
    lines: tuple[Line, ...]
    amounts: Amounts
    currency: str = "EUR"
    deliver_to: Party | None = None
    references: References = References()
    received_at: datetime | None = None
    revision: int = 0
    greeting: str = ""
    remarks: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    calendar: tuple[Step, ...] = ()
    contact: str = ""
    changes_until: datetime | None = None
    mentions: tuple[str, ...] = ()
    without_vat: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A row of a delivery note; `backorder` is what is still to come after this delivery."""

    label: str
    kind: LineKind = LineKind.ITEM
    component: bool = False  # of the kit above it
    detail: str = ""
    code: str = ""
    customer_line: str = ""
    customer_code: str = ""
    ordered: Decimal = Decimal(0)
    delivered: Decimal = Decimal(0)
    backorder: Decimal = Decimal(0)
    unit: str = ""
    weight: Weight | None = None
    parcels: str = ""
    lots: tuple[Lot, ...] = ()
    serials: tuple[str, ...] = ()  # numbers that follow each other as ranges
    warranty_until: date | None = None
    free: bool = False
    net_price: Decimal | None = None
    price_base: Decimal = Decimal(1)
    net: int = 0
    eco_part: int = 0


@dataclass(frozen=True, slots=True)
class Parcel:
    """A box or pallet: its number, packing, contents and weights in kilograms."""

    number: str
    packing: str = ""
    content: str = ""
    net_kg: Decimal | None = None
    gross_kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CarriedPackaging:
    """Returnable packaging that a delivery leaves and takes back, and what the customer then holds."""

    label: str
    delivered: int
    returned: int
    balance: int


@dataclass(frozen=True, slots=True)
class DeliveryNoteData:
    """A delivery note: the reserves box and the proof sentence (french-rules §3.1).

    A neutral note prints no `customer`: it is the `issuer` there, or nobody is. `index` is of a note that replaces one.
    """

    language: str
    issuer: Issuer
    number: str
    shipped_on: date | None
    customer: Party
    deliver_to: Party
    lines: tuple[DeliveryLine, ...]
    references: References = References()
    expected_on: date | None = None
    backorder_on: date | None = None
    parcels: tuple[Parcel, ...] = ()
    parcel_count: int | None = None
    gross_kg: Decimal | None = None
    volume_m3: Decimal | None = None
    comment: str = ""
    copy_label: str = ""
    mentions: tuple[str, ...] = ()
    of_services: bool = False
    priced: bool = False
    neutral: bool = False
    currency: str = "EUR"
    index: str = ""
    replaces: str = ""
    packaging: tuple[CarriedPackaging, ...] = ()
    collected: bool = False  # by the customer, at our place
    depot: DepotPaper | None = None


DocumentData = InvoiceData | AcknowledgementData | DeliveryNoteData

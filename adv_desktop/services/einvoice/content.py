"""What an electronic invoice says: the business terms of EN 16931, exact, whatever the syntax.

Amounts are decimals with the currency's decimals; BT-n and BG-n are the terms of the standard.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

EN_16931 = "urn:cen.eu:en16931:2017"
SIREN_SCHEME = "0002"
SIRET_SCHEME = "0009"
GTIN_SCHEME = "0160"
E_ADDRESS_SCHEME = "0225"  # the French directory: an address that begins with the SIREN
EMAIL_SCHEME = "EM"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value and the list that it belongs to (ISO 6523 or EAS code)."""

    value: str
    scheme: str


@dataclass(frozen=True, slots=True)
class Place:
    """A postal address; `country` is an ISO 3166 code."""

    country: str
    line1: str = ""
    line2: str = ""
    postcode: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask (BG-6, BG-9)."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """The seller (BG-4) or the buyer (BG-7)."""

    name: str
    place: Place
    trade_name: str = ""
    legal_information: str = ""
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    tax_number: str = ""  # BT-32: what a seller without VAT number gives
    e_address: Identifier | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of the document (BG-1); `subject` is a code of UNTDID 4451, empty where it has none."""

    text: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """A number and a date of another document."""

    number: str
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A first and a last day."""

    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Tax:
    """The VAT of a line, an allowance or a row of the VAT table; no rate outside the scope of VAT."""

    category: str
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An allowance or a charge: of a line (BG-27, BG-28), or of the document with its tax (BG-20, BG-21)."""

    amount: Decimal
    reason: str
    is_charge: bool = False
    reason_code: str = ""
    percent: Decimal | None = None
    base: Decimal | None = None
    tax: Tax | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What a line sells (BG-31)."""

    name: str
    seller_code: str = ""
    buyer_code: str = ""
    gtin: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line (BG-25); `price` is for `price_base` units, before its adjustments."""

    id: str
    item: Item
    quantity: Decimal
    unit: str
    price: Decimal
    price_base: Decimal
    tax: Tax
    net: Decimal
    adjustments: tuple[Adjustment, ...] = ()
    note: str = ""
    order_line: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One row of the VAT table (BG-23)."""

    tax: Tax
    base: Decimal
    amount: Decimal
    reason: str = ""
    reason_code: str = ""
    on_debits: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """The totals of the document (BG-22); `vat_accounting` is the VAT in euros of a foreign currency."""

    lines: Decimal
    allowances: Decimal
    charges: Decimal
    net: Decimal
    vat: Decimal
    gross: Decimal
    prepaid: Decimal
    rounding: Decimal
    due: Decimal
    vat_accounting: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """How to pay (BG-16): a code of UNTDID 4461, its words, and the account for a transfer."""

    code: str
    text: str
    iban: str = ""
    bic: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where and when the goods went (BG-13)."""

    name: str = ""
    place: Place | None = None
    date: dt.date | None = None
    despatch_advice: str = ""


@dataclass(frozen=True, slots=True)
class EInvoice:
    """A whole invoice or credit note; `frame` is BT-23, what kind of operation and when it is paid."""

    number: str
    type_code: str
    date: dt.date
    frame: str
    currency: str
    language: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    taxes: tuple[TaxRow, ...]
    sums: Sums
    notes: tuple[Note, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    preceding: tuple[DocumentReference, ...] = ()
    due_date: dt.date | None = None
    terms: str = ""
    payment: PaymentMeans | None = None
    payment_reference: str = ""
    buyer_reference: str = ""
    buyer_order: str = ""
    seller_order: str = ""
    contract: str = ""
    period: Period | None = None
    delivery: Delivery = Delivery()

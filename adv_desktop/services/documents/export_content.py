"""What the papers of an export say: the commercial invoice for customs, the packing list, the data of the CMR note.

Amounts are integers in minor units of the document's currency; weights are kilograms, None where one is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from adv_desktop.services.documents.content import Issuer, Lot, Party, Reference, References


@dataclass(frozen=True, slots=True)
class ExportGoods:
    """Goods of one line; `free` ones are not invoiced: their `amount` is a value for customs only."""

    label: str
    code: str = ""
    cn8: str = ""
    origin: str = ""
    quantity: Decimal = Decimal(0)
    unit: str = ""
    net_kg: Decimal | None = None
    price: Decimal | None = None
    price_base: Decimal = Decimal(1)
    amount: int = 0
    free: bool = False
    lots: tuple[Lot, ...] = ()


@dataclass(frozen=True, slots=True)
class PackedParcel:
    """A parcel of the packing list: `number` is « 1/3 », the dimensions are in centimetres."""

    number: str
    packing: str = ""
    dimensions: str = ""
    marks: str = ""
    net_kg: Decimal | None = None
    gross_kg: Decimal | None = None
    goods: tuple[ExportGoods, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """What a delivery is as a whole."""

    parcels: int | None = None
    net_kg: Decimal | None = None
    gross_kg: Decimal | None = None
    volume_m3: Decimal | None = None
    packing: str = ""
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Voyage:
    """Between whom goods travel, and on which terms; `eori` is the receiver's number."""

    language: str
    issuer: Issuer
    number: str
    made_on: date
    buyer: Party
    deliver_to: Party
    references: References = field(default_factory=References)
    incoterm: str = ""
    eori: str = ""


@dataclass(frozen=True, slots=True)
class CustomsInvoiceData:
    """A commercial invoice for customs: what is invoiced, and what leaves free with its value."""

    voyage: Voyage
    goods: tuple[ExportGoods, ...]
    load: Load
    currency: str
    lines: int
    net: int
    free_value: int = 0
    discount: int = 0
    freight: int = 0
    reason: str = ""
    invoices: tuple[Reference, ...] = ()
    mentions: tuple[str, ...] = ()
    town: str = ""

    @property
    def value(self) -> int:
        """The value for customs, what is free included."""
        return self.net + self.free_value


@dataclass(frozen=True, slots=True)
class PackingListData:
    """A packing list; `loose` are the goods of which nobody said in which parcel they are."""

    voyage: Voyage
    load: Load
    parcels: tuple[PackedParcel, ...] = ()
    loose: tuple[ExportGoods, ...] = ()


@dataclass(frozen=True, slots=True)
class CmrData:
    """The data of a CMR consignment note, box by box (CMR convention, art. 6)."""

    voyage: Voyage
    load: Load
    goods: tuple[ExportGoods, ...]
    taken_over_at: tuple[str, ...]
    carrier: str = ""
    documents: tuple[str, ...] = ()
    instructions: str = ""
    carriage_paid: bool | None = None
    town: str = ""


ExportPaperData = CustomsInvoiceData | PackingListData | CmrData

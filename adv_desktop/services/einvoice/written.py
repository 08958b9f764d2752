"""An electronic invoice of anyone, as it is written: what is missing is empty, what is no number is None.

Read from CII or UBL alike, for the checks and for a person.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class WrittenParty:
    """A party with its identifiers as written; `siret` and `siren` are those of the French schemes."""

    name: str = ""
    address: tuple[str, ...] = ()
    country: str = ""
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    tax_number: str = ""
    e_address: str = ""
    e_scheme: str = ""

    @property
    def is_french(self) -> bool:
        """Whether the party is established in France, overseas departments included."""
        return self.country in _FRENCH or self.vat_number.startswith("FR") or bool(self.siren)


_FRENCH = frozenset({"FR", "GP", "MQ", "GF", "RE", "YT"})


@dataclass(frozen=True, slots=True)
class WrittenAdjustment:
    """An allowance (or a charge) of a line or of the document."""

    amount: Decimal | None
    is_charge: bool
    category: str = ""
    rate: Decimal | None = None
    rate_text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line; a `grouping` one only gathers others and is in no total."""

    id: str
    name: str
    quantity: Decimal | None
    unit: str
    price: Decimal | None
    price_base: Decimal | None
    net: Decimal | None
    category: str
    rate: Decimal | None
    rate_text: str
    adjustments: tuple[WrittenAdjustment, ...] = ()
    grouping: bool = False
    refers: bool = False


@dataclass(frozen=True, slots=True)
class WrittenTax:
    """A row of the VAT table."""

    category: str
    rate: Decimal | None
    rate_text: str
    base: Decimal | None
    amount: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WrittenSums:
    """The totals, each None where it is not written."""

    lines: Decimal | None
    allowances: Decimal | None
    charges: Decimal | None
    net: Decimal | None
    vat: Decimal | None
    vat_accounting: Decimal | None
    gross: Decimal | None
    prepaid: Decimal | None
    rounding: Decimal | None
    due: Decimal | None


@dataclass(frozen=True, slots=True)
class WrittenReference:
    """A preceding invoice."""

    number: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class WrittenInvoice:
    """The whole document; dates that are no date are None with their text kept in `dates_refused`."""

    syntax: str
    guideline: str
    number: str
    type_code: str
    date: dt.date | None
    due_date: dt.date | None
    currency: str
    tax_currency: str
    frame: str
    seller: WrittenParty
    buyer: WrittenParty
    notes: tuple[tuple[str, str], ...]
    lines: tuple[WrittenLine, ...]
    adjustments: tuple[WrittenAdjustment, ...]
    taxes: tuple[WrittenTax, ...]
    sums: WrittenSums
    preceding: tuple[WrittenReference, ...]
    ibans: tuple[str, ...] = ()
    terms: str = ""
    order: str = ""
    contract: str = ""
    has_period: bool = False
    delivery_date: dt.date | None = None
    dates_refused: tuple[str, ...] = ()

    @property
    def has_lines(self) -> bool:
        """Whether the profile carries lines (the two smallest do not)."""
        return bool(self.lines)

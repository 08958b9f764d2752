"""What an order file says, before our own data have a word: codes, quantities, prices and dates as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from adv_desktop.models.enums import Channel
from adv_desktop.models.rules.pricing import discounted


class HintKind(StrEnum):
    """What kind of mark may tell who the customer is."""

    CODE = "code"
    SIRET = "siret"
    VAT_NUMBER = "vat_number"
    SIREN = "siren"
    EMAIL = "email"
    NAME = "name"


class HintPlace(StrEnum):
    """Where in the file a mark of the customer stands."""

    COLUMN = "column"
    HEADING = "heading"
    SENDER = "sender"
    BODY = "body"
    BUYER = "buyer"
    SHIP_TO = "ship_to"


@dataclass(frozen=True, slots=True)
class CustomerHint:
    """A mark that may tell who the customer is."""

    kind: HintKind
    value: str
    place: HintPlace


class CodeKind(StrEnum):
    """Whose code a product is named by."""

    CODE = "code"
    CUSTOMER_ITEM = "customer_item"
    EAN = "ean"


@dataclass(frozen=True, slots=True)
class WrittenCode:
    """One code of a line; a plain `CODE` may be ours or the customer's."""

    kind: CodeKind
    value: str


@dataclass(frozen=True, slots=True)
class CellRemark:
    """What a person should look at: formula, formula_without_result, price_unreadable, date_unreadable…."""

    field: str
    kind: str
    written: str = ""


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One line of an order; the unit price is for `price_base` units, before `discounts` (percents, in cascade)."""

    no: int
    row: int
    codes: tuple[WrittenCode, ...]
    label: str
    quantity: Decimal
    quantity_as_written: str
    unit: str = ""
    unit_pack: int | None = None
    unit_price: Decimal | None = None
    unit_price_as_written: str = ""
    price_base: int = 1
    discounts: tuple[Decimal, ...] = ()
    allowance: Decimal = Decimal(0)  # an amount off the whole line, after the percents; below zero for a charge
    discount_as_written: str = ""
    line_total: Decimal | None = None
    line_total_as_written: str = ""
    requested_date: date | None = None
    customer_line_number: str = ""
    deliver_to: str = ""
    comment: str = ""
    remarks: tuple[CellRemark, ...] = ()
    customer_marks: tuple[CustomerHint, ...] = ()  # where each line says whose it is

    @property
    def net_price(self) -> Decimal | None:
        """The price for `price_base` units, everything that is taken off counted; None when none is written."""
        if self.unit_price is None:
            return None
        return discounted(self.unit_price, self.discounts) - self.allowance * self.price_base / self.quantity

    @property
    def code(self) -> str:
        """The code that the line is named by first; empty when it has none."""
        return self.codes[0].value if self.codes else ""

    def code_of(self, kind: CodeKind) -> str:
        """Return the line's code of one kind; empty when it has none."""
        return next((code.value for code in self.codes if code.kind is kind), "")


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A row that is no order line: title, blank, (sub)total, order_discount, freight, comment, not_ordered, hidden."""

    row: int
    text: str
    kind: str
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that cannot be taken, with the reason and what is written in the field."""

    row: int
    field: str
    reason: str
    written: str
    code: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class WrittenLayout:
    """The table that an order was read from: its titles as written, the column of each field, a few of its rows.

    A table without titles has the letters of a spreadsheet in their place, and is not `titled`.
    """

    titles: tuple[str, ...]
    columns: Mapping[str, int]
    sample: tuple[tuple[str, ...], ...] = ()
    titled: bool = True

    def title_of(self, field: str) -> str:
        """Return the title of a field's column; empty when the file has none."""
        column = self.columns.get(field)
        return self.titles[column] if column is not None else ""


@dataclass(frozen=True, slots=True)
class AmericanDate:
    """A date that can only be American (`sure`), and another one of the file that was read the French way."""

    sure: str
    read: str
    day: date


@dataclass(frozen=True, slots=True)
class WrittenOrder:
    """One order of a file."""

    file: str
    format: str
    po_number: str
    po_date: date | None
    customer_hints: tuple[CustomerHint, ...]
    lines: tuple[WrittenLine, ...]
    requested_date: date | None = None
    deliver_to: str = ""
    currency: str = ""
    comment: str = ""
    received_at: datetime | None = None
    channel: Channel = Channel.EMAIL
    not_order_lines: tuple[OtherRow, ...] = ()
    rejected: tuple[RefusedLine, ...] = ()
    total_as_written: Decimal | None = None
    replaces: bool = False  # it says « annule et remplace »
    layout: WrittenLayout | None = None  # None where there are no columns: sentences, XML
    unread_files: tuple[str, ...] = ()  # what came with it, in a mail or a zip, and could not be read
    american: AmericanDate | None = None
    week: str = ""  # « semaine 49 »: delivery is asked for without a day

    @property
    def lines_total(self) -> Decimal | None:
        """The sum of the line totals as written; None where a line has none."""
        totals = [line.line_total for line in self.lines]
        if not totals or None in totals:
            return None
        return sum((total for total in totals if total is not None), Decimal(0))

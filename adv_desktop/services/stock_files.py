"""Files on the stock: what it was worth on a day, the orders that a stock-out hits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from adv_desktop.models.enums import Supply
from adv_desktop.models.values import from_minor
from adv_desktop.services import texts
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.formats import Formats
from adv_desktop.services.labels import LABELS
from adv_desktop.services.list_fields import Field
from adv_desktop.services.list_files import Written, write_rows
from adv_desktop.services.queries import installed, lot_choice, needs, stock_value, to_buy
from adv_desktop.services.queries.installed import InstalledUnit
from adv_desktop.services.texts import N_

_CODE = Field(N_("Product code"), lambda row: row.code)
_LABEL = Field(N_("Description"), lambda row: row.label, width=40)
VALUE_FIELDS = (
    _CODE, _LABEL,
    Field(N_("Family"), lambda row: row.family, width=18),
    Field(N_("Unit"), lambda row: row.unit_label, width=10),
    Field(N_("Quantity"), lambda row: row.quantity, Kind.QUANTITY),
    Field(N_("Average cost"), lambda row: row.average, Kind.PRICE),
    Field(N_("Value"), lambda row: from_minor(row.value, row.currency), Kind.MONEY),
)  # fmt: skip
SHORT_FIELDS = (
    Field(N_("Product code"), lambda row: row.product), _LABEL,
    Field(N_("Order"), lambda row: row.number, width=18),
    Field(N_("Line"), lambda row: row.line, Kind.WHOLE, 8),
    Field(N_("Customer"), lambda row: row.customer, width=34),
    Field(N_("Priority"), lambda row: row.priority, width=8),
    Field(N_("Confirmed date"), lambda row: row.promised, Kind.DATE, 12),
    Field(N_("Left to deliver"), lambda row: row.left, Kind.QUANTITY),
    Field(N_("Reserved"), lambda row: row.reserved, Kind.QUANTITY),
    Field(N_("Missing"), lambda row: row.missing, Kind.QUANTITY),
    Field(N_("Expected on"), lambda row: row.expected_on, Kind.DATE, 12),
)  # fmt: skip


BUY_FIELDS = (
    Field(N_("Order"), lambda row: row.number, width=18),
    Field(N_("Line"), lambda row: row.line, Kind.WHOLE, 8),
    Field(N_("Where the goods come from"), lambda row: texts.current().gettext(LABELS[Supply][row.supply]), width=24),
    Field(N_("Product code"), lambda row: row.product), _LABEL,
    Field(N_("Quantity to buy"), lambda row: row.quantity, Kind.QUANTITY),
    Field(N_("Leaves on"), lambda row: row.leaves_on, Kind.DATE, 12),
    Field(N_("Customer"), lambda row: row.customer, width=34),
    Field(N_("Your ref."), lambda row: row.reference, width=18),
    Field(N_("Delivered to"), lambda row: row.deliver_to, width=50),
)  # fmt: skip
SENT_FIELDS = (
    Field(N_("Lot"), lambda row: row.lot, width=18),
    Field(N_("Use by"), lambda row: row.use_by, Kind.DATE, 12),
    Field(N_("Product code"), lambda row: row.product), _LABEL,
    Field(N_("Quantity"), lambda row: row.quantity, Kind.QUANTITY),
    Field(N_("Delivery note"), lambda row: row.delivery, width=18),
    Field(N_("Date"), lambda row: row.date, Kind.DATE, 12),
    Field(N_("Order"), lambda row: row.order, width=18),
    Field(N_("Code"), lambda row: row.customer_code),
    Field(N_("Customer"), lambda row: row.customer, width=34),
    Field(N_("Phone"), lambda row: row.phone, width=18),
    Field(N_("E-mail"), lambda row: row.email, width=30),
)  # fmt: skip


def installed_fields(today: dt.date) -> tuple[Field, ...]:
    """Return the columns of the units that left, their warranty judged on a day."""
    say = texts.current()
    return (
        Field(N_("Serial number"), lambda row: row.number, width=20),
        Field(N_("Product code"), lambda row: row.product), _LABEL,
        Field(N_("Customer"), lambda row: row.customer, width=34),
        Field(N_("Delivery note"), lambda row: row.delivery, width=18),
        Field(N_("Delivered on"), lambda row: row.delivered_on, Kind.DATE, 12),
        Field(N_("End of warranty"), lambda row: row.warranty_until, Kind.DATE, 12),
        Field(
            N_("Warranty"), lambda row: installed.warranty_words(row, today, say, _day(row.warranty_until)), width=32
        ),
        Field(N_("Came back on"), lambda row: row.back_on, Kind.DATE, 12),
    )  # fmt: skip


def _day(day: dt.date | None) -> str:
    return Formats(texts.current().language).date(day) if day else ""


def write_installed(units: Iterable[InstalledUnit], today: dt.date, path: Path) -> Written:
    """Write units that left, with their warranty on a day."""
    return write_rows(N_("Installed units"), installed_fields(today), units, path)


def write_sent(session: Session, searched: str, path: Path) -> Written:
    """Write who received what of which lot."""
    return write_rows(N_("Lots delivered"), SENT_FIELDS, lot_choice.sent(session, searched), path)


def write_to_buy(session: Session, path: Path) -> Written:
    """Write the request to purchasing: what order lines are to be bought for."""
    return write_rows(N_("Purchase request"), BUY_FIELDS, to_buy.lines(session), path)


def write_value(session: Session, on: dt.date, path: Path) -> Written:
    """Write what the stock was worth on a day, at the weighted average cost."""
    return write_rows(N_("Value of the stock"), VALUE_FIELDS, stock_value.at(session, on), path)


def write_shortages(session: Session, path: Path) -> Written:
    """Write the order lines that wait for goods."""
    rows: Iterable[needs.Waiting] = needs.short(session)
    return write_rows(N_("Stock-outs"), SHORT_FIELDS, rows, path)

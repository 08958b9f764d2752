"""Lists of documents as files: the rows of a query, streamed block by block to Excel or CSV."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import from_minor
from adv_desktop.services import texts
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.queries import deliveries, invoices, orders
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.texts import N_, _
from adv_desktop.services.whole_files import told

BLOCK = 500
ENDINGS = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its English title, its kind, and where its value is in a row."""

    title: str
    value: Callable[[Any], CellValue]
    kind: Kind = Kind.TEXT
    width: float = 14


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    path: Path
    rows: int
    sha256: str


def _money(name: str) -> Callable[[Any], CellValue]:
    return lambda row: from_minor(getattr(row, name), row.currency)


_NUMBER = Field(N_("Number"), lambda row: row.number)
_DATE = Field(N_("Date"), lambda row: row.date, Kind.DATE, 12)
_CUSTOMER = Field(N_("Customer"), lambda row: row.customer_name, width=34)
_REFERENCE = Field(N_("Customer's reference"), lambda row: row.customer_reference, width=20)
_STATE = Field(N_("State"), lambda row: _(row.state.word), width=20)
_NET = Field(N_("Net total"), _money("net"), Kind.MONEY)
_CURRENCY = Field(N_("Currency"), lambda row: row.currency, width=8)

FIELDS: dict[str, tuple[str, tuple[Field, ...]]] = {
    "orders": (
        N_("Orders"),
        (
            _NUMBER, _DATE, _CUSTOMER, _REFERENCE,
            Field(N_("Requested date"), lambda row: row.requested, Kind.DATE, 12),
            Field(N_("Confirmed date"), lambda row: row.promised, Kind.DATE, 12),
            _STATE, _NET, Field(N_("Total with VAT"), _money("gross"), Kind.MONEY), _CURRENCY,
            Field(N_("Salesperson"), lambda row: row.salesperson),
        ),
    ),
    "deliveries": (
        N_("Deliveries"),
        (
            _NUMBER, _DATE, _CUSTOMER,
            Field(N_("Orders"), lambda row: ", ".join(row.orders), width=24),
            Field(N_("Town"), lambda row: row.town, width=20),
            _STATE, _NET, _CURRENCY,
            Field(N_("Carrier"), lambda row: row.carrier),
            Field(N_("Tracking number"), lambda row: row.tracking, width=20),
            Field(N_("Delivered on"), lambda row: row.delivered_on, Kind.DATE, 12),
        ),
    ),
    "invoices": (
        N_("Invoices"),
        (
            _NUMBER, Field(N_("Type"), lambda row: row.type.value, width=6), _DATE,
            Field(N_("Due date"), lambda row: row.due, Kind.DATE, 12),
            _CUSTOMER, _REFERENCE, _STATE, _NET,
            Field(N_("VAT"), _money("vat"), Kind.MONEY),
            Field(N_("Total with VAT"), _money("gross"), Kind.MONEY),
            Field(N_("Left to pay"), _money("open"), Kind.MONEY), _CURRENCY,
        ),
    ),
}  # fmt: skip
_QUERIES = {"orders": orders, "deliveries": deliveries, "invoices": invoices}


def write(session: Session, noun: str, wanted: ListFilter, path: Path, today: dt.date) -> Written:
    """Write a list in the language of the interface; the ending of the file chooses Excel or CSV."""
    if path.suffix.lower() not in ENDINGS:
        raise DomainError("file.wrong_ending", path=str(path), known=ENDINGS)
    title, fields = FIELDS[noun]
    columns = [ListColumn(_(field.title), field.kind, field.width) for field in fields]
    rows = _rows(session, noun, wanted, fields, today)
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".csv":
        count = lists.write_csv(path, columns, rows, texts.current().language)
    else:
        count = lists.write_xlsx(path, _(title), columns, rows)
    return Written(path, count, hashlib.sha256(path.read_bytes()).hexdigest())


def _rows(
    session: Session, noun: str, wanted: ListFilter, fields: Sequence[Field], today: dt.date
) -> Iterator[list[CellValue]]:
    """Give the values of each row, oldest first, reading a block at a time."""
    query = _QUERIES[noun]
    ids = query.ids(session, wanted, "", False, today)
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        found = query.rows(session, block, today)
        for row_id in block:
            yield [field.value(found[row_id]) for field in fields]

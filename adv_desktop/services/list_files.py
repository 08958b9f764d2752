"""Lists of documents as files: the rows of a query, streamed block by block to Excel or CSV."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.lists import ListColumn
from adv_desktop.services.list_fields import FIELDS, Field
from adv_desktop.services.queries import (
    backlog_lines,
    claims,
    customers,
    deliveries,
    invoices,
    orders,
    outbox,
    payments,
    products,
    quotations,
    returns,
    stock,
)
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.texts import _
from adv_desktop.services.whole_files import told

BLOCK = 500
ENDINGS = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    path: Path
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Order:
    """What the rows of a file are sorted by; "" is the list's own first order, the oldest first."""

    sort: str = ""
    descending: bool = False


OLDEST_FIRST = Order()
_QUERIES: dict[str, ModuleType] = {
    "orders": orders, "deliveries": deliveries, "invoices": invoices, "payments": payments, "claims": claims,
    "customers": customers, "products": products, "returns": returns, "stock": stock,
    "quotations": quotations, "outbox": outbox, "backlog": backlog_lines,
}  # fmt: skip


def write(
    session: Session, noun: str, wanted: ListFilter, path: Path, today: dt.date, order: Order = OLDEST_FIRST
) -> Written:
    """Write a list in the language of the interface; the ending of the file chooses Excel or CSV."""
    title, fields = FIELDS[noun]
    return write_rows(title, fields, _rows(session, noun, wanted, order, today), path)


def write_rows(title: str, fields: Sequence[Field], rows: Iterable[Any], path: Path) -> Written:
    """Write records by their fields; `title` is an English message."""
    if path.suffix.lower() not in ENDINGS:
        raise DomainError("file.wrong_ending", path=str(path), known=ENDINGS)
    columns = [ListColumn(_(field.title), field.kind, field.width) for field in fields]
    cells = ([field.value(row) for field in fields] for row in rows)
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".csv":
        count = lists.write_csv(path, columns, cells, texts.current().language)
    else:
        count = lists.write_xlsx(path, _(title), columns, cells)
    return Written(path, count, hashlib.sha256(path.read_bytes()).hexdigest())


def _rows(session: Session, noun: str, wanted: ListFilter, order: Order, today: dt.date) -> Iterator[Any]:
    """Give the rows in an order, reading a block at a time."""
    query = _QUERIES[noun]
    ids = query.ids(session, wanted, order.sort, order.descending, today)
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        found = query.rows(session, block, today)
        yield from (found[row_id] for row_id in block)

"""Lists of documents as files: the rows of a query, streamed block by block to Excel or CSV."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn
from adv_desktop.services.list_fields import FIELDS, Field
from adv_desktop.services.queries import claims, customers, deliveries, invoices, orders, payments, products, returns
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


_QUERIES: dict[str, ModuleType] = {
    "orders": orders, "deliveries": deliveries, "invoices": invoices, "payments": payments, "claims": claims,
    "customers": customers, "products": products, "returns": returns,
}  # fmt: skip


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

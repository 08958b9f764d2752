"""What one transaction changed: collected at flush, written as audit entries and search rows before the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, UOWTransaction

from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.audit import AuditEntry
from adv_desktop.models.base import Base
from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.goods_return import GoodsReturn
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import Payment
from adv_desktop.models.product import Product
from adv_desktop.models.quotation import Quotation
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.schema import SEARCH_TABLE
from adv_desktop.services.events import Changed
from adv_desktop.services.folding import fold
from adv_desktop.services.hashing import GENESIS, chained

SEARCHED: dict[type[Base], tuple[DocumentKind, tuple[str, ...]]] = {
    SalesOrder: (DocumentKind.ORDER, ("number", "customer_reference", "customer_name")),
    Delivery: (DocumentKind.DELIVERY, ("number", "picking_number", "customer_name")),
    Invoice: (DocumentKind.INVOICE, ("number", "customer_reference", "customer_name")),
    Payment: (DocumentKind.PAYMENT, ("number", "reference", "customer_name")),
    GoodsReturn: (DocumentKind.RETURN, ("number", "customer_name")),
    Claim: (DocumentKind.CLAIM, ("number", "customer_reference", "customer_name")),
    Customer: (DocumentKind.CUSTOMER, ("code", "name", "town", "siren", "vat_number")),
    Product: (DocumentKind.PRODUCT, ("code", "label", "ean")),
    Quotation: (DocumentKind.QUOTATION, ("number", "customer_reference", "customer_name")),
    OutboxMessage: (DocumentKind.MESSAGE, ("subject",)),
}
_KIND_RANK = {kind: rank for rank, kind in enumerate(DocumentKind)}
# Tables that no one audits: derived counters, and what is outside the documents.
_SILENT = frozenset(
    {"product_stock", "form_draft", "snooze", "audit_entry", "document_seal", "request_log", "stored_file", "activity"}
)
# A product has a column of this name.
_PART_NAMES = {"price": "prices"}
# Made once: every command executes these.
_LAST_HASH = sa.select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
_INSERT_ENTRIES = sa.insert(Base.metadata.tables[AuditEntry.__tablename__])
_DELETE_SEARCH = sa.text(f"DELETE FROM {SEARCH_TABLE} WHERE rowid = :rowid")  # noqa: S608 (constant)
_INSERT_SEARCH = sa.text(
    f"INSERT INTO {SEARCH_TABLE}(rowid, body, kind, document_id) VALUES (:rowid, :body, :kind, :id)"  # noqa: S608
)
Change = dict[str, Any]


class Recorder:
    """Listens to the flushes of one write session."""

    def __init__(self, actor: str, action: str) -> None:
        self.actor = actor
        self._action = action
        self._before: dict[tuple[str, int], Change] = {}
        self._after: dict[tuple[str, int], Change] = {}
        self._documents: dict[DocumentKind, set[int]] = {}
        self._searches: dict[int, tuple[DocumentKind, int, str | None]] = {}
        self._inserted: set[tuple[str, int]] = set()
        self.created: list[tuple[str, int]] = []

    def after_flush(self, session: Session, _context: UOWTransaction) -> None:
        """Note the rows inserted, updated and deleted by a flush."""
        for entity in session.new:
            self._note(entity, None, values(entity))
        for entity in _ordered(session.dirty):
            before = changed_from(entity)
            if before:
                named = {**_text_key(entity), **{name: plain_value(getattr(entity, name)) for name in before}}
                self._note(entity, before, named)
        for entity in _ordered(session.deleted):
            self._note(entity, values(entity), None)

    def touch(self, kind: DocumentKind, *ids: int) -> None:
        """Add documents changed by statements that no flush saw."""
        self._documents.setdefault(kind, set()).update(ids)

    def changed(self) -> Changed:
        """Return the merged event of the transaction."""
        return Changed({kind: frozenset(ids) for kind, ids in self._documents.items()})

    def note_new(self, entity: Base, values: Change) -> None:
        """Note a row that no flush inserts: its non-null columns as plain JSON values."""
        self._note(entity, None, values)

    def write(self, session: Session, now: datetime) -> None:
        """Write the audit entries of what was noted, chained to the last one, and the search rows."""
        self._write_search(session)
        self._write_entries(session, now)
        for noted in (self._before, self._after, self._searches, self._inserted):
            noted.clear()

    def _write_entries(self, session: Session, now: datetime) -> None:
        keys = dict.fromkeys([*self._before, *self._after])
        if not keys:
            return
        previous = session.execute(_LAST_HASH).scalar() or GENESIS
        rows = []
        for table, row_id in keys:
            facts = {
                "at": now.isoformat(),
                "actor": self.actor,
                "action": self._action,
                "table_name": table,
                "row_id": row_id,
                "before": self._before.get((table, row_id)),
                "after": self._after.get((table, row_id)),
            }
            current = chained(previous, facts)
            rows.append({**facts, "at": now, "previous_hash": previous, "hash": current})
            previous = current
        session.execute(_INSERT_ENTRIES, rows)

    def _note(self, entity: Base, before: Change | None, after: Change | None) -> None:
        table = entity.__tablename__
        row_id = _row_id(entity)
        if entity.document is not None:
            kind, column = entity.document
            self._documents.setdefault(kind, set()).add(getattr(entity, column))
        if before is None:
            self._inserted.add((table, row_id))
            if type(entity) in SEARCHED:
                self.created.append((table, row_id))
        if table not in _SILENT:
            root = self._root(entity, table, row_id)
            if (table, row_id) not in self._inserted:
                _merge(self._before, root, table, row_id, before, first=True)
            _merge(self._after, root, table, row_id, after, first=False)
        self._note_search(entity, row_id, before, after)

    @staticmethod
    def _root(entity: Base, table: str, row_id: int) -> tuple[str, int]:
        """Return the (table, id) of the document that the row is audited under."""
        if entity.document is None:
            return table, row_id
        kind, column = entity.document
        return kind.value, int(getattr(entity, column))

    def _note_search(self, entity: Base, row_id: int, before: Change | None, after: Change | None) -> None:
        searched = SEARCHED.get(type(entity))
        if searched is None:
            return
        kind, fields = searched
        touched = before if after is None else after
        if touched is not None and not any(field in touched for field in fields):
            return
        text = None if after is None else search_text(entity, fields)
        self._searches[search_rowid(kind, row_id)] = (kind, row_id, text)

    def _write_search(self, session: Session) -> None:
        if not self._searches:
            return
        rows = [{"rowid": rowid} for rowid in self._searches]
        session.execute(_DELETE_SEARCH, rows)
        texts = [
            {"rowid": rowid, "body": text, "kind": kind.value, "id": row_id}
            for rowid, (kind, row_id, text) in self._searches.items()
            if text is not None
        ]
        if texts:
            session.execute(_INSERT_SEARCH, texts)


def search_rowid(kind: DocumentKind, row_id: int) -> int:
    """Return the row of the search index that belongs to a document."""
    return (_KIND_RANK[kind] << 40) + row_id


def search_text(entity: Base, fields: tuple[str, ...]) -> str:
    """Return the folded text that a document is found by."""
    return fold(" ".join(str(getattr(entity, field)) for field in fields if getattr(entity, field)))


def _ordered(entities: Iterable[Base]) -> list[Base]:
    """Return changed rows in an order of their own: a set has another one in each run."""
    return sorted(entities, key=lambda entity: (entity.__tablename__, str(_key(entity))))


@cache
def column_names(kind: type[Base]) -> tuple[str, ...]:
    """Return the mapped column attributes of a class."""
    return tuple(attribute.key for attribute in sa.inspect(kind).column_attrs)


@cache
def _key_name(kind: type[Base]) -> str:
    return str(sa.inspect(kind).primary_key[0].key)


def _key(entity: Base) -> object:
    return getattr(entity, _key_name(type(entity)))


def values(entity: Base) -> Change:
    """Return the non-null columns of a row as plain JSON values."""
    held = vars(entity)  # ten times faster than the mapped attributes, which serve what a flush left out
    pairs = ((name, held[name] if name in held else getattr(entity, name)) for name in column_names(type(entity)))
    return {name: plain_value(value) for name, value in pairs if value is not None}


def changed_from(entity: Base) -> Change:
    """Return the former values of the columns that a flush is changing."""
    committed = sa.inspect(entity).committed_state
    names = column_names(type(entity))
    return {name: plain_value(old) for name, old in committed.items() if name in names and old != getattr(entity, name)}


def plain_value(value: object) -> object:
    """Return a column's value as JSON can hold it."""
    kind = type(value)
    if kind is str or kind is int:
        return value
    convert = _CONVERSIONS.get(kind)
    if convert is not None:
        return convert(value)
    return value.value if isinstance(value, Enum) else value


_CONVERSIONS: dict[type, Callable[[Any], object]] = {
    Decimal: lambda value: format(value.normalize(), "f"),
    date: date.isoformat,
    datetime: datetime.isoformat,
    tuple: lambda value: [plain_value(part) for part in value],
    bytes: lambda value: f"{len(value)} bytes",
}


def _text_key(entity: Base) -> Change:
    """Return the key of a row that has no number (a setting), so that its entry says which row it is."""
    value = _key(entity)
    return {} if isinstance(value, int) else {_key_name(type(entity)): value}


def _row_id(entity: Base) -> int:
    value = _key(entity)
    return value if isinstance(value, int) else 0


def _merge(
    side: dict[tuple[str, int], Change],
    root: tuple[str, int],
    table: str,
    row_id: int,
    change: Change | None,
    *,
    first: bool,
) -> None:
    """Add a row's change under its document: its own columns at top level, its parts by table and id.

    Of several flushes, the first one tells the value before and the last one the value after.
    """
    if change is None:
        return
    entry = side.setdefault(root, {})
    part = (
        entry
        if root == (table, row_id)
        else entry.setdefault(_PART_NAMES.get(table, table), {}).setdefault(str(row_id), {})
    )
    for name, value in change.items():
        if not (first and name in part):
            part[name] = value

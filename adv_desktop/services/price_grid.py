"""A price list as a table: read whole, saved whole, written to Excel in the shape that the import reads back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Price, Product
from adv_desktop.services import texts
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.price_lists import NewPrice, check_price
from adv_desktop.services.store import Store

LONGEST = 20_000
# Titles and words that the import of prices knows, in the language of the window.
_TITLES = {
    "fr": ("Type", "Tarif", "Catégorie", "Code client", "Code article", "À partir de", "Prix HT", "Prix net", "Début",
           "Fin"),
    "en": ("Type", "Price list", "Category", "Customer code", "Product code", "From quantity", "Price", "Net price",
           "Start", "End"),
}  # fmt: skip
_TYPES = {
    "fr": {PriceSource.CUSTOMER_LIST: "liste", PriceSource.CATEGORY: "catégorie", PriceSource.CONTRACT: "contrat"},
    "en": {PriceSource.CUSTOMER_LIST: "list", PriceSource.CATEGORY: "category", PriceSource.CONTRACT: "contract"},
}
_YES_NO = {"fr": ("N", "O"), "en": ("no", "yes")}
_KINDS = (Kind.TEXT,) * 5 + (Kind.QUANTITY, Kind.PRICE, Kind.TEXT, Kind.DATE, Kind.DATE)


@dataclass(frozen=True, slots=True)
class ListKey:
    """Which list: a price list or a category by its name, a contract by its customer."""

    source: PriceSource
    name: str | None = None
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class KnownList:
    """A list that has prices; `title` is its name, or the customer's."""

    key: ListKey
    title: str
    prices: int


@dataclass(frozen=True, slots=True)
class ListLine:
    """A price of a list; `product` is our code, `id` tells the price that is changed (None: a new one)."""

    product: str
    price: Decimal
    from_quantity: Decimal = Decimal(1)
    net: bool = False
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    label: str = ""
    id: int | None = None


class PriceListService:
    """The verbs on whole lists."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def known(self) -> list[KnownList]:
        """Return the lists that have prices, with how many."""
        group = (Price.source, Price.price_list, Price.category, Price.customer_id, Customer.name)
        statement = (
            sa.select(*group, sa.func.count())
            .outerjoin(Customer, Customer.id == Price.customer_id)
            .where(Price.source != PriceSource.BASE)
            .group_by(*group)
            .order_by(*group)
        )
        with self._store.read() as session:
            rows = session.execute(statement).all()
        return [
            KnownList(ListKey(source, price_list or category, customer_id), price_list or category or name or "", count)
            for source, price_list, category, customer_id, name, count in rows
        ]

    def lines(self, key: ListKey) -> tuple[ListLine, ...]:
        """Return the prices of a list by product, threshold and date; empty for a new list."""
        with self._store.read() as session:
            return _lines(session, key)

    def save(self, key: ListKey, loaded: Sequence[ListLine], lines: Sequence[ListLine]) -> int:
        """Make these the prices of a list; refuse when it is not as it was loaded. Return how many changed."""
        with self._store.write("price_list.save") as session:
            now = _lines(session, key)
            if now != tuple(loaded):
                raise DomainError("price_list.changed")
            products = _products(session, lines)
            _check(key, lines, products)
            kept = {line.id for line in lines if line.id is not None}
            before = {line.id: line for line in now}
            gone = [line.id for line in now if line.id not in kept]
            for price in session.scalars(sa.select(Price).where(Price.id.in_(gone))):
                session.delete(price)
            changed = [line for line in lines if line.id is None or not _same(line, before[line.id])]
            for line in changed:
                _write(session, key, line, products[line.product])
            return len(changed) + len(gone)

    def write(self, key: ListKey, path: Path) -> int:
        """Write a list to Excel, to be changed there and imported again; return the number of prices."""
        language = texts.current().language
        with self._store.read() as session:
            code = session.scalar(sa.select(Customer.code).where(Customer.id == (key.customer_id or 0)))
            lines = _lines(session, key)
        columns = [ListColumn(title, kind) for title, kind in zip(_TITLES[language], _KINDS, strict=True)]
        is_list, is_category = key.source is PriceSource.CUSTOMER_LIST, key.source is PriceSource.CATEGORY
        head = [
            _TYPES[language][key.source], key.name if is_list else None, key.name if is_category else None, code,
        ]  # fmt: skip
        rows: list[list[CellValue]] = [
            [*head, one.product, one.from_quantity, one.price, _YES_NO[language][one.net], one.starts_on, one.ends_on]
            for one in lines
        ]
        return lists.write_xlsx(path, _TITLES[language][1], columns, rows)


def _lines(session: Session, key: ListKey) -> tuple[ListLine, ...]:
    statement = (
        sa.select(Price, Product.code, Product.label)
        .join(Product, Product.id == Price.product_id)
        .where(*(getattr(Price, name).is_not_distinct_from(value) for name, value in _whose(key).items()))
        .order_by(Product.code, Price.from_quantity, Price.starts_on, Price.id)
        .limit(LONGEST + 1)
    )
    rows = session.execute(statement).all()
    if len(rows) > LONGEST:
        raise DomainError("price_list.too_long", longest=LONGEST)
    return tuple(
        ListLine(code, row.price, row.from_quantity, row.net, row.starts_on, row.ends_on, label, row.id)
        for row, code, label in rows
    )


def _whose(key: ListKey) -> dict[str, object]:
    return {
        "source": key.source,
        "price_list": key.name if key.source is PriceSource.CUSTOMER_LIST else None,
        "category": key.name if key.source is PriceSource.CATEGORY else None,
        "customer_id": key.customer_id if key.source is PriceSource.CONTRACT else None,
    }


def _products(session: Session, lines: Sequence[ListLine]) -> dict[str, int]:
    codes = {line.product for line in lines}
    rows = session.execute(sa.select(Product.code, Product.id).where(Product.code.in_(codes)))
    found = {row.code: row.id for row in rows}
    for code in sorted(codes - found.keys()):
        raise DomainError("product.not_found", code=code)
    return found


def _check(key: ListKey, lines: Sequence[ListLine], products: dict[str, int]) -> None:
    seen: set[tuple[object, ...]] = set()
    for line in lines:
        check_price(
            NewPrice(
                products[line.product], key.source, line.price, key.customer_id, key.name, line.from_quantity, line.net,
                line.starts_on, line.ends_on,
            )
        )  # fmt: skip
        same = (line.product, line.from_quantity, line.starts_on, line.ends_on)
        if same in seen:
            raise DomainError("price_list.twice", code=line.product, quantity=line.from_quantity)
        seen.add(same)


def _same(line: ListLine, before: ListLine) -> bool:
    return replace(line, label="") == replace(before, label="")


def _write(session: Session, key: ListKey, line: ListLine, product_id: int) -> None:
    row = Price(**_whose(key)) if line.id is None else session.get_one(Price, line.id)
    row.product_id, row.from_quantity, row.price, row.net = product_id, line.from_quantity, line.price, line.net
    row.starts_on, row.ends_on = line.starts_on, line.ends_on
    session.add(row)

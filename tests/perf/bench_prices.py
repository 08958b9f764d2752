"""P14: price search and product type-ahead among 100 000 products and 50 000 customers, against raw sqlite3.

The limit reads the same rows with the best SQL we know and leaves them as tuples; ours also chooses the price and
explains it, or ranks the products as the picker shows them.
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.services import pricing
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.queries import products
from adv_desktop.services.recorder import search_rowid
from adv_desktop.services.store import Store
from tests.perf.generate import TODAY, database_of
from tests.perf.masters import CUSTOMERS, PRODUCTS
from tests.perf.measure import Result, against

LINES = 20  # of an order that is priced at once
LIMIT = 12  # products that the picker shows
CANDIDATES = 60
PRICE_TARGET, TYPED_TARGET = 3.0, 3.0


def run() -> list[Result]:
    """Measure the prices of an order, then what is typed in the product field."""
    path = database_of()
    store, raw = Store(path, FixedDay(TODAY)), sqlite3.connect(path)
    try:
        with store.read() as session:
            return [_prices(session, raw), *_typed(session, raw)]
    finally:
        raw.close()
        store.close()


def _prices(session: Session, raw: sqlite3.Connection) -> Result:
    rng = random.Random(9)
    customer = session.get_one(Customer, 4321)
    chosen = sorted(rng.sample(range(1, PRODUCTS + 1), LINES))
    found = session.scalars(sa.select(Product).where(Product.id.in_(chosen))).all()
    families = sorted({str(product.family) for product in found})
    of_products, of_families = ",".join("?" * LINES), ",".join("?" * len(families))
    prices = (
        "SELECT id, source, product_id, customer_id, price_list, category, from_quantity, price, net, starts_on,"
        f" ends_on, remark, update_id FROM price WHERE product_id IN ({of_products}) AND (source = 'base'"
        " OR source = 'contract' AND customer_id = ? OR source = 'customer_list' AND price_list = ?"
        " OR source = 'category' AND category = ?) ORDER BY id"
    )
    discounts = f"SELECT * FROM customer_discount WHERE customer_id = ? AND family IN ({of_families}) ORDER BY id"
    promotions = (
        f"SELECT * FROM promotion WHERE (product_id IN ({of_products}) OR family IN ({of_families}))"
        " AND (category IS NULL OR category = ?) ORDER BY id"
    )

    def limit() -> tuple[list, ...]:
        return (
            raw.execute(prices, (*chosen, customer.id, customer.price_list, customer.category)).fetchall(),
            raw.execute(discounts, (customer.id, *families)).fetchall(),
            raw.execute(promotions, (*chosen, *families, customer.category)).fetchall(),
        )

    def ours() -> list[pricing.PriceFound]:
        sources = pricing.sources(session, customer, found)
        return [sources[product.id].find(Decimal(12), TODAY) for product in found]

    _same_rows(limit(), ours())
    theirs, mine = against(limit, ours, repeat=20)
    what = f"The prices of {LINES} lines, {PRODUCTS:,} products, {CUSTOMERS:,} customers"
    return Result("P14", what, theirs, mine, PRICE_TARGET)


def _same_rows(raw: tuple[list, ...], priced: list[pricing.PriceFound]) -> None:
    """Check that each price was chosen among all the rows that the limit read, and the base price."""
    prices, discounts, promotions = raw
    looked_at = [candidate.row for found in priced for candidate in found.explanation]
    ids = {row.row_id for row in looked_at if isinstance(row, pricing.PriceRow) and row.row_id}
    assert ids == {row[0] for row in prices}
    assert len({(type(row), row.row_id) for row in looked_at if not isinstance(row, pricing.PriceRow)}) == len(
        discounts
    ) + len(promotions)
    assert len(priced) == LINES


def _typed(session: Session, raw: sqlite3.Connection) -> list[Result]:
    """Type a common word, two words, the beginning of a code: the products that the picker shows."""
    first = search_rowid(DocumentKind.PRODUCT, 0)
    columns = (
        "product.id, code, label, ean, unit, unit_label, pack, price, price_base, nature, stocked, end_of_life,"
        " physical, reserved FROM product LEFT JOIN product_stock ON product_id = product.id"
    )
    words = (
        f"SELECT {columns} WHERE product.id IN (SELECT rowid - {first} FROM search_entry WHERE search_entry MATCH ?"
        f" AND rowid BETWEEN {first} AND {first + (1 << 40) - 1} LIMIT {CANDIDATES})"
        f" ORDER BY end_of_life, code LIMIT {LIMIT}"
    )
    code = f"SELECT {columns} WHERE code >= ? AND code < ? || char(1114111) ORDER BY code LIMIT {LIMIT}"
    asked = [
        ("a common word", "moutarde", words, ('"moutarde"',)),
        ("two words", "miel verre", words, ('"miel" AND "verre"',)),
        ("a code's beginning", "ART-0432", code, ("ART-0432", "ART-0432")),
    ]
    return [_one(session, raw, *one) for one in asked]


def _one(session: Session, raw: sqlite3.Connection, what: str, typed: str, query: str, values: tuple) -> Result:
    def limit() -> list[tuple]:
        return raw.execute(query, values).fetchall()

    def ours() -> list[products.ProductHit]:
        return products.find(session, typed, LIMIT, customer_id=77, today=dt.date(2026, 11, 24))

    assert [row[0] for row in limit()] == [hit.id for hit in ours()]
    assert len(limit()) == LIMIT
    theirs, mine = against(limit, ours, repeat=10)
    return Result("P14", f"Type {what} among {PRODUCTS:,} products", theirs, mine, TYPED_TARGET)

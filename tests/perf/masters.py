"""50 000 customers and 100 000 products with their prices, to take orders from: copies of two that services wrote."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.customers import CustomerData, CustomerService
from adv_desktop.services.folding import fold
from adv_desktop.services.products import ProductData, ProductService
from adv_desktop.services.recorder import search_rowid
from adv_desktop.services.store import Store

CUSTOMERS, PRODUCTS = 50_000, 100_000
REGULARS, BEST_SELLERS = 2000, 300  # the first ones: half of the orders, half of the lines
FAMILIES, CATEGORIES, LISTS = 200, 20, 100
CODES = 20  # of their own for our products, by regular customer
STOCK = 100_000
LIMIT = 5_000_000  # cents, of every other customer
_SCALE_QUANTITY, _SCALE_PRICE = 10**4, 10**6
_TOWNS = ("Dijon", "Lyon", "Dole", "Autun", "Metz", "Épinal", "Beaune", "Mâcon", "Gray", "Colmar")
_TRADES = ("Épicerie", "Restaurant", "Traiteur", "Halles", "Comptoir", "Cave", "Hôtel", "Cantine")
_WORDS = ("moutarde", "confiture", "verre", "torchon", "couteau", "terrine", "sel", "huile", "miel", "limonade")


def write_templates(path: Path, clock: FixedDay) -> None:
    """Write the customer and the product that the others are copies of."""
    store = Store(path, clock, durable=False)
    CustomerService(store, clock).create(
        CustomerData("G00001", "Épicerie", terms="30 jours fin de mois", siren="404833048", town="Dijon")
    )
    ProductService(store, clock).create(
        ProductData("ART-000001", "Moutarde", Decimal(20), Decimal(9), cost=Decimal(4), family="F0")
    )
    store.checkpoint()
    store.close()


def write_copies(connection: sqlite3.Connection) -> None:
    """Make every customer and product of the two templates, and what prices depend on; inside a transaction."""
    rng = random.Random(5)
    _customers(connection, rng)
    _products(connection, rng)
    connection.executemany(
        "INSERT INTO price (source, product_id, customer_id, price_list, category, from_quantity, price, net,"
        " starts_on) VALUES (?, ?, ?, ?, ?, ?, ?, 0, '2026-01-01')",
        (row for n in range(1, PRODUCTS + 1) for row in _prices(n, rng)),
    )
    connection.executemany(
        "INSERT INTO customer_discount (customer_id, family, percent) VALUES (?, ?, 50000)",
        ((n, f"F{rng.randrange(FAMILIES)}") for n in range(1, CUSTOMERS + 1)),
    )
    connection.executemany(
        "INSERT INTO promotion (family, percents) VALUES (?, '3')", ((f"F{n}",) for n in range(0, FAMILIES, 4))
    )
    connection.executemany(
        "INSERT INTO customer_item_code (customer_id, product_id, code) VALUES (?, ?, ?)",
        (
            (customer, product, f"{customer:04d}-{product:06d}")
            for customer in range(1, REGULARS + 1)
            for product in sorted(rng.sample(range(1, PRODUCTS + 1), CODES))
        ),
    )


def _customers(connection: sqlite3.Connection, rng: random.Random) -> None:
    towns = [rng.choice(_TOWNS) for _ in range(CUSTOMERS)]
    names = [f"{rng.choice(_TRADES)} {rng.choice(_WORDS).title()} {town} {n}" for n, town in enumerate(towns, start=1)]
    _copies(
        connection, "customer", CUSTOMERS, ("code", "name", "town", "category", "price_list", "credit_limit"),
        lambda n: (
            f"G{n:05d}", names[n - 1], towns[n - 1], f"C{n % CATEGORIES}", f"L{n % LISTS}", None if n % 2 else LIMIT
        ),
    )  # fmt: skip
    bodies = (f"G{n:05d} {name}" for n, name in enumerate(names, start=1))
    _search_rows(connection, DocumentKind.CUSTOMER, bodies)


def _products(connection: sqlite3.Connection, rng: random.Random) -> None:
    labels = [f"{rng.choice(_WORDS).title()} {rng.choice(_WORDS)} {n} cl" for n in range(1, PRODUCTS + 1)]
    _copies(
        connection, "product", PRODUCTS, ("code", "label", "family", "price", "ean"),
        lambda n: (code_of(n), labels[n - 1], f"F{n % FAMILIES}", (n % 90 + 10) * _SCALE_PRICE, ean_of(n)),
    )  # fmt: skip
    connection.execute("DELETE FROM product_stock")
    connection.execute(
        "INSERT INTO product_stock (product_id, physical, reserved) SELECT id, ?, 0 FROM product",
        (STOCK * _SCALE_QUANTITY,),
    )
    _search_rows(connection, DocumentKind.PRODUCT, (f"{code_of(n)} {label}" for n, label in enumerate(labels, start=1)))


def code_of(product: int) -> str:
    """Return the code of a product."""
    return f"ART-{product:06d}"


def ean_of(product: int) -> str:
    """Return the bar code of a product."""
    return f"{3760000000000 + product}"


def _copies(
    connection: sqlite3.Connection, table: str, count: int, own: tuple[str, ...], values: Callable[[int], tuple]
) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    template = connection.execute(f"SELECT * FROM {table} WHERE id = 1").fetchone()
    places = [columns.index(name) for name in own]

    def row(number: int) -> list[object]:
        copied = [number, *template[1:]]
        for place, value in zip(places, values(number), strict=True):
            copied[place] = value
        return copied

    marks = ", ".join("?" * len(columns))
    connection.execute(f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in own)} WHERE id = 1", values(1))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", map(row, range(2, count + 1)))


def _search_rows(connection: sqlite3.Connection, kind: DocumentKind, bodies: Iterable[str]) -> None:
    connection.execute("DELETE FROM search_entry WHERE kind = ?", (kind.value,))
    connection.executemany(
        "INSERT INTO search_entry(rowid, body, kind, document_id) VALUES (?, ?, ?, ?)",
        ((search_rowid(kind, n), fold(body), kind.value, n) for n, body in enumerate(bodies, start=1)),
    )


def _prices(product: int, rng: random.Random) -> list[tuple]:
    """Return three prices of a product: of a list, of a category from a quantity, of a customer."""
    price = (product % 90 + 9) * _SCALE_PRICE
    return [
        ("customer_list", product, None, f"L{rng.randrange(LISTS)}", None, 10_000, price),
        ("category", product, None, None, f"C{rng.randrange(CATEGORIES)}", 100_000, price),
        ("contract", product, rng.randint(1, CUSTOMERS), None, None, 10_000, price),
    ]

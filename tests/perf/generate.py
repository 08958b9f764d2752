"""A company of a million orders, written straight into the tables, to measure lists, searches and the order form on.

Every column that lists read is filled, counters agree with each other, search rows exist. There is no audit trail
and no seal: nothing here was done by anybody. The file is kept in the user's cache until the schema changes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from adv_desktop.models import database, summary_triggers
from adv_desktop.models.all_tables import metadata
from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.demo_masters import create_company
from adv_desktop.services.folding import fold
from adv_desktop.services.recorder import search_rowid
from tests.perf.masters import BEST_SELLERS, REGULARS, write_copies, write_templates

ORDERS = 1_000_000
LINES = 2
RUNNING, DRAFTS = 100, 10_000  # one order out of so many, the latest ones
DAYS_TO_INVOICE = 18  # an order delivered since then waits for its invoice
VERSION = 4  # of what is written below
TODAY = dt.date(2026, 11, 24)
DAYS = 1500
CHUNK = 20_000
_SCALE_QUANTITY, _SCALE_PRICE = 10**4, 10**6


def database_of(orders: int = ORDERS) -> Path:
    """Return the generated database, made when the cache has none for this schema and size."""
    folder = platformdirs.user_cache_path("adv-desktop", appauthor=False, ensure_exists=True) / "perf"
    folder.mkdir(exist_ok=True)
    path = folder / f"orders-{orders}-schema-{database.SCHEMA_VERSION}-{_fingerprint()}-{VERSION}.db"
    if not path.exists():
        for old in folder.glob(f"orders-{orders}-*"):
            old.unlink()
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        generate(part, orders)
        part.replace(path)
    return path


def _fingerprint() -> str:
    """Name the shape of the tables, so that a column or an index added on the way makes a new file."""
    shape = sorted(
        [f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns]
        + [f"{index.name}" for table in metadata.tables.values() for index in table.indexes]
    )
    return hashlib.sha256("\n".join(shape).encode()).hexdigest()[:8]


def generate(path: Path, orders: int) -> None:
    """Write a company with this many orders, the last ones still running."""
    clock = FixedDay(TODAY)
    create_company(path, clock)
    write_templates(path, clock)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        dropped = [*_drop_triggers(connection), *_drop_indexes(connection)]
        connection.execute("BEGIN")
        write_copies(connection)
        _orders(connection, orders)
        _followers(connection)
        for statement in dropped:
            connection.execute(statement)
        for summary in summary_triggers.SUMMARIES:
            for statement in summary_triggers.recount(summary):
                connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _drop_triggers(connection: sqlite3.Connection) -> list[str]:
    """Take the triggers away, which refuse lines of frozen documents; return how to make them again."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in rows:
        connection.execute(f"DROP TRIGGER {name}")
    return [sql for _name, sql in rows]


def _drop_indexes(connection: sqlite3.Connection) -> list[str]:
    """Take the indexes of the big tables away while they are filled; return how to make them again."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN "
        "('sales_order', 'order_line', 'invoice', 'open_item', 'delivery', 'delivery_line', 'delivery_progress', "
        "'order_intake', 'payment')"
    ).fetchall()
    for name, _sql in rows:
        connection.execute(f"DROP INDEX {name}")
    return [sql for _name, sql in rows]


def _orders(connection: sqlite3.Connection, orders: int) -> None:
    customers = connection.execute("SELECT id, name FROM customer ORDER BY id").fetchall()
    products = connection.execute("SELECT id, code, label, price, vat_rate FROM product ORDER BY id").fetchall()
    rng = random.Random(11)
    order_sql, line_sql = _insert("sales_order", _ORDER), _insert("order_line", _LINE)
    search_sql = "INSERT INTO search_entry(rowid, body, kind, document_id) VALUES (?, ?, 'sales_order', ?)"
    numbers: dict[int, int] = {}
    for start in range(0, orders, CHUNK):
        made = list(_chunk(range(start + 1, min(start + CHUNK, orders) + 1), orders, customers, products, rng, numbers))
        connection.executemany(order_sql, (row for row, _lines, _body in made))
        connection.executemany(line_sql, (line for _row, lines, _body in made for line in lines))
        connection.executemany(
            search_sql, ((search_rowid(DocumentKind.ORDER, row[0]), body, row[0]) for row, _l, body in made)
        )
    connection.executemany(
        "INSERT INTO number_series (establishment_id, series, year, prefix, digits, last_number, last_date) "
        "VALUES (1, 'order', ?, 'CDE', 7, ?, ?)",
        [(year, last, f"{year}-12-31" if year < TODAY.year else TODAY.isoformat()) for year, last in numbers.items()],
    )


_ORDER = (
    "id", "version", "establishment_id", "number", "kind", "state", "delivery_state", "invoice_state", "customer_id",
    "customer_name", "bill_to_id", "payer_id", "customer_reference", "open_reference", "order_date", "received_at",
    "channel", "requested", "promised", "confirmed_on", "acknowledged_at", "acknowledgement_outdated", "payment_terms",
    "payment_method", "vat_regime", "currency", "backorder_policy", "partial_policy", "freight", "freight_invoiced",
    "gross_prices", "requirements", "lines_net", "net", "vat", "gross",
)  # fmt: skip
_LINE = (
    "id", "order_id", "no", "kind", "product_id", "product_code", "label", "quantity", "unit", "unit_price",
    "price_base", "discounts", "charges", "price_source", "nature", "vat_category", "vat_rate", "net", "list_price",
    "vat_given", "supply", "requested", "first_promised", "promised", "departed", "reserved", "delivered", "returned",
    "invoiced", "cancelled",
)  # fmt: skip
_CHANNELS = ("email", "phone", "portal", "edi", "salesperson", "counter")


def _insert(table: str, columns: tuple[str, ...]) -> str:
    known = {column.name for column in metadata.tables[table].columns}
    missing = set(columns) - known
    assert not missing, f"{table} has no {missing}"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _chunk(
    ids: range, orders: int, customers: list[tuple], products: list[tuple], rng: random.Random, numbers: dict[int, int]
) -> Iterator[tuple[tuple, list[tuple], str]]:
    """Yield an order, its lines and the text it is found by; dates rise with ids, as they do in a company."""
    for order_id in ids:
        age = DAYS - DAYS * order_id // orders
        date = TODAY - dt.timedelta(days=age)
        running = order_id > orders - orders // RUNNING
        draft = order_id > orders - orders // DRAFTS
        invoiced = not running and age > DAYS_TO_INVOICE
        customer_id, name = customers[_one_of(customers, REGULARS, rng)]
        number = None
        if not draft:
            numbers[date.year] = numbers.get(date.year, 0) + 1
            number = f"CDE{date.year}{numbers[date.year]:07d}"
        reference = f"PO {rng.randrange(10**7):07d}"
        promised = (date + dt.timedelta(days=rng.randint(2, 12))).isoformat()
        dates = (date.isoformat(), promised, None if running else _departure(order_id, date))
        lines, net = _lines(order_id, dates, products, rng, invoiced=invoiced)
        vat = (net * 20 + 50) // 100
        row = (
            order_id, 1, 1, number, "standard", "draft" if draft else "confirmed", "none" if running else "full",
            "full" if invoiced else "none", customer_id,
            name, customer_id, customer_id, reference, 0, date.isoformat(), f"{date.isoformat()}T08:00:00.000000Z",
            _CHANNELS[order_id % 6], promised, promised, None if draft else date.isoformat(), None, 0,
            "30 jours fin de mois", "transfer", "national", "EUR", "keep", "free", 0, 0, 0, "{}", net, net, vat,
            net + vat,
        )  # fmt: skip
        yield row, lines, fold(f"{number or ''} {reference} {name}")


def _one_of(masters: list[tuple], usual: int, rng: random.Random) -> int:
    """Choose one of the usual ones every other time."""
    return rng.randrange(usual if rng.random() < 0.5 else len(masters))


def _departure(order_id: int, date: dt.date) -> str:
    """Return the day on which goods leave: one to nine days after the order."""
    return min(date + dt.timedelta(days=order_id % 9 + 1), TODAY).isoformat()


def _lines(
    order_id: int, dates: tuple[str, str, str | None], products: list[tuple], rng: random.Random, *, invoiced: bool
) -> tuple[list, int]:
    lines, total = [], 0
    day, promised, departed = dates
    for no in range(1, LINES + 1):
        product_id, code, label, price, vat_rate = products[_one_of(products, BEST_SELLERS, rng)]
        pieces = rng.randint(1, 24)
        quantity = pieces * _SCALE_QUANTITY
        net = (pieces * price * 100 + _SCALE_PRICE // 2) // _SCALE_PRICE
        done = 0 if departed is None else quantity
        lines.append((
            order_id * LINES + no, order_id, no, "item", product_id, code, label, quantity, "C62", price,
            _SCALE_QUANTITY, "", "[]", "base", "goods", "S", vat_rate, net, price, 0, "stock", day, promised, promised,
            departed, 0, done, 0, done if invoiced else 0, 0,
        ))  # fmt: skip
        total += net
    return lines, total


def _followers(connection: sqlite3.Connection) -> None:
    """Give the orders what follows them: intake, deliveries, invoices, one payment out of ten, some claims."""
    for statement in _FOLLOWERS:
        connection.execute(statement, {"today": TODAY.isoformat()})


_FOLLOWERS = (
    """INSERT INTO order_intake (order_id, day, cause, net)
       SELECT id, confirmed_on, 'confirmation', lines_net FROM sales_order WHERE state = 'confirmed'""",
    """INSERT INTO delivery (id, version, establishment_id, warehouse_id, number, state, customer_id, customer_name,
         bill_to_id, payer_id, ship_to, delivery_date, currency, net)
       SELECT id, 1, 1, 1, 'BL' || printf('%09d', id), 'shipped', customer_id, customer_name, bill_to_id, payer_id,
         '{}', min(date(order_date, '+' || (id % 9 + 1) || ' days'), :today), 'EUR', net
       FROM sales_order WHERE delivery_state = 'full'""",
    """INSERT INTO delivery_line (delivery_id, order_line_id, no, kind, product_id, product_code, label, quantity, unit,
         unit_price, price_base, discounts, charges, nature, vat_category, vat_rate, net, ordered, still_due)
       SELECT order_id, id, no, kind, product_id, product_code, label, quantity, unit, unit_price, price_base,
         discounts, charges, nature, vat_category, vat_rate, net, quantity, 0 FROM order_line WHERE delivered > 0""",
    """INSERT INTO delivery_progress (delivery_id, invoice_state)
       SELECT id, invoice_state FROM sales_order WHERE delivery_state = 'full'""",
    """INSERT INTO invoice (id, version, establishment_id, number, type, state, customer_id, customer_name,
         bill_to_id, payer_id, order_id, parties, issue_date, due_date, customer_reference, payment_terms,
         payment_method, vat_regime, language, currency, freight, gross_prices, deduct_prepaid, summary, mentions,
         lines_net, discount_total, net, vat, gross, prepaid, rounding, due, net_eur, vat_eur, gross_eur, sales_net)
       SELECT id, 1, 1, 'FA' || strftime('%Y', order_date) || printf('%07d', id), '380', 'issued',
         customer_id, customer_name, bill_to_id, payer_id, id, '{}', date(order_date, '+10 days'),
         date(order_date, '+55 days'), customer_reference, payment_terms, payment_method, vat_regime, 'fr', 'EUR',
         0, 0, 0, 0, '[]', lines_net, 0, net, vat, gross, 0, 0, gross, net, vat, gross, net
       FROM sales_order WHERE invoice_state = 'full'""",
    """INSERT INTO invoice (version, establishment_id, number, type, state, customer_id, customer_name,
         bill_to_id, payer_id, origin_id, parties, issue_date, due_date, customer_reference, payment_terms,
         payment_method, vat_regime, language, currency, freight, gross_prices, deduct_prepaid, summary, mentions,
         lines_net, discount_total, net, vat, gross, prepaid, rounding, due, net_eur, vat_eur, gross_eur, sales_net)
       SELECT 1, 1, 'AV' || printf('%09d', id), '381', 'issued', customer_id, customer_name, bill_to_id, payer_id, id,
         '{}', issue_date, issue_date, customer_reference, payment_terms, payment_method, vat_regime, 'fr', 'EUR',
         0, 0, 0, 0, '[]', lines_net, 0, net, vat, gross, 0, 0, gross, net, vat, gross, -net
       FROM invoice WHERE id % 500 = 0""",
    """INSERT INTO open_item (version, customer_id, payer_id, kind, invoice_id, document_number, document_date,
         currency, due_date, amount, open_amount, disputed_amount)
       SELECT 1, customer_id, payer_id, 'instalment', id, number, issue_date, 'EUR', due_date, gross,
         CASE WHEN due_date > :today OR id % 100 = 0 THEN gross ELSE 0 END, 0 FROM invoice WHERE type = '380'""",
    """INSERT INTO payment (id, establishment_id, number, customer_id, customer_name, paid_on, entered_at, method,
         amount, currency)
       SELECT id, 1, 'REG' || printf('%09d', id), customer_id, customer_name, due_date, due_date || 'T08:00:00.000000Z',
         'transfer', gross, 'EUR'
       FROM invoice WHERE type = '380' AND due_date <= :today AND id % 100 <> 0 AND id % 10 = 0""",
    """INSERT INTO open_item (version, customer_id, payer_id, kind, payment_id, document_number, document_date,
         currency, due_date, amount, open_amount, disputed_amount)
       SELECT 1, customer_id, customer_id, 'payment', id, number, paid_on, 'EUR', paid_on, -amount, 0, 0
       FROM payment""",
    """INSERT INTO allocation (debit_item_id, credit_item_id, amount, allocated_on)
       SELECT debit.id, credit.id, debit.amount, credit.document_date
       FROM open_item AS credit JOIN open_item AS debit ON debit.invoice_id = credit.payment_id
       WHERE credit.kind = 'payment'""",
    """INSERT INTO claim (version, establishment_id, number, state, customer_id, customer_name, type, severity,
         description, disputed_amount, currency, opened_on, due, cost, closed_on)
       SELECT 1, 1, 'REC' || printf('%09d', id), 'closed', customer_id, customer_name, 'damaged', 'normal', '', 0,
         'EUR', delivery_date, delivery_date, 0, delivery_date FROM delivery WHERE id % 1000 = 0""",
)


def main() -> None:
    """Make the database now, and say how long it took."""
    started = time.monotonic()
    path = database_of(int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS)
    print(path, f"{path.stat().st_size / 2**20:.0f} MiB", f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()

"""The rules that the figures of a database must obey, computed again in SQL from what they come from.

Each query returns the rows that break its rule. Quantities and amounts are compared as the integers they are stored as.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.base import unscaled
from adv_desktop.models.enums import Series
from adv_desktop.models.values import QUANTITY_DECIMALS, Money
from adv_desktop.services.numbering import DATED
from adv_desktop.services.problems import Check, Problem
from adv_desktop.services.serial_invariants import serial_numbers
from adv_desktop.services.setting_list import OVER_DELIVERY

# Where the numbers of each series are, and the date that may not go backwards.
NUMBERED = {
    Series.ORDER: ("sales_order", "number", "NULL", "1"),
    Series.PICKING: ("delivery", "picking_number", "NULL", "1"),
    Series.DELIVERY: ("delivery", "number", "NULL", "1"),
    Series.INVOICE: ("invoice", "number", "issue_date", "type NOT IN ('381', '503', '262')"),
    Series.CREDIT_NOTE: ("invoice", "number", "issue_date", "type IN ('381', '503', '262')"),
    Series.PAYMENT: ("payment", "number", "NULL", "1"),
    Series.RETURN: ("goods_return", "number", "NULL", "1"),
    Series.REVERSAL: ("delivery_reversal", "number", "NULL", "1"),
    Series.CLAIM: ("claim", "number", "NULL", "1"),
    Series.DEPOT: ("depot_note", "number", "NULL", "1"),
}

ORDER_TOTALS = """
SELECT coalesce(number, id), currency, lines_net, (
    SELECT coalesce(sum(net), 0) FROM order_line WHERE order_id = sales_order.id AND kind = 'item'
) AS computed FROM sales_order WHERE lines_net <> computed
UNION ALL SELECT coalesce(number, id), currency, gross, net + vat FROM sales_order WHERE gross <> net + vat
"""
DELIVERY_TOTALS = """
SELECT coalesce(number, id), currency, net, (
    SELECT coalesce(sum(net), 0) FROM delivery_line WHERE delivery_id = delivery.id
) AS computed FROM delivery WHERE state = 'shipped' AND net <> computed
"""
INVOICE_TOTALS = """
SELECT number, currency, lines_net, (
    SELECT coalesce(sum(net), 0) FROM invoice_line WHERE invoice_id = invoice.id AND kind = 'item'
) AS computed FROM invoice WHERE state = 'issued' AND lines_net <> computed
UNION ALL SELECT number, currency, gross, net + vat FROM invoice WHERE state = 'issued' AND gross <> net + vat
UNION ALL SELECT number, currency, due, gross - prepaid + rounding FROM invoice
    WHERE state = 'issued' AND due <> gross - prepaid + rounding
UNION ALL SELECT number, currency, due, (
    SELECT coalesce(sum(amount), 0) FROM invoice_instalment WHERE invoice_id = invoice.id
) AS computed FROM invoice WHERE state = 'issued' AND due <> computed
"""
VAT_TABLE = """
SELECT number, currency, net, (SELECT coalesce(sum(base), 0) FROM document_vat WHERE invoice_id = invoice.id)
    AS computed FROM invoice WHERE state = 'issued' AND net <> computed
UNION ALL SELECT number, currency, vat, (SELECT coalesce(sum(vat), 0) FROM document_vat WHERE invoice_id = invoice.id)
    AS computed FROM invoice WHERE state = 'issued' AND vat <> computed
UNION ALL SELECT number, 'EUR', vat_eur, (
    SELECT coalesce(sum(vat_eur), 0) FROM document_vat WHERE invoice_id = invoice.id
) AS computed FROM invoice WHERE state = 'issued' AND vat_eur <> computed
UNION ALL SELECT invoice.number, currency, base,
    lines - discount + part.freight - deducted + coalesce(packaging, 0)
    FROM document_vat AS part JOIN invoice ON invoice.id = invoice_id
    WHERE state = 'issued' AND base <> lines - discount + part.freight - deducted + coalesce(packaging, 0)
"""
OVER_DELIVERED = """
SELECT coalesce(o.number, o.id), l.no, l.delivered, l.quantity - l.cancelled FROM order_line AS l
JOIN sales_order AS o ON o.id = l.order_id
WHERE l.delivered > l.quantity - l.cancelled + l.quantity * :tolerance / 1000000 AND l.quantity > 0
    AND NOT EXISTS (
        SELECT 1 FROM delivery_line AS sent JOIN delivery AS d ON d.id = sent.delivery_id
        WHERE sent.order_line_id = l.id AND d.state = 'shipped'
            AND (d.override_reason IS NOT NULL OR sent.free_reason = 'surplus')
    )
"""
OVER_INVOICED = """
SELECT coalesce(o.number, o.id), l.no, l.invoiced, max(l.quantity, l.delivered) - l.returned FROM order_line AS l
JOIN sales_order AS o ON o.id = l.order_id WHERE l.invoiced > max(l.quantity, l.delivered) - l.returned
"""
OVER_WEIGHED = """
SELECT d.number, l.no, (
    SELECT coalesce(sum(b.catch_weight), 0) FROM invoice_line AS b JOIN invoice AS i ON i.id = b.invoice_id
    WHERE b.delivery_line_id = l.id AND b.order_line_id IS NOT NULL AND i.state = 'issued' AND i.type IN ('380', '384')
) AS billed, l.catch_weight
FROM delivery_line AS l JOIN delivery AS d ON d.id = l.delivery_id
WHERE l.catch_weight IS NOT NULL AND d.state = 'shipped' AND billed > l.catch_weight
"""
ORDER_COUNTERS = """
WITH shipped AS (
    SELECT order_line_id, sum(quantity) AS quantity FROM delivery_line
    JOIN delivery ON delivery.id = delivery_line.delivery_id
    JOIN delivery_progress ON delivery_progress.delivery_id = delivery.id
    WHERE delivery.state = 'shipped' AND replaces_id IS NULL
        AND coalesce(outcome, '') NOT IN ('refused', 'lost', 'returned', 'corrected', 'mistake') GROUP BY order_line_id
), billed AS (
    SELECT order_line_id, sum(quantity) AS quantity FROM invoice_line JOIN invoice ON invoice.id = invoice_id
    WHERE invoice.state = 'issued' AND invoice.type IN ('380', '384') AND NOT deduction AND invoice_line.kind = 'item'
    GROUP BY order_line_id
), kept AS (SELECT order_line_id, sum(quantity) AS quantity FROM reservation GROUP BY order_line_id),
back AS (
    SELECT d.order_line_id, sum(r.not_invoiced) AS quantity FROM goods_return_line AS r
    JOIN delivery_line AS d ON d.id = r.delivery_line_id GROUP BY d.order_line_id
),
counted AS (
    SELECT l.id, l.order_id, l.no, l.delivered, l.invoiced, l.reserved, l.returned,
        CASE WHEN l.kit_billing IS NULL THEN coalesce(shipped.quantity, 0) ELSE l.delivered END AS was_delivered,
        coalesce(billed.quantity, 0) + coalesce(
            (SELECT kit.delivered * l.per_kit / 10000 FROM order_line AS kit
             WHERE kit.id = l.kit_line_id AND l.kind = 'component' AND l.price_source IS NOT NULL), 0
        ) AS was_invoiced,
        coalesce(kept.quantity, 0) AS is_reserved, coalesce(back.quantity, 0) AS was_returned
    FROM order_line AS l LEFT JOIN shipped ON shipped.order_line_id = l.id
    LEFT JOIN billed ON billed.order_line_id = l.id LEFT JOIN kept ON kept.order_line_id = l.id
    LEFT JOIN back ON back.order_line_id = l.id
)
SELECT order_id, no, 'delivered', delivered, was_delivered FROM counted WHERE delivered <> was_delivered
UNION ALL SELECT order_id, no, 'invoiced', invoiced, was_invoiced FROM counted WHERE invoiced <> was_invoiced
UNION ALL SELECT order_id, no, 'returned', returned, was_returned FROM counted WHERE returned <> was_returned
UNION ALL SELECT order_id, no, 'reserved', reserved, is_reserved FROM counted WHERE reserved <> is_reserved
"""
# Of a kit, the whole sets that its components make.
KIT_COUNTERS = """
SELECT kit.order_id, kit.no, 'delivered', kit.delivered, CASE
    WHEN min(part.delivered * 10000 - part.per_kit * kit.quantity) >= 0 THEN kit.quantity
    ELSE min(kit.quantity, min(part.delivered / part.per_kit) * 10000) END AS sets
FROM order_line AS kit JOIN order_line AS part ON part.kit_line_id = kit.id
GROUP BY kit.id HAVING kit.delivered <> sets
"""
OPEN_AMOUNTS = """
SELECT document_number, currency, open_amount, computed FROM (
    SELECT document_number, currency, open_amount, amount - paid_before
        - coalesce((SELECT sum(a.amount) FROM allocation AS a WHERE a.debit_item_id = open_item.id), 0)
        + coalesce((SELECT sum(a.amount) FROM allocation AS a WHERE a.credit_item_id = open_item.id), 0) AS computed
    FROM open_item
) WHERE open_amount <> computed
"""
OVER_ALLOCATED = """
SELECT document_number, currency, open_amount, amount FROM open_item
WHERE open_amount NOT BETWEEN min(amount, 0) AND max(amount, 0)
"""
STOCK = """
SELECT product.code, 'stock', coalesce(physical, 0) AS kept, coalesce(
    (SELECT sum(quantity) FROM stock_move WHERE product_id = product.id
        AND location_id NOT IN (SELECT location_id FROM depot)), 0
) AS computed FROM product LEFT JOIN product_stock ON product_stock.product_id = product.id WHERE kept <> computed
UNION ALL SELECT product.code, 'stock_consigned', coalesce(consigned, 0) AS kept, coalesce(
    (SELECT sum(quantity) FROM stock_move WHERE product_id = product.id
        AND location_id IN (SELECT location_id FROM depot)), 0
) AS computed FROM product LEFT JOIN product_stock ON product_stock.product_id = product.id WHERE kept <> computed
UNION ALL SELECT product.code, 'stock_reserved', coalesce(reserved, 0) AS kept, coalesce(
    (SELECT sum(quantity) FROM reservation WHERE product_id = product.id), 0
) AS computed FROM product LEFT JOIN product_stock ON product_stock.product_id = product.id WHERE kept <> computed
"""
STOCK_KEPT = """
UNION ALL SELECT product.code, 'stock_over_reserved', reserved AS kept, max(physical, 0) AS computed
    FROM product_stock JOIN product ON product.id = product_id WHERE kept > computed
UNION ALL SELECT product.code, 'stock_depot', coalesce(sum(quantity), 0) AS kept, 0 AS computed
    FROM stock_move JOIN depot ON depot.location_id = stock_move.location_id
    JOIN product ON product.id = product_id GROUP BY depot.location_id, product.id HAVING kept < 0
UNION ALL SELECT product.code, 'stock_transfer', coalesce(sum(quantity), 0) AS kept, 0 AS computed
    FROM stock_move JOIN product ON product.id = product_id WHERE kind = 'transfer' GROUP BY product.id HAVING kept <> 0
UNION ALL SELECT product.code, 'stock_lot', count(*) * 10000 AS kept, 0 AS computed
    FROM stock_move JOIN lot ON lot.id = lot_id JOIN product ON product.id = stock_move.product_id
    WHERE lot.product_id <> stock_move.product_id GROUP BY product.id
UNION ALL SELECT product.code, 'stock_lot', -sum(stock_move.quantity) AS kept, delivery_line.quantity AS computed
    FROM stock_move JOIN delivery_line ON delivery_line.id = delivery_line_id
    JOIN product ON product.id = stock_move.product_id
    WHERE stock_move.kind = 'delivery' AND stock_move.lot_id IS delivery_line.lot_id
        AND stock_move.product_id = delivery_line.product_id
    GROUP BY delivery_line.id HAVING kept <> computed
"""


def _totals(session: Session) -> Iterator[Problem]:
    for query in (ORDER_TOTALS, DELIVERY_TOTALS, INVOICE_TOTALS):
        yield from _amounts(session, "integrity.totals", query)


def _vat(session: Session) -> Iterator[Problem]:
    yield from _amounts(session, "integrity.vat", VAT_TABLE)


def _over_delivered(session: Session) -> Iterator[Problem]:
    yield from _quantities(session, "integrity.over_delivered", OVER_DELIVERED, tolerance=_highest_tolerance(session))


def _over_invoiced(session: Session) -> Iterator[Problem]:
    yield from _quantities(session, "integrity.over_invoiced", OVER_INVOICED)
    yield from _quantities(session, "integrity.over_weighed", OVER_WEIGHED)


def _order_counters(session: Session) -> Iterator[Problem]:
    found = [row for query in (ORDER_COUNTERS, KIT_COUNTERS) for row in session.execute(sa.text(query))]
    for order_id, no, counter, kept, computed in found:
        name = session.execute(
            sa.text("SELECT coalesce(number, id) FROM sales_order WHERE id = :id"), {"id": order_id}
        ).scalar()
        facts = {"line": no, "kept": _quantity(kept), "computed": _quantity(computed)}
        yield Problem(f"integrity.{counter}", str(name or order_id), facts)


def _open_amounts(session: Session) -> Iterator[Problem]:
    yield from _amounts(session, "integrity.open_amount", OPEN_AMOUNTS)
    yield from _amounts(session, "integrity.over_allocated", OVER_ALLOCATED)


def _stock(session: Session) -> Iterator[Problem]:
    for product, code, kept, computed in session.execute(sa.text(STOCK + STOCK_KEPT)).all():
        facts = {"kept": _quantity(kept), "computed": _quantity(computed)}
        yield Problem(f"integrity.{code}", str(product), facts)


def _numbers(session: Session) -> Iterator[Problem]:
    """Each series is without gap and without repeat, and its dates never go backwards."""
    rows = session.execute(sa.text("SELECT series, prefix, year, digits, last_number FROM number_series")).all()
    for series, prefix, year, digits, last in rows:
        if series in NUMBERED:
            start = f"{prefix}{year}"
            yield from _series(session, Series(series), start, digits, last)


def _series(session: Session, series: Series, start: str, digits: int, last: int) -> Iterator[Problem]:
    table, column, date, which = NUMBERED[series]
    query = f"SELECT {column}, {date} FROM {table} WHERE {which} AND substr({column}, 1, :length) = :start"  # noqa: S608
    found = session.execute(sa.text(query), {"length": len(start), "start": start}).all()
    dated = sorted((int(number[len(start) :]), day) for number, day in found if number[len(start) :].isdigit())
    counts = Counter(rank for rank, _day in dated)
    yield from (Problem("integrity.number_repeat", f"{start}{rank:0{digits}d}") for rank, n in counts.items() if n > 1)
    yield from _gaps(session, sorted(counts), start, digits, last)
    if series in DATED:
        for (_rank, earlier), (rank, later) in pairwise(dated):
            if later < earlier:
                facts = {"date": later, "earlier": earlier}
                yield Problem("integrity.date_backwards", f"{start}{rank:0{digits}d}", facts)


def _gaps(session: Session, ranks: list[int], start: str, digits: int, last: int) -> Iterator[Problem]:
    """Find jumps: a series may only begin after 1, or go past numbers taken over from a former program."""
    taken_over = _taken_over(session, start)
    if ranks and ranks[-1] > last:
        yield Problem("integrity.number_ahead", f"{start}{ranks[-1]:0{digits}d}", {"last": last})
    bounds = [*ranks, last + 1] if ranks else []
    for before, after in pairwise(bounds):
        if after > before + 1 and after - 1 not in taken_over:
            first, end = (f"{start}{rank:0{digits}d}" for rank in (before + 1, after - 1))
            yield Problem("integrity.number_gap", first, {"first": first, "last": end})


def _taken_over(session: Session, start: str) -> set[int]:
    query = sa.text("SELECT DISTINCT document_number FROM open_item WHERE kind = 'opening'")
    rests = [str(number).removeprefix(start) for number in session.execute(query).scalars() if number.startswith(start)]
    return {int(rest) for rest in rests if rest.isdigit()}


def _amounts(session: Session, code: str, query: str) -> Iterator[Problem]:
    for name, currency, kept, computed in session.execute(sa.text(query)).all():
        yield Problem(code, str(name), {"kept": Money(kept, currency), "computed": Money(computed, currency)})


def _quantities(session: Session, code: str, query: str, **parameters: int) -> Iterator[Problem]:
    for name, no, kept, limit in session.execute(sa.text(query), parameters).all():
        yield Problem(code, str(name), {"line": no, "quantity": _quantity(kept), "limit": _quantity(limit)})


def _quantity(stored: int) -> Decimal:
    return unscaled(stored, QUANTITY_DECIMALS)


def _highest_tolerance(session: Session) -> int:
    """Return the largest over-delivery ever allowed, in ten-thousandths of a percent: the trail keeps what it was."""
    query = sa.text("SELECT after FROM audit_entry WHERE table_name = 'setting' AND after LIKE :key")
    allowed = [OVER_DELIVERY.default]
    for text in session.execute(query, {"key": f'%"{OVER_DELIVERY.key}"%'}).scalars():
        value = json.loads(text).get("value")
        allowed.append(OVER_DELIVERY.kind.load(value))
    return int(max(allowed) * 10_000)


CHECKS: tuple[Check, ...] = (
    _totals, _vat, _over_delivered, _over_invoiced, _order_counters, _open_amounts, _stock, _numbers, serial_numbers,
)  # fmt: skip

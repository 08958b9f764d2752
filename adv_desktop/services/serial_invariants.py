"""The rules that serial numbers must obey, computed again from the moves of the units and from what left."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.base import unscaled
from adv_desktop.models.values import QUANTITY_DECIMALS
from adv_desktop.services.problems import Problem

# A unit is where its last move put it.
STATE = """
SELECT p.code, u.number FROM serial_unit AS u JOIN product AS p ON p.id = u.product_id
LEFT JOIN serial_move AS m ON m.id = (SELECT max(id) FROM serial_move WHERE unit_id = u.id)
WHERE m.id IS NULL OR m.state <> u.state
    OR u.delivery_line_id IS NOT CASE WHEN u.state = 'delivered' THEN m.delivery_line_id END
"""
# It never leaves again before it came back.
TWICE = """
SELECT p.code, u.number, count(*) FROM serial_unit AS u JOIN product AS p ON p.id = u.product_id
JOIN serial_move AS m ON m.unit_id = u.id AND m.state = 'delivered'
JOIN serial_move AS before ON before.id = (SELECT max(id) FROM serial_move WHERE unit_id = u.id AND id < m.id)
WHERE before.state = 'delivered' GROUP BY u.id
"""
# As many numbers leave as units, and each was noted.
SENT = """
SELECT d.number, l.no, json_array_length(l.serials), l.quantity FROM delivery_line AS l
JOIN delivery AS d ON d.id = l.delivery_id
WHERE d.state = 'shipped' AND l.serials IS NOT NULL AND (
    json_array_length(l.serials) * 10000 <> l.quantity OR json_array_length(l.serials) <> (
        SELECT count(*) FROM serial_move AS m WHERE m.delivery_line_id = l.id AND m.kind = 'delivery'
    )
)
"""
# Of a product whose units are known from their receipt, those in stock are the stock.
STOCK = """
SELECT p.code, coalesce(s.physical, 0) AS physical, (
    SELECT count(*) FROM serial_unit WHERE product_id = p.id AND state = 'in_stock'
) AS named FROM product AS p LEFT JOIN product_stock AS s ON s.product_id = p.id
WHERE p.serials = 'receipt' AND physical <> named * 10000
"""


def serial_numbers(session: Session) -> Iterator[Problem]:
    """Check where each unit is, that it is there once, and that the units in stock make the stock."""
    for product, number in session.execute(sa.text(STATE)).all():
        yield Problem("integrity.serial_state", str(product), {"number": number})
    for product, number, out in session.execute(sa.text(TWICE)).all():
        yield Problem("integrity.serial_twice", str(product), {"number": number, "count": out})
    for delivery, line, named, quantity in session.execute(sa.text(SENT)).all():
        facts = {"line": line, "named": named, "quantity": unscaled(quantity, QUANTITY_DECIMALS)}
        yield Problem("integrity.serial_sent", str(delivery), facts)
    for product, physical, named in session.execute(sa.text(STOCK)).all():
        yield Problem("integrity.serial_stock", str(product), {"stock": unscaled(physical, 4), "named": named})

"""What goods sold by weight weigh: read as typed or scanned, recorded at preparation, checked when they leave (R19).

The stock of such goods is kept in units: what a unit weighs is known when it leaves, not while it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import values
from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import InvoiceType
from adv_desktop.models.errors import DomainError
from adv_desktop.models.goods_return import GoodsReturnLine
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.product import Product
from adv_desktop.models.rules import catch_weight
from adv_desktop.models.rules.weight_codes import scanned_weight
from adv_desktop.models.sales_order import OrderLine

ZERO = Decimal(0)
MISSING, OUT_OF_TOLERANCE = "weight_missing", "weight_out_of_tolerance"
_PARTS = re.compile(r"[+;\n]")
_SPACES = re.compile(r"[\s\u00a0\u202f]|kg", re.IGNORECASE)
_NUMBER = re.compile(r"\d+([.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Scales:
    """What weights are held against: the average of a unit, the percent that is tolerated, the bar code on labels."""

    average: Decimal
    tolerance: Decimal | None = None
    ean: str | None = None

    def expected(self, quantity: Decimal) -> Decimal:
        """Return the kilograms that a quantity should weigh."""
        return catch_weight.estimated(quantity, self.average)

    def deviation(self, weight: Decimal, quantity: Decimal) -> Decimal | None:
        """Return the percent by which a weight is out of the tolerance, None while it is within."""
        expected = self.expected(quantity)
        if not expected or catch_weight.is_tolerated(weight, expected, self.tolerance):
            return None
        return catch_weight.deviation(weight, expected)


def read_weights(text: str, ean: str | None = None) -> tuple[Decimal, ...]:
    """Read « 3,240 + 3,180 » or scanned labels as kilograms; raise `weight.unreadable` or `weight.other_product`."""
    return tuple(_read(part, ean) for part in _PARTS.split(text) if part.strip())


def is_scan(text: str) -> bool:
    """Whether a text is a label with a weight, as a scanner sends it."""
    return scanned_weight(text) is not None


def _read(part: str, ean: str | None) -> Decimal:
    scanned = scanned_weight(part)
    if scanned is not None:
        if not scanned.is_of(ean):
            raise DomainError("weight.other_product", written=part.strip())
        return scanned.weight
    written = _SPACES.sub("", part)
    if not _NUMBER.fullmatch(written):
        raise DomainError("weight.unreadable", written=part.strip())
    return values.weight(Decimal(written.replace(",", ".")))


def weigh(line: DeliveryLine, weights: Sequence[Decimal]) -> None:
    """Record what the goods of a delivery line weigh; without weights it keeps its estimate."""
    if weights:
        line.weigh([values.weight(weight) for weight in weights])


def scales(session: Session, order_line_ids: Iterable[int]) -> dict[int, Scales]:
    """Return the scales of the order lines that are sold by weight, by line id."""
    rows = session.execute(
        sa.select(OrderLine.id, OrderLine.catch_weight, OrderLine.quantity, Product.weight_tolerance, Product.ean)
        .outerjoin(Product, Product.id == OrderLine.product_id)
        .where(OrderLine.id.in_(list(order_line_ids)), OrderLine.catch_weight.is_not(None))
    )
    return {row.id: Scales(row.catch_weight / row.quantity, row.weight_tolerance, row.ean) for row in rows}


def scales_of_delivery(session: Session, delivery_id: int) -> dict[int, Scales]:
    """Return the scales of the lines of a delivery that are sold by weight, by delivery line id."""
    lines = session.execute(
        sa.select(DeliveryLine.id, DeliveryLine.order_line_id).where(
            DeliveryLine.delivery_id == delivery_id, DeliveryLine.catch_weight.is_not(None)
        )
    ).all()
    known = scales(session, [line.order_line_id for line in lines if line.order_line_id is not None])
    return {line.id: known[line.order_line_id] for line in lines if line.order_line_id in known}


def check(session: Session, delivery: Delivery) -> Iterator[tuple[str, DomainError, int]]:
    """Tell what of a delivery that leaves was not weighed, or weighs too much or too little, with its order line."""
    by_order_line: dict[int, list[DeliveryLine]] = {}
    for line in delivery.lines:
        if line.catch_weight is not None:
            by_order_line.setdefault(line.order_line_id or 0, []).append(line)
    known = scales(session, by_order_line)
    for order_line_id, lines in by_order_line.items():
        first, weight = lines[0], sum((line.catch_weight or ZERO for line in lines), ZERO)
        facts = {"line": first.no, "label": first.label}
        if any(line.weight_is_estimated for line in lines):
            yield MISSING, DomainError("delivery.weight_missing", **facts, estimated=weight), order_line_id
            continue
        quantity = sum((line.quantity for line in lines), ZERO)
        if order_line_id in known and (percent := known[order_line_id].deviation(weight, quantity)) is not None:
            yield (
                OUT_OF_TOLERANCE,
                DomainError(
                    "delivery.weight_out_of_tolerance",
                    **facts,
                    weight=weight,
                    expected=known[order_line_id].expected(quantity),
                    percent=percent,
                    tolerance=known[order_line_id].tolerance,
                ),
                order_line_id,
            )


def left_to_invoice(session: Session, lines: Iterable[DeliveryLine]) -> dict[int, Decimal]:
    """Return the kilograms of delivery lines that no invoice holds and that did not come back, by line id."""
    left = {line.id: line.catch_weight for line in lines if line.catch_weight is not None}
    if not left:
        return {}
    held = (
        sa.select(InvoiceLine.delivery_line_id, InvoiceLine.catch_weight)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(InvoiceLine.delivery_line_id.in_(left), Invoice.type == InvoiceType.INVOICE)
    )
    for line_id, weight in session.execute(held):
        left[line_id or 0] -= weight or ZERO
    for back in session.scalars(sa.select(GoodsReturnLine).where(GoodsReturnLine.delivery_line_id.in_(left))):
        if back.catch_weight is not None and back.received:
            left[back.delivery_line_id] -= catch_weight.share(back.catch_weight, back.not_invoiced, back.received)
    return left


def left_to_return(session: Session, lines: Mapping[int, DeliveryLine]) -> dict[int, Decimal]:
    """Return the kilograms of delivery lines that did not come back, by line id; none for what has no weight."""
    left = {line_id: line.catch_weight for line_id, line in lines.items() if line.catch_weight is not None}
    rows = session.execute(
        sa.select(GoodsReturnLine.delivery_line_id, GoodsReturnLine.catch_weight).where(
            GoodsReturnLine.delivery_line_id.in_(left), GoodsReturnLine.catch_weight.is_not(None)
        )
    )
    for line_id, weight in rows:
        left[line_id] -= weight or ZERO
    return left

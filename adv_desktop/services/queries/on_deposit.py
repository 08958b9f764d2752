"""Packaging on deposit: what is still out of each delivery, and what of it came back and is to be credited (R17).

The account of pieces tells what came back; each invoice line of a deposit is settled by the lines that name it as their
origin: of a credit note for what came back, of an invoice for what is kept.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import InvoiceState
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.packaging import DeliveryPackaging, Packaging, PackagingMove
from adv_desktop.models.party import Customer
from adv_desktop.models.rules.packaging import PackagingMoveKind, oldest_first
from adv_desktop.models.values import QUANTITY_DECIMALS, to_minor
from adv_desktop.services import settings, texts
from adv_desktop.services.queries.selected import Row, Select

_PIECE = 10**QUANTITY_DECIMALS  # a stored quantity of one
_Account = tuple[int, int]  # customer, packaging


@dataclass(frozen=True, slots=True)
class OnDeposit:
    """Pieces of one delivery whose deposit is invoiced and not settled; `came_back` of them are to be credited.

    `amount` is the deposit of what is still out, in minor units of the invoice's currency, VAT excluded.
    """

    line_id: int
    invoice_id: int
    invoice: str
    delivery: str
    delivered_on: dt.date
    customer_id: int
    customer_code: str
    customer: str
    packaging_id: int
    packaging: str
    pieces: int
    came_back: int
    amount: int
    currency: str
    days: int
    is_overdue: bool

    @property
    def out(self) -> int:
        """The pieces that did not come back."""
        return self.pieces - self.came_back


def on_deposit(session: Session, today: dt.date, customer_id: int | None = None) -> tuple[OnDeposit, ...]:
    """Return what is on deposit: what came back is taken of the oldest deliveries first."""
    days = settings.read(session).packaging_days
    open_lines: defaultdict[_Account, list[Row]] = defaultdict(list)
    for row in session.execute(_open_lines(customer_id)):
        open_lines[row.customer_id, row.packaging_id].append(row)
    back = _to_credit(session) if open_lines else {}
    found = []
    for account, rows in open_lines.items():
        shared = oldest_first(max(back.get(account, 0), 0), [row.left // _PIECE for row in rows])
        found += [_row(row, came_back, today, days) for row, came_back in zip(rows, shared, strict=True)]
    return tuple(sorted(found, key=lambda row: (row.delivered_on, row.customer, row.line_id)))


def _row(row: Row, came_back: int, today: dt.date, days: int) -> OnDeposit:
    pieces, passed = row.left // _PIECE, (today - row.delivery_date).days
    packaging: Packaging = row.Packaging
    return OnDeposit(
        line_id=row.line_id, invoice_id=row.invoice_id, invoice=row.invoice, delivery=row.delivery,
        delivered_on=row.delivery_date, customer_id=row.customer_id, customer_code=row.code, customer=row.name,
        packaging_id=row.packaging_id, packaging=packaging.label_in(texts.current().language), pieces=pieces,
        came_back=came_back, amount=to_minor(row.unit_price * (pieces - came_back), row.currency),
        currency=row.currency, days=passed, is_overdue=passed > days and pieces > came_back,
    )  # fmt: skip


def _open_lines(customer_id: int | None) -> Select:
    """Select the deposits that are not wholly settled, drafts included, the oldest first."""
    settling = aliased(InvoiceLine)
    quantity = sa.type_coerce(settling.quantity, sa.Integer)  # below zero where what is kept is sold
    settled = (
        sa.select(sa.func.coalesce(sa.func.sum(sa.func.abs(quantity)), 0))
        .where(settling.origin_line_id == InvoiceLine.id)
        .scalar_subquery()
    )
    left = sa.type_coerce(InvoiceLine.quantity, sa.Integer) - settled
    statement = (
        sa.select(
            InvoiceLine.id.label("line_id"), Invoice.id.label("invoice_id"), Invoice.number.label("invoice"),
            Delivery.number.label("delivery"), Delivery.delivery_date, Delivery.customer_id, Customer.code,
            Customer.name, InvoiceLine.packaging_id, Packaging, InvoiceLine.unit_price, Invoice.currency,
            left.label("left"),
        )
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .join(DeliveryPackaging, DeliveryPackaging.id == InvoiceLine.delivery_packaging_id)
        .join(Delivery, Delivery.id == DeliveryPackaging.delivery_id)
        .join(Customer, Customer.id == Delivery.customer_id)
        .join(Packaging, Packaging.id == InvoiceLine.packaging_id)
        .where(Invoice.state == InvoiceState.ISSUED, left > 0)
        .order_by(Delivery.delivery_date, InvoiceLine.id)
    )  # fmt: skip
    return statement if customer_id is None else statement.where(Delivery.customer_id == customer_id)


def _to_credit(session: Session) -> Mapping[_Account, int]:
    """Return by account what came back of packaging on deposit and no credit note has yet."""
    found: defaultdict[_Account, int] = defaultdict(int)
    for sign, statement in ((1, _returned()), (1, _too_much()), (-1, _credited())):
        for customer_id, packaging_id, pieces in session.execute(statement):
            found[customer_id, packaging_id] += sign * int(pieces or 0)
    return found


def _returned() -> Select:
    """Select what was given back after the first delivery on deposit: what lay there before bears none."""
    first = (
        sa.select(Delivery.customer_id, DeliveryPackaging.packaging_id, sa.func.min(PackagingMove.id).label("move_id"))
        .join(Delivery, Delivery.id == DeliveryPackaging.delivery_id)
        .join(
            PackagingMove,
            sa.and_(
                PackagingMove.delivery_id == DeliveryPackaging.delivery_id,
                PackagingMove.packaging_id == DeliveryPackaging.packaging_id,
                PackagingMove.kind == PackagingMoveKind.DELIVERED,
            ),
        )
        .where(DeliveryPackaging.deposit.is_not(None), DeliveryPackaging.delivered > 0)
        .group_by(Delivery.customer_id, DeliveryPackaging.packaging_id)
        .subquery()
    )
    opening = aliased(PackagingMove)
    return (
        sa.select(PackagingMove.customer_id, PackagingMove.packaging_id, -sa.func.sum(PackagingMove.quantity))
        .join(
            first,
            sa.and_(
                first.c.customer_id == PackagingMove.customer_id, first.c.packaging_id == PackagingMove.packaging_id
            ),
        )
        .join(opening, opening.id == first.c.move_id)
        .where(
            PackagingMove.kind == PackagingMoveKind.RETURNED,
            PackagingMove.id > first.c.move_id,
            PackagingMove.delivery_id.is_distinct_from(opening.delivery_id),
        )
        .group_by(PackagingMove.customer_id, PackagingMove.packaging_id)
    )


def _too_much() -> Select:
    """Select what was invoiced and is not at the customer's: deliveries that came back whole, invoices made again."""
    invoiced = (
        sa.select(InvoiceLine.delivery_packaging_id.label("id"), sa.func.sum(InvoiceLine.quantity).label("pieces"))
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.state == InvoiceState.ISSUED, InvoiceLine.delivery_packaging_id.is_not(None))
        .group_by(InvoiceLine.delivery_packaging_id)
        .subquery()
    )
    delivered = (
        sa.select(sa.func.coalesce(sa.func.sum(PackagingMove.quantity), 0))
        .where(
            PackagingMove.delivery_id == DeliveryPackaging.delivery_id,
            PackagingMove.packaging_id == DeliveryPackaging.packaging_id,
            PackagingMove.kind == PackagingMoveKind.DELIVERED,
        )
        .scalar_subquery()
    )
    more = sa.type_coerce(invoiced.c.pieces, sa.Integer) - delivered * _PIECE
    return (
        sa.select(
            Delivery.customer_id,
            DeliveryPackaging.packaging_id,
            sa.type_coerce(sa.func.sum(more), InvoiceLine.quantity.type),
        )
        .join(invoiced, invoiced.c.id == DeliveryPackaging.id)
        .join(Delivery, Delivery.id == DeliveryPackaging.delivery_id)
        .group_by(Delivery.customer_id, DeliveryPackaging.packaging_id)
    )


def _credited() -> Select:
    """Select what credit notes, drafts included, took back of deposits."""
    origin = aliased(InvoiceLine)
    return (
        sa.select(Delivery.customer_id, origin.packaging_id, sa.func.sum(InvoiceLine.quantity))
        .join(origin, origin.id == InvoiceLine.origin_line_id)
        .join(DeliveryPackaging, DeliveryPackaging.id == origin.delivery_packaging_id)
        .join(Delivery, Delivery.id == DeliveryPackaging.delivery_id)
        .where(InvoiceLine.quantity > Decimal(0))
        .group_by(Delivery.customer_id, origin.packaging_id)
    )

"""What the parts of kits cost on an invoice: to the cent the price of the kit, whatever left when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceType
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.rules.kits import Worth, loose_price, part_of_price, price_of_part
from adv_desktop.models.rules.totals import line_net
from adv_desktop.models.sales_order import OrderLine
from adv_desktop.services.invoice_sources import Source
from adv_desktop.services.loose_components import columns_of

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Billed:
    """What invoices, drafts included, hold of an order line: the quantity and its net amount."""

    quantity: Decimal = ZERO
    net: int = 0


def own_prices(session: Session, group: Sequence[Source]) -> dict[Source, dict[str, Any]]:
    """Return the price columns in which the lines of a draft differ from those of their sources.

    A line that is no part of a kit, or whose price makes the right amount, is left out.
    """
    loose = _loose_prices(session, [source for source in group if source.order_line.is_billed_apart])
    parts = [source for source in group if _is_of_kit(source)]
    billed = _billed(session, [source.order_line.id for source in parts]) if parts else {}
    found = dict(loose)
    for source in parts:
        line = source.order_line
        before = billed.get(line.id, _Billed())
        done = before.quantity + source.quantity
        amount = part_of_price(line.net, line.quantity, done, before.net)
        billed[line.id] = _Billed(done, before.net + amount)
        if own := _differing(source, amount):
            found[source] = own
    return found


def _loose_prices(session: Session, group: Sequence[Source]) -> dict[Source, dict[str, Any]]:
    """Return the price columns of components that are billed apart from their kit, one after the other."""
    found: dict[Source, dict[str, Any]] = {}
    taken: dict[int, _Billed] = {}
    for source in group:
        part, order = source.order_line, source.order
        parts = [line for line in order.lines if line.kit is part.kit]
        if part.id not in taken:
            taken |= dict.fromkeys((line.id for line in parts), _Billed()) | _typed(session, parts, order.currency)
        mine = taken[part.id]
        done = {line.id: line.carried + taken[line.id].quantity for line in parts}
        done[part.id] += source.quantity
        amount = loose_price(
            [Worth(_whole(line, order.currency), line.quantity, done[line.id]) for line in parts],
            _sets(parts, order.currency) + sum(taken[line.id].net for line in parts),
        )
        taken[part.id] = _Billed(mine.quantity + source.quantity, mine.net + amount)
        found[source] = columns_of(part, price_of_part(amount, source.quantity, order.currency), source.line.vat_rate)
    return found


def _whole(part: OrderLine, currency: str) -> int:
    """Return what all that was ordered of a component billed apart is worth, as its kit's price was typed."""
    return line_net(part.as_typed(), currency)


def _sets(parts: Sequence[OrderLine], currency: str) -> int:
    """Return what the whole sets of a kit are worth: they are invoiced with it."""
    return loose_price([Worth(_whole(part, currency), part.quantity, part.carried) for part in parts], 0)


def _typed(session: Session, parts: Sequence[OrderLine], currency: str) -> dict[int, _Billed]:
    """Return what invoices, drafts included, hold of components billed apart, as their prices were typed."""
    lines = session.scalars(
        sa.select(InvoiceLine)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(
            InvoiceLine.order_line_id.in_([part.id for part in parts]),
            Invoice.type == InvoiceType.INVOICE,
            InvoiceLine.deduction.is_(False),
        )
    )
    found: dict[int, _Billed] = {}
    for line in lines:
        before = found.get(line.order_line_id or 0, _Billed())
        net = before.net + line_net(line.as_typed(), currency)
        found[line.order_line_id or 0] = _Billed(before.quantity + line.quantity, net)
    return found


def _is_of_kit(source: Source) -> bool:
    """Whether a line is a kit or a priced component, whose price is its own alone (no charge, no VAT included)."""
    line = source.order_line
    if line.is_billed_apart:
        return False
    return (line.is_kit or line.per_kit is not None) and not line.charges and line.gross_price is None


def _differing(source: Source, amount: int) -> dict[str, Any]:
    currency = source.order.currency
    if source.line.net_for(source.quantity, currency) == amount:
        return {}
    price, base = price_of_part(amount, source.quantity, currency)
    return {"unit_price": price, "price_base": base, "discounts": ()}


def _billed(session: Session, line_ids: Sequence[int]) -> dict[int, _Billed]:
    rows = session.execute(
        sa.select(InvoiceLine.order_line_id, sa.func.sum(InvoiceLine.quantity), sa.func.sum(InvoiceLine.net))
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .join(OrderLine, OrderLine.id == InvoiceLine.order_line_id)
        .where(OrderLine.id.in_(line_ids), Invoice.type == InvoiceType.INVOICE, InvoiceLine.deduction.is_(False))
        .group_by(InvoiceLine.order_line_id)
    )
    return {row[0]: _Billed(row[1], row[2]) for row in rows if row[0] is not None}

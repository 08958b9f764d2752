"""The rows of the monthly workbook: one a line of the documents of the month, words in the report's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from adv_desktop.models.base import Base
from adv_desktop.models.delivery import Delivery, DeliveryLine, DeliveryProgress
from adv_desktop.models.enums import DeliveryState, InvoiceState, InvoiceType, LineKind, OrderState
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.line import charge_of
from adv_desktop.models.rules.totals import TotalsLine, eco_part
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.values import from_minor, round_half_up, to_minor
from adv_desktop.services.exports import report_data as data
from adv_desktop.services.labels import written
from adv_desktop.services.queries.billing import billed_until
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.lines import PART_COLUMNS, part_net, vat_key
from adv_desktop.services.queries.orders import OPEN, state_of
from adv_desktop.services.queries.reading import Reading
from adv_desktop.services.queries.selected import Row
from adv_desktop.services.queries.states import delivery_state
from adv_desktop.services.texts import N_

ZERO = Decimal(0)
FREIGHT, DISCOUNT, VALIDATED = N_("Freight"), N_("Discount on the document"), N_("Validated")
# What the eco-contribution of an invoice line is computed from.
_PRICED = ("unit_price", "price_base", "discounts", "charges", "catch_weight", "vat_category", "exemption_code")
_DEPOSITS = frozenset({InvoiceType.DEPOSIT, InvoiceType.DEPOSIT_CREDIT})


def orders(reading: Reading) -> tuple[data.OrderRow, ...]:
    """Return the lines of the orders of the month, and of those that are open."""
    inside = SalesOrder.order_date.between(reading.period.start, reading.period.end)
    columns = _columns(SalesOrder, "number", "order_date", "customer_id", "customer_name", "customer_reference",
                       "state", "delivery_state", "invoice_state", "state_reason", "currency", "exchange_rate",
                       "salesperson", "channel", "requested")  # fmt: skip
    line = (OrderLine.no, OrderLine.product_id, OrderLine.product_code, OrderLine.label, OrderLine.unit,
            OrderLine.delivered, OrderLine.cancelled, OrderLine.first_promised, OrderLine.promised,
            OrderLine.requested.label("line_requested"))  # fmt: skip
    statement = (
        sa.select(*columns, *line, *PART_COLUMNS)
        .join(OrderLine, OrderLine.order_id == SalesOrder.id)
        .where(SalesOrder.state != OrderState.DRAFT, sa.or_(inside, OPEN), OrderLine.kind == LineKind.ITEM)
        .order_by(SalesOrder.order_date, SalesOrder.number, OrderLine.no)
    )
    return tuple(_order(row, reading) for row in reading.session.execute(statement))


def _order(row: Row, reading: Reading) -> data.OrderRow:
    code, country = reading.customers[row.customer_id]
    rate = rate_of(row.exchange_rate)
    left = max(row.quantity - row.cancelled - row.delivered, ZERO)
    cancelled = row.state is OrderState.CANCELLED
    return data.OrderRow(
        number=row.number, line=str(row.no), ordered_on=row.order_date, customer_code=code, customer=row.customer_name,
        customer_reference=row.customer_reference or "", product_code=row.product_code or "", label=row.label,
        quantity=row.quantity, unit=reading.unit(row.unit), net_price=_net_price(row),
        net=in_euros(row.net, row.currency, rate), delivered=row.delivered, backorder=ZERO if cancelled else left,
        backorder_net=0 if cancelled else in_euros(part_net(row, left, row.currency), row.currency, rate),
        state=reading.texts.gettext(state_of(row, None).word), requested_on=row.line_requested or row.requested,
        first_promised_on=row.first_promised, promised_on=row.promised, vat_rate=row.vat_rate,
        salesperson=row.salesperson or "", product_family=reading.families.get(row.product_id, ""), country=country,
        channel=written(row.channel, reading.texts), currency=row.currency,
    )  # fmt: skip


def deliveries(reading: Reading) -> tuple[data.DeliveryRow, ...]:
    """Return the lines that left in the month."""
    columns = _columns(Delivery, "number", "delivery_date", "customer_id", "customer_name", "ship_to", "currency",
                       "exchange_rate", "state")  # fmt: skip
    line = _columns(DeliveryLine, "no", "product_id", "product_code", "label", "quantity", "unit", "net")
    order = (SalesOrder.number.label("order_number"), SalesOrder.customer_reference, OrderLine.first_promised)
    progress = _columns(DeliveryProgress, "carrier", "tracking", "delivered_on", "outcome")
    statement = (
        sa.select(*columns, *line, *order, *progress, billed_until(reading.period.end).label("invoiced"))
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .join(DeliveryProgress, DeliveryProgress.delivery_id == Delivery.id)
        .outerjoin(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .outerjoin(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(
            Delivery.delivery_date.between(reading.period.start, reading.period.end),
            Delivery.state == DeliveryState.SHIPPED,
            DeliveryLine.kind == LineKind.ITEM,
        )
        .order_by(Delivery.delivery_date, Delivery.number, DeliveryLine.no)
    )
    return tuple(_delivery(row, reading) for row in reading.session.execute(statement))


def _delivery(row: Row, reading: Reading) -> data.DeliveryRow:
    code, country = reading.customers[row.customer_id]
    promised = row.first_promised
    state = delivery_state(row.state, row.outcome)
    return data.DeliveryRow(
        number=row.number, line=str(row.no), shipped_on=row.delivery_date, customer_code=code,
        customer=row.customer_name, ship_to=row.ship_to.get("town") or "", order_number=row.order_number or "",
        customer_reference=row.customer_reference or "", product_code=row.product_code or "", label=row.label,
        quantity=row.quantity, unit=reading.unit(row.unit),
        net=in_euros(row.net, row.currency, rate_of(row.exchange_rate)), state=reading.texts.gettext(state.word),
        first_promised_on=promised, delivered_on=row.delivered_on,
        days_late=max((row.delivery_date - promised).days, 0) if promised else None, invoiced=row.invoiced or ZERO,
        carrier=row.carrier or "", tracking=row.tracking or "",
        product_family=reading.families.get(row.product_id, ""), country=country,
    )  # fmt: skip


def invoices(reading: Reading) -> tuple[data.InvoiceRow, ...]:
    """Return the lines issued in the month; freight and document discounts stand beside: all add up to the turnover."""
    columns = _columns(Invoice, "id", "number", "issue_date", "type", "customer_id", "customer_name",
                       "customer_reference", "due_date", "currency", "exchange_rate", "reason", "salesperson",
                       "freight", "discount_total", "sales_net")  # fmt: skip
    line = _columns(InvoiceLine, "no", "product_id", "product_code", "label", "quantity", "unit", "net",
                    "vat_rate", "deduction", "packaging_id", *_PRICED)  # fmt: skip
    statement = (
        sa.select(*columns, *line, SalesOrder.number.label("order_number"), Delivery.number.label("delivery_number"))
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .outerjoin(OrderLine, OrderLine.id == InvoiceLine.order_line_id)
        .outerjoin(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .outerjoin(DeliveryLine, DeliveryLine.id == InvoiceLine.delivery_line_id)
        .outerjoin(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(
            Invoice.issue_date.between(reading.period.start, reading.period.end),
            Invoice.state == InvoiceState.ISSUED,
            InvoiceLine.kind == LineKind.ITEM,
        )
        .order_by(Invoice.issue_date, Invoice.number, InvoiceLine.no)
    )
    made: list[data.InvoiceRow] = []
    rows = reading.session.execute(statement).all()
    for position, row in enumerate(rows):
        made.append(_invoiced(row, reading))
        if position + 1 == len(rows) or rows[position + 1].id != row.id:
            made += _of_document(row, reading, [other for other in made if other.number == row.number])
    return tuple(made)


def _invoiced(row: Row, reading: Reading) -> data.InvoiceRow:
    sign = -1 if row.type.is_credit else 1
    net = sign * in_euros(row.net, row.currency, rate_of(row.exchange_rate))
    counts = row.type not in _DEPOSITS and not row.deduction and row.packaging_id is None
    eco = sign * in_euros(_eco_part(row), row.currency, rate_of(row.exchange_rate)) if counts and row.charges else 0
    return replace(_invoice_row(row, reading, str(row.no), row.label, net, net if counts else 0), eco=eco)


def _eco_part(row: Row) -> int:
    """Return what of the net of an invoice line is eco-contribution."""
    weight, charges = row.catch_weight, tuple(charge_of(charge) for charge in row.charges)
    line = TotalsLine(
        row.quantity if weight is None else weight, row.unit_price, vat_key(row), row.price_base, row.discounts,
        charges, units=None if weight is None else row.quantity,
    )  # fmt: skip
    return eco_part(line, row.currency)


def _of_document(row: Row, reading: Reading, lines: Iterable[data.InvoiceRow]) -> list[data.InvoiceRow]:
    """Return what the document adds to its lines: freight, discount, and the cent that a conversion may leave."""
    sign = -1 if row.type.is_credit else 1
    rate, words = rate_of(row.exchange_rate), reading.texts
    added = []
    left = row.sales_net - sum(line.turnover for line in lines)
    counts = row.type not in _DEPOSITS
    for label, minor in ((FREIGHT, row.freight), (DISCOUNT, -row.discount_total)):
        if minor:
            net = sign * in_euros(minor, row.currency, rate)
            added.append(_invoice_row(row, reading, "", words.gettext(label), net, net if counts else 0, whole=True))
            left -= net if counts else 0
    if left and not added:
        added.append(_invoice_row(row, reading, "", words.gettext(DISCOUNT), left, left, whole=True))
    return added


def _invoice_row(
    row: Row, reading: Reading, line: str, label: str, net: int, turnover: int, *, whole: bool = False
) -> data.InvoiceRow:
    """Return a row of an invoice; `whole` is of the document and not of a line."""
    code, country = reading.customers[row.customer_id]
    sign = -1 if row.type.is_credit else 1
    vat = 0 if whole else to_minor(from_minor(net) * row.vat_rate / 100)
    return data.InvoiceRow(
        number=row.number, line=line, issued_on=row.issue_date, type=written(row.type, reading.texts),
        customer_code=code, customer=row.customer_name, order_number=row.order_number or "",
        delivery_number="" if whole else row.delivery_number or "", customer_reference=row.customer_reference or "",
        product_code="" if whole else row.product_code or "", label=label,
        quantity=Decimal(sign) if whole else sign * row.quantity, unit="" if whole else reading.unit(row.unit),
        net_price=None if whole else _net_price(row), net=net,
        vat_rate=None if whole else row.vat_rate, vat=vat, due_on=row.due_date,
        state=reading.texts.gettext(VALIDATED), turnover=turnover, reason=row.reason or "",
        salesperson=row.salesperson or "", product_family="" if whole else reading.families.get(row.product_id, ""),
        country=country, currency=row.currency,
    )  # fmt: skip


def _columns(table: type[Base], *names: str) -> list[sa.ColumnElement[Any]]:
    return [getattr(table, name) for name in names]


def _net_price(row: Row) -> Decimal | None:
    return round_half_up(from_minor(row.net, row.currency) / row.quantity, 4) if row.quantity else None

"""An order read back into the command that would write it again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from adv_desktop.models.enums import LineKind
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.line import charge_of
from adv_desktop.models.quotation import QuotationLine
from adv_desktop.models.rules.totals import Freight
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.values import plain
from adv_desktop.services.order_commands import DeliverTo, ExchangeRate, NewLine, NewOrder

PERIOD_START, PERIOD_END = PERIOD = "period_start", "period_end"


def command_of(order: SalesOrder, customer_code: str) -> NewOrder:
    """Return an order, its lines loaded, as a command (forms and copies start from it)."""
    return NewOrder(
        customer=customer_code,
        lines=tuple(_line(line, order) for line in order.typed),
        customer_reference=order.customer_reference,
        customer_reference_date=order.customer_reference_date,
        open_reference=order.open_reference,
        date=order.order_date,
        requested=order.requested,
        terms=order.payment_terms,
        method=order.payment_method,
        discount=order.discount(),
        freight=Freight(order.freight, order.freight_vat_rate) if order.freight_typed else None,
        freight_reason=order.freight_reason,
        gross_prices=order.gross_prices,
        notes=order.notes,
        deliver_to=_deliver_to(order),
        ship_to_id=order.ship_to_id,
        currency=order.currency,
        exchange_rate=rate_of(order),
        vat_regime=order.vat_regime,
        channel=order.channel,
        received_at=order.received_at,
        customer_contact=order.customer_contact,
        salesperson=order.salesperson,
        carrier=order.carrier,
        backorder_policy=order.backorder_policy,
        partial_policy=order.partial_policy,
        requirements={name: str(value) for name, value in order.requirements.items()},
        deposit_percent=order.deposit_percent,
        urgent=order.urgent,
        incoterm=order.incoterm,
    )


def _line(line: OrderLine, order: SalesOrder) -> NewLine:
    return replace(
        line_command(line, gross_prices=order.gross_prices),
        kind=LineKind.ITEM if line.is_kit else line.kind,
        promised=line.promised,
        supply=line.supply if line.supply_chosen else None,
        urgent=line.urgent,
        written=line.written,
        differences=tuple(line.differences or ()),
    )


def line_command(line: OrderLine | QuotationLine, *, gross_prices: bool) -> NewLine:
    """Return a line as asked: what an order and a quotation say alike, at the price that it has."""
    typed = line.gross_price if gross_prices and line.gross_price is not None else line.unit_price
    return NewLine(
        quantity=line.quantity,
        pack=line.packing,
        product=line.product_code,
        label=line.label,
        kind=line.kind,
        unit=line.unit,
        unit_price=typed,
        price_base=line.price_base,
        discounts=line.discounts,
        charges=tuple(charge_of(facts) for facts in line.charges),
        vat_rate=line.vat_rate if line.vat_given else None,
        vat_category=line.vat_category if line.vat_given else None,
        exemption_code=line.exemption_code if line.vat_given else None,
        nature=line.nature,
        requested=line.requested,
        price_reason=line.price_reason,
        free_reason=line.free_reason,
        customer_line_no=line.customer_line_no,
        customer_item_code=line.customer_item_code,
        id=line.id,
    )


def _deliver_to(order: SalesOrder) -> DeliverTo | None:
    """Return the address typed for this order; one chosen among the customer's is named by its id."""
    if order.deliver_to is None or order.ship_to_id is not None:
        return None
    typed = order.deliver_to
    return DeliverTo(
        name=str(typed["name"]),
        line1=typed.get("line1"),
        line2=typed.get("line2"),
        postcode=typed.get("postcode"),
        town=typed.get("town"),
        country=typed.get("country") or "FR",
    )


def period_of(order: SalesOrder) -> tuple[dt.date | None, dt.date | None]:
    """Return the period of the services ordered, kept with what the customer asks to see on the invoice."""
    start, end = order.requirements.get(PERIOD_START), order.requirements.get(PERIOD_END)
    return dt.date.fromisoformat(start) if start else None, dt.date.fromisoformat(end) if end else None


def rate_of(document: SalesOrder | Invoice) -> ExchangeRate | None:
    """Return the exchange rate frozen on an order or an invoice."""
    if document.exchange_rate is None:
        return None
    facts = document.exchange_rate
    return ExchangeRate(Decimal(facts["rate"]), dt.date.fromisoformat(facts["date"]), facts["source"])


def snapshot(order: SalesOrder) -> dict[str, object]:
    """Return what an amendment may change, for the revision."""
    return {
        "acknowledged_at": order.acknowledged_at.isoformat() if order.acknowledged_at else None,
        "customer_reference": order.customer_reference,
        "requested": order.requested.isoformat() if order.requested else None,
        "net": order.net,
        "lines": [
            {
                "no": line.no,
                "product": line.product_code,
                "label": line.label,
                "quantity": plain(line.quantity),
                "unit_price": plain(line.unit_price),
                "promised": line.promised.isoformat() if line.promised else None,
            }
            for line in order.typed
        ],
    }

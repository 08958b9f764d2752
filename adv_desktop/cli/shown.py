"""Documents as JSON objects: every key of the contract, null where there is nothing to say.

Called inside an open session, on documents whose lines are loaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from adv_desktop.cli.figures import JsonObject, JsonValue, iso, money, number, number_or_none
from adv_desktop.cli.output import plain_fact
from adv_desktop.models.enums import LineKind, OrderKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.line import subtotals
from adv_desktop.services import check_texts, texts
from adv_desktop.services import files as stored
from adv_desktop.services.customers import code_of
from adv_desktop.services.invoice_drafts import Prevented
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import places
from adv_desktop.services.queries.places import Place
from adv_desktop.services.queries.states import quotation_state
from adv_desktop.services.quotation_reading import left_of
from adv_desktop.services.sentences import sentence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from adv_desktop.models.claim import Claim
    from adv_desktop.models.delivery import Delivery
    from adv_desktop.models.invoice import Invoice
    from adv_desktop.models.line import PricedLine
    from adv_desktop.models.payment import Payment
    from adv_desktop.models.quotation import Quotation
    from adv_desktop.models.rules.totals import Totals
    from adv_desktop.models.sales_order import OrderLine, SalesOrder
    from adv_desktop.services.order_commands import OrderCheck
    from adv_desktop.services.queries.orders import OrderRow

Files = Mapping[str, str | None]


def many(noun: str, made: Sequence[JsonObject], prevented: Iterable[Prevented] = ()) -> JsonObject:
    """Return what a verb made; the keys of a single document stand at top level too."""
    refused: list[JsonValue] = [
        {"source": row.source, "code": row.code, "message": sentence(DomainError(row.code, **row.facts), _reader())}
        for row in prevented
    ]
    return {noun: list(made), "prevented": refused, **(made[0] if len(made) == 1 else {})}


def _reader() -> texts.Texts:
    return texts.current()


def check_object(check: OrderCheck) -> JsonObject:
    """Return a remark with its sentence."""
    message = check_texts.describe(check.code, check.facts, _reader())
    shown: JsonObject = {
        "code": check.code, "severity": str(check.severity), "line": check.line, "message": message,
    }  # fmt: skip
    if check.accepted and check.accepted.at:
        shown |= {"by": check.accepted.by, "at": check.accepted.at.isoformat()}
    return shown


def order_object(session: Session, order: SalesOrder, checks: Iterable[OrderCheck] = ()) -> JsonObject:
    """Return an order with its counters a line, the remarks that were accepted apart."""
    found = list(checks)
    return {
        **order_heading(session, order),
        "lines": [_order_line(order, line) for line in order.ordered],
        **_headings(order.lines, order.currency),
        "totals": totals_object(order.totals()),
        "checks": [check_object(check) for check in found if not check.accepted],
        **({"accepted": accepted} if (accepted := [check_object(check) for check in found if check.accepted]) else {}),
    }


def quotation_object(session: Session, quotation: Quotation, today: dt.date) -> JsonObject:
    """Return a quotation; `left` is what no order took of a line."""
    left = left_of(session, quotation)
    lines = [{**line_object(line, quotation.currency), "left": number(left[line.no])} for line in quotation.items]
    return {
        "id": quotation.id,
        "number": quotation.number,
        "revision": quotation.revision,
        "customer": code_of(session, quotation.customer_id),
        "customer_reference": quotation.customer_reference,
        "date": iso(quotation.quoted_on),
        "valid_until": iso(quotation.valid_until),
        "follow_up_on": iso(quotation.follow_up_on),
        "probability": quotation.probability,
        "terms": quotation.payment_terms,
        "currency": quotation.currency,
        "state": quotation_state(quotation.state, quotation.valid_until, today).code,
        "lines": lines,
        **_headings(quotation.lines, quotation.currency),
        "totals": totals_object(quotation.totals()),
        "checks": [],
    }


def order_heading(session: Session, order: SalesOrder) -> JsonObject:
    """Return what identifies an order."""
    return {
        "id": order.id,
        "number": order.number,
        "customer": code_of(session, order.customer_id),
        "customer_reference": order.customer_reference,
        "date": iso(order.order_date),
        "requested_date": iso(order.requested),
        "terms": order.payment_terms,
        "currency": order.currency,
        **({"incoterm": order.incoterm} if order.incoterm else {}),
        **({} if order.kind is OrderKind.STANDARD else {"kind": order.kind.value}),
        "state": order.state.value,
        "delivery_state": order.delivery_state.value,
        "invoice_state": order.invoice_state.value,
    }


def listed_order(session: Session, row: OrderRow) -> JsonObject:
    """Return an order of a list."""
    return {
        "id": row.id,
        "number": row.number,
        "customer": code_of(session, row.customer_id),
        "customer_name": row.customer_name,
        "customer_reference": row.customer_reference,
        "date": iso(row.date),
        "requested_date": iso(row.requested),
        "terms": row.terms,
        "currency": row.currency,
        "state": row.order_state.value,
        "delivery_state": row.delivery_state.value,
        "invoice_state": row.invoice_state.value,
        "net": money(row.net, row.currency),
        "gross": money(row.gross, row.currency),
    }


def _headings(lines: Sequence[PricedLine], currency: str) -> JsonObject:
    """Return the titles, comments and subtotals that stand between the lines, where there are any."""
    sums = subtotals(lines)
    found: list[JsonValue] = [
        {"no": line.no, "kind": line.kind.value, "label": line.label, "net": _sum(sums.get(line.no), currency)}
        for line in lines
        if line.kind in {LineKind.TITLE, LineKind.COMMENT, LineKind.SUBTOTAL}
    ]
    return {"headings": found} if found else {}


def _sum(minor: int | None, currency: str) -> str | None:
    return None if minor is None else money(minor, currency)


def _order_line(order: SalesOrder, line: OrderLine) -> JsonObject:
    return {
        **line_object(line, order.currency),
        "delivered": number(line.delivered),
        "invoiced": number(line.invoiced),
        "backorder": number(line.backorder),
        **_kit(order, line),
    }


def _kit(order: SalesOrder, line: OrderLine) -> JsonObject:
    """Return when a kit is invoiced and its components, nothing of what is no kit."""
    if line.kit_billing is None:
        return {}
    parts: list[JsonValue] = [
        {
            "no": part.no,
            "product": part.product_code,
            "label": part.label,
            "quantity": number(part.quantity),
            "per_kit": number_or_none(part.per_kit),
            "unit": part.unit,
            "reserved": number(part.reserved),
            "delivered": number(part.delivered),
            "invoiced": number(part.invoiced),
            "backorder": number(part.backorder),
        }
        for part in order.components(line)
    ]
    return {"kit_billing": line.kit_billing.value, "components": parts}


def line_object(
    line: PricedLine, currency: str, order_line: Place | None = None, delivery_line: Place | None = None
) -> JsonObject:
    """Return a priced line; `unit_price` is before the discounts."""
    return {
        "no": line.no,
        "product": line.product_code,
        "label": line.label,
        "quantity": number(line.quantity),
        "unit": line.unit,
        "unit_price": number(line.unit_price),
        "price_base": number(line.price_base),
        "discounts": [number(percent) for percent in line.discounts],
        "price_source": line.price_source.value if line.price_source else None,
        "net": money(line.net, currency),
        "vat_category": line.vat_category.value,
        "vat_rate": number(line.vat_rate),
        "order_line": _place(order_line),
        "delivery_line": _place(delivery_line),
        **_weight(line),
        **_units(line),
    }


def _weight(line: PricedLine) -> JsonObject:
    """Return the kilograms that the price is for, where a line is sold by weight."""
    if line.catch_weight is None:
        return {}
    return {"weight": number(line.catch_weight), "weight_estimated": line.weight_is_estimated}


def _units(line: PricedLine) -> JsonObject:
    """Return the serial numbers of the units that left, and until when they are under warranty."""
    from adv_desktop.models.delivery import DeliveryLine

    if not isinstance(line, DeliveryLine) or not (line.serials or line.warranty_until):
        return {}
    return {"serials": list(line.serials or ()), "warranty_until": iso(line.warranty_until)}


def _place(place: Place | None) -> JsonObject | None:
    return None if place is None else {"number": place.number, "line": place.line}


def totals_object(totals: Totals) -> JsonObject:
    """Return the totals with the VAT table, the highest rate first."""
    currency = totals.currency
    return {
        "net": money(totals.net, currency),
        "vat": [
            {
                "category": row.key.category.value,
                "rate": number(row.key.rate),
                "base": money(row.base, currency),
                "amount": money(row.vat, currency),
            }
            for row in totals.vat
        ],
        "vat_total": money(totals.vat_total, currency),
        "gross": money(totals.gross, currency),
        "prepaid": money(totals.prepaid, currency),
        "rounding": money(totals.rounding, currency),
        "due": money(totals.due, currency),
    }


def delivery_object(session: Session, delivery: Delivery, files: Files) -> JsonObject:
    """Return a delivery with what its orders are still waiting for."""
    ordered = places.order_places(session, [line.order_line_id for line in delivery.lines])
    return {
        "id": delivery.id,
        "number": delivery.number,
        "customer": code_of(session, delivery.customer_id),
        "date": iso(delivery.delivery_date),
        "state": delivery.state.value,
        "lines": [
            line_object(line, delivery.currency, ordered.get(line.order_line_id or 0)) for line in delivery.lines
        ],
        "backorder": _backorder(session, delivery),
        "files": dict(files),
    }


def _backorder(session: Session, delivery: Delivery) -> list[JsonValue]:
    orders = [order_by_id(session, order_id) for order_id in places.orders_of_delivery(session, delivery.id)]
    return [
        {"number": order.name, "line": line.no, "product": line.product_code, "quantity": number(line.backorder)}
        for order in orders
        for line in order.leaving
        if line.backorder
    ]


def invoice_object(session: Session, invoice: Invoice, files: Files, checks: Iterable[OrderCheck] = ()) -> JsonObject:
    """Return an invoice or a credit note; what is frozen at issue is null in a draft."""
    orders = places.order_places(session, [line.order_line_id for line in invoice.items])
    deliveries = places.delivery_places(session, [line.delivery_line_id for line in invoice.items])
    return {
        "id": invoice.id,
        "number": invoice.number,
        "type": invoice.type.value,
        "customer": code_of(session, invoice.customer_id),
        "date": iso(invoice.issue_date or invoice.wished_date),
        "due": iso(invoice.due_date),
        "currency": invoice.currency,
        "instalments": [
            {"due": iso(part.due_date), "amount": money(part.amount, invoice.currency)} for part in invoice.instalments
        ],
        "lines": [
            line_object(
                line, invoice.currency, orders.get(line.order_line_id or 0), deliveries.get(line.delivery_line_id or 0)
            )
            for line in invoice.items
        ],
        "totals": totals_object(invoice.totals()),
        "files": dict(files),
        "sha256": stored.hash_of(session, invoice.pdf_file_id),
        "sha256_xml": stored.hash_of(session, invoice.xml_file_id),
        "checks": [check_object(check) for check in checks],
    }


def payment_object(
    session: Session, payment: Payment, allocations: Sequence[tuple[str, int]], unallocated: int
) -> JsonObject:
    """Return a payment with what it settled."""
    return {
        "id": payment.id,
        "payment": payment.number,
        "customer": code_of(session, payment.customer_id),
        "date": iso(payment.paid_on),
        "method": payment.method.value,
        "currency": payment.currency,
        "amount": money(payment.amount, payment.currency),
        "allocations": [
            {"invoice": document, "amount": money(minor, payment.currency)} for document, minor in allocations
        ],
        "unallocated": money(unallocated, payment.currency),
    }


def claim_object(session: Session, claim: Claim) -> JsonObject:
    """Return a claim with its actions."""
    return {
        "id": claim.id,
        "number": claim.number,
        "state": claim.state.value,
        "customer": code_of(session, claim.customer_id),
        "type": claim.type.value,
        "severity": claim.severity.value,
        "description": claim.description,
        "disputed_amount": money(claim.disputed_amount, claim.currency),
        "opened": iso(claim.opened_on),
        "due": iso(claim.due),
        "outcome": claim.outcome.value if claim.outcome else None,
        "reason": claim.decision_reason,
        "actions": [
            {"action": action.kind.value, "done": action.done_at is not None, "document": action.document_id}
            for action in claim.actions
        ],
    }


def facts_object(facts: Mapping[str, object]) -> JsonObject:
    """Return facts as JSON holds them."""
    return {name: plain_fact(value) for name, value in facts.items()}

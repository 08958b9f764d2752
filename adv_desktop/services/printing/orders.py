"""What the acknowledgement of an order says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import PartialPolicy
from adv_desktop.models.order_history import OrderRevision
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.rules.vat import CompanyRegime
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import reference, surcharges, texts
from adv_desktop.services.documents.content import AcknowledgementData, Difference, Line, Reference, References
from adv_desktop.services.formats import Formats
from adv_desktop.services.printing import parts
from adv_desktop.services.texts import N_

_SUBJECTS = {
    "price_difference": N_("Unit price"),
    "unit_differs": N_("Unit"),
    "unknown_code": N_("Product code"),
    "line_total_mismatch": N_("Line total"),
}


def acknowledgement_content(session: Session, order: SalesOrder, now: dt.datetime) -> AcknowledgementData:
    """Return what is confirmed to the customer, differences from his own order included."""
    customer = session.get_one(Customer, order.customer_id)
    company = session.get_one(Company, 1)
    language = customer.language
    totals = order.totals()
    rows = tuple(parts.vat_row(row) for row in totals.vat)
    return AcknowledgementData(
        language=language,
        issuer=parts.own_issuer(session, language),
        number=order.number or "",
        made_at=now,
        customer=parts.party(session, customer.party(), language),
        lines=_lines(session, order, language),
        amounts=parts.amounts_of(totals, rows),
        currency=order.currency,
        deliver_to=parts.party(session, order.deliver_to, language) if order.deliver_to else None,
        references=parts.with_required(_references(order, language), order),
        received_at=order.received_at,
        revision=_revision(session, order),
        remarks=(*((order.notes,) if order.notes else ()), *_surcharges(session, customer, order)),
        differences=_differences(session, order, language),
        contact=company.email or "",
        without_vat=company.regime is CompanyRegime.FRANCHISE,
    )


def _surcharges(session: Session, customer: Customer, order: SalesOrder) -> tuple[str, ...]:
    return surcharges.announced(session, customer, order.items, order.promised or order.requested or order.order_date)


def _lines(session: Session, order: SalesOrder, language: str) -> tuple[Line, ...]:
    rows = zip(order.shown, parts.priced_lines(session, order.shown, language, order.currency), strict=True)
    return tuple(_row(row, line, order, language) for line, row in rows)


def _row(row: Line, line: OrderLine, order: SalesOrder, language: str) -> Line:
    """Return the row of a line: a component stands below its kit without a price."""
    if line.kit is not None:
        return replace(row, component=True)
    return _ordered(row, line, order, language) if line.is_item or line.is_kit else row


def _ordered(row: Line, line: OrderLine, order: SalesOrder, language: str) -> Line:
    said = (parts.packs(line.quantity, line.packing, language), parts.substitution(line, language))
    detail = " · ".join(part for part in said if part)
    return replace(row, detail=detail, requested_on=line.requested or order.requested, confirmed_on=line.promised)


def _revision(session: Session, order: SalesOrder) -> int:
    """Return how many acknowledgements were outdated by amendments; 0 while this is the first that is made.

    Amendments made before any was sent count for nothing, those made between two of them count once.
    """
    if order.acknowledged_at is None:
        return 0
    rows = session.execute(sa.select(OrderRevision.no, OrderRevision.before).where(OrderRevision.order_id == order.id))
    # A revision of a version that did not keep the moment counts by itself.
    outdated = {before.get("acknowledged_at", number) for number, before in rows}
    return len(outdated - {None})


def _references(order: SalesOrder, language: str) -> References:
    return References(
        customer_order=parts.customer_reference(order.customer_reference, order.customer_reference_date),
        orders=(Reference(order.number or "", order.order_date),),
        salesperson=order.salesperson or "",
        payment_terms=parts.terms_text(order.payment_terms, language),
        carrier=order.carrier or "",
        incoterm=parts.incoterm(order.incoterm),
        partial_deliveries=order.partial_policy is not PartialPolicy.COMPLETE,
    )


def _differences(session: Session, order: SalesOrder, language: str) -> tuple[Difference, ...]:
    """Return what we confirm otherwise than the customer wrote."""
    spoken = texts.of(language)
    found = []
    for line in order.items:
        for difference in line.differences or ():
            subject = _SUBJECTS.get(str(difference["kind"]))
            if subject is not None:
                theirs, ours = _sides(session, difference, line, language)
                number = line.customer_line_no or str(line.no)
                found.append(Difference(number, spoken.gettext(subject), theirs, ours))
    return tuple(found)


def _sides(session: Session, difference: dict[str, object], line: OrderLine, language: str) -> tuple[str, str]:
    """Return what he wrote and what we confirm."""
    formats, written = Formats(language), line.written or {}
    kind = difference["kind"]
    if kind == "price_difference":
        return _price(difference.get("theirs"), formats), _price(difference.get("ours"), formats)
    if kind == "unknown_code":
        return str(written.get("code") or line.label), line.product_code or line.label
    if kind == "line_total_mismatch":
        return _price(difference.get("written"), formats), _price(difference.get("computed"), formats)
    unit = reference.unit_label(session, line.unit, language)
    return str(written.get("unit") or ""), f"{formats.quantity(line.quantity)} {unit}"


def _price(kept: object, formats: Formats) -> str:
    """Write a number that was kept as text."""
    return "" if kept is None else formats.price(Decimal(str(kept)))

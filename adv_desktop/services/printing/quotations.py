"""What a quotation says on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from adv_desktop.models.party import Company, Customer
from adv_desktop.models.quotation import Quotation, QuotationLine
from adv_desktop.models.rules.vat import CompanyRegime
from adv_desktop.services import compositions, reference, surcharges
from adv_desktop.services.compositions import Component
from adv_desktop.services.documents.content import Line, References
from adv_desktop.services.documents.quotation_content import QuotationData
from adv_desktop.services.order_lines import own_label
from adv_desktop.services.printing import parts


def quotation_content(session: Session, quotation: Quotation) -> QuotationData:
    """Return what is offered, in the customer's language."""
    customer = session.get_one(Customer, quotation.customer_id)
    language = customer.language
    totals = quotation.totals()
    return QuotationData(
        language=language,
        issuer=parts.own_issuer(session, language),
        number=quotation.number or "",
        made_on=quotation.quoted_on,
        valid_until=quotation.valid_until,
        customer=parts.party(session, customer.party(), language),
        lines=_lines(session, quotation, customer),
        amounts=parts.amounts_of(totals, tuple(parts.vat_row(row) for row in totals.vat)),
        currency=quotation.currency,
        references=References(
            customer_order=parts.customer_reference(quotation.customer_reference, None),
            salesperson=quotation.salesperson or "",
            payment_terms=parts.terms_text(quotation.payment_terms, language),
            carrier=quotation.carrier or "",
        ),
        revision=quotation.revision,
        remarks=(
            *((quotation.notes,) if quotation.notes else ()),
            *surcharges.announced(session, customer, quotation.lines, quotation.quoted_on),
        ),
        without_vat=session.get_one(Company, 1).regime is CompanyRegime.FRANCHISE,
    )


def _lines(session: Session, quotation: Quotation, customer: Customer) -> tuple[Line, ...]:
    """Return the rows: each with the packs that it is counted in, a kit with what it holds below it."""
    rows = parts.priced_lines(session, quotation.lines, customer.language, quotation.currency)
    kits = compositions.of(session, [line.product_id for line in quotation.items if line.product_id])
    found: list[Line] = []
    for line, row in zip(quotation.lines, rows, strict=True):
        detail = parts.packs(line.quantity, line.packing, customer.language) if line.is_item else row.detail
        found += [
            replace(row, detail=detail),
            *_components(session, line, kits.get(line.product_id or 0, ()), customer),
        ]
    return tuple(found)


def _components(
    session: Session, kit: QuotationLine, components: Sequence[Component], customer: Customer
) -> list[Line]:
    return [
        Line(
            label=own_label(one.product, customer),
            code=one.product.code,
            component=True,
            quantity=one.quantity * kit.quantity,
            unit=reference.unit_label(session, one.product.unit, customer.language),
        )
        for one in components
    ]

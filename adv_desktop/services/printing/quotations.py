"""What a quotation says on paper."""

from __future__ import annotations

from sqlalchemy.orm import Session

from adv_desktop.models.party import Company, Customer
from adv_desktop.models.quotation import Quotation
from adv_desktop.models.rules.vat import CompanyRegime
from adv_desktop.services.documents.content import References
from adv_desktop.services.documents.quotation_content import QuotationData
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
        lines=tuple(parts.priced_lines(session, quotation.lines, language, quotation.currency)),
        amounts=parts.amounts_of(totals, tuple(parts.vat_row(row) for row in totals.vat)),
        currency=quotation.currency,
        references=References(
            customer_order=parts.customer_reference(quotation.customer_reference, None),
            salesperson=quotation.salesperson or "",
            payment_terms=parts.terms_text(quotation.payment_terms, language),
            carrier=quotation.carrier or "",
        ),
        revision=quotation.revision,
        remarks=(quotation.notes,) if quotation.notes else (),
        without_vat=session.get_one(Company, 1).regime is CompanyRegime.FRANCHISE,
    )

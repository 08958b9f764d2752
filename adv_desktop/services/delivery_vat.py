"""« Livrer avec TVA française »: what leaves to a buyer whose VAT number is not checked is sold as in France (R15)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine, DocumentEvent
from adv_desktop.models.enums import DeliveryState, DocumentKind, VatCategory, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.product import Product
from adv_desktop.models.rules import vat
from adv_desktop.services.store import actor_name

NORMAL_RATE = Decimal(20)  # of goods without a product (CGI 278)


CHARGED = "french_vat"


def note(session: Session, delivery: Delivery, now: dt.datetime) -> None:
    """Keep with a delivery that it was sold with the VAT of France, and the number that was not checked."""
    payer = session.get_one(Customer, delivery.bill_to_id)
    session.add(
        DocumentEvent(
            document_kind=DocumentKind.DELIVERY,
            document_id=delivery.id,
            at=now,
            actor=actor_name(),
            kind=CHARGED,
            detail={"vat_number": payer.vat_number, "customer": payer.name},
        )
    )


def charge(session: Session, delivery: Delivery) -> bool:
    """Give the lines sold without VAT in the Union the VAT of their products; prices stay as they are.

    Return whether there were any.
    """
    if delivery.state not in {DeliveryState.TO_PREPARE, DeliveryState.PREPARED}:
        raise DomainError("delivery.wrong_state", delivery=delivery.name)
    company = session.get_one(Company, 1)
    lines = [line for line in delivery.lines if line.is_item and line.vat_category is VatCategory.INTRA_EU]
    for line in lines:
        _charge(session, line, company)
    return bool(lines)


def _charge(session: Session, line: DeliveryLine, company: Company) -> None:
    rate = session.get_one(Product, line.product_id).vat_rate if line.product_id is not None else NORMAL_RATE
    key = vat.choose(None, company.regime, VatRegime.NATIONAL, line.nature, rate)
    line.vat_category, line.vat_rate, line.exemption_code = key.category, key.rate, key.exemption_code

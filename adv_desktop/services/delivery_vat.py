"""« Livrer avec TVA française »: what leaves to a buyer whose VAT number is not checked is sold as in France (R15)."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DeliveryState, VatCategory, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Company
from adv_desktop.models.product import Product
from adv_desktop.models.rules import vat

NORMAL_RATE = Decimal(20)  # of goods without a product (CGI 278)


def charge(session: Session, delivery: Delivery) -> None:
    """Give the lines sold without VAT in the Union the VAT of their products; prices stay as they are."""
    if delivery.state not in {DeliveryState.TO_PREPARE, DeliveryState.PREPARED}:
        raise DomainError("delivery.wrong_state", delivery=delivery.name)
    company = session.get_one(Company, 1)
    for line in delivery.lines:
        if line.is_item and line.vat_category is VatCategory.INTRA_EU:
            _charge(session, line, company)


def _charge(session: Session, line: DeliveryLine, company: Company) -> None:
    rate = session.get_one(Product, line.product_id).vat_rate if line.product_id is not None else NORMAL_RATE
    key = vat.choose(None, company.regime, VatRegime.NATIONAL, line.nature, rate)
    line.vat_category, line.vat_rate, line.exemption_code = key.category, key.rate, key.exemption_code

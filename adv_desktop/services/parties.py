"""Who a document names: the seller, the buyer and the payer as they are on the day it is frozen."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Company, Customer
from adv_desktop.services.company import own_banks

_SELLER = (
    "legal_name",
    "trade_name",
    "legal_form",
    "share_capital",
    "siren",
    "siret",
    "naf",
    "rcs",
    "vat_number",
    "vat_regime",
    "vat_on_debits",
    "eori",
    "line1",
    "line2",
    "postcode",
    "town",
    "country",
    "phone",
    "email",
    "website",
    "e_address_scheme",
    "e_address",
    "house_colour",
    "logo_file_id",
)

_BANK = ("name", "holder", "iban", "bic")


def seller(company: Company) -> dict[str, Any]:
    """Return our identity as frozen into a document."""
    return {name: getattr(company, name) for name in _SELLER}


def parties_of(session: Session, invoice: Invoice, company: Company) -> dict[str, Any]:
    """Return the parties of an invoice: as frozen once it is issued, else as they are now."""
    if "seller" in invoice.parties:
        return invoice.parties
    return {
        **invoice.parties,
        "seller": seller(company),
        "buyer": session.get_one(Customer, invoice.bill_to_id).party(),
        "payer": session.get_one(Customer, invoice.payer_id).party(),
        "bank": _bank(session),
    }


def _bank(session: Session) -> dict[str, Any] | None:
    """Return the account that the invoice asks the payment on, as it is on that day."""
    bank = next(iter(own_banks(session)), None)
    return {name: getattr(bank, name) for name in _BANK} if bank else None

"""What must be there before a number is spent: own arithmetic and missing data, each with its field."""

from __future__ import annotations

from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceType, VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.rules import vat

_REFERRING = frozenset({InvoiceType.CREDIT_NOTE, InvoiceType.CORRECTED, InvoiceType.DEPOSIT_CREDIT})


def refuse_incomplete(session: Session, invoice: Invoice, company: Company) -> None:
    """Raise the first thing that prevents an issue."""
    if not invoice.items:
        raise DomainError("order.no_lines", order=invoice.name)
    if invoice.type in _REFERRING and invoice.origin_id is None:
        raise DomainError("credit.no_origin", invoice=invoice.name)
    if invoice.due < 0:
        raise DomainError("invoice.negative", invoice=invoice.name)
    conflict = vat.same_category_conflict(line.vat_key for line in invoice.items)
    if conflict is not None:
        raise DomainError("vat.two_reasons", category=conflict.category.value, codes=", ".join(conflict.codes))
    customer = session.get_one(Customer, invoice.bill_to_id)
    categories = {line.vat_category for line in invoice.items}
    if VatCategory.INTRA_EU in categories:
        _refuse_incomplete_intra_eu(invoice, customer)
    if categories - {VatCategory.EXEMPT, VatCategory.OUT_OF_SCOPE} and not company.vat_number:
        raise DomainError("company.no_vat_number")


def _refuse_incomplete_intra_eu(invoice: Invoice, customer: Customer) -> None:
    """Goods sent to another member state need a date, a country and the buyer's VAT number (BR-IC-02, 11, 12)."""
    if invoice.type.is_credit or invoice.type is InvoiceType.DEPOSIT:
        return
    ship_to = invoice.parties.get("ship_to") or {}
    missing = [
        name
        for name, value in (
            ("vat_number", customer.vat_number),
            ("delivery_date", invoice.delivery_date),
            ("country", ship_to.get("country") or (customer.country if customer.country != "FR" else None)),
        )
        if not value
    ]
    if missing:
        raise DomainError("invoice.intra_eu_incomplete", invoice=invoice.name, missing=", ".join(missing))

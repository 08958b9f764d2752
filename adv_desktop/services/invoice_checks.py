"""What must be there before a number is spent: own arithmetic and missing data, each with its field."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceState, InvoiceType, Requirement, Severity, VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.rules import payment_terms, requirements, vat
from adv_desktop.models.rules.payment_terms import BuyerKind
from adv_desktop.services import sent_invoices, settings, vat_words
from adv_desktop.services.order_commands import OrderCheck

_SOLD = frozenset({InvoiceType.INVOICE, InvoiceType.CORRECTED})
_REFERRING = frozenset({InvoiceType.CREDIT_NOTE, InvoiceType.CORRECTED, InvoiceType.DEPOSIT_CREDIT})


def refuse_incomplete(session: Session, invoice: Invoice, company: Company) -> None:
    """Raise the first thing that prevents an issue."""
    if not invoice.items:
        raise DomainError("order.no_lines", order=invoice.name)
    if invoice.type in _REFERRING and invoice.origin_id is None and not _each_line_refers(invoice):
        raise DomainError("credit.no_origin", invoice=invoice.name)
    if invoice.due < 0:
        raise DomainError("invoice.negative", invoice=invoice.name)
    vat.check_document(line.vat_key for line in invoice.items)
    _refuse_without_requirements(session, invoice)
    _refuse_unsigned(session, invoice)
    customer = session.get_one(Customer, invoice.bill_to_id)
    categories = {line.vat_category for line in invoice.items}
    if VatCategory.INTRA_EU in categories:
        _refuse_incomplete_intra_eu(invoice, customer)
    if categories - {VatCategory.EXEMPT, VatCategory.OUT_OF_SCOPE} and not company.vat_number:
        raise DomainError("company.no_vat_number")


def requirements_missing(session: Session, invoice: Invoice) -> list[str]:
    """Return what the customer requires on an invoice and is not there (R2)."""
    if invoice.type not in _SOLD:
        return []
    customer = session.get_one(Customer, invoice.customer_id)
    given = {
        **invoice.asked_references,
        Requirement.CUSTOMER_REFERENCE: invoice.customer_reference,
        Requirement.CONTRACT: invoice.contract_number,
    }
    return requirements.missing(customer.requirements, given)


def _refuse_without_requirements(session: Session, invoice: Invoice) -> None:
    missing = requirements_missing(session, invoice)
    if missing and settings.read(session).severity("requirement_missing") is Severity.BLOCKING:
        field = next((known for known in Requirement if known == missing[0]), missing[0])
        raise DomainError("invoice.requirement_missing", invoice=invoice.name, field=field)


def _refuse_unsigned(session: Session, invoice: Invoice) -> None:
    """Refuse what its customer pays on the signed delivery note alone, before that came back."""
    if invoice.type not in _SOLD or not session.get_one(Customer, invoice.customer_id).signed_note_first:
        return
    numbers = sent_invoices.unsigned(session, invoice)
    if numbers:
        raise DomainError("invoice.note_not_signed", invoice=invoice.name, numbers=", ".join(numbers))


def _each_line_refers(invoice: Invoice) -> bool:
    """Whether every line names the invoice that it corrects (the rebate of a period; BR-FR-CO-05)."""
    return all(line.origin_invoice_id is not None for line in invoice.items)


def of_invoice(session: Session, invoice: Invoice, today: dt.date) -> list[OrderCheck]:
    """Return the remarks on an invoice, judged on its date: today's while it is a draft."""
    customer = session.get_one(Customer, invoice.bill_to_id)
    found = [
        *(_requires(name) for name in requirements_missing(session, invoice)),
        _terms_over_ceiling(invoice, customer, today),
        _missing_siren(invoice, customer),
        _regime_at_odds(session, invoice, customer),
    ]
    severities = settings.read(session)
    remarks = []
    for kind, facts in (remark for remark in found if remark is not None):
        severity = severities.severity(kind)
        if severity is not Severity.OFF:
            remarks.append(OrderCheck(kind, severity.value, None, facts))
    return remarks


def _requires(name: str) -> tuple[str, dict[str, object]] | None:
    return "requirement_missing", {"field": name}


def _terms_over_ceiling(invoice: Invoice, customer: Customer, today: dt.date) -> tuple[str, dict[str, object]] | None:
    if invoice.type.is_credit or invoice.type is InvoiceType.DEPOSIT:
        return None
    exceeded = payment_terms.over_ceiling(
        payment_terms.parse(invoice.payment_terms),
        invoice.issue_date or invoice.wished_date or today,
        summary_invoice=invoice.summary,
        buyer=BuyerKind(customer.public_buyer) if customer.public_buyer else BuyerKind.BUSINESS,
        delivery_date=invoice.delivery_date,
    )
    if exceeded is None:
        return None
    return "terms_over_ceiling", {"due": exceeded.due.isoformat(), "ceiling": exceeded.ceiling.isoformat()}


def _missing_siren(invoice: Invoice, customer: Customer) -> tuple[str, dict[str, object]] | None:
    """Tell that no platform reaches a French customer: it does so by the SIREN."""
    if invoice.state is not InvoiceState.DRAFT or customer.country != "FR" or customer.siren:
        return None
    return "missing_siren", {}


def _regime_at_odds(session: Session, invoice: Invoice, customer: Customer) -> tuple[str, dict[str, object]] | None:
    if invoice.state is not InvoiceState.DRAFT or invoice.type.is_credit or invoice.type is InvoiceType.DEPOSIT:
        return None
    goods = vat_words.has_goods(invoice.items)
    facts = vat_words.conflict_of(session, customer, invoice.vat_regime, invoice.parties.get("ship_to"), goods=goods)
    return None if facts is None else ("vat_regime_conflict", facts)


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

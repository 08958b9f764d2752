"""Read a UBL 2.1 invoice or credit note."""

from __future__ import annotations

import re
from decimal import Decimal

from adv_desktop.services.einvoice.content import SIREN_SCHEME, SIRET_SCHEME
from adv_desktop.services.einvoice.tree import Element, amount, day, every, first, number, text, texts, with_scheme
from adv_desktop.services.einvoice.written import (
    WrittenAdjustment,
    WrittenInvoice,
    WrittenLine,
    WrittenParty,
    WrittenReference,
    WrittenSums,
    WrittenTax,
)

INVOICE, CREDIT_NOTE = "Invoice", "CreditNote"
_SUMS = "LegalMonetaryTotal"
_ACCOUNT = "PaymentMeans/PayeeFinancialAccount/ID"
_CODED_NOTE = re.compile(r"#([A-Z]{3})#(.*)", re.DOTALL)


def read_ubl(root: Element, kind: str) -> WrittenInvoice:
    """Return what a document says; `kind` is the name of its root."""
    issue, delivered = text(root, "IssueDate"), text(root, "Delivery/ActualDeliveryDate")
    due = text(root, "DueDate") or text(root, "PaymentMeans/PaymentDueDate")
    currency, tax_currency = text(root, "DocumentCurrencyCode"), text(root, "TaxCurrencyCode")
    return WrittenInvoice(
        syntax="UBL",
        guideline=text(root, "CustomizationID"),
        number=text(root, "ID"),
        type_code=text(root, f"{kind}TypeCode"),
        date=day(issue),
        due_date=day(due),
        currency=currency,
        tax_currency=tax_currency,
        frame=text(root, "ProfileID"),
        seller=_party(first(root, "AccountingSupplierParty/Party")),
        buyer=_party(first(root, "AccountingCustomerParty/Party")),
        notes=tuple(_note(said) for said in texts(root, "Note")),
        lines=tuple(_line(line, kind) for line in every(root, f"{kind}Line")),
        adjustments=tuple(_adjustment(row) for row in every(root, "AllowanceCharge")),
        taxes=tuple(_tax(row) for total in every(root, "TaxTotal") for row in every(total, "TaxSubtotal")),
        sums=_sums(root, currency, tax_currency),
        preceding=tuple(_reference(found) for found in every(root, "BillingReference/InvoiceDocumentReference")),
        ibans=tuple(texts(root, _ACCOUNT)),
        terms=text(root, "PaymentTerms/Note"),
        order=text(root, "OrderReference/ID"),
        contract=text(root, "ContractDocumentReference/ID"),
        has_period=first(root, "InvoicePeriod") is not None,
        delivery_date=day(delivered),
        dates_refused=tuple(said for said in (issue, due, delivered) if said and day(said) is None),
    )


def _note(said: str) -> tuple[str, str]:
    coded = _CODED_NOTE.fullmatch(said)
    return (coded.group(1), coded.group(2)) if coded else ("", said)


def _party(party: Element | None) -> WrittenParty:
    if party is None:
        return WrittenParty()
    place = "PostalAddress"
    town = " ".join(said for said in (text(party, f"{place}/PostalZone"), text(party, f"{place}/CityName")) if said)
    lines = (text(party, f"{place}/StreetName"), text(party, f"{place}/AdditionalStreetName"), town)
    endpoint = first(party, "EndpointID")
    return WrittenParty(
        name=text(party, "PartyLegalEntity/RegistrationName") or text(party, "PartyName/Name"),
        address=tuple(said for said in lines if said),
        country=text(party, f"{place}/Country/IdentificationCode"),
        siren=with_scheme(party, "PartyLegalEntity/CompanyID", SIREN_SCHEME),
        siret=with_scheme(party, "PartyIdentification/ID", SIRET_SCHEME),
        vat_number=_tax_number(party, vat=True),
        tax_number=_tax_number(party, vat=False),
        e_address=text(party, "EndpointID"),
        e_scheme=endpoint.get("schemeID", "") if endpoint is not None else "",
    )


def _tax_number(party: Element, *, vat: bool) -> str:
    for scheme in every(party, "PartyTaxScheme"):
        if (text(scheme, "TaxScheme/ID") == "VAT") is vat:
            return text(scheme, "CompanyID")
    return ""


def _line(line: Element, kind: str) -> WrittenLine:
    name = "InvoicedQuantity" if kind == INVOICE else "CreditedQuantity"
    quantity, tax = first(line, name), "Item/ClassifiedTaxCategory"
    return WrittenLine(
        id=text(line, "ID"),
        name=text(line, "Item/Name"),
        quantity=amount(line, name),
        unit=quantity.get("unitCode", "") if quantity is not None else "",
        price=amount(line, "Price/PriceAmount"),
        price_base=amount(line, "Price/BaseQuantity"),
        net=amount(line, "LineExtensionAmount"),
        category=text(line, f"{tax}/ID"),
        rate=amount(line, f"{tax}/Percent"),
        rate_text=text(line, f"{tax}/Percent"),
        adjustments=tuple(_adjustment(row) for row in every(line, "AllowanceCharge")),
        refers=bool(text(line, "BillingReference/InvoiceDocumentReference/ID")),
    )


def _adjustment(row: Element) -> WrittenAdjustment:
    rate = text(row, "TaxCategory/Percent")
    return WrittenAdjustment(
        amount=amount(row, "Amount"),
        is_charge=text(row, "ChargeIndicator") in {"true", "1"},
        category=text(row, "TaxCategory/ID"),
        rate=number(rate),
        rate_text=rate,
        reason=text(row, "AllowanceChargeReason"),
    )


def _tax(row: Element) -> WrittenTax:
    rate = text(row, "TaxCategory/Percent")
    return WrittenTax(
        category=text(row, "TaxCategory/ID"),
        rate=number(rate),
        rate_text=rate,
        base=amount(row, "TaxableAmount"),
        amount=amount(row, "TaxAmount"),
        reason=text(row, "TaxCategory/TaxExemptionReason"),
    )


def _sums(root: Element, currency: str, tax_currency: str) -> WrittenSums:
    return WrittenSums(
        lines=amount(root, f"{_SUMS}/LineExtensionAmount"),
        allowances=amount(root, f"{_SUMS}/AllowanceTotalAmount"),
        charges=amount(root, f"{_SUMS}/ChargeTotalAmount"),
        net=amount(root, f"{_SUMS}/TaxExclusiveAmount"),
        vat=_vat(root, currency),
        vat_accounting=_vat(root, tax_currency) if tax_currency != currency else None,
        gross=amount(root, f"{_SUMS}/TaxInclusiveAmount"),
        prepaid=amount(root, f"{_SUMS}/PrepaidAmount"),
        rounding=amount(root, f"{_SUMS}/PayableRoundingAmount"),
        due=amount(root, f"{_SUMS}/PayableAmount"),
    )


def _vat(root: Element, currency: str) -> Decimal | None:
    for found in every(root, "TaxTotal/TaxAmount"):
        if currency and found.get("currencyID") == currency:
            return number((found.text or "").strip())
    return None


def _reference(found: Element) -> WrittenReference:
    return WrittenReference(text(found, "ID"), day(text(found, "IssueDate")))

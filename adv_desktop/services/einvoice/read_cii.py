"""Read a Cross Industry Invoice (Factur-X, ZUGFeRD, XRechnung) of any profile."""

from __future__ import annotations

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

ROOT = "CrossIndustryInvoice"
_DEAL = "SupplyChainTradeTransaction"
_AGREEMENT = f"{_DEAL}/ApplicableHeaderTradeAgreement"
_DELIVERY = f"{_DEAL}/ApplicableHeaderTradeDelivery"
_SETTLEMENT = f"{_DEAL}/ApplicableHeaderTradeSettlement"
_SUMS = f"{_SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation"
_DAY = "DateTimeString"
_REFERENCE = "InvoiceReferencedDocument"
_GROUPING = frozenset({"GROUP", "INFORMATION"})


def read_cii(root: Element) -> WrittenInvoice:
    """Return what a document says."""
    issue = text(root, f"ExchangedDocument/IssueDateTime/{_DAY}")
    due = text(root, f"{_SETTLEMENT}/SpecifiedTradePaymentTerms/DueDateDateTime/{_DAY}")
    delivered = text(root, f"{_DELIVERY}/ActualDeliverySupplyChainEvent/OccurrenceDateTime/{_DAY}")
    currency = text(root, f"{_SETTLEMENT}/InvoiceCurrencyCode")
    return WrittenInvoice(
        syntax="CII",
        guideline=text(root, "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID"),
        number=text(root, "ExchangedDocument/ID"),
        type_code=text(root, "ExchangedDocument/TypeCode"),
        date=day(issue),
        due_date=day(due),
        currency=currency,
        tax_currency=text(root, f"{_SETTLEMENT}/TaxCurrencyCode"),
        frame=text(root, "ExchangedDocumentContext/BusinessProcessSpecifiedDocumentContextParameter/ID"),
        seller=_party(first(root, f"{_AGREEMENT}/SellerTradeParty")),
        buyer=_party(first(root, f"{_AGREEMENT}/BuyerTradeParty")),
        notes=tuple(
            (text(note, "SubjectCode"), text(note, "Content")) for note in every(root, "ExchangedDocument/IncludedNote")
        ),
        lines=tuple(_line(line) for line in every(root, f"{_DEAL}/IncludedSupplyChainTradeLineItem")),
        adjustments=tuple(_adjustments(root)),
        taxes=tuple(_tax(row) for row in every(root, f"{_SETTLEMENT}/ApplicableTradeTax")),
        sums=_sums(root, currency),
        preceding=tuple(_reference(found) for found in every(root, f"{_SETTLEMENT}/{_REFERENCE}")),
        ibans=tuple(
            texts(root, f"{_SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID")
        ),
        terms=text(root, f"{_SETTLEMENT}/SpecifiedTradePaymentTerms/Description"),
        order=text(root, f"{_AGREEMENT}/BuyerOrderReferencedDocument/IssuerAssignedID"),
        contract=text(root, f"{_AGREEMENT}/ContractReferencedDocument/IssuerAssignedID"),
        has_period=first(root, f"{_SETTLEMENT}/BillingSpecifiedPeriod") is not None,
        delivery_date=day(delivered),
        dates_refused=tuple(said for said in (issue, due, delivered) if said and day(said) is None),
    )


def _party(party: Element | None) -> WrittenParty:
    if party is None:
        return WrittenParty()
    place = "PostalTradeAddress"
    town = " ".join(said for said in (text(party, f"{place}/PostcodeCode"), text(party, f"{place}/CityName")) if said)
    lines = (text(party, f"{place}/LineOne"), text(party, f"{place}/LineTwo"), town)
    address = first(party, "URIUniversalCommunication/URIID")
    return WrittenParty(
        name=text(party, "Name"),
        address=tuple(said for said in lines if said),
        country=text(party, f"{place}/CountryID"),
        siren=with_scheme(party, "SpecifiedLegalOrganization/ID", SIREN_SCHEME),
        siret=with_scheme(party, "GlobalID", SIRET_SCHEME),
        vat_number=with_scheme(party, "SpecifiedTaxRegistration/ID", "VA", "VAT"),
        tax_number=with_scheme(party, "SpecifiedTaxRegistration/ID", "FC"),
        e_address=text(party, "URIUniversalCommunication/URIID"),
        e_scheme=address.get("schemeID", "") if address is not None else "",
    )


def _line(line: Element) -> WrittenLine:
    settlement = "SpecifiedLineTradeSettlement"
    price = "SpecifiedLineTradeAgreement/NetPriceProductTradePrice"
    quantity = first(line, "SpecifiedLineTradeDelivery/BilledQuantity")
    tax = f"{settlement}/ApplicableTradeTax"
    return WrittenLine(
        id=text(line, "AssociatedDocumentLineDocument/LineID"),
        name=text(line, "SpecifiedTradeProduct/Name"),
        quantity=amount(line, "SpecifiedLineTradeDelivery/BilledQuantity"),
        unit=quantity.get("unitCode", "") if quantity is not None else "",
        price=amount(line, f"{price}/ChargeAmount"),
        price_base=amount(line, f"{price}/BasisQuantity"),
        net=amount(line, f"{settlement}/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"),
        category=text(line, f"{tax}/CategoryCode"),
        rate=amount(line, f"{tax}/RateApplicablePercent"),
        rate_text=text(line, f"{tax}/RateApplicablePercent"),
        adjustments=tuple(_adjustment(row) for row in every(line, f"{settlement}/SpecifiedTradeAllowanceCharge")),
        grouping=text(line, "AssociatedDocumentLineDocument/LineStatusReasonCode") in _GROUPING,
        refers=bool(text(line, f"{settlement}/{_REFERENCE}/IssuerAssignedID")),
    )


def _adjustments(root: Element) -> list[WrittenAdjustment]:
    """Return the allowances and charges of the document, the logistic services of the large profile among them."""
    found = [_adjustment(row) for row in every(root, f"{_SETTLEMENT}/SpecifiedTradeAllowanceCharge")]
    for row in every(root, f"{_SETTLEMENT}/SpecifiedLogisticsServiceCharge"):
        rate = text(row, "AppliedTradeTax/RateApplicablePercent")
        category = text(row, "AppliedTradeTax/CategoryCode")
        found.append(
            WrittenAdjustment(
                amount(row, "AppliedAmount"), True, category, number(rate), rate, text(row, "Description")
            )
        )
    return found


def _adjustment(row: Element) -> WrittenAdjustment:
    rate = text(row, "CategoryTradeTax/RateApplicablePercent")
    return WrittenAdjustment(
        amount=amount(row, "ActualAmount"),
        is_charge=text(row, "ChargeIndicator/Indicator") in {"true", "1"},
        category=text(row, "CategoryTradeTax/CategoryCode"),
        rate=number(rate),
        rate_text=rate,
        reason=text(row, "Reason"),
    )


def _tax(row: Element) -> WrittenTax:
    rate = text(row, "RateApplicablePercent")
    return WrittenTax(
        category=text(row, "CategoryCode"),
        rate=number(rate),
        rate_text=rate,
        base=amount(row, "BasisAmount"),
        amount=amount(row, "CalculatedAmount"),
        reason=text(row, "ExemptionReason"),
    )


def _sums(root: Element, currency: str) -> WrittenSums:
    return WrittenSums(
        lines=amount(root, f"{_SUMS}/LineTotalAmount"),
        allowances=amount(root, f"{_SUMS}/AllowanceTotalAmount"),
        charges=amount(root, f"{_SUMS}/ChargeTotalAmount"),
        net=amount(root, f"{_SUMS}/TaxBasisTotalAmount"),
        vat=_vat(root, currency),
        vat_accounting=_vat(root, text(root, f"{_SETTLEMENT}/TaxCurrencyCode"), only_named=True),
        gross=amount(root, f"{_SUMS}/GrandTotalAmount"),
        prepaid=amount(root, f"{_SUMS}/TotalPrepaidAmount"),
        rounding=amount(root, f"{_SUMS}/RoundingAmount"),
        due=amount(root, f"{_SUMS}/DuePayableAmount"),
    )


def _vat(root: Element, currency: str, *, only_named: bool = False) -> Decimal | None:
    """Return the VAT total of a currency; an amount that names none is the document's."""
    for found in every(root, f"{_SUMS}/TaxTotalAmount"):
        named = found.get("currencyID", "")
        if currency and (named == currency or (not named and not only_named)):
            return number((found.text or "").strip())
    return None


def _reference(found: Element) -> WrittenReference:
    return WrittenReference(text(found, "IssuerAssignedID"), day(text(found, f"FormattedIssueDateTime/{_DAY}")))

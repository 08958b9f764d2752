"""Write an invoice as UN/CEFACT Cross Industry Invoice, profile EN 16931 (the XML of a Factur-X).

The order of the elements is that of the schema D22B.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from adv_desktop.services.einvoice.content import (
    EN_16931,
    GTIN_SCHEME,
    SIREN_SCHEME,
    SIRET_SCHEME,
    Adjustment,
    Contact,
    EInvoice,
    Line,
    Party,
    Period,
    Place,
    Sums,
    Tax,
    TaxRow,
)
from adv_desktop.services.einvoice.elements import Node, number, rate

_UN = "urn:un:unece:uncefact:data:standard"
NAMESPACES = {
    "rsm": f"{_UN}:CrossIndustryInvoice:100",
    "qdt": f"{_UN}:QualifiedDataType:100",
    "ram": f"{_UN}:ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_UN}:UnqualifiedDataType:100",
}


def to_cii(invoice: EInvoice) -> bytes:
    """Return the XML file of an invoice or a credit note."""
    root = Node.root("rsm:CrossIndustryInvoice", NAMESPACES)
    context = root.open("rsm:ExchangedDocumentContext")
    context.open("ram:BusinessProcessSpecifiedDocumentContextParameter").put("ram:ID", invoice.frame)
    context.open("ram:GuidelineSpecifiedDocumentContextParameter").put("ram:ID", EN_16931)
    _heading(root.open("rsm:ExchangedDocument"), invoice)
    deal = root.open("rsm:SupplyChainTradeTransaction")
    for line in invoice.lines:
        _line(deal.open("ram:IncludedSupplyChainTradeLineItem"), line)
    _agreement(deal.open("ram:ApplicableHeaderTradeAgreement"), invoice)
    _delivery(deal.open("ram:ApplicableHeaderTradeDelivery"), invoice)
    _settlement(deal.open("ram:ApplicableHeaderTradeSettlement"), invoice)
    return root.to_bytes()


def _heading(node: Node, invoice: EInvoice) -> None:
    node.put("ram:ID", invoice.number)
    node.put("ram:TypeCode", invoice.type_code)
    _date(node.open("ram:IssueDateTime"), invoice.date)
    for note in invoice.notes:
        part = node.open("ram:IncludedNote")
        part.put("ram:Content", note.text)
        part.put("ram:SubjectCode", note.subject)


def _line(node: Node, line: Line) -> None:
    document = node.open("ram:AssociatedDocumentLineDocument")
    document.put("ram:LineID", line.id)
    if line.note:
        document.open("ram:IncludedNote").put("ram:Content", line.note)
    product = node.open("ram:SpecifiedTradeProduct")
    product.put("ram:GlobalID", line.item.gtin, schemeID=GTIN_SCHEME)
    product.put("ram:SellerAssignedID", line.item.seller_code)
    product.put("ram:BuyerAssignedID", line.item.buyer_code)
    product.put("ram:Name", line.item.name)
    _price(node.open("ram:SpecifiedLineTradeAgreement"), line)
    node.open("ram:SpecifiedLineTradeDelivery").put("ram:BilledQuantity", number(line.quantity), unitCode=line.unit)
    settlement = node.open("ram:SpecifiedLineTradeSettlement")
    _tax(settlement.open("ram:ApplicableTradeTax"), line.tax)
    if line.period:
        _period(settlement, line.period)
    _adjustments(settlement, line.adjustments)
    settlement.open("ram:SpecifiedTradeSettlementLineMonetarySummation").put("ram:LineTotalAmount", line.net)


def _price(agreement: Node, line: Line) -> None:
    if line.order_line:
        agreement.open("ram:BuyerOrderReferencedDocument").put("ram:LineID", line.order_line)
    price = agreement.open("ram:NetPriceProductTradePrice")
    price.put("ram:ChargeAmount", number(line.price))
    if line.price_base != 1:
        price.put("ram:BasisQuantity", number(line.price_base), unitCode=line.unit)


def _tax(node: Node, tax: Tax) -> None:
    node.put("ram:TypeCode", "VAT")
    node.put("ram:CategoryCode", tax.category)
    if tax.rate is not None:
        node.put("ram:RateApplicablePercent", rate(tax.rate))


def _adjustments(node: Node, adjustments: Iterable[Adjustment]) -> None:
    for found in adjustments:
        part = node.open("ram:SpecifiedTradeAllowanceCharge")
        part.open("ram:ChargeIndicator").put("udt:Indicator", "true" if found.is_charge else "false")
        if found.percent is not None:
            part.put("ram:CalculationPercent", rate(found.percent))
        part.put("ram:BasisAmount", found.base)
        part.put("ram:ActualAmount", found.amount)
        part.put("ram:ReasonCode", found.reason_code)
        part.put("ram:Reason", found.reason)
        if found.tax:
            _tax(part.open("ram:CategoryTradeTax"), found.tax)


def _agreement(node: Node, invoice: EInvoice) -> None:
    node.put("ram:BuyerReference", invoice.buyer_reference)
    _party(node.open("ram:SellerTradeParty"), invoice.seller)
    _party(node.open("ram:BuyerTradeParty"), invoice.buyer)
    for name, number_of in (
        ("ram:SellerOrderReferencedDocument", invoice.seller_order),
        ("ram:BuyerOrderReferencedDocument", invoice.buyer_order),
        ("ram:ContractReferencedDocument", invoice.contract),
    ):
        if number_of:
            node.open(name).put("ram:IssuerAssignedID", number_of)


def _party(node: Node, party: Party) -> None:
    node.put("ram:GlobalID", party.siret, schemeID=SIRET_SCHEME)
    node.put("ram:Name", party.name)
    node.put("ram:Description", party.legal_information)
    if party.siren or party.trade_name:
        legal = node.open("ram:SpecifiedLegalOrganization")
        legal.put("ram:ID", party.siren, schemeID=SIREN_SCHEME)
        legal.put("ram:TradingBusinessName", party.trade_name)
    if party.contact:
        _contact(node.open("ram:DefinedTradeContact"), party.contact)
    _place(node.open("ram:PostalTradeAddress"), party.place)
    if party.e_address:
        address = party.e_address
        node.open("ram:URIUniversalCommunication").put("ram:URIID", address.value, schemeID=address.scheme)
    for scheme, tax_number in (("VA", party.vat_number), ("FC", party.tax_number)):
        if tax_number:
            node.open("ram:SpecifiedTaxRegistration").put("ram:ID", tax_number, schemeID=scheme)


def _contact(node: Node, contact: Contact) -> None:
    node.put("ram:PersonName", contact.name)
    if contact.phone:
        node.open("ram:TelephoneUniversalCommunication").put("ram:CompleteNumber", contact.phone)
    if contact.email:
        node.open("ram:EmailURIUniversalCommunication").put("ram:URIID", contact.email)


def _place(node: Node, place: Place) -> None:
    node.put("ram:PostcodeCode", place.postcode)
    node.put("ram:LineOne", place.line1)
    node.put("ram:LineTwo", place.line2)
    node.put("ram:CityName", place.town)
    node.put("ram:CountryID", place.country)


def _delivery(node: Node, invoice: EInvoice) -> None:
    delivery = invoice.delivery
    if delivery.place:
        place = node.open("ram:ShipToTradeParty")
        place.put("ram:Name", delivery.name)
        _place(place.open("ram:PostalTradeAddress"), delivery.place)
    if delivery.date:
        _date(node.open("ram:ActualDeliverySupplyChainEvent").open("ram:OccurrenceDateTime"), delivery.date)
    if delivery.despatch_advice:
        advice = node.open("ram:DespatchAdviceReferencedDocument")
        advice.put("ram:IssuerAssignedID", delivery.despatch_advice)


def _settlement(node: Node, invoice: EInvoice) -> None:
    node.put("ram:PaymentReference", invoice.payment_reference)
    if invoice.sums.vat_accounting is not None:
        node.put("ram:TaxCurrencyCode", "EUR")
    node.put("ram:InvoiceCurrencyCode", invoice.currency)
    _payment(node, invoice)
    for row in invoice.taxes:
        _tax_row(node.open("ram:ApplicableTradeTax"), row)
    if invoice.period:
        _period(node, invoice.period)
    _adjustments(node, invoice.adjustments)
    _terms(node, invoice)
    _sums(node.open("ram:SpecifiedTradeSettlementHeaderMonetarySummation"), invoice.sums, invoice.currency)
    for reference in invoice.preceding:
        part = node.open("ram:InvoiceReferencedDocument")
        part.put("ram:IssuerAssignedID", reference.number)
        if reference.date:
            when = part.open("ram:FormattedIssueDateTime")
            when.put("qdt:DateTimeString", reference.date.strftime("%Y%m%d"), format="102")


def _payment(node: Node, invoice: EInvoice) -> None:
    means = invoice.payment
    if means is None:
        return
    part = node.open("ram:SpecifiedTradeSettlementPaymentMeans")
    part.put("ram:TypeCode", means.code)
    part.put("ram:Information", means.text)
    if means.iban:
        account = part.open("ram:PayeePartyCreditorFinancialAccount")
        account.put("ram:IBANID", means.iban)
        account.put("ram:AccountName", means.holder)
    if means.bic:
        part.open("ram:PayeeSpecifiedCreditorFinancialInstitution").put("ram:BICID", means.bic)


def _tax_row(node: Node, row: TaxRow) -> None:
    node.put("ram:CalculatedAmount", row.amount)
    node.put("ram:TypeCode", "VAT")
    node.put("ram:ExemptionReason", row.reason)
    node.put("ram:BasisAmount", row.base)
    node.put("ram:CategoryCode", row.tax.category)
    node.put("ram:ExemptionReasonCode", row.reason_code)
    if row.on_debits:
        node.put("ram:DueDateTypeCode", "5")
    if row.tax.rate is not None:
        node.put("ram:RateApplicablePercent", rate(row.tax.rate))


def _terms(node: Node, invoice: EInvoice) -> None:
    if invoice.due_date is None and not invoice.terms:
        return
    part = node.open("ram:SpecifiedTradePaymentTerms")
    part.put("ram:Description", invoice.terms)
    if invoice.due_date:
        _date(part.open("ram:DueDateDateTime"), invoice.due_date)


def _sums(node: Node, sums: Sums, currency: str) -> None:
    node.put("ram:LineTotalAmount", sums.lines)
    node.put("ram:ChargeTotalAmount", sums.charges or None)
    node.put("ram:AllowanceTotalAmount", sums.allowances or None)
    node.put("ram:TaxBasisTotalAmount", sums.net)
    node.put("ram:TaxTotalAmount", sums.vat, currencyID=currency)
    node.put("ram:TaxTotalAmount", sums.vat_accounting, currencyID="EUR")
    node.put("ram:RoundingAmount", sums.rounding or None)
    node.put("ram:GrandTotalAmount", sums.gross)
    node.put("ram:TotalPrepaidAmount", sums.prepaid or None)
    node.put("ram:DuePayableAmount", sums.due)


def _period(node: Node, period: Period) -> None:
    part = node.open("ram:BillingSpecifiedPeriod")
    _date(part.open("ram:StartDateTime"), period.start)
    _date(part.open("ram:EndDateTime"), period.end)


def _date(node: Node, day: dt.date) -> None:
    node.put("udt:DateTimeString", day.strftime("%Y%m%d"), format="102")

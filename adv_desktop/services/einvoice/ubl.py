"""Write an invoice or a credit note as UBL 2.1, profile EN 16931.

The order of the elements is that of the schemas; a credit note has no due date of its own but that of its payment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.services.einvoice.content import (
    EN_16931,
    GTIN_SCHEME,
    SIREN_SCHEME,
    SIRET_SCHEME,
    Adjustment,
    EInvoice,
    Item,
    Line,
    Party,
    PaymentMeans,
    Period,
    Place,
    Tax,
    TaxRow,
)
from adv_desktop.services.einvoice.elements import Node, number, rate

_OASIS = "urn:oasis:names:specification:ubl:schema:xsd"
CREDIT_NOTES = frozenset({"261", "262", "381", "396", "502", "503"})
_ON_DEBITS = "3"  # BT-8: VAT due at the date of the invoice (UNTDID 2005; the other syntax writes 5)
_UNDEFINED_MEANS = "1"


@dataclass(frozen=True, slots=True)
class _Kind:
    """The two documents of the syntax and the names that differ."""

    root: str
    type_code: str
    line: str
    quantity: str


_INVOICE = _Kind("Invoice", "InvoiceTypeCode", "InvoiceLine", "InvoicedQuantity")
_CREDIT_NOTE = _Kind("CreditNote", "CreditNoteTypeCode", "CreditNoteLine", "CreditedQuantity")


def to_ubl(invoice: EInvoice) -> bytes:
    """Return the XML file of an invoice or a credit note."""
    kind = _CREDIT_NOTE if invoice.type_code in CREDIT_NOTES else _INVOICE
    spaces = {
        "ubl": f"{_OASIS}:{kind.root}-2",
        "cac": f"{_OASIS}:CommonAggregateComponents-2",
        "cbc": f"{_OASIS}:CommonBasicComponents-2",
    }
    root = Node.root(f"ubl:{kind.root}", spaces)
    _heading(root, invoice, kind)
    _references(root, invoice)
    _party(root.open("cac:AccountingSupplierParty").open("cac:Party"), invoice.seller)
    _party(root.open("cac:AccountingCustomerParty").open("cac:Party"), invoice.buyer)
    _delivery(root, invoice)
    _payment(root, invoice, kind)
    _adjustments(root, invoice.adjustments, invoice.currency)
    _taxes(root, invoice)
    _sums(root.open("cac:LegalMonetaryTotal"), invoice)
    for line in invoice.lines:
        _line(root.open(f"cac:{kind.line}"), line, kind, invoice.currency)
    return root.to_bytes()


def _heading(root: Node, invoice: EInvoice, kind: _Kind) -> None:
    root.put("cbc:CustomizationID", EN_16931)
    root.put("cbc:ProfileID", invoice.frame)
    root.put("cbc:ID", invoice.number)
    root.put("cbc:IssueDate", invoice.date.isoformat())
    if invoice.due_date and kind is _INVOICE:
        root.put("cbc:DueDate", invoice.due_date.isoformat())
    root.put(f"cbc:{kind.type_code}", invoice.type_code)
    for note in invoice.notes:
        root.put("cbc:Note", f"#{note.subject}#{note.text}" if note.subject else note.text)
    root.put("cbc:DocumentCurrencyCode", invoice.currency)
    if invoice.sums.vat_accounting is not None:
        root.put("cbc:TaxCurrencyCode", "EUR")


def _references(root: Node, invoice: EInvoice) -> None:
    root.put("cbc:BuyerReference", invoice.buyer_reference)
    on_debits = any(row.on_debits for row in invoice.taxes)
    if invoice.period or on_debits:
        period = root.open("cac:InvoicePeriod")
        _period(period, invoice.period)
        period.put("cbc:DescriptionCode", _ON_DEBITS if on_debits else None)
    if invoice.buyer_order:
        order = root.open("cac:OrderReference")
        order.put("cbc:ID", invoice.buyer_order)
        order.put("cbc:SalesOrderID", invoice.seller_order)
    for reference in invoice.preceding:
        document = root.open("cac:BillingReference").open("cac:InvoiceDocumentReference")
        document.put("cbc:ID", reference.number)
        document.put("cbc:IssueDate", reference.date.isoformat() if reference.date else None)
    if invoice.delivery.despatch_advice:
        root.open("cac:DespatchDocumentReference").put("cbc:ID", invoice.delivery.despatch_advice)
    if invoice.contract:
        root.open("cac:ContractDocumentReference").put("cbc:ID", invoice.contract)


def _party(node: Node, party: Party) -> None:
    if party.e_address:
        node.put("cbc:EndpointID", party.e_address.value, schemeID=party.e_address.scheme)
    if party.siret:
        node.open("cac:PartyIdentification").put("cbc:ID", party.siret, schemeID=SIRET_SCHEME)
    if party.trade_name:
        node.open("cac:PartyName").put("cbc:Name", party.trade_name)
    _place(node.open("cac:PostalAddress"), party.place)
    for tax_number, scheme in ((party.vat_number, "VAT"), (party.tax_number, "FC")):
        if tax_number:
            registration = node.open("cac:PartyTaxScheme")
            registration.put("cbc:CompanyID", tax_number)
            registration.open("cac:TaxScheme").put("cbc:ID", scheme)
    legal = node.open("cac:PartyLegalEntity")
    legal.put("cbc:RegistrationName", party.name)
    legal.put("cbc:CompanyID", party.siren, schemeID=SIREN_SCHEME)
    legal.put("cbc:CompanyLegalForm", party.legal_information)
    if party.contact:
        contact = node.open("cac:Contact")
        contact.put("cbc:Name", party.contact.name)
        contact.put("cbc:Telephone", party.contact.phone)
        contact.put("cbc:ElectronicMail", party.contact.email)


def _place(node: Node, place: Place) -> None:
    node.put("cbc:StreetName", place.line1)
    node.put("cbc:AdditionalStreetName", place.line2)
    node.put("cbc:CityName", place.town)
    node.put("cbc:PostalZone", place.postcode)
    node.open("cac:Country").put("cbc:IdentificationCode", place.country)


def _delivery(root: Node, invoice: EInvoice) -> None:
    delivery = invoice.delivery
    node = root.open("cac:Delivery")
    node.put("cbc:ActualDeliveryDate", delivery.date.isoformat() if delivery.date else None)
    if delivery.place:
        _place(node.open("cac:DeliveryLocation").open("cac:Address"), delivery.place)
    if delivery.name:
        node.open("cac:DeliveryParty").open("cac:PartyName").put("cbc:Name", delivery.name)


def _payment(root: Node, invoice: EInvoice, kind: _Kind) -> None:
    means = invoice.payment or (PaymentMeans(_UNDEFINED_MEANS, "") if kind is _CREDIT_NOTE else None)
    if means is not None:
        _means(root.open("cac:PaymentMeans"), means, invoice, kind)
    if invoice.terms:
        root.open("cac:PaymentTerms").put("cbc:Note", invoice.terms)


def _means(node: Node, means: PaymentMeans, invoice: EInvoice, kind: _Kind) -> None:
    named = {"name": means.text} if means.text else {}
    node.put("cbc:PaymentMeansCode", means.code, **named)
    if kind is _CREDIT_NOTE and invoice.due_date:
        node.put("cbc:PaymentDueDate", invoice.due_date.isoformat())
    node.put("cbc:PaymentID", invoice.payment_reference)
    if means.iban:
        account = node.open("cac:PayeeFinancialAccount")
        account.put("cbc:ID", means.iban)
        account.put("cbc:Name", means.holder)
        if means.bic:
            account.open("cac:FinancialInstitutionBranch").put("cbc:ID", means.bic)


def _adjustments(node: Node, adjustments: Iterable[Adjustment], currency: str) -> None:
    for found in adjustments:
        part = node.open("cac:AllowanceCharge")
        part.put("cbc:ChargeIndicator", "true" if found.is_charge else "false")
        part.put("cbc:AllowanceChargeReasonCode", found.reason_code)
        part.put("cbc:AllowanceChargeReason", found.reason)
        part.put("cbc:MultiplierFactorNumeric", rate(found.percent) if found.percent is not None else None)
        part.put("cbc:Amount", found.amount, currencyID=currency)
        part.put("cbc:BaseAmount", found.base, currencyID=currency)
        if found.tax:
            _tax(part.open("cac:TaxCategory"), found.tax)


def _tax(node: Node, tax: Tax, row: TaxRow | None = None) -> None:
    node.put("cbc:ID", tax.category)
    node.put("cbc:Percent", rate(tax.rate) if tax.rate is not None else None)
    if row is not None:
        node.put("cbc:TaxExemptionReasonCode", row.reason_code)
        node.put("cbc:TaxExemptionReason", row.reason)
    node.open("cac:TaxScheme").put("cbc:ID", "VAT")


def _taxes(root: Node, invoice: EInvoice) -> None:
    total = root.open("cac:TaxTotal")
    total.put("cbc:TaxAmount", invoice.sums.vat, currencyID=invoice.currency)
    for row in invoice.taxes:
        part = total.open("cac:TaxSubtotal")
        part.put("cbc:TaxableAmount", row.base, currencyID=invoice.currency)
        part.put("cbc:TaxAmount", row.amount, currencyID=invoice.currency)
        _tax(part.open("cac:TaxCategory"), row.tax, row)
    if invoice.sums.vat_accounting is not None:
        root.open("cac:TaxTotal").put("cbc:TaxAmount", invoice.sums.vat_accounting, currencyID="EUR")


def _sums(node: Node, invoice: EInvoice) -> None:
    sums = invoice.sums
    amounts: tuple[tuple[str, Decimal | None], ...] = (
        ("LineExtensionAmount", sums.lines),
        ("TaxExclusiveAmount", sums.net),
        ("TaxInclusiveAmount", sums.gross),
        ("AllowanceTotalAmount", sums.allowances or None),
        ("ChargeTotalAmount", sums.charges or None),
        ("PrepaidAmount", sums.prepaid or None),
        ("PayableRoundingAmount", sums.rounding or None),
        ("PayableAmount", sums.due),
    )
    for name, amount in amounts:
        node.put(f"cbc:{name}", amount, currencyID=invoice.currency)


def _line(node: Node, line: Line, kind: _Kind, currency: str) -> None:
    node.put("cbc:ID", line.id)
    node.put("cbc:Note", line.note)
    node.put(f"cbc:{kind.quantity}", number(line.quantity), unitCode=line.unit)
    node.put("cbc:LineExtensionAmount", line.net, currencyID=currency)
    if line.period:
        _period(node.open("cac:InvoicePeriod"), line.period)
    if line.order_line:
        node.open("cac:OrderLineReference").put("cbc:LineID", line.order_line)
    _adjustments(node, line.adjustments, currency)
    _item(node.open("cac:Item"), line.item, line.tax)
    price = node.open("cac:Price")
    price.put("cbc:PriceAmount", number(line.price), currencyID=currency)
    if line.price_base != 1:
        price.put("cbc:BaseQuantity", number(line.price_base), unitCode=line.unit)


def _item(node: Node, item: Item, tax: Tax) -> None:
    node.put("cbc:Name", item.name)
    for name, code, scheme in (
        ("BuyersItemIdentification", item.buyer_code, ""),
        ("SellersItemIdentification", item.seller_code, ""),
        ("StandardItemIdentification", item.gtin, GTIN_SCHEME),
    ):
        if code:
            listed = {"schemeID": scheme} if scheme else {}
            node.open(f"cac:{name}").put("cbc:ID", code, **listed)
    _tax(node.open("cac:ClassifiedTaxCategory"), tax)


def _period(node: Node, period: Period | None) -> None:
    if period:
        node.put("cbc:StartDate", period.start.isoformat())
        node.put("cbc:EndDate", period.end.isoformat())

"""Read structured orders: Order-X (UN/CEFACT CIO) and UBL Order 2."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.dates import parse_date
from adv_desktop.services.imports.heading import says_replacing
from adv_desktop.services.imports.order_tables import Origin, with_requested_date
from adv_desktop.services.imports.rows import price_fault, quantity_fault
from adv_desktop.services.imports.written import (
    CodeKind,
    CustomerHint,
    HintKind,
    HintPlace,
    OtherRow,
    RefusedLine,
    WrittenCode,
    WrittenLine,
    WrittenOrder,
)
from adv_desktop.services.imports.xml_paths import all_at, first_at, local_name, own_text, text_at, texts_at

_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,10})?")
_INVOICES = frozenset({"CrossIndustryInvoice", "CrossIndustryDocument", "Invoice", "CreditNote"})
_ORDER_RESPONSE, _ORDER_CHANGE = "231", "230"


def parse_xml(name: str, content: bytes) -> Element:
    """Parse a small XML document without document type."""
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise DomainError("forbidden_xml", file=name) from None
    except (ParseError, ValueError):
        raise DomainError("corrupt_file", file=name) from None
    return root


def orders_of_xml(content: bytes, origin: Origin) -> list[WrittenOrder]:
    """Return the order of an Order-X or UBL document; refuse any other document."""
    root = parse_xml(origin.file, content)
    name = local_name(root)
    if name == "SCRDMCCBDACIOMessageStructure":
        if text_at(root, "ExchangedDocument/TypeCode") == _ORDER_RESPONSE:
            raise DomainError("not_an_order", file=origin.file)
        return [_cross_industry_order(root, origin)]
    if name == "Order":
        return [_ubl_order(root, origin)]
    raise DomainError("invoice_not_order" if name in _INVOICES else "not_an_order", file=origin.file)


def _cross_industry_order(root: Element, origin: Origin) -> WrittenOrder:
    trade = "SupplyChainTradeTransaction"
    agreement = f"{trade}/ApplicableHeaderTradeAgreement"
    delivery = f"{trade}/ApplicableHeaderTradeDelivery"
    settlement = f"{trade}/ApplicableHeaderTradeSettlement"
    lines, refused = _read_lines(all_at(root, f"{trade}/IncludedSupplyChainTradeLineItem"), _cross_industry_line)
    ship_to = first_at(root, f"{delivery}/ShipToTradeParty")
    requested = _date(text_at(root, f"{delivery}/RequestedDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString"))
    return WrittenOrder(
        file=origin.file,
        format=origin.format,
        po_number=text_at(root, "ExchangedDocument/ID"),
        po_date=_date(text_at(root, "ExchangedDocument/IssueDateTime/DateTimeString")) or origin.day,
        customer_hints=(
            *_party_hints(first_at(root, f"{agreement}/BuyerTradeParty"), HintPlace.BUYER),
            *_party_hints(ship_to, HintPlace.SHIP_TO),
            *origin.heading.hints,
        ),
        lines=tuple(with_requested_date(line, requested) for line in lines),
        requested_date=requested,
        deliver_to=_party_name(ship_to),
        currency=text_at(root, f"{settlement}/OrderCurrencyCode"),
        comment="\n".join(texts_at(root, "ExchangedDocument/IncludedNote/Content")),
        replaces=text_at(root, "ExchangedDocument/TypeCode") == _ORDER_CHANGE
        or says_replacing(texts_at(root, "ExchangedDocument/IncludedNote/Content")),
        received_at=origin.received_at,
        channel=origin.channel,
        not_order_lines=_charges(
            all_at(root, f"{settlement}/SpecifiedTradeAllowanceCharge"),
            _Charge("ChargeIndicator/Indicator", "Reason", "ActualAmount"),
            len(lines) + len(refused),
        ),
        rejected=tuple(refused),
        total_as_written=_amount(
            text_at(root, f"{settlement}/SpecifiedTradeSettlementHeaderMonetarySummation/TaxBasisTotalAmount")
            or text_at(root, f"{settlement}/SpecifiedTradeSettlementHeaderMonetarySummation/LineTotalAmount")
        ),
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """A line of a structured order before it is checked."""

    number: str
    codes: tuple[WrittenCode, ...]
    label: str
    quantity: str
    unit: str
    price: str
    base: str
    total: str
    requested: str
    comment: str
    taken_off: _TakenOff


@dataclass(frozen=True, slots=True)
class _TakenOff:
    """What is taken off one line: percents, and an amount (below zero for a charge) where no percent is stated."""

    percents: tuple[Decimal, ...] = ()
    amount: Decimal = Decimal(0)


def _cross_industry_line(item: Element) -> _Facts:
    price = "SpecifiedLineTradeAgreement/NetPriceProductTradePrice"
    delivery = "SpecifiedLineTradeDelivery"
    quantity = first_at(item, f"{delivery}/RequestedQuantity")
    return _Facts(
        number=text_at(item, "AssociatedDocumentLineDocument/LineID"),
        codes=_codes(
            text_at(item, "SpecifiedTradeProduct/GlobalID"),
            text_at(item, "SpecifiedTradeProduct/SellerAssignedID"),
            text_at(item, "SpecifiedTradeProduct/BuyerAssignedID"),
        ),
        label=text_at(item, "SpecifiedTradeProduct/Name"),
        quantity=own_text(quantity),
        unit=quantity.get("unitCode", "") if quantity is not None else "",
        price=text_at(item, f"{price}/ChargeAmount"),
        base=text_at(item, f"{price}/BasisQuantity"),
        total=text_at(
            item, "SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"
        ),
        requested=text_at(item, f"{delivery}/RequestedDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString"),
        comment="\n".join(texts_at(item, "AssociatedDocumentLineDocument/IncludedNote/Content")),
        taken_off=_taken_off(
            all_at(item, "SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge"), _CROSS_INDUSTRY_OFF
        ),
    )


def _party_hints(party: Element | None, place: HintPlace) -> Iterator[CustomerHint]:
    """Yield what identifies a party of a cross-industry document."""
    if party is None:
        return
    for number in (text_at(party, "SpecifiedLegalOrganization/ID"), *texts_at(party, "GlobalID")):
        yield from _company_hints(number, place)
    for code in texts_at(party, "ID"):
        yield CustomerHint(HintKind.CODE, code, place)
    for number in texts_at(party, "SpecifiedTaxRegistration/ID"):
        yield CustomerHint(HintKind.VAT_NUMBER, number, place)
    email = text_at(party, "DefinedTradeContact/EmailURIUniversalCommunication/URIID")
    if email:
        yield CustomerHint(HintKind.EMAIL, email.lower(), place)
    if text_at(party, "Name"):
        yield CustomerHint(HintKind.NAME, text_at(party, "Name"), place)


def _company_hints(number: str, place: HintPlace) -> Iterator[CustomerHint]:
    digits = "".join(number.split())
    if digits.isdigit() and len(digits) in {9, 14}:
        yield CustomerHint(HintKind.SIRET if len(digits) == 14 else HintKind.SIREN, digits, place)


def _party_name(party: Element | None) -> str:
    if party is None:
        return ""
    address = [text_at(party, f"PostalTradeAddress/{part}") for part in ("LineOne", "LineTwo")]
    town = " ".join(
        filter(None, (text_at(party, f"PostalTradeAddress/{part}") for part in ("PostcodeCode", "CityName")))
    )
    return ", ".join(filter(None, (text_at(party, "Name"), *address, town)))


def _ubl_order(root: Element, origin: Origin) -> WrittenOrder:
    lines, refused = _read_lines(all_at(root, "OrderLine"), _ubl_line)
    period = "Delivery/RequestedDeliveryPeriod"
    requested = _date(text_at(root, f"{period}/EndDate") or text_at(root, f"{period}/StartDate"))
    party = first_at(root, "BuyerCustomerParty/Party")
    return WrittenOrder(
        file=origin.file,
        format=origin.format,
        po_number=text_at(root, "ID"),
        po_date=_date(text_at(root, "IssueDate")) or origin.day,
        customer_hints=(*_ubl_hints(party), *origin.heading.hints),
        lines=tuple(with_requested_date(line, requested) for line in lines),
        requested_date=requested,
        deliver_to=_ubl_place(root),
        currency=text_at(root, "DocumentCurrencyCode"),
        comment="\n".join(texts_at(root, "Note")),
        replaces=says_replacing(texts_at(root, "Note")),
        received_at=origin.received_at,
        channel=origin.channel,
        not_order_lines=_charges(
            all_at(root, "AllowanceCharge"),
            _Charge("ChargeIndicator", "AllowanceChargeReason", "Amount"),
            len(lines) + len(refused),
        ),
        rejected=tuple(refused),
        total_as_written=_amount(text_at(root, "AnticipatedMonetaryTotal/LineExtensionAmount")),
    )


def _ubl_line(line: Element) -> _Facts:
    item = "LineItem/Item"
    period = "LineItem/Delivery/RequestedDeliveryPeriod"
    quantity = first_at(line, "LineItem/Quantity")
    return _Facts(
        number=text_at(line, "LineItem/ID"),
        codes=_codes(
            text_at(line, f"{item}/StandardItemIdentification/ID"),
            text_at(line, f"{item}/SellersItemIdentification/ID"),
            text_at(line, f"{item}/BuyersItemIdentification/ID"),
        ),
        label=text_at(line, f"{item}/Name") or text_at(line, f"{item}/Description"),
        quantity=own_text(quantity),
        unit=quantity.get("unitCode", "") if quantity is not None else "",
        price=text_at(line, "LineItem/Price/PriceAmount"),
        base=text_at(line, "LineItem/Price/BaseQuantity"),
        total=text_at(line, "LineItem/LineExtensionAmount"),
        requested=text_at(line, f"{period}/EndDate") or text_at(line, f"{period}/StartDate"),
        comment="\n".join(texts_at(line, "Note")),
        taken_off=_taken_off(all_at(line, "LineItem/AllowanceCharge"), _UBL_OFF),
    )


@dataclass(frozen=True, slots=True)
class _OffNames:
    """Where a discount or a charge on one line says what it is."""

    indicator: str
    percent: str
    amount: str


_UBL_OFF = _OffNames("ChargeIndicator", "MultiplierFactorNumeric", "Amount")
_CROSS_INDUSTRY_OFF = _OffNames("ChargeIndicator/Indicator", "CalculationPercent", "ActualAmount")


def _taken_off(elements: Iterable[Element], names: _OffNames) -> _TakenOff:
    """Return what is taken off a line: a discount in percent stays one, all the rest stays an amount."""
    percents, amount = [], Decimal(0)
    for element in elements:
        is_charge = text_at(element, names.indicator).lower() == "true"
        percent = _amount(text_at(element, names.percent))
        stated = _amount(text_at(element, names.amount)) or Decimal(0)
        if percent and not is_charge:
            percents.append(percent)
        else:
            amount += -stated if is_charge else stated
    return _TakenOff(tuple(percents), amount)


@dataclass(frozen=True, slots=True)
class _Charge:
    """Where a discount or a charge on the whole order says what it is."""

    indicator: str
    reason: str
    amount: str


def _charges(elements: Sequence[Element], names: _Charge, row: int) -> tuple[OtherRow, ...]:
    """Return the discounts (below zero) and charges on the whole order: shown, never dropped in silence."""
    found = []
    for number, element in enumerate(elements, row + 1):
        is_charge = text_at(element, names.indicator).lower() == "true"
        amount = _amount(text_at(element, names.amount)) or Decimal(0)
        kind = "freight" if is_charge else "order_discount"
        found.append(OtherRow(number, text_at(element, names.reason), kind, amount if is_charge else -amount))
    return tuple(found)


def _ubl_hints(party: Element | None) -> Iterator[CustomerHint]:
    if party is None:
        return
    for number in (*texts_at(party, "PartyLegalEntity/CompanyID"), *texts_at(party, "EndpointID")):
        yield from _company_hints(number, HintPlace.BUYER)
    for code in texts_at(party, "PartyIdentification/ID"):
        yield from _company_hints(code, HintPlace.BUYER)
        yield CustomerHint(HintKind.CODE, code, HintPlace.BUYER)
    for number in texts_at(party, "PartyTaxScheme/CompanyID"):
        yield CustomerHint(HintKind.VAT_NUMBER, number, HintPlace.BUYER)
    for email in texts_at(party, "Contact/ElectronicMail"):
        yield CustomerHint(HintKind.EMAIL, email.lower(), HintPlace.BUYER)
    name = text_at(party, "PartyName/Name") or text_at(party, "PartyLegalEntity/RegistrationName")
    if name:
        yield CustomerHint(HintKind.NAME, name, HintPlace.BUYER)


def _ubl_place(root: Element) -> str:
    address = "Delivery/DeliveryLocation/Address"
    town = " ".join(filter(None, (text_at(root, f"{address}/PostalZone"), text_at(root, f"{address}/CityName"))))
    name = text_at(root, "Delivery/DeliveryParty/PartyName/Name") or text_at(root, "Delivery/DeliveryLocation/Name")
    return ", ".join(filter(None, (name, text_at(root, f"{address}/StreetName"), town)))


def _codes(ean: str, ours: str, theirs: str) -> tuple[WrittenCode, ...]:
    """Return the codes of a structured line; here the GTIN is the name that both sides share."""
    found = ((CodeKind.EAN, ean), (CodeKind.CODE, ours), (CodeKind.CUSTOMER_ITEM, theirs))
    return tuple(WrittenCode(kind, value) for kind, value in found if value)


def _read_lines(
    items: Iterable[Element], read: Callable[[Element], _Facts]
) -> tuple[list[WrittenLine], list[RefusedLine]]:
    lines: list[WrittenLine] = []
    refused: list[RefusedLine] = []
    for row, item in enumerate(items, 1):
        facts = read(item)
        fault = _fault(facts)
        if fault:
            code = facts.codes[0].value if facts.codes else ""
            refused.append(RefusedLine(row, *fault, code, facts.label))
        else:
            line = _line(row, len(lines) + 1, facts)
            if line.net_price is not None and line.net_price < 0:  # more is taken off than the line comes to
                refused.append(
                    RefusedLine(row, "discount", "negative_price", f"{line.allowance:f}", line.code, line.label)
                )
            else:
                lines.append(line)
    return lines, refused


def _fault(facts: _Facts) -> tuple[str, str, str] | None:
    """Return field, reason and text of what makes a line impossible."""
    if not facts.quantity:
        return "quantity", "missing_quantity", ""
    quantity = _amount(facts.quantity)
    reason = "not_a_number" if quantity is None else quantity_fault(quantity)
    if reason:
        return "quantity", reason, facts.quantity
    price = _amount(facts.price)
    fault = price_fault(price) if price is not None else "not_a_number" if facts.price else ""
    return ("unit_price", fault, facts.price) if fault else None


def _line(row: int, no: int, facts: _Facts) -> WrittenLine:
    base = _amount(facts.base)
    return WrittenLine(
        no=no,
        row=row,
        codes=facts.codes,
        label=facts.label,
        quantity=Decimal(facts.quantity),
        quantity_as_written=facts.quantity,
        unit=facts.unit,
        unit_price=_amount(facts.price),
        unit_price_as_written=facts.price,
        price_base=int(base) if base and base == int(base) and base > 0 else 1,
        discounts=facts.taken_off.percents,
        allowance=facts.taken_off.amount,
        line_total=_amount(facts.total),
        line_total_as_written=facts.total,
        requested_date=_date(facts.requested),
        customer_line_number=facts.number,
        comment=facts.comment,
    )


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _date(text: str) -> date | None:
    try:
        return parse_date(text[:10] if "T" in text else text) if text else None
    except DomainError:
        return None

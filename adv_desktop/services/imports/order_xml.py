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
from adv_desktop.services.imports.words import one_line
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

_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,10})?")
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
    name = _local(root)
    if name == "SCRDMCCBDACIOMessageStructure":
        if _text(root, "ExchangedDocument/TypeCode") == _ORDER_RESPONSE:
            raise DomainError("not_an_order", file=origin.file)
        return [_cross_industry_order(root, origin)]
    if name == "Order":
        return [_ubl_order(root, origin)]
    raise DomainError("not_an_order", file=origin.file)


def _cross_industry_order(root: Element, origin: Origin) -> WrittenOrder:
    trade = "SupplyChainTradeTransaction"
    agreement = f"{trade}/ApplicableHeaderTradeAgreement"
    delivery = f"{trade}/ApplicableHeaderTradeDelivery"
    settlement = f"{trade}/ApplicableHeaderTradeSettlement"
    lines, refused = _read_lines(_all(root, f"{trade}/IncludedSupplyChainTradeLineItem"), _cross_industry_line)
    ship_to = _first(root, f"{delivery}/ShipToTradeParty")
    requested = _date(_text(root, f"{delivery}/RequestedDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString"))
    return WrittenOrder(
        file=origin.file,
        format=origin.format,
        po_number=_text(root, "ExchangedDocument/ID"),
        po_date=_date(_text(root, "ExchangedDocument/IssueDateTime/DateTimeString")) or origin.day,
        customer_hints=(
            *_party_hints(_first(root, f"{agreement}/BuyerTradeParty"), HintPlace.BUYER),
            *_party_hints(ship_to, HintPlace.SHIP_TO),
            *origin.heading.hints,
        ),
        lines=tuple(with_requested_date(line, requested) for line in lines),
        requested_date=requested,
        deliver_to=_party_name(ship_to),
        currency=_text(root, f"{settlement}/OrderCurrencyCode"),
        comment="\n".join(_texts(root, "ExchangedDocument/IncludedNote/Content")),
        replaces=_text(root, "ExchangedDocument/TypeCode") == _ORDER_CHANGE
        or says_replacing(_texts(root, "ExchangedDocument/IncludedNote/Content")),
        received_at=origin.received_at,
        channel=origin.channel,
        not_order_lines=_charges(
            _all(root, f"{settlement}/SpecifiedTradeAllowanceCharge"),
            _Charge("ChargeIndicator/Indicator", "Reason", "ActualAmount"),
            len(lines) + len(refused),
        ),
        rejected=tuple(refused),
        total_as_written=_amount(
            _text(root, f"{settlement}/SpecifiedTradeSettlementHeaderMonetarySummation/TaxBasisTotalAmount")
            or _text(root, f"{settlement}/SpecifiedTradeSettlementHeaderMonetarySummation/LineTotalAmount")
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
    discounts: tuple[Decimal, ...] = ()


def _cross_industry_line(item: Element) -> _Facts:
    price = "SpecifiedLineTradeAgreement/NetPriceProductTradePrice"
    delivery = "SpecifiedLineTradeDelivery"
    quantity = _first(item, f"{delivery}/RequestedQuantity")
    return _Facts(
        number=_text(item, "AssociatedDocumentLineDocument/LineID"),
        codes=_codes(
            _text(item, "SpecifiedTradeProduct/GlobalID"),
            _text(item, "SpecifiedTradeProduct/SellerAssignedID"),
            _text(item, "SpecifiedTradeProduct/BuyerAssignedID"),
        ),
        label=_text(item, "SpecifiedTradeProduct/Name"),
        quantity=_own_text(quantity),
        unit=quantity.get("unitCode", "") if quantity is not None else "",
        price=_text(item, f"{price}/ChargeAmount"),
        base=_text(item, f"{price}/BasisQuantity"),
        total=_text(item, "SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"),
        requested=_text(item, f"{delivery}/RequestedDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString"),
        comment="\n".join(_texts(item, "AssociatedDocumentLineDocument/IncludedNote/Content")),
    )


def _party_hints(party: Element | None, place: HintPlace) -> Iterator[CustomerHint]:
    """Yield what identifies a party of a cross-industry document."""
    if party is None:
        return
    for number in (_text(party, "SpecifiedLegalOrganization/ID"), *_texts(party, "GlobalID")):
        yield from _company_hints(number, place)
    for code in _texts(party, "ID"):
        yield CustomerHint(HintKind.CODE, code, place)
    for number in _texts(party, "SpecifiedTaxRegistration/ID"):
        yield CustomerHint(HintKind.VAT_NUMBER, number, place)
    email = _text(party, "DefinedTradeContact/EmailURIUniversalCommunication/URIID")
    if email:
        yield CustomerHint(HintKind.EMAIL, email.lower(), place)
    if _text(party, "Name"):
        yield CustomerHint(HintKind.NAME, _text(party, "Name"), place)


def _company_hints(number: str, place: HintPlace) -> Iterator[CustomerHint]:
    digits = "".join(number.split())
    if digits.isdigit() and len(digits) in {9, 14}:
        yield CustomerHint(HintKind.SIRET if len(digits) == 14 else HintKind.SIREN, digits, place)


def _party_name(party: Element | None) -> str:
    if party is None:
        return ""
    address = [_text(party, f"PostalTradeAddress/{part}") for part in ("LineOne", "LineTwo")]
    town = " ".join(filter(None, (_text(party, f"PostalTradeAddress/{part}") for part in ("PostcodeCode", "CityName"))))
    return ", ".join(filter(None, (_text(party, "Name"), *address, town)))


def _ubl_order(root: Element, origin: Origin) -> WrittenOrder:
    lines, refused = _read_lines(_all(root, "OrderLine"), _ubl_line)
    period = "Delivery/RequestedDeliveryPeriod"
    requested = _date(_text(root, f"{period}/EndDate") or _text(root, f"{period}/StartDate"))
    party = _first(root, "BuyerCustomerParty/Party")
    return WrittenOrder(
        file=origin.file,
        format=origin.format,
        po_number=_text(root, "ID"),
        po_date=_date(_text(root, "IssueDate")) or origin.day,
        customer_hints=(*_ubl_hints(party), *origin.heading.hints),
        lines=tuple(with_requested_date(line, requested) for line in lines),
        requested_date=requested,
        deliver_to=_ubl_place(root),
        currency=_text(root, "DocumentCurrencyCode"),
        comment="\n".join(_texts(root, "Note")),
        replaces=says_replacing(_texts(root, "Note")),
        received_at=origin.received_at,
        channel=origin.channel,
        not_order_lines=_charges(
            _all(root, "AllowanceCharge"),
            _Charge("ChargeIndicator", "AllowanceChargeReason", "Amount"),
            len(lines) + len(refused),
        ),
        rejected=tuple(refused),
        total_as_written=_amount(_text(root, "AnticipatedMonetaryTotal/LineExtensionAmount")),
    )


def _ubl_line(line: Element) -> _Facts:
    item = "LineItem/Item"
    period = "LineItem/Delivery/RequestedDeliveryPeriod"
    quantity = _first(line, "LineItem/Quantity")
    return _Facts(
        number=_text(line, "LineItem/ID"),
        codes=_codes(
            _text(line, f"{item}/StandardItemIdentification/ID"),
            _text(line, f"{item}/SellersItemIdentification/ID"),
            _text(line, f"{item}/BuyersItemIdentification/ID"),
        ),
        label=_text(line, f"{item}/Name") or _text(line, f"{item}/Description"),
        quantity=_own_text(quantity),
        unit=quantity.get("unitCode", "") if quantity is not None else "",
        price=_text(line, "LineItem/Price/PriceAmount"),
        base=_text(line, "LineItem/Price/BaseQuantity"),
        total=_text(line, "LineItem/LineExtensionAmount"),
        requested=_text(line, f"{period}/EndDate") or _text(line, f"{period}/StartDate"),
        comment="\n".join(_texts(line, "Note")),
        discounts=tuple(_ubl_discounts(line)),
    )


def _ubl_discounts(line: Element) -> Iterator[Decimal]:
    for charge in _all(line, "LineItem/AllowanceCharge"):
        percent = _amount(_text(charge, "MultiplierFactorNumeric"))
        if _text(charge, "ChargeIndicator").lower() == "false" and percent:
            yield percent


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
        is_charge = _text(element, names.indicator).lower() == "true"
        amount = _amount(_text(element, names.amount)) or Decimal(0)
        kind = "freight" if is_charge else "order_discount"
        found.append(OtherRow(number, _text(element, names.reason), kind, amount if is_charge else -amount))
    return tuple(found)


def _ubl_hints(party: Element | None) -> Iterator[CustomerHint]:
    if party is None:
        return
    for number in (*_texts(party, "PartyLegalEntity/CompanyID"), *_texts(party, "EndpointID")):
        yield from _company_hints(number, HintPlace.BUYER)
    for code in _texts(party, "PartyIdentification/ID"):
        yield from _company_hints(code, HintPlace.BUYER)
        yield CustomerHint(HintKind.CODE, code, HintPlace.BUYER)
    for number in _texts(party, "PartyTaxScheme/CompanyID"):
        yield CustomerHint(HintKind.VAT_NUMBER, number, HintPlace.BUYER)
    for email in _texts(party, "Contact/ElectronicMail"):
        yield CustomerHint(HintKind.EMAIL, email.lower(), HintPlace.BUYER)
    name = _text(party, "PartyName/Name") or _text(party, "PartyLegalEntity/RegistrationName")
    if name:
        yield CustomerHint(HintKind.NAME, name, HintPlace.BUYER)


def _ubl_place(root: Element) -> str:
    address = "Delivery/DeliveryLocation/Address"
    town = " ".join(filter(None, (_text(root, f"{address}/PostalZone"), _text(root, f"{address}/CityName"))))
    name = _text(root, "Delivery/DeliveryParty/PartyName/Name") or _text(root, "Delivery/DeliveryLocation/Name")
    return ", ".join(filter(None, (name, _text(root, f"{address}/StreetName"), town)))


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
            lines.append(_line(row, len(lines) + 1, facts))
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
        discounts=facts.discounts,
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


def _all(element: Element, path: str) -> list[Element]:
    """Return the elements at a path of local names: the prefixes and versions of the namespaces don't matter."""
    found = [element]
    for name in path.split("/"):
        found = [child for parent in found for child in parent if _local(child) == name]
    return found


def _first(element: Element, path: str) -> Element | None:
    return next(iter(_all(element, path)), None)


def _own_text(element: Element | None) -> str:
    return one_line(element.text or "") if element is not None else ""


def _text(element: Element, path: str) -> str:
    return _own_text(_first(element, path))


def _texts(element: Element, path: str) -> list[str]:
    return [text for found in _all(element, path) if (text := _own_text(found))]


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]

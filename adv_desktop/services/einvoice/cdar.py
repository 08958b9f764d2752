"""The message that carries a status: UN/CEFACT Cross Domain Acknowledgement and Response (D22B), as XP Z12-012 uses it.

The numbers MDT-… are those of the standard; the rules BR-FR-CDV-… those of its published checks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from adv_desktop.models.errors import DomainError
from adv_desktop.services.einvoice import tree
from adv_desktop.services.einvoice.content import E_ADDRESS_SCHEME
from adv_desktop.services.einvoice.elements import Node, rate
from adv_desktop.services.einvoice.tree import Element
from adv_desktop.services.imports.safety import check_xml

ROOT_NAME = "CrossDomainAcknowledgementAndResponse"
GUIDELINE = "urn.cpro.gouv.fr:1p0:CDV:invoice"
TREATMENT = "23"
_PREFIXES = {
    "rsm": f"urn:un:unece:uncefact:data:standard:{ROOT_NAME}:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
_SIREN = "0002"
_SELLER, _BUYER, _STATE = "SE", "BY", "DFH"
_STATE_ID, _STATE_SCHEME, _STATE_NAME = "9998", "0238", "PPF"


@dataclass(frozen=True, slots=True)
class Participant:
    """Who says a status, or is told: SIREN, name, electronic address."""

    siren: str
    name: str
    e_address: str = ""
    scheme: str = E_ADDRESS_SCHEME


@dataclass(frozen=True, slots=True)
class CarriedAmount:
    """An amount of a message (MDT-207, 215, 216, 224)."""

    kind: str
    amount: Decimal
    currency: str
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """A file inside a message (MDT-96)."""

    name: str
    media_type: str
    content_base64: str


@dataclass(frozen=True, slots=True)
class StatusMessage:
    """One status of one invoice; `at` is when it was said (UTC), `business` is MDT-2."""

    id: str
    at: dt.datetime
    on: dt.date
    invoice: str
    invoice_type: str
    invoice_date: dt.date | None
    status: str
    seller: Participant
    status_name: str = ""
    buyer: Participant | None = None
    business: str = "REGULATED"
    reason: str = ""
    reason_text: str = ""
    comment: str = ""
    amounts: tuple[CarriedAmount, ...] = ()
    files: tuple[CarriedFile, ...] = ()
    to_state: bool = False
    document_state: str = ""


def write(message: StatusMessage) -> bytes:
    """Return a status of ours, the seller's, as a file; the same status gives the same bytes."""
    root = Node.root(f"rsm:{ROOT_NAME}", _PREFIXES)
    context = root.open("rsm:ExchangedDocumentContext")
    context.open("ram:BusinessProcessSpecifiedDocumentContextParameter").put("ram:ID", message.business)
    context.open("ram:GuidelineSpecifiedDocumentContextParameter").put("ram:ID", GUIDELINE)
    _exchanged(root.open("rsm:ExchangedDocument"), message)
    acknowledged = root.open("rsm:AcknowledgementDocument")
    acknowledged.open("ram:MultipleReferencesIndicator").put("udt:Indicator", "false")
    acknowledged.put("ram:TypeCode", TREATMENT)
    _moment(acknowledged, "ram:IssueDateTime", dt.datetime.combine(message.on, dt.time(), dt.UTC))
    _referenced(acknowledged.open("ram:ReferenceReferencedDocument"), message)
    return root.to_bytes()


def _exchanged(node: Node, message: StatusMessage) -> None:
    node.put("ram:ID", message.id)
    node.put("ram:Name", message.status_name)
    _moment(node, "ram:IssueDateTime", message.at)
    _party(node.open("ram:SenderTradeParty"), message.seller, _SELLER)
    _party(node.open("ram:IssuerTradeParty"), message.seller, _SELLER)
    if message.buyer is not None and message.buyer.e_address:  # BR-FR-CDV-08
        _party(node.open("ram:RecipientTradeParty"), message.buyer, _BUYER)
    if message.to_state:
        state = node.open("ram:RecipientTradeParty")
        state.put("ram:GlobalID", _STATE_ID, schemeID=_STATE_SCHEME)
        state.put("ram:Name", _STATE_NAME)
        state.put("ram:RoleCode", _STATE)


def _party(node: Node, party: Participant, role: str) -> None:
    node.put("ram:GlobalID", party.siren, schemeID=_SIREN)
    node.put("ram:Name", party.name)
    node.put("ram:RoleCode", role)
    if party.e_address:
        node.open("ram:URIUniversalCommunication").put("ram:URIID", party.e_address, schemeID=party.scheme)


def _moment(node: Node, name: str, at: dt.datetime) -> None:
    node.open(name).put("udt:DateTimeString", at.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S"), format="204")


def _referenced(node: Node, message: StatusMessage) -> None:
    node.put("ram:IssuerAssignedID", message.invoice)
    node.put("ram:StatusCode", message.document_state)
    node.put("ram:TypeCode", message.invoice_type)
    for file in message.files:
        node.put("ram:AttachmentBinaryObject", file.content_base64, mimeCode=file.media_type, filename=file.name)
    if message.invoice_date is not None:
        issued = node.open("ram:FormattedIssueDateTime")
        issued.put("qdt:DateTimeString", message.invoice_date.strftime("%Y%m%d"), format="102")
    node.put("ram:ProcessConditionCode", message.status)
    node.put("ram:ProcessCondition", message.status_name)
    seller = node.open("ram:IssuerTradeParty")
    seller.put("ram:GlobalID", message.seller.siren, schemeID=_SIREN)
    seller.put("ram:RoleCode", _SELLER)
    if message.reason or message.comment or message.amounts:
        _status(node.open("ram:SpecifiedDocumentStatus"), message)


def _status(node: Node, message: StatusMessage) -> None:
    node.put("ram:ReasonCode", message.reason)
    node.put("ram:Reason", message.reason_text)
    node.put("ram:SequenceNumeric", "1")
    if message.comment:
        node.open("ram:IncludedNote").put("ram:Content", message.comment)
    for carried in message.amounts:  # BR-FR-CDV-14: one block a rate
        characteristic = node.open("ram:SpecifiedDocumentCharacteristic")
        characteristic.put("ram:TypeCode", carried.kind)
        characteristic.put("ram:ValueAmount", carried.amount, currencyID=carried.currency)
        characteristic.put("ram:ValuePercent", None if carried.rate is None else rate(carried.rate))


def is_message(content: bytes) -> bool:
    """Tell a status message by its root element, without reading it."""
    return ROOT_NAME.encode() in content[:4096]


def read(name: str, content: bytes) -> list[StatusMessage]:
    """Read the statuses of a file, one an invoice that it names; refuse what is hostile or no status message."""
    check_xml(name, content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise DomainError("corrupt_file", file=name) from None
    if tree.local(root) != ROOT_NAME:
        raise DomainError("cdar.not_a_status", file=name)
    found = [
        _message(root, acknowledged, referenced)
        for acknowledged in tree.every(root, "AcknowledgementDocument")
        for referenced in tree.every(acknowledged, "ReferenceReferencedDocument")
    ]
    if not found:
        raise DomainError("cdar.not_a_status", file=name)
    return found


def _message(root: Element, acknowledged: Element, referenced: Element) -> StatusMessage:
    said = _read_moment(root, "ExchangedDocument/IssueDateTime")
    on = _read_moment(acknowledged, "IssueDateTime") or said
    moment = said or on or dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    status = tree.first(referenced, "SpecifiedDocumentStatus")
    return StatusMessage(
        id=tree.text(root, "ExchangedDocument/ID"),
        at=moment,
        on=(on or moment).date(),
        invoice=tree.text(referenced, "IssuerAssignedID"),
        invoice_type=tree.text(referenced, "TypeCode"),
        invoice_date=tree.day(tree.text(referenced, "FormattedIssueDateTime/DateTimeString")),
        status=tree.text(referenced, "ProcessConditionCode"),
        status_name=tree.text(referenced, "ProcessCondition"),
        seller=Participant(tree.text(referenced, "IssuerTradeParty/GlobalID"), ""),
        reason="" if status is None else tree.text(status, "ReasonCode"),
        reason_text="" if status is None else tree.text(status, "Reason"),
        comment="" if status is None else tree.text(status, "IncludedNote/Content"),
        amounts=_read_amounts(referenced),
    )


def _read_amounts(referenced: Element) -> tuple[CarriedAmount, ...]:
    amounts = []
    for characteristic in tree.every(referenced, "SpecifiedDocumentStatus/SpecifiedDocumentCharacteristic"):
        value = tree.first(characteristic, "ValueAmount")
        amount = tree.amount(characteristic, "ValueAmount")
        if value is not None and amount is not None:
            kind, percent = tree.text(characteristic, "TypeCode"), tree.amount(characteristic, "ValuePercent")
            amounts.append(CarriedAmount(kind, amount, value.get("currencyID", ""), percent))
    return tuple(amounts)


def _read_moment(element: Element, path: str) -> dt.datetime | None:
    """Read a moment written with or without its time; what is no date is none."""
    written = tree.text(element, f"{path}/DateTimeString")
    for layout in ("%Y%m%d%H%M%S", "%Y%m%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(written, layout).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
    return None

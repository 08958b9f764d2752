"""The life of an issued electronic invoice: statuses, their order, and the reasons that go with them (XP Z12-012)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from adv_desktop.models.enums import ClaimType
from adv_desktop.models.errors import DomainError


class EInvoiceStatus(StrEnum):
    """The codes of MDT-105."""

    DEPOSITED = "200"
    ISSUED = "201"
    RECEIVED = "202"
    AVAILABLE = "203"
    TAKEN_OVER = "204"
    APPROVED = "205"
    PARTLY_APPROVED = "206"
    DISPUTED = "207"
    SUSPENDED = "208"
    COMPLETED = "209"
    REFUSED = "210"
    PAYMENT_SENT = "211"
    COLLECTED = "212"
    REJECTED = "213"
    ENDORSED = "214"
    CANCELLED = "220"
    MISROUTED = "221"
    DIRECT_PAYMENT = "224"
    FACTORED = "225"
    FACTORED_PRIVATELY = "226"
    PAYEE_CHANGED = "227"
    NOT_FACTORED = "228"
    INADMISSIBLE = "501"


class StatusReason(StrEnum):
    """The codes of MDT-113."""

    OTHER = "AUTRE"
    BANK_DETAILS = "COORD_BANC_ERR"
    VAT_RATE = "TX_TVA_ERR"
    TOTAL = "MONTANTTOTAL_ERR"
    CALCULATION = "CALCUL_ERR"
    NOT_COMPLIANT = "NON_CONFORME"
    DUPLICATE = "DOUBLON"
    RECIPIENT_UNKNOWN = "DEST_INC"
    RECIPIENT = "DEST_ERR"
    SALE_UNKNOWN = "TRANSAC_INC"
    SENDER_UNKNOWN = "EMMET_INC"
    CONTRACT_ENDED = "CONTRAT_TERM"
    INVOICED_TWICE = "DOUBLE_FACT"
    ORDER_NUMBER = "CMD_ERR"
    ADDRESS = "ADR_ERR"
    SIRET = "SIRET_ERR"
    ROUTING_CODE = "CODE_ROUTAGE_ERR"
    CONTRACT_MISSING = "REF_CT_ABSENT"
    REFERENCE = "REF_ERR"
    UNIT_PRICE = "PU_ERR"
    DISCOUNT = "REM_ERR"
    QUANTITY = "QTE_ERR"
    PRODUCT = "ART_ERR"
    PAYMENT_METHOD = "MODPAI_ERR"
    QUALITY = "QUALITE_ERR"
    DELIVERY_INCOMPLETE = "LIVR_INCOMP"
    PROOF_MISSING = "JUSTIF_ABS"
    NOT_TRANSMITTED = "NON_TRANSMISE"
    ROUTING = "ROUTAGE_ERR"
    MEANING = "REJ_SEMAN"
    UNIQUENESS = "REJ_UNI"
    CONSISTENCY = "REJ_COH"
    REJECTED_ADDRESS = "REJ_ADR"
    PUBLIC_RULES = "REJ_CONT_B2G"
    ATTACHMENT_REFERENCE = "REJ_REF_PJ"
    ATTACHMENT_LINK = "REJ_ASS_PJ"
    EMPTY_FILE = "IRR_VIDE_F"
    FILE_TYPE = "IRR_TYPE_F"
    SYNTAX = "IRR_SYNTAX"
    ATTACHMENT_SIZE = "IRR_TAILLE_PJ"
    ATTACHMENT_NAME = "IRR_NOM_PJ"
    EMPTY_ATTACHMENT = "IRR_VID_PJ"
    EXTENSION = "IRR_EXT_DOC"
    FILE_SIZE = "IRR_TAILLE_F"
    VIRUS = "IRR_ANTIVIRUS"
    FILE_NAME = "IRR_NOM_F"
    SERVICE_WITHDRAWN = "RETRAIT_MAN_SERV"
    SUBCONTRACTOR = "ST_CT_NON_DECLAR"
    REPLACED_BY_CREDIT = "SUPPR_COMP_AVOIR"
    PUBLIC_PAYMENT = "TRANSF_PMNT_REGIE"
    ASK_BUYER = "CONTACT_ACHTR"


_S, _R = EInvoiceStatus, StatusReason
# Each is given once, after the one before it.
TRANSMISSION = (_S.DEPOSITED, _S.ISSUED, _S.RECEIVED, _S.AVAILABLE)
# Nothing follows: the invoice is corrected by another document, under another number.
TERMINAL = frozenset({_S.REFUSED, _S.REJECTED, _S.INADMISSIBLE, _S.CANCELLED})
# What somebody on our side has to put right.
TO_SETTLE = frozenset({_S.REFUSED, _S.REJECTED, _S.INADMISSIBLE, _S.MISROUTED, _S.DISPUTED, _S.SUSPENDED})
# What we say ourselves, as the seller; the rest comes from the platforms and the buyer.
OURS = frozenset({_S.COMPLETED, _S.COLLECTED, _S.CANCELLED})
WITH_AMOUNT = frozenset({_S.PARTLY_APPROVED, _S.PAYMENT_SENT})
_LINES = (_R.OTHER, _R.ORDER_NUMBER, _R.SIRET, _R.ROUTING_CODE, _R.CONTRACT_MISSING, _R.REFERENCE, _R.UNIT_PRICE,
          _R.DISCOUNT, _R.QUANTITY, _R.PRODUCT, _R.PAYMENT_METHOD, _R.QUALITY, _R.DELIVERY_INCOMPLETE)  # fmt: skip
# The reasons that a status may be given (BR-FR-CDV-CL-09); a status that is not here takes none.
REASONS: dict[EInvoiceStatus, tuple[StatusReason, ...]] = {
    _S.DEPOSITED: (_R.NOT_TRANSMITTED,),
    _S.PARTLY_APPROVED: _LINES,
    _S.DISPUTED: (
        _R.OTHER, _R.BANK_DETAILS, _R.VAT_RATE, _R.TOTAL, _R.CALCULATION, _R.NOT_COMPLIANT, _R.DUPLICATE,
        _R.RECIPIENT_UNKNOWN, _R.RECIPIENT, _R.SALE_UNKNOWN, _R.SENDER_UNKNOWN, _R.CONTRACT_ENDED, _R.INVOICED_TWICE,
        _R.ORDER_NUMBER, _R.ADDRESS, *_LINES[2:],
    ),
    _S.SUSPENDED: (
        _R.PROOF_MISSING, _R.BANK_DETAILS, _R.ORDER_NUMBER, _R.SIRET, _R.ROUTING_CODE, _R.CONTRACT_MISSING,
        _R.REFERENCE,
    ),
    _S.REFUSED: (
        _R.VAT_RATE, _R.TOTAL, _R.CALCULATION, _R.NOT_COMPLIANT, _R.DUPLICATE, _R.RECIPIENT, _R.SALE_UNKNOWN,
        _R.SENDER_UNKNOWN, _R.CONTRACT_ENDED, _R.INVOICED_TWICE, _R.ORDER_NUMBER, _R.ADDRESS, _R.CONTRACT_MISSING,
    ),
    _S.REJECTED: (
        _R.TOTAL, _R.CALCULATION, _R.DUPLICATE, _R.RECIPIENT_UNKNOWN, _R.ADDRESS, _R.MEANING, _R.UNIQUENESS,
        _R.CONSISTENCY, _R.REJECTED_ADDRESS, _R.PUBLIC_RULES, _R.ATTACHMENT_REFERENCE, _R.ATTACHMENT_LINK,
    ),
    _S.MISROUTED: (_R.ROUTING,),
    _S.INADMISSIBLE: (
        _R.SYNTAX, _R.EMPTY_FILE, _R.FILE_TYPE, _R.FILE_SIZE, _R.FILE_NAME, _R.VIRUS, _R.EXTENSION,
        _R.ATTACHMENT_SIZE, _R.ATTACHMENT_NAME, _R.EMPTY_ATTACHMENT,
    ),
}  # fmt: skip
# BR-FR-CDV-15
REASON_NEEDED = frozenset({_S.PARTLY_APPROVED, _S.DISPUTED, _S.SUSPENDED, _S.REFUSED, _S.REJECTED, _S.INADMISSIBLE})
_CLAIM_TYPES: dict[StatusReason, ClaimType] = {
    _R.UNIT_PRICE: ClaimType.PRICE,
    _R.DISCOUNT: ClaimType.PRICE,
    _R.QUANTITY: ClaimType.QUANTITY_INVOICED,
    _R.PRODUCT: ClaimType.WRONG_PRODUCT,
    _R.QUALITY: ClaimType.QUALITY,
    _R.DELIVERY_INCOMPLETE: ClaimType.SHORTAGE,
    _R.PROOF_MISSING: ClaimType.DOCUMENT,
    _R.NOT_COMPLIANT: ClaimType.DOCUMENT,
    _R.OTHER: ClaimType.OTHER,
}
# Codes of the reasons of kind `claim_cause`; all others are errors of our invoicing.
_CLAIM_CAUSES: dict[StatusReason, str] = {
    _R.UNIT_PRICE: "price_list_error",
    _R.DISCOUNT: "price_list_error",
    _R.PRODUCT: "preparation_error",
    _R.DELIVERY_INCOMPLETE: "preparation_error",
    _R.QUALITY: "production",
    _R.PROOF_MISSING: "documentation",
    _R.ORDER_NUMBER: "entry_error",
    _R.ADDRESS: "entry_error",
    _R.SIRET: "entry_error",
    _R.ROUTING_CODE: "entry_error",
    _R.RECIPIENT: "entry_error",
    _R.OTHER: "unknown",
}


def current(given: Iterable[EInvoiceStatus]) -> EInvoiceStatus | None:
    """Return the status that counts, of those given in time order: the latest one of the treatment, if any."""
    latest: EInvoiceStatus | None = None
    for status in given:
        if status not in TRANSMISSION or latest is None or latest in TRANSMISSION:
            latest = status
    return latest


def refuse_out_of_order(given: Iterable[EInvoiceStatus], status: EInvoiceStatus) -> None:
    """Raise what forbids a status after those given; those of the treatment come in any order."""
    known = set(given)
    ended = next(iter(known & TERMINAL), None)
    if ended is not None:
        raise DomainError("einvoice_status.ended", status=status, ended=ended)
    if status not in TRANSMISSION:
        return
    if status in known:
        raise DomainError("einvoice_status.repeated", status=status)
    place = TRANSMISSION.index(status)
    if place and TRANSMISSION[place - 1] not in known:
        raise DomainError("einvoice_status.too_early", status=status, needed=TRANSMISSION[place - 1])
    if known & set(TRANSMISSION[place + 1 :]):
        raise DomainError("einvoice_status.repeated", status=status)


def refuse_without_reason(status: EInvoiceStatus, reason: StatusReason | None) -> None:
    """Raise `einvoice_status.reason_missing` for a status that must say why."""
    if status in REASON_NEEDED and reason is None:
        raise DomainError("einvoice_status.reason_missing", status=status)


def next_statuses(given: Iterable[EInvoiceStatus]) -> list[EInvoiceStatus]:
    """Return what may be given next, in the order of the codes."""
    known = list(given)
    return [status for status in EInvoiceStatus if _allowed(known, status)]


def claim_type(reason: StatusReason | None) -> ClaimType:
    """Return the type of the claim that a reason opens."""
    return _CLAIM_TYPES.get(reason, ClaimType.ADMINISTRATIVE) if reason else ClaimType.ADMINISTRATIVE


def claim_cause(reason: StatusReason | None) -> str:
    """Return the code of the cause that a reason points at."""
    return _CLAIM_CAUSES.get(reason, "invoicing_error") if reason else "unknown"


def _allowed(given: list[EInvoiceStatus], status: EInvoiceStatus) -> bool:
    try:
        refuse_out_of_order(given, status)
    except DomainError:
        return False
    return True

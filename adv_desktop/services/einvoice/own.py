"""Our own checks of an electronic invoice: the French rules that need no engine, identifiers and dates.

Ids BR-FR-* are those of the official list; ADV-* are ours, warnings on what no official rule looks at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from adv_desktop.models.errors import DomainError
from adv_desktop.services import identifiers
from adv_desktop.services.einvoice.content import E_ADDRESS_SCHEME
from adv_desktop.services.einvoice.faults import Fault, Flag
from adv_desktop.services.einvoice.written import WrittenInvoice, WrittenParty

LONGEST_NUMBER = 35
_NUMBER = re.compile(r"[A-Za-z0-9+\-_/]+")
_SIREN, _SIRET = re.compile(r"\d{9}"), re.compile(r"\d{14}")
_FRAMES = frozenset(
    [*(f"{kind}{step}" for kind in "BSM" for step in "124789"), "S3", "S5", "S6"]
)  # BT-23: what is sold, and how far it is paid
_RATES = frozenset(
    ["20", "20.0", "20.00", "10", "10.0", "10.00", "5.5", "5.50", "2.1", "2.10", "8.5", "8.50", "13", "13.0", "13.00",
     "1.05", "1.75", "0.9", "0.90", "0", "0.0", "0.00", "19.6", "19.60", "7", "7.0", "7.00", "20.6", "20.60", "9.2",
     "9.20", "9.6", "9.60"]
)  # fmt: skip
_NOTES = ("PMT", "PMD", "AAB")
_REBATE, _DEPOSITS = "262", frozenset({"386", "500", "503"})
_CORRECTED, _CREDITS = frozenset({"384", "471", "472", "473"}), frozenset({"261", "381", "396", "502", "503"})
ZERO = Decimal(0)

Check = Callable[[WrittenInvoice], Iterator[Fault]]


def french_faults(invoice: WrittenInvoice) -> list[Fault]:
    """Return what breaks the French rules (BR-FR) that are checked here."""
    return [fault for check in _FRENCH for fault in check(invoice)]


def other_faults(invoice: WrittenInvoice) -> list[Fault]:
    """Return what no official rule looks at: keys of identifiers, dates that are none, nothing to tell when to pay."""
    return [fault for check in _OTHERS for fault in check(invoice)]


def _numbers(invoice: WrittenInvoice) -> Iterator[Fault]:
    named = (("BT-1", invoice.number), *(("BT-25", reference.number) for reference in invoice.preceding))
    for term, number in named:
        if len(number) > LONGEST_NUMBER:
            yield Fault("BR-FR-01", number, term)
        if not _NUMBER.fullmatch(number):
            yield Fault("BR-FR-02", number, term)


def _notes(invoice: WrittenInvoice) -> Iterator[Fault]:
    present = {subject for subject, text in invoice.notes if text}
    yield from (Fault("BR-FR-05", subject, "BG-1") for subject in _NOTES if subject not in present)


def _frame(invoice: WrittenInvoice) -> Iterator[Fault]:
    if invoice.frame not in _FRAMES:
        yield Fault("BR-FR-08", invoice.frame, "BT-23")


def _sirets(invoice: WrittenInvoice) -> Iterator[Fault]:
    for term, party in (("BT-29", invoice.seller), ("BT-46", invoice.buyer)):
        if party.siret and not (_SIRET.fullmatch(party.siret) and party.siret.startswith(party.siren)):
            yield Fault("BR-FR-09", party.siret, term)


def _parties(invoice: WrittenInvoice) -> Iterator[Fault]:
    seller, buyer = invoice.seller, invoice.buyer
    if not _SIREN.fullmatch(seller.siren):
        yield Fault("BR-FR-10", seller.siren, "BT-30")
    domestic = ("BAR", "B2B") in invoice.notes
    if domestic and not _SIREN.fullmatch(buyer.siren):
        yield Fault("BR-FR-11", buyer.siren, "BT-47")
    if not buyer.e_address:
        yield Fault("BR-FR-12", "", "BT-49")
    if not seller.e_address:
        yield Fault("BR-FR-13", "", "BT-34")
    if domestic and not (buyer.e_scheme == E_ADDRESS_SCHEME and buyer.e_address.startswith(buyer.siren)):
        yield Fault("BR-FR-21", buyer.e_address, "BT-49")


def _rates(invoice: WrittenInvoice) -> Iterator[Fault]:
    written = [
        *(("BT-119", row.rate_text) for row in invoice.taxes),
        *((f"BT-152, line {line.id}", line.rate_text) for line in invoice.lines),
        *(("BT-96", row.rate_text) for row in invoice.adjustments),
    ]
    yield from (Fault("BR-FR-16", rate, term) for term, rate in written if rate and rate not in _RATES)


def _references(invoice: WrittenInvoice) -> Iterator[Fault]:
    kind, preceding = invoice.type_code, invoice.preceding
    if kind == _REBATE and not (invoice.contract and invoice.has_period):
        yield Fault("BR-FR-CO-03", "", "BT-12")
    complete = [reference for reference in preceding if reference.number and reference.date]
    if kind in _CORRECTED and not len(complete) == len(preceding) == 1:
        yield Fault("BR-FR-CO-04", "", "BT-25")
    each_line = invoice.has_lines and all(line.refers for line in invoice.lines)
    if kind in _CREDITS and not complete and not each_line:
        yield Fault("BR-FR-CO-05", "", "BT-25")


def _payment(invoice: WrittenInvoice) -> Iterator[Fault]:
    paid, deposit = invoice.frame.endswith("2"), invoice.type_code in _DEPOSITS
    early = invoice.date is not None and invoice.due_date is not None and invoice.due_date < invoice.date
    if early and not paid and not deposit:
        yield Fault("BR-FR-CO-07", f"{invoice.due_date} < {invoice.date}", "BT-9")
    if deposit and invoice.frame.endswith("4"):
        yield Fault("BR-FR-CO-08", invoice.frame, "BT-23")
    sums = invoice.sums
    settled = sums.prepaid == sums.gross and not sums.due and invoice.due_date is not None
    if paid and not settled:
        yield Fault("BR-FR-CO-09", invoice.frame, "BT-113")


def _keys(invoice: WrittenInvoice) -> Iterator[Fault]:
    for party, terms in ((invoice.seller, ("BT-30", "BT-29", "BT-31")), (invoice.buyer, ("BT-47", "BT-46", "BT-48"))):
        for (code, written, check), term in zip(_identifiers(party), terms, strict=True):
            if written and _is_refused(check, written):
                yield Fault(code, written, term, Flag.WARNING)
    for iban in invoice.ibans:
        if iban[:2].isalpha() and iban[2:4].isdigit() and _is_refused(identifiers.check_iban, iban):
            yield Fault("ADV-IBAN", iban, "BT-84", Flag.WARNING)


def _identifiers(party: WrittenParty) -> Iterator[tuple[str, str, Callable[[str], str]]]:
    known = party.vat_number[:2] in identifiers.VAT_COUNTRIES
    yield "ADV-SIREN", party.siren, identifiers.check_siren
    yield "ADV-SIRET", party.siret, identifiers.check_siret
    yield "ADV-VAT", party.vat_number if known else "", identifiers.check_vat_number


def _is_refused(check: Callable[[str], str], written: str) -> bool:
    try:
        check(written)
    except DomainError:
        return True
    return False


def _dates(invoice: WrittenInvoice) -> Iterator[Fault]:
    yield from (Fault("ADV-DATE", written, "") for written in invoice.dates_refused)
    due = invoice.sums.due or ZERO
    if due > 0 and invoice.due_date is None and not invoice.terms and invoice.has_lines:
        yield Fault("ADV-DUE-DATE", "", "BT-9", Flag.WARNING)
    if due < 0:
        yield Fault("ADV-NEGATIVE", str(due), "BT-115", Flag.WARNING)


_FRENCH: tuple[Check, ...] = (_numbers, _notes, _frame, _sirets, _parties, _rates, _references, _payment)
_OTHERS: tuple[Check, ...] = (_keys, _dates)

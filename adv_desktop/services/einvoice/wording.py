"""What an electronic invoice says in words and codes: its frame, its notes, how it is paid."""

from __future__ import annotations

from collections.abc import Iterable

from adv_desktop.models.enums import InvoiceType, PaymentMethod, VatCategory
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.rules import payment_terms
from adv_desktop.models.rules.vat import mention_key
from adv_desktop.services import labels
from adv_desktop.services.einvoice import identities
from adv_desktop.services.einvoice.content import Note, Party, PaymentMeans
from adv_desktop.services.formats import Formats
from adv_desktop.services.mentions import ECO, nature_key
from adv_desktop.services.texts import Texts

# Subjects of the notes (UNTDID 4451) that the French rules read (BR-FR-05, 06, 20).
PENALTY, RECOVERY_FEE, EARLY_PAYMENT = "PMD", "PMT", "AAB"
_SUBJECTS = {
    "penalty": PENALTY,
    "recovery_fee": RECOVERY_FEE,
    "early_payment": EARLY_PAYMENT,
    "debits": "TXD",
    ECO: "BLU",
}
_GENERAL, _LEGAL_FORM, _REGISTER, _TREATMENT = "AAI", "REG", "ABL", "BAR"
_FRAMES = {"nature.goods": "B", "nature.serv": "S", "nature.mixed": "M"}
# UNTDID 4461; a transfer without account is of an undefined kind, since 30 asks for one (BR-61).
_MEANS = {
    PaymentMethod.TRANSFER: "30",
    PaymentMethod.CHEQUE: "20",
    PaymentMethod.CARD: "48",
    PaymentMethod.CASH: "10",
    PaymentMethod.DIRECT_DEBIT: "59",
    PaymentMethod.BILL_OF_EXCHANGE: "24",
}
_UNDEFINED = "1"
# Where a French business receives through a platform: the mainland and the departments of the same VAT territory.
_DOMESTIC = frozenset({"FR", "GP", "MQ", "RE"})


def frame(invoice: Invoice) -> str:
    """Return BT-23: goods, services or both, and 4 for the invoice that follows a deposit."""
    kind = _FRAMES[nature_key(invoice)]
    final = bool(invoice.deductions) and invoice.type in {InvoiceType.INVOICE, InvoiceType.CORRECTED}
    return f"{kind}4" if final else f"{kind}1"


def notes(invoice: Invoice, mentions: Iterable[dict[str, str]], buyer: Party) -> tuple[Note, ...]:
    """Return BG-1: our legal identity, the mentions with their subjects, the comment, and how it is treated.

    The reason of an exemption stands in the VAT table, not here.
    """
    seller = invoice.parties["seller"]
    in_table = {mention_key(line.vat_key) for line in invoice.items}
    found = [Note(_legal_note(seller), _LEGAL_FORM), Note(seller.get("rcs") or "", _REGISTER)]
    found += [
        Note(mention["text"], _SUBJECTS.get(mention["key"], _GENERAL))
        for mention in mentions
        if mention["key"] not in in_table
    ]
    found += [Note(invoice.reason or "", _GENERAL), Note(invoice.notes or "", _GENERAL)]
    found.append(Note(treatment(invoice, buyer), _TREATMENT))
    return tuple(note for note in found if note.text)


def treatment(invoice: Invoice, buyer: Party) -> str:
    """Return BAR: a domestic business, a foreign one; nothing when who buys is not known for a business."""
    if buyer.place.country in _DOMESTIC:
        return "B2B" if buyer.siren else ""
    return "B2BINT" if buyer.vat_number or _abroad(invoice) else ""


def _abroad(invoice: Invoice) -> bool:
    outside = {VatCategory.INTRA_EU, VatCategory.EXPORT, VatCategory.REVERSE_CHARGE, VatCategory.OUT_OF_SCOPE}
    return any(line.vat_category in outside for line in invoice.items)


def _legal_note(facts: identities.Facts) -> str:
    information = identities.legal_information(facts)
    return f"{facts['legal_name']}, {information}" if information else ""


def payment(invoice: Invoice, spoken: Texts) -> PaymentMeans | None:
    """Return how to pay; a credit note asks for nothing."""
    if invoice.type.is_credit:
        return None
    words, bank = labels.written(invoice.payment_method, spoken), invoice.parties.get("bank")
    if invoice.payment_method is not PaymentMethod.TRANSFER:
        return PaymentMeans(_MEANS[invoice.payment_method], words)
    if bank is None:
        return PaymentMeans(_UNDEFINED, words)
    return PaymentMeans(_MEANS[invoice.payment_method], words, bank["iban"], bank["bic"] or "", bank["holder"])


def terms(invoice: Invoice) -> str:
    """Return the payment terms in words, with each instalment when there are several (BT-20)."""
    if invoice.type.is_credit or invoice.type is InvoiceType.DEPOSIT:
        return ""
    formats = Formats(invoice.language)
    words = payment_terms.label(payment_terms.parse(invoice.payment_terms), invoice.language)
    if len(invoice.instalments) < 2:
        return words
    parts = (f"{formats.date(part.due_date)} : {formats.money(part.amount, invoice.currency)}"
             for part in invoice.instalments)  # fmt: skip
    return " – ".join((words, *parts))

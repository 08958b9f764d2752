"""The sentences that an invoice must carry: chosen by its facts, dated, frozen as printed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceType, Nature
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Company
from adv_desktop.services import reference, texts, vat_words
from adv_desktop.services.formats import Formats

ECO = "ecopart"
# The company's own texts, and the dated sentence that stands in when it has none (or none in this language).
_TERMS = (
    ("early_payment", "escompte.none"),
    ("recovery_fee", "indemnity40"),
    ("penalty", "penalty.bce10"),
    ("retention", "retention"),
)


def mentions_of(session: Session, invoice: Invoice, company: Company, on: dt.date) -> list[dict[str, str]]:
    """Return the mentions of an invoice as {key, text}, in its language, as the law words them on a day."""
    vats = (
        vat_words.mention(session, key, invoice, on) for key in dict.fromkeys(line.vat_key for line in invoice.items)
    )
    found = [mention for mention in vats if mention]
    if company.vat_on_debits and _has_services(invoice):
        found.append(_dated(session, "debits", invoice, on))
    found += _eco_mention(invoice)
    if invoice.type in {InvoiceType.INVOICE, InvoiceType.DEPOSIT, InvoiceType.CORRECTED}:
        found += terms_mentions(session, invoice, company, on)
    return found


def terms_mentions(session: Session, invoice: Invoice, company: Company, on: dt.date) -> list[dict[str, str]]:
    """Return what is said of discount, penalties and recovery costs and retention, in the company's words."""
    return [_own_or_dated(session, own, key, invoice, company, on) for own, key in _TERMS if _wanted(own, company)]


def nature_key(invoice: Invoice) -> str:
    """Return the key of the nature of the operations (goods, services, both)."""
    natures = {line.nature for line in invoice.items if not line.deduction}
    if natures == {Nature.SERVICE}:
        return "nature.serv"
    return "nature.mixed" if Nature.SERVICE in natures else "nature.goods"


def _has_services(invoice: Invoice) -> bool:
    return any(line.nature is Nature.SERVICE for line in invoice.items)


def _eco_mention(invoice: Invoice) -> list[dict[str, str]]:
    """Say the eco-contributions of the whole invoice (environment code, article L. 541-10)."""
    included = sum(line.eco_part(invoice.currency) for line in invoice.items)
    if not included:
        return []
    said = texts.of(invoice.language).gettext(
        "Eco-contributions included: {amount} excl. VAT (environment code, article L. 541-10)."
    )
    return [{"key": ECO, "text": said.format(amount=Formats(invoice.language).money(included, invoice.currency))}]


def _wanted(own: str, company: Company) -> bool:
    """Tell whether to print a text: the retention of title only when the company's terms have it."""
    return own != "retention" or "retention" in company.terms_text


def _own_or_dated(
    session: Session, own: str, key: str, invoice: Invoice, company: Company, on: dt.date
) -> dict[str, str]:
    text = company.terms_text.get(own) if invoice.language == "fr" else None
    return {"key": own, "text": text} if text else {**_dated(session, key, invoice, on), "key": own}


def _dated(session: Session, key: str, invoice: Invoice, on: dt.date) -> dict[str, str]:
    return {"key": key, "text": reference.mention(session, key, invoice.language, on)}

"""« Why this VAT? »: the VAT of a document in sentences, and the sentence that the law wants printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceType, Nature, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.line import PricedLine
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.product import Product
from adv_desktop.models.rules import vat, vat_grounds, vat_reasons
from adv_desktop.models.rules.totals import VatKey
from adv_desktop.models.rules.vat_reasons import VatReason
from adv_desktop.services import reference, texts, vat_evidence
from adv_desktop.services.formats import Formats
from adv_desktop.services.texts import N_, Texts

EXEMPTION = "exemption"
_SENTENCES = {
    VatReason.COMPANY_FRANCHISE: N_("no VAT: the company is under the small-business exemption (article 293 B)."),
    VatReason.NATIONAL_RATE: N_("{rate}: a sale in France, at the rate of the product."),
    VatReason.TYPED: N_("{rate}: typed on the line, which goes before the customer's regime."),
    VatReason.INTRA_EU_GOODS: N_("no VAT: goods sent to a business of another member state (article 262 ter I)."),
    VatReason.INTRA_EU_SERVICE: N_("reverse charge: a service for a business of another member state (283-2)."),
    VatReason.EXPORT_GOODS: N_("no VAT: goods exported outside the Union (article 262 I), with proof of exit."),
    VatReason.OVERSEAS_GOODS: N_("no VAT: goods sent overseas count as an export (article 262 I)."),
    VatReason.SERVICE_IN_FRANCE: N_("{rate}: a service, and the departments overseas are France for services."),
    VatReason.SERVICE_OUTSIDE_EU: N_("outside French VAT: a service for a business outside the Union (259-1)."),
    VatReason.REVERSE_CHARGE: N_("reverse charge: the customer owes the VAT (article {article})."),
    VatReason.EXEMPT: N_("no VAT: the customer is exempted (article {article})."),
}
_CREDITED = N_("The rates of the invoice that is credited, whatever they are today.")
_OF_ORDER = N_("The rates of the order, in proportion of what each rate is asked for.")
_ARTICLE = N_("article {article} of the French tax code (CGI)")
_LINES = N_("Lines {lines} – {reason}")
_TYPED_RATE = N_("{rate}: typed on the line, the rate of the product is {product}.")


def why(session: Session, lines: Iterable[PricedLine], regime: VatRegime, customer_id: int) -> tuple[str, ...]:
    """Say why the lines of a document bear their VAT: a sentence a reason, in the window's language."""
    company, spoken = session.get_one(Company, 1), texts.current()
    ground = vat_evidence.ground_of(session, customer_id)
    rates = _product_rates(session, lines := [line for line in lines if line.is_item])
    found: dict[str, list[int]] = {}
    for line in lines:
        article = vat_grounds.article_of(line.exemption_code or "")
        if ground is not None and vat_grounds.BASES[ground.ground].code == line.exemption_code:
            article = vat_grounds.BASES[ground.ground].article
        expected = rates.get(line.product_id or 0)
        said = _said(line, vat_reasons.reason(
            line.vat_category, line.exemption_code, company.regime, regime, line.nature
        ), article, expected, spoken)  # fmt: skip
        found.setdefault(said, []).append(line.no)
    if len(found) == 1:
        only = next(iter(found))
        return (only[:1].upper() + only[1:],)
    return tuple(
        spoken.gettext(_LINES).format(lines=", ".join(map(str, numbers)), reason=said)
        for said, numbers in found.items()
    )


def _product_rates(session: Session, lines: Sequence[PricedLine]) -> dict[int, Decimal]:
    ids = {line.product_id for line in lines if line.product_id}
    rows = session.execute(sa.select(Product.id, Product.vat_rate).where(Product.id.in_(ids)))
    return {row.id: row.vat_rate for row in rows}


def _said(line: PricedLine, reason: VatReason, article: str, expected: Decimal | None, spoken: Texts) -> str:
    rate = Formats(spoken.language).percent(line.vat_rate)
    if reason is VatReason.NATIONAL_RATE and expected is not None and expected != line.vat_rate:
        return spoken.gettext(_TYPED_RATE).format(rate=rate, product=Formats(spoken.language).percent(expected))
    source = _SENTENCES[reason]
    return spoken.gettext(source).format(rate=rate, article=article)


def why_of_invoice(session: Session, invoice: Invoice) -> tuple[str, ...]:
    """Say why an invoice bears its VAT; a credit note has the VAT of what it corrects."""
    spoken = texts.current()
    if invoice.type.is_credit:
        return (spoken.gettext(_CREDITED),)
    if invoice.type is InvoiceType.DEPOSIT:
        return (spoken.gettext(_OF_ORDER),)
    lines = [line for line in invoice.items if not line.deduction and line.packaging_id is None]
    return why(session, lines, invoice.vat_regime, invoice.customer_id)


def conflict_of(
    session: Session, customer: Customer, regime: VatRegime, place: dict[str, object] | None, *, goods: bool
) -> dict[str, object] | None:
    """Return the facts of a regime at odds with the place that goods go to, or None."""
    if not goods or session.get_one(Company, 1).regime is vat.CompanyRegime.FRANCHISE:
        return None
    country = str((place or {}).get("country") or customer.country)
    postcode = (place or {}).get("postcode") if place else customer.postcode
    destination = vat_reasons.Destination(
        country, None if postcode is None else str(postcode), reference.is_in_union(session, country)
    )
    kind = vat_reasons.conflict(regime, destination, buyer_has_vat_number=bool(customer.vat_number))
    return None if kind is None else {"regime": regime.value, "country": country, "place": kind.value}


def has_goods(lines: Iterable[PricedLine]) -> bool:
    """Whether a document sells goods, not services alone."""
    return any(line.nature is Nature.GOODS for line in lines if line.is_item)


def mention(session: Session, key: VatKey, invoice: Invoice, on: dt.date) -> dict[str, str] | None:
    """Return the sentence to print for the VAT of a line, worded for the ground of the customer's regime."""
    slot = vat.mention_key(key)
    if slot is None:
        return None
    code = key.exemption_code or ""
    ground = vat_evidence.ground_of(session, invoice.customer_id)
    basis = vat_grounds.BASES[ground.ground] if ground else None
    wording = basis.mention if basis is not None and basis.code == code else slot
    facts: dict[str, object] = {}
    if wording == vat_grounds.CERTIFICATE_MENTION:
        if ground is None or not ground.certificate or ground.certificate_date is None:
            raise DomainError("vat.certificate_missing", customer=session.get_one(Customer, invoice.customer_id).code)
        if ground.valid_until is not None and ground.valid_until < on:
            raise DomainError("vat.certificate_expired", number=ground.certificate, until=ground.valid_until)
        facts = {"number": ground.certificate, "date": ground.certificate_date}
    elif wording in {EXEMPTION, vat_grounds.ARTICLE_MENTION}:
        wording = vat_grounds.ARTICLE_MENTION
        facts = {"reason": _article(vat_grounds.article_of(code), texts.of(invoice.language))}
    return {"key": slot, "text": reference.mention(session, wording, invoice.language, on, **facts)}


def _article(article: str, spoken: Texts) -> str:
    return spoken.gettext(_ARTICLE).format(article=article)

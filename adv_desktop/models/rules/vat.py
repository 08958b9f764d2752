"""Which VAT a line bears: category, rate, reason of exemption, and the mention to print.

Order of decision: what the file says of the line, the company's franchise, the customer's regime and
the nature of the line, the product's rate. The printed texts are dated data kept elsewhere, by key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from adv_desktop.models.enums import Nature, VatCategory, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.totals import VatKey

FRANCHISE = "VATEX-FR-FRANCHISE"
INTRA_EU = "VATEX-EU-IC"
EXPORT = "VATEX-EU-G"
REVERSE_CHARGE_EU = "VATEX-EU-AE"
REVERSE_CHARGE_FR = "VATEX-FR-AE"
OUT_OF_SCOPE = "VATEX-EU-O"
TAX_FREE_PURCHASE = "VATEX-FR-CGI275"
CREDIT_NET_OF_TAX = "VATEX-FR-CNWVAT"
OUTSIDE_BASE = "VATEX-EU-79-C"

RATES = frozenset(
    Decimal(rate)
    for rate in ("20", "10", "5.5", "2.1", "8.5", "13", "1.05", "1.75", "0.9", "19.6", "7", "20.6", "9.2", "9.6")
)
_DEFAULT_CODES = {
    VatCategory.INTRA_EU: INTRA_EU,
    VatCategory.EXPORT: EXPORT,
    VatCategory.REVERSE_CHARGE: REVERSE_CHARGE_FR,
    VatCategory.OUT_OF_SCOPE: OUT_OF_SCOPE,
}
_MENTIONS = {
    FRANCHISE: "franchise",
    INTRA_EU: "ic_goods",
    EXPORT: "export",
    REVERSE_CHARGE_EU: "rc_services_eu",
    REVERSE_CHARGE_FR: "rc_btp",
    OUT_OF_SCOPE: "services_noneu",
    TAX_FREE_PURCHASE: "ai2",
    CREDIT_NET_OF_TAX: "net_of_tax",
    OUTSIDE_BASE: "outside_base",
}
_ZERO = Decimal(0)


class CompanyRegime(StrEnum):
    """The seller's own VAT regime, in the words of the company file."""

    NORMAL = "réel normal"
    SIMPLIFIED = "réel simplifié"
    FRANCHISE = "franchise"


@dataclass(frozen=True, slots=True)
class LineVat:
    """What a file or a form says of the VAT of one line; None where it says nothing."""

    category: VatCategory | None = None
    rate: Decimal | None = None
    exemption_code: str | None = None


@dataclass(frozen=True, slots=True)
class ReasonConflict:
    """Two reasons of one category on one document: EN 16931 has room for one."""

    category: VatCategory
    codes: tuple[str, ...]


def choose(
    line_given: LineVat | VatKey | None,
    company_regime: str,
    customer_regime: VatRegime,
    nature: Nature,
    product_rate: Decimal,
) -> VatKey:
    """Return the VAT of a line."""
    given = line_given or LineVat()
    if given.category is not None:
        return _as_given(given, given.category, product_rate)
    if given.rate:
        return standard(given.rate)
    key = _by_regime(company_regime, customer_regime, nature, product_rate, given.exemption_code)
    if given.rate == 0 and key.category is VatCategory.STANDARD:
        raise DomainError("vat.zero_without_reason")
    return key


def standard(rate: Decimal) -> VatKey:
    """Return the key of a taxed line; the rate must be one that France has or had."""
    if rate == 0:
        raise DomainError("vat.zero_without_reason")
    if rate not in RATES:
        raise DomainError("vat.rate_unknown", rate=rate)
    return VatKey(VatCategory.STANDARD, rate)


def exempt(category: VatCategory, code: str | None = None) -> VatKey:
    """Return the key of a line without VAT, with its reason."""
    reason = code or _DEFAULT_CODES.get(category)
    if reason is None:
        raise DomainError("vat.exemption_code_missing")
    return VatKey(category, _ZERO, reason)


def mention_key(key: VatKey) -> str | None:
    """Return the key of the sentence to print for this VAT; None for taxed lines."""
    if key.category is VatCategory.STANDARD:
        return None
    return _MENTIONS.get(key.exemption_code or "", "exemption")


def same_category_conflict(keys: Iterable[VatKey]) -> ReasonConflict | None:
    """Find two reasons of one category, which one document cannot carry."""
    codes: dict[VatCategory, set[str]] = {}
    for key in keys:
        if key.category is not VatCategory.STANDARD:
            codes.setdefault(key.category, set()).add(key.exemption_code or "")
    for category, reasons in codes.items():
        if len(reasons) > 1:
            return ReasonConflict(category, tuple(sorted(reasons)))
    return None


def may_share(keys: Iterable[VatKey]) -> bool:
    """Tell whether one document may carry these keys (see `check_document`)."""
    present = set(keys)
    return same_category_conflict(present) is None and not _mixes_out_of_scope(present)


def _mixes_out_of_scope(keys: Iterable[VatKey]) -> bool:
    categories = {key.category for key in keys}
    return VatCategory.OUT_OF_SCOPE in categories and len(categories) > 1


def check_document(keys: Iterable[VatKey]) -> None:
    """Refuse a document with two reasons of one category, or out-of-scope lines beside others (BR-O-11)."""
    present = set(keys)
    conflict = same_category_conflict(present)
    if conflict:
        raise DomainError("vat.two_reasons", category=conflict.category.value, codes=", ".join(conflict.codes))
    if _mixes_out_of_scope(present):
        raise DomainError("vat.out_of_scope_mixed")


def _as_given(given: LineVat | VatKey, category: VatCategory, product_rate: Decimal) -> VatKey:
    if category is VatCategory.STANDARD:
        return standard(product_rate if given.rate is None else given.rate)
    if given.rate:
        raise DomainError("vat.rate_with_exemption", category=category.value, rate=given.rate)
    return exempt(category, given.exemption_code)


def _by_regime(company: str, customer: VatRegime, nature: Nature, product_rate: Decimal, code: str | None) -> VatKey:
    if company == CompanyRegime.FRANCHISE or customer is VatRegime.FRANCHISE:
        return exempt(VatCategory.EXEMPT, FRANCHISE)
    if customer is VatRegime.REVERSE_CHARGE:
        return exempt(VatCategory.REVERSE_CHARGE, code)
    if customer is VatRegime.EXEMPT:
        return exempt(VatCategory.EXEMPT, code)
    if nature is Nature.GOODS:
        return _goods(customer, product_rate)
    return _service(customer, product_rate)


def _goods(customer: VatRegime, product_rate: Decimal) -> VatKey:
    if customer is VatRegime.INTRA_EU:
        return exempt(VatCategory.INTRA_EU)
    if customer in {VatRegime.EXPORT, VatRegime.DOM}:
        return exempt(VatCategory.EXPORT)
    return standard(product_rate)


def _service(customer: VatRegime, product_rate: Decimal) -> VatKey:
    """Place services: the customer's country outside France (art. 259-1°); overseas departments are France."""
    if customer is VatRegime.INTRA_EU:
        return exempt(VatCategory.REVERSE_CHARGE, REVERSE_CHARGE_EU)
    if customer is VatRegime.EXPORT:
        return exempt(VatCategory.OUT_OF_SCOPE)
    return standard(product_rate)

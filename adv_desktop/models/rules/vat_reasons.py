"""Why a line bears its VAT, and whether a regime fits the place that goods are sent to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from adv_desktop.models.enums import Nature, VatCategory, VatRegime
from adv_desktop.models.rules.vat import FRANCHISE, CompanyRegime

# Postcodes of the departments where French VAT is not due on goods sent from the mainland.
_OVERSEAS_POSTCODES = ("971", "972", "973", "974", "976")
_FRANCE = frozenset({"FR", "MC"})  # Monaco is France for VAT
_OVERSEAS_COUNTRIES = frozenset({"GP", "MQ", "GF", "RE", "YT"})


class VatReason(StrEnum):
    """Why a line bears its VAT."""

    COMPANY_FRANCHISE = "company_franchise"
    NATIONAL_RATE = "national_rate"
    TYPED = "typed"
    INTRA_EU_GOODS = "intra_eu_goods"
    INTRA_EU_SERVICE = "intra_eu_service"
    EXPORT_GOODS = "export_goods"
    OVERSEAS_GOODS = "overseas_goods"
    SERVICE_IN_FRANCE = "service_in_france"
    SERVICE_OUTSIDE_EU = "service_outside_eu"
    REVERSE_CHARGE = "reverse_charge"
    EXEMPT = "exempt"


class ConflictKind(StrEnum):
    """How a regime is at odds with the place of delivery."""

    SENT_WITHIN_FRANCE = "sent_within_france"
    SENT_TO_EU = "sent_to_eu"
    SENT_OUTSIDE_EU = "sent_outside_eu"
    SENT_OVERSEAS = "sent_overseas"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where goods go: country, postcode, and whether the country is a member state of the Union."""

    country: str
    postcode: str | None = None
    in_union: bool = True

    @property
    def overseas(self) -> bool:
        """Whether it is a French department overseas."""
        french = self.country == "FR" and (self.postcode or "").startswith(_OVERSEAS_POSTCODES)
        return french or self.country in _OVERSEAS_COUNTRIES

    @property
    def kind(self) -> ConflictKind:
        """Return which of the four kinds of place it is."""
        if self.overseas:
            return ConflictKind.SENT_OVERSEAS
        if self.country in _FRANCE:
            return ConflictKind.SENT_WITHIN_FRANCE
        return ConflictKind.SENT_TO_EU if self.in_union else ConflictKind.SENT_OUTSIDE_EU


_FITTING = {
    VatRegime.NATIONAL: {ConflictKind.SENT_WITHIN_FRANCE},
    VatRegime.INTRA_EU: {ConflictKind.SENT_TO_EU},
    VatRegime.EXPORT: {ConflictKind.SENT_OUTSIDE_EU},
    VatRegime.DOM: {ConflictKind.SENT_OVERSEAS},
    VatRegime.REVERSE_CHARGE: {ConflictKind.SENT_WITHIN_FRANCE},
}


def conflict(regime: VatRegime, destination: Destination, *, buyer_has_vat_number: bool) -> ConflictKind | None:
    """Return how a regime is at odds with the place that goods go to, or None.

    Goods sent to a buyer of the Union without a VAT number bear French VAT (or fall under distance sales): no conflict.
    A company in franchise and a customer exempted by an article of the code are judged by their own papers.
    """
    place = destination.kind
    fitting = _FITTING.get(regime)
    if fitting is None or place in fitting:
        return None
    if regime is VatRegime.NATIONAL and place is ConflictKind.SENT_TO_EU and not buyer_has_vat_number:
        return None
    return place


def reason(
    category: VatCategory, exemption_code: str | None, company: CompanyRegime, regime: VatRegime, nature: Nature
) -> VatReason:
    """Return why a line bears its VAT: the regime where it explains the category, else what was typed."""
    if exemption_code == FRANCHISE:
        return VatReason.COMPANY_FRANCHISE
    if category is VatCategory.STANDARD and company is not CompanyRegime.FRANCHISE:
        if regime is VatRegime.DOM and nature is Nature.SERVICE:
            return VatReason.SERVICE_IN_FRANCE
        return VatReason.NATIONAL_RATE if regime is VatRegime.NATIONAL else VatReason.TYPED
    expected, explained = _expected(regime, nature)
    return explained if expected is category else VatReason.TYPED


def _expected(regime: VatRegime, nature: Nature) -> tuple[VatCategory, VatReason]:
    goods = nature is Nature.GOODS
    match regime:
        case VatRegime.INTRA_EU if goods:
            return VatCategory.INTRA_EU, VatReason.INTRA_EU_GOODS
        case VatRegime.INTRA_EU:
            return VatCategory.REVERSE_CHARGE, VatReason.INTRA_EU_SERVICE
        case VatRegime.EXPORT if goods:
            return VatCategory.EXPORT, VatReason.EXPORT_GOODS
        case VatRegime.EXPORT:
            return VatCategory.OUT_OF_SCOPE, VatReason.SERVICE_OUTSIDE_EU
        case VatRegime.DOM if goods:
            return VatCategory.EXPORT, VatReason.OVERSEAS_GOODS
        case VatRegime.REVERSE_CHARGE:
            return VatCategory.REVERSE_CHARGE, VatReason.REVERSE_CHARGE
        case VatRegime.EXEMPT:
            return VatCategory.EXEMPT, VatReason.EXEMPT
        case _:
            return VatCategory.STANDARD, VatReason.NATIONAL_RATE

"""What a sale without VAT in France rests on: the article, its exemption code, the sentence to print.

Several articles share one code of the e-invoice (VATEX-FR-AE) and several codes one regime: the ground of
a customer tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from adv_desktop.models.enums import VatCategory, VatRegime
from adv_desktop.models.rules.vat import REVERSE_CHARGE_FR, TAX_FREE_PURCHASE

CERTIFICATE_MENTION = "ai2"
ARTICLE_MENTION = "exempt"


class Ground(StrEnum):
    """Why a customer in France is invoiced without VAT."""

    SUBCONTRACTING = "subcontracting"
    SCRAP = "scrap"
    TAX_FREE_PURCHASE = "tax_free_purchase"
    CUSTOMS_WAREHOUSE = "customs_warehouse"
    OVERSEAS = "overseas"
    HEALTH_AND_TEACHING = "health_and_teaching"
    NON_PROFIT = "non_profit"


@dataclass(frozen=True, slots=True)
class Basis:
    """The VAT of a ground: category, exemption code, key of the mention, article of the tax code."""

    category: VatCategory
    code: str
    mention: str
    article: str


BASES = {
    Ground.SUBCONTRACTING: Basis(VatCategory.REVERSE_CHARGE, REVERSE_CHARGE_FR, "rc_btp", "283-2 nonies"),
    Ground.SCRAP: Basis(VatCategory.REVERSE_CHARGE, REVERSE_CHARGE_FR, "rc_scrap", "283-2 sexies"),
    Ground.TAX_FREE_PURCHASE: Basis(VatCategory.EXEMPT, TAX_FREE_PURCHASE, CERTIFICATE_MENTION, "275"),
    Ground.CUSTOMS_WAREHOUSE: Basis(VatCategory.EXEMPT, "VATEX-FR-CGI277A", ARTICLE_MENTION, "277 A"),
    Ground.OVERSEAS: Basis(VatCategory.EXEMPT, "VATEX-FR-CGI295", ARTICLE_MENTION, "295"),
    Ground.HEALTH_AND_TEACHING: Basis(VatCategory.EXEMPT, "VATEX-FR-CGI261-4", ARTICLE_MENTION, "261, 4"),
    Ground.NON_PROFIT: Basis(VatCategory.EXEMPT, "VATEX-FR-CGI261-7", ARTICLE_MENTION, "261, 7"),
}
_REGIMES = {VatRegime.REVERSE_CHARGE: VatCategory.REVERSE_CHARGE, VatRegime.EXEMPT: VatCategory.EXEMPT}


def grounds_of(regime: VatRegime) -> tuple[Ground, ...]:
    """Return the grounds that a regime may rest on; none where the regime says it all."""
    category = _REGIMES.get(regime)
    return tuple(ground for ground, basis in BASES.items() if basis.category is category)


def exemption_code(ground: Ground | None, regime: VatRegime) -> str | None:
    """Return the exemption code of a customer's lines, when the ground is one of its regime."""
    return BASES[ground].code if ground is not None and ground in grounds_of(regime) else None


def article_of(code: str) -> str:
    """Return the article of the tax code that an exemption code stands for; an unknown code is its own name."""
    return next((basis.article for basis in BASES.values() if basis.code == code), code.removeprefix("VATEX-"))

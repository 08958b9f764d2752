"""The word for each ground of a regime without VAT, with its article."""

from __future__ import annotations

from collections.abc import Mapping

from adv_desktop.models.rules.vat_grounds import Ground
from adv_desktop.services.texts import N_

GROUNDS: Mapping[str, str] = {
    Ground.SUBCONTRACTING: N_("Construction subcontracting (283-2 nonies)"),
    Ground.SCRAP: N_("Waste and scrap (283-2 sexies)"),
    Ground.TAX_FREE_PURCHASE: N_("Purchase free of VAT, with its certificate (275)"),
    Ground.CUSTOMS_WAREHOUSE: N_("Customs or tax warehouse (277 A)"),
    Ground.OVERSEAS: N_("Exempted overseas (295)"),
    Ground.HEALTH_AND_TEACHING: N_("Health and teaching (261, 4)"),
    Ground.NON_PROFIT: N_("Non-profit organisation (261, 7)"),
}

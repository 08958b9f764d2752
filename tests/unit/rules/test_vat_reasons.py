"""Why a line bears its VAT, and whether a regime fits the place that goods go to."""

from decimal import Decimal

import pytest

from adv_desktop.models.enums import Nature, VatCategory, VatRegime
from adv_desktop.models.rules import vat, vat_grounds, vat_reasons
from adv_desktop.models.rules.vat import CompanyRegime, LineVat
from adv_desktop.models.rules.vat_grounds import Ground
from adv_desktop.models.rules.vat_reasons import ConflictKind, Destination, VatReason


@pytest.mark.parametrize(
    ("regime", "nature", "reason"),
    [
        (VatRegime.NATIONAL, Nature.GOODS, VatReason.NATIONAL_RATE),
        (VatRegime.INTRA_EU, Nature.GOODS, VatReason.INTRA_EU_GOODS),
        (VatRegime.INTRA_EU, Nature.SERVICE, VatReason.INTRA_EU_SERVICE),
        (VatRegime.EXPORT, Nature.GOODS, VatReason.EXPORT_GOODS),
        (VatRegime.EXPORT, Nature.SERVICE, VatReason.SERVICE_OUTSIDE_EU),
        (VatRegime.DOM, Nature.GOODS, VatReason.OVERSEAS_GOODS),
        (VatRegime.DOM, Nature.SERVICE, VatReason.SERVICE_IN_FRANCE),
        (VatRegime.REVERSE_CHARGE, Nature.GOODS, VatReason.REVERSE_CHARGE),
        (VatRegime.FRANCHISE, Nature.GOODS, VatReason.COMPANY_FRANCHISE),
    ],
)
def test_the_vat_that_a_regime_gives_is_explained_by_it(regime, nature, reason):
    key = vat.choose(None, CompanyRegime.NORMAL, regime, nature, Decimal(20))
    assert vat_reasons.reason(key.category, key.exemption_code, CompanyRegime.NORMAL, regime, nature) is reason


def test_the_vat_of_an_exempted_customer_comes_from_its_ground():
    code = vat_grounds.exemption_code(Ground.TAX_FREE_PURCHASE, VatRegime.EXEMPT)
    key = vat.choose(LineVat(exemption_code=code), CompanyRegime.NORMAL, VatRegime.EXEMPT, Nature.GOODS, Decimal(20))
    assert (key.category, key.exemption_code) == (VatCategory.EXEMPT, "VATEX-FR-CGI275")
    assert vat_grounds.exemption_code(Ground.TAX_FREE_PURCHASE, VatRegime.REVERSE_CHARGE) is None


def test_a_rate_typed_against_the_regime_is_said_to_be_typed():
    found = vat_reasons.reason(VatCategory.STANDARD, None, CompanyRegime.NORMAL, VatRegime.INTRA_EU, Nature.GOODS)
    assert found is VatReason.TYPED


@pytest.mark.parametrize(
    ("regime", "country", "postcode", "in_union", "found"),
    [
        (VatRegime.NATIONAL, "FR", "69001", False, None),
        (VatRegime.NATIONAL, "MC", "98000", False, None),
        (VatRegime.NATIONAL, "FR", "97400", False, ConflictKind.SENT_OVERSEAS),
        (VatRegime.NATIONAL, "DE", None, True, ConflictKind.SENT_TO_EU),
        (VatRegime.NATIONAL, "CH", None, False, ConflictKind.SENT_OUTSIDE_EU),
        (VatRegime.INTRA_EU, "DE", None, True, None),
        (VatRegime.INTRA_EU, "FR", "69001", False, ConflictKind.SENT_WITHIN_FRANCE),
        (VatRegime.INTRA_EU, "CH", None, False, ConflictKind.SENT_OUTSIDE_EU),
        (VatRegime.EXPORT, "CH", None, False, None),
        (VatRegime.EXPORT, "BE", None, True, ConflictKind.SENT_TO_EU),
        (VatRegime.DOM, "RE", "97400", False, None),
        (VatRegime.DOM, "FR", "97300", False, None),
        (VatRegime.DOM, "FR", "20000", False, ConflictKind.SENT_WITHIN_FRANCE),
        (VatRegime.EXEMPT, "CH", None, False, None),
    ],
)
def test_a_regime_is_held_against_the_place_that_goods_go_to(regime, country, postcode, in_union, found):
    place = Destination(country, postcode, in_union)
    assert vat_reasons.conflict(regime, place, buyer_has_vat_number=True) is found


def test_goods_for_a_buyer_without_vat_number_in_the_union_bear_french_vat():
    assert vat_reasons.conflict(VatRegime.NATIONAL, Destination("DE"), buyer_has_vat_number=False) is None

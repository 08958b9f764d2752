"""The VAT of a line: who decides, what is exempt and why, what one document cannot mix."""

from decimal import Decimal

import pytest

from adv_desktop.models.enums import Nature, VatCategory, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.totals import VatKey
from adv_desktop.models.rules.vat import (
    CompanyRegime,
    LineVat,
    check_document,
    choose,
    exempt,
    mention_key,
    same_category_conflict,
)

TWENTY = Decimal(20)
GOODS, SERVICE = Nature.GOODS, Nature.SERVICE


def chosen(regime=VatRegime.NATIONAL, nature=GOODS, given=None, company=CompanyRegime.NORMAL, rate=TWENTY):
    key = choose(given, company, regime, nature, rate)
    return key.category.value, str(key.rate), key.exemption_code


@pytest.mark.parametrize(
    ("regime", "nature", "expected", "mention"),
    [
        (VatRegime.NATIONAL, GOODS, ("S", "20", None), None),
        (VatRegime.INTRA_EU, GOODS, ("K", "0", "VATEX-EU-IC"), "ic_goods"),
        (VatRegime.INTRA_EU, SERVICE, ("AE", "0", "VATEX-EU-AE"), "rc_services_eu"),
        (VatRegime.EXPORT, GOODS, ("G", "0", "VATEX-EU-G"), "export"),
        (VatRegime.EXPORT, SERVICE, ("O", "0", "VATEX-EU-O"), "services_noneu"),
        (VatRegime.DOM, GOODS, ("G", "0", "VATEX-EU-G"), "export"),
        (VatRegime.DOM, SERVICE, ("S", "20", None), None),
        (VatRegime.REVERSE_CHARGE, SERVICE, ("AE", "0", "VATEX-FR-AE"), "rc_btp"),
        (VatRegime.FRANCHISE, GOODS, ("E", "0", "VATEX-FR-FRANCHISE"), "franchise"),
    ],
)
def test_the_customers_regime_and_the_nature_decide(regime, nature, expected, mention):
    assert chosen(regime, nature) == expected
    assert mention_key(choose(None, CompanyRegime.NORMAL, regime, nature, TWENTY)) == mention


def test_a_company_in_franchise_never_charges_vat():
    assert chosen(VatRegime.INTRA_EU, company=CompanyRegime.FRANCHISE) == ("E", "0", "VATEX-FR-FRANCHISE")


def test_the_line_of_the_file_wins():
    assert chosen(VatRegime.EXPORT, given=LineVat(rate=Decimal("5.5"))) == ("S", "5.5", None)
    assert chosen(given=LineVat(VatCategory.STANDARD)) == ("S", "20", None)
    assert chosen(given=LineVat(VatCategory.INTRA_EU)) == ("K", "0", "VATEX-EU-IC")
    assert chosen(given=LineVat(VatCategory.EXEMPT, Decimal(0), "VATEX-FR-CGI275"))[2] == "VATEX-FR-CGI275"
    assert chosen(VatRegime.EXPORT, given=LineVat(rate=Decimal(0))) == ("G", "0", "VATEX-EU-G")
    assert chosen(VatRegime.EXEMPT, given=LineVat(exemption_code="VATEX-FR-CGI261A"))[2] == "VATEX-FR-CGI261A"


@pytest.mark.parametrize(
    ("given", "rate", "code"),
    [
        (LineVat(rate=Decimal("19.99")), TWENTY, "vat.rate_unknown"),
        (LineVat(rate=Decimal(0)), TWENTY, "vat.zero_without_reason"),
        (LineVat(VatCategory.EXPORT, TWENTY), TWENTY, "vat.rate_with_exemption"),
        (LineVat(VatCategory.EXEMPT), TWENTY, "vat.exemption_code_missing"),
        (None, Decimal(0), "vat.zero_without_reason"),
    ],
)
def test_a_vat_that_no_invoice_can_bear_is_refused(given, rate, code):
    with pytest.raises(DomainError) as refused:
        choose(given, CompanyRegime.NORMAL, VatRegime.NATIONAL, GOODS, rate)
    assert refused.value.code == code


def test_one_document_carries_one_reason_per_category():
    franchise = exempt(VatCategory.EXEMPT, "VATEX-FR-FRANCHISE")
    other = exempt(VatCategory.EXEMPT, "VATEX-FR-CGI275")
    taxed = VatKey(VatCategory.STANDARD, TWENTY)
    assert same_category_conflict([taxed, franchise, franchise]) is None
    assert same_category_conflict([other, franchise]).codes == ("VATEX-FR-CGI275", "VATEX-FR-FRANCHISE")
    with pytest.raises(DomainError, match=r"vat\.two_reasons"):
        check_document([other, taxed, franchise])
    with pytest.raises(DomainError, match=r"vat\.out_of_scope_mixed"):
        check_document([exempt(VatCategory.OUT_OF_SCOPE), taxed])
    check_document([taxed, franchise])


def test_an_unusual_reason_prints_its_own_words():
    assert mention_key(exempt(VatCategory.EXEMPT, "VATEX-FR-CGI261A")) == "exemption"

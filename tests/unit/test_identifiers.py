"""Identifiers of companies, accounts and products, to the last check digit."""

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.services import identifiers


def refused(check, *texts):
    with pytest.raises(DomainError) as error:
        check(*texts)
    return error.value.code


@pytest.mark.parametrize("siren", ["732829320", "732 829 320", "732\u202f829\u00a0320", "404833048", "356000000"])
def test_a_siren_with_a_right_key_is_returned_as_nine_digits(siren):
    assert identifiers.check_siren(siren) == "".join(c for c in siren if c.isdigit())


@pytest.mark.parametrize("siren", ["732829321", "000000000", "73282932", "7328293200", "ABCDEFGHI", "", "٧٣٢٨٢٩٣٢٠"])
def test_a_wrong_siren_is_refused(siren):
    assert refused(identifiers.check_siren, siren) == "siren.invalid"


@pytest.mark.parametrize("siret", ["73282932000074", "35600000000048", "35600000009075", "706 932 563 00010"])
def test_a_siret_is_accepted_with_its_luhn_key_or_the_rule_of_la_poste(siret):
    assert identifiers.check_siret(siret) == siret.replace(" ", "")


@pytest.mark.parametrize("siret", ["73282932000075", "35600000000055", "00000000000000", "732829320"])
def test_a_wrong_siret_is_refused(siret):
    assert refused(identifiers.check_siret, siret) == "siret.invalid"


@pytest.mark.parametrize(
    ("siren", "number"),
    [
        ("732829320", "FR44732829320"),
        ("404833048", "FR83404833048"),
        ("552081317", "FR03552081317"),
        ("356000000", "FR39356000000"),
        ("100000009", "FR88100000009"),
        ("542107651", "FR13542107651"),
    ],
)
def test_the_french_vat_number_follows_from_the_siren(siren, number):
    assert identifiers.french_vat_number(siren) == number
    assert identifiers.check_vat_number(number) == number


@pytest.mark.parametrize(
    "number",
    [
        "DE136695976",
        "BE0428759497",
        "NL004495445B01",
        "IT00743110157",
        "PL8567346215",
        "EL094259216",
        "PT501964843",
        "XI123456789",
        "XIGD123",
        "FRK7123456789",
    ],
)
def test_the_vat_numbers_of_the_member_states_are_accepted(number):
    assert identifiers.check_vat_number(number) == number


def test_a_greek_number_written_gr_is_rewritten_el():
    assert identifiers.check_vat_number("GR 094259216") == "EL094259216"


@pytest.mark.parametrize("number", ["FR45732829320", "DE136695977", "FRO7123456789", "FR99", "US123456789", "XI1", ""])
def test_a_wrong_vat_number_is_refused(number):
    assert refused(identifiers.check_vat_number, number) == "vat_number.invalid"


def test_a_british_number_is_not_of_the_union():
    assert refused(identifiers.check_vat_number, "GB980780684") == "vat_number.not_eu"


def test_outside_the_union_a_vat_number_is_kept_as_written():
    assert identifiers.check_vat_number_of("CH", "che-643.987.413  TVA") == "CHE-643.987.413 TVA"
    assert identifiers.check_vat_number_of("RE", "FR44 732829320") == "FR44732829320"
    assert refused(identifiers.check_vat_number_of, "DE", "CHE-643.987.413") == "vat_number.invalid"


def test_siret_and_vat_number_must_belong_to_the_siren():
    assert refused(identifiers.check_same_company, "732829320", "40483304800014") == "siret.other_company"
    assert refused(identifiers.check_same_company, "732829320", "", "FR83404833048") == "vat_number.other_company"
    assert refused(identifiers.check_same_company, "", "73282932000074", "FR83404833048") == "vat_number.other_company"
    identifiers.check_same_company("732829320", "73282932000074", "FR44732829320")
    identifiers.check_same_company("732829320", "", "DE136695976")


def test_a_company_is_checked_as_a_whole_and_empty_identifiers_stay_empty():
    identifiers.check_same_company("732829320", "", "FR44732829320")


@pytest.mark.parametrize(
    "number", ["FR7630006000011234567890189", "FR1420041010050500013M02606", "DE89370400440532013000"]
)
def test_an_iban_with_the_right_keys_is_accepted(number):
    spaced = " ".join(number[i : i + 4] for i in range(0, len(number), 4))
    assert identifiers.check_iban(spaced) == number


@pytest.mark.parametrize("number", ["FR7630006000011234567890188", "FR76300060000112345678901", "XX00", "", "FR"])
def test_a_wrong_iban_is_refused(number):
    assert refused(identifiers.check_iban, number) == "iban.invalid"


def test_a_rib_gives_the_iban_of_its_account_when_its_key_is_right():
    assert identifiers.check_iban("30006 00001 12345678901 89") == "FR7630006000011234567890189"
    assert refused(identifiers.check_iban, "30006000011234567890188") == "iban.invalid"
    assert refused(identifiers.check_iban, "12") == "iban.invalid"


def test_bic_ean_and_sepa_identifiers():
    assert identifiers.check_bic("agri fr pp") == "AGRIFRPP"
    assert refused(identifiers.check_bic, "AGRI") == "bic.invalid"
    assert identifiers.check_ean("3770099010071") == "3770099010071"
    assert refused(identifiers.check_ean, "3770099010072") == "ean.invalid"
    assert identifiers.check_creditor_id("FR72ZZZ123456") == "FR72ZZZ123456"
    assert refused(identifiers.check_creditor_id, "FR73ZZZ123456") == "creditor_id.invalid"


@pytest.mark.parametrize(
    ("body", "reference"),
    [("539007547034", "RF18539007547034"), ("FA2026000123", "RF31FA2026000123"), ("1234567890", "RF471234567890")],
)
def test_a_creditor_reference_carries_its_key(body, reference):
    assert identifiers.creditor_reference(body) == reference
    assert identifiers.check_creditor_reference(reference) == reference
    assert refused(identifiers.check_creditor_reference, "RF00" + body) == "creditor_reference.invalid"

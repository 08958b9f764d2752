"""The files for the customs' portal: their structure, whole euros and kilograms, and what they refuse to leave out."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from adv_desktop.models.enums import Nature, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.services import intra_eu, intra_eu_files
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.order_commands import NewLine
from tests.support.company import TODAY, confirmed, product, shipped

SCHEMA = Path(__file__).parents[2] / "data" / "customs" / "instat.xsd"
MADE_AT = dt.datetime(2026, 12, 3, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def union(services):
    """A Belgian customer, wine counted in litres, and the accreditation of the customs."""
    services.settings.set("customs_accreditation", "A1B2")
    services.customers.create(
        CustomerData("BE", "Vins Wallons SA", terms="30 jours nets", country="BE", vat_number="BE0417497106",
                     vat_regime=VatRegime.INTRA_EU, line1="1 rue", postcode="4000", town="Liège")
    )  # fmt: skip
    wine = replace(product("P7", "12.50", stock="100"), cn8="22042198", origin="FR", weight_kg=Decimal("1.3"),
                   supplementary_unit="l", supplementary_factor=Decimal("0.75"))  # fmt: skip
    services.products.create(wine)
    services.products.create(replace(wine, code="P8", cn8="21033090", supplementary_unit=None,
                                     supplementary_factor=None))  # fmt: skip
    return services


def issue(services, *lines):
    order = confirmed(services, *lines, customer="BE")
    draft = services.drafts.from_deliveries([shipped(services, order.id, override="vérifié")]).invoices[0]
    return services.issuing.issue(draft.id)


def goods(quantity, code="P7"):
    return NewLine(Decimal(quantity), code)


def read(services):
    with services.store.read() as session:
        return intra_eu.declarations(session, TODAY)


def checked(path):
    """Return the tree of an INSTAT file that follows the schema."""
    tree = etree.parse(path)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(tree)
    return tree


def said(tree, *names):
    return [[item.findtext(f".//{name}") for name in names] for item in tree.iter("Item")]


def test_emebi_says_codes_supplementary_units_and_weights_in_the_order_of_the_schema(union, tmp_path):
    issue(union, goods(10), goods(3, "P8"))
    path = tmp_path / "emebi.xml"
    assert intra_eu_files.write_emebi(read(union), path, made_at=MADE_AT).rows == 2
    tree = checked(path)
    assert said(tree, "CN8Code", "SUCode", "netMass", "quantityInSU", "invoicedAmount", "regionCode") == [
        ["21033090", None, "4", None, "38", "69"], ["22042198", "l", "13", "8", "125", "69"],
    ]  # fmt: skip
    assert tree.findtext(".//partyId") == "FR4473282932000074"
    assert [tree.findtext(f".//{name}") for name in ("envelopeId", "referencePeriod", "declarationTypeCode")] == [
        "A1B2", "2026-11", "5",
    ]  # fmt: skip


def test_the_recapitulative_statement_says_what_lowers_a_sale_as_a_positive_amount_of_its_own_regime(union, tmp_path):
    number = issue(union, goods(4)).id
    credit = union.credits.draft(NewCredit(number, "Prix", lines={1: Decimal(1)}))
    union.issuing.issue(credit.id)
    path = tmp_path / "recap.xml"
    assert intra_eu_files.write_recap(read(union), path, made_at=MADE_AT).rows == 2
    tree = checked(path)
    assert said(tree, "statisticalProcedureCode", "invoicedAmount", "partnerId", "CN8Code") == [
        ["21", "50", "BE0417497106", None], ["25", "13", "BE0417497106", None],
    ]  # fmt: skip
    assert tree.findtext(".//declarationTypeCode") == "4"


def test_services_have_a_file_of_their_own(union, tmp_path):
    advice = NewLine(Decimal(1), label="Conseil", unit_price=Decimal("100.40"), nature=Nature.SERVICE)
    order = confirmed(union, advice, customer="BE")
    union.issuing.issue(union.drafts.from_orders([order.id]).invoices[0].id)
    path = tmp_path / "des.xml"
    assert intra_eu_files.write_des(read(union), path).rows == 1
    (declaration,) = etree.parse(path).getroot()
    assert [(child.tag, child.text) for child in declaration][:4] == [
        ("num_des", "000011"), ("num_tvaFr", "FR44732829320"), ("mois_des", "11"), ("an_des", "2026"),
    ]  # fmt: skip
    assert [(child.tag, child.text) for child in declaration[4]] == [
        ("numlin_des", "000001"), ("valeur", "100"), ("partner_des", "BE0417497106"),
    ]  # fmt: skip
    assert intra_eu_files.write_des(read(union), tmp_path / "des.xlsx").rows == 1


def test_the_file_of_the_customs_is_never_incomplete(union, tmp_path):
    issue(union, goods(1, "P1"))
    path = tmp_path / "emebi.xml"
    with pytest.raises(DomainError, match=r"intra_eu\.incomplete"):
        intra_eu_files.write_emebi(read(union), path, incomplete=True, made_at=MADE_AT)
    assert not path.exists()


def test_without_the_accreditation_the_file_says_where_to_give_it(union, tmp_path):
    union.settings.set("customs_accreditation", "")
    issue(union, goods(1))
    with pytest.raises(DomainError, match=r"intra_eu\.no_accreditation"):
        intra_eu_files.write_recap(read(union), tmp_path / "recap.xml", made_at=MADE_AT)
    with pytest.raises(DomainError, match=r"setting\.accreditation_refused"):
        union.settings.set("customs_accreditation", "A-1")


def test_the_same_month_gives_the_same_file(union, tmp_path):
    issue(union, goods(4))
    first, second = (
        intra_eu_files.write_emebi(read(union), tmp_path / name, made_at=MADE_AT).sha256 for name in ("a.xml", "b.xml")
    )
    assert first == second

"""The declarations of sales in the Union: each amount once, agreed with the invoices, what is missing named."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from adv_desktop.models.enums import Nature, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.services import intra_eu, intra_eu_files
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.intra_eu import Filing, Missing
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.order_commands import NewLine
from tests.support.company import TODAY, confirmed, product, shipped


@pytest.fixture
def union(services):
    """A Belgian customer, and a product with all that a declaration wants."""
    services.customers.create(
        CustomerData("BE", "Vins Wallons SA", terms="30 jours nets", country="BE", vat_number="BE0417497106",
                     vat_regime=VatRegime.INTRA_EU, line1="1 rue", postcode="4000", town="Liège")
    )  # fmt: skip
    whole = replace(product("P7", "12.50", stock="100"), cn8="22042198", origin="FR", weight_kg=Decimal("1.3"))
    services.products.create(whole)
    return services


def issue(services, *lines, customer="BE", **header):
    order = confirmed(services, *lines, customer=customer, **header)
    draft = services.drafts.from_deliveries([shipped(services, order.id, override="vérifié")]).invoices[0]
    return services.issuing.issue(draft.id)


def goods(quantity, code="P7"):
    return NewLine(Decimal(quantity), code)


def read(services, day=TODAY):
    with services.store.read() as session:
        return intra_eu.declarations(session, day)


def test_supplies_of_a_customer_are_one_row_with_their_documents(union):
    first, second = issue(union, goods(4)), issue(union, goods(2))
    issue(union, goods(1), customer="C1")  # in France: not declared
    (row,) = read(union).recap
    assert (row.filing, row.vat_number, row.regime, row.amount) == (Filing.GOODS, "BE0417497106", "21", 7500)
    assert row.documents == (first.number, second.number)
    assert read(union, TODAY - dt.timedelta(days=40)).recap == ()


def test_a_credit_note_is_a_regularisation_and_the_sums_agree_with_the_invoices(union):
    number = issue(union, goods(4)).id
    credit = union.credits.draft(NewCredit(number, "Prix", lines={1: Decimal(1)}))
    union.issuing.issue(credit.id)
    found = read(union)
    assert [(row.regime, row.amount) for row in found.recap] == [("21", 5000), ("25", -1250)]
    assert sum(row.amount for row in found.recap) == found.goods.declared == 3750


def test_services_stand_apart_and_are_not_in_emebi(union):
    advice = NewLine(Decimal(1), label="Conseil", unit_price=Decimal(100), nature=Nature.SERVICE)
    issue(union, goods(2))
    order = confirmed(union, advice, customer="BE")
    union.issuing.issue(union.drafts.from_orders([order.id]).invoices[0].id)
    found = read(union)
    assert [(row.filing, row.amount) for row in found.recap] == [(Filing.GOODS, 2500), (Filing.SERVICES, 10000)]
    assert [row.amount for row in found.emebi] == [2500]


def test_a_deposit_is_declared_with_the_invoice_that_deducts_it(union):
    order = confirmed(union, goods(10), customer="BE")
    union.issuing.issue(union.deposits.draft(order.id, percent=Decimal(30)))
    found = read(union)
    assert (found.recap, found.goods.issued, found.goods.declared) == ((), 3750, 0)
    delivered = shipped(union, order.id, override="vérifié")
    final = union.issuing.issue(union.drafts.from_deliveries([delivered]).invoices[0].id)
    found = read(union)
    assert [(row.amount, row.documents) for row in found.recap] == [(12500, (final.number,))]
    assert (found.goods.issued, found.goods.deposits, found.goods.deducted) == (12500, 3750, 3750)
    assert [row.amount for row in found.emebi] == [12500]


def test_a_deposit_names_the_days_on_which_its_goods_are_expected(union):
    near, far = TODAY + dt.timedelta(days=7), TODAY + dt.timedelta(days=21)
    order = confirmed(union, replace(goods(10), requested=near), replace(goods(5), requested=far), customer="BE")
    with union.store.read() as session:
        invoice = invoice_by_id(session, union.deposits.draft(order.id, percent=Decimal(30)))
        assert (invoice.period_start, invoice.period_end, invoice.delivery_date) == (near, far, None)


def test_a_deposit_on_goods_that_nobody_can_promise_asks_for_a_date(union):
    order = confirmed(union, goods(1000), customer="BE")
    with pytest.raises(DomainError, match=r"deposit\.no_delivery_date"):
        union.deposits.draft(order.id, percent=Decimal(30))


def test_emebi_adds_up_by_code_origin_destination_and_partner(union):
    issue(union, goods(4))
    issue(union, goods(2))
    (row,) = read(union).emebi
    assert (row.cn8, row.origin, row.destination, row.vat_number) == ("22042198", "FR", "BE", "BE0417497106")
    assert (row.mass, row.quantity, row.amount) == (Decimal("7.8"), Decimal(6), 7500)
    assert (row.regime, row.nature, row.transport, row.department) == ("21", "11", "3", "69")
    assert intra_eu.whole_kilograms(row.mass) == 8


def test_freight_is_shared_between_the_goods_so_that_emebi_is_the_statement(union):
    whole = replace(product("P8", "3.00", stock="100"), cn8="22029919", origin="IT", weight_kg=Decimal(2))
    union.products.create(whole)
    issue(union, goods(3), goods(7, "P8"))
    found = read(union)
    assert sum(row.amount for row in found.emebi) == sum(row.amount for row in found.of(Filing.GOODS)) == 5850


def test_what_is_missing_is_named_and_prevents_the_file_unless_it_is_wanted_so(union, tmp_path):
    issue(union, goods(2, "P1"))
    found = read(union)
    assert {point.missing for point in found.points} == {Missing.CN8, Missing.ORIGIN, Missing.WEIGHT}
    path = tmp_path / "emebi.xlsx"
    with pytest.raises(DomainError) as refused:
        intra_eu_files.write_emebi(found, path)
    assert refused.value.code == "intra_eu.incomplete"
    assert refused.value.facts["count"] == 3
    assert not path.exists()
    assert intra_eu_files.write_emebi(found, path, incomplete=True).rows == 1
    # The recapitulative statement wants no customs code.
    assert intra_eu_files.write_recap(found, tmp_path / "recap.csv").rows == 1


def test_the_files_say_the_figures_in_whole_euros_with_their_documents(union, tmp_path):
    number = issue(union, goods(3)).number
    found = read(union)
    intra_eu_files.write_recap(found, tmp_path / "recap.xlsx")
    sheet = load_workbook(tmp_path / "recap.xlsx").active
    assert [cell.value for cell in sheet[2]] == [
        "État récapitulatif TVA", "BE0417497106", "Vins Wallons SA", "BE", "21", 37.5, 38, number,
    ]  # fmt: skip
    intra_eu_files.write_emebi(found, tmp_path / "emebi.xlsx")
    sheet = load_workbook(tmp_path / "emebi.xlsx").active
    assert [cell.value for cell in sheet[2]][:5] == ["22042198", "BE", "FR", "BE0417497106", 4]

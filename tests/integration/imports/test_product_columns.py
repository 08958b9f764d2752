"""Files of products and customers: alternatives, supply, contract dates; a list that was exported is read back."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.serial_numbers import SerialKeeping
from adv_desktop.services import list_files
from adv_desktop.services.imports.master_words import MasterKind
from adv_desktop.services.products import ProductData
from adv_desktop.services.queries.filters import ListFilter
from tests.integration.imports.files import workbook
from tests.support.company import new_company

TITLES = ("Référence", "Désignation", "Prix HT", "Alternatives", "Approvisionnement")


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()


def faults(result):
    return [(fault.row, fault.field, fault.code) for fault in result.rejected]


def product_file(services, tmp_path, *rows, titles=TITLES):
    path = workbook(tmp_path / "articles.xlsx", [list(titles), *map(list, rows)])
    return services.master_imports.run(MasterKind.PRODUCTS, path)


def test_a_file_of_products_names_their_alternatives_and_where_their_goods_come_from(services, tmp_path):
    taken = product_file(
        services, tmp_path, ["A1", "Vis", 2, "A2, P1", "contremarque"], ["A2", "Écrou", 1, "", "direct"],
        ["A3", "Clou", 1, "", ""],
    )  # fmt: skip
    assert (taken.accepted, faults(taken)) == (3, [])
    first, second, third = (services.products.show(code).data for code in ("A1", "A2", "A3"))
    assert (first.alternatives, first.supply) == (("A2", "P1"), Supply.PURCHASE)
    assert (second.alternatives, second.supply, third.supply) == ((), Supply.DIRECT, Supply.STOCK)
    again = product_file(services, tmp_path, ["A1", "Vis", 2], titles=TITLES[:3])
    assert again.accepted == 1
    kept = services.products.show("A1").data
    assert (kept.alternatives, kept.supply) == (("A2", "P1"), Supply.PURCHASE)
    product_file(services, tmp_path, ["A1", "Vis", 2, "A3", "stock"])
    assert (services.products.show("A1").data.alternatives, services.products.show("A1").data.supply) == (
        ("A3",), Supply.STOCK,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("alternatives", "supply", "fault"),
    [
        ("A1", "", (2, "alternatives", "product.own_alternative")),
        ("NONE", "", (2, "product", "product.not_found")),
        ("", "par avion", (2, "supply", "import.unknown_word")),
    ],
)
def test_alternatives_and_supply_that_cannot_be_refuse_the_file(services, tmp_path, alternatives, supply, fault):
    result = product_file(services, tmp_path, ["A1", "Vis", 2, alternatives, supply])
    assert faults(result) == [fault]
    with pytest.raises(DomainError, match=r"product\.not_found"):
        services.products.show("A1")


def test_the_list_of_products_that_was_exported_is_read_back_with_what_was_changed_in_it(services, tmp_path):
    for code in ("A1", "A2"):
        services.products.create(ProductData(code, f"Article {code}", Decimal(20), Decimal(2)))
    record = services.products.show("A1")
    changed = replace(record.data, alternatives=("A2",), supply=Supply.DIRECT, replaced_by="P1")
    services.products.update(record.id, record.version, changed)
    with services.store.read() as session:
        list_files.write(session, "products", ListFilter(), tmp_path / "list.xlsx", dt.date(2026, 11, 24))
    taken = services.master_imports.run(MasterKind.PRODUCTS, tmp_path / "list.xlsx")
    assert (taken.accepted, faults(taken)) == (4, [])
    assert services.products.show("A1").data == changed


def test_a_file_of_customers_tells_the_contract_date_that_they_ask_for(services, tmp_path):
    rows = [["Code client", "Raison sociale", "Règlement", "Contrat date"], ["D1", "UN", "30 jours", "2/3"]]
    rows += [["D2", "DEUX", "30 jours", "66 %"], ["D3", "TROIS", "30 jours", 0.66]]
    taken = services.master_imports.run(MasterKind.CUSTOMERS, workbook(tmp_path / "clients.xlsx", rows))
    assert (taken.accepted, faults(taken)) == (3, [])
    found = [services.customers.show(code).data.minimum_life_part for code in ("D1", "D2", "D3")]
    assert found == ["2/3", "66 %", "66 %"]
    rows = [["Code client", "Raison sociale", "Règlement", "Contrat date"], ["D4", "QUATRE", "30 jours", "3/2"]]
    refused = services.master_imports.run(MasterKind.CUSTOMERS, workbook(tmp_path / "clients.xlsx", rows))
    assert faults(refused) == [(2, "minimum_life_part", "lot.life_part")]


def test_a_file_of_products_tells_their_serial_numbers_and_their_warranty(services, tmp_path):
    titles = ("Référence", "Désignation", "Prix HT", "N° de série", "Garantie (mois)")
    taken = product_file(
        services, tmp_path, ["A1", "Scie", 2, "dès la réception", 24], ["A2", "Étau", 1, "oui", ""],
        ["A3", "Clou", 1, "non", ""], titles=titles,
    )  # fmt: skip
    assert (taken.accepted, faults(taken)) == (3, [])
    found = [services.products.show(code).data for code in ("A1", "A2", "A3")]
    assert [one.serials for one in found] == [SerialKeeping.RECEIPT, SerialKeeping.DEPARTURE, None]
    assert [one.warranty_months for one in found] == [24, None, None]
    refused = product_file(services, tmp_path, ["P1", "Article", 2, "réception", ""], titles=titles)
    assert faults(refused) == [(2, "serials", "serial.stock_unknown")]

"""Packaging exchanged with carriers, and what products propose that deliveries leave (R17)."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pypdfium2 as pdfium
import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.packaging import needed
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.carrier_packaging import CarrierCount, Exchange
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.packaging import PackagingRecord
from tests.support.company import TODAY, confirmed, line_ids

PALLET, CRATE = 1, 2
VAUZELLE = "Transports Vauzelle"


@pytest.fixture
def carried(services):
    """Pallets and crates; one carrier."""
    services.packaging.set_kinds((PackagingRecord("EUR", "Palette Europe"), PackagingRecord("BAC", "Bac")))
    services.calendars.set_carriers([CarrierRecord(VAUZELLE)])
    return services


def put(services, code, **changes):
    record = services.products.show(code)
    services.products.update(record.id, record.version, replace(record.data, **changes))


def test_exchanges_and_an_agreement_make_the_account_of_a_carrier(carried):
    carriers = carried.packaging.carriers
    carriers.exchange(Exchange(VAUZELLE, {PALLET: (33, 0), CRATE: (4, 4)}, TODAY, "BP-1"))
    carriers.exchange(Exchange("transports vauzelle", {PALLET: (0, 20)}, TODAY, "BP-2"))
    carriers.count(CarrierCount(VAUZELLE, {PALLET: 12}, TODAY, "accord du 24/11"))
    assert [(row.packaging, row.given, row.received, row.held) for row in carriers.balances()] == [
        ("Bac", 4, 4, 0),
        ("Palette Europe", 33, 20, 12),
    ]
    assert [(move.quantity, move.held) for move in carriers.moves(VAUZELLE)][:2] == [(-1, 12), (-20, 13)]
    assert carriers.carriers() == (VAUZELLE,)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (Exchange("Inconnu", {PALLET: (1, 0)}, TODAY), "packaging.carrier"),
        (Exchange(VAUZELLE, {PALLET: (0, 0)}, TODAY), "packaging.nothing"),
        (Exchange(VAUZELLE, {PALLET: (-1, 0)}, TODAY), "packaging.count"),
    ],
)
def test_an_exchange_that_cannot_be_is_refused_and_nothing_moves(carried, command, code):
    with pytest.raises(DomainError) as refused:
        carried.packaging.carriers.exchange(command)
    assert refused.value.code == code
    assert carried.packaging.carriers.balances() == ()


def test_an_agreement_asks_why(carried):
    with pytest.raises(DomainError, match=r"reason\.missing"):
        carried.packaging.carriers.count(CarrierCount(VAUZELLE, {PALLET: 1}, TODAY))


def test_the_account_of_a_carrier_is_stated_on_paper_and_in_excel(carried, tmp_path):
    with pytest.raises(DomainError, match=r"packaging\.no_carrier_move"):
        carried.copies.carrier_packaging(VAUZELLE, TODAY)
    carried.packaging.carriers.exchange(Exchange(VAUZELLE, {PALLET: (33, 0)}, TODAY, "BP-1"))
    pdf = carried.copies.carrier_packaging(VAUZELLE, TODAY)
    text = "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(io.BytesIO(pdf)))
    assert VAUZELLE in text
    assert "BP-1" in text
    path = tmp_path / "transporteur.xlsx"
    assert carried.copies.write_carrier_packaging(VAUZELLE, TODAY, path) == 1
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[-1][1:] == ("Palette Europe", "Emballages remis", "BP-1", 33, 33)


def test_goods_share_their_packaging_and_the_last_one_is_not_full():
    assert needed([(Decimal(60), Decimal(48)), (Decimal(30), Decimal(40))]) == 2
    assert needed([(Decimal(1), Decimal(48))]) == 1
    assert needed([]) == 0


def test_a_delivery_proposes_the_packaging_of_its_products_until_something_is_typed(carried):
    put(carried, "P1", packaging="eur", per_packaging=Decimal(4))
    assert carried.products.show("P1").data.packaging == "EUR"
    ref = carried.deliveries.prepare(DeliverOrders((confirmed(carried, NewLine(Decimal(10), "P1")).id,)))[0]
    assert [(one.label, one.delivered) for one in carried.packaging.carried(ref.id)] == [
        ("Bac", 0),
        ("Palette Europe", 3),
    ]
    carried.packaging.carry(ref.id, {PALLET: (2, 1)})
    assert [(one.delivered, one.returned) for one in carried.packaging.carried(ref.id)] == [(0, 0), (2, 1)]


def test_orders_that_leave_in_one_go_take_their_packaging_along(carried):
    put(carried, "P1", packaging="EUR", per_packaging=Decimal(4))
    order = confirmed(carried, NewLine(Decimal(10), "P1"))
    quantities = {line_ids(carried, order.id)[0]: Decimal(5)}
    proposed = {one.packaging_id: one.delivered for one in carried.packaging.to_carry((order.id,), quantities)}
    assert proposed == {PALLET: 2, CRATE: 0}
    carried.deliveries.deliver(DeliverOrders((order.id,), quantities, packaging={PALLET: (2, 1)}))
    assert [one.held for one in carried.packaging.account(1).balances if one.packaging_id == PALLET] == [1]


def test_orders_of_two_customers_take_no_packaging_in_one_go(carried):
    carried.customers.create(CustomerData("C2", "AUTRE SAS", terms="30 jours nets"))
    orders = tuple(confirmed(carried, NewLine(Decimal(1), "P1"), customer=code).id for code in ("C1", "C2"))
    with pytest.raises(DomainError, match=r"packaging\.several"):
        carried.deliveries.deliver(DeliverOrders(orders, packaging={PALLET: (1, 0)}))
    assert len(carried.deliveries.deliver(DeliverOrders(orders, packaging={PALLET: (0, 0)}))) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"packaging": "EUR"}, "packaging.per"),
        ({"per_packaging": Decimal(4)}, "packaging.per"),
        ({"packaging": "XX", "per_packaging": Decimal(4)}, "packaging.unknown"),
    ],
)
def test_a_product_names_its_packaging_with_the_units_that_it_holds(carried, changes, code):
    with pytest.raises(DomainError) as refused:
        put(carried, "P1", **changes)
    assert refused.value.code == code


def test_a_packaging_that_a_product_leaves_in_stays(carried):
    put(carried, "P1", packaging="EUR", per_packaging=Decimal(4))
    with pytest.raises(DomainError, match=r"packaging\.used"):
        carried.packaging.set_kinds([kind for kind in carried.packaging.kinds() if kind.id == CRATE])

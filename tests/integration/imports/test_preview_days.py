"""The preview of an import judges days and ended products as the order form does."""

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.enums import Supply
from adv_desktop.models.rules.dates import Closure
from adv_desktop.services.compositions import NewComponent
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.products import ProductData
from adv_desktop.services.stock_keeping import AnnouncedReceipt
from adv_desktop.ui.order_import.decisions import Decisions
from tests.integration.imports.files import workbook
from tests.support.company import new_company

SATURDAY, SUNDAY, MONDAY = (dt.date(2026, 12, day) for day in (5, 6, 7))


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    made.customers.create(
        CustomerData(
            "C7",
            "HALLES DU SAMEDI",
            terms="30 jours nets",
            delivery_days=(1, 6),
            closures=(Closure(dt.date(2026, 12, 14), dt.date(2026, 12, 31), "inventaire"),),
        )
    )
    yield made
    made.close()


def line_of(services, folder, day, customer="C7", code="P1", quantity=1):
    """Return the one line of an order for a day."""
    rows = [["Code client", customer], ["Commande", "PO-1"], [], ["Réf", "Qté", "Livraison"], [code, quantity, day]]
    return services.order_imports.preview(workbook(folder / "a.xlsx", rows)).orders[0].lines[0]


def closed(line):
    return next((dict(one.facts) for one in line.differences if one.kind == "closed_day"), None)


def test_a_customer_who_receives_on_saturdays_may_ask_for_one(services, tmp_path):
    assert closed(line_of(services, tmp_path, SATURDAY)) is None
    assert closed(line_of(services, tmp_path, SATURDAY, customer="C1"))["reason"] == "weekend"
    assert closed(line_of(services, tmp_path, SUNDAY)) == {
        "reason": "weekend",
        "date": "2026-12-06",
        "next": "2026-12-07",
    }


def test_the_customer_s_days_of_delivery_and_closures_count(services, tmp_path):
    assert closed(line_of(services, tmp_path, MONDAY)) is None
    assert closed(line_of(services, tmp_path, dt.date(2026, 12, 8)))["next"] == "2026-12-12"
    found = closed(line_of(services, tmp_path, dt.date(2026, 12, 19)))
    assert (found["whose"], found["label"], found["next"]) == ("customer", "inventaire", "2027-01-02")


def test_the_draft_that_is_written_says_the_same_of_its_days(services, tmp_path):
    line = line_of(services, tmp_path, dt.date(2026, 12, 8))
    preview = services.order_imports.preview(tmp_path / "a.xlsx")
    (written,) = services.order_imports.write(preview)
    said = [check.facts for check in services.orders.check(written.ref.id) if check.code == "closed_day"]
    assert said == [closed(line)]


def short_of(line):
    return [dict(one.facts) for one in line.differences if one.kind == "stock_short"]


@pytest.mark.parametrize(
    ("day", "quantity", "short"),
    [(MONDAY, 30, []), (MONDAY, 31, [{"stock": "30"}]), (dt.date(2026, 12, 1), 30, [{"stock": "10"}])],
)
def test_what_comes_in_until_the_day_wished_is_no_shortage_in_the_file_nor_in_its_draft(
    services, tmp_path, day, quantity, short
):
    services.products.create(ProductData("P9", "Article P9", Decimal(20), Decimal(5), stock=Decimal(10)))
    due = dt.date(2026, 12, 4)
    services.stock.announce(AnnouncedReceipt(services.products.show("P9").id, Decimal(20), due))
    line = line_of(services, tmp_path, day, customer="C1", code="P9", quantity=quantity)
    assert short_of(line) == short
    (written,) = services.order_imports.write(services.order_imports.preview(tmp_path / "a.xlsx"))
    checks = [dict(one.facts) for one in services.orders.check(written.ref.id) if one.code == "stock_short"]
    assert checks == short


def test_goods_bought_for_their_order_are_not_short_on_the_shelf(services, tmp_path):
    services.products.create(ProductData("P9", "Article P9", Decimal(20), Decimal(5), supply=Supply.PURCHASE))
    assert short_of(line_of(services, tmp_path, MONDAY, code="P9")) == []


def test_a_kit_of_a_file_is_compared_by_what_it_holds_and_its_draft_has_its_components(services, tmp_path):
    services.products.create(ProductData("TABLE", "Table", Decimal(20), Decimal(120), stock=Decimal(10)))
    services.products.create(ProductData("CHAIR", "Chair", Decimal(20), Decimal(45), stock=Decimal(10)))
    parts = (NewComponent("TABLE"), NewComponent("CHAIR", Decimal(4)))
    services.products.create(ProductData("K", "Set", Decimal(20), Decimal(250), components=parts))
    title = ["Réf", "Qté", "PU HT", "Livraison"]
    lines = [["K", 2, 240, MONDAY], ["CHAIR", 3, 45, MONDAY]]
    path = workbook(tmp_path / "a.xlsx", [["Code client", "C1"], ["Commande", "PO-1"], [], title, *lines])
    preview = services.order_imports.preview(path)
    kit, chair = preview.orders[0].lines
    assert (kit.product, kit.quantity, kit.unit_price) == ("K", 2, 250)
    assert {"price_difference"} <= {one.kind for one in kit.differences}
    assert short_of(kit) == [{"stock": "10", "component": "CHAIR"}]
    assert short_of(chair) == [{"stock": "10"}]
    (written,) = services.order_imports.write(preview)
    with services.store.read() as session:
        order = order_by_id(session, written.ref.id)
        assert [(line.product_code, line.quantity) for line in order.shown] == [
            ("K", 2), ("TABLE", 2), ("CHAIR", 8), ("CHAIR", 3),
        ]  # fmt: skip
        assert order.net == 2 * 25000 + 3 * 4500
    said = {(one.code, one.line, one.facts.get("component")) for one in services.orders.check(written.ref.id)}
    assert {("price_difference", 1, None), ("stock_short", 2, None)} <= said


def test_the_alternative_of_an_ended_product_is_proposed_and_his_code_keeps_its_meaning(services, tmp_path):
    services.products.create(
        ProductData(
            "OLD", "Ancien", unit="C62", vat_rate=Decimal(20), price=Decimal(5), end_of_life=True, replaced_by="P2"
        )
    )
    line = line_of(services, tmp_path, MONDAY, code="OLD")
    assert (line.product, line.alternative.code) == ("OLD", "P2")
    preview = services.order_imports.preview(tmp_path / "a.xlsx")
    decided = Decisions().with_alternative(0, 1, "P2").apply(preview)
    (written,) = services.order_imports.write(decided)
    assert [one.product for one in services.orders.command(written.ref.id).lines] == ["P2"]
    assert services.order_imports.preview(tmp_path / "a.xlsx").orders[0].lines[0].product == "OLD"

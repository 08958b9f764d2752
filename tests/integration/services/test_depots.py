"""Stock of ours at customers': sent there, counted as ours, promised to nobody else, never sold by itself."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdf
import pytest

from adv_desktop.bootstrap import Services
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import CustomerAddress
from adv_desktop.models.product import CustomerItemCode
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.stock import ProductStock
from adv_desktop.services import integrity, lots
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.depot_reports import Recorded, ReportUse, UsedGoods
from adv_desktop.services.depots import DepotGoods, MoveGoods
from adv_desktop.services.locations import PutElsewhere
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import stock_value
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.stock_keeping import ReceiveGoods
from tests.support.company import TODAY, confirmed, new_company, product


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return new_company(tmp_path / "company.db")


def opened(services: Services, customer: str = "C1") -> int:
    """Open a depot on a delivery address of a customer; return its id."""
    with services.store.write("test") as session:
        customer_id = services.customers.show(customer).id
        address = CustomerAddress(customer_id=customer_id, label="Usine", name="CLIENT TEST USINE", town="Lille")
        session.add(address)
        session.flush()
        address_id = address.id
    return services.depots.open(address_id)


def counted(services: Services, code: str = "P1") -> tuple[Decimal, Decimal, Decimal]:
    """Return what is in the warehouse, reserved, and at customers'."""
    with services.store.read() as session:
        row = session.get_one(ProductStock, services.products.show(code).id)
        return row.physical, row.reserved, row.consigned


def sent(services: Services, depot: int, quantity: str = "100", code: str = "P1") -> str:
    return services.depots.send(MoveGoods(depot, (DepotGoods(code, Decimal(quantity)),), reference="APPRO 7")).number


def problems(services: Services) -> list[str]:
    return [problem.code for problem in integrity.verify(services.store)]


def test_goods_sent_to_a_depot_leave_what_others_may_be_promised(services: Services) -> None:
    assert sent(services, opened(services)) == "BD2026000001"
    assert counted(services) == (Decimal(900), Decimal(0), Decimal(100))
    order = confirmed(services, NewLine(product="P1", quantity=Decimal(950)))
    with pytest.raises(DomainError, match=r"delivery\.prevented|stock\.short"):
        services.deliveries.deliver(DeliverOrders((order.id,)))


def test_goods_at_a_depot_are_worth_what_they_were_in_the_warehouse(services: Services) -> None:
    depot, product_id = opened(services), services.products.show("P1").id
    services.stock.receive(ReceiveGoods(product_id, Decimal(10), cost=Decimal(20)))
    with services.store.read() as session:
        before = stock_value.by_product(session, [product_id], TODAY)[product_id]
    sent(services, depot)
    with services.store.read() as session:
        assert stock_value.by_product(session, [product_id], TODAY)[product_id] == before


def test_sending_to_a_depot_is_neither_an_order_nor_a_delivery(services: Services) -> None:
    sent(services, opened(services))
    with services.store.read() as session:
        assert session.query(SalesOrder).count() == session.query(Delivery).count() == 0
    assert services.drafts.all_delivered().invoices == ()
    assert problems(services) == []


def test_what_is_reserved_for_orders_is_not_sent_to_a_depot(services: Services) -> None:
    depot = opened(services)
    confirmed(services, NewLine(product="P1", quantity=Decimal(950)))
    with pytest.raises(DomainError, match=r"depot\.not_available"):
        sent(services, depot)
    assert counted(services) == (Decimal(1000), Decimal(950), Decimal(0))


def test_what_comes_back_from_a_depot_serves_who_waits_for_it(services: Services) -> None:
    depot = opened(services)
    sent(services, depot, "1000")
    confirmed(services, NewLine(product="P1", quantity=Decimal(30)))
    back = services.depots.bring_back(MoveGoods(depot, (DepotGoods("P1", Decimal(40)),)))
    assert back.number == "BD2026000002"
    assert counted(services) == (Decimal(40), Decimal(30), Decimal(960))
    assert problems(services) == []


def test_more_than_is_at_a_depot_never_comes_back(services: Services) -> None:
    depot = opened(services)
    sent(services, depot)
    with pytest.raises(DomainError, match=r"depot\.short"):
        services.depots.bring_back(MoveGoods(depot, (DepotGoods("P1", Decimal(101)),)))
    assert counted(services) == (Decimal(900), Decimal(0), Decimal(100))


def test_lots_that_expire_first_go_to_a_depot_and_stay_told_apart(services: Services) -> None:
    services.products.create(replace(product("LOT", "5"), lot_tracked=True))
    product_id, depot = services.products.show("LOT").id, opened(services)
    for lot, day in (("A", 30), ("B", 10)):
        use_by = TODAY.replace(month=12, day=day)
        services.stock.receive(ReceiveGoods(product_id, Decimal(6), lot=lot, use_by=use_by))
    sent(services, depot, "8", "LOT")
    with services.store.read() as session:
        there = lots.in_stock(session, product_id, depot_id=depot)
        here = lots.in_stock(session, product_id)
    assert [(lot.code, lot.quantity) for lot in there] == [("B", Decimal(6)), ("A", Decimal(2))]
    assert [(lot.code, lot.quantity) for lot in here] == [("A", Decimal(4))]


def test_a_depot_takes_no_goods_as_a_place_of_the_warehouse(services: Services) -> None:
    opened(services)
    product_id = services.products.show("P1").id
    with pytest.raises(DomainError, match=r"depot\.own_notes"):
        services.locations.assign(product_id, "DEPOT C1")
    with pytest.raises(DomainError, match=r"depot\.own_notes"):
        services.locations.put(PutElsewhere(product_id, Decimal(1), "A-01", "depot c1"))


def test_the_address_of_a_depot_stays(services: Services) -> None:
    opened(services)
    shown = services.customers.show("C1")
    with pytest.raises(DomainError, match=r"depot\.address_kept"):
        services.customers.update(shown.id, shown.version, replace(shown.data, addresses=()))


def test_the_note_of_a_depot_says_that_the_goods_stay_ours(services: Services) -> None:
    depot = opened(services)
    note = services.depots.send(MoveGoods(depot, (DepotGoods("P1", Decimal(12)),), reference="APPRO 7"))
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(services.depots.note(note.id))).pages)
    assert "EN DÉPÔT" in text
    assert "APPRO 7" in text
    assert "CLIENT TEST USINE" in text
    assert "propriété" in text
    assert "33,33" not in text


def used(
    services: Services, depot: int, quantity: str, *, on: dt.date | None = None, reference: str = "PO 1"
) -> Recorded:
    command = ReportUse(depot, (UsedGoods("P1", Decimal(quantity)),), on, reference)
    return services.depots.record(command)


def test_what_was_used_is_sold_on_the_day_it_was_used(services: Services) -> None:
    depot = opened(services)
    sent(services, depot)
    day = TODAY - dt.timedelta(days=20)
    made = used(services, depot, "12", on=day)
    draft = services.drafts.from_deliveries([one.id for one in made.deliveries]).invoices[0]
    with services.store.read() as session:
        invoice = session.get_one(Invoice, draft.id)
        order = session.get_one(SalesOrder, made.order.id)
        assert (invoice.net, invoice.delivery_date, invoice.customer_reference) == (39996, day, "PO 1")
        assert (order.freight, order.state.value, order.delivery_state.value) == (0, "confirmed", "full")
    assert counted(services) == (Decimal(900), Decimal(0), Decimal(88))
    services.issuing.issue(draft.id)
    assert problems(services) == []


def test_what_was_used_on_several_days_is_delivered_once_a_day(services: Services) -> None:
    depot = opened(services)
    sent(services, depot)
    days = [TODAY - dt.timedelta(days=ago) for ago in (1, 3, 1)]
    goods = tuple(UsedGoods("P1", Decimal(2), day) for day in days)
    made = services.depots.record(ReportUse(depot, goods, reference="PO 9"))
    with services.store.read() as session:
        left = [session.get_one(Delivery, one.id).delivery_date for one in made.deliveries]
    assert left == [days[1], days[0]]
    assert counted(services)[2] == Decimal(94)


def test_more_than_is_at_the_depot_is_never_used(services: Services) -> None:
    depot = opened(services)
    sent(services, depot)
    with pytest.raises(DomainError, match=r"depot\.short"):
        used(services, depot, "101")
    with services.store.read() as session:
        assert session.query(SalesOrder).count() == 0
    assert counted(services) == (Decimal(900), Decimal(0), Decimal(100))


def test_a_report_is_recorded_once(services: Services) -> None:
    depot = opened(services)
    sent(services, depot)
    used(services, depot, "5")
    with pytest.raises(DomainError, match=r"depot\.reported_already"):
        used(services, depot, "5")


def test_a_customer_on_hold_still_pays_for_what_it_used(services: Services) -> None:
    depot = opened(services)
    sent(services, depot)
    shown = services.customers.show("C1")
    services.customers.update(shown.id, shown.version, replace(shown.data, credit_limit=1))
    assert used(services, depot, "12").order.number is not None


def sheet_of(path: Path, *rows: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_report_is_read_with_the_codes_of_the_customer(services: Services, tmp_path: Path) -> None:
    depot = opened(services)
    sent(services, depot)
    with services.store.write("test") as session:
        customer, article = services.customers.show("C1").id, services.products.show("P1").id
        session.add(CustomerItemCode(customer_id=customer, product_id=article, code="VIS-4"))
    titles = ("Référence", "Quantité consommée", "Date de consommation", "N° de commande")
    day = TODAY - dt.timedelta(days=2)
    path = sheet_of(
        tmp_path / "conso.xlsx", titles, ("VIS-4", 30, day, "4500012"), ("p1", 60, day, "4500012"),
        ("P1", 20, day, "4500012"), ("XYZ", 1, day, "4500012"), ("P2", None, None, None),
    )  # fmt: skip
    read = services.depots.preview(depot, path)
    assert [(row.row, row.product, row.error.code if row.error else "") for row in read.rows] == [
        (2, "P1", ""), (3, "P1", ""), (4, "P1", "depot.short"), (5, "", "depot.unknown_code"),
    ]  # fmt: skip
    assert read.reference == "4500012"
    made = services.depots.record(read.command())
    assert counted(services)[2] == Decimal(10)
    with services.store.read() as session:
        codes = [line.customer_item_code for line in order_by_id(session, made.order.id).lines]
    assert codes == ["VIS-4", "p1"]


def counted_sheet(services: Services, depot: int, path: Path, quantity: int) -> Path:
    """Write the count sheet of a depot, and what was counted into it."""
    services.inventory.write_depot_sheet(depot, path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    titles = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    row = next(cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == "P1")
    sheet.cell(row, titles["Compté"]).value = quantity
    book.save(path)
    return path


def test_what_a_count_does_not_find_is_adjusted_or_sold_never_both(services: Services, tmp_path: Path) -> None:
    depot = opened(services)
    sent(services, depot)
    path = counted_sheet(services, depot, tmp_path / "comptage.xlsx", 93)
    read = services.depots.preview(depot, path)
    assert [(row.product, row.quantity) for row in read.rows] == [("P1", Decimal(7))]
    services.depots.record(read.command(reference="PO 3"))
    assert services.inventory.preview(path).differences == ()
    assert counted(services) == (Decimal(900), Decimal(0), Decimal(93))
    assert problems(services) == []


def test_what_a_count_does_not_find_can_be_written_off(services: Services, tmp_path: Path) -> None:
    depot = opened(services)
    sent(services, depot)
    path = counted_sheet(services, depot, tmp_path / "comptage.xlsx", 98)
    services.inventory.post(path, "casse")
    assert counted(services) == (Decimal(900), Decimal(0), Decimal(98))


def test_the_count_sheet_of_the_warehouse_leaves_the_depots_out(services: Services, tmp_path: Path) -> None:
    sent(services, opened(services))
    path = tmp_path / "magasin.xlsx"
    services.inventory.write_sheet(ListFilter(), path)
    cells = [cell.value for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert "DEPOT C1" not in cells
    assert 900 in cells


def test_only_a_report_sells_from_a_depot(services: Services) -> None:
    depot = opened(services)
    sent(services, depot)
    made = used(services, depot, "12")
    copy = services.orders.command(services.orders.duplicate(made.order.id).id)
    assert [line.supply for line in copy.lines] == [None]
    with pytest.raises(DomainError, match=r"order\.depot"):
        services.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1", supply=Supply.DEPOT),)))
    record = services.products.show("P1")
    with pytest.raises(DomainError, match=r"product\.depot"):
        services.products.update(record.id, record.version, replace(record.data, supply=Supply.DEPOT))


def test_the_note_of_a_depot_names_its_carrier(services: Services) -> None:
    goods = (DepotGoods("P1", Decimal(5)),)
    note = services.depots.send(MoveGoods(opened(services), goods, carrier="Transports Vauzelle", parcels=2))
    text = pypdf.PdfReader(io.BytesIO(services.depots.note(note.id))).pages[0].extract_text()
    assert "Transports Vauzelle" in text
    assert "2 colis" in text

"""The backlog line by line: what it lists, filters and adds up, equal to the figures of the dashboards."""

import datetime as dt
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from adv_desktop.models.enums import OrderKind
from adv_desktop.services import list_files
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.frameworks import CallOff
from adv_desktop.services.order_commands import ExchangeRate, NewLine, NewOrder
from adv_desktop.services.queries import backlog, backlog_lines, indicators, orders
from adv_desktop.services.queries.filters import EVERYTHING, ListFilter, parse
from tests.support.company import TODAY, confirmed, line_ids, new_company, product

LATE = TODAY - dt.timedelta(days=5)
LATER = TODAY + dt.timedelta(days=21)


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    made.products.create(product("P9", "3.3333", stock="10"))
    yield made
    made.close()


@pytest.fixture
def world(services):
    """An order that is late and begun, one in dollars begun and one whole, one to come, a framework called off."""
    rate = ExchangeRate(Decimal("0.8765"), TODAY, "BCE")
    begun = confirmed(services, NewLine(Decimal(7), "P9", promised=LATE), NewLine(Decimal(3), "P1", promised=LATER))
    first = line_ids(services, begun.id)[0]
    services.deliveries.deliver(DeliverOrders((begun.id,), {first: Decimal(2)}))
    for quantity in ("7", "11"):
        line = NewLine(Decimal(quantity), "P9", unit_price=Decimal("3.3333"), promised=LATE)
        order = confirmed(services, line, currency="USD", exchange_rate=rate)
    services.deliveries.deliver(DeliverOrders((order.id,), {line_ids(services, order.id)[0]: Decimal(1)}))
    confirmed(services, NewLine(Decimal(5), "P1"), customer_reference="PO-TO-FIND")
    draft = services.orders.create(NewOrder("C1", (NewLine(Decimal(100), "P1"),)))
    agreed = services.frameworks.open(draft.id, draft.version, TODAY, LATER)
    services.orders.confirm(services.frameworks.call_off(CallOff(agreed.id, {1: Decimal(4)}, LATER)).id)
    return begun


def listed(services, wanted=EVERYTHING, sort="promised"):
    with services.store.read() as session:
        ids = backlog_lines.ids(session, wanted, sort, False, TODAY)
        rows = backlog_lines.rows(session, ids, TODAY)
        found = backlog_lines.summary(session, wanted, TODAY)
        assert backlog_lines.selection_summary(session, ids, TODAY) == found
    shown = [rows[line_id] for line_id in ids]
    assert (found.count, found.net) == (len(shown), sum(row.net for row in shown))
    assert found.late == sum(row.net for row in shown if row.days_late)
    return shown


def test_the_lines_add_up_to_the_backlog_of_the_dashboards_to_the_cent(services, world):
    rows = listed(services)
    late = listed(services, ListFilter("late"))
    with services.store.read() as session:
        figures = {one.code: one.value for one in indicators.of_month(session, TODAY.replace(day=1), TODAY)}
        assert sum(row.net for row in rows) == figures["backlog"] == backlog.total(session, TODAY, TODAY)
    assert sum(row.net for row in late) == figures["backlog_late"]
    assert len(late) == figures["deliveries_late"]


def test_a_line_tells_what_is_left_for_when_and_what_is_there_of_it(services, world):
    row = listed(services)[0]
    assert (row.name, row.ordered, row.left) == (f"{world.number}/1", Decimal(7), Decimal(5))
    assert (row.promised, row.days_late, row.net) == (LATE, 5, 1667)
    assert listed(services)[-1].promised is None
    states = {one.name: one.state.code for one in listed(services)}
    assert states == {
        f"{world.number}/1": "reserved", f"{world.number}/2": "reserved", "CDE2026000002/1": "partly_reserved",
        "CDE2026000003/1": "short", "CDE2026000004/1": "reserved", "CDE2026000006/1": "reserved",
    }  # fmt: skip


def test_framework_orders_are_left_out_and_their_call_offs_are_in(services, world):
    with services.store.read() as session:
        ids = orders.ids(session, ListFilter("framework"), "date", True, TODAY)
        (framework,) = orders.rows(session, ids, TODAY).values()
    assert framework.kind is OrderKind.FRAMEWORK
    assert framework.id not in {row.order_id for row in listed(services)}
    assert Decimal(4) in {row.left for row in listed(services)}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("late", 3),
        ("product: P9", 3),
        ("customer: C1", 6),
        ("customer: nobody", 0),
        (f"week: {LATER.isocalendar().year}-{LATER.isocalendar().week}", 2),
        ("reference: to-find", 1),
        ("po-to-find", 1),
        ("late; product: P1", 0),
    ],
)
def test_the_list_is_narrowed_by_what_an_assistant_asks(services, world, query, count):
    assert len(listed(services, parse(query))) == count


@pytest.mark.parametrize("sort", backlog_lines.LISTING.sorts)
def test_every_sort_keeps_every_line(services, world, sort):
    assert len(listed(services, sort=sort)) == 6


def test_chips_count_what_they_list(services, world):
    with services.store.read() as session:
        counts = backlog_lines.counts(session, TODAY)
    assert counts == {key: len(listed(services, ListFilter(key))) for key in counts}


def test_the_file_holds_the_lines_that_are_listed(services, world, tmp_path):
    path = tmp_path / "backlog.xlsx"
    with services.store.read() as session:
        done = list_files.write(session, "backlog", ListFilter("late"), path, TODAY)
    sheet = load_workbook(path).active
    rows = list(sheet.iter_rows(values_only=True))
    assert done.rows == len(rows) - 1 == 3
    assert round(sum(row[-1] for row in rows[1:]) * 100) == sum(row.net for row in listed(services, ListFilter("late")))

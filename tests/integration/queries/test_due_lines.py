"""The lines behind the service rate: judged by their first, last and requested day, and the same as the indicators."""

import datetime as dt
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from adv_desktop.models.rules.kits import KitBilling
from adv_desktop.models.rules.punctuality import AskedBy, Axis, PromiseReason
from adv_desktop.services import punctuality_files
from adv_desktop.services.compositions import NewComponent
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.products import ProductData
from adv_desktop.services.queries import due_lines, punctuality
from adv_desktop.services.queries.due_lines import Grouping
from adv_desktop.services.queries.periods import of_month
from adv_desktop.services.rescheduling import Promise, ReschedulingService

TODAY = dt.date(2026, 11, 24)
NOVEMBER = dt.date(2026, 11, 1)


def day(number):
    return dt.date(2026, 11, number)


def promise(company, order_id, on, **cause):
    with company.read() as session:
        version = order_by_id(session, order_id).version
    ReschedulingService(company.store, company.clock).promise([Promise(order_id, version, on, **cause)])


def due(company):
    with company.read() as session:
        return due_lines.lines(session, of_month(NOVEMBER, TODAY), TODAY)


def test_a_day_that_we_moved_is_late_on_the_first_promise_and_kept_on_the_last(company):
    """R4: first promised 10/11, then 17/11 by us, left 16/11: OTD-1 0/1, OTD-2 1/1."""
    order = company.on(day(2)).order("C1", "10", requested=day(10), acknowledged=True)
    promise(company.on(day(9)), order.id, day(17), reason=PromiseReason.SUPPLIER)
    company.on(day(16)).deliver(order.id)
    company.on(TODAY)
    whole = due_lines.total(due(company))
    assert (whole.counts[Axis.FIRST], whole.counts[Axis.LAST], whole.full) == ((0, 1), (1, 1), (0, 1))
    assert [(row.name, row.lines) for row in due_lines.rows(due(company), Grouping.REASON)] == [("supplier", 1)]


def test_a_day_that_the_customer_moved_is_kept_on_both(company):
    order = company.on(day(2)).order("C1", "10", requested=day(10), acknowledged=True)
    promise(company.on(day(9)), order.id, day(17), asked_by=AskedBy.CUSTOMER)
    company.on(day(16)).deliver(order.id)
    company.on(TODAY)
    whole = due_lines.total(due(company))
    assert (whole.counts[Axis.FIRST], whole.counts[Axis.LAST]) == ((1, 1), (1, 1))
    assert due_lines.rows(due(company), Grouping.REASON) == ()


def test_a_day_asked_for_before_the_lead_time_is_counted_apart(company):
    company.product("P2", lead_days=5)
    company.on(day(2)).order("C1", "10", product="P2", requested=day(4))
    company.on(TODAY)
    whole = due_lines.total(due(company))
    assert (whole.counts[Axis.REQUESTED], whole.impossible, whole.counts[Axis.FIRST]) == ((0, 0), 1, (0, 1))


def test_the_sums_of_the_lines_are_the_indicators(company):
    company.customer("C2", "Deux", siren="732829320")
    for number, (ordered, shipped) in enumerate([("10", "10"), ("10", "6"), ("10", None), ("3", "3")]):
        order = company.on(day(2)).order("C1" if number % 2 else "C2", ordered, requested=day(10 + number))
        if shipped:
            company.on(day(11)).deliver(order.id, shipped)
    company.on(TODAY)
    with company.read() as session:
        told = punctuality.of(session, of_month(NOVEMBER, TODAY), TODAY)
    whole = due_lines.total(due(company))
    assert (whole.rate(Axis.FIRST), whole.otif) == (told.otd, told.otif)
    assert (whole.counts[Axis.FIRST][1], whole.full[1]) == (told.deliverable, told.due)
    rows = due_lines.rows(due(company), Grouping.CUSTOMER)
    assert sum(row.lines for row in rows) == whole.lines == 4
    behind = [line for row in rows for line in due_lines.of_group(due(company), Grouping.CUSTOMER, row)]
    assert sorted(line.id for line in behind) == sorted(line.id for line in due(company))


def test_the_workbook_says_the_same_figures(company, tmp_path):
    order = company.on(day(2)).order("C1", "10", requested=day(10))
    company.on(day(10)).deliver(order.id)
    company.on(day(2)).order("C1", "5", requested=day(12))
    company.on(TODAY)
    path = tmp_path / "ponctualite.xlsx"
    punctuality_files.write(due(company), path)
    book = load_workbook(path)
    assert book.sheetnames == [
        "Par client", "Par famille d'articles", "Par transporteur", "Motifs de retard", "Lignes dues",
    ]  # fmt: skip
    assert [cell.value for cell in book["Par client"][2]][1:6] == [2, 0.5, 0.5, 0.5, 0.5]
    assert book["Par client"].cell(3, 1).value == "Total"
    assert book["Lignes dues"].max_row == 3
    assert due_lines.total(due(company)).otif == Decimal("50.0")


@pytest.fixture
def kit_company(company):
    """The company, selling a kit of one table and four chairs."""
    company.product("TABLE", "Table", "120")
    company.product("CHAIR", "Chaise", "45")
    parts = (NewComponent("TABLE"), NewComponent("CHAIR", Decimal(4)))
    for billing in KitBilling:
        kit = ProductData(billing.value, "Salon", Decimal(20), Decimal(250), components=parts, kit_billing=billing)
        company.products.create(kit)
    return company


def leave(company, order_id, **quantities):
    """Ship components of an order by their codes."""
    with company.read() as session:
        lines = {line.product_code: line.id for line in order_by_id(session, order_id).lines}
    wanted = {lines[code]: Decimal(quantity) for code, quantity in quantities.items()}
    company.deliveries.deliver(DeliverOrders((order_id,), wanted))


def counted(company):
    """Return (OTD, OTIF) as (kept, counted): by the rows and by the indicators, which must agree."""
    whole = due_lines.total(due(company))
    with company.read() as session:
        found = punctuality.of(session, of_month(NOVEMBER, TODAY), TODAY)
    assert (whole.counts[Axis.FIRST], whole.full) == (
        (found.on_time, found.deliverable),
        (found.complete, found.due),
    )
    return whole.counts[Axis.FIRST], whole.full


@pytest.mark.parametrize("billing", KitBilling)
def test_a_kit_counts_as_one_line_kept_when_its_last_component_left_in_time(kit_company, billing):
    order = kit_company.on(day(2)).order("C1", "2", product=billing.value, requested=day(10), acknowledged=True)
    leave(kit_company.on(day(5)), order.id, TABLE=2, CHAIR=5)
    leave(kit_company.on(day(9)), order.id, CHAIR=3)
    assert counted(kit_company.on(TODAY)) == ((1, 1), (1, 1))


@pytest.mark.parametrize("billing", KitBilling)
def test_a_kit_of_which_one_component_left_late_is_one_late_line(kit_company, billing):
    order = kit_company.on(day(2)).order("C1", "2", product=billing.value, requested=day(10), acknowledged=True)
    leave(kit_company.on(day(9)), order.id, TABLE=2, CHAIR=7)
    leave(kit_company.on(day(12)), order.id, CHAIR=1)
    assert counted(kit_company.on(TODAY)) == ((0, 1), (0, 1))


def test_a_kit_whose_component_the_customer_moved_is_due_with_that_component(kit_company):
    order = kit_company.on(day(2)).order("C1", "1", product="complete", requested=day(10), acknowledged=True)
    with kit_company.read() as session:
        found = order_by_id(session, order.id)
        chair, version = next(line.id for line in found.lines if line.product_code == "CHAIR"), found.version
    moved = Promise(order.id, version, day(17), asked_by=AskedBy.CUSTOMER, line_ids=(chair,))
    ReschedulingService(kit_company.store, kit_company.clock).promise([moved])
    leave(kit_company.on(day(10)), order.id, TABLE=1)
    leave(kit_company.on(day(16)), order.id, CHAIR=4)
    assert counted(kit_company.on(TODAY)) == ((1, 1), (1, 1))

"""The sums that the dashboards read are those of the documents, to the cent, whatever was done."""

import contextlib
import datetime as dt
import sqlite3
from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.models import database
from adv_desktop.models.enums import Undelivered
from adv_desktop.models.summary_triggers import SUMMARIES, different
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.company import CompanyIdentity, NewCompany, create_database
from adv_desktop.services.integrity import verify
from adv_desktop.services.order_commands import ExchangeRate, NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import dashboards, indicators
from adv_desktop.services.queries.flows import by_month
from adv_desktop.services.queries.periods import Period, shifted
from adv_desktop.services.queries.punctuality import by_month as punctual_by_month
from adv_desktop.services.settings import SettingsService
from adv_desktop.services.summaries import SummaryService
from adv_desktop.services.undelivered import BringBack, UndeliveredService
from tests.perf import base_tables

TODAY = dt.date(2026, 11, 24)
NOVEMBER = TODAY.replace(day=1)
DOLLARS = ExchangeRate(Decimal("0.9137"), dt.date(2026, 11, 2), "BCE")


def day(month, number):
    return dt.date(2026, month, number)


@pytest.fixture
def lived(company):
    """A company that ordered, delivered in parts, cancelled, credited, was paid, complained and sold abroad."""
    company.customer("C2", "Volcans Restauration", siren=None, terms="30/60/90 jours")
    company.on(day(9, 1)).sell("C1", "100")
    part = company.on(day(9, 20)).order("C1", "10", "7", requested=day(10, 10), acknowledged=True)
    company.on(day(10, 9)).deliver(part.id, "10", "3")
    company.on(day(10, 30)).orders.close_short(part.id, None, "rupture")
    invoice = company.on(day(10, 5)).sell("C2", "300")
    company.on(day(10, 20)).credit(invoice.id, "4")
    company.on(day(11, 3)).pay("C2", 50_000, invoice.number)
    company.claim("C2", invoice.number, disputed=4000)
    gone = company.on(day(11, 4)).order("C1", "12", requested=day(11, 6))
    company.orders.cancel(gone.id, gone.version, "erreur")
    begun = company.on(day(11, 5)).order("C2", "9.5", "1", requested=day(11, 12))
    company.on(day(11, 10)).deliver(begun.id, "3.25")
    company.order("C1", "2", requested=TODAY)
    company.deliver(company.order("C1", "5", requested=TODAY).id)
    return company.on(TODAY)


def counted(company):
    with company.read() as session:
        return base_tables.dashboard(session, NOVEMBER, TODAY)


def test_every_figure_is_what_the_documents_make(lived):
    base = counted(lived)
    with lived.read() as session:
        found = by_month(session, Period(shifted(NOVEMBER, -23), TODAY))
        punctual = punctual_by_month(session, Period(shifted(NOVEMBER, -11), TODAY), TODAY)
        board = dashboards.of(session, NOVEMBER, TODAY)
    assert found == base.months
    assert punctual == base.punctual
    value = {one.code: one.value for one in board.indicators}
    assert (value["backlog"], value["backlog_late"], value["deliveries_late"]) == (
        base.backlog,
        base.late.net,
        base.late.lines,
    )
    assert value["delivered_not_invoiced"] == base.to_invoice
    assert board.overdue == base.ageing.overdue
    assert board.receivable == base.ageing.total
    assert [(int(bar.key), bar.value) for bar in board.customers] == base.best
    assert all(base.months[month].sales for month in (day(9, 1), day(10, 1)))
    assert base.late.lines == 2
    assert verify(lived.store) == []


def test_the_month_before_is_told_with_what_was_late_owed_and_not_invoiced_then(lived):
    with lived.read() as session:
        told = {one.code: one.before for one in indicators.of_month(session, NOVEMBER, TODAY)}
        then = indicators.figures(session, Period(day(10, 1), day(10, 31)), TODAY)
    assert told == then


def test_a_tolerance_that_changes_judges_every_line_again(company):
    order = company.on(day(11, 2)).order("C1", "100", requested=day(11, 10), acknowledged=True)
    company.on(day(11, 9)).deliver(order.id, "98")
    company.on(TODAY)
    rates = []
    for percent in ("0", "2", "1.99"):
        SettingsService(company.store).set("under_delivery_tolerance", percent)
        with company.read() as session:
            rates.append(indicators.figures(session, Period(NOVEMBER, TODAY), TODAY)["otif"])
        assert verify(company.store) == []
    assert rates == [0, 100, 0]


def test_a_shipment_that_never_arrived_is_to_deliver_again_in_every_sum(lived):
    order = lived.order("C1", "6", requested=day(11, 20))
    delivery = lived.deliver(order.id)
    before = counted(lived).backlog
    UndeliveredService(lived.store, lived.clock).bring_back(BringBack(delivery.id, Undelivered.LOST, TODAY, True))
    assert counted(lived).backlog == before + 6000
    assert verify(lived.store) == []


def test_the_top_customers_of_a_month_seen_in_its_middle_are_those_of_its_first_half(company):
    company.customer("C2", "Volcans", siren=None)
    company.on(day(11, 5)).sell("C1", "2")
    company.on(day(11, 20)).sell("C2", "50")
    with company.read() as session:
        half = dashboards.top_customers(session, Period(NOVEMBER, day(11, 10)))
        whole = dashboards.top_customers(session, Period(NOVEMBER, day(11, 30)))
    assert [bar.value for bar in half] == [2000]
    assert [bar.value for bar in whole] == [50_000, 2000]


def broken(path):
    """Change a sum behind the program's back."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE day_figures SET intake = intake + 1 WHERE intake <> 0")
        connection.execute("DELETE FROM customer_month")


def test_a_sum_that_is_wrong_is_found_and_counted_again(lived):
    broken(lived.store.path)
    assert [(one.code, one.where) for one in verify(lived.store)] == [
        ("integrity.summary", "day_figures"),
        ("integrity.summary", "customer_month"),
    ]
    assert SummaryService(lived.store).recount() > 0
    assert verify(lived.store) == []
    assert SummaryService(lived.store).recount() == 0


@pytest.mark.parametrize("statement", [
    "DELETE FROM order_line WHERE id = (SELECT max(id) FROM order_line)",
    "UPDATE sales_order SET state = 'cancelled' WHERE state = 'confirmed'",
    "UPDATE sales_order SET delivery_state = 'none', promised = NULL",
    "UPDATE sales_order SET date_kind = 'departure'",
    "UPDATE order_line SET promised = NULL, first_promised = NULL",
    "UPDATE order_line SET arrived = '2026-12-31'",
    "UPDATE order_line SET delivered = 0, cancelled = 0",
    "UPDATE open_item SET due_date = '2026-01-01', open_amount = amount, disputed_amount = 5",
    "UPDATE claim SET closed_on = '2026-11-20'",
    "DELETE FROM claim",
])  # fmt: skip
def test_the_sums_follow_whatever_statement_changes_the_rows(lived, statement):
    """Not a verb of the program: the triggers hold for any writer of the file."""
    with contextlib.closing(database.connect(lived.store.path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        changed = connection.execute(statement).rowcount
    assert changed > 0
    with lived.read() as session:
        wrong = {name: session.execute(sa.text(different(name))).all() for name in SUMMARIES}
    assert not any(wrong.values()), wrong


def test_a_draft_that_is_deleted_or_changed_counts_for_nothing(company):
    draft = company.draft("C1", "10", "5", requested=day(11, 20))
    with company.store.write() as session:
        order = order_by_id(session, draft.id)
        order.lines[0].quantity = Decimal(3)
        session.delete(order)
    assert counted(company).backlog == 0
    assert verify(company.store) == []


def test_orders_and_deliveries_in_dollars_are_converted_one_by_one(company):
    command = NewOrder(
        "C1", (NewLine(Decimal("3"), "P1", unit_price=Decimal("33.33")),), currency="USD", exchange_rate=DOLLARS,
        requested=day(11, 12),
    )  # fmt: skip
    for _ in range(3):
        order = company.on(day(11, 3)).orders.create(command)
        company.orders.confirm(order.id)
    company.on(day(11, 20)).deliver(order.id)
    company.on(TODAY)
    base = counted(company)
    with company.read() as session:
        board = dashboards.of(session, NOVEMBER, TODAY)
        found = by_month(session, Period(NOVEMBER, TODAY))
    assert found[NOVEMBER] == base.months[NOVEMBER]
    assert found[NOVEMBER].shipped == 9136  # 99.99 dollars at 0.9137
    value = {one.code: one.value for one in board.indicators}
    assert (value["backlog"], value["backlog_late"]) == (base.backlog, base.late.net) == (2 * 9136, 2 * 9136)
    assert verify(company.store) == []


def test_a_new_company_has_nothing_to_count(tmp_path):
    path = tmp_path / "new.db"
    identity = CompanyIdentity("EXEMPLE ADV", "732829320", "1 rue", "69000", "Lyon", vat_number="FR44732829320")
    create_database(path, NewCompany(identity), FixedDay(TODAY))
    assert verify(path) == []

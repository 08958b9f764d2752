"""The figures of a month, by the rules of the trade."""

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.enums import BackorderPolicy, PaymentMethod
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.order_reading import command_of
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import (
    backlog,
    claims,
    deliveries,
    flows,
    indicators,
    invoices,
    orders,
    payments,
    periods,
    punctuality,
    receivables,
)
from adv_desktop.services.queries.periods import Period

NOVEMBER = dt.date(2026, 11, 1)
PAGES = {"orders": orders, "deliveries": deliveries, "invoices": invoices, "payments": payments, "claims": claims}


def figures(company, month=NOVEMBER, today=dt.date(2026, 11, 24)):
    with company.read() as session:
        return indicators.figures(session, periods.of_month(month, today), today)


def day(month, number):
    return dt.date(2026, month, number)


def test_deposits_and_their_deduction_are_not_sales(company):
    """R29: an order of 10 000 with 30 % in October and the rest in November: October 0, November 10 000."""
    order = company.on(day(10, 5)).order("C1", "1000")
    company.issuing.issue(company.deposits.draft(order.id, percent=Decimal(30)))
    company.on(day(11, 24)).issuing.issue(company.drafts.from_orders([order.id]).invoices[0].id)
    assert figures(company, day(10, 1))["sales_net"] == 0
    assert figures(company)["sales_net"] == 1_000_000


def test_a_credit_note_lowers_the_sales_of_its_own_month(company):
    invoice = company.on(day(10, 5)).sell("C1", "10")
    company.on(day(11, 24)).credit(invoice.id, "4")
    company.sell("C1", "20")
    october, november = figures(company, day(10, 1)), figures(company)
    assert (october["sales_net"], november["sales_net"]) == (10000, 16000)
    assert (november["invoices"], november["credit_notes"], november["credit_rate"]) == (1, 1, Decimal("20.0"))
    assert october["credit_rate"] == 0


def test_order_intake_is_in_the_month_of_each_change(company):
    order = company.on(day(9, 10)).order("C1", "100")
    with company.read() as session:
        found = order_by_id(session, order.id)
        command, version = command_of(found, "C1"), found.version
    (line,) = command.lines
    changed = NewOrder(**{**_fields(command), "lines": (NewLine(**{**_fields(line), "quantity": Decimal(80)}),)})
    company.on(day(10, 10)).orders.update(order.id, version, changed)
    company.deliver(order.id, "30")
    company.on(day(11, 10)).orders.close_short(order.id, None, "fin de saison")
    assert [figures(company, day(month, 1))["order_intake"] for month in (9, 10, 11)] == [100_000, -20_000, -50_000]


def _fields(command):
    return {name: getattr(command, name) for name in command.__dataclass_fields__}


def test_a_cancelled_order_leaves_the_intake_of_its_month_alone(company):
    order = company.on(day(10, 10)).order("C1", "10")
    company.on(day(11, 10)).orders.cancel(order.id, order.version, "erreur du client")
    assert [figures(company, day(month, 1))["order_intake"] for month in (10, 11)] == [10_000, -10_000]


def test_a_backorder_that_the_customer_refuses_leaves_the_intake_the_day_the_rest_ships(company):
    company.customer("C2", "Volcans Restauration", siren=None, backorder_policy=BackorderPolicy.CANCEL)
    order = company.on(day(10, 10)).order("C2", "10")
    company.on(day(11, 10)).deliver(order.id, "7")
    found = figures(company)
    assert (found["order_intake"], found["backlog"]) == (-3000, 0)


def test_the_backlog_of_a_past_day_is_found_back_to_the_cent(company, today):
    company.on(day(9, 1)).order("C1", "10")
    second = company.on(day(10, 1)).order("C1", "7")
    company.on(day(10, 20)).deliver(second.id, "3")
    company.on(day(11, 3)).deliver(second.id, "4")
    third = company.on(day(11, 5)).order("C1", "100")
    company.on(day(11, 6)).orders.cancel(third.id, third.version, "erreur")
    with company.read() as session:
        found = [backlog.total(session, on, today) for on in (day(8, 31), day(9, 30), day(10, 19), day(10, 31), today)]
    assert found == [0, 10_000, 17_000, 14_000, 10_000]


def test_late_lines_now_and_then(company, today):
    order = company.on(day(9, 1)).order("C1", "10", requested=day(10, 10))
    company.order("C1", "1", requested=day(12, 1))
    company.on(day(11, 3)).deliver(order.id, "4")
    now, then = figures(company), figures(company, day(10, 1))
    assert (now["deliveries_late"], now["backlog_late"]) == (1, 6000)
    assert (then["deliveries_late"], then["backlog_late"]) == (1, 10_000)
    assert figures(company, day(9, 1))["deliveries_late"] == 0


def test_delivered_and_not_invoiced_now_and_then(company):
    delivery = company.on(day(10, 20)).deliver(company.order("C1", "10").id, "6")
    company.on(day(11, 3)).invoice(delivery.id)
    company.on(day(11, 20)).deliver(company.order("C1", "2").id)
    assert figures(company)["delivered_not_invoiced"] == 2000
    assert figures(company, day(10, 1))["delivered_not_invoiced"] == 6000


def test_a_new_promise_of_ours_does_not_clean_the_first_one(company, today):
    """R4: first promised 10/11, then 17/11 by us, left 16/11: late on the first promise."""
    order = company.on(day(11, 2)).order("C1", "10", requested=day(11, 10), acknowledged=True)
    with company.read() as session:
        found = order_by_id(session, order.id)
        command, version = command_of(found, "C1"), found.version
    (line,) = command.lines
    later = NewLine(**{**_fields(line), "promised": day(11, 17)})
    company.on(day(11, 9)).orders.update(order.id, version, NewOrder(**{**_fields(command), "lines": (later,)}))
    company.on(day(11, 16)).deliver(order.id)
    company.on(today)
    assert (figures(company)["otd"], figures(company)["otif"]) == (0, 0)


@pytest.mark.parametrize(
    ("shipments", "otd", "otif"),
    [
        ([(9, "10")], 100, 100),
        ([(10, "6"), (10, "4")], 100, 100),
        ([(9, "6"), (12, "4")], 0, 0),
        ([(12, "10")], 0, 0),
        ([], 0, 0),
        ([(9, "6"), (None, "")], 100, 0),
        ([(None, "")], None, 0),
    ],
)
def test_on_time_and_complete_by_line(company, today, shipments, otd, otif):
    order = company.on(day(11, 2)).order("C1", "10", requested=day(11, 10))
    for number, quantity in shipments:
        if number is None:
            company.on(day(11, 15)).orders.close_short(order.id, None, "plus de stock")
        else:
            company.on(day(11, number)).deliver(order.id, quantity)
    found = figures(company.on(today))
    assert (found["otd"], found["otif"]) == (otd, otif)


def test_what_is_due_today_is_not_judged_before_it_has_left(company, today):
    order = company.order("C1", "10", requested=today)
    assert figures(company)["otif"] is None
    company.deliver(order.id)
    assert figures(company)["otif"] == 100


def test_free_text_and_cancelled_orders_are_out_of_the_service_rate(company, today):
    company.on(day(11, 2))
    text = NewLine(Decimal(1), label="Pose", unit_price=Decimal(50), requested=day(11, 5))
    free = company.orders.create(NewOrder("C1", (text,), requested=day(11, 5)))
    company.orders.confirm(free.id)
    gone = company.order("C1", "10", requested=day(11, 5))
    company.orders.cancel(gone.id, gone.version, "erreur du client")
    with company.read() as session:
        assert punctuality.of(session, Period(day(11, 1), today), today).due == 0


def test_receipts_are_what_came_in_less_what_bounced(company):
    invoice = company.on(day(10, 1)).sell("C1", "100")
    first = company.on(day(10, 20)).pay("C1", 50_000, invoice.number)
    company.on(day(11, 4)).pay("C1", 20_000, invoice.number, method=PaymentMethod.CHEQUE)
    company.on(day(11, 5)).payments.reverse(first.number, "impayé")
    assert [figures(company, day(month, 1))["receipts"] for month in (10, 11)] == [50_000, -30_000]


def test_the_balance_is_by_age_of_each_instalment_and_credits_stand_apart(company, today):
    company.customer("C2", "Volcans", siren=None, terms="30/60/90 jours")
    company.on(day(8, 20)).sell("C2", "300")
    company.on(day(10, 24)).sell("C1", "10")
    company.on(today).pay("C1", 5000)
    with company.read() as session:
        found = receivables.ageing(session, today, today)
        by_customer = receivables.ageing_by_customer(session, today, today)
    assert (found.current, found.to_30, found.to_60, found.to_90, found.over_90) == (
        0,
        12000 + 120000,
        120000,
        120000,
        0,
    )
    assert (found.unallocated, found.total) == (-5000, 367000)
    assert by_customer[2].overdue == 360000


def test_the_balance_of_a_past_day_puts_back_what_was_paid_since(company, today):
    invoice = company.on(day(9, 1)).sell("C1", "10")
    company.on(day(11, 10)).pay("C1", 12000, invoice.number)
    assert figures(company)["ageing_60"] == 0
    assert figures(company, day(10, 1))["ageing_30"] == 12000
    assert figures(company, day(8, 1))["ageing_30"] == 0


def test_dso_counts_the_sales_back(company, today):
    """250 with 120, 100 and 90 in November, October, September: 30 + 31 + 30/90 × 30 = 71 days."""
    for month, quantity in ((9, "90"), (10, "100"), (11, "120")):
        company.on(day(month, 1)).sell("C1", quantity)
    company.on(day(11, 20)).pay("C1", 6000 * 12)
    with company.read() as session:
        assert receivables.dso(session, day(11, 30), day(11, 30)) == 71
        assert receivables.dso(session, day(10, 31), day(11, 30)) == 61
        assert receivables.dso(session, day(8, 31), day(11, 30)) is None


def test_claims_open_and_their_rate(company):
    first, second = company.on(day(10, 5)).sell(), company.on(day(11, 3)).sell()
    company.on(day(10, 20)).claim("C1", first.number)
    claim = company.on(day(11, 4)).claim("C1", second.number, cause="étiquette")
    found = figures(company.on(day(11, 24)))
    assert (found["claims_open"], found["claims_rate"]) == (2, 100)
    with company.read() as session:
        assert flows.claim_causes(session, Period(day(10, 1), day(11, 30))) == [("price", 1), ("étiquette", 1)]
    assert claim.number


def test_nothing_gives_no_rate_and_no_days(company):
    found = figures(company)
    assert {code for code, value in found.items() if value is None} == {
        "otd",
        "otif",
        "credit_rate",
        "dso",
        "claims_rate",
    }
    assert {value for value in found.values() if value is not None} == {0}


def test_every_figure_has_a_definition_and_opens_its_rows(company, today):
    company.sell()
    with company.read() as session:
        found = indicators.of_month(session, NOVEMBER, today)
        for indicator in found:
            assert indicator.definition.endswith(".")
            PAGES[indicator.rows.page].ids(session, indicator.rows.filter, "", True, today)
    assert [indicator.code for indicator in found] == list(indicators.ROWS)


def test_a_running_month_compares_with_as_many_working_days(company):
    period = periods.of_month(NOVEMBER, dt.date(2026, 11, 24))
    assert periods.working_days(period) == 16
    assert periods.last_year(period) == Period(dt.date(2025, 11, 1), dt.date(2025, 11, 25))
    assert periods.working_days(periods.last_year(period)) == 16
    whole = periods.of_month(day(10, 1), dt.date(2026, 11, 24))
    assert periods.last_year(whole) == Period(dt.date(2025, 10, 1), dt.date(2025, 10, 31))
    assert periods.month_before(period) == Period(day(10, 1), day(10, 31))

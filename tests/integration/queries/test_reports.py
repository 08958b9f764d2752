"""Dashboards, a customer's page, exposure, and the monthly report."""

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.totals import DocumentDiscount, Freight
from adv_desktop.services.claims import NewClaim
from adv_desktop.services.customers import Address, Contact
from adv_desktop.services.exports import workbook
from adv_desktop.services.order_commands import ExchangeRate, NewLine, NewOrder
from adv_desktop.services.queries import customer_page, dashboards, exposure, indicators, monthly

NOVEMBER = dt.date(2026, 11, 1)


def day(month, number, year=2026):
    return dt.date(year, month, number)


@pytest.fixture
def year(company, today):
    """Two years of little business, ending on 24/11/2026."""
    company.on(day(11, 10, 2025)).sell("C1", "50")
    company.on(day(9, 1)).sell("C1", "100", requested=day(9, 1))
    company.on(day(10, 1)).order("C1", "40", requested=day(10, 20))
    company.customer("C2", "Volcans Restauration", siren=None, terms="30/60 jours")
    sold = company.on(day(11, 3)).sell("C2", "30", requested=day(11, 3))
    company.on(day(11, 5)).claim("C2", sold.number, disputed=1000, cause="étiquette")
    company.credit(sold.id, "2")
    company.on(day(11, 6)).pay("C1", 60_000, "FA2026000001")
    company.deliver(company.order("C2", "10", requested=day(11, 6)).id, "4")
    company.on(today)
    return company


def test_the_dashboard_shows_twelve_months_against_last_year(year, today):
    with year.read() as session:
        found = dashboards.of(session, NOVEMBER, today)
    points = {point.month: point for point in found.points}
    assert (len(points), points[NOVEMBER].sales, points[NOVEMBER].last_year) == (12, 28_000, 50_000)
    assert [points[day(month, 1)].backlog for month in (8, 9, 10, 11)] == [0, 0, 40_000, 46_000]
    assert [points[day(month, 1)].intake for month in (9, 10, 11)] == [100_000, 40_000, 40_000]
    assert (points[NOVEMBER].receipts, points[day(9, 1)].otif, points[day(8, 1)].otif) == (60_000, 100, None)
    assert points[NOVEMBER].otif == Decimal("50.0")
    assert [(bar.label, bar.value) for bar in found.customers] == [("Volcans Restauration", 28_000)]
    assert [(bar.key, bar.value) for bar in found.causes] == [("étiquette", 1)]
    assert {bar.key: bar.value for bar in found.ageing} == {
        "current": 36000,
        "30": 0,
        "60": 60000,
        "90": 0,
        "over": 60000,
        "disputed": 1000,
        "unallocated": -2400,
    }
    assert found.indicator("sales_net").value == points[NOVEMBER].sales
    assert found.indicator("backlog").value == points[NOVEMBER].backlog


def test_the_report_agrees_with_itself_and_makes_a_workbook(year, today, tmp_path):
    with year.read() as session:
        report = monthly.report(session, NOVEMBER, today, "fr")
        found = indicators.of_month(session, NOVEMBER, today)
    assert [check.name for check in report.checks if not check.right] == []
    assert len(report.checks) == 5
    assert {one.code: one.value for one in report.indicators} == {one.code: one.value for one in found}
    assert report.indicators[0].name == "Chiffre d'affaires facturé HT"
    assert (len(report.late), report.late[0].days_late, report.not_invoiced[0].net) == (2, 35, 4000)
    assert {row.state for row in report.orders} == {"Confirmée", "Partiellement livrée", "Soldée"}
    assert [row.invoice_number for row in report.payments] == ["FA2026000001"]
    assert (report.claims[0].type, report.claims[0].disputed) == ("Prix", 1000)
    path = workbook.write(report, tmp_path / "report.xlsx")
    assert path.stat().st_size > 10_000


def test_a_past_month_is_reported_as_it_was(year, today):
    with year.read() as session:
        september = monthly.report(session, day(9, 1), today, "en")
    assert september.checks
    assert all(check.right for check in september.checks), september.checks
    assert {row.total for row in september.ageing} == {60000 + 120000}


def test_lines_freight_discounts_and_currencies_add_up_to_the_turnover(company, today):
    line = NewLine(Decimal(3), "P1", unit_price=Decimal("33.33"))
    rate = ExchangeRate(Decimal("0.9217"), today, "BCE")
    for facts in (
        {"discount": DocumentDiscount(percent=Decimal(2)), "freight": Freight(3500)},
        {"currency": "USD", "exchange_rate": rate, "discount": DocumentDiscount(percent=Decimal(3))},
    ):
        order = company.orders.create(NewOrder("C1", (line, line), **facts))
        company.orders.confirm(order.id)
        company.invoice(company.deliver(order.id).id)
    with company.read() as session:
        report = monthly.report(session, NOVEMBER, today)
        sales = indicators.figures(session, monthly.of_month(NOVEMBER, today), today)["sales_net"]
    assert sales == sum(row.turnover for row in report.invoices)
    assert all(check.right for check in report.checks), report.checks


def test_the_page_of_a_customer(year, today):
    with year.read() as session:
        found = customer_page.of(session, 1, today)
    assert (found.row.code, found.exposure.overdue, found.exposure.to_deliver) == ("C1", 120_000, 48_000)
    assert found.exposure.total == 168_000
    assert [(order.row.net, order.first, order.others, order.left) for order in found.open_orders] == [
        (40_000, "P1 Miel d'acacia 250 g", 0, 40)
    ]
    assert [row.open for row in found.unpaid] == [60_000, 60_000]
    assert sum(now for _month, now, _before in found.sales) == 100_000
    assert found.sales[-1] == (NOVEMBER, 0, 50_000)
    assert found.counts[DocumentKind.INVOICE] == 2
    assert found.mean_days_late == 36


def test_people_places_and_requirements_of_a_customer(company, today):
    company.customer(
        "C2",
        "Volcans",
        siren=None,
        contacts=(Contact("Mme Vernier", "Achats"),),
        addresses=(Address("Dépôt", "Volcans Nord", town="Riom", is_default=True),),
        requirements=("po_number",),
    )
    with company.read() as session:
        found = customer_page.of(session, 2, today)
    assert (found.contacts[0].name, found.places[0].town, found.requirements) == ("Mme Vernier", "Riom", ("po_number",))
    assert (found.mean_days_late, found.otif, found.exposure.limit) == (None, None, None)


def test_exposure_counts_a_deposit_once(company, today):
    """R10: an order of 12 000, a deposit invoice of 3 600 unpaid: 12 000; paid: 8 400."""
    order = company.order("C1", "1000")
    deposit = company.issuing.issue(company.deposits.draft(order.id, percent=Decimal(30)))

    def total():
        with company.read() as session:
            return exposure.of(session, 1, today).total

    assert total() == 1_200_000
    company.pay("C1", 360_000, deposit.number)
    assert total() == 840_000
    company.deliver(order.id, "500")
    assert total() == 840_000


def test_exposure_follows_goods_from_order_to_payment(company, today):
    company.customer("C2", "Volcans", siren=None, credit_limit=100_000)
    order = company.order("C2", "10")
    delivery = company.deliver(order.id, "4")
    with company.read() as session:
        found = exposure.of(session, 2, today)
    assert (found.to_deliver, found.delivered_not_invoiced, found.not_due) == (7200, 4800, 0)
    invoice = company.invoice(delivery.id)
    company.pay("C2", 5000, invoice.number)
    with company.read() as session:
        found = exposure.of(session, 2, today)
    assert (found.to_deliver, found.not_due, found.credits, found.total) == (7200, 0, 200, 7000)
    assert (found.available, found.percent) == (93_000, Decimal("7.0"))


def test_claims_without_origin_are_in_the_report(company, today):
    from adv_desktop.models.enums import ClaimType

    company.claims.open(NewClaim("C1", ClaimType.OTHER, "téléphone injoignable"))
    with company.read() as session:
        report = monthly.report(session, NOVEMBER, today)
    assert [(row.origin, row.description) for row in report.claims] == [("", "téléphone injoignable")]

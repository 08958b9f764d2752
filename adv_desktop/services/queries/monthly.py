"""The monthly report: every figure and every row that the workbook and the PDF print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import DeliveryLine
from adv_desktop.models.enums import InvoiceState
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Company
from adv_desktop.models.sales_order import OrderLine
from adv_desktop.services import settings, texts
from adv_desktop.services.exports import report_data as data
from adv_desktop.services.formats import Formats
from adv_desktop.services.queries import dashboards, flows, indicators, monthly_money, monthly_rows
from adv_desktop.services.queries.dashboards import Bar, Point
from adv_desktop.services.queries.indicators import Indicator
from adv_desktop.services.queries.periods import Period, of_month
from adv_desktop.services.queries.reading import Reading
from adv_desktop.services.texts import N_, Texts

SALES = N_("Net sales = sum of the invoiced lines")
BALANCE = N_("Balance by age = sum of the customers' balances")
NOT_INVOICED = N_("Delivered, not invoiced = sum of its deliveries")
BACKLOG = N_("Backlog = order intake − deliveries, since the beginning")
NUMBERED = N_("Invoices and credit notes listed = numbered in the month")


def report(
    session: Session, month: dt.date, today: dt.date, language: str | None = None, made_at: dt.datetime | None = None
) -> data.MonthlyReport:
    """Return the report of a month, in a language (None: the interface's)."""
    words = texts.of(language) if language else texts.current()
    period = of_month(month, today)
    reading = Reading(session, period, today, words)
    found = indicators.of_month(session, month, today)
    balance = monthly_money.ageing(reading)
    left = next(int(one.value or 0) for one in found if one.code == "backlog")
    shown = data.MonthlyReport(
        language=words.language, company=_company(session), month=period.start,
        closed_at=made_at or dt.datetime.now(dt.UTC), indicators=tuple(_indicator(one, words) for one in found),
        months=tuple(_month(point) for point in dashboards.points(session, period.start, today, left)),
        ageing_bars=_ageing_bars(balance, words),
        top_customers=_shares(dashboards.top_customers(session, period), words, translated=False),
        claim_causes=_shares(dashboards.causes(session, period), words, translated=True),
        orders=monthly_rows.orders(reading), deliveries=monthly_rows.deliveries(reading),
        invoices=monthly_rows.invoices(reading), payments=monthly_money.payments_of(reading),
        claims=monthly_money.claims(reading), ageing=balance, late=monthly_money.late(reading),
        not_invoiced=monthly_money.not_invoiced(reading),
    )  # fmt: skip
    return _checked(shown, reading)


def _company(session: Session) -> str:
    row = session.execute(sa.select(Company.trade_name, Company.legal_name)).one()
    return str(row.trade_name or row.legal_name)


def _indicator(one: Indicator, words: Texts) -> data.Indicator:
    return data.Indicator(
        code=one.code, name=words.gettext(one.name), unit=data.Unit(one.unit.value),
        definition=words.gettext(one.definition), value=one.value, previous=one.previous, year_to_date=one.year,
        year_to_date_previous=one.year_previous, trend=one.before, better=one.better,
    )  # fmt: skip


def _month(point: Point) -> data.Month:
    return data.Month(
        start=point.month, sales=point.sales, sales_previous=point.last_year, order_intake=point.intake,
        backlog=point.backlog, otif=point.otif, otd=point.otd,
    )  # fmt: skip


def _ageing_bars(rows: Iterable[data.AgeingRow], words: Texts) -> tuple[data.Share, ...]:
    """Return the bars of the balance by age, as the sum of the rows."""
    rows = list(rows)
    columns = (
        (N_("Not due"), [row.not_due for row in rows]),
        (N_("1–30 days"), [row.days_1_30 for row in rows]),
        (N_("31–60 days"), [row.days_31_60 for row in rows]),
        (N_("61–90 days"), [row.days_61_90 for row in rows]),
        (N_("Over 90 days"), [row.over_90 for row in rows]),
    )
    return tuple(data.Share(words.gettext(label), sum(values)) for label, values in columns)


def _shares(bars: Iterable[Bar], words: Texts, *, translated: bool) -> tuple[data.Share, ...]:
    return tuple(data.Share(words.gettext(bar.label) if translated else bar.label, bar.value) for bar in bars)


def _checked(shown: data.MonthlyReport, reading: Reading) -> data.MonthlyReport:
    """Add the controls: pairs of figures found by two ways."""
    value = {one.code: int(one.value or 0) for one in shown.indicators}
    balance = sum(value[code] for code in ("ageing_current", "ageing_30", "ageing_60", "ageing_90", "ageing_over"))
    checks = [
        _amounts(reading, SALES, value["sales_net"], sum(row.turnover for row in shown.invoices)),
        _amounts(reading, BALANCE, balance, sum(row.total - row.unallocated for row in shown.ageing)),
        _amounts(reading, NOT_INVOICED, value["delivered_not_invoiced"], sum(row.net for row in shown.not_invoiced)),
    ]
    if not settings.read(reading.session).over_delivery_tolerance:
        checks.append(_amounts(reading, BACKLOG, value["backlog"], _bridge(reading), _cents(reading.session)))
    numbered, listed = _numbered(reading), len({row.number for row in shown.invoices})
    checks.append(data.CheckRow(reading.texts.gettext(NUMBERED), str(numbered), str(listed), numbered == listed))
    return replace(shown, checks=tuple(checks))


def _amounts(reading: Reading, name: str, expected: int, found: int, allowed: int = 0) -> data.CheckRow:
    formats = Formats(reading.texts.language)
    right = abs(expected - found) <= allowed
    return data.CheckRow(reading.texts.gettext(name), formats.money(expected), formats.money(found), right)


def _bridge(reading: Reading) -> int:
    """Return the backlog as all that ever came in less all that ever left."""
    ever = flows.of(reading.session, Period(dt.date(1900, 1, 1), reading.period.end))
    return ever.intake - ever.shipped


def _cents(session: Session) -> int:
    """Return the rounding allowed: each part of a line delivered in several times is rounded for itself."""
    statement = (
        sa.select(sa.func.count())
        .select_from(DeliveryLine)
        .join(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .where(DeliveryLine.quantity != OrderLine.quantity)
    )
    return session.scalar(statement) or 0


def _numbered(reading: Reading) -> int:
    inside = Invoice.issue_date.between(reading.period.start, reading.period.end)
    statement = sa.select(sa.func.count()).select_from(Invoice)
    return reading.session.scalar(statement.where(inside, Invoice.state == InvoiceState.ISSUED)) or 0

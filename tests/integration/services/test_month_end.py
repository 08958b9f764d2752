"""« Clôture du mois »: what a month leaves behind, counted, judged normal for a reason, written for accounting."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from adv_desktop.bootstrap import build
from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.month_end import JudgeNormal
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.queries.month_end import CONTROLS, LISTINGS, wanted_of
from adv_desktop.services.store import Store
from tests.support.company import TODAY, LightPapers, confirmed, invoiced, shipped

NOVEMBER, OCTOBER = dt.date(2026, 11, 1), dt.date(2026, 10, 1)
LINES = NewLine(Decimal(5), "P1"), NewLine(Decimal(3), "P2")


@pytest.fixture
def busy(services):
    """A month with an order to confirm, one late, a delivery to prepare, one not invoiced, a draft, one not sent."""
    texts.use("fr")
    services.orders.create(NewOrder("C1", (LINES[0],)))
    confirmed(services, NewLine(Decimal(1), "P1", promised=TODAY - dt.timedelta(days=2)))
    services.deliveries.prepare(DeliverOrders((confirmed(services, LINES[0]).id,)))
    shipped(services, confirmed(services, *LINES).id)
    services.drafts.from_deliveries([shipped(services, confirmed(services, LINES[0]).id)])
    invoiced(services, shipped(services, confirmed(services, LINES[1]).id))
    return services


def counted(found):
    return {row.control.key: row.found.count for row in found.rows if row.found.count}


def test_what_a_month_leaves_behind_is_counted(busy):
    found = busy.month_end.show(TODAY)
    assert counted(found) == {
        "to_confirm": 1, "late": 1, "to_prepare": 1, "to_invoice": 1, "accruals": 3, "drafts": 1, "to_send": 1,
    }  # fmt: skip
    assert found.left == 7
    assert not found.is_closed


def test_each_control_opens_the_rows_that_it_counts(busy):
    found = busy.month_end.show(TODAY)
    with busy.store.read() as session:
        for row in found.rows:
            if row.control.noun in LISTINGS:
                wanted = wanted_of(row.control, found.last)
                ids = LISTINGS[row.control.noun].ids(session, wanted, "", descending=False, today=TODAY)
                assert len(ids) == row.found.count


def test_what_is_dated_after_the_month_is_left_to_the_next_one(busy):
    assert counted(busy.month_end.show(OCTOBER)) == {"late": 1, "drafts": 1}


def test_the_accruals_are_the_lines_delivered_and_not_invoiced_with_their_vat(busy):
    found = busy.month_end.show(TODAY)
    amounts = sorted((one.line.net, one.vat_rate, one.vat) for one in found.accruals)
    assert amounts == [(3000, Decimal("5.5"), 165), (16665, Decimal(20), 3333), (16665, Decimal(20), 3333)]


def test_what_is_left_is_judged_normal_for_a_reason_until_there_is_more(busy):
    busy.month_end.judge_normal(JudgeNormal(TODAY, "to_confirm", "Le client répond lundi"))
    row = next(row for row in busy.month_end.show(TODAY).rows if row.control.key == "to_confirm")
    assert (row.is_settled, row.accepted.reason) == (True, "Le client répond lundi")
    assert busy.month_end.show(TODAY).left == 6
    busy.orders.create(NewOrder("C1", (LINES[0],)))
    row = next(row for row in busy.month_end.show(TODAY).rows if row.control.key == "to_confirm")
    assert (row.is_settled, row.accepted.count, row.found.count) == (False, 1, 2)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (JudgeNormal(TODAY, "to_confirm", "  "), "reason.missing"),
        (JudgeNormal(TODAY, "nothing", "oui"), "month_end.no_control"),
        (JudgeNormal(TODAY, "rejected", "oui"), "month_end.nothing_held"),
        (JudgeNormal(dt.date(2027, 1, 1), "to_confirm", "oui"), "month_end.to_come"),
    ],
)
def test_a_judgement_without_sense_is_refused(busy, command, code):
    with pytest.raises(DomainError, match=code.replace(".", r"\.")):
        busy.month_end.judge_normal(command)


def test_a_closed_month_says_so(busy):
    clock = FixedDay(dt.date(2026, 12, 3))
    later = build(Store(busy.store.path, clock), clock, LightPapers())
    assert not later.month_end.show(NOVEMBER).is_closed
    later.closing.close_month(NOVEMBER)
    assert later.month_end.show(NOVEMBER).is_closed
    later.close()


def test_the_workbook_holds_controls_accruals_and_an_entry_that_balances_and_is_reversed(busy, tmp_path):
    path = busy.month_end.write(NOVEMBER, tmp_path / "cloture.xlsx").path
    book = load_workbook(path)
    assert book.sheetnames == ["Clôture du mois", "Factures à établir", "Écriture"]
    rows = [row for row in book["Écriture"].iter_rows(values_only=True) if isinstance(row[0], dt.datetime)]
    days = {day: [row for row in rows if row[0].date() == day] for day in (dt.date(2026, 11, 30), dt.date(2026, 12, 1))}
    for day, own in days.items():
        debit, credit = (round(sum(row[place] or 0 for row in own), 2) for place in (3, 4))
        assert debit == credit == 431.61, day
    accounts = [row[1] for row in days[dt.date(2026, 11, 30)]]
    assert accounts == ["4181", "70", "44587", "70", "44587"]
    assert len(CONTROLS) == 15
    held = [row[2] for row in book["Clôture du mois"].iter_rows(values_only=True) if isinstance(row[2], int)]
    assert len(held) == 15

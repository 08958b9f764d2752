import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.queries import today as board
from adv_desktop.services.queries.today import Shelf
from adv_desktop.services.snoozes import BoardLine, PutOff, back_on
from tests.support.company import TODAY, new_company

FRIDAY = dt.date(2026, 11, 27)


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    made.orders.create(NewOrder("C1", (NewLine(Decimal(2), "P1"),)))
    yield made
    made.close()


def lines(services, day=TODAY, shelf=Shelf.WAITING):
    with services.store.read() as session:
        tasks = board.rows(session, day, shelf=shelf)
        counted = sum(summary.count for summary in board.counts(session, day, shelf).values())
        assert counted == len(tasks)
    return [BoardLine(task.nature, task.kind, task.id) for task in tasks]


def test_a_line_put_off_leaves_the_board_until_its_day(services):
    (line,) = lines(services)
    until = services.snoozes.put_off([line], PutOff.TOMORROW)
    assert until == TODAY + dt.timedelta(days=1)
    assert (lines(services), lines(services, shelf=Shelf.PUT_OFF)) == ([], [line])
    assert lines(services, until) == [line]


def test_a_line_that_is_done_is_among_the_done_ones_and_can_be_brought_back(services):
    (line,) = lines(services)
    services.snoozes.put_off([line], PutOff.NEXT_WEEK)
    services.snoozes.put_off([line], PutOff.DONE)
    assert (lines(services, shelf=Shelf.PUT_OFF), lines(services, shelf=Shelf.DONE)) == ([], [line])
    services.snoozes.bring_back([line])
    assert lines(services) == [line]


def test_a_day_put_off_to_is_a_working_day():
    assert back_on(FRIDAY, PutOff.TOMORROW) == dt.date(2026, 11, 30)
    assert back_on(FRIDAY, PutOff.NEXT_WEEK) == dt.date(2026, 11, 30)
    assert back_on(dt.date(2026, 11, 23), PutOff.NEXT_WEEK) == dt.date(2026, 11, 30)


def test_the_count_of_the_rail_leaves_out_what_was_put_off(services):
    services.snoozes.put_off(lines(services), PutOff.TOMORROW)
    with services.store.read() as session:
        assert board.badges(session, TODAY)["today"] == 0

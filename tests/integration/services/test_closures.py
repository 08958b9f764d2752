"""Closures: days by themselves, months on demand, their totals, and what they refuse from then on."""

import datetime as dt
import shutil
from decimal import Decimal

import pytest

from adv_desktop.bootstrap import build
from adv_desktop.models.enums import ClosurePeriod, PaymentMethod
from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.events import Hub
from adv_desktop.services.integrity import verify, verify_chain
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.payments import NewPayment
from adv_desktop.services.sentences import sentence
from adv_desktop.services.store import Store
from tests.faults.company import StoredPapers, open_company
from tests.integration.test_integrity import tamper

OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)


class Calendar(Clock):
    """A clock that a test moves; noon keeps every time zone on the same day."""

    def __init__(self, day):
        self.day = day

    def today(self):
        return self.day

    def now(self):
        return dt.datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def new_company(tmp_path_factory):
    path = tmp_path_factory.mktemp("closures") / "company.db"
    open_company(path).close()
    return path


@pytest.fixture
def path(new_company, tmp_path):
    return shutil.copy(new_company, tmp_path / "company.db")


@pytest.fixture
def calendar():
    return Calendar(dt.date(2026, 10, 30))


@pytest.fixture
def company(path, calendar):
    services = build(Store(path, calendar, Hub()), calendar, StoredPapers())
    yield services
    services.close()


def ship(company, quantity=1):
    order = company.orders.create(NewOrder("C1", (NewLine(Decimal(quantity), "P1"),)))
    company.orders.confirm(order.id)
    return company.deliveries.deliver(DeliverOrders((order.id,)))[0]


def invoice(company, quantity=1, date=None):
    """33.33 net, 40.00 gross a piece."""
    draft = company.drafts.from_deliveries([ship(company, quantity).id]).invoices[0]
    return company.issuing.issue(draft.id, date)


def pay(company, minor, date):
    return company.payments.receive(NewPayment("C1", minor, date, PaymentMethod.TRANSFER))


def rows(company, period):
    return [row for row in reversed(company.closing.state().rows) if row.period is period]


def test_the_first_document_of_a_day_closes_the_days_before_it(company, calendar, path):
    invoice(company)
    pay(company, 1500, calendar.day)
    calendar.day = dt.date(2026, 11, 2)
    invoice(company, 2)
    (friday,) = rows(company, ClosurePeriod.DAY)
    assert (friday.name, friday.net, friday.vat, friday.gross) == ("2026-10-30", 3333, 667, 4000)
    assert friday.counts == {"invoice": 1, "credit_note": 0, "payment": 1, "delivery": 1}
    assert (friday.receipts, friday.total) == (1500, 4000)
    calendar.day = dt.date(2026, 11, 3)
    assert company.closing.catch_up() == 1
    assert [(row.name, row.gross, row.total) for row in rows(company, ClosurePeriod.DAY)] == [
        ("2026-10-30", 4000, 4000), ("2026-11-02", 7999, 11999),
    ]  # fmt: skip
    assert company.closing.catch_up() == 0
    assert verify(path) == []


def test_a_closed_month_refuses_every_document_dated_in_it(company, calendar, path):
    invoice(company)
    calendar.day = dt.date(2026, 11, 3)
    made = company.closing.close_month(OCTOBER)
    assert [(row.period, row.name, row.gross) for row in made] == [(ClosurePeriod.MONTH, "2026-10", 4000)]
    late = dt.date(2026, 10, 31)
    before = company.closing.state()
    for refused in (lambda: invoice(company, 1, late), lambda: pay(company, 100, late)):
        with pytest.raises(DomainError, match=r"period\.closed") as error:
            refused()
        said = sentence(error.value, texts.of("fr"))
        assert "31/10/2026" in said
        assert "01/11/2026" in said
    assert company.closing.state() == before
    assert invoice(company).number == "FA2026000002"
    assert pay(company, 100, dt.date(2026, 11, 1)).number == "REG2026000001"
    assert verify(path) == []


def test_an_open_month_still_takes_the_documents_of_its_last_day(company, calendar):
    calendar.day = dt.date(2026, 11, 3)
    assert invoice(company, 1, dt.date(2026, 10, 31)).number == "FA2026000001"


def test_a_month_closes_once_and_only_when_it_is_over(company, calendar):
    with pytest.raises(DomainError, match=r"period\.not_over"):
        company.closing.close_month(OCTOBER)
    calendar.day = dt.date(2026, 11, 1)
    company.closing.close_month(OCTOBER)
    with pytest.raises(DomainError, match=r"period\.already_closed"):
        company.closing.close_month(OCTOBER)


def test_closing_december_closes_the_months_before_it_and_the_year(company, calendar, path):
    invoice(company)
    calendar.day = dt.date(2026, 11, 20)
    invoice(company)
    calendar.day = dt.date(2027, 1, 5)
    made = company.closing.close_month(dt.date(2026, 12, 1))
    assert [(row.name, row.gross) for row in made] == [
        ("2026-10", 4000), ("2026-11", 4000), ("2026-12", 0), ("2026", 8000),
    ]  # fmt: skip
    assert verify(path) == []


def test_a_month_left_behind_is_closed_by_itself(company, calendar, path):
    invoice(company)
    calendar.day = dt.date(2026, 11, 30)
    invoice(company)
    company.closing.catch_up()
    assert rows(company, ClosurePeriod.MONTH) == []
    calendar.day = dt.date(2026, 12, 1)
    invoice(company)
    company.closing.catch_up()
    assert [row.name for row in rows(company, ClosurePeriod.MONTH)] == ["2026-10"]
    assert verify(path) == []


def test_a_clock_that_jumps_years_ahead_and_comes_back_closes_no_month(company, calendar, path):
    invoice(company)
    calendar.day = dt.date(2031, 5, 1)
    company.closing.catch_up()
    ship(company)
    calendar.day = dt.date(2026, 10, 31)
    invoice(company)
    calendar.day = dt.date(2026, 11, 2)
    company.closing.catch_up()
    assert [row.name for row in rows(company, ClosurePeriod.DAY)] == ["2026-10-30", "2031-05-01", "2026-10-31"]
    assert rows(company, ClosurePeriod.MONTH) == []
    assert pay(company, 100, dt.date(2026, 10, 31)).number
    assert verify(path) == []


FAULTS = {
    "an amount": ("UPDATE closure SET gross = gross + 1 WHERE id = 1", {"integrity.closure_broken"}),
    "a closure removed": ("DELETE FROM closure WHERE id = 1", {"integrity.closure_broken"}),
    "the last documents cut off": (
        "DELETE FROM document_seal WHERE id = 3; DELETE FROM payment;", {"integrity.closure_seal"},
    ),
    "the trail cut off": ("DELETE FROM audit_entry WHERE id > 3", {"integrity.closure_audit"}),
    "a document of a closed month": (
        "UPDATE invoice SET issue_date = '2026-11-02' WHERE id = 1",
        {"integrity.seal_broken", "integrity.closure_totals", "integrity.closure_count"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_a_closure_said_is_compared_with_what_is_there(fault, company, calendar, path):
    invoice(company)
    pay(company, 1500, calendar.day)
    calendar.day = dt.date(2026, 11, 3)
    company.closing.close_month(OCTOBER)
    company.close()
    assert verify_chain(path) == []
    statement, codes = FAULTS[fault]
    tamper(path, statement)
    assert codes <= {problem.code for problem in verify_chain(path)}

"""Recurring invoices: what is due is drafted once, in its period, until the contract ends."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from adv_desktop.models.enums import Nature
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.rules.recurrence import ContractPrices, Recurrence, RecurrenceUnit
from adv_desktop.models.rules.totals import Charge
from adv_desktop.services.contracts import NewContract
from adv_desktop.services.integrity import verify
from adv_desktop.services.order_commands import NewLine
from tests.support.company import new_company

CARE = NewLine(
    Decimal(1), label="Maintenance", unit_price=Decimal(120), vat_rate=Decimal(20), nature=Nature.SERVICE
)  # fmt: skip


@pytest.fixture
def services(tmp_path):
    opened = new_company(tmp_path / "company.db")  # 24/11/2026
    yield opened
    opened.close()


def contract(services, *lines, **more):
    asked = {"start": dt.date(2026, 9, 1), "label": "Contrat d'entretien", **more}
    return services.contracts.create(NewContract("C1", lines=lines or (CARE,), **asked))


def drafts(services):
    with services.store.read() as session:
        return session.scalars(sa.select(Invoice).options(selectinload(Invoice.lines)).order_by(Invoice.id)).all()


def periods(services):
    return [(invoice.period_start, invoice.period_end) for invoice in drafts(services)]


def test_a_month_that_starts_on_the_31st_comes_back_to_the_31st():
    found = Recurrence(dt.date(2027, 1, 31), 1, RecurrenceUnit.MONTH).periods()
    assert [(one.start, one.end) for one, _rank in zip(found, range(3), strict=False)] == [
        (dt.date(2027, 1, 31), dt.date(2027, 2, 27)),
        (dt.date(2027, 2, 28), dt.date(2027, 3, 30)),
        (dt.date(2027, 3, 31), dt.date(2027, 4, 29)),
    ]


def test_two_weeks_end_with_the_contract():
    found = list(
        Recurrence(dt.date(2026, 11, 2), 2, RecurrenceUnit.WEEK, dt.date(2026, 11, 20), in_advance=True).periods()
    )
    assert [(one.start.day, one.end.day, one.on.day) for one in found] == [(2, 15, 2), (16, 20, 16)]


def test_a_run_drafts_each_period_once(services):
    contract(services)
    assert len(services.contracts.run().invoices) == 2
    assert periods(services) == [
        (dt.date(2026, 9, 1), dt.date(2026, 9, 30)),
        (dt.date(2026, 10, 1), dt.date(2026, 10, 31)),
    ]
    first = drafts(services)[0]
    assert (first.net, first.vat, first.notes) == (12000, 2400, "Contrat d'entretien")
    assert first.lines[0].contract_period == "1/2026-09-01"
    assert services.contracts.run().invoices == ()
    assert len(services.issuing.issue_all([invoice.id for invoice in drafts(services)]).invoices) == 2
    assert services.contracts.run().invoices == ()
    assert verify(services.store.path) == []


def test_a_deleted_draft_is_due_again(services):
    contract(services)
    second = services.contracts.run().invoices[1]
    services.drafts.delete(second.id, second.version)
    assert services.contracts.rows()[0].due == 1
    assert len(services.contracts.run().invoices) == 1
    assert periods(services)[-1] == (dt.date(2026, 10, 1), dt.date(2026, 10, 31))


def test_what_is_invoiced_in_advance_is_due_on_the_first_day(services):
    contract(services, in_advance=True, start=dt.date(2026, 11, 24))
    row = services.contracts.rows()[0]
    assert (row.due, row.next_on) == (1, dt.date(2026, 11, 24))
    services.contracts.run()
    row = services.contracts.rows()[0]
    assert (row.due, row.next_on) == (0, dt.date(2026, 12, 24))


def test_prices_are_those_of_the_contract_or_of_the_lists_at_each_run(services):
    line = NewLine(Decimal(1), "P1", unit_price=Decimal(30))
    for prices in ContractPrices:
        contract(services, line, prices=prices, start=dt.date(2026, 10, 1))
    services.contracts.run()
    assert [invoice.net for invoice in drafts(services)] == [3000, 3333]


def test_discounts_and_charges_of_a_line_come_back_at_each_invoice(services):
    charge = Charge("Éco-contribution", Decimal("0.5"), per_unit=True)
    line = NewLine(
        Decimal(2), label="Location", unit_price=Decimal(100), vat_rate=Decimal(20), discounts=(Decimal(10),),
        charges=(charge,),
    )  # fmt: skip
    contract(services, line, start=dt.date(2026, 10, 1))
    services.contracts.run()
    assert [invoice.net for invoice in drafts(services)] == [18000 + 100]


def test_a_stopped_contract_invoices_the_last_part_and_no_more(services):
    contract(services)
    services.contracts.stop(1, 1, dt.date(2026, 10, 15))
    services.contracts.run()
    assert periods(services)[-1] == (dt.date(2026, 10, 1), dt.date(2026, 10, 15))
    assert services.contracts.rows()[0].next_on is None
    with pytest.raises(DomainError, match=r"document\.changed"):
        services.contracts.stop(1, 1, dt.date(2026, 10, 20))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"every": 0}, "contract.every"),
        ({"end": dt.date(2026, 8, 31)}, "contract.ends_before"),
        ({"label": " "}, "contract.no_label"),
        ({"start": dt.date(9999, 12, 31)}, "contract.far"),
    ],
)
def test_a_contract_that_could_not_be_invoiced_is_refused(services, more, code):
    with pytest.raises(DomainError) as refused:
        contract(services, **more)
    assert refused.value.code == code
    assert services.contracts.rows() == []

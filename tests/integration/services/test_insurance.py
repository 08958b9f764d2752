"""Credit insurance: amounts with their days, what they cover, and the orders that a reduction names (R10)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.models.audit import AuditEntry
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.insurance import InsuranceKind, uninsured
from adv_desktop.services import texts
from adv_desktop.services.insurance import NewInsuredAmount
from adv_desktop.services.integrity import verify
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import customer_page
from adv_desktop.services.sentences import sentence
from tests.support.company import TODAY, confirmed

JANUARY = dt.date(2026, 1, 1)
THE_12TH = dt.date(2026, 12, 12)


def agreed(amount, start=JANUARY, end=None, **more):
    """An amount in euros for the first customer."""
    return NewInsuredAmount(1, start, end, amount * 100, **more)


def spans(services):
    return [(row.amount // 100, row.starts_on, row.ends_on) for row in services.insurance.show(1).amounts]


def test_an_amount_reduced_on_the_12th_ends_the_former_one_the_day_before_and_names_the_orders(services):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    assert services.insurance.add(agreed(30_000)) is None
    lost = services.insurance.add(agreed(10_000, THE_12TH, kind=InsuranceKind.UNNAMED, reference=" A-7 "))
    assert (lost.on, lost.former, lost.now) == (THE_12TH, 3_000_000, 1_000_000)
    assert [one.id for one in lost.orders] == [order.id]
    assert lost.orders[0].number
    assert spans(services) == [(10_000, THE_12TH, None), (30_000, JANUARY, dt.date(2026, 12, 11))]
    last = services.insurance.show(1).amounts[0]
    assert (last.kind, last.quotity, last.reference) == (InsuranceKind.UNNAMED, Decimal(90), "A-7")


def test_a_raise_names_no_order(services):
    confirmed(services, NewLine(Decimal(10), "P1"))
    services.insurance.add(agreed(10_000))
    assert services.insurance.add(agreed(30_000, THE_12TH)) is None


def test_a_lower_share_of_the_same_amount_is_a_reduction(services):
    services.insurance.add(agreed(10_000))
    lost = services.insurance.add(agreed(10_000, THE_12TH, quotity=Decimal(60)))
    assert (lost.former, lost.now, lost.orders) == (1_000_000, 1_000_000, ())


def test_amounts_of_former_years_may_be_typed_without_naming_orders(services):
    confirmed(services, NewLine(Decimal(10), "P1"))
    services.insurance.add(agreed(20_000))
    services.insurance.add(agreed(15_000, dt.date(2024, 1, 1), dt.date(2024, 12, 31)))
    assert services.insurance.add(agreed(5_000, dt.date(2025, 1, 1), dt.date(2025, 12, 31))) is None


@pytest.mark.parametrize(
    ("known_end", "start", "end", "code"),
    [
        (None, JANUARY, None, "insurance.overlap_open"),
        (None, dt.date(2026, 6, 1), dt.date(2026, 6, 30), "insurance.overlap_open"),
        (dt.date(2026, 12, 31), dt.date(2026, 12, 31), None, "insurance.overlap"),
        (dt.date(2026, 12, 31), dt.date(2025, 6, 1), JANUARY, "insurance.overlap"),
    ],
)
def test_two_amounts_never_share_a_day(services, known_end, start, end, code):
    services.insurance.add(agreed(30_000, JANUARY, known_end))
    with pytest.raises(DomainError) as refused:
        services.insurance.add(agreed(10_000, start, end))
    assert refused.value.code == code
    assert spans(services) == [(30_000, JANUARY, known_end)]


def test_the_refusal_says_in_french_what_to_do(services):
    services.insurance.add(agreed(30_000))
    with pytest.raises(DomainError) as refused:
        services.insurance.add(agreed(10_000, JANUARY))
    said = sentence(refused.value, texts.of("fr"))
    assert "est déjà assuré pour 30\u202f000,00" in said.replace("\u00a0000", "\u202f000")
    assert "à partir du 01/01/2026" in said


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (agreed(0), "insurance.no_amount"),
        (agreed(10, quotity=Decimal(0)), "insurance.no_quotity"),
        (agreed(10, quotity=Decimal(101)), "percent.out_of_range"),
        (agreed(10, THE_12TH, JANUARY), "insurance.ends_before_start"),
    ],
)
def test_what_makes_no_sense_is_refused(services, new, code):
    with pytest.raises(DomainError) as refused:
        services.insurance.add(new)
    assert refused.value.code == code
    assert spans(services) == []


def test_an_amount_that_ends_names_the_orders_and_may_be_opened_again(services):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    services.insurance.add(agreed(30_000))
    row = services.insurance.show(1).amounts[0]
    lost = services.insurance.end(row.id, row.version, TODAY)
    assert (lost.on, lost.former, lost.now) == (TODAY + dt.timedelta(days=1), 3_000_000, 0)
    assert [one.id for one in lost.orders] == [order.id]
    row = services.insurance.show(1).amounts[0]
    assert services.insurance.end(row.id, row.version, None) is None
    assert spans(services) == [(30_000, JANUARY, None)]


def test_an_end_is_refused_before_the_start_over_another_amount_or_on_another_version(services):
    services.insurance.add(agreed(30_000))
    services.insurance.add(agreed(10_000, THE_12TH))
    row = services.insurance.show(1).amounts[1]
    for version, on, code in (
        (row.version, dt.date(2025, 12, 31), "insurance.ends_before_start"),
        (row.version, THE_12TH, "insurance.overlap_open"),
        (row.version, None, "insurance.overlap_open"),
        (row.version + 1, TODAY, "document.changed"),
    ):
        with pytest.raises(DomainError) as refused:
            services.insurance.end(row.id, version, on)
        assert refused.value.code == code


def test_an_amount_typed_by_mistake_is_removed_and_the_history_keeps_it(services):
    services.insurance.add(agreed(30_000))
    row = services.insurance.show(1).amounts[0]
    assert services.insurance.remove(row.id, row.version).now == 0
    assert spans(services) == []
    with services.store.read() as session:
        actions = session.scalars(
            sa.select(AuditEntry.action)
            .where(AuditEntry.table_name == "customer", AuditEntry.row_id == 1)
            .order_by(AuditEntry.id)
        ).all()
    assert actions[-2:] == ["insurance.add", "insurance.remove"]
    assert verify(services.store) == []


def test_a_change_is_told_to_the_pages_of_the_customer(services):
    told = []
    services.store.hub.subscribe(told.append)
    services.insurance.add(agreed(30_000))
    assert [set(changed.of(DocumentKind.CUSTOMER)) for changed in told] == [{1}]


@pytest.mark.parametrize(
    ("exposure", "left"), [(0, 0), (-500, 0), (500_000, 50_000), (1_000_000, 100_000), (1_500_000, 600_000), (333, 33)]
)
def test_what_is_not_insured_is_our_share_and_all_that_passes_the_amount(exposure, left):
    assert uninsured(exposure, 1_000_000, Decimal(90)) == left


def test_the_page_of_a_customer_says_what_is_insured_today_and_what_is_not(services):
    confirmed(services, NewLine(Decimal(10), "P1"))

    def page():
        with services.store.read() as session:
            return customer_page.of(session, 1, TODAY)

    before = page()
    assert before.cover is None
    assert before.exposure.total > 0
    services.insurance.add(agreed(1_000_000, JANUARY, TODAY))
    seen = page()
    assert seen.cover.insured.amount == 100_000_000
    assert seen.cover.uninsured == uninsured(seen.exposure.total, 100_000_000, Decimal(90)) > 0
    row = seen.cover.insured
    services.insurance.end(row.id, row.version, dt.date(2026, 3, 31))
    assert (page().cover.insured, page().cover.uninsured) == (None, before.exposure.total)

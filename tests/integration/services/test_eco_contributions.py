"""Eco-contributions: borne by each line from the rate of its day, never discounted, said on papers and in the XML."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.rules.eco import EcoRate, eco_charge, rate_on
from adv_desktop.models.rules.totals import Charge, DocumentDiscount
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.eco_contributions import NewEcoRate
from adv_desktop.services.einvoice.frozen import content_of
from adv_desktop.services.invoice_drafts import invoice_of
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import as_command, order_by_id
from adv_desktop.services.printing.invoices import invoice_content
from adv_desktop.services.printing.orders import acknowledgement_content
from adv_desktop.services.queries import monthly
from tests.support.company import TODAY, confirmed, invoiced, shipped

NEW_YEAR = dt.date(2027, 1, 1)


@pytest.fixture
def contributing(services):
    """P1 bears 0.12 € a unit, 0.15 € from the new year on."""
    services.eco_contributions.add(NewEcoRate("MOB-3", "Éco-participation", Decimal("0.12")))
    services.eco_contributions.add(NewEcoRate("MOB-3", "Éco-participation", Decimal("0.15"), starts_on=NEW_YEAR))
    put(services, "P1", eco_category="MOB-3")
    return services


def put(services, code, **changes):
    record = services.products.show(code)
    services.products.update(record.id, record.version, replace(record.data, **changes))


def lines_of(services, order_id):
    with services.store.read() as session:
        return order_by_id(session, order_id).lines


@pytest.mark.parametrize(("day", "amount"), [("2026-12-31", "0.12"), ("2027-01-01", "0.15"), ("2030-05-05", "0.15")])
def test_the_rate_is_that_of_the_day(day, amount):
    rates = [EcoRate("Éco", Decimal("0.15"), start=NEW_YEAR), EcoRate("Éco", Decimal("0.12"))]
    assert rate_on(rates, dt.date.fromisoformat(day)).amount == Decimal(amount)


def test_a_rate_by_weight_is_of_the_weight_of_one_unit_and_zero_ends_it():
    by_weight = [EcoRate("Éco", Decimal("0.0715"), per_kg=True)]
    assert eco_charge(by_weight, NEW_YEAR, Decimal("2.5")) == Charge("Éco", Decimal("0.17875"), per_unit=True, eco=True)
    assert eco_charge([*by_weight, EcoRate("Éco", Decimal(0), start=NEW_YEAR)], NEW_YEAR, Decimal(1)) is None


def test_a_line_bears_the_contribution_of_the_day_when_it_is_wanted(contributing):
    lines = (NewLine(Decimal(10), "P1"), NewLine(Decimal(10), "P1", requested=dt.date(2027, 2, 1)))
    ref = contributing.orders.create(NewOrder("C1", lines))
    assert [line.net for line in lines_of(contributing, ref.id)] == [33330 + 120, 33330 + 150]


def test_a_line_that_says_its_charges_keeps_them_and_no_other(contributing):
    ref = contributing.orders.create(NewOrder("C1", (NewLine(Decimal(10), "P1", charges=()),)))
    assert lines_of(contributing, ref.id)[0].net == 33330


def test_an_agreed_line_keeps_its_contribution_when_the_rate_changes(contributing):
    ref = confirmed(contributing, NewLine(Decimal(10), "P1"))
    contributing.eco_contributions.add(NewEcoRate("MOB-3", "Éco-participation", Decimal(9)))
    with contributing.store.read() as session:
        order = order_by_id(session, ref.id)
        command, version = as_command(session, order), order.version
    contributing.orders.update(ref.id, version, command)
    assert lines_of(contributing, ref.id)[0].net == 33330 + 120


def test_the_discount_of_the_document_leaves_it_alone_up_to_the_credit_note(contributing):
    ref = confirmed(contributing, NewLine(Decimal(10), "P1"), discount=DocumentDiscount(percent=Decimal(10)))
    number = invoiced(contributing, shipped(contributing, ref.id))
    with contributing.store.read() as session:
        invoice = invoice_of(session, number)
        assert (invoice.discount_total, invoice.net) == (3333, 33330 - 3333 + 120)
    half = contributing.credits.draft(NewCredit(invoice.id, "retour", {1: Decimal(5)}))
    rest = contributing.credits.draft(NewCredit(invoice.id, "retour", {1: Decimal(5)}))
    with contributing.store.read() as session:
        nets = [session.get_one(Invoice, one.id).net for one in (half, rest)]
    assert nets == [16665 - 1667 + 60] * 2


def test_every_paper_and_the_xml_say_it(contributing):
    ref = confirmed(contributing, NewLine(Decimal(10), "P1"))
    with contributing.store.read() as session:
        acknowledged = acknowledgement_content(session, order_by_id(session, ref.id), contributing.clock.now())
    assert (acknowledged.lines[0].eco_part, acknowledged.lines[0].eco_unit) == (120, Decimal("0.12"))
    number = invoiced(contributing, shipped(contributing, ref.id))
    with contributing.store.read() as session:
        invoice = invoice_of(session, number)
        printed, written = invoice_content(session, invoice, TODAY), content_of(session, invoice)
    rows = [row for row in printed.lines if getattr(row, "eco_part", 0)]
    assert [row.eco_part for row in rows] == [120]
    said = [text for text in printed.mentions if "L. 541-10" in text]
    assert said
    assert [note.text for note in written.notes if note.subject == "BLU"] == said
    (charge,) = written.lines[0].adjustments
    assert (charge.is_charge, charge.amount, charge.reason) == (True, Decimal("1.20"), "Éco-participation")


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"eco_category": "RIEN"}, "eco.unknown_category"), ({"eco_category": "D3E-KG"}, "eco.no_weight")],
)
def test_a_product_takes_a_category_that_can_be_counted(contributing, changes, code):
    contributing.eco_contributions.add(NewEcoRate("D3E-KG", "Éco-participation", Decimal("0.4"), per_kg=True))
    with pytest.raises(DomainError) as refused:
        put(contributing, "P2", weight_kg=None, **changes)
    assert refused.value.code == code


def test_a_category_in_use_keeps_a_rate(contributing):
    former, coming = contributing.eco_contributions.all()
    contributing.eco_contributions.remove(coming.id)
    with pytest.raises(DomainError) as refused:
        contributing.eco_contributions.remove(former.id)
    assert refused.value.code == "eco.category_used"
    assert [row.products for row in contributing.eco_contributions.all()] == [1]


def test_the_turnover_of_the_month_tells_the_contribution_apart(contributing):
    """It is in the total, and stands beside it: 10 pieces bear 1.20 whatever the discount, a credit of 4 takes 0.48."""
    order = confirmed(contributing, NewLine(Decimal(10), "P1"), discount=DocumentDiscount(percent=Decimal(10)))
    invoiced(contributing, shipped(contributing, order.id))
    credit = contributing.credits.draft(NewCredit(1, "casse", lines={1: Decimal(4)}))
    contributing.issuing.issue(credit.id)
    with contributing.store.read() as session:
        report = monthly.report(session, TODAY.replace(day=1), TODAY)
    assert sorted(row.eco for row in report.invoices if row.line) == [-48, 120]
    assert all(check.right for check in report.checks), report.checks
    assert sum(row.turnover for row in report.invoices) == report.indicators[0].value

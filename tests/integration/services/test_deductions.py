"""Deposits taken off invoices: proposed, lowered, given back; and the last cents of credits in parts."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.models.enums import OpenItemKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import OpenItem
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.integrity import verify
from adv_desktop.services.invoice_drafts import NewInvoice
from adv_desktop.services.order_commands import NewLine, NewOrder
from tests.support.company import confirmed, new_company, shipped


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()
    assert verify(tmp_path / "company.db") == []


TEN = NewLine(Decimal(10), "P1", unit_price=Decimal(100))


def deposited(services, percent="30"):
    """An order of 1 000.00 net with an issued deposit."""
    order = confirmed(services, TEN)
    services.issuing.issue(services.deposits.draft(order.id, percent=Decimal(percent)))
    return order.id


def final(services, order_id, quantity, *, prepaid=False):
    delivery = shipped(services, order_id, quantity)
    return services.drafts.from_deliveries([delivery], prepaid=prepaid).invoices[0]


def read(services, invoice_id):
    with services.store.read() as session:
        found = session.get_one(Invoice, invoice_id)
        return found.net, found.vat, found.due, found.version


@pytest.mark.parametrize("prepaid", [False, True])
def test_a_deduction_is_lowered_and_the_rest_waits_for_the_next_invoice(services, prepaid):
    order = deposited(services)
    draft = final(services, order, "5", prepaid=prepaid)
    (row,) = services.deposits.deducted(draft.id)
    assert (row.net, row.most) == (30000, 30000)
    services.deposits.set_deducted(draft.id, draft.version, {row.id: 10000})
    net, vat, due, _version = read(services, draft.id)
    assert due == 48000
    assert (net, vat) == ((50000, 10000) if prepaid else (40000, 8000))
    services.issuing.issue(draft.id)
    second = final(services, order, "5", prepaid=prepaid)
    assert [(row.net, row.most) for row in services.deposits.deducted(second.id)] == [(20000, 20000)]
    services.issuing.issue(second.id)


def test_a_deduction_is_neither_negative_nor_above_what_is_left(services):
    order = deposited(services)
    draft = final(services, order, "2")
    (row,) = services.deposits.deducted(draft.id)
    assert (row.net, row.most) == (20000, 20000)
    for wrong in (-1, 20001):
        with pytest.raises(DomainError, match=r"deposit\.deduction"):
            services.deposits.set_deducted(draft.id, draft.version, {row.id: wrong})


def test_nothing_deducted_leaves_no_line_behind(services):
    draft = final(services, deposited(services), "5")
    (row,) = services.deposits.deducted(draft.id)
    services.deposits.set_deducted(draft.id, draft.version, {row.id: 0})
    assert services.deposits.deducted(draft.id) == []
    assert read(services, draft.id)[2] == 60000
    services.issuing.issue(draft.id)


def test_a_deduction_of_an_issued_invoice_or_of_a_changed_draft_stays(services):
    draft = final(services, deposited(services), "5")
    (row,) = services.deposits.deducted(draft.id)
    services.deposits.set_deducted(draft.id, draft.version, {row.id: 10000})
    with pytest.raises(DomainError, match=r"document\.changed"):
        services.deposits.set_deducted(draft.id, draft.version, {row.id: 0})
    services.issuing.issue(draft.id)
    with pytest.raises(DomainError, match=r"invoice\.issued"):
        services.deposits.set_deducted(draft.id, read(services, draft.id)[3], {row.id: 0})


def test_a_deposit_of_the_whole_order_leaves_nothing_to_pay(services):
    order = deposited(services, "100")
    draft = final(services, order, "10")
    services.issuing.issue(draft.id)
    assert read(services, draft.id)[:3] == (0, 0, 0)


def test_the_credit_of_a_final_invoice_gives_the_deposit_back_to_the_next_one(services):
    order = deposited(services)
    first = final(services, order, "5")
    services.issuing.issue(first.id)
    assert services.deposits.deducted(final(services, order, "3").id) == []
    services.issuing.issue(services.credits.draft(NewCredit(first.id, "erreur d'adresse")).id)
    again = final(services, order, "2")
    assert [row.net for row in services.deposits.deducted(again.id)] == [20000]


def thirds(services):
    """An invoice of 3 × 0.33 at 20 %: 0.99 + 0.20."""
    lines = (NewLine(Decimal(3), label="Rondelle", unit_price=Decimal("0.33"), vat_rate=Decimal(20)),)
    draft = services.drafts.create(NewInvoice(NewOrder("C1", lines)))
    services.issuing.issue(draft.id)
    return draft.id


def credit_one(services, invoice_id):
    draft = services.credits.draft(NewCredit(invoice_id, "retour", {1: Decimal(1)}))
    services.issuing.issue(draft.id)
    return draft.id


def settlements(services):
    with services.store.read() as session:
        rows = session.execute(
            sa.select(OpenItem.amount, OpenItem.open_amount).where(OpenItem.kind == OpenItemKind.SETTLEMENT)
        )
        return [tuple(row) for row in rows]


def test_the_last_cent_of_three_thirds_is_a_difference_of_settlement(services):
    invoice_id = thirds(services)
    for _rank in range(2):
        assert read(services, credit_one(services, invoice_id))[:2] == (33, 7)
        assert settlements(services) == []
    assert read(services, credit_one(services, invoice_id))[:2] == (33, 7)
    assert settlements(services) == [(1, 0)]
    with services.store.read() as session:
        owed = session.scalar(sa.select(sa.func.sum(OpenItem.open_amount)))
    assert owed == 0


def test_credits_that_meet_the_gross_leave_no_difference(services):
    invoice_id = thirds(services)
    services.issuing.issue(services.credits.draft(NewCredit(invoice_id, "retour")).id)
    assert settlements(services) == []

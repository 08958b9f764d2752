"""An order is cancelled after its deposit: given back, carried over to another order, or kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from adv_desktop.models.enums import DocumentKind, InvoiceState, InvoiceType, OrderState, PaymentMethod
from adv_desktop.models.errors import DomainError
from adv_desktop.services.invoice_drafts import invoice_by_id, invoice_of
from adv_desktop.services.order_cancelling import CancelOrder, DepositFate
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.services.queries import chain, exposure, order_billing
from adv_desktop.services.shipping_checks import received_for
from tests.support.company import TODAY, confirmed, invoiced, shipped

LINE = NewLine(Decimal(10), "P2", unit_price=Decimal(100), vat_rate=Decimal(20))  # 1 200.00 with VAT


@pytest.fixture
def order(services):
    """An order with a deposit of 360.00, paid."""
    made = confirmed(services, LINE)
    number = str(services.issuing.issue(services.deposits.draft(made.id, percent=Decimal(30))).number)
    payment = NewPayment("C1", 36000, TODAY, PaymentMethod.TRANSFER, invoices=(AllocateTo(number),))
    services.payments.receive(payment)
    return made


def carry(services, order, other):
    command = CancelOrder(order.id, None, "modèle abandonné", DepositFate.CARRY_OVER, other.id)
    return services.cancellations.cancel(command)


def received(services, order_id):
    with services.store.read() as session:
        return received_for(session, order_by_id(session, order_id))


def test_a_deposit_that_is_given_back_waits_as_a_draft_credit_note(services, order):
    drafts = services.cancellations.cancel(CancelOrder(order.id, None, "abandon", DepositFate.GIVE_BACK))
    with services.store.read() as session:
        credit = invoice_by_id(session, drafts[0].id)
        assert order_by_id(session, order.id).state is OrderState.CANCELLED
    assert (credit.type, credit.state, credit.gross) == (InvoiceType.DEPOSIT_CREDIT, InvoiceState.DRAFT, 36000)


def test_the_order_that_takes_a_deposit_over_is_paid_by_it_and_deducts_it(services, order):
    other = confirmed(services, LINE, deposit_percent=Decimal(30))
    with pytest.raises(DomainError, match="prepayment_missing"):
        shipped(services, other.id)
    assert carry(services, order, other) == ()
    assert (received(services, order.id), received(services, other.id)) == (0, 36000)
    number = invoiced(services, shipped(services, other.id))
    with services.store.read() as session:
        final = invoice_of(session, number)
    assert [line.net for line in final.items] == [100000, -30000]
    assert final.due == 84000


def test_the_statement_the_chain_and_the_exposure_follow_the_deposit(services, order):
    other = confirmed(services, LINE)
    carry(services, order, other)
    with services.store.read() as session:
        billed = order_billing.of(session, other.id)
        linked = chain.of(session, DocumentKind.ORDER, other.id, TODAY)
        left = exposure.of(session, 1, TODAY).to_deliver
    assert [document.type for document in billed.documents] == [InvoiceType.DEPOSIT]
    assert DocumentKind.INVOICE in {link.kind for link in linked.after}
    assert left == 120000 - 36000


def test_a_deposit_that_was_carried_over_is_given_back_once(services, order):
    other = confirmed(services, LINE)
    carry(services, order, other)
    drafts = services.cancellations.cancel(CancelOrder(other.id, None, "abandon", DepositFate.GIVE_BACK))
    services.issuing.issue(drafts[0].id)
    assert services.cancellations.at_stake(other.id).deposits == ()


def test_a_kept_deposit_writes_nothing(services, order):
    assert services.cancellations.cancel(CancelOrder(order.id, None, "abandon")) == ()
    assert [row.gross for row in services.cancellations.at_stake(order.id).deposits] == [36000]


def test_only_an_open_order_of_the_same_customer_takes_over(services, order):
    with pytest.raises(DomainError) as refused:
        carry(services, order, order)
    assert refused.value.code == "deposit.no_taker"
    with services.store.read() as session:
        assert order_by_id(session, order.id).state is OrderState.CONFIRMED
    assert services.cancellations.at_stake(order.id).takers == ()


def test_an_order_without_a_deposit_has_nothing_to_carry_over(services):
    order, other = confirmed(services, LINE), confirmed(services, LINE)
    with pytest.raises(DomainError) as refused:
        carry(services, order, other)
    assert refused.value.code == "deposit.nothing_to_carry"
    assert services.cancellations.at_stake(order.id).takers == ()

"""A deposit asked on the order itself: its goods leave once it is paid, whatever the payment terms say."""

from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import PaymentMethod
from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import Money
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.services.queries import order_detail
from tests.support.company import TODAY, confirmed, new_company, shipped

LINE = NewLine(Decimal(10), "P2", unit_price=Decimal("100"), vat_rate=Decimal(20))  # 1 200.00 with VAT


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()


def pay(services, minor, **what):
    services.payments.receive(NewPayment("C1", minor, TODAY, PaymentMethod.TRANSFER, **what))


def refused(services, order_id):
    with pytest.raises(DomainError) as error:
        shipped(services, order_id)
    return error.value


def test_goods_are_held_back_until_the_deposit_is_paid(services):
    order = confirmed(services, LINE, deposit_percent=Decimal(30))
    error = refused(services, order.id)
    assert error.code == "delivery.prepayment_missing"
    assert (error.facts["asked"], error.facts["received"]) == (Money(36000), Money(0))
    deposit = services.deposits.draft(order.id, percent=Decimal(30))
    number = str(services.issuing.issue(deposit).number)
    refused(services, order.id)  # invoiced is not paid
    pay(services, 36000, invoices=(AllocateTo(number),))
    shipped(services, order.id)


def test_a_part_of_the_deposit_is_not_enough(services):
    order = confirmed(services, LINE, deposit_percent=Decimal(30))
    pay(services, 35999, order_id=order.id)
    assert refused(services, order.id).facts["received"] == Money(35999)
    pay(services, 1, order_id=order.id)
    shipped(services, order.id)


def test_a_reason_passes_over_it(services):
    order = confirmed(services, LINE, deposit_percent=Decimal(30))
    shipped(services, order.id, override="accord de la direction")


def test_the_larger_of_the_deposit_and_of_what_the_terms_ask_is_held_to(services):
    order = confirmed(services, LINE, deposit_percent=Decimal(20), terms="30 % à la commande, solde à 30 jours")
    assert refused(services, order.id).facts["asked"] == Money(36000)


def test_the_order_tells_what_is_asked_and_what_was_received(services):
    order = confirmed(services, LINE, deposit_percent=Decimal(30))
    pay(services, 10000, order_id=order.id)
    with services.store.read() as session:
        shown = order_detail.detail(session, order.id, TODAY)
    assert (shown.deposit_percent, shown.asked_before_shipping, shown.received) == (30, 36000, 10000)


def test_the_deposit_may_be_changed_or_taken_away(services):
    order = confirmed(services, LINE, deposit_percent=Decimal(30))
    command = services.orders.command(order.id)
    services.orders.update(order.id, order.version, replace(command, deposit_percent=None))
    shipped(services, order.id)


@pytest.mark.parametrize("percent", ["0", "-1", "100.01"])
def test_a_percent_that_makes_no_sense_is_refused(services, percent):
    with pytest.raises(DomainError) as error:
        services.orders.create(NewOrder("C1", (LINE,), deposit_percent=Decimal(percent)))
    assert error.value.code == "deposit.out_of_range"

"""Readable states, and what can be promised without breaking a promise."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.enums import OrderState, PaymentState, Progress
from adv_desktop.models.rules.availability import (
    Demand,
    Hurt,
    Need,
    Promise,
    Receipt,
    Supply,
    check_promise,
    hurt_by,
    promisable,
    reserve,
)
from adv_desktop.models.rules.status import (
    HoldCause,
    InvoiceFacts,
    OrderFacts,
    credit_label,
    invoice_label,
    order_label,
    payment_label,
    progress,
)

NONE, PARTIAL, FULL = Progress.NONE, Progress.PARTIAL, Progress.FULL


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], NONE), ([(5, 0), (3, 0)], NONE), ([(5, 5), (3, 0)], PARTIAL), ([(5, 2)], PARTIAL),
        ([(5, 5), (3, 4)], FULL),
        ([(0, 0), (5, 5)], FULL),
    ],
)  # fmt: skip
def test_progress_of_lines(lines, expected):
    assert progress([(Decimal(total), Decimal(done)) for total, done in lines]) is expected


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        (OrderFacts(OrderState.DRAFT, NONE, NONE), "draft"),
        (OrderFacts(OrderState.DRAFT, NONE, NONE, to_confirm=True), "to_confirm"),
        (OrderFacts(OrderState.CONFIRMED, NONE, NONE), "confirmed"),
        (OrderFacts(OrderState.ON_HOLD, PARTIAL, NONE), "on_hold"),
        (OrderFacts(OrderState.ON_HOLD, NONE, NONE, hold=HoldCause.CREDIT), "blocked_credit"),
        (OrderFacts(OrderState.CONFIRMED, PARTIAL, PARTIAL), "partly_delivered"),
        (OrderFacts(OrderState.CONFIRMED, FULL, PARTIAL), "to_invoice"),
        (OrderFacts(OrderState.CONFIRMED, FULL, NONE, invoiceable=False), "delivered"),
        (OrderFacts(OrderState.CONFIRMED, FULL, FULL), "completed"),
        (OrderFacts(OrderState.CLOSED_SHORT, FULL, NONE), "closed_short"),
        (OrderFacts(OrderState.CANCELLED, NONE, NONE), "cancelled"),
    ],
)
def test_the_label_of_an_order(facts, label):
    assert order_label(facts) == label


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        (InvoiceFacts(issued=False), "draft"), (InvoiceFacts(issued=True, gross=100, open=100), "issued"),
        (InvoiceFacts(issued=True, gross=100, open=100, sent=True), "sent"),
        (InvoiceFacts(issued=True, gross=100, open=40, sent=True), "partly_paid"),
        (InvoiceFacts(issued=True, gross=100, open=0), "paid"),
        (InvoiceFacts(issued=True, gross=100, open=40, overdue=40), "overdue"),
        (InvoiceFacts(issued=True, gross=100, open=40, overdue=40, disputed=40), "disputed"),
    ],
)  # fmt: skip
def test_the_label_of_an_invoice(facts, label):
    assert invoice_label(facts) == label


def test_the_labels_of_credits_and_payments():
    assert credit_label(issued=False, open_minor=0) == "draft"
    assert credit_label(issued=True, open_minor=10) == "to_offset"
    assert credit_label(issued=True, open_minor=0) == "offset"
    assert credit_label(issued=True, open_minor=0, refunded_minor=5) == "refunded"
    received = PaymentState.RECEIVED
    assert [payment_label(received, 100, left) for left in (100, 40, 0)] == [
        "received",
        "partly_allocated",
        "allocated",
    ]
    assert payment_label(PaymentState.REVERSED, 100, 0) == "bounced"


def day(number):
    return date(2026, 12, number)


def need(line_id, by, quantity):
    return Need(line_id, day(by), Decimal(quantity))


TEN = Decimal(10)


def test_free_stock_is_promised():
    supply = Supply(TEN, needs=[need(1, 5, 4)])
    assert check_promise(supply, Decimal(6), day(2)) == Promise(kept=True, available=Decimal(6), earliest=day(2))


def test_stock_promised_later_is_not_given_away():
    supply = Supply(TEN, needs=[need(1, 10, 8)])
    assert check_promise(supply, Decimal(5), day(3)) == Promise(kept=False, available=Decimal(2), earliest=None)


def test_a_receipt_before_the_other_promise_frees_the_stock():
    supply = Supply(TEN, [Receipt(day(7), Decimal(20))], [need(1, 10, 8)])
    assert check_promise(supply, TEN, day(3)).kept
    late = Supply(TEN, [Receipt(day(12), Decimal(20))], [need(1, 10, 8)])
    assert check_promise(late, Decimal(5), day(3)).earliest == day(12)


def test_a_day_that_is_short_after_a_receipt_is_not_our_doing():
    supply = Supply(TEN, [Receipt(day(7), Decimal(1))], [need(1, 20, 50)])
    assert check_promise(supply, Decimal(5), day(3)).kept


def test_promising_anyway_names_the_orders_it_hurts():
    supply = Supply(TEN, [Receipt(day(7), Decimal(2))], [need(1, 5, 4), need(2, 9, 8), need(3, 6, 0)])
    assert hurt_by(supply, Decimal(3)) == (Hurt(2, day(9), Decimal(3)),)
    assert hurt_by(supply, Decimal(0)) == ()


def test_stock_is_reserved_by_priority_then_promise_then_age():
    demands = [
        Demand(1, Decimal(5), "B", day(1), 1), Demand(2, Decimal(5), "A", day(9), 2),
        Demand(3, Decimal(5), "B", None, 0),
        Demand(4, Decimal(5), "B", day(1), 0),
    ]  # fmt: skip
    assert reserve(Decimal(12), demands) == {2: Decimal(5), 4: Decimal(5), 1: Decimal(2)}


SUPPLIES = st.builds(
    Supply,
    physical=st.integers(0, 50).map(Decimal),
    receipts=st.lists(
        st.builds(Receipt, on=st.dates(day(1), day(28)), quantity=st.integers(1, 30).map(Decimal)), max_size=4
    ),
    needs=st.lists(
        st.builds(
            Need, line_id=st.integers(1, 9), by=st.dates(day(1), day(28)), quantity=st.integers(1, 30).map(Decimal)
        ),
        max_size=5,
    ),
)


@given(SUPPLIES, st.integers(1, 30).map(Decimal), st.dates(day(1), day(28)))
def test_a_promise_never_drives_a_promised_day_below_zero(supply, quantity, on):
    promise = check_promise(supply, quantity, on)
    if promise.earliest is None:
        return
    days = [other.by for other in supply.needs if other.by >= promise.earliest]
    assert all(supply.free(by) - quantity >= 0 or supply.free(by) < 0 for by in days)
    assert promisable(supply, promise.earliest) >= quantity

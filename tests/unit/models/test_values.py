from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

from adv_desktop.models import values
from adv_desktop.models.claim import Claim
from adv_desktop.models.enums import ClaimOutcome, ClaimState
from adv_desktop.models.errors import DomainError, KnownError
from adv_desktop.models.rules.settlement import Balance
from adv_desktop.models.values import Money


def test_amounts_of_one_currency_add_up_and_say_their_currency():
    total = Money.of("12.345") + Money(100) - Money(35)
    assert (total, total.amount, str(-total)) == (Money(1300), Decimal("13.00"), "-13.00 EUR")
    assert str(Money.of(1500, "JPY")) == "1500 JPY"
    assert bool(total)
    assert not total - total


@pytest.mark.parametrize("operation", [Money.__add__, Money.__sub__])
def test_amounts_of_two_currencies_are_never_mixed(operation):
    with pytest.raises(DomainError, match=r"currency\.mixed"):
        operation(Money(1), Money(1, "USD"))


@pytest.mark.parametrize("written", ["douze", "NaN", "Infinity", True, 1.5, None])
def test_what_is_no_exact_number_is_refused(written):
    with pytest.raises(DomainError, match=r"number\.not_a_number"):
        values.decimal_of(written)


@pytest.mark.parametrize(
    ("check", "value", "code"),
    [
        (values.quantity, "1.00001", "quantity.out_of_range"),
        (values.quantity, "10000000", "quantity.out_of_range"),
        (values.unit_price, "-0.01", "price.negative"),
        (values.unit_price, "0.0000001", "price.out_of_range"),
        (values.percent, "100.5", "percent.out_of_range"),
        (values.percent, "12.34567", "percent.out_of_range"),
    ],
)
def test_a_number_out_of_bounds_is_refused_as_it_was_written(check, value, code):
    with pytest.raises(DomainError) as refused:
        check(Decimal(value))
    assert (refused.value.code, refused.value.facts["written"]) == (code, Decimal(value))


def test_an_amount_is_not_shared_among_nobody():
    with pytest.raises(DomainError, match=r"amount\.nothing_to_share"):
        values.split(100, [0, 0])


def test_an_error_crosses_a_process_with_its_facts():
    error = pickle.loads(pickle.dumps(KnownError("database.busy", path="a.db")))
    assert (type(error), str(error)) == (KnownError, "database.busy(path='a.db')")


@pytest.mark.parametrize(
    ("received", "used", "allocated", "left"),
    [
        (10000, 0, 8000, (2000, 0, 2000, 0)),  # an overpayment stays in credit
        (8000, 2000, 10000, (0, 0, 0, 0)),  # the credit note pays the difference
        (1000, 0, 4000, (-3000, 3000, 0, 0)),  # more set against invoices than there is
        (0, 5000, 2000, (3000, 0, 0, 3000)),  # the credits pay more than is owed
        (1000, 5000, 2000, (4000, 0, 1000, 3000)),
    ],
)
def test_a_payment_being_shared_says_what_is_left(received, used, allocated, left):
    balance = Balance(received, used, allocated)
    assert (balance.rest, balance.short, balance.kept, balance.unused_credits) == left


def test_a_claim_follows_its_states_and_wants_a_reason():
    claim = Claim(number="REC1", state=ClaimState.NEW)
    with pytest.raises(DomainError, match=r"reason\.missing"):
        claim.decide(ClaimOutcome.ACCEPTED, " ", None)
    with pytest.raises(DomainError, match=r"claim\.wrong_state"):
        claim.move_to(ClaimState.CLOSED)
    with pytest.raises(DomainError, match=r"claim\.wrong_state"):
        claim.reopen()

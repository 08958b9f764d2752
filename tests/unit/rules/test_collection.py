"""What was collected, by the VAT rates of an invoice."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.rules.collection import RateShare, collected_by_rate, shares_of, still_to_tell

TWENTY, REDUCED = Decimal(20), Decimal("5.5")


def test_a_rate_of_services_and_goods_is_shared_by_their_net():
    assert shares_of(TWENTY, 12000, 7500, 2500) == [RateShare(TWENTY, 9000, True), RateShare(TWENTY, 3000, False)]
    assert shares_of(TWENTY, 12000, 0, 10000) == [RateShare(TWENTY, 12000, False)]


def test_only_what_is_due_on_collection_is_told_unless_nothing_is():
    mixed = [RateShare(TWENTY, 12000, True), RateShare(REDUCED, 2110, False)]
    assert collected_by_rate(mixed, 14110) == {TWENTY: 12000}
    goods = [RateShare(TWENTY, 12000, False), RateShare(REDUCED, 2110, False)]
    assert collected_by_rate(goods, 14110) == {TWENTY: 12000, REDUCED: 2110}
    assert collected_by_rate([], 100) == {}


def test_money_taken_back_is_told_as_negative():
    assert still_to_tell({TWENTY: 0}, {TWENTY: 6000}) == {TWENTY: -6000}
    assert still_to_tell({TWENTY: 6000}, {TWENTY: 6000}) == {}


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=5), st.lists(st.integers(0, 10**8), max_size=6))
def test_however_it_is_paid_what_was_told_adds_up_to_what_was_collected(grosses, payments):
    shares = [RateShare(Decimal(place), gross, due=True) for place, gross in enumerate(grosses)]
    told: dict[Decimal, int] = {}
    paid = 0
    for payment in payments:
        paid += payment
        for rate, minor in still_to_tell(collected_by_rate(shares, paid), told).items():
            told[rate] = told.get(rate, 0) + minor
        assert sum(told.values()) == paid

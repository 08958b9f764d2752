"""The price of a kit over its parts, whatever is invoiced when: to the cent, never more."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.rules.kits import Part, part_of_price, price_of_part, shares, whole_sets
from adv_desktop.models.values import to_minor

amounts = st.integers(0, 10**9)
quantities = st.decimals("0.0001", "9999", places=4)
weights = st.lists(st.decimals(0, 10**6, places=6), min_size=1, max_size=12)


@given(amounts, weights)
def test_shares_add_up_to_the_price_and_none_is_less_than_nothing(net, weights):
    found = shares(net, weights)
    assert sum(found) == net
    assert min(found) >= 0


def test_a_price_without_weights_is_shared_evenly():
    assert shares(100, [Decimal(0)] * 3) == [33, 34, 33]


@given(amounts, st.lists(quantities, min_size=1, max_size=10))
def test_parts_of_any_size_add_up_to_the_price_and_never_pass_it(net, parts):
    ordered, done, billed = sum(parts), Decimal(0), 0
    for part in parts:
        done += part
        amount = part_of_price(net, ordered, done, billed)
        assert amount >= 0
        billed += amount
        assert billed <= net
    assert billed == net


@given(amounts, quantities)
def test_a_part_has_a_price_that_makes_its_amount(amount, quantity):
    price, base = price_of_part(amount, quantity, "EUR")
    assert to_minor(quantity * price / base) == amount


@given(st.integers(1, 50), st.lists(st.tuples(st.integers(0, 500), st.integers(1, 9)), min_size=1, max_size=6))
def test_a_set_is_whole_when_each_component_is_there(ordered, parts):
    sets = whole_sets(Decimal(ordered), [Part(Decimal(done), Decimal(per)) for done, per in parts])
    assert sets == min(ordered, *(done // per for done, per in parts))


def test_half_a_kit_that_was_ordered_is_complete_when_its_components_are():
    assert whole_sets(Decimal("1.5"), [Part(Decimal(3), Decimal(2))]) == Decimal("1.5")
    assert whole_sets(Decimal("1.5"), [Part(Decimal(2), Decimal(2))]) == 1

"""First expired, first out, and the life that must be left of goods when they leave."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.rules.fefo import LifeWanted, part_of_life

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("written", "part"), [("2/3", Fraction(2, 3)), (" 1 / 2 ", Fraction(1, 2)), ("66,5 %", Fraction(665, 1000))]
)
def test_a_part_of_a_life_is_read_as_a_fraction_or_a_percent(written, part):
    assert part_of_life(written) == part


def test_two_thirds_of_a_hundred_days_are_sixty_seven_whole_ones():
    wanted = LifeWanted(days=10, part="2/3", whole=100)
    assert (wanted.left, wanted.by_part, wanted.until(DAY)) == (67, True, DAY + timedelta(days=67))


@given(
    days=st.none() | st.integers(0, 400),
    top=st.integers(1, 9),
    more=st.integers(1, 9),
    whole=st.none() | st.integers(1, 900),
)
def test_the_more_demanding_of_days_and_part_is_asked_and_never_more_than_the_life(days, top, more, whole):
    part = Fraction(top, top + more)
    wanted = LifeWanted(days, f"{top}/{top + more}", whole)
    assert wanted.left >= (days or 0)
    assert wanted.left >= part * (whole or 0)
    assert wanted.left <= max(days or 0, whole or 0)
    assert wanted.by_part is (wanted.left > (days or 0))

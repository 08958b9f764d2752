"""SSCC: the check digit of GS1, room for the serial numbers, no number twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.rules.sscc import check_digit, sscc


def test_the_check_digit_is_that_of_the_examples_of_gs1():
    assert check_digit("37610425002123456") == 9
    assert check_digit("629104150021") == 3


def test_the_code_holds_extension_prefix_serial_and_check_digit():
    assert sscc("3012345", 1) == "030123450000000017"
    assert sscc("3012345678", 1_000_000) == f"1301234567800000{sscc('3012345678', 1_000_000)[16:]}"


@given(st.integers(0, 10**7 - 1), st.integers(0, 10**7 - 1))
def test_two_serial_numbers_never_make_one_code(one, other):
    assert (sscc("301234567", one) == sscc("301234567", other)) is (one == other)
    assert len(sscc("301234567", one)) == 18


@pytest.mark.parametrize(("prefix", "serial"), [("301234", 1), ("30123456789", 1), ("abcdefg", 1), ("3012345", 10**10)])
def test_what_has_no_room_is_refused(prefix, serial):
    with pytest.raises(ValueError, match=prefix if serial == 1 else str(serial)):
        sscc(prefix, serial)

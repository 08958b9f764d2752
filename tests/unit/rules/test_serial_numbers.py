"""Serial numbers as they are typed, scanned or pasted, and the end of a warranty."""

import datetime as dt

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.serial_numbers import read, shortened, warranty_end


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("", ()),
        ("sn1", ("SN1",)),
        ("A1, B2;C3\nD4\tE5", ("A1", "B2", "C3", "D4", "E5")),
        ("SN1001…SN1003", ("SN1001", "SN1002", "SN1003")),
        ("SN1001..SN1002 , SN9", ("SN1001", "SN1002", "SN9")),
        ("SN008 à SN011", ("SN008", "SN009", "SN010", "SN011")),
        ("7…9", ("7", "8", "9")),
    ],
)
def test_numbers_are_read_one_by_one_in_lists_and_in_ranges(typed, numbers):
    assert read(typed) == numbers


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("SN1…XN9", "serial.bad_range"),
        ("SN9…SN1", "serial.bad_range"),
        ("SN…SN1", "serial.bad_range"),
        ("SN1…SN900000", "serial.bad_range"),
        ("X" * 41, "serial.too_long"),
        ("A1 a1", "serial.twice"),
        ("SN1…SN5 SN3", "serial.twice"),
    ],
)
def test_what_cannot_be_meant_is_refused(typed, code):
    with pytest.raises(DomainError) as refused:
        read(typed)
    assert refused.value.code == code


def test_numbers_that_follow_each_other_are_written_as_ranges():
    numbers = ["SN1", "SN2", "SN3", "SN9", "X09", "X10", "B"]
    assert shortened(numbers) == ["SN1…SN3", "SN9", "X09, X10", "B"]
    assert read(", ".join(shortened(numbers))) == tuple(numbers)


def test_a_warranty_ends_on_the_same_day_of_its_last_month():
    assert warranty_end(dt.date(2026, 11, 24), 24) == dt.date(2028, 11, 24)
    assert warranty_end(dt.date(2026, 1, 31), 1) == dt.date(2026, 2, 28)
    assert warranty_end(dt.date(2026, 1, 31), None) is None

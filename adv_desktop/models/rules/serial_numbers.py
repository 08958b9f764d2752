"""Serial numbers as they are typed, scanned or pasted, and how long a warranty runs."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.instalments import add_months

LONGEST = 40
MOST = 5000  # of one range: more is a slip of the keyboard
_BETWEEN = re.compile(r"\s*(?:…|\.{2,3})\s*|\s+(?:à|to)\s+", re.IGNORECASE)
_APART = re.compile(r"[\s,;]+")
_ENDS_IN_DIGITS = re.compile(r"(.*?)(\d+)")


class SerialKeeping(StrEnum):
    """From when on the serial numbers of a product are known."""

    DEPARTURE = "departure"  # noted when a unit leaves, whatever was noted before
    RECEIPT = "receipt"  # of every unit in stock: one that is not there cannot leave


class SerialState(StrEnum):
    """Where a unit with a serial number is."""

    IN_STOCK = "in_stock"
    DELIVERED = "delivered"
    GONE = "gone"  # thrown away, lost, missing, sent to its supplier


def read(text: str) -> tuple[str, ...]:
    """Read serial numbers one after the other, with ranges: « SN1001…SN1010, SN1020 ».

    They are set apart by spaces, commas, semicolons or lines, a range by « … », « .. » or « à », and written in
    capitals. Raise `serial.bad_range`, `serial.too_long` or `serial.twice`.
    """
    found: list[str] = []
    for part in _APART.split(_BETWEEN.sub("…", text.strip())):
        first, dots, last = part.upper().partition("…")
        found += _range(first, last) if dots else [first] if first else []
    for number in found:
        if len(number) > LONGEST:
            raise DomainError("serial.too_long", number=number[:LONGEST], most=LONGEST)
    refuse_twice(found)
    return tuple(found)


def refuse_twice(numbers: Sequence[str]) -> None:
    """Raise `serial.twice` for a number that is named twice."""
    for number, count in Counter(numbers).items():
        if count > 1:
            raise DomainError("serial.twice", number=number)


def shortened(numbers: Sequence[str]) -> list[str]:
    """Write numbers that follow each other as ranges, in the order in which they come: « SN1001…SN1010 »."""
    written: list[list[str]] = []
    for number in numbers:
        if written and _follows(written[-1][-1], number):
            written[-1].append(number)
        else:
            written.append([number])
    return [run[0] if len(run) == 1 else ", ".join(run) if len(run) == 2 else f"{run[0]}…{run[-1]}" for run in written]


def warranty_end(left_on: dt.date, months: int | None) -> dt.date | None:
    """Return the last day of a warranty of so many months from a departure, None where there is none."""
    return add_months(left_on, months) if months else None


def _range(first: str, last: str) -> list[str]:
    start, end = _ENDS_IN_DIGITS.fullmatch(first), _ENDS_IN_DIGITS.fullmatch(last)
    if start is None or end is None or start[1] != end[1] or len(start[2]) > len(end[2]):
        raise DomainError("serial.bad_range", first=first, last=last)
    count = int(end[2]) - int(start[2]) + 1
    if not 1 <= count <= MOST:
        raise DomainError("serial.bad_range", first=first, last=last)
    return [f"{start[1]}{int(start[2]) + step:0{len(start[2])}d}" for step in range(count)]


def _follows(before: str, number: str) -> bool:
    one, next_one = _ENDS_IN_DIGITS.fullmatch(before), _ENDS_IN_DIGITS.fullmatch(number)
    if one is None or next_one is None:
        return False
    return number == f"{one[1]}{int(one[2]) + 1:0{len(one[2])}d}"

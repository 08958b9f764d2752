"""Serial shipping container codes (GS1): the number of one parcel or pallet, never given twice."""

from __future__ import annotations

LENGTH = 18
PREFIXES = range(7, 11)  # digits of a GS1 company prefix


def check_digit(digits: str) -> int:
    """Return the GS1 check digit: from the right, weights 3 and 1 in turn."""
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -weighted % 10


def sscc(prefix: str, serial: int) -> str:
    """Return the 18 digits of a company prefix and a serial number; beyond its digits the extension digit counts on.

    Raise `ValueError` for a prefix that is none, or a serial number that has no room.
    """
    if not prefix.isdecimal() or len(prefix) not in PREFIXES:
        raise ValueError(prefix)
    digits = LENGTH - 2 - len(prefix)
    extension, reference = divmod(serial, 10**digits)
    if not 0 <= extension <= 9:
        raise ValueError(serial)
    body = f"{extension}{prefix}{reference:0{digits}}"
    return f"{body}{check_digit(body)}"

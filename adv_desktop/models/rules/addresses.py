"""Whether a driver can find a place by its address."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class AddressPart(StrEnum):
    """What a driver needs; each is named as documents keep it."""

    STREET = "line1"
    POSTCODE = "postcode"
    TOWN = "town"


def missing_of(address: Mapping[str, object]) -> tuple[AddressPart, ...]:
    """Return what an address lacks."""
    return tuple(part for part in AddressPart if not str(address.get(part.value) or "").strip())

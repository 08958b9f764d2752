"""What is in a parcel: « P-100 × 24, P-200 × 12 », by product code (by line number where a line has no product)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import plain, quantity

# A comma inside a quantity is a decimal comma: parts are separated by a comma and a space, or a semicolon.
_PARTS = re.compile(r";|,\s+|\n")
_PART = re.compile(r"(?P<code>.+?)\s*[x×*=]\s*(?P<quantity>\d+(?:[.,]\d+)?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PackedGoods:
    """So many units of a product in a parcel."""

    code: str
    quantity: Decimal


def parse(text: str) -> tuple[PackedGoods, ...]:
    """Read what a parcel holds; raise `parcel.content_unreadable`."""
    return tuple(_part(part.strip()) for part in _PARTS.split(text) if part.strip())


def written(contents: Iterable[PackedGoods]) -> str:
    """Write what a parcel holds, as it can be read again."""
    return ", ".join(f"{packed.code} × {plain(packed.quantity)}" for packed in contents)


def refuse_more_than(contents: Iterable[PackedGoods], leaving: Mapping[str, Decimal]) -> None:
    """Refuse what does not leave: raise `parcel.content_unknown` or `parcel.content_over`."""
    left = dict(leaving)
    for packed in contents:
        if packed.quantity <= 0:
            raise DomainError("parcel.content_unreadable", written=packed.code)
        if packed.code not in left:
            raise DomainError("parcel.content_unknown", code=packed.code)
        left[packed.code] -= packed.quantity
        if left[packed.code] < 0:
            raise DomainError("parcel.content_over", code=packed.code, leaving=leaving[packed.code])


def _part(text: str) -> PackedGoods:
    found = _PART.fullmatch(text)
    if found is None:
        raise DomainError("parcel.content_unreadable", written=text)
    try:
        units = quantity(Decimal(found["quantity"].replace(",", ".")))
    except InvalidOperation:
        raise DomainError("parcel.content_unreadable", written=text) from None
    if units <= 0:
        raise DomainError("parcel.content_unreadable", written=text)
    return PackedGoods(found["code"], units)

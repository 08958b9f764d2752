"""What a picking list says: what to take, where, for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adv_desktop.services.documents.content import Issuer, Lot, Party, References

NO_REFERENCES = References()


@dataclass(frozen=True, slots=True)
class PickingLine:
    """What to take from one location."""

    label: str
    location: str
    code: str
    quantity: Decimal
    unit: str = ""
    detail: str = ""
    barcode: str = ""
    lots: tuple[Lot, ...] = ()
    stock: Decimal | None = None
    rank: int = 0
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class PickingListData:
    """A picking list; the lines are printed in the order of the walk: by rank, then by location."""

    language: str
    issuer: Issuer
    number: str
    made_on: date
    customer: Party
    deliver_to: Party
    lines: tuple[PickingLine, ...]
    references: References = NO_REFERENCES
    leaves_on: date | None = None
    warehouse: str = ""
    comment: str = ""

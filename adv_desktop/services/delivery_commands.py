"""What is asked of deliveries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from adv_desktop.models.rules.free_lines import Surplus
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.services.remainders import Remainder


@dataclass(frozen=True, slots=True)
class SupplierNotice:
    """What a supplier says that it sent: the number of its notice, and the style of the note that we make of it."""

    number: str
    style: NoteStyle | None = None


@dataclass(frozen=True, slots=True)
class DeliverOrders:
    """Orders to deliver; `quantities` by order line id (None = all that is due).

    `versions` holds the version that the form was loaded with, by order id; `with_vat` sells in the Union with the VAT
    of France.
    """

    orders: tuple[int, ...]
    quantities: Mapping[int, Decimal] | None = None
    versions: Mapping[int, int] | None = None
    date: dt.date | None = None
    override: str | None = None
    carrier: str | None = None
    parcels: int | None = None
    weight_kg: Decimal | None = None
    notes: str | None = None
    notice: SupplierNotice | None = None  # of goods that the supplier sent
    weights: Mapping[int, Sequence[Decimal]] = field(default_factory=dict)  # kilograms, by order line id
    serials: Mapping[int, Sequence[str]] = field(default_factory=dict)  # numbers of the units, by order line id
    surplus: Surplus = Surplus.INVOICED
    with_vat: bool = False
    packaging: Mapping[int, tuple[int, int]] = field(default_factory=dict)  # (left, taken back) by kind
    remainder: Remainder | None = None  # where the customer is asked what becomes of what stays behind

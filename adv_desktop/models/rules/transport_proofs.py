"""What proves that goods without VAT left: for an export, that they left the Union; in the Union, two papers.

Sources: CGI ann. IV art. 24 ter and ann. III art. 74 (export), regulation (EU) 2018/1912 (two items that agree).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from adv_desktop.models.enums import VatCategory

CHASED_AFTER = (30, 60, 90)  # days after shipping
IN_THE_UNION = 2


class TransportProof(StrEnum):
    """What a paper kept with a delivery proves."""

    EXIT = "exit_proof"
    OTHER_EXIT = "exit_alternative"
    CMR = "cmr_signed"
    CARRIER_INVOICE = "carrier_invoice"
    RECEIPT = "receipt_signed"
    BUYER_STATEMENT = "buyer_statement"


_EXPORT = frozenset({TransportProof.EXIT, TransportProof.OTHER_EXIT})


def is_proved(categories: Iterable[VatCategory], incoterm: str | None, given: Iterable[TransportProof]) -> bool:
    """Tell whether what was shipped without VAT is proved.

    Export: the exit certified by customs, or what takes its place. Union: two papers; when the buyer carries (EXW,
    FCA), its written statement is one of them (R15).
    """
    found, present = frozenset(given), set(categories)
    if VatCategory.EXPORT in present and not found & _EXPORT:
        return False
    if VatCategory.INTRA_EU in present:
        if buyer_carries(incoterm) and TransportProof.BUYER_STATEMENT not in found:
            return False
        return len(found) >= IN_THE_UNION
    return True


def buyer_carries(incoterm: str | None) -> bool:
    """Tell whether the buyer has the goods carried, by the incoterm."""
    return (incoterm or "").strip().upper().startswith(("EXW", "FCA"))


def chased_on(shipped: dt.date, today: dt.date) -> dt.date | None:
    """Return the last day on which the proof of a shipment was to be asked for, None before the first."""
    passed = [day for after in CHASED_AFTER if (day := shipped + dt.timedelta(days=after)) <= today]
    return passed[-1] if passed else None

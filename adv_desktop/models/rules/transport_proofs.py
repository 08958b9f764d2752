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
STATEMENT_DAY = 10  # of the month that follows the supply (BOI-TVA-CHAMP-30-20-10)


class TransportProof(StrEnum):
    """What a paper kept with a delivery proves."""

    EXIT = "exit_proof"
    OTHER_EXIT = "exit_alternative"
    CMR = "cmr_signed"
    CARRIER_INVOICE = "carrier_invoice"
    RECEIPT = "receipt_signed"
    BUYER_STATEMENT = "buyer_statement"


class ProofNeed(StrEnum):
    """What is still to be got to prove a shipment."""

    EXIT = "exit"
    STATEMENT = "statement"
    TWO_PAPERS = "two_papers"
    ONE_PAPER = "one_paper"


_EXPORT = frozenset({TransportProof.EXIT, TransportProof.OTHER_EXIT})


def needs(
    categories: Iterable[VatCategory], incoterm: str | None, given: Iterable[TransportProof]
) -> tuple[ProofNeed, ...]:
    """Return what is still to be got to prove what was shipped without VAT.

    Export: the exit certified by customs, or what takes its place. Union: two papers; when the buyer carries (EXW,
    FCA), its written statement is one of them (R15).
    """
    found, present, wanted = frozenset(given), set(categories), []
    if VatCategory.EXPORT in present and not found & _EXPORT:
        wanted.append(ProofNeed.EXIT)
    if VatCategory.INTRA_EU in present:
        papers = IN_THE_UNION - len(found)
        if buyer_carries(incoterm) and TransportProof.BUYER_STATEMENT not in found:
            wanted.append(ProofNeed.STATEMENT)
            papers -= 1
        if papers > 0:
            wanted.append(ProofNeed.TWO_PAPERS if papers == IN_THE_UNION else ProofNeed.ONE_PAPER)
    return tuple(wanted)


def statement_due(shipped: dt.date) -> dt.date:
    """Return the day until which the buyer who carries gives its statement."""
    following = shipped.replace(day=1) + dt.timedelta(days=32)
    return following.replace(day=STATEMENT_DAY)


def step(shipped: dt.date, today: dt.date) -> int:
    """Return the last step that a shipment has passed: 0, 30, 60 or 90 days."""
    return max((days for days in CHASED_AFTER if (today - shipped).days >= days), default=0)


def buyer_carries(incoterm: str | None) -> bool:
    """Tell whether the buyer has the goods carried, by the incoterm."""
    return (incoterm or "").strip().upper().startswith(("EXW", "FCA"))


def chased_on(shipped: dt.date, today: dt.date) -> dt.date | None:
    """Return the last day on which the proof of a shipment was to be asked for, None before the first."""
    passed = [day for after in CHASED_AFTER if (day := shipped + dt.timedelta(days=after)) <= today]
    return passed[-1] if passed else None

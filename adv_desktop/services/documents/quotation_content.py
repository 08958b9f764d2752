"""What a quotation says, all computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from adv_desktop.services.documents.content import Amounts, Issuer, Line, Party, References


@dataclass(frozen=True, slots=True)
class QuotationData:
    """An offer; `revision` > 1 prints its version."""

    language: str
    issuer: Issuer
    number: str
    made_on: date
    valid_until: date
    customer: Party
    lines: tuple[Line, ...]
    amounts: Amounts
    currency: str = "EUR"
    references: References = References()  # noqa: RUF009 (frozen)
    revision: int = 1
    remarks: tuple[str, ...] = ()
    without_vat: bool = False

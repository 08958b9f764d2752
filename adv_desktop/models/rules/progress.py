"""How far quantities have come."""

from __future__ import annotations

from decimal import Decimal

from adv_desktop.models.enums import Progress


def progress(done_of_due: list[tuple[Decimal, Decimal]]) -> Progress:
    """Tell how far quantities have come: none, partial or full."""
    if all(done >= due for done, due in done_of_due):
        return Progress.FULL if any(done for done, _due in done_of_due) else Progress.NONE
    return Progress.PARTIAL if any(done for done, _due in done_of_due) else Progress.NONE

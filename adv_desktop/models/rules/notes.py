"""Delivery notes: what they show beside the goods, and the letter of a corrected one."""

from __future__ import annotations

from enum import StrEnum


class NoteStyle(StrEnum):
    """What a delivery note shows beside the goods (case 36): prices or not, and who sends it.

    A neutral note is sent in the customer's name to its own customer; an anonymous one names no sender.
    """

    UNPRICED = "unpriced"
    PRICED = "priced"
    NEUTRAL = "neutral"
    ANONYMOUS = "anonymous"

    @property
    def hides_us(self) -> bool:
        """Whether nothing of our company is read on the paper."""
        return self in {NoteStyle.NEUTRAL, NoteStyle.ANONYMOUS}

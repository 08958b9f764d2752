"""Delivery notes: what they show beside the goods, and the letter of a corrected one."""

from __future__ import annotations

from enum import StrEnum

from adv_desktop.models.errors import DomainError


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


class Notified(StrEnum):
    """Whether a customer is told by itself that its goods have left."""

    YES = "yes"
    NO = "no"


class NoticeRule(StrEnum):
    """Which customers are told by themselves that their goods have left, where nothing else is agreed."""

    NEVER = "never"
    RECEIVERS = "receivers"  # those who named who receives the goods
    ALWAYS = "always"


def index_after(number: str, *, indexed: bool) -> str:
    """Return the number of the note that replaces one: « BL2026000031 », then « BL2026000031-B », then « …-C ».

    Raise `delivery.too_many_indexes` after the letter Z.
    """
    if not indexed:
        return f"{number}-B"
    root, letter = number.rsplit("-", 1)
    if letter == "Z":
        raise DomainError("delivery.too_many_indexes", delivery=number)
    return f"{root}-{chr(ord(letter) + 1)}"

"""What a customer requires on its orders, and the stage from which it must be there (R2).

A requirement is kept as one word, `engagement`, or with its stage, `engagement@invoicing`; without one it is due at
the confirmation. Words that are not in `enums.Requirement` are the customer's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """When a requirement must be met at the latest."""

    CONFIRMATION = "confirmation"
    SHIPPING = "shipping"
    INVOICING = "invoicing"


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement of a customer."""

    name: str
    stage: Stage = Stage.CONFIRMATION

    @property
    def word(self) -> str:
        """The requirement as it is kept."""
        return self.name if self.stage is Stage.CONFIRMATION else f"{self.name}@{self.stage}"


def asked(words: Iterable[str]) -> tuple[Asked, ...]:
    """Read the requirements of a customer."""
    return tuple(_read(str(word)) for word in words)


def names(words: Iterable[str]) -> tuple[str, ...]:
    """Return what is required at any stage."""
    return tuple(one.name for one in asked(words))


def missing(words: Iterable[str], given: Mapping[str, str | None], *stages: Stage) -> list[str]:
    """Return what is required at these stages (at any, when none is named) and was not given."""
    return [one.name for one in asked(words) if (not stages or one.stage in stages) and not given.get(one.name)]


def _read(word: str) -> Asked:
    name, at, stage = word.rpartition("@")
    known = at and name and stage in {one.value for one in Stage}
    return Asked(name, Stage(stage)) if known else Asked(word)

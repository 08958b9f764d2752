"""Incoterms® 2020: who pays and carries, read from « DAP Genève » (ICC publication 723)."""

from __future__ import annotations

from dataclasses import dataclass

EDITION = "Incoterms® 2020"
# What the seller does not carry: the buyer pays the main carriage.
_COLLECTED = frozenset({"EXW", "FCA", "FAS", "FOB"})
CODES = _COLLECTED | {"CPT", "CIP", "DAP", "DPU", "DDP", "CFR", "CIF"}


@dataclass(frozen=True, slots=True)
class Incoterm:
    """A rule and its named place; the place is empty where none was given."""

    code: str
    place: str

    @property
    def carriage_paid(self) -> bool:
        """Whether the seller pays the main carriage."""
        return self.code not in _COLLECTED

    @property
    def written(self) -> str:
        """The term as papers print it: « DAP Genève, Incoterms® 2020 »."""
        return f"{self.code} {self.place}".strip() + f", {EDITION}"


def parse(text: str | None) -> Incoterm | None:
    """Return the incoterm that a text begins with, None where it begins with no rule of 2020 (DAT is one of 2010)."""
    code, _space, place = (text or "").strip().partition(" ")
    if code.upper() not in CODES:
        return None
    for edition in ("Incoterms® 2020", "Incoterms 2020"):
        place = place.replace(edition, "")
    return Incoterm(code.upper(), place.strip(" ,()"))

"""Recognise columns by their titles: every title is compared with the words that people use for each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from adv_desktop.services.imports.words import normal

_SAME = 1.0
_DOUBTFUL = 0.9
_CONTAINED = 0.45
_BY_COVERAGE = 0.45
_ENOUGH = 0.6
_MAX_TITLE = 60

Vocabulary = Mapping[str, Sequence[str]]


def words(*texts: str) -> tuple[str, ...]:
    """Return synonyms in the normal form that titles are compared in; a `?` marks one that may mean something else."""
    parts = [part for text in texts for part in text.split("|")]
    return tuple(normal(part) + ("?" if part.endswith("?") else "") for part in parts)


def match_columns(titles: Sequence[str], vocabulary: Vocabulary) -> dict[str, int]:
    """Return the column of each field that a title names; the clearest titles choose first."""
    candidates = [
        (similarity(title, tuple(vocabulary[field])), -column, field)
        for column, title in enumerate(titles)
        if title.strip() and len(title) <= _MAX_TITLE
        for field in vocabulary
    ]
    found: dict[str, int] = {}
    taken: set[int] = set()
    # A stable sort: between equal titles the field that the vocabulary names first wins, then the left-most column.
    for score, negative, field in sorted(candidates, key=lambda item: (-item[0], -item[1])):
        if score >= _ENOUGH and field not in found and -negative not in taken:
            found[field] = -negative
            taken.add(-negative)
    return found


@lru_cache(maxsize=16384)
def similarity(title: str, synonyms: tuple[str, ...]) -> float:
    """Tell from 0 to 1 how surely a title says one of the synonyms."""
    said = normal(title)
    return max((_likeness(said, synonym) for synonym in synonyms), default=0.0) if said else 0.0


def _likeness(said: str, synonym: str) -> float:
    if said == synonym:
        return _SAME
    if synonym.endswith("?"):
        return _DOUBTFUL if said == synonym[:-1] else 0.0
    if f" {synonym} " in f" {said} ":
        return _CONTAINED + _BY_COVERAGE * len(synonym) / len(said)
    return 0.0

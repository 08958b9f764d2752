"""The query bar: `customer: dupont ; amount: 100..500 ; late`."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adv_desktop.services.texts import _

if TYPE_CHECKING:
    from adv_desktop.services.queries.filters import ListFilter


@dataclass(frozen=True, slots=True)
class QueryKey:
    """A word that may stand before the colon: the code that the page knows and the English word shown."""

    code: str
    word: str


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: a code (None for a plain word), its text, and its bounds when it is a range."""

    code: str | None
    text: str
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """All that a list is asked: the chip, the terms with a code, the plain words, the order."""

    chip: str = ""
    terms: tuple[Term, ...] = ()
    words: str = ""
    sort: str = ""
    descending: bool = False

    def term(self, code: str) -> Term | None:
        """Return the term with a code, if there is one."""
        return next((term for term in self.terms if term.code == code), None)


def fold(text: str) -> str:
    """Return the text without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def parse_query(text: str, keys: Sequence[QueryKey]) -> tuple[Term, ...]:
    """Read the query bar; a word that no key knows stays plain text with its colon."""
    known = {fold(word): key.code for key in keys for word in (key.code, key.word, _(key.word))}
    terms = []
    for part in text.split(";"):
        before, colon, after = part.partition(":")
        code = known.get(fold(before.strip())) if colon else None
        if code is None and fold(part.strip()) in known:
            terms.append(Term(known[fold(part.strip())], ""))
            continue
        value = (after if code else part).strip()
        if value or code:
            terms.append(_term(code, value))
    return tuple(terms)


def _term(code: str | None, value: str) -> Term:
    low, dots, high = value.partition("..")
    if code is None or not dots:
        return Term(code, value)
    return Term(code, value, low.strip() or None, high.strip() or None)


def wanted(query: Query) -> ListFilter:
    """Return what a query asks of the read side."""
    from adv_desktop.services.queries.filters import ListFilter

    return ListFilter(query.chip, tuple(query.terms), query.words)

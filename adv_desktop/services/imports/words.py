"""Compare words as people write them: case, accents, punctuation and non-breaking spaces make no difference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")
_NOT_WORD = re.compile(r"[^a-z0-9%€#]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    # U+2019 is the apostrophe of word processors; U+2212 and U+2013 stand for the minus of typists.
    if character in "’ʼ´`":
        return "'"
    if character in "−–—‐‑":
        return "-"
    bare = unicodedata.normalize("NFD", character)[0].lower()
    return bare if len(bare) == 1 else character


def fold(text: str) -> str:
    """Return a text of the SAME length in lower case without accents, for searches that need positions."""
    return "".join(map(_fold_character, text))


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """Return the words of a text, folded, with one space between them."""
    composed = unicodedata.normalize("NFC", text).lower().translate(_LIGATURES)
    return _NOT_WORD.sub(" ", fold(composed)).strip()


def one_line(text: str) -> str:
    """Return a text on one line, with plain single spaces."""
    return " ".join(text.split())


def meanings(said: Mapping[T, str]) -> dict[str, T]:
    """Return what each folded word means, from the words of each meaning, « non|n|no »."""
    return {normal(word): meaning for meaning, words in said.items() for word in words.split("|")}

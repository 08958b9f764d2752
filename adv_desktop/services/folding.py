"""Text as it is searched: without case, accents, ligatures or typographic signs."""

from __future__ import annotations

import unicodedata

_SIGNS = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "’": "'",
        "‘": "'",
        "°": " ",
        "×": "x",
        "–": "-",
        "—": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "«": " ",
        "»": " ",
        "“": '"',
        "”": '"',
    }
)


def words_key(text: str | None) -> tuple[str, str]:
    """Return what sorts names as a dictionary does: by their letters first, then as they are written."""
    return fold(text or ""), text or ""


def fold(text: str) -> str:
    """Return the text as searched for ("Lecœur" gives "lecoeur")."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SIGNS))
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())

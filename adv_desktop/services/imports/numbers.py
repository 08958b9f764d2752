"""Read numbers as people write them: "12,50 €", "1 00", "24 pcs", "1.234,50", "10+5", "12,40 / 100".

Only ASCII digits count; scientific notation, NaN and infinities are no numbers of a trade document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.words import fold, one_line

_MINUS = re.compile(r"^-\s*|\s*-$")
_PARENTHESES = re.compile(r"^\(\s*(.*?)\s*\)$")
_BODY = re.compile(r"\d(?:[\d.,' ]*\d)?")
_CURRENCY = re.compile(r"\s*(?:€|\$|£|\b(?:eur|euros?|usd|gbp|chf)\b)\s*", re.IGNORECASE)
_NET_OR_GROSS = re.compile(r"\s*\b(?:h\.?t\.?|ttc|net(?:to)?)\b\.?\s*", re.IGNORECASE)
_UNIT = re.compile(
    r"(?P<unit>[^\W\d_][^\W\d_.²³' /-]*(?:[ ./'-][^\W\d_²³]+)*[²³]?\.?)(?:\s+(?:de|a|of|von|zu|x)\s+(?P<pack>\d{1,4}))?"
)
_TIMES = re.compile(r"^x\s*(?=\d)|(?<=\d)\s*x$", re.IGNORECASE)
_PRICE_BASE = re.compile(
    r"\s*(?:/|\bles?\b|\bpar\b|\bper\b|\bpro\b|\bje\b|\bau\b)\s*(?:(?P<base>\d{1,5})|(?P<word>cent|mille|100|1000))?\s*(?P<unit>[^\W\d_]*)\.?$",
    re.IGNORECASE,
)
_BASE_WORDS = {"cent": 100, "mille": 1000}
_PERCENT_PARTS = re.compile(r"\s*(?:\+|/|;|&|\bpuis\b|\bthen\b|\bet\b|\bdann\b)\s*", re.IGNORECASE)
_MAX_UNIT = 20
CURRENCIES = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "usd": "USD",
    "gbp": "GBP",
    "chf": "CHF",
}


@dataclass(frozen=True, slots=True)
class WrittenQuantity:
    """A quantity with the unit written behind it ("2 ctn de 12": 2, "ctn", pack 12)."""

    value: Decimal
    unit: str = ""
    pack: int | None = None


@dataclass(frozen=True, slots=True)
class WrittenPrice:
    """A unit price for `base` units, with the currency written beside it (empty when there is none)."""

    value: Decimal
    base: int = 1
    currency: str = ""
    unit: str = ""


def not_a_number(text: str) -> DomainError:
    """Say that a text is no number."""
    return DomainError("not_a_number", written=one_line(text))


def decimal_mark(texts: Iterable[str]) -> str:
    """Tell from many numbers which mark stands before the decimals; empty when they don't say or disagree."""
    marks = {mark for text in texts if (mark := _evident_mark(text))}
    return marks.pop() if len(marks) == 1 else ""


def _evident_mark(text: str) -> str:
    body = _BODY.search(text)
    if body is None:
        return ""
    digits = body.group().replace(" ", "")
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return ""
    mark = digits[last]
    both = "." in digits and "," in digits
    return mark if both or (digits.count(mark) == 1 and len(digits) - last - 1 != 3) else ""


@lru_cache(maxsize=8192)  # a file says the same quantities again and again
def parse_number(text: str, mark: str = "") -> Decimal:
    """Read a bare number or amount; `mark` is the decimal mark of the file where it is known."""
    clean = _NET_OR_GROSS.sub(" ", _CURRENCY.sub(" ", _plain_signs(text))).strip()
    sign, body = _signed(clean)
    if not _BODY.fullmatch(body) or not body.isascii():
        raise not_a_number(text)
    return sign * _unsigned(body, mark, text)


def _plain_signs(text: str) -> str:
    """Return a text with plain spaces, minus signs and apostrophes; letters keep their case."""
    return "".join(folded if folded in " -'" else character for character, folded in zip(text, fold(text), strict=True))


def _signed(text: str) -> tuple[int, str]:
    if inside := _PARENTHESES.match(text):
        return -1, inside.group(1)
    if _MINUS.search(text):
        return -1, _MINUS.sub("", text)
    return 1, text.removeprefix("+").strip()


def _unsigned(body: str, mark: str, written: str) -> Decimal:
    digits = body.replace(" ", "").replace("'", "")
    found = {sign for sign in ".," if sign in digits}
    if len(found) == 2:
        mark = max(".,", key=digits.rfind)
    elif found:
        mark = _single_mark(digits, found.pop(), mark)
    whole, _, decimals = digits.partition(mark) if mark else (digits, "", "")
    grouping = "," if mark == "." else "."
    if (mark and mark in decimals) or grouping in decimals or not _grouped(whole, ".," if not mark else grouping):
        raise not_a_number(written)
    units = whole.translate(_NO_MARKS)
    return Decimal(f"{units}.{decimals}" if decimals else units)


_NO_MARKS = str.maketrans("", "", ".,")


def _single_mark(digits: str, found: str, known: str) -> str:
    """Tell what the only kind of mark means: decimals unless it repeats, or the file writes decimals otherwise."""
    groups = _grouped(digits, found)
    if digits.count(found) > 1:
        return ""
    return "" if groups and known and known != found else found


def _grouped(whole: str, grouping: str) -> bool:
    """Say whether thousands are cut as they should be: three digits behind each mark."""
    first, *rest = re.split(f"[{grouping}]", whole)
    return all(len(group) == 3 for group in rest) and (not rest or 1 <= len(first) <= 3)


def parse_quantity(text: str, mark: str = "") -> WrittenQuantity:
    """Read a quantity and the unit behind it."""
    clean = _TIMES.sub("", _plain_signs(text).strip())
    found = _BODY.search(clean)
    if found is None:
        raise not_a_number(text)
    before, behind = clean[: found.start()], clean[found.end() :].strip()
    unit = _UNIT.fullmatch(behind) if behind not in {"", "-", ")"} else None
    if unit is None or len(behind) > _MAX_UNIT or before.strip() not in {"", "-", "+"}:
        return WrittenQuantity(parse_number(clean if unit is None else text, mark))
    pack = unit.group("pack")
    return WrittenQuantity(parse_number(before + found.group(), mark), unit.group("unit"), int(pack) if pack else None)


def parse_price(text: str, mark: str = "") -> WrittenPrice:
    """Read a unit price, the quantity it is for ("/ 100", "le cent") and its currency."""
    clean = _plain_signs(text).strip()
    currency = currency_of(clean)
    bare = _NET_OR_GROSS.sub(" ", _CURRENCY.sub(" ", clean)).strip()
    base, unit = 1, ""
    if found := _PRICE_BASE.search(bare):
        bare, unit = bare[: found.start()], found.group("unit")
        base = _price_base(found.group("base") or found.group("word") or unit)
        unit = "" if fold(unit) in _BASE_WORDS else unit
    return WrittenPrice(parse_number(bare, mark) if bare else parse_number(text, mark), base, currency, unit)


def _price_base(text: str) -> int:
    folded = fold(text)
    if folded in _BASE_WORDS:
        return _BASE_WORDS[folded]
    return int(folded) if folded.isascii() and folded.isdigit() and int(folded) > 0 else 1


def currency_of(text: str) -> str:
    """Return the ISO code of the currency that a text names; empty when it names none."""
    found = _CURRENCY.search(text)
    return CURRENCIES[found.group().strip().lower()] if found else ""


def parse_percents(text: str, mark: str = "") -> tuple[Decimal, ...]:
    """Read one discount or a cascade ("10 + 5 %"); zeros are left out."""
    parts = [part for part in _PERCENT_PARTS.split(_plain_signs(text).replace("%", " ").strip()) if part.strip()]
    percents = tuple(abs(parse_number(part, mark)) for part in parts)
    if any(percent > 100 for percent in percents):
        raise DomainError("percent_out_of_range", written=one_line(text))
    return tuple(percent for percent in percents if percent)

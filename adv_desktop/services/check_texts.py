"""A check in words: its facts, plain in JSON, written in the reader's way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from adv_desktop.models.values import to_minor
from adv_desktop.services import labels
from adv_desktop.services.formats import Formats
from adv_desktop.services.sentences import catalogue
from adv_desktop.services.texts import Texts

_DATES = frozenset({"earliest", "due", "ceiling", "date", "next", "start", "end", "former_until"})
_PRICES = frozenset({"theirs", "ours", "cost"})
_AMOUNTS = frozenset({"exposure", "limit", "amount", "computed", "written"})
_PERCENTS = frozenset({"margin", "floor"})
_QUANTITIES = frozenset({"pack", "stock", "quantity", "factor"})


def describe(kind: str, facts: Mapping[str, object], texts: Texts) -> str:
    """Return the sentence of a check; what a fact lacks is written as a dash."""
    source = catalogue().get(f"check.{_sentence_key(kind, facts)}", kind)
    template = texts.gettext(source)
    formats = Formats(texts.language)
    written = {name: _write(kind, name, value, formats) for name, value in facts.items()}
    if kind == "requirement_missing":
        written["field"] = labels.requirement(str(facts["field"]), texts)
    return template.format_map(_Written(written))


def _sentence_key(kind: str, facts: Mapping[str, object]) -> str:
    """Return the key of the sentence: whose closure or limit it is, or that a price is a former one."""
    if "former_until" in facts:
        return f"{kind}.former"
    if kind == "credit_exceeded" and "group" in facts:
        return f"{kind}.group"
    if "component" in facts:
        return f"{kind}.component"
    if kind != "closed_day":
        return kind
    return f"closed_day.{facts.get('whose') or facts['reason']}"


class _Written(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def _write(kind: str, name: str, value: object, formats: Formats) -> str:
    text = str(value)
    if name in _DATES:
        return formats.date(dt.date.fromisoformat(text))
    if name in _AMOUNTS or (name, kind) == ("minimum", "minimum_order"):
        return formats.money(to_minor(Decimal(text)))
    # The same names stand for units where the units differ.
    prices = () if kind == "unit_differs" else _PRICES
    writers: dict[str, Callable[[Decimal], str]] = {**dict.fromkeys(prices, formats.price)}
    writers |= dict.fromkeys(_PERCENTS, formats.percent)
    writers |= dict.fromkeys([*_QUANTITIES, "minimum"], formats.quantity)
    return writers[name](Decimal(text)) if name in writers else text

"""Figures as people read them, how they moved, and the query that shows the rows behind them."""

from __future__ import annotations

import re
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING

from adv_desktop.services.formats import NO_BREAK_SPACE
from adv_desktop.services.texts import _, current
from adv_desktop.ui.format import formats
from adv_desktop.ui.tones import Tone

if TYPE_CHECKING:
    from adv_desktop.services.queries.filters import ListFilter
    from adv_desktop.services.queries.indicators import Figure
    from adv_desktop.services.queries.listing import Listing

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TENTH = Decimal("0.1")
MOST_PERCENT = Decimal(999)


def written(unit: str, value: Figure) -> str:
    """Write a figure with its unit; « — » where there is none."""
    if value is None:
        return "—"
    if unit == "money":
        return formats().money(int(value))
    if unit == "percent":
        return formats().percent(Decimal(value))
    number = formats().quantity(Decimal(value))
    return f"{number}{NO_BREAK_SPACE}{_('d')}" if unit == "days" else number


def change(unit: str, value: Figure, base: Figure) -> tuple[str, int]:
    """Return how a figure moved ("▲ 2,3 %") and the sign of its move; amounts and counts in percent."""
    if value is None or base is None:
        return "", 0
    now, then = Decimal(value), Decimal(base)
    moved = now - then
    if not moved:
        return "=", 0
    if unit in {"money", "count"}:
        if not then:
            return "", 0
        size = _percent(abs(moved * 100 / then))
    else:
        name = _("pt") if unit == "percent" else _("d")
        size = f"{formats().quantity(abs(moved))}{NO_BREAK_SPACE}{name}"
    return f"{'▲' if moved > 0 else '▼'} {size}", 1 if moved > 0 else -1


def _percent(share: Decimal) -> str:
    if share > MOST_PERCENT:
        return f"> {formats().percent(MOST_PERCENT)}"
    return formats().percent(share.quantize(_TENTH))


def tone_of_change(sign: int, better: int) -> Tone | None:
    """Return whether a move is good news."""
    if not sign:
        return None
    return Tone.OK if sign == better else Tone.BAD


def query_text(page: str, wanted: ListFilter) -> str:
    """Write a filter as it would be typed; a chip alone is its key."""
    if not wanted.terms:
        return wanted.chip
    listing: Listing = import_module(f"adv_desktop.services.queries.{page}").LISTING
    words = {key.code: _(key.word) for key in listing.keys}
    parts = [f"{words.get(term.code or '', term.code)} : {_days(term.text)}" for term in wanted.terms]
    return " ; ".join([*parts, *_chip_word(listing, wanted.chip)])


def without_signs(text: str) -> str:
    """Return a name without the signs that part a query."""
    return re.sub(r"[;:]|\.\.", " ", text).strip()


def _days(text: str) -> str:
    """Write the days of an interval as they are read; English keeps the order that nobody mistakes."""
    return _DAY.sub(r"\3/\2/\1", text) if current().language == "fr" else text


def _chip_word(listing: Listing, chip: str) -> list[str]:
    """Return the one word that stands for a chip in a query."""
    flag = next((flag for flag in listing.flags if flag.key == chip), None)
    if flag is None:
        return []
    french = [name for name in flag.names if " " not in name] if current().language == "fr" else []
    return [*french, flag.key][:1]

"""The tiles and the filter of the board, from its counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from adv_desktop.services.queries.listing import Summary
from adv_desktop.services.queries.today import NATURES, Nature, Shelf
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.today.board import FILTER_TITLES, ICONS
from adv_desktop.ui.today.columns import Filter
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.tile import Tile

ALL = Filter("all", "", "clock", 0)
FILES = "files"
_NONE = Summary(0)
_TILES = (
    ("late", N_("Late deliveries"), Tone.BAD),
    ("to_confirm", N_("Orders to confirm"), None),
    ("to_invoice", N_("To invoice"), Tone.WARN),
    ("overdue", N_("Overdue, to collect"), Tone.BAD),
)


def filters_of(waiting: Mapping[str, Summary], put_off: int, done: int, files: int = 0) -> list[Filter]:
    """Return the lines of the filter with their counts; order files only while there are some."""
    total = sum(summary.count for summary in waiting.values()) + files
    of_files = [Filter(FILES, _("Order files"), "download", files, FILES)] if files else []
    natures = [
        Filter(
            nature.key,
            _title(nature),
            ICONS[nature.key],
            waiting[nature.key].count,
            nature.key,
        )
        for nature in NATURES
    ]
    return [
        Filter(ALL.key, _("Everything"), ALL.icon, total),
        *of_files,
        *natures,
        Filter("put_off", _("Put off to later"), "calendar", put_off, shelf=Shelf.PUT_OFF),
        Filter("done", _("Ticked as done"), "check", done, shelf=Shelf.DONE),
    ]


def _title(nature: Nature) -> str:
    source = FILTER_TITLES.get(nature.key, nature.word)
    return _(source)


def tiles_of(waiting: Mapping[str, Summary], pick: Callable[[str], object]) -> list[Tile]:
    """Return the tiles; a click filters by what they count."""
    tiles = []
    for key, title, tone in _TILES:
        summary = waiting.get(key, _NONE)
        figure, sub = _written(key, summary)
        tile = Tile(_(title), figure, sub, tone=tone if summary.count else None, icon=ICONS[key])
        tile.clicked.connect(partial(pick, key))
        tiles.append(tile)
    return tiles


def _written(key: str, summary: Summary) -> tuple[str, str]:
    """Write the figure of a tile: money first where money is what matters."""
    amounts = " + ".join(formats().money(minor, currency) for currency, minor in summary.amounts)
    count = formats().integer(summary.count)
    if key != "overdue":
        return count, amounts
    invoices = ngettext("{count} invoice", "{count} invoices", summary.count).format(count=count)
    return amounts or formats().money(0), invoices

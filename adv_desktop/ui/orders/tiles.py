"""The tiles above the orders: what waits to be confirmed, is late or blocked, and the backlog."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from adv_desktop.services.queries import backlog, orders
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.queries.listing import Summary
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.tile import Tile

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

BACKLOG_CHIP = "open"
_TILES = (
    ("to_confirm", N_("Orders to confirm"), "document", None),
    ("late", N_("Late deliveries"), "warning", Tone.BAD),
    ("blocked", N_("Blocked orders"), "blocked", Tone.BAD),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many orders each tile counts with their amounts, and the backlog in euro cents."""

    summaries: Mapping[str, Summary]
    backlog: int


def read_figures(desk: Desk) -> Figures:
    """Read the figures of the tiles; runs in a read thread."""
    today = desk.today()
    with desk.services.store.read() as session:
        summaries = {key: orders.summary(session, ListFilter(key), today) for key, *_rest in _TILES}
        return Figures(summaries, backlog.total(session, today, today))


def tiles_of(figures: Figures, pick: Callable[[str], object]) -> list[Tile]:
    """Return the tiles; a click filters the list by what they count."""
    tiles = []
    for key, title, icon, tone in _TILES:
        summary = figures.summaries[key]
        amounts = " + ".join(formats().money(minor, currency) for currency, minor in summary.amounts)
        count, shown = formats().integer(summary.count), tone if summary.count else None
        tiles.append(_tile(key, Tile(_(title), count, amounts, tone=shown, icon=icon), pick))
    total = formats().money(figures.backlog)
    tiles.append(_tile(BACKLOG_CHIP, Tile(_("Backlog"), total, _("left to deliver"), icon="calendar"), pick))
    return tiles


def _tile(key: str, tile: Tile, pick: Callable[[str], object]) -> Tile:
    tile.clicked.connect(partial(pick, key))
    return tile

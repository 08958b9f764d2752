"""What is behind a figure: its definition, its rows, its numbers for Excel."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.dashboards.charts import ChartSpec, Target, figure_target
from adv_desktop.ui.dashboards.definition import DefinitionPopover, Meaning
from adv_desktop.ui.dashboards.exporting import export_chart
from adv_desktop.ui.dashboards.tiles import TILES, meaning
from adv_desktop.ui.format import formats

if TYPE_CHECKING:
    from adv_desktop.ui.dashboards.reads import Board
    from adv_desktop.ui.desk import Desk


class Behind:
    """Answers the tiles and charts of a page; nothing happens before the month is read."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self._desk = desk
        self._page = page
        self.board: Board | None = None

    def open_figure(self, code: str) -> None:
        """Show the rows of a figure."""
        if self.board is not None:
            self._open(figure_target(self.board, code))

    def open_rows(self, spec: ChartSpec) -> None:
        """Show the rows of a chart."""
        if self.board is not None:
            self._open(spec.rows(self.board))

    def open_point(self, spec: ChartSpec, key: object) -> None:
        """Show the rows of a point of a chart."""
        if self.board is not None:
            self._open(spec.point(self.board, key))

    def define_figure(self, code: str, tile: QWidget) -> None:
        """Say what a figure means."""
        if self.board is not None:
            self._define([meaning(TILES[code], self.board)], partial(self.open_figure, code), tile)

    def define_chart(self, spec: ChartSpec, card: QWidget) -> None:
        """Say what the figures of a chart mean."""
        if self.board is None:
            return
        found = [self.board.indicator(code) for code in spec.codes]
        meanings = [Meaning(_(one.name), _(one.definition)) for one in found]
        if spec.told:
            meanings.append(Meaning(_(spec.title), _(spec.told)))
        self._define(meanings, partial(self.open_rows, spec), card)

    def export(self, spec: ChartSpec) -> None:
        """Write the figures of a chart to a workbook."""
        if self.board is not None:
            title = f"{_(spec.title)} {formats().month(self.board.dashboard.month)}"
            export_chart(self._desk, self._page, title, spec.data(self.board), spec.unit)

    def _open(self, target: Target) -> None:
        self._desk.window.show_list(target.page, target.query)

    def _define(self, meanings: list[Meaning], on_rows: Callable[[], None], card: QWidget) -> None:
        DefinitionPopover(meanings, on_rows, self._page).open_in(card)

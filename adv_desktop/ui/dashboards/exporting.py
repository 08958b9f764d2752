"""The figures of a chart as a workbook, and the report of the month."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.widgets.chart_data import (
    BarLineData,
    Bars,
    ChartData,
    Line,
    LinesData,
    ParetoData,
    RankData,
    StackData,
)
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.written_files import open_path, say_saved

if TYPE_CHECKING:
    from adv_desktop.services.jobs import Progress
    from adv_desktop.services.month_files import MonthFiles
    from adv_desktop.ui.desk import Desk
    from adv_desktop.ui.runner import Task


def export_chart(desk: Desk, parent: QWidget, title: str, data: ChartData, unit: str) -> None:
    """Ask for a file and write a chart's figures there."""
    chosen = file_to_write(parent, _("Export to Excel"), f"{title}.xlsx", _("Excel workbook (*.xlsx)"))
    if chosen is not None:
        desk.runner.read(
            partial(write_chart, chosen, title, data, unit),
            lambda _count: say_saved(desk, chosen),
        )


def write_chart(path: Path, title: str, data: ChartData, unit: str) -> int:
    """Write the figures of a chart, one row a label, to a workbook."""
    from adv_desktop.services.exports.cells import CellValue
    from adv_desktop.services.exports.lists import ListColumn, write_xlsx
    from adv_desktop.services.exports.sheets import Kind

    names, rows = table(data)
    columns = [ListColumn(_("Label"), width=34), *(ListColumn(name, Kind(unit), 18) for name in names)]

    def cell(value: float | None) -> CellValue:
        if value is None:
            return None
        exact = Decimal(str(round(value, 2)))
        return exact / 100 if unit == "percent" else exact

    written = [[label, *(cell(value) for value in values)] for label, values in rows]
    return write_xlsx(path, title, columns, written)


def table(data: ChartData) -> tuple[list[str], list[tuple[str, list[float | None]]]]:
    """Return the names of a chart's series, and its rows: a label and a value for each series."""
    if isinstance(data, ParetoData):
        return [_("Count")], [(label, [count]) for _key, label, count in data.rows]
    if isinstance(data, RankData):
        return [_("Value")], [(label, [value]) for _key, label, value, _text, _colour in data.rows]
    series = _series(data)
    rows = [(label, [one.values[place] for one in series]) for place, label in enumerate(data.labels)]
    return [one.name for one in series], rows


class MonthReport:
    """« Rapport du mois »: looked at, or written as a workbook with its PDF beside."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._desk = desk
        self._parent = parent

    def ask(self, month: dt.date) -> None:
        """Ask where, then write."""
        chosen = file_to_write(
            self._parent, _("Month report"), f"{_file_name(month)}.xlsx", _("Excel workbook (*.xlsx)")
        )
        if chosen is not None:
            self.write(month, chosen)

    def write(self, month: dt.date, workbook: Path) -> Task:
        """Write both files; the status bar shows how far it is and stops it."""
        title = _("Report of {month}").format(month=formats().month(month))
        return self._desk.runner.job(
            partial(_write, self._desk, month, workbook), partial(self._on_written, title), title=title
        )

    def preview(self, month: dt.date) -> None:
        """Show the PDF of the month."""
        from adv_desktop.services import month_files

        store, today = self._desk.services.store, self._desk.today()
        title = _("Report of {month}").format(month=formats().month(month))
        load = partial(month_files.pdf_bytes, store, month, today)
        self._desk.window.open_form(PreviewForm(self._desk, title, load, f"{_file_name(month)}.pdf"))

    def _on_written(self, title: str, files: MonthFiles) -> None:
        told = _("{title}: workbook and PDF written to {folder}")
        self._desk.notices.say(
            told.format(title=title, folder=files.workbook.parent),
            Action(_("Open the workbook"), partial(open_path, files.workbook)),
            Action(_("Open the PDF"), partial(open_path, files.pdf)),
            Action(_("Open the folder"), partial(open_path, files.workbook.parent)),
            seconds=0,
        )


def _write(desk: Desk, month: dt.date, workbook: Path, progress: Progress) -> MonthFiles:
    from adv_desktop.services import month_files

    return month_files.write(desk.services.store, month, desk.today(), workbook, progress)


def _file_name(month: dt.date) -> str:
    return _("Sales_report_{month}").format(month=f"{month:%Y-%m}")


def _series(data: BarLineData | LinesData | StackData) -> list[Bars | Line]:
    if isinstance(data, StackData):
        return list(data.parts)
    return [*(data.bars if isinstance(data, BarLineData) else ()), *data.lines]

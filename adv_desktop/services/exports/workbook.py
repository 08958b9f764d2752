"""The monthly workbook: a template that a company may restyle, filled with the figures of a month.

Tables are found by name, columns by title, the other places by defined names: what the company moved stays moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from adv_desktop.models.errors import DomainError
from adv_desktop.paths import resource
from adv_desktop.services import texts
from adv_desktop.services.exports import sheets
from adv_desktop.services.exports.cells import CellValue, clean, euros, fraction, looks_like_formula
from adv_desktop.services.exports.report_data import CheckRow, MonthlyReport, Share
from adv_desktop.services.exports.sheets import Kind, ReportColumn, ReportSheet
from adv_desktop.services.exports.summary import SummaryLine, cumulated, subtitle, summary_lines
from adv_desktop.services.formats import Formats
from adv_desktop.services.jobs import Progress
from adv_desktop.services.whole_files import whole

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.table import Table
    from openpyxl.worksheet.worksheet import Worksheet

ROWS_A_STEP = 500


def template_of(language: str) -> Path:
    """Return the program's own template."""
    return resource(f"templates/monthly_report_{language if language in texts.LANGUAGES else 'en'}.xlsx")


def write(report: MonthlyReport, path: Path, template: Path | None = None, progress: Progress | None = None) -> Path:
    """Fill a template (the program's own by default) and write the workbook; a cancel leaves no file."""
    from openpyxl import load_workbook

    source = template or template_of(report.language)
    filling = _Filling(report, load_workbook(source), source, progress or Progress())
    filling.fill()
    with whole(path) as part:
        filling.book.save(part)
    return path


@dataclass
class _Filling:
    report: MonthlyReport
    book: Workbook
    source: Path
    progress: Progress

    @cached_property
    def texts(self) -> texts.Texts:
        return texts.of(self.report.language)

    @cached_property
    def formats(self) -> Formats:
        return Formats(self.report.language)

    @property
    def _sheets(self) -> list[Worksheet]:
        return cast("list[Worksheet]", self.book.worksheets)

    def fill(self) -> None:
        """Fill every sheet."""
        self._fill_summary()
        self._fill_chart_data()
        for spec in sheets.SHEETS:
            self._fill_table(spec)
        self._set_properties()

    def _set_properties(self) -> None:
        properties: DocumentProperties = self.book.properties
        properties.title = self._title
        properties.creator = clean(self.report.company)
        # The moment of the closing, not of the export: the same closed month gives the same values.
        properties.created = self.report.closed_at.replace(tzinfo=None)
        for sheet in self._sheets:
            header = cast("HeaderFooterItem", sheet.oddHeader)
            header.left.text = clean(self.report.company).replace("&", "&&")
            header.right.text = self.formats.month(self.report.month)

    @property
    def _title(self) -> str:
        return self.texts.gettext("Monthly report – {month}").format(month=self.formats.month(self.report.month))

    def _place(self, name: str) -> Cell:
        """Return the cell that a defined name of the template points at."""
        found = self.book.defined_names.get(name)
        for title, coordinates in found.destinations if found else ():
            return cast("Cell", cast("Worksheet", self.book[title])[coordinates.replace("$", "")])
        raise self._unusable(name)

    def _unusable(self, missing: str) -> DomainError:
        return DomainError("report.template_unusable", file=self.source.name, missing=missing)

    def _fill_summary(self) -> None:
        report = self.report
        put(self._place("adv_title"), self._title)
        put(self._place("adv_subtitle"), subtitle(report))
        put(self._place("adv_month"), self.formats.month(report.month).capitalize())
        put(self._place("adv_note"), report.note)
        lines = summary_lines(report)
        self._put_lines("adv_indicators", lines)
        self._put_column("adv_highlights", [f"• {text}" for text in report.highlights[: sheets.HIGHLIGHTS]])
        decisions = [f"{number}. {text}" for number, text in enumerate(report.decisions[: sheets.DECISIONS], 1)]
        self._put_column("adv_decisions", decisions)

    def _put_lines(self, name: str, lines: Sequence[SummaryLine]) -> None:
        from openpyxl.styles import Font

        start = self._place(name)
        for row, line in enumerate(lines):
            for column, figure in enumerate(line.figures):
                cell = _beside(start, row, column)
                put(cell, figure.value)
                if figure.number_format:
                    cell.number_format = figure.number_format
                if figure.color:
                    cell.font = Font(name=cell.font.name, size=cell.font.size, bold=cell.font.bold, color=figure.color)

    def _put_column(self, name: str, values: Sequence[CellValue]) -> None:
        start = self._place(name)
        for row, value in enumerate(values):
            put(_beside(start, row, 0), value)

    def _fill_chart_data(self) -> None:
        start = self._place("adv_months")
        for row, month in enumerate(self.report.months[-12:]):
            put(_beside(start, row, 0), self.formats.short_month(month.start))
            for column, (field, _) in enumerate(sheets.MONTH_COLUMNS, 1):
                value = getattr(month, field)
                put(_beside(start, row, column), fraction(value) if field in {"otif", "otd"} else euros(value))
            put(_beside(start, row, len(sheets.MONTH_COLUMNS) + 1), fraction(self.report.punctuality_target))
        self._put_shares("adv_ageing", self.report.ageing_bars[: sheets.AGEING_BARS])
        self._put_shares("adv_customers", self.report.top_customers[: sheets.CUSTOMERS])
        causes = self.report.claim_causes[: sheets.CAUSES]
        start = self._place("adv_causes")
        for row, (cause, share) in enumerate(zip(causes, cumulated(self.report.claim_causes), strict=False)):
            put(_beside(start, row, 0), cause.label)
            put(_beside(start, row, 1), cause.value)
            put(_beside(start, row, 2), share)
        self._shorten_charts()

    def _put_shares(self, name: str, shares: Sequence[Share]) -> None:
        start = self._place(name)
        for row, share in enumerate(shares):
            put(_beside(start, row, 0), share.label)
            put(_beside(start, row, 1), euros(share.value))

    def _shorten_charts(self) -> None:
        """End the ranges of the bar charts at their last bar, so that no empty place is drawn."""
        counts = (
            ("adv_ageing", len(self.report.ageing_bars), sheets.AGEING_BARS),
            ("adv_customers", len(self.report.top_customers), sheets.CUSTOMERS),
            ("adv_causes", len(self.report.claim_causes), sheets.CAUSES),
        )
        for name, count, most in counts:
            start = self._place(name)
            row = _row_of(start.coordinate) - 1
            columns = {start.column_letter, *(_beside(start, 0, step).column_letter for step in (1, 2))}
            if 0 < count < most:
                self._shorten(columns, row + most, row + count)

    def _shorten(self, columns: set[str], before: int, after: int) -> None:
        for sheet in self._sheets:
            for chart in sheet._charts:  # type: ignore[attr-defined] # noqa: SLF001 (openpyxl has no public list)
                for part in (chart, *chart._charts):  # noqa: SLF001 (nor one of the charts drawn over another)
                    for series in part.series:
                        for source in (series.val, series.cat):
                            reference = source.numRef or source.strRef
                            letters = reference.f.rsplit("$", 2)[1] if "$" in reference.f else ""
                            if letters in columns and reference.f.endswith(f"${before}"):
                                reference.f = reference.f.removesuffix(str(before)) + str(after)

    def _fill_table(self, spec: ReportSheet) -> None:
        sheet, table = self._table(spec.table)
        records = spec.rows(self.report)
        count = self.texts.gettext("{count} rows").format(count=self.formats.integer(len(records)))
        put(self._place(f"adv_{spec.table}"), f"{subtitle(self.report)} · {count}")
        columns = self._columns(sheet, table, spec)
        first = _first_row(table)
        for number, record in enumerate(records):
            if number % ROWS_A_STEP == 0:
                self.progress.step(number, len(records))
            for column in columns:
                column.put(sheet, first + number, record, self.texts)
        _resize(table, max(len(records), 1))

    def _table(self, name: str) -> tuple[Worksheet, Table]:
        for sheet in self._sheets:
            if name in sheet.tables:
                return sheet, sheet.tables[name]
        raise self._unusable(name)

    def _columns(self, sheet: Worksheet, table: Table, spec: ReportSheet) -> list[_Column]:
        titles = {self.texts.gettext(column.title): column for column in spec.columns}
        start, end = table.ref.split(":")
        head = sheet[start].row
        columns = []
        for index in range(sheet[start].column, sheet[end].column + 1):
            model = cast("Cell", sheet.cell(head + 1, index))
            column = titles.get(str(sheet.cell(head, index).value))
            columns.append(_Column(index, column, model.value, model.coordinate, *_styles(model)))
        return columns


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table of the template: what fills it and how its cells look."""

    index: int
    spec: ReportColumn | None
    formula: object
    origin: str
    style: StyleArray
    quoted: StyleArray

    def put(self, sheet: Worksheet, row: int, record: object, words: texts.Texts) -> None:
        cell = cast("Cell", sheet.cell(row, self.index))
        value = _cell_value(record, self.spec, words) if self.spec else self._translated(cell)
        style = self.quoted if self.spec and isinstance(value, str) and looks_like_formula(value) else self.style
        # Ten times faster than copying font, border, fill and format.
        cell._style = style  # type: ignore[attr-defined] # noqa: SLF001
        if self.spec:
            put(cell, value)
        else:
            cell.value = value

    def _translated(self, cell: Cell) -> str | None:
        """Return the company's own formula of the column, moved to the row."""
        from openpyxl.formula.translate import Translator

        if not isinstance(self.formula, str) or not self.formula.startswith("="):
            return None
        return str(Translator(self.formula, self.origin).translate_formula(cell.coordinate))


def _styles(model: Cell) -> tuple[StyleArray, StyleArray]:
    from copy import copy

    plain = copy(model._style)  # type: ignore[attr-defined] # noqa: SLF001 (see _Column.put)
    quoted = copy(plain)
    quoted.quotePrefix = 1
    return plain, quoted


def _cell_value(record: object, column: ReportColumn, words: texts.Texts) -> CellValue:
    value = getattr(record, column.field)
    if isinstance(record, CheckRow) and column.field == "right":
        return words.gettext(sheets.RIGHT if value else sheets.WRONG)
    if column.kind is Kind.MONEY:
        return euros(value)
    if column.kind is Kind.PERCENT:
        return fraction(value)
    return cast("CellValue", value)


def put(cell: Cell, value: CellValue) -> None:
    """Write a value; a text stays a text whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = clean(value)
    cell.data_type = "s"


def _beside(start: Cell, rows: int, columns: int) -> Cell:
    return cast("Cell", start.offset(rows, columns))


def _row_of(coordinate: str) -> int:
    return int("".join(filter(str.isdigit, coordinate)))


def _first_row(table: Table) -> int:
    return _row_of(table.ref.split(":")[0]) + 1


def _resize(table: Table, count: int) -> None:
    start, end = table.ref.split(":")
    letters = "".join(filter(str.isalpha, end))
    table.ref = f"{start}:{letters}{_first_row(table) + count - 1}"
    if table.autoFilter is not None:
        table.autoFilter.ref = table.ref

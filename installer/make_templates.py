"""Build the templates of the monthly workbook: `python installer/make_templates.py`.

The result is committed in resources/templates. A company may restyle its own copy in Excel or LibreOffice: the
filler finds tables by name, columns by title and the other places by defined names beginning with `adv_`.
"""

# The stubs of openpyxl know neither writable cells nor most chart parts.
# mypy: disable-error-code="union-attr,misc,str-bytes-safe,attr-defined,arg-type,assignment,index"
# mypy: disable-error-code="no-untyped-call,return-value"

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.drawing.text import Font as DrawnFont
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from adv_desktop.services import texts
from adv_desktop.services.exports import sheets
from adv_desktop.services.exports.sheets import FORMATS, Kind, ReportSheet

TARGET = Path(__file__).resolve().parent.parent / "resources" / "templates"
BLUE, PALE_BLUE, ORANGE, GREEN, PURPLE, RED, GOLD = "1F5FBF", "AFC3E0", "C2610C", "14805E", "7A4FB5", "A11B1B", "D9A514"
INK, MUTED, LINE, SELECTED = "18212D", "566273", "D8DEE6", "E4EDFB"
FACE = "Calibri"
HEAD_ROW = 6
SUMMARY_HEAD = 5
CHART_COLUMNS = ((2, 5), (6, 10), (11, 13))
CHART_ROWS = 20
THOUSANDS = "#,##0,"
KILO = "#,##0.0,"

_RULE = Border(bottom=Side("thin", color=LINE))


def font(size: float = 10, color: str = INK, *, bold: bool = False, italic: bool = False) -> Font:
    """Return the face of the workbook."""
    return Font(name=FACE, size=size, color=color, bold=bold, italic=italic)


def fill(color: str) -> PatternFill:
    """Return a plain ground."""
    return PatternFill("solid", start_color=color)


class Template:
    """A workbook in one language."""

    def __init__(self, language: str) -> None:
        self.texts = texts.of(language)
        self.book = Workbook()

    def build(self) -> Workbook:
        """Make every sheet."""
        summary = self.book.worksheets[0]
        summary.title = self.say(sheets.SUMMARY)
        for sheet in sheets.SHEETS:
            self._table_sheet(sheet)
        data = self._chart_data()
        self._summary(summary)
        Charts(self.texts, summary, data).add()
        return self.book

    def say(self, message: str) -> str:
        """Translate."""
        return self.texts.gettext(message)

    def name(self, name: str, sheet: Worksheet, cell: str) -> None:
        """Give a place a name that the filler looks for."""
        letters, row = "".join(filter(str.isalpha, cell)), "".join(filter(str.isdigit, cell))
        self.book.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!${letters}${row}")

    def _table_sheet(self, spec: ReportSheet) -> None:
        sheet = self.book.create_sheet(self.say(spec.title))
        self._top(sheet, self.say(spec.title), self.say(spec.definition))
        self.name(f"adv_{spec.table}", sheet, "A2")
        for index, column in enumerate(spec.columns, 1):
            letter = get_column_letter(index)
            # Two more for the button of the filter.
            sheet.column_dimensions[letter].width = column.width + 2
            self._head_cell(sheet, index, self.say(column.title), column.kind)
            cell = sheet.cell(HEAD_ROW + 1, index)
            cell.number_format = FORMATS[column.kind]
            cell.font, cell.border = font(), _RULE
            long = column.kind is Kind.TEXT and column.width > 60
            cell.alignment = Alignment(
                vertical="top", wrap_text=long, horizontal=_side(column.kind), indent=_indent(column.kind)
            )
        last = get_column_letter(len(spec.columns))
        table = Table(displayName=spec.table, ref=f"A{HEAD_ROW}:{last}{HEAD_ROW + 1}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        sheet.add_table(table)
        sheet.freeze_panes = f"B{HEAD_ROW + 1}"
        sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        self._page(sheet)
        if spec is sheets.CHECKS:
            self._mark_results(sheet)
        if spec in {sheets.LATE, sheets.DELIVERIES, sheets.PAYMENTS}:
            self._mark_lateness(sheet, spec)

    def _head_cell(self, sheet: Worksheet, index: int, title: str, kind: Kind, row: int = HEAD_ROW) -> None:
        cell = sheet.cell(row, index, title)
        cell.font, cell.fill = font(9.5, "FFFFFF", bold=True), fill(BLUE)
        cell.alignment = Alignment(horizontal=_side(kind), vertical="center", wrap_text=True, indent=_indent(kind))
        sheet.row_dimensions[row].height = 30

    def _mark_results(self, sheet: Worksheet) -> None:
        cells = f"D{HEAD_ROW + 1}:D500"
        for word, color in ((sheets.RIGHT, GREEN), (sheets.WRONG, RED)):
            rule = CellIsRule("equal", [f'"{self.say(word)}"'], font=Font(color=color, bold=True))
            sheet.conditional_formatting.add(cells, rule)

    def _mark_lateness(self, sheet: Worksheet, spec: ReportSheet) -> None:
        index = next(number for number, column in enumerate(spec.columns, 1) if column.field == "days_late")
        letter = get_column_letter(index)
        rule = FormulaRule(
            [f"AND(ISNUMBER({letter}{HEAD_ROW + 1}),{letter}{HEAD_ROW + 1}>0)"], font=Font(color=ORANGE, bold=True)
        )
        sheet.conditional_formatting.add(f"{letter}{HEAD_ROW + 1}:{letter}20000", rule)

    def _top(self, sheet: Worksheet, title: str, definition: str) -> None:
        sheet["A1"], sheet["A3"] = title, definition
        sheet["A1"].font, sheet["A2"].font = font(16, bold=True), font(10, MUTED)
        sheet["A3"].font = font(9.5, MUTED, italic=True)
        link = sheet["A4"]
        link.value, link.font = self.say(sheets.BACK), font(10, BLUE)
        link.hyperlink = Hyperlink(ref="A4", location=f"'{self.say(sheets.SUMMARY)}'!A1", display=link.value)
        sheet.sheet_view.showGridLines = False

    @staticmethod
    def _page(sheet: Worksheet, *, one_page: bool = False) -> None:
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1 if one_page else 0
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom = 0.85, 0.7
        sheet.page_margins.header = sheet.page_margins.footer = 0.35
        sheet.oddFooter.center.text = "&P/&N"
        sheet.oddFooter.left.text = "&A"

    def _chart_data(self) -> Worksheet:
        sheet: Worksheet = self.book.create_sheet(self.say(sheets.CHART_DATA))
        self._top(sheet, self.say(sheets.CHART_DATA), self.say(sheets.CHART_NOTE))
        titles = [
            self.say(sheets.SUMMARY_TITLES[1]),
            *(self.say(title) for _, title in sheets.MONTH_COLUMNS),
            self.say(sheets.TARGET),
        ]
        for index, title in enumerate(titles, 1):
            self._head_cell(sheet, index, title, Kind.TEXT if index == 1 else Kind.MONEY)
            for row in range(12):
                self._data_cell(
                    sheet,
                    HEAD_ROW + 1 + row,
                    index,
                    "@" if index == 1 else "0.0%" if index > 6 else FORMATS[Kind.MONEY],
                )
        lists = (
            ("adv_ageing", 11, sheets.AGEING.title, sheets.AGEING_BARS),
            ("adv_customers", 14, sheets.CUSTOMER_TITLE, sheets.CUSTOMERS),
        )
        for name, column, title, rows in lists:
            self._pairs(sheet, column, rows, (self.say(title), self.say(sheets.AMOUNT_TITLE)))
            self.name(name, sheet, f"{get_column_letter(column)}{HEAD_ROW + 1}")
        self._pairs(sheet, 17, sheets.CAUSES, tuple(map(self.say, sheets.CAUSE_TITLES)))
        self.name("adv_causes", sheet, f"Q{HEAD_ROW + 1}")
        self.name("adv_months", sheet, f"A{HEAD_ROW + 1}")
        for index in range(1, 20):
            sheet.column_dimensions[get_column_letter(index)].width = 26 if index in {11, 14, 17} else 14
        sheet.column_dimensions["J"].width = sheet.column_dimensions["M"].width = sheet.column_dimensions["P"].width = 3
        self._page(sheet)
        return sheet

    def _pairs(self, sheet: Worksheet, column: int, rows: int, titles: Sequence[str]) -> None:
        formats = ("@", "0", "0%") if len(titles) == 3 else ("@", KILO)
        for offset, (title, number) in enumerate(zip(titles, formats, strict=True)):
            self._head_cell(sheet, column + offset, title, Kind.TEXT if offset == 0 else Kind.MONEY)
            for row in range(rows):
                self._data_cell(sheet, HEAD_ROW + 1 + row, column + offset, number)

    @staticmethod
    def _data_cell(sheet: Worksheet, row: int, column: int, number_format: str) -> None:
        cell = sheet.cell(row, column)
        cell.number_format = number_format
        cell.font, cell.border = font(), _RULE

    def _summary(self, sheet: Worksheet) -> None:
        sheet.sheet_view.showGridLines = False
        sheet.sheet_view.zoomScale = 85
        widths = (1.5, 36, 17, 17, 9, 17, 9, 18, 18, 9, 14, 2, 58, 1)
        for index, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        for cell, style in (("B1", font(18, bold=True)), ("B2", font(10, MUTED)), ("B3", font(10, MUTED, italic=True))):
            sheet[cell].font = style
        sheet["B3"] = self.say(sheets.SUMMARY_NOTE)
        self.name("adv_title", sheet, "B1")
        self.name("adv_subtitle", sheet, "B2")
        self._summary_table(sheet)
        self._side_list(sheet, SUMMARY_HEAD, sheets.HIGHLIGHTS_TITLE, "adv_highlights", BLUE, sheets.HIGHLIGHTS)
        self._side_list(sheet, SUMMARY_HEAD + 7, sheets.DECISIONS_TITLE, "adv_decisions", ORANGE, sheets.DECISIONS)
        note = sheet.cell(SUMMARY_HEAD + 12, 13)
        note.font, note.alignment = font(9.5, MUTED), Alignment(wrap_text=True, vertical="center")
        self.name("adv_note", sheet, f"M{SUMMARY_HEAD + 12}")
        self._page(sheet, one_page=True)
        sheet.print_area = f"A1:N{SUMMARY_HEAD + 14 + 2 * CHART_ROWS}"

    def _summary_table(self, sheet: Worksheet) -> None:
        for index, title in enumerate(sheets.SUMMARY_TITLES, 2):
            self._head_cell(sheet, index, self.say(title), Kind.TEXT if index == 2 else Kind.MONEY, SUMMARY_HEAD)
        sheet.row_dimensions[SUMMARY_HEAD].height = 22
        self.name("adv_month", sheet, f"C{SUMMARY_HEAD}")
        self.name("adv_indicators", sheet, f"B{SUMMARY_HEAD + 1}")
        for row in range(SUMMARY_HEAD + 1, SUMMARY_HEAD + 1 + sheets.SUMMARY_ROWS):
            sheet.row_dimensions[row].height = 17
            for column in range(2, 12):
                cell = sheet.cell(row, column)
                cell.font, cell.border = font(10, bold=column in {2, 3}), _RULE
                cell.alignment = Alignment(horizontal="left" if column == 2 else "right", vertical="center")
            sheet.cell(row, 3).fill = fill(SELECTED)

    def _side_list(self, sheet: Worksheet, head: int, title: str, name: str, color: str, rows: int) -> None:
        cell = sheet.cell(head, 13, self.say(title))
        cell.font, cell.fill = font(10, "FFFFFF", bold=True), fill(color)
        cell.alignment = Alignment(vertical="center")
        for row in range(head + 1, head + 1 + rows):
            line = sheet.cell(row, 13)
            line.font, line.border, line.alignment = font(), _RULE, Alignment(vertical="center", shrink_to_fit=True)
        self.name(name, sheet, f"M{head + 1}")


def _side(kind: Kind) -> str:
    if kind is Kind.DATE:
        return "center"
    return "left" if kind is Kind.TEXT else "right"


def _indent(kind: Kind) -> int:
    """Keep a text off the figures of the column before it."""
    return 1 if kind is Kind.TEXT else 0


class Charts:
    """The six charts of the summary, native and bound to the sheet of their figures."""

    def __init__(self, words: texts.Texts, sheet: Worksheet, data: Worksheet) -> None:
        self.say = words.gettext
        self.sheet = sheet
        self.data = data
        self.first, self.last = HEAD_ROW + 1, HEAD_ROW + 12

    def add(self) -> None:
        """Place the charts in two rows of three, each as wide as the columns it stands over."""
        charts = (self._sales(), self._intake(), self._punctuality(), self._ageing(), self._customers(), self._causes())
        for index, chart in enumerate(charts):
            row, place = divmod(index, len(CHART_COLUMNS))
            first, last = CHART_COLUMNS[place]
            top = SUMMARY_HEAD + 13 + row * CHART_ROWS
            chart.anchor = TwoCellAnchor(
                editAs="twoCell",
                _from=AnchorMarker(col=first - 1, colOff=90000 if place else 0, row=top, rowOff=60000),
                to=AnchorMarker(col=last, colOff=0, row=top + CHART_ROWS, rowOff=0),
            )
            self.sheet.add_chart(chart)

    def _values(self, column: int, rows: int = 12, *, title: bool = True) -> Reference:
        return Reference(self.data, min_col=column, min_row=HEAD_ROW if title else self.first, max_row=HEAD_ROW + rows)

    def _bars(self, title: str, columns: Sequence[tuple[int, str]], rows: int = 12, names: int = 1) -> BarChart:
        chart = BarChart()
        chart.type, chart.grouping, chart.gapWidth, chart.overlap = "col", "clustered", 45, 0
        for column, color in columns:
            chart.add_data(self._values(column, rows), titles_from_data=True)
            chart.series[-1].graphicalProperties = GraphicalProperties(solidFill=color)
            chart.series[-1].invertIfNegative = False
        chart.set_categories(self._values(names, rows, title=False))
        self._dress(chart, title)
        return chart

    def _dress(self, chart: BarChart | LineChart, title: str, number_format: str = THOUSANDS) -> None:
        chart.title = self.say(title)
        chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_letters(1050, INK, bold=True))
        for run in chart.title.tx.rich.p[0].r or []:
            run.rPr = _letters(1050, INK, bold=True)
        chart.title.overlay = False
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.y_axis.number_format, chart.y_axis.numFmt.sourceLinked = number_format, False
        chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E8ECF1", w=6350))
        chart.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
        chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
        for axis in (chart.x_axis, chart.y_axis):
            axis.txPr = _text_properties(850, MUTED)
            axis.majorTickMark = "none"
        chart.graphical_properties = GraphicalProperties(solidFill="FFFFFF", ln=LineProperties(solidFill=LINE))
        if chart.legend is not None:
            chart.legend.position = "b"
            chart.legend.txPr = _text_properties(850, MUTED)

    def _lines(self, columns: Sequence[tuple[int, str, str]], rows: int = 12, names: int = 1) -> LineChart:
        chart = LineChart()
        for column, color, dash in columns:
            chart.add_data(self._values(column, rows), titles_from_data=True)
            series = chart.series[-1]
            series.graphicalProperties = GraphicalProperties(
                ln=LineProperties(solidFill=color, w=19050, prstDash=dash or None)
            )
            series.smooth = False
            series.marker.symbol = "none" if dash else "circle"
            series.marker.size = None if dash else 5
            series.marker.graphicalProperties = GraphicalProperties(solidFill=color, ln=LineProperties(solidFill=color))
        chart.set_categories(self._values(names, rows, title=False))
        return chart

    def _sales(self) -> BarChart:
        chart = self._bars(sheets.SALES_CHART, ((2, BLUE), (3, PALE_BLUE)))
        chart += self._lines(((4, ORANGE, "dash"),))
        return chart

    def _intake(self) -> BarChart:
        chart = self._bars(sheets.INTAKE_CHART, ((5, GREEN), (2, BLUE)))
        chart += self._lines(((6, PURPLE, ""),))
        return chart

    def _punctuality(self) -> LineChart:
        chart = self._lines(((7, BLUE, ""), (8, GREEN, ""), (9, RED, "dash")))
        self._dress(chart, sheets.PUNCTUALITY_CHART, "0%")
        chart.y_axis.scaling.max = 1
        return chart

    def _lying(self, title: str, column: int, rows: int, colors: Sequence[str]) -> BarChart:
        chart = self._bars(title, ((column + 1, BLUE),), rows, column)
        chart.type, chart.gapWidth, chart.legend = "bar", 40, None
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.delete = True
        chart.y_axis.majorGridlines = None
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
        chart.dataLabels.txPr = _text_properties(850, INK)
        for index, color in enumerate(colors):
            chart.series[0].dPt.append(
                DataPoint(idx=index, invertIfNegative=False, spPr=GraphicalProperties(solidFill=color))
            )
        return chart

    def _ageing(self) -> BarChart:
        colors = (BLUE, GOLD, ORANGE, RED, RED, PURPLE, PALE_BLUE)
        return self._lying(sheets.AGEING_CHART, 11, sheets.AGEING_BARS, colors)

    def _customers(self) -> BarChart:
        return self._lying(sheets.CUSTOMERS_CHART, 14, sheets.CUSTOMERS, ())

    def _causes(self) -> BarChart:
        chart = self._bars(sheets.CAUSES_CHART, ((18, BLUE),), sheets.CAUSES, 17)
        chart.y_axis.number_format, chart.y_axis.majorUnit = "0", None
        share = self._lines(((19, ORANGE, ""),), sheets.CAUSES, 17)
        share.y_axis.axId, share.y_axis.crosses = 200, "max"
        share.y_axis.delete = False
        share.y_axis.number_format, share.y_axis.majorGridlines = "0%", None
        share.y_axis.scaling.min, share.y_axis.scaling.max = 0, 1
        share.y_axis.txPr = _text_properties(850, MUTED)
        share.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
        chart += share
        return chart


def _letters(size: int, color: str, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, solidFill=color, latin=DrawnFont(typeface=FACE))


def _text_properties(size: int, color: str) -> RichText:
    return RichText(
        p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(size, color)), endParaRPr=_letters(size, color))]
    )


def main() -> None:
    """Write the template of each language."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for language in texts.LANGUAGES:
        book = Template(language).build()
        book.save(TARGET / f"monthly_report_{language}.xlsx")
        print(f"monthly_report_{language}.xlsx: {len(book.worksheets)} sheets")


if __name__ == "__main__":
    main()

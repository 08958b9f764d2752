"""Read an .xlsx workbook exactly: numbers as decimals with the decimals they show, dates, stored results of formulas.

Own reader, because both libraries at hand lose something that an order needs: one gives no number format (is it 4.2 or
4.20?) and no formula, the other reads numbers as binary floats and stops at style sheets that ERPs write badly.
Formulas are never computed and links never opened.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.safety import OpenedFile, check_row_count, read_part
from adv_desktop.services.imports.tables import EMPTY, MAX_COLUMNS, Cell, CellNote, Row, Sheet
from adv_desktop.services.jobs import Progress

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DECIMALS = re.compile(r"\.(0+)")
_BUILT_IN_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_BUILT_IN_FORMATS = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 39: "#,##0.00", 40: "#,##0.00"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Day 0 of both calendars; that of 1900 counts a 29 February 1900 that never was.
_DAY_ZERO = date(1899, 12, 30)
_DAY_ZERO_1904 = date(1904, 1, 1)
_LAST_DAY = 2_958_465
# Excel keeps fifteen digits; the sixteenth and seventeenth are noise of the binary number (0.30000000000000004).
_SIGNIFICANT = 15


@dataclass(frozen=True, slots=True)
class _Format:
    is_date: bool = False
    is_percent: bool = False
    decimals: int = 0


_GENERAL = _Format()


@dataclass(frozen=True, slots=True)
class _Context:
    strings: tuple[str, ...]
    formats: tuple[_Format, ...]
    day_zero: date


def read_workbook(file: OpenedFile, progress: Progress) -> tuple[Sheet, ...]:
    """Return the visible sheets of a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            return _Workbook(file.name, archive, progress).sheets()
    except DefusedXmlException:
        raise DomainError("forbidden_xml", file=file.name) from None
    except (ParseError, LookupError, ValueError, zipfile.BadZipFile):
        raise DomainError("corrupt_file", file=file.name) from None


class _Workbook:
    """One workbook while it is read."""

    def __init__(self, name: str, archive: zipfile.ZipFile, progress: Progress) -> None:
        self._name = name
        self._progress = progress
        self._archive = archive
        self._parts = set(archive.namelist())

    def sheets(self) -> tuple[Sheet, ...]:
        book = self._xml("xl/workbook.xml")
        targets = self._targets()
        settings = _first(book, "workbookPr")
        is_1904 = settings is not None and settings.get("date1904") in {"1", "true", "on"}
        context = _Context(self._strings(), self._formats(), _DAY_ZERO_1904 if is_1904 else _DAY_ZERO)
        return tuple(
            Sheet(sheet.get("name", ""), self._rows(targets[identifier], context))
            for sheet in _each(book, "sheet")
            if sheet.get("state", "visible") == "visible"
            and (identifier := _attribute(sheet, "id")) in targets
            and targets[identifier] in self._parts
        )

    def _xml(self, part: str) -> Element:
        root: Element = fromstring(read_part(self._name, self._archive, part), forbid_dtd=True)
        return root

    def _targets(self) -> dict[str, str]:
        """Return the part of each relation of the workbook, worksheets only."""
        relations = self._xml("xl/_rels/workbook.xml.rels")
        return {
            relation.get("Id", ""): _absolute(relation.get("Target", ""))
            for relation in relations
            if relation.get("Type", "").endswith("/worksheet")
        }

    def _strings(self) -> tuple[str, ...]:
        if "xl/sharedStrings.xml" not in self._parts:
            return ()
        return tuple(_rich_text(item) for item in self._xml("xl/sharedStrings.xml") if _local(item) == "si")

    def _formats(self) -> tuple[_Format, ...]:
        if "xl/styles.xml" not in self._parts:
            return ()
        styles = self._xml("xl/styles.xml")
        codes = _BUILT_IN_FORMATS | {
            int(own.get("numFmtId", "0")): own.get("formatCode", "") for own in _each(styles, "numFmt")
        }
        cell_styles = _first(styles, "cellXfs")
        return tuple(_format(int(style.get("numFmtId", "0")), codes) for style in cell_styles or ())

    def _rows(self, part: str, context: _Context) -> tuple[Row, ...]:
        rows: list[Row] = []
        stream = io.BytesIO(read_part(self._name, self._archive, part))
        number = 0
        for _event, element in iterparse(stream, forbid_dtd=True):
            if _local(element) != "row":
                continue
            number = int(element.get("r", number + 1))
            self._progress.step(number)
            row = Row(number, tuple(_cells(element, context)), hidden=element.get("hidden") in {"1", "true"})
            element.clear()
            if row:
                rows.append(row)
                check_row_count(self._name, len(rows))
        return tuple(rows)


def _cells(row: Element, context: _Context) -> list[Cell]:
    cells: list[Cell] = []
    for element in row:
        if _local(element) != "c":
            continue
        column = _column(element.get("r", ""), len(cells))
        if column >= MAX_COLUMNS:
            break
        cells.extend([EMPTY] * (column - len(cells)))
        cells.append(_cell(element, context))
    return cells


def _cell(element: Element, context: _Context) -> Cell:
    kind = element.get("t", "n")
    parts = {_local(child): child for child in element}
    stored = parts["v"].text or "" if "v" in parts else ""
    has_formula = "f" in parts
    if kind == "inlineStr":
        return Cell(_rich_text(parts["is"])) if "is" in parts else EMPTY
    if has_formula and not stored:
        return Cell("", None, CellNote.FORMULA_WITHOUT_RESULT)
    if not stored:
        return EMPTY
    note = CellNote.FORMULA if has_formula else CellNote.PLAIN
    if kind == "e":
        return Cell(stored, None, CellNote.ERROR)
    return _value_cell(kind, stored, int(element.get("s", "0")), note, context)


def _value_cell(kind: str, stored: str, style: int, note: CellNote, context: _Context) -> Cell:
    if kind == "s":
        return Cell(context.strings[int(stored)], None, note)
    if kind == "str":
        return Cell(_unescape(stored), None, note)
    if kind == "b":
        return Cell("oui" if stored == "1" else "non", None, note)
    if kind == "d":
        day = date.fromisoformat(stored[:10])
        return Cell(_day_text(day), day, note)
    shown = context.formats[style] if style < len(context.formats) else _GENERAL
    return number_cell(stored, shown, note, context.day_zero)


def number_cell(stored: str, shown: _Format, note: CellNote, day_zero: date) -> Cell:
    """Return the cell of a stored number: a date, a percent, or a number with at least the decimals it shows."""
    try:
        number = significant(Decimal(stored))
    except InvalidOperation:
        return Cell(stored, None, CellNote.ERROR)
    if shown.is_date and 0 < number < _LAST_DAY:
        day = day_zero + timedelta(days=int(number))
        return Cell(_day_text(day), day, note)
    if shown.is_percent:
        return Cell(f"{_shown(number * 100, shown.decimals)} %", number, note)
    return Cell(_shown(number, shown.decimals), number, note)


def significant(number: Decimal) -> Decimal:
    """Return a number without the binary noise behind its fifteenth digit."""
    if not number.is_finite():
        raise InvalidOperation
    excess = len(number.as_tuple().digits) - _SIGNIFICANT
    rounded = (
        round(number, _SIGNIFICANT - len(number.as_tuple().digits) - int(number.as_tuple().exponent))
        if (excess > 0)
        else number
    )
    return Decimal(format(rounded.normalize(), "f"))


def _shown(number: Decimal, decimals: int) -> str:
    own = -int(number.as_tuple().exponent)
    return f"{number:.{decimals}f}" if own <= decimals else format(number, "f")


def _day_text(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _format(identifier: int, codes: dict[int, str]) -> _Format:
    if identifier in _BUILT_IN_DATES:
        return _Format(is_date=True)
    code = _LITERAL.sub("", codes.get(identifier, "")).split(";")[0].lower()
    if "#" not in code and "0" not in code and re.search(r"[ymd]", code) and code != "general":
        return _Format(is_date=True)
    decimals = _DECIMALS.search(code)
    return _Format(is_percent="%" in code, decimals=len(decimals.group(1)) if decimals else 0)


def _rich_text(item: Element) -> str:
    """Return the text of a string item, without the phonetic readings beside it."""
    pieces = []
    for child in item:
        name = _local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(text.text or "" for text in child if _local(text) == "t")
    return _unescape("".join(pieces))


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda code: _printable(chr(int(code.group(1), 16))), text) if "_x" in text else text


def _printable(character: str) -> str:
    return character if character >= " " else " "


def _column(reference: str, default: int) -> int:
    found = _REFERENCE.match(reference)
    if found is None:
        return default
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return column - 1


def _absolute(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _local(element: Element) -> str:
    # Strict and transitional workbooks differ by their namespaces only.
    return element.tag.rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    """Return an attribute that carries a namespace (r:id)."""
    return next((value for key, value in element.attrib.items() if key.endswith("}" + name)), "")


def _each(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if _local(element) == name)


def _first(root: Element, name: str) -> Element | None:
    return next(_each(root, name), None)

"""Find the tables of an order in a sheet: the row of titles, the columns it names, the rows above and below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.headers import match_columns
from adv_desktop.services.imports.heading import order_number
from adv_desktop.services.imports.numbers import parse_number
from adv_desktop.services.imports.order_words import COLUMNS
from adv_desktop.services.imports.tables import Cell, Row, Sheet
from adv_desktop.services.imports.words import normal

NAMES_A_PRODUCT = frozenset({"code", "ean", "customer_item", "label"})
_NUMERIC = re.compile(r"[\d\s.,€%+-]+")
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][\w./-]{2,}(?: [\w./-]+)?")
_EAN = re.compile(r"\d{8}|\d{12,14}")
# « Commandé » counts what is ordered only where no other column does: without its accent it names the order.
_ORDERED = ("commande", "commandee")
_MAX_CODE = 30
_SAMPLE = 50
_MOST = 0.7


@dataclass(frozen=True, slots=True)
class Layout:
    """The titles of a table in their normal form, and the column of each field as somebody settled it."""

    titles: tuple[str, ...]
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of an order as a table: its columns by field, and the rows before, in and after it."""

    sheet: str
    columns: dict[str, int]
    titles: Row | None
    heading: tuple[Row, ...]
    rows: tuple[Row, ...]


def looks_like_code(text: str) -> bool:
    """Tell a product code from words: a digit in it, no more than one space."""
    return len(text) <= _MAX_CODE and bool(_CODE.fullmatch(text.strip()))


def find_tables(sheet: Sheet, known: Sequence[Layout] = ()) -> list[Table]:
    """Return the tables of a sheet; one without titles is recognised by what its columns hold.

    Titles that a known layout has are read as it says, whatever they seem to mean.
    """
    rows = [row for row in sheet.rows if row]
    headers = list(_header_rows(rows, known))
    if not headers:
        return _table_without_titles(sheet, rows, known)
    ends = [index for index, _titles, _columns in headers[1:]] + [len(rows)]
    tables = []
    begin = 0
    for (index, titles, columns), end in zip(headers, ends, strict=True):
        body = rows[index + 1 : end]
        tables.append(Table(sheet.name, columns, titles, tuple(rows[begin:index]), tuple(body)))
        # What stands between two tables belongs to the rows of the first and to the heading of the second.
        begin = index + 1 + _last_filled(body, columns)
    return tables


def _table_without_titles(sheet: Sheet, rows: Sequence[Row], known: Sequence[Layout]) -> list[Table]:
    """Return the table whose columns were named by hand, else the one whose columns say what they are."""
    letters = tuple(map(normal, column_letters(width_of(rows))))
    settled = next((dict(one.columns) for one in known if one.titles == letters), None)
    if settled is None:
        columns = infer_columns(rows)
        return [Table(sheet.name, columns, None, (), tuple(rows))] if columns else []
    begin = next((index for index, row in enumerate(rows) if is_number(row.cell(settled["quantity"]).text)), 0)
    return [Table(sheet.name, settled, None, tuple(rows[:begin]), tuple(rows[begin:]))]


def width_of(rows: Sequence[Row]) -> int:
    """Return how many columns rows have, up to the last filled cell of any."""
    return max((column for row in rows for column, cell in enumerate(row.cells, 1) if cell), default=0)


def column_letters(count: int) -> tuple[str, ...]:
    """Return the names that a spreadsheet gives to its columns (A to Z, then AA and so on)."""
    return tuple(
        (chr(64 + (number - 1) // 26) if number > 26 else "") + chr(65 + (number - 1) % 26)
        for number in range(1, count + 1)
    )


def _last_filled(rows: Sequence[Row], columns: dict[str, int]) -> int:
    quantity = columns["quantity"]
    return max((index + 1 for index, row in enumerate(rows) if row.cell(quantity)), default=0)


def _header_rows(rows: Sequence[Row], layouts: Sequence[Layout]) -> Iterator[tuple[int, Row, dict[str, int]]]:
    """Yield the rows of titles; titles repeated on every page are told once."""
    known: list[str] = []
    last, order = 0, ""
    for index, row in enumerate(rows):
        titles, columns = row, _settled(row, layouts) or header_columns(row)
        if index and (both := _on_two_rows(rows[index - 1], row)):
            more = _settled(both, layouts) or header_columns(both)
            titles, columns = (both, more) if len(more) > len(columns) else (titles, columns)
        said = [normal(text) for text in titles.texts]
        if not columns or _is_over_titles(rows[index + 1 : index + 2], columns):
            continue
        # The same titles again are those of the next page, unless another order number stands above them.
        number = next(filter(None, (order_number(" ".join(above.texts)) for above in rows[last:index])), order)
        if said != known or number != order:
            known, order = said, number
            yield index, titles, columns
        last = index + 1


def _is_over_titles(below: Sequence[Row], columns: Mapping[str, int]) -> bool:
    """Tell whether titles only group those of the row below (« Article », « Commande » over merged cells)."""
    return any(len(header_columns(row)) >= len(columns) for row in below)


def _settled(row: Row, layouts: Sequence[Layout]) -> dict[str, int]:
    titles = normal_titles(row)
    return next((dict(one.columns) for one in layouts if any(titles) and one.titles == titles), {})


def normal_titles(row: Row) -> tuple[str, ...]:
    """Return the titles of a row in the form in which layouts are compared."""
    return tuple(normal(cell.text) for cell in row.cells)


def _on_two_rows(above: Row, below: Row) -> Row:
    """Return titles that are written over two rows ("Quantité" over "commandée")."""
    data = any(looks_like_code(text) for text in below.texts)
    if data or header_columns(above) or not (may_be_titles(above) and may_be_titles(below)):
        return Row(below.number, ())
    width = max(len(above.cells), len(below.cells))
    both = (f"{above.cell(column).text} {below.cell(column).text}".strip() for column in range(width))
    return Row(below.number, tuple(Cell(text) for text in both))


def may_be_titles(row: Row) -> bool:
    """Tell whether a row has several texts and not a number among them."""
    texts = row.texts
    return len(texts) >= 2 and not any(_NUMERIC.fullmatch(text) for text in texts)


def header_columns(row: Row) -> dict[str, int]:
    """Return the columns by field when a row is the titles of an order's lines; empty when it is not."""
    if not may_be_titles(row):
        return {}
    columns = match_columns([cell.text for cell in row.cells], COLUMNS)
    if "quantity" not in columns and normal(row.cell(columns.get("po_number")).text) in _ORDERED:
        columns["quantity"] = columns.pop("po_number")
    return columns if "quantity" in columns and NAMES_A_PRODUCT & columns.keys() else {}


def is_header(row: Row, table: Table) -> bool:
    """Tell whether a row repeats the titles of the table (as on every page of a PDF)."""
    return table.titles is not None and [normal(text) for text in row.texts] == [
        normal(text) for text in table.titles.texts
    ]


def infer_columns(rows: Sequence[Row]) -> dict[str, int]:
    """Recognise the columns of a table without titles: codes, then quantities, prices, labels."""
    sample = [row for row in rows[:_SAMPLE] if len(row.texts) >= 2]
    if not sample or len(sample) < _MOST * min(len(rows), _SAMPLE):
        return {}
    width = max(len(row.cells) for row in sample)
    columns: dict[str, int] = {}
    for column in range(width):
        field = _field_of([row.cell(column) for row in sample], columns)
        if field:
            columns[field] = column
    return columns if "quantity" in columns and NAMES_A_PRODUCT & columns.keys() else {}


def _field_of(cells: Sequence[Cell], found: dict[str, int]) -> str:
    texts = [cell.text.strip() for cell in cells if cell]
    if len(texts) < _MOST * len(cells):
        return ""
    if "ean" not in found and _share(texts, _EAN.fullmatch) >= _MOST:
        return "ean"
    if _share(texts, is_number) >= _MOST:
        return _numeric_field(texts, found)
    if "code" not in found and _share(texts, looks_like_code) >= _MOST:
        return "code"
    return "label" if "label" not in found else ""


def _numeric_field(texts: Sequence[str], found: dict[str, int]) -> str:
    numbers = [number for text in texts if (number := _number_or_none(text)) is not None]
    if "quantity" not in found:
        whole = all(number == number.to_integral_value() for number in numbers)
        # Prices may come before quantities, but not as whole numbers all of them.
        return "quantity" if whole or "unit_price" in found else "unit_price"
    return next((field for field in ("unit_price", "line_total") if field not in found), "")


def _number_or_none(text: str) -> Decimal | None:
    try:
        return parse_number(text)
    except DomainError:
        return None


def is_number(text: str) -> bool:
    """Tell whether a text is a bare number or amount."""
    return _number_or_none(text) is not None


def _share(texts: Sequence[str], check: Callable[[str], object]) -> float:
    return sum(1 for text in texts if check(text)) / len(texts) if texts else 0.0

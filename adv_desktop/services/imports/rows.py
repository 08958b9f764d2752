"""Read the rows of an order's table: which are lines, which are refused and why, which are something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import MAX_PRICE, MAX_QUANTITY, PRICE_DECIMALS, QUANTITY_DECIMALS
from adv_desktop.services.imports.dates import american_dates, find_dates, parse_american_date, parse_date
from adv_desktop.services.imports.layout import Table, is_header, looks_like_code
from adv_desktop.services.imports.numbers import (
    WrittenPrice,
    WrittenQuantity,
    currency_of,
    decimal_mark,
    parse_number,
    parse_percents,
    parse_price,
    parse_quantity,
)
from adv_desktop.services.imports.order_words import PAGE_FOOT, ROW_KINDS
from adv_desktop.services.imports.tables import Cell, CellNote, Row
from adv_desktop.services.imports.words import fold, one_line
from adv_desktop.services.imports.written import CellRemark, CodeKind, OtherRow, RefusedLine, WrittenCode, WrittenLine
from adv_desktop.services.jobs import Progress

_PRICE_FIELDS = ("unit_price", "net_price", "gross_price")
_NUMBER_FIELDS = ("quantity", *_PRICE_FIELDS, "line_total", "discount")
_FOR_A_DATE = re.compile(
    r"\b(?:pour|livrer|livraison|livre|avant|au plus tard|for|by|before|delivery?|bis|zum|am|liefer\w*)\b\D{0,20}$"
)
_BASE_IN_TITLE = re.compile(r"(?:/|par|per|pro|les|le|au)\s*(100|1000|cent|mille)\b")
_PACK = re.compile(
    r"\b(?:carton|colis|ctn|caisse|boite|pack|lot|paquet|case|box|karton|kiste)s?\s*(?:de|of|a|von|x)\s*(\d{1,4})\b"
)
_PACKS_IN_TITLE = re.compile(r"\b(colis|carton|caisse|case|karton)s?\b")
_CODE_WORD = re.compile(r"^(?:r[ée]f(?:[ée]rence)?|code|art(?:icle)?)\b\.?\s*:?\s+", re.IGNORECASE)
_BASES = {"cent": 100, "mille": 1000}
_MAX_TITLE = 60
_TOLD_KINDS = frozenset({"total", "subtotal", "comment"})
_SHORT = 2  # characters: nobody describes a product in so few, but "P1" is a code
_MAX_FOOT_CELLS = 2
# A form that lists the whole range leaves most quantities blank: then a blank one is a product not ordered.
_FORM_ROWS = 5
_FORM_SHARE = 0.5


class _Refused(Exception):  # noqa: N818 (ends the reading of one row)
    def __init__(self, name: str, reason: str, written: str) -> None:
        super().__init__(reason)
        self.name, self.reason, self.written = name, reason, written


@dataclass(frozen=True, slots=True)
class TableContext:
    """What a row needs to know of its table."""

    table: Table
    mark: str
    around: date | None
    currency: str
    is_american: bool = False  # the column of dates as a whole: 11/20/2026 beside 12/04/2026

    def cell(self, row: Row, name: str) -> Cell:
        """Return the row's cell of a field."""
        return row.cell(self.table.columns.get(name))

    def text(self, row: Row, name: str) -> str:
        """Return what the row's cell of a field says, on one line."""
        return one_line(self.cell(row, name).text)

    def title(self, name: str) -> str:
        """Return the title of a field's column."""
        titles = self.table.titles
        return one_line(titles.cell(self.table.columns.get(name)).text) if titles else ""


@dataclass(slots=True)
class ReadRows:
    """The rows of a table, sorted by what they are."""

    context: TableContext
    lines: list[tuple[Row, WrittenLine]] = field(default_factory=list)
    refused: list[tuple[Row, RefusedLine]] = field(default_factory=list)
    others: list[OtherRow] = field(default_factory=list)


def read_rows(table: Table, around: date | None, progress: Progress) -> ReadRows:
    """Read every row of a table, a step each; nothing is dropped but repeated titles and page numbers."""
    sure, _either = american_dates(_dates_as_text(table))
    context = TableContext(table, _decimal_mark(table), around, _currency(table), is_american=bool(sure))
    read = ReadRows(context)
    previous = table.titles.number if table.titles else 0
    for number, row in enumerate(table.rows, 1):
        progress.step(number, len(table.rows))
        read.others.extend(OtherRow(blank, "", "blank") for blank in range(previous + 1, row.number))
        previous = row.number
        if not is_header(row, table) and not _is_page_foot(row) and not _is_rule(row):
            _read_row(row, read)
    _tell_titles(read)
    _tell_order_form(read)
    return read


def _is_page_foot(row: Row) -> bool:
    texts = row.texts
    return len(texts) <= _MAX_FOOT_CELLS and bool(PAGE_FOOT.search(fold(one_line(texts[-1]))))


def _is_rule(row: Row) -> bool:
    """Tell a line that was drawn with hyphens or stars from one that says something."""
    return bool(row) and not any(character.isalnum() for text in row.texts for character in text)


def _decimal_mark(table: Table) -> str:
    columns = [table.columns[name] for name in _NUMBER_FIELDS if name in table.columns]
    cells = (row.cell(column) for row in table.rows for column in columns)
    return decimal_mark(cell.text for cell in cells if cell.value is None)


def _dates_as_text(table: Table) -> list[str]:
    cells = [row.cell(table.columns.get("requested_date")) for row in table.rows]
    return [cell.text for cell in cells if not isinstance(cell.value, date)]


def _currency(table: Table) -> str:
    columns = [table.columns[name] for name in (*_PRICE_FIELDS, "line_total") if name in table.columns]
    rows = [table.titles, *table.rows] if table.titles else list(table.rows)
    named = (currency_of(row.cell(column).text) for row in rows for column in columns)
    return next(filter(None, named), "")


def _read_row(row: Row, read: ReadRows) -> None:
    context = read.context
    kind = _other_kind(row, context)
    if row.hidden and kind not in _TOLD_KINDS:
        kind = "hidden"  # nobody orders what he did not see; the remark names the row
    if kind:
        read.others.append(OtherRow(row.number, _label_of(row, context), kind, _amount(row, context)))
        return
    try:
        read.lines.append((row, _read_line(row, context)))
    except _Refused as refusal:
        line = RefusedLine(
            row.number,
            refusal.name,
            refusal.reason,
            refusal.written,
            next((code.value for code in _codes(row, context)), ""),
            context.text(row, "label"),
        )
        read.refused.append((row, line))


def _other_kind(row: Row, context: TableContext) -> str:
    """Tell what a row is when it is no order line; empty when it is one."""
    codes = [code for code in _codes(row, context) if looks_like_code(code.value)]
    if codes:
        return ""
    label = fold(_label_of(row, context))
    said = next((kind for kind, pattern in ROW_KINDS if pattern.match(label)), "")
    if said:
        return said
    if context.cell(row, "quantity"):
        return "" if label or _codes(row, context) else "total"
    return "" if any(context.cell(row, name) for name in (*_PRICE_FIELDS, "line_total")) else "comment"


def _label_of(row: Row, context: TableContext) -> str:
    """Return the words of a row that names no quantity: its label, or whatever text it has."""
    label = context.text(row, "label")
    first = next(iter(row.texts), "")
    return label or one_line(first if not _is_amount(first) else "")


def _is_amount(text: str) -> bool:
    try:
        parse_number(text)
    except DomainError:
        return False
    return True


def _amount(row: Row, context: TableContext) -> Decimal | None:
    """Return the last number of a row that is no line: the amount of a total, a discount, a freight."""
    for cell in (context.cell(row, "line_total"), *reversed(row.cells)):
        if cell.number is not None:
            return cell.number
        if cell.text.strip() and _is_amount(cell.text):
            return parse_number(cell.text, context.mark)
    return None


def _codes(row: Row, context: TableContext) -> tuple[WrittenCode, ...]:
    found = ((kind, _without_word(context.text(row, kind.value))) for kind in CodeKind)
    return tuple(WrittenCode(kind, text) for kind, text in found if text)


def _without_word(text: str) -> str:
    """Return a code without the word that may stand before it: « Réf. EPS-1002 »."""
    bare = _CODE_WORD.sub("", text)
    return bare if looks_like_code(bare) else text


def _product(row: Row, context: TableContext) -> tuple[tuple[WrittenCode, ...], str]:
    codes, label = _codes(row, context), context.text(row, "label")
    if not label and len(codes) == 1 and len(codes[0].value) > _SHORT and not looks_like_code(codes[0].value):
        return (), codes[0].value  # the only text column holds names, not codes
    return codes, label


def _read_line(row: Row, context: TableContext) -> WrittenLine:
    remarks = list(_formula_remarks(row, context))
    codes, label = _product(row, context)
    quantity = _quantity(context.cell(row, "quantity"), context)
    price, price_field = _price(row, context, remarks)
    discounts = _discounts(row, context, price_field)
    total = _optional_number(row, "line_total", context, remarks)
    comment = context.text(row, "comment")
    return WrittenLine(
        no=0,
        row=row.number,
        codes=codes,
        label=label,
        quantity=quantity.value,
        quantity_as_written=context.cell(row, "quantity").text,
        unit=context.text(row, "unit") or quantity.unit or _counted(context),
        unit_pack=quantity.pack or _pack(comment) or _pack(context.text(row, "unit")) or _pack_beside(row, context),
        unit_price=price.value if price else None,
        unit_price_as_written=context.cell(row, price_field).text if price_field else "",
        price_base=_price_base(row, context, price, price_field),
        discounts=discounts,
        discount_as_written=context.text(row, "discount") if discounts else "",
        line_total=total,
        line_total_as_written=context.cell(row, "line_total").text,
        requested_date=_requested_date(row, comment, context, remarks),
        customer_line_number=context.text(row, "line_number"),
        deliver_to=context.text(row, "deliver_to"),
        comment=comment,
        remarks=tuple(remarks),
    )


def _counted(context: TableContext) -> str:
    """Return what the title of the quantities counts, where it counts packs: « Nb colis », « Cartons »."""
    said = _PACKS_IN_TITLE.search(fold(context.title("quantity")))
    return said.group(1) if said else ""


def _pack_beside(row: Row, context: TableContext) -> int | None:
    """Return the content of a pack from the column beside a count of packs; None where pieces are counted."""
    cell = context.cell(row, "pack")
    if not _counted(context) or not _is_amount(cell.text):
        return None
    content = parse_number(cell.text, context.mark) if cell.number is None else cell.number
    return int(content) if content == int(content) and content > 0 else None


def _formula_remarks(row: Row, context: TableContext) -> Iterator[CellRemark]:
    for name in context.table.columns:
        cell = context.cell(row, name)
        if cell.note is not CellNote.PLAIN:
            yield CellRemark(name, cell.note.value, cell.text)


def _quantity(cell: Cell, context: TableContext) -> WrittenQuantity:
    if not cell.text.strip():
        raise _Refused("quantity", "missing_quantity", "")
    try:
        number = cell.number
        quantity = parse_quantity(cell.text, context.mark) if number is None else WrittenQuantity(number)
    except DomainError:
        raise _Refused("quantity", "not_a_number", cell.text) from None
    reason = quantity_fault(quantity.value)
    if reason:
        raise _Refused("quantity", reason, cell.text)
    return quantity


def quantity_fault(quantity: Decimal) -> str:
    """Return the reason why a quantity cannot be ordered; empty when it can."""
    if quantity < 0:
        return "negative_quantity"
    if quantity == 0:
        return "zero_quantity"
    if quantity > MAX_QUANTITY:
        return "quantity_out_of_range"
    return "" if _fits(quantity, QUANTITY_DECIMALS) else "quantity_too_precise"


def price_fault(price: Decimal) -> str:
    """Return the reason why a unit price cannot be taken; empty when it can."""
    if price < 0:
        return "negative_price"
    return "" if price <= MAX_PRICE and _fits(price, PRICE_DECIMALS) else "price_out_of_range"


def _fits(number: Decimal, decimals: int) -> bool:
    return number == round(number, decimals)


def _price(row: Row, context: TableContext, remarks: list[CellRemark]) -> tuple[WrittenPrice | None, str]:
    """Return the price that counts and its column: the gross one when a discount stands beside it, else the net one."""
    discounted = bool(context.cell(row, "discount"))
    order = ("gross_price", "unit_price", "net_price") if discounted else ("net_price", "unit_price", "gross_price")
    name = next((name for name in order if context.cell(row, name).text.strip()), "")
    cell = context.cell(row, name)
    if not name:
        return None, ""
    try:
        number = cell.number
        price = parse_price(cell.text, context.mark) if number is None else WrittenPrice(number)
    except DomainError:
        remarks.append(CellRemark(name, "price_unreadable", one_line(cell.text)))
        return None, name
    fault = price_fault(price.value)
    if fault:
        raise _Refused(name, fault, cell.text)
    return price, name


def _price_base(row: Row, context: TableContext, price: WrittenPrice | None, price_field: str) -> int:
    if price is None:
        return 1
    if price.base > 1:
        return price.base
    written = context.text(row, "price_base")
    if written and _is_amount(written):
        base = parse_number(written)
        return int(base) if base == int(base) and base > 0 else 1
    in_title = _BASE_IN_TITLE.search(fold(context.title(price_field)))
    return _BASES.get(in_title.group(1)) or int(in_title.group(1)) if in_title else 1


def _discounts(row: Row, context: TableContext, price_field: str) -> tuple[Decimal, ...]:
    text = context.text(row, "discount")
    if not text or price_field == "net_price":
        return ()
    try:
        return parse_percents(text, context.mark)
    except DomainError as error:
        raise _Refused("discount", error.code, text) from None


def _optional_number(row: Row, name: str, context: TableContext, remarks: list[CellRemark]) -> Decimal | None:
    cell = context.cell(row, name)
    if cell.number is not None or not cell.text.strip():
        return cell.number
    try:
        return parse_number(cell.text, context.mark)
    except DomainError:
        remarks.append(CellRemark(name, "amount_unreadable", one_line(cell.text)))
        return None


def _requested_date(row: Row, comment: str, context: TableContext, remarks: list[CellRemark]) -> date | None:
    cell = context.cell(row, "requested_date")
    if isinstance(cell.value, date):
        return cell.value
    if cell.text.strip():
        try:
            parse = parse_american_date if context.is_american else parse_date
            return parse(cell.text, context.around)
        except DomainError:
            remarks.append(CellRemark("requested_date", "date_unreadable", one_line(cell.text)))
    folded = fold(comment)
    dates = find_dates(comment, context.around)
    return next((found.day for found in dates if _FOR_A_DATE.search(folded[: found.start])), None)


def _pack(text: str) -> int | None:
    found = _PACK.search(fold(text))
    return int(found.group(1)) if found else None


def _tell_titles(read: ReadRows) -> None:
    """Call a short text above a line a title; any other text stays a comment. Blank rows at the end are nothing."""
    last = max((row.number for row, _line in [*read.lines, *read.refused]), default=0)
    read.others[:] = [
        OtherRow(other.row, other.text, "title")
        if other.kind == "comment" and other.row < last and len(other.text) <= _MAX_TITLE and other.amount is None
        else other
        for other in read.others
        if other.kind != "blank" or other.row < last
    ]


def _tell_order_form(read: ReadRows) -> None:
    """Take the blank and zero quantities of an order form for products that are not ordered."""
    unused = [item for item in read.refused if item[1].reason in {"missing_quantity", "zero_quantity"}]
    rows = len(read.lines) + len(read.refused)
    if rows < _FORM_ROWS or not read.lines or len(unused) < _FORM_SHARE * rows:
        return
    read.refused[:] = [item for item in read.refused if item not in unused]
    read.others.extend(OtherRow(line.row, line.label or line.code, "not_ordered") for _row, line in unused)

"""Make orders of tables: one an order number, each with the heading above its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, takewhile

from adv_desktop.models.enums import Channel
from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.dates import parse_date
from adv_desktop.services.imports.heading import NO_HEADING, Heading, read_foot, read_heading, says_replacing
from adv_desktop.services.imports.layout import Layout, Table, column_letters, find_tables, width_of
from adv_desktop.services.imports.numbers import currency_of
from adv_desktop.services.imports.rows import ReadRows, TableContext, read_rows
from adv_desktop.services.imports.tables import Row, Sheet
from adv_desktop.services.imports.words import fold, one_line
from adv_desktop.services.imports.written import (
    CustomerHint,
    HintKind,
    HintPlace,
    OtherRow,
    RefusedLine,
    WrittenLayout,
    WrittenLine,
    WrittenOrder,
)
from adv_desktop.services.jobs import Progress

_WITHOUT_VAT = re.compile(r"\bh\.?t\b|hors tax|excl|netto|\bnet\b(?! a payer)")
_WITH_VAT = re.compile(r"\b(?:tva|ttc|vat|mwst|ust|brutto|net a payer)\b")
_SAMPLE = 6
_HINT_COLUMNS = {
    "customer_code": HintKind.CODE,
    "customer_siret": HintKind.SIRET,
    "customer_vat": HintKind.VAT_NUMBER,
    "customer_siren": HintKind.SIREN,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where orders come from: the file, its format, and what its envelope says (the mail round an attachment)."""

    file: str
    format: str
    heading: Heading = NO_HEADING
    received_at: datetime | None = None
    channel: Channel = Channel.EMAIL
    progress: Progress = field(default_factory=Progress)
    layouts: tuple[Layout, ...] = ()  # what is remembered of files like this one

    @property
    def day(self) -> date | None:
        """The day near which dates without a year lie."""
        return self.heading.po_date or (self.received_at.date() if self.received_at else None)


@dataclass(slots=True)
class _Draft:
    """An order while its rows are collected."""

    po_number: str
    heading: Heading
    po_date: date | None = None
    currency: str = ""
    hints: list[CustomerHint] = field(default_factory=list)
    lines: list[WrittenLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    others: list[OtherRow] = field(default_factory=list)
    layout: WrittenLayout | None = None


def orders_of_sheets(sheets: Sequence[Sheet], origin: Origin) -> list[WrittenOrder]:
    """Return the orders of a workbook, a text file or a PDF; empty when no table of lines is found."""
    drafts: dict[str, _Draft] = {}
    current: _Draft | None = None
    tables = [find_tables(sheet, origin.layouts) for sheet in sheets]
    cover = takewhile(lambda pair: not pair[1], zip(sheets, tables, strict=True))
    said = read_heading([row for sheet, _none in cover for row in sheet.rows], around=origin.day)
    origin = replace(origin, heading=said.completed_by(origin.heading))
    for table in chain.from_iterable(tables):
        current = _collect(table, origin, drafts, current)
    return [_order(draft, origin) for draft in drafts.values() if draft.lines or draft.refused]


def _collect(table: Table, origin: Origin, drafts: dict[str, _Draft], current: _Draft | None) -> _Draft | None:
    """Sort the rows of one table into the orders they belong to; return the order of the last row."""
    heading = _heading(table, origin)
    read = read_rows(table, heading.po_date or origin.day, origin.progress)
    number = heading.po_number
    if not number and current is not None and "po_number" not in table.columns:
        number = current.po_number  # a further table of the same order
    for row, item in _in_order(read):
        number = (read.context.text(row, "po_number") if row else "") or number
        current = drafts.get(number) or drafts.setdefault(number, _Draft(number, heading, layout=_layout(table)))
        _add(current, row, item, read.context)
    return current


def _layout(table: Table) -> WrittenLayout:
    rows = [row for row in table.rows if row.cell(table.columns["quantity"])][:_SAMPLE]
    if table.titles is None:
        titles = column_letters(width_of([*table.heading, *table.rows]))
    else:
        titles = tuple(one_line(cell.text) for cell in table.titles.cells)
    sample = tuple(tuple(one_line(row.cell(column).text) for column in range(len(titles))) for row in rows)
    return WrittenLayout(titles, table.columns, sample, titled=table.titles is not None)


def _heading(table: Table, origin: Origin) -> Heading:
    above = read_heading(table.heading, around=origin.day)
    last = max((row.number for row in table.rows if row.cell(table.columns["quantity"])), default=0)
    below = read_foot([row for row in table.rows if row.number > last], origin.day)
    return above.completed_by(below).completed_by(origin.heading)


def _in_order(read: ReadRows) -> Iterable[tuple[Row | None, WrittenLine | RefusedLine | OtherRow]]:
    items: list[tuple[Row | None, WrittenLine | RefusedLine | OtherRow]] = [
        *read.lines,
        *read.refused,
        *((None, other) for other in read.others),
    ]
    return sorted(items, key=lambda item: item[1].row)


def _add(draft: _Draft, row: Row | None, item: WrittenLine | RefusedLine | OtherRow, context: TableContext) -> None:
    if isinstance(item, OtherRow):
        draft.others.append(item)
    elif isinstance(item, RefusedLine):
        draft.refused.append(item)
    else:
        draft.lines.append(replace(item, no=len(draft.lines) + 1))
    if row is None:
        return
    draft.po_date = draft.po_date or _date_of(row, context)
    draft.currency = draft.currency or currency_of(context.text(row, "currency")) or context.currency
    hints = (
        CustomerHint(kind, context.text(row, name), HintPlace.COLUMN)
        for name, kind in _HINT_COLUMNS.items()
        if context.text(row, name)
    )
    draft.hints.extend(hint for hint in hints if hint not in draft.hints)


def _date_of(row: Row, context: TableContext) -> date | None:
    cell = context.cell(row, "po_date")
    if isinstance(cell.value, date):
        return cell.value
    try:
        return parse_date(cell.text, context.around) if cell.text.strip() else None
    except DomainError:
        return None


def _order(draft: _Draft, origin: Origin) -> WrittenOrder:
    requested = draft.heading.requested_date or _common_date(draft.lines)
    return WrittenOrder(
        file=origin.file,
        format=origin.format,
        po_number=draft.po_number,
        po_date=draft.po_date or draft.heading.po_date or origin.day,
        customer_hints=tuple(dict.fromkeys((*draft.hints, *draft.heading.hints))),
        lines=tuple(with_requested_date(line, requested) for line in draft.lines),
        requested_date=requested,
        deliver_to=draft.heading.deliver_to,
        currency=draft.currency,
        received_at=origin.received_at,
        channel=origin.channel,
        not_order_lines=tuple(draft.others),
        rejected=tuple(draft.refused),
        total_as_written=_total(draft.others),
        replaces=draft.heading.replaces or says_replacing(other.text for other in draft.others),
        layout=draft.layout,
    )


def with_requested_date(line: WrittenLine, requested: date | None) -> WrittenLine:
    """Return a line that takes the order's date when it has none of its own."""
    return line if line.requested_date or requested is None else replace(line, requested_date=requested)


def _common_date(lines: Sequence[WrittenLine]) -> date | None:
    dates = {line.requested_date for line in lines}
    return dates.pop() if len(dates) == 1 else None


def _total(others: Sequence[OtherRow]) -> Decimal | None:
    """Return the total without VAT that the file shows."""
    totals = ((fold(other.text), other.amount) for other in others if other.kind == "total")
    return next((amount for text, amount in totals if amount is not None and _is_without_vat(text)), None)


def _is_without_vat(text: str) -> bool:
    return bool(_WITHOUT_VAT.search(text)) or not _WITH_VAT.search(text)

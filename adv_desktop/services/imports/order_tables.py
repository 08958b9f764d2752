"""Make orders of tables: one an order number, each with the heading above its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, takewhile

from adv_desktop.models.enums import Channel
from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.dates import american_dates, parse_date
from adv_desktop.services.imports.heading import NO_HEADING, Heading, read_foot, read_heading, says_replacing
from adv_desktop.services.imports.layout import Layout, Table, column_letters, find_tables, width_of
from adv_desktop.services.imports.numbers import currency_of
from adv_desktop.services.imports.rows import ReadRows, TableContext, read_rows
from adv_desktop.services.imports.tables import Row, Sheet
from adv_desktop.services.imports.words import fold, one_line
from adv_desktop.services.imports.written import (
    AmericanDate,
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
_NAMING = frozenset({HintKind.CODE, HintKind.SIRET, HintKind.VAT_NUMBER})
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
    is_packed: bool = False  # it came out of a zip

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
    american: AmericanDate | None = None


# By number, and by the marks of the letterhead: two customers may count alike.
_Drafts = dict[tuple[str, tuple[CustomerHint, ...]], _Draft]


def orders_of_sheets(sheets: Sequence[Sheet], origin: Origin) -> list[WrittenOrder]:
    """Return the orders of a workbook, a text file or a PDF; empty when no table of lines is found."""
    drafts: _Drafts = {}
    current: _Draft | None = None
    tables = [find_tables(sheet, origin.layouts) for sheet in sheets]
    cover = takewhile(lambda pair: not pair[1], zip(sheets, tables, strict=True))
    said = read_heading([row for sheet, _none in cover for row in sheet.rows], around=origin.day)
    origin = replace(origin, heading=said.completed_by(origin.heading))
    for table in chain.from_iterable(tables):
        current = _collect(table, origin, drafts, current)
    return [_order(draft, origin) for draft in drafts.values() if draft.lines or draft.refused]


def _collect(table: Table, origin: Origin, drafts: _Drafts, current: _Draft | None) -> _Draft | None:
    """Sort the rows of one table into the orders they belong to; return the order of the last row."""
    heading = _heading(table, origin)
    read = read_rows(table, heading.po_date or origin.day, origin.progress)
    number = heading.po_number
    same = current is not None and not _is_another(_sender(heading), _sender(current.heading))
    if not number and current is not None and same and "po_number" not in table.columns:
        number = current.po_number  # a further table of the same order
    american = _american(table, read.context)
    for row, item in _in_order(read):
        number = (read.context.text(row, "po_number") if row else "") or number
        current = _draft_of(drafts, number, heading) or _Draft(number, heading, layout=_layout(table))
        drafts.setdefault((number, current.heading.hints), current)
        current.american = current.american or american
        _add(current, row, item, read.context)
    return current


def _draft_of(drafts: _Drafts, number: str, heading: Heading) -> _Draft | None:
    """Return the order of a number that is being collected; none when its letterhead is of somebody else."""
    same = (draft for draft in drafts.values() if draft.po_number == number)
    return next((draft for draft in same if not _is_another(_sender(heading), _sender(draft.heading))), None)


def _sender(heading: Heading) -> frozenset[CustomerHint]:
    """Return the marks of a heading that name one company and no other."""
    return frozenset(hint for hint in heading.hints if hint.kind in _NAMING)


def _is_another(one: frozenset[CustomerHint], other: frozenset[CustomerHint]) -> bool:
    """Tell whether two letterheads name different companies; our own marks may stand in both."""
    for kind in _NAMING:
        ones, others = ({hint.value for hint in marks if hint.kind is kind} for marks in (one, other))
        if ones and others and not (ones <= others or others <= ones):
            return True
    return False


def _american(table: Table, context: TableContext) -> AmericanDate | None:
    """Return a date of a table or its heading that may be American, where another one can be nothing else."""
    said = [text for row in table.heading for text in row.texts]
    column = [context.text(row, "requested_date") for row in table.rows]
    sure, either = american_dates([*said, *column])
    doubtful = american_dates(said)[1] if context.is_american else either
    if not sure or not doubtful:
        return None
    return AmericanDate(sure[0], doubtful[0], parse_date(doubtful[0]))


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
        marks = tuple(_marks(row, context)) if row else ()
        draft.lines.append(replace(item, no=len(draft.lines) + 1, customer_marks=marks))
    if row is None:
        return
    draft.po_date = draft.po_date or _date_of(row, context)
    draft.currency = draft.currency or currency_of(context.text(row, "currency")) or context.currency
    draft.hints.extend(hint for hint in _marks(row, context) if hint not in draft.hints)


def _marks(row: Row, context: TableContext) -> Iterator[CustomerHint]:
    """Yield what a row says of whose order it is."""
    for name, kind in _HINT_COLUMNS.items():
        if context.text(row, name):
            yield CustomerHint(kind, context.text(row, name), HintPlace.COLUMN)


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
        american=draft.american,
        week="" if requested else draft.heading.week,
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

"""The service rate of a month as a workbook: by customer, family, carrier and reason, and the lines behind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.punctuality import Axis, PromiseReason
from adv_desktop.services import texts
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn, ListSheet
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.labels import written
from adv_desktop.services.list_files import Written
from adv_desktop.services.queries import due_lines
from adv_desktop.services.queries.due_lines import DueLine, Grouping, PunctualityRow
from adv_desktop.services.texts import N_, _
from adv_desktop.services.whole_files import told

TITLES = {
    Grouping.CUSTOMER: N_("By customer"),
    Grouping.FAMILY: N_("By product family"),
    Grouping.CARRIER: N_("By carrier"),
    Grouping.REASON: N_("Reasons of lateness"),
}
_RATES = (
    (N_("Lines due"), Kind.WHOLE, 10.0),
    (N_("OTD-1, first promise"), Kind.PERCENT, 14.0),
    (N_("OTD-2, last promise"), Kind.PERCENT, 14.0),
    (N_("OTDR, requested date"), Kind.PERCENT, 14.0),
    (N_("OTIF"), Kind.PERCENT, 10.0),
    (N_("Asked too soon"), Kind.WHOLE, 12.0),
)
_LINES = (
    (N_("Order line"), Kind.TEXT, 18.0),
    (N_("Customer"), Kind.TEXT, 28.0),
    (N_("Family"), Kind.TEXT, 18.0),
    (N_("Carrier"), Kind.TEXT, 16.0),
    (N_("Code"), Kind.TEXT, 14.0),
    (N_("Description"), Kind.TEXT, 30.0),
    (N_("Ordered"), Kind.QUANTITY, 11.0),
    (N_("Cancelled"), Kind.QUANTITY, 11.0),
    (N_("Delivered"), Kind.QUANTITY, 11.0),
    (N_("Requested date"), Kind.DATE, 12.0),
    (N_("First promise"), Kind.DATE, 12.0),
    (N_("Confirmed date"), Kind.DATE, 12.0),
    (N_("Left on"), Kind.DATE, 12.0),
    (N_("OTD-1, first promise"), Kind.TEXT, 10.0),
    (N_("OTD-2, last promise"), Kind.TEXT, 10.0),
    (N_("OTDR, requested date"), Kind.TEXT, 10.0),
    (N_("OTIF"), Kind.TEXT, 10.0),
    (N_("Reason"), Kind.TEXT, 24.0),
)


def group_name(row: PunctualityRow, by: Grouping) -> str:
    """Return what a group is called: a reason by its word, what has no name as « not said »."""
    if by is Grouping.REASON and row.name:
        return written(PromiseReason(row.name), texts.current())
    return row.name or _("Not said")


def write(found: Sequence[DueLine], path: Path) -> Written:
    """Write the groups and the lines of a month, one sheet each, in the language of the interface."""
    if path.suffix.lower() != ".xlsx":
        raise DomainError("file.wrong_ending", path=str(path), known=(".xlsx",))
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    sheets = [_group_sheet(found, by) for by in Grouping]
    sheets.append(ListSheet(_("Lines due"), _columns(_LINES), (_line_cells(line) for line in found)))
    count = lists.write_sheets(path, sheets)
    return Written(path, count, hashlib.sha256(path.read_bytes()).hexdigest())


def _group_sheet(found: Sequence[DueLine], by: Grouping) -> ListSheet:
    columns = _columns(((TITLES[by], Kind.TEXT, 30.0), *_RATES))
    return ListSheet(_(TITLES[by]), columns, _group_cells(found, by))


def _columns(columns: Sequence[tuple[str, Kind, float]]) -> list[ListColumn]:
    return [ListColumn(_(title), kind, width) for title, kind, width in columns]


def _group_cells(found: Sequence[DueLine], by: Grouping) -> Iterator[list[CellValue]]:
    for row in due_lines.rows(found, by):
        rates = [row.rate(axis) for axis in Axis]
        fractions = [None if rate is None else rate / 100 for rate in (*rates, row.otif)]
        yield [group_name(row, by), row.lines, *fractions, row.impossible]
    whole = due_lines.total(found)
    if by is not Grouping.REASON:
        rates = [None if rate is None else rate / 100 for rate in (*(whole.rate(axis) for axis in Axis), whole.otif)]
        yield [_("Total"), whole.lines, *rates, whole.impossible]


def _line_cells(line: DueLine) -> list[CellValue]:
    return [
        f"{line.number}/{line.no}", line.customer, line.family or None, line.carrier or None, line.product_code or None,
        line.label, line.ordered, line.cancelled, line.delivered, line.days[Axis.REQUESTED], line.days[Axis.FIRST],
        line.days[Axis.LAST], line.departed, *(said(line.on_time(axis)) for axis in Axis), said(line.in_full),
        written(line.reason, texts.current()) if line.reason else None,
    ]  # fmt: skip


def said(kept: bool | None) -> str:
    """Write a verdict: yes, no, or that the line does not count there."""
    return "—" if kept is None else _("Yes") if kept else _("No")

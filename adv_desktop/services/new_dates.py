"""The round trip of dates with logistics: the late lines go out with an empty « Nouvelle date », and come back."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.punctuality import AskedBy, PromiseReason
from adv_desktop.models.values import from_minor
from adv_desktop.services import texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.imports.dates import parse_date
from adv_desktop.services.imports.headers import match_columns, words
from adv_desktop.services.imports.safety import open_file
from adv_desktop.services.imports.sheets import read_sheets
from adv_desktop.services.imports.tables import Cell, CellNote, Row
from adv_desktop.services.imports.words import normal
from adv_desktop.services.labels import LABELS, written
from adv_desktop.services.list_files import ENDINGS, Written
from adv_desktop.services.queries import late_lines
from adv_desktop.services.queries.late_lines import LateLine
from adv_desktop.services.rescheduling import Promise, ReschedulingService
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_, _
from adv_desktop.services.whole_files import told

LATE_LINES = N_("Late and at-risk lines")
_HEADER_WITHIN = 25
# What a file has to tell: which line, the date it had when it went out, the date it gets.
_VOCABULARY = {
    "line": words("Ligne de commande|Order line|Ligne|Line"),
    "promised": words("Date confirmée|Confirmed date|Date promise|Promised date"),
    "new_date": words("Nouvelle date|New date|Nouveau délai"),
    "reason": words("Motif|Reason|Cause"),
    "comment": words("Commentaire|Comment|Remarque"),
}
_REQUIRED = ("line", "promised", "new_date")
_COLUMNS = (
    (N_("Order line"), Kind.TEXT, 18.0),
    (N_("Customer"), Kind.TEXT, 28.0),
    (N_("Customer's reference"), Kind.TEXT, 16.0),
    (N_("Code"), Kind.TEXT, 14.0),
    (N_("Description"), Kind.TEXT, 32.0),
    (N_("Left to deliver"), Kind.QUANTITY, 12.0),
    (N_("Unit"), Kind.TEXT, 8.0),
    (N_("Reserved"), Kind.QUANTITY, 12.0),
    (N_("Net amount"), Kind.MONEY, 14.0),
    (N_("Requested date"), Kind.DATE, 12.0),
    (N_("First promise"), Kind.DATE, 12.0),
    (N_("Confirmed date"), Kind.DATE, 12.0),
    (N_("Days late"), Kind.WHOLE, 10.0),
    (N_("Told on"), Kind.DATE, 12.0),
    (N_("New date"), Kind.DATE, 14.0),
    (N_("Reason"), Kind.TEXT, 24.0),
    (N_("Comment"), Kind.TEXT, 30.0),
)


class DateVerdict(StrEnum):
    """What becomes of a row of a file of dates."""

    MOVED = "moved"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class DateRow:
    """A row of a file by its number there; `line` is None when no late line is called so."""

    row: int
    name: str
    verdict: DateVerdict
    line: LateLine | None = None
    on: dt.date | None = None
    reason: PromiseReason | None = None
    comment: str = ""
    error: DomainError | None = None


@dataclass(frozen=True, slots=True)
class NewDates:
    """What a file of dates would change."""

    file: str
    rows: tuple[DateRow, ...]

    def of(self, verdict: DateVerdict) -> list[DateRow]:
        """Return the rows with a verdict."""
        return [row for row in self.rows if row.verdict is verdict]


class NewDatesService:
    """Writes the late lines for logistics and takes the dates that it typed."""

    def __init__(self, store: Store, clock: Clock, rescheduling: ReschedulingService) -> None:
        self._store = store
        self._clock = clock
        self._rescheduling = rescheduling

    def write(self, path: Path) -> Written:
        """Write the late and at-risk lines, their new date left empty; the ending chooses Excel or CSV."""
        if path.suffix.lower() not in ENDINGS:
            raise DomainError("file.wrong_ending", path=str(path), known=ENDINGS)
        with self._store.read() as session:
            found = late_lines.lines(session, self._clock.today())
        columns = [ListColumn(_(title), kind, width) for title, kind, width in _COLUMNS]
        with told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".csv":
            count = lists.write_csv(path, columns, _cells(found), texts.current().language)
        else:
            count = lists.write_xlsx(path, _(LATE_LINES), columns, _cells(found))
        return Written(path, count, hashlib.sha256(path.read_bytes()).hexdigest())

    def preview(self, path: Path) -> NewDates:
        """Read a file and judge each row that has a name; nothing is written."""
        name, columns, rows = _table(path)
        with self._store.read() as session:
            known = {line.name: line for line in late_lines.lines(session, self._clock.today())}
        judged = [self._judge(row, columns, known) for row in rows if row.cell(columns["line"])]
        return NewDates(name, tuple(_once(judged)))

    def take(self, found: NewDates, *, skip_bad: bool = False) -> tuple[int, ...]:
        """Promise the days of a file; return the orders whose acknowledgement is outdated by it."""
        refused = found.of(DateVerdict.REFUSED)
        if refused and not skip_bad:
            raise DomainError("bad_lines", rows=[str(row.row) for row in refused])
        return self._rescheduling.promise([_promise(row) for row in found.of(DateVerdict.MOVED)])

    def _judge(self, row: Row, columns: dict[str, int], known: dict[str, LateLine]) -> DateRow:
        name = row.cell(columns["line"]).text.strip()
        line = known.get(name)
        read = DateRow(row.number, name, DateVerdict.KEPT, line)
        typed = row.cell(columns["new_date"])
        if not typed:
            return read
        try:
            return self._moved(replace(read, on=_day(typed, self._clock.today())), row, columns)
        except DomainError as error:
            return replace(read, verdict=DateVerdict.REFUSED, error=error)

    def _moved(self, read: DateRow, row: Row, columns: dict[str, int]) -> DateRow:
        """Judge a row whose new date could be read."""
        line, on, today = read.line, read.on, self._clock.today()
        if line is None:
            raise DomainError("new_dates.unknown_line", line=read.name)
        if on is None or on < today:
            raise DomainError("order.promise_past", date=on)
        before = row.cell(columns["promised"])
        if before and _day(before, today) != line.promised:
            raise DomainError("new_dates.changed", line=line.name, date=line.promised)
        reason = _reason(row.cell(columns.get("reason")).text)
        comment = row.cell(columns.get("comment")).text.strip()
        verdict = DateVerdict.KEPT if on == line.promised else DateVerdict.MOVED
        return replace(read, verdict=verdict, reason=reason, comment=comment)


def _promise(row: DateRow) -> Promise:
    if row.line is None or row.on is None:
        raise ValueError("a row that moves a date has its line and its day")
    asked_by = AskedBy.CUSTOMER if row.reason is PromiseReason.CUSTOMER_WISH else AskedBy.US
    return Promise(row.line.order_id, row.line.version, row.on, (row.line.id,), asked_by, row.reason, row.comment)


def _table(path: Path) -> tuple[str, dict[str, int], list[Row]]:
    """Return the name of a file, the column of each field and the rows under the titles."""
    file = open_file(path)
    for sheet in read_sheets(file):
        for place, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
            columns = match_columns([cell.text for cell in row.cells], _VOCABULARY)
            if all(field in columns for field in _REQUIRED):
                return file.name, columns, [other for other in sheet.rows[place + 1 :] if other]
    missing = [_("Order line"), _("Confirmed date"), _("New date")]
    raise DomainError("import.columns_missing", file=file.name, columns=missing)


def _once(rows: Sequence[DateRow]) -> Iterator[DateRow]:
    """Refuse a line that an earlier row of the file has moved already."""
    seen: set[str] = set()
    for row in rows:
        if row.verdict is DateVerdict.MOVED and row.name in seen:
            error = DomainError("new_dates.twice", line=row.name)
            yield replace(row, verdict=DateVerdict.REFUSED, error=error)
            continue
        if row.verdict is DateVerdict.MOVED:
            seen.add(row.name)
        yield row


def _day(cell: Cell, today: dt.date) -> dt.date:
    if cell.note is CellNote.ERROR:
        raise DomainError("import.cell_error", written=cell.text)
    return cell.value if isinstance(cell.value, dt.date) else parse_date(cell.text, today)


def _reason(text: str) -> PromiseReason | None:
    """Return the reason that a cell names in a language of the program; raise when it names none."""
    if not text.strip():
        return None
    for language in texts.LANGUAGES:
        for value, word in LABELS[PromiseReason].items():
            if normal(texts.of(language).gettext(word)) == normal(text):
                return PromiseReason(value)
    known = [written(reason, texts.current()) for reason in PromiseReason]
    raise DomainError("import.unknown_word", written=text, known=known)


def _cells(found: Sequence[LateLine]) -> Iterator[list[CellValue]]:
    for line in found:
        reason = written(line.reason, texts.current()) if line.reason else None
        yield [
            line.name, line.customer_name, line.customer_reference, line.product_code, line.label, line.left,
            line.unit, line.reserved, from_minor(line.net), line.requested, line.first_promised, line.promised,
            line.days_late, line.told_on, None, reason, line.comment,
        ]  # fmt: skip

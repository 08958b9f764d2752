"""The controls of a month end: read, judged normal with a reason, written to a workbook for accounting."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adv_desktop.models.errors import DomainError
from adv_desktop.models.month_end import MonthEndNote
from adv_desktop.models.values import from_minor
from adv_desktop.services import texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn, ListSheet
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.formats import Formats
from adv_desktop.services.list_files import Written
from adv_desktop.services.queries import month_end
from adv_desktop.services.queries.listing import Summary
from adv_desktop.services.queries.month_end import BY_KEY, ControlRow, MonthEnd
from adv_desktop.services.store import Store, actor_name
from adv_desktop.services.texts import N_, _
from adv_desktop.services.whole_files import told

# Plan comptable général: clients, factures à établir; taxes sur factures à établir; ventes.
TO_ESTABLISH, VAT_TO_ESTABLISH, SALES = "4181", "44587", "70"
_CONTROLS = (
    (N_("Control"), Kind.TEXT, 36.0),
    (N_("What it holds"), Kind.TEXT, 60.0),
    (N_("Count"), Kind.WHOLE, 9.0),
    (N_("Amounts"), Kind.TEXT, 26.0),
    (N_("Normal because"), Kind.TEXT, 44.0),
    (N_("Judged by"), Kind.TEXT, 18.0),
)
_ACCRUALS = (
    (N_("Customer"), Kind.TEXT, 34.0),
    (N_("Order line"), Kind.TEXT, 20.0),
    (N_("Customer's reference"), Kind.TEXT, 20.0),
    (N_("Code"), Kind.TEXT, 14.0),
    (N_("Description"), Kind.TEXT, 36.0),
    (N_("Quantity"), Kind.QUANTITY, 11.0),
    (N_("Net in euros"), Kind.MONEY, 14.0),
    (N_("VAT rate"), Kind.PERCENT, 10.0),
    (N_("VAT in euros"), Kind.MONEY, 14.0),
    (N_("Gross in euros"), Kind.MONEY, 14.0),
)
_ENTRY = (
    (N_("Date"), Kind.DATE, 12.0),
    (N_("Account"), Kind.TEXT, 10.0),
    (N_("Description"), Kind.TEXT, 44.0),
    (N_("Debit"), Kind.MONEY, 14.0),
    (N_("Credit"), Kind.MONEY, 14.0),
)


@dataclass(frozen=True, slots=True)
class JudgeNormal:
    """A control of a month whose content may stay, and why."""

    month: dt.date
    control: str
    reason: str


class MonthEndService:
    """Reads the controls of a month and keeps what was judged normal."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def show(self, month: dt.date) -> MonthEnd:
        """Return the controls of a month; raise `month_end.to_come`."""
        today = self._clock.today()
        if month.replace(day=1) > today:
            raise DomainError("month_end.to_come", month=f"{month:%Y-%m}")
        with self._store.read() as session:
            return month_end.of_month(session, month, today)

    def judge_normal(self, command: JudgeNormal) -> None:
        """Keep why what a control holds may stay; raise `month_end.no_control` and `month_end.nothing_held`."""
        if not command.reason.strip():
            raise DomainError("reason.missing")
        if command.control not in BY_KEY:
            raise DomainError("month_end.no_control", control=command.control, controls=list(BY_KEY))
        held = {row.control.key: row.found.count for row in self.show(command.month).rows}
        if not held[command.control]:
            raise DomainError("month_end.nothing_held", control=command.control)
        with self._store.write("month_end.judge") as session:
            session.add(
                MonthEndNote(
                    month=command.month.replace(day=1), control=command.control, count=held[command.control],
                    reason=command.reason.strip(), actor=actor_name(), at=self._clock.now(),
                )
            )  # fmt: skip

    def write(self, month: dt.date, path: Path) -> Written:
        """Write the controls, the invoices to be established and their entry, one sheet each."""
        return write(self.show(month), path)


def write(found: MonthEnd, path: Path) -> Written:
    """Write a month end to a workbook in the language of the interface."""
    if path.suffix.lower() != ".xlsx":
        raise DomainError("file.wrong_ending", path=str(path), known=(".xlsx",))
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    sheets = [
        ListSheet(_("Month end"), _columns(_CONTROLS), (_control(row) for row in found.rows)),
        ListSheet(_("Invoices to be established"), _columns(_ACCRUALS), _accruals(found)),
        ListSheet(_("Entry"), _columns(_ENTRY), _entry(found)),
    ]
    count = lists.write_sheets(path, sheets)
    return Written(path, count, hashlib.sha256(path.read_bytes()).hexdigest())


def amounts(found: Summary) -> str:
    """Write the sums of a control, each currency apart; what is prepared has no amount yet."""
    formats = Formats(texts.current().language)
    return " · ".join(formats.money(amount, currency) for currency, amount in found.amounts if amount)


def _columns(columns: tuple[tuple[str, Kind, float], ...]) -> list[ListColumn]:
    return [ListColumn(_(title), kind, width) for title, kind, width in columns]


def _control(row: ControlRow) -> list[CellValue]:
    kept = row.accepted if row.is_settled else None
    return [
        _(row.control.title), _(row.control.meaning), row.found.count, amounts(row.found) or None,
        kept.reason if kept else None, kept.actor if kept else None,
    ]  # fmt: skip


def _accruals(found: MonthEnd) -> Iterator[list[CellValue]]:
    for one in found.accruals:
        line = one.line
        yield [
            line.customer_name, f"{line.number}/{line.no}", line.customer_reference, line.product_code, line.label,
            line.left, from_minor(line.net), one.vat_rate / 100, from_minor(one.vat), from_minor(one.gross),
        ]  # fmt: skip


def _entry(found: MonthEnd) -> Iterator[list[CellValue]]:
    """Give the entry of the accruals on the last day, then its reversal on the next one."""
    if not found.accruals:
        return
    sums = month_end.by_rate(found.accruals)
    gross = sum(net + vat for _rate, net, vat in sums)
    formats, name = Formats(texts.current().language), _("Invoices to be established")
    rows: list[tuple[str, str, int, int]] = [(TO_ESTABLISH, name, gross, 0)]
    for rate, net, vat in sums:
        said = _("{name}, VAT {rate}").format(name=name, rate=formats.percent(rate))
        rows.append((SALES, said, 0, net))
        rows += [(VAT_TO_ESTABLISH, said, 0, vat)] if vat else []
    for day, reversed_ in ((found.last, False), (found.last + dt.timedelta(days=1), True)):
        for account, text, debit, credit in rows:
            left, right = (credit, debit) if reversed_ else (debit, credit)
            label = _("Reversal – {text}").format(text=text) if reversed_ else text
            yield [day, account, label, from_minor(left) if left else None, from_minor(right) if right else None]

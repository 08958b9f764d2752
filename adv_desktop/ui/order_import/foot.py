"""Below the lines: the rows that are no order lines, those refused, and both totals."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from adv_desktop.models.values import Money
from adv_desktop.services.imports.order_preview import NetTotals
from adv_desktop.services.imports.orders_import import PreviewOrder
from adv_desktop.services.imports.written import RefusedLine
from adv_desktop.services.sentences import catalogue
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.order_import.columns import OTHER_ROWS
from adv_desktop.ui.order_import.decisions import Decisions
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Card
from adv_desktop.ui.widgets.totals import TotalRow, TotalsPanel

VISIBLE_ROWS = 3


def _reason(line: RefusedLine) -> str:
    source = catalogue().get(line.reason, line.reason)
    return _(source).replace("{written}", line.written)


REFUSED: list[Column[RefusedLine]] = [
    Column(N_("Where"), lambda line: _("row {number}").format(number=line.row), width=90, key="row"),
    Column(N_("Written"), lambda line: line.written or "—", width=130, key="written"),
    Column(N_("Why it is refused"), _reason, width=340, key="reason", tone=lambda _line: Tone.BAD),
]


class ImportFoot(QWidget):
    """Nothing of a file disappears silently: every row is a line, an other row, or refused by name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._others = RowsTable(_("Rows that are no order lines"), OTHER_ROWS, stretch=1, max_rows=VISIBLE_ROWS)
        self._refused = RowsTable(_("Refused rows"), REFUSED, stretch=2, max_rows=VISIBLE_ROWS)
        self._skip = QCheckBox(_("Import the other lines, leave the refused rows out"))
        self._totals = TotalsPanel()
        self._kept = 0
        self._other_card = Card(_("Rows of the file that are no products"))
        self._other_card.body.addWidget(self._others)
        self._refused_card = Card(_("Refused rows"))
        self._refused_card.body.addWidget(self._refused)
        self._refused_card.body.addWidget(self._skip)
        self._refused_card.hide()  # until the file was read
        totals = Card(_("Totals"))
        totals.body.addWidget(self._totals)
        totals.body.addStretch(1)
        row = QHBoxLayout(self)
        theme().space(row, (0, 0, 0, 0), 12)
        row.addWidget(self._other_card, 3)
        row.addWidget(self._refused_card, 3)
        row.addWidget(totals, 2)

    def skips_refused(self) -> bool:
        """Whether the good lines are wanted without the refused ones."""
        return self._skip.isChecked()

    def show_order(self, order: PreviewOrder, decisions: Decisions, place: int) -> None:
        """Show the rows beside the lines, and what the file and we make of the whole."""
        written = order.written
        self._others.set_rows(written.not_order_lines)
        self._other_card.setVisible(bool(written.not_order_lines))
        self._refused.set_rows(written.rejected)
        self._refused_card.setVisible(bool(written.rejected))
        self._kept = sum(not decisions.is_refused(place, line.written.no) for line in order.lines)
        self._set_totals([])

    def show_totals(self, totals: NetTotals) -> None:
        """Show what the order comes to with us and, where the file states a total, how far apart they are."""
        rows = [TotalRow(_("Our total, net"), _written(totals.ours), strong=True)]
        if totals.theirs is not None and totals.difference is not None:
            rows.insert(0, TotalRow(_("Total of the file"), _written(totals.theirs)))
            rows.append(TotalRow(_("Difference"), _written(totals.difference), strong=bool(totals.difference)))
        self._set_totals(rows)

    def _set_totals(self, rows: list[TotalRow]) -> None:
        self._totals.set_rows([TotalRow(_("Lines taken"), formats().integer(self._kept)), *rows])


def _written(amount: Money) -> str:
    return formats().money(amount.minor, amount.currency)

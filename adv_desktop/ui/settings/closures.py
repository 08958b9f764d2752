"""« Scellés et clôtures »: verify the chain, close a month, archive a year."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import ClosurePeriod
from adv_desktop.services import texts
from adv_desktop.services.jobs import Progress
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.settings.archive import ArchiveCard
from adv_desktop.ui.settings.section import Section
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.widgets.basics import Button, Card, row, set_role, text_label
from adv_desktop.ui.widgets.dialog import FormDialog

if TYPE_CHECKING:
    from adv_desktop.services.closing import ClosingState, ClosureRow
    from adv_desktop.services.problems import Problem
    from adv_desktop.services.statement import Statement
    from adv_desktop.ui.desk import Desk

SHOWN_HASH = 12


def _said(problem: Problem) -> str:
    return sentence(problem.error, texts.current())


def _period(closure: ClosureRow) -> str:
    match closure.period:
        case ClosurePeriod.DAY:
            return formats().long_date(closure.first_day)
        case ClosurePeriod.MONTH:
            return formats().month(closure.first_day).capitalize()
        case ClosurePeriod.YEAR:
            return f"{label(closure.period)} {closure.name}"


def _documents(closure: ClosureRow) -> str:
    return formats().integer(sum(closure.counts.values()))


PROBLEMS: list[Column[Problem]] = [
    Column(N_("Where"), lambda problem: problem.where, width=150, key="where"),
    Column(N_("What"), _said, width=480, tip=_said, key="what"),
]
CLOSURES: list[Column[ClosureRow]] = [
    Column(N_("Period"), _period, width=190, key="period"),
    Column(N_("Documents"), _documents, right=True, width=90, key="documents"),
    Column(N_("Total excl. VAT"), lambda one: formats().money(one.net), right=True, width=120, key="net"),
    Column(N_("VAT"), lambda one: formats().money(one.vat), right=True, width=110, key="vat"),
    Column(N_("Total incl. VAT"), lambda one: formats().money(one.gross), right=True, width=120, key="gross"),
    Column(N_("Grand total"), lambda one: formats().money(one.total), right=True, width=130, key="total"),
    Column(N_("Closure made on"), lambda one: formats().moment(one.closed_at), width=140, key="closed_at"),
    Column(N_("Hash"), lambda one: one.hash[:SHOWN_HASH], width=120, tip=lambda one: one.hash, key="hash"),
]


class ClosuresSection(Section):
    """What proves that nothing was altered since it was issued."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sub = _("Every issued document is sealed; each day, month and year is closed on the seals of its documents.")
        super().__init__(desk, _("Seals and closures"), sub, parent)
        self._statement: Statement | None = None
        self._next: dt.date | None = None
        self.body.addWidget(self._chain_card())
        self.body.addWidget(self._closures_card())
        self.archive = ArchiveCard(desk)
        self.body.addWidget(self.archive)
        self.body.addStretch(1)

    def _chain_card(self) -> Card:
        self.verify_button = Button(_("Verify the chain"), "primary", icon="check", on_click=self.verify)
        self.save_button = Button(_("Save the statement…"), icon="save", on_click=self.save_statement)
        self.save_button.hide()
        self.result = text_label(_("Not verified since the window was opened."), "strong", wrap=True)
        self.ends = text_label("", "muted", wrap=True)
        self.problems = RowsTable(_("Altered documents"), PROBLEMS, stretch=1, max_rows=12)
        self.problems.opened.connect(self._on_problem)
        self.problems.hide()
        sub = _("Seals, closures, trail and kept files are computed again; Enter on a problem opens its document.")
        card = Card(_("Verification"), sub)
        for widget in (row(self.verify_button, self.save_button), self.result, self.ends, self.problems):
            card.body.addWidget(widget)
        return card

    def _closures_card(self) -> Card:
        self.close_button = Button(_("Close the month…"), icon="lock", on_click=self.ask_close)
        self._nothing = text_label(
            _("No closure yet: a day is closed by itself, with the first document of a later day."), "muted", wrap=True
        )
        self.closures = RowsTable(_("Last closures"), CLOSURES, stretch=0, max_rows=12)
        sub = _("A closed month takes no document dated in it any more.")
        card = Card(_("Last closures"), sub)
        for widget in (row(self.close_button), self._nothing, self.closures):
            card.body.addWidget(widget)
        return card

    def refresh(self) -> None:
        """Read the last closures, and the years that can be archived."""
        self.archive.refresh()
        self.desk.runner.read(self.desk.services.closing.state, self._on_state)

    def verify(self) -> None:
        """Verify the chain, with progress."""
        store, clock = self.desk.services.store, self.desk.services.clock

        def work(progress: Progress) -> Statement:
            from adv_desktop.services import statement

            return statement.check(store, clock, progress.step)

        self.result.setText(_("Verifying… the status bar shows how far, and stops it."))
        set_role(self.result, "tone", "")
        self.desk.runner.job(work, self._on_verified, self._on_failed, title=_("Verifying the chain"))

    def save_statement(self) -> None:
        """Write the statement of the last verification to a workbook."""
        name = f"{_('Verification of the chain')} {self.desk.today().isoformat()}.xlsx"
        chosen = file_to_write(self, _("Save the statement"), name, _("Excel workbook (*.xlsx)"))
        if chosen and self._statement is not None:
            self.desk.runner.read(partial(_write, self._statement, chosen), self._on_saved)

    def ask_close(self) -> None:
        """Say what closing means, then close the last month that is over."""
        if self._next is None:
            self.desk.notices.say(_("Every month that is over is closed."))
            return
        said = _(
            "{month} and the months before it are closed for good: no invoice, credit note, payment or delivery can be "
            "dated in them any more. Corrections are made on a later date."
        )
        body = text_label(said.format(month=formats().month(self._next).capitalize()), wrap=True)
        FormDialog(_("Close the month"), body, _("Close the month"), partial(self._close, self._next), self).open()

    def _close(self, month: dt.date) -> str:
        service = self.desk.services.closing
        self.desk.runner.write(partial(service.close_month, month), self._on_closed)
        return ""

    def _on_closed(self, made: list[ClosureRow]) -> None:
        text = ngettext("{count} closure made.", "{count} closures made.", len(made)).format(count=len(made))
        self.desk.notices.say(text)
        self.refresh()

    def _on_state(self, state: ClosingState) -> None:
        self._next = state.next_month
        self.closures.set_rows(state.rows)
        self.closures.setVisible(bool(state.rows))
        self._nothing.setVisible(not state.rows)

    def _on_verified(self, statement: Statement) -> None:
        self._statement = statement
        ends, found = statement.ends, statement.problems
        seals = formats().integer(ends.seals)
        said = _("Nothing was altered: {seals} sealed documents and {closures} closures are as they were made.")
        if found:
            said = ngettext("{count} problem was found.", "{count} problems were found.", len(found))
        self.result.setText(said.format(seals=seals, closures=ends.closures, count=formats().integer(len(found))))
        set_role(self.result, "tone", "bad" if found else "ok")
        self.ends.setText(_("Last seal: {hash}").format(hash=ends.last_seal) if ends.last_seal else "")
        self.problems.set_rows(found)
        self.problems.setVisible(bool(found))
        self.save_button.show()

    def _on_problem(self, problem: Problem) -> None:
        if problem.document is not None:
            self.desk.window.open_document(*problem.document)

    def _on_saved(self, path: Path) -> None:
        self.desk.notices.say(_("Statement written: {path}").format(path=path))

    def _on_failed(self, error: Exception) -> None:
        self.result.setText(_("The verification could not end."))
        self.desk.failed(error)


def _write(statement: Statement, path: Path) -> Path:
    from adv_desktop.services import statement as statements

    return statements.write(statement, path)

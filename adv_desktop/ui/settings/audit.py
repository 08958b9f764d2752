"""« Vérifier la base »: everything that figures, numbers and seals must obey, checked again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.services import texts
from adv_desktop.services.jobs import Progress
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.runner import Lane
from adv_desktop.ui.settings.section import Section
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.widgets.basics import Button, Card, row, set_role, text_label

if TYPE_CHECKING:
    from adv_desktop.services.problems import Problem
    from adv_desktop.ui.desk import Desk

WRONG_SUM = "integrity.summary"


def _said(problem: Problem) -> str:
    return sentence(problem.error, texts.current())


COLUMNS: list[Column[Problem]] = [
    Column(N_("Where"), lambda problem: problem.where, width=150, key="where"),
    Column(N_("What"), _said, width=480, tip=_said, key="what"),
]


class AuditSection(Section):
    """Nothing is changed by the check; sums that are wrong may be counted again after it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sub = _(
            "The file, the seals of documents, totals, numbers, stock and payments are computed again and compared."
        )
        super().__init__(desk, _("Check the database"), sub, parent)
        self.verify_button = Button(_("Check now"), "primary", icon="check", on_click=self.verify)
        self.recount_button = Button(_("Count the sums again"), icon="refresh", on_click=self.recount)
        self.recount_button.hide()
        self.result = text_label("", "strong", wrap=True)
        self.table = RowsTable(_("Problems found"), COLUMNS, stretch=1, max_rows=14)
        self.table.hide()
        self._path = text_label("", "muted", wrap=True)
        card = Card()
        for widget in (row(self.verify_button, self.recount_button), self.result, self.table, self._path):
            card.body.addWidget(widget)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Show which file it is."""
        self._path.setText(_("File: {path}").format(path=self.desk.services.store.path))

    def verify(self) -> None:
        """Check everything, with progress."""
        store = self.desk.services.store

        def work(progress: Progress) -> Sequence[Problem]:
            from adv_desktop.services import integrity

            return integrity.verify(store, progress.step)

        self.verify_button.setEnabled(False)
        self.desk.runner.job(work, self._on_verified, self._on_failed, title=_("Checking the database"))

    def recount(self) -> None:
        """Count the sums of the dashboards again, then check everything anew."""
        service = self.desk.services.summaries
        self.recount_button.hide()
        self.desk.runner.job(
            service.recount, self._on_recounted, self._on_failed, title=_("Counting the sums again"), lane=Lane.WRITE
        )

    def _on_recounted(self, _wrong: int) -> None:
        self.verify()

    def _on_verified(self, problems: Sequence[Problem]) -> None:
        self.verify_button.setEnabled(True)
        said = _("The database is sound: integrity, seals, totals, numbers and stock agree.")
        if problems:
            count = ngettext("{count} problem was found.", "{count} problems were found.", len(problems))
            said = count.format(count=formats().integer(len(problems)))
        self.result.setText(said)
        set_role(self.result, "tone", "bad" if problems else "ok")
        self.recount_button.setVisible(any(problem.code == WRONG_SUM for problem in problems))
        self.table.set_rows(problems)
        self.table.setVisible(bool(problems))

    def _on_failed(self, error: Exception) -> None:
        self.verify_button.setEnabled(True)
        self.desk.failed(error)

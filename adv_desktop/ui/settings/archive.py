"""« Archive annuelle »: write the archive of a year, check one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from adv_desktop.services import texts
from adv_desktop.services.jobs import Progress
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.file_dialogs import file_to_open, file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.widgets.basics import Button, Card, row, set_role, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo

if TYPE_CHECKING:
    from adv_desktop.services.archive import Archived
    from adv_desktop.services.archive_check import CheckedArchive
    from adv_desktop.ui.desk import Desk

SHOWN_PROBLEMS = 5


class ArchiveCard(Card):
    """Choose the year, then the file; what was found is said under the buttons."""

    def __init__(self, desk: Desk) -> None:
        sub = _(
            "Every issued document with its PDF and XML, the trail and the closures, in open formats with a notice "
            "in French: readable without the program, to be kept ten years."
        )
        super().__init__(_("Archive of a year"), sub)
        self._desk = desk
        self.year = ChoiceCombo(_("Year"))
        self.write_button = Button(_("Archive the year…"), icon="box", on_click=self.ask_write)
        self.check_button = Button(_("Check an archive…"), icon="check", on_click=self.ask_check)
        self._nothing = text_label(_("No issued document yet: nothing to archive."), "muted", wrap=True)
        self.result = text_label("", "strong", wrap=True)
        self.body.addWidget(row(self.year, self.write_button, self.check_button))
        self.body.addWidget(self._nothing)
        self.body.addWidget(self.result)
        self.result.hide()

    def refresh(self) -> None:
        """Read which years have documents."""
        store = self._desk.services.store

        def read() -> list[int]:
            from adv_desktop.services import archive

            return archive.years(store)

        self._desk.runner.read(read, self._on_years)

    def ask_write(self) -> None:
        """Ask for the file and write the archive of the chosen year, with progress."""
        year = self.year.key()
        name = _("Archive {year}").format(year=year) + ".zip"
        chosen = file_to_write(self, _("Archive of a year"), name, _("Archives (*.zip)"))
        if not chosen:
            return
        store, clock = self._desk.services.store, self._desk.services.clock

        def work(progress: Progress) -> Archived:
            from adv_desktop.services import archive

            return archive.write(store, clock, int(year), chosen, progress.step)

        self._desk.runner.job(work, self._on_written, self._desk.failed, title=_("Archiving the year"))

    def ask_check(self) -> None:
        """Ask for an archive and check it, with progress."""
        chosen = file_to_open(self, _("Check an archive"), _("Archives (*.zip)"))
        if chosen:
            work = partial(_check, chosen)
            self._desk.runner.job(work, self._on_checked, self._desk.failed, title=_("Checking the archive"))

    def _on_years(self, years: list[int]) -> None:
        self.year.set_options([(str(year), str(year)) for year in years])
        for widget in (self.year, self.write_button):
            widget.setVisible(bool(years))
        self._nothing.setVisible(not years)

    def _on_written(self, done: Archived) -> None:
        count = ngettext("{count} document archived in {path}", "{count} documents archived in {path}", done.documents)
        said = count.format(count=formats().integer(done.documents), path=done.path)
        self._say(f"{said}\nSHA-256 {done.sha256}", "ok")

    def _on_checked(self, checked: CheckedArchive) -> None:
        if not checked.problems:
            self._say(_("The archive is as it was made.") + f"\nSHA-256 {checked.sha256}", "ok")
            return
        found = len(checked.problems)
        count = ngettext("{count} problem was found.", "{count} problems were found.", found)
        lines = [sentence(problem.error, texts.current()) for problem in checked.problems[:SHOWN_PROBLEMS]]
        self._say("\n".join([count.format(count=formats().integer(found)), *lines]), "bad")

    def _say(self, text: str, tone: str) -> None:
        self.result.setText(text)
        set_role(self.result, "tone", tone)
        self.result.show()


def _check(path: Path, progress: Progress) -> CheckedArchive:
    from adv_desktop.services import archive_check

    return archive_check.check(path, progress.step)

"""What belongs to no page: search everywhere, backup, restore, check of the database, look, help, rail counts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, current, ngettext
from adv_desktop.ui.commands import Command, CommandSet, Menu
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.file_dialogs import file_to_open, file_to_write, files_to_open
from adv_desktop.ui.notes import take_note
from adv_desktop.ui.order_files import choose_order_files
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.pages import PAGES
from adv_desktop.ui.searching import SearchEverywhere
from adv_desktop.ui.theme import ZOOMS, theme
from adv_desktop.ui.tones import Tone

if TYPE_CHECKING:
    from adv_desktop.services.integrity import Problem
    from adv_desktop.ui.main_window import MainWindow


CHARTS_AFTER = 2000


class Shell(QObject):
    """The commands of the window itself."""

    def __init__(self, desk: Desk, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = window
        self.palette = SearchEverywhere(desk, window, self).palette
        self.commands = CommandSet(window, self._commands())
        self._counts = QTimer(self, singleShot=True, interval=250)
        self._counts.timeout.connect(self._read_counts)
        window.search_asked.connect(self.palette.open)
        window.files_dropped.connect(self._on_files)
        window.typing_asked.connect(self._on_typing)
        window.documents_changed.connect(self._counts.start)
        self._read_counts()
        # Ahead of need: the first dashboard would wait for the plotting library.
        QTimer.singleShot(CHARTS_AFTER, self, _prepare_charts)

    def _commands(self) -> list[Command]:
        window = self._window
        return [
            Command("search", N_("Search everything…"), self.palette.open, "Ctrl+K", "search", Menu.EDIT),
            Command("refresh", N_("Refresh"), window.stage.refresh, "F5", "refresh", Menu.EDIT),
            Command("import_order", N_("Import an order…"), self._on_import, "Ctrl+I", "upload", Menu.SALES),
            Command("paste_order", N_("Import the copied text"), self._on_paste_order, "Ctrl+Shift+V", "", Menu.SALES),
            Command(
                "check_einvoice",
                N_("Check an electronic invoice…"),
                self._on_check_einvoice,
                "Ctrl+Shift+U",
                "receipt",
                Menu.INVOICING,
            ),
            Command(
                "import_statuses",
                N_("Import e-invoice statuses…"),
                self._on_import_statuses,
                "",
                "upload",
                Menu.INVOICING,
            ),
            Command("import_masters", N_("Import…"), self._on_import_masters, "Ctrl+Shift+I", "upload", Menu.TOOLS),
            Command("note", N_("Note a call…"), self._on_note, "F9", "phone", Menu.SALES),
            Command("backup", N_("Back up…"), self._on_backup, "", "save", Menu.TOOLS),
            Command("restore", N_("Restore…"), self._on_restore, "", "undo", Menu.TOOLS),
            Command("verify", N_("Check the database"), self._on_verify, "", "check", Menu.TOOLS),
            Command("closures", N_("Verify the chain, close a month…"), self._on_closures, "", "lock", Menu.TOOLS),
            Command("dark", N_("Light or dark"), self._on_dark, "Ctrl+Shift+D", "moon", Menu.WINDOW),
            Command("next_tab", N_("Next tab"), lambda: window.step_page(1), "Ctrl+PgDown", "", Menu.WINDOW),
            Command("previous_tab", N_("Previous tab"), lambda: window.step_page(-1), "Ctrl+PgUp", "", Menu.WINDOW),
            Command("larger", N_("Larger"), lambda: self._zoom(1), "Ctrl++", "", Menu.WINDOW),
            Command("smaller", N_("Smaller"), lambda: self._zoom(-1), "Ctrl+-", "", Menu.WINDOW),
            *(
                Command(f"page_{spec.key}", spec.title, partial(window.show_page, spec.key), "", spec.icon, spec.menu)
                for spec in PAGES
            ),
            Command("quit", N_("Quit"), window.close, "Ctrl+Q", "", Menu.FILE),
            Command("help", N_("User guide"), self._on_help, "F1", "help", Menu.HELP),
            Command("shortcuts", N_("Keyboard shortcuts"), self._on_shortcuts, "Ctrl+F1", "", Menu.HELP),
        ]

    # Order files

    def _on_import(self) -> None:
        self._on_files(choose_order_files(self._window))

    def _on_files(self, paths: list[Path]) -> None:
        """Take in statuses together; of the other files check the invoices, import the orders."""
        from adv_desktop.services.status_import import is_status_file
        from adv_desktop.ui.einvoice.reads import invoices_among

        statuses = [path for path in paths if is_status_file(path)]
        others = [path for path in paths if path not in statuses]
        if statuses:
            self._show_statuses(statuses)
        if others:
            self._desk.runner.read(lambda: invoices_among(others), partial(self._open_files, others))

    def _open_files(self, paths: list[Path], invoices: set[Path]) -> None:
        from adv_desktop.ui.einvoice.form import EInvoiceForm
        from adv_desktop.ui.order_import.form import OrderImportForm

        for path in paths:
            form = EInvoiceForm if path in invoices else OrderImportForm
            self._window.open_form(form(self._desk, path))

    def _on_paste_order(self) -> None:
        """Read the order in a text that was copied from a mail or a sheet."""
        from adv_desktop.ui.order_import.form import OrderImportForm
        from adv_desktop.ui.order_import.reads import Pasted

        self._window.open_form(OrderImportForm(self._desk, Pasted(QApplication.clipboard().text())))

    def _on_typing(self, path: Path) -> None:
        from adv_desktop.ui.orders.guided import GuidedOrderForm

        self._window.open_form(GuidedOrderForm(self._desk, path))

    def _on_check_einvoice(self) -> None:
        from adv_desktop.ui.einvoice.actions import check_einvoice

        check_einvoice(self._desk, self._window)

    def _on_import_statuses(self) -> None:
        kinds = _("Statuses (*.xml *.zip);;All files (*)")
        chosen = files_to_open(self._window, _("Import e-invoice statuses"), kinds)
        if chosen:
            self._show_statuses(chosen)

    def _show_statuses(self, paths: list[Path]) -> None:
        from adv_desktop.ui.status_import.form import StatusImportForm

        self._window.open_form(StatusImportForm(self._desk, paths))

    def _on_import_masters(self) -> None:
        from adv_desktop.ui.master_import.form import MasterImportForm

        self._window.open_form(MasterImportForm(self._desk))

    def _on_note(self) -> None:
        take_note(self._desk, self._window.stage.on_screen(), self._window)

    # Safety of the data

    def _on_backup(self) -> None:
        store = self._desk.services.store
        name = f"{store.path.stem} {self._desk.today().isoformat()}.db"
        path = file_to_write(self._window, _("Back up"), name, _("Databases (*.db)"))
        if path is None:
            return

        def save() -> Path:
            from adv_desktop.services import backup

            backup.copy_database(store.path, path)
            return path

        said = _("Backup made: {path}")
        self._desk.runner.read(save, lambda path: self._desk.notices.say(said.format(path=path)))

    def _on_restore(self) -> None:
        path = file_to_open(self._window, _("Restore"), _("Databases (*.db)"))
        if path:
            self._window.restore_asked.emit(path)

    def _on_verify(self) -> None:
        store = self._desk.services.store

        def verify() -> list[Problem]:
            from adv_desktop.services import integrity

            return integrity.verify(store)

        self._desk.runner.job(lambda _progress: verify(), self._on_verified, title=_("Checking the database"))

    def _on_closures(self) -> None:
        self._window.show_list("settings", "closures")

    def _on_verified(self, problems: Sequence[Problem]) -> None:
        if not problems:
            self._desk.notices.say(_("The database is sound: integrity, seals, totals, numbers and stock agree."))
            return
        said = ngettext("{count} problem was found: {first}", "{count} problems were found: {first}", len(problems))
        text = said.format(count=len(problems), first=sentence(problems[0].error, current()))
        self._desk.notices.say(text, tone=Tone.BAD, seconds=0)

    # Look and help

    def _on_dark(self) -> None:
        theme().set_mode("light" if theme().dark else "dark")
        self._apply("mode", theme().mode)

    def _zoom(self, step: int) -> None:
        place = ZOOMS.index(theme().zoom) + step
        if 0 <= place < len(ZOOMS):
            theme().set_zoom(ZOOMS[place])
            self._apply("zoom", theme().zoom)

    def _apply(self, key: str, value: object) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme().apply(application)
        self._desk.settings.setValue(key, value)

    def _on_help(self) -> None:
        from adv_desktop.ui.help import open_guide

        shown = self._window.stage.current()
        own = shown.guide if isinstance(shown, DocumentForm) else ""
        open_guide(own or self._window.rail.current(), self._window)

    def _on_shortcuts(self) -> None:
        from adv_desktop.ui.help import show_shortcuts

        show_shortcuts(self._window, [self.commands, *self._window.stage.commands()])

    # Rail counts

    def _read_counts(self) -> None:
        store, today = self._desk.services.store, self._desk.today()

        def badges() -> dict[str, int]:
            from adv_desktop.services.queries import today as tasks

            with store.read() as session:
                return tasks.badges(session, today)

        self._desk.runner.read(badges, self._on_counts)

    def _on_counts(self, counts: dict[str, int]) -> None:
        for key, count in counts.items():
            self._window.rail.set_count(key, count or None)


def _prepare_charts() -> None:
    from adv_desktop.ui.widgets.charts import prepare_charts

    prepare_charts()

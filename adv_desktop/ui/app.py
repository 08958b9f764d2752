"""The window's life: start, open a database, follow changes, back up and close."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from adv_desktop import paths
from adv_desktop.models.errors import KnownError
from adv_desktop.services import texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.jobs import Progress
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.errors import ErrorPresenter
from adv_desktop.ui.event_bridge import EventBridge
from adv_desktop.ui.file_dialogs import keep_folders_in
from adv_desktop.ui.format import formats
from adv_desktop.ui.main_window import MainWindow
from adv_desktop.ui.qt_texts import QtTexts
from adv_desktop.ui.runner import Lane, ThreadRunner
from adv_desktop.ui.single import SingleInstance
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.bootstrap import Services

POLL = 1000  # another process may have written: look each second
DEMO_NAME = "demonstration.db"
_DAMAGED = frozenset({"database.corrupt", "database.empty", "database.foreign", "database.foreign_schema"})
log = logging.getLogger(__name__)


class Desktop(QObject):
    """Ties the window, the runner and the services of one database together."""

    def __init__(self, settings: QSettings, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.clock = clock
        self.window = MainWindow(settings)
        self.errors = ErrorPresenter(self.window.notices, lambda error: sentence(error, texts.current()), self.window)
        self.runner = ThreadRunner(self.errors.show, self)
        self.services: Services | None = None
        self.started: Callable[[], None] | None = None
        self._instance: SingleInstance | None = None
        self._bridge: EventBridge | None = None
        self._shell: QObject | None = None
        self._data_version: int | None = None
        self._written = False
        self._poll = QTimer(self, interval=POLL)
        self._poll.timeout.connect(self._on_poll)
        self.window.closing.connect(self.close)
        self.window.restore_asked.connect(self.restore)
        self.runner.job_changed.connect(self.window.show_job)

    def open(self, path: Path) -> None:
        """Open a database file; a second window on it raises the first."""
        instance = SingleInstance(path, self)
        if not instance.take():
            instance.raise_other()
            QApplication.quit()
            return
        self._instance = instance
        instance.raised.connect(self._on_raised)
        self.settings.setValue("database", str(path))
        self.runner.read(lambda: _open(path, self.clock), self._on_open, self._on_refused)

    def open_demo(self) -> None:
        """Open the demonstration company, made when it is not there yet."""
        path = paths.user_data_dir() / DEMO_NAME
        if path.exists():
            self.open(path)
            return
        title = _("Making the demonstration company")
        self.runner.job(
            lambda progress: _make_demo(path, self.clock, progress),
            lambda _done: self.open(path),
            title=title,
            lane=Lane.WRITE,
        )

    def welcome(self) -> None:
        """Show the first-start choices."""
        from adv_desktop.ui.welcome.page import WelcomePage

        page = WelcomePage(self.runner, self.clock, self.settings)
        page.demo_asked.connect(lambda: self._leave_welcome(page, self.open_demo))
        page.file_chosen.connect(lambda path: self._leave_welcome(page, lambda: self.open(path)))
        self.window.show_alone(page)

    def _leave_welcome(self, page: QObject, go_on: Callable[[], None]) -> None:
        self.window.show_alone(None)
        page.deleteLater()
        go_on()

    def _on_open(self, services: Services) -> None:
        from adv_desktop.ui.shell import Shell

        self.services = services
        self._data_version = None
        self._bridge = EventBridge(services.store.hub.subscribe, self)
        self._bridge.changed.connect(self._on_changed)
        desk = Desk(services, self.runner, self.window.notices, self.settings, self.window, self.errors.show)
        shell = Shell(desk, self.window, self)
        self._shell = shell
        self.window.start(desk, shell.commands, facts_line(services))
        self.window.setWindowTitle(f"{services.company.show().identity.legal_name} – ADV Desktop")
        self._poll.start()
        if services.consultation is not None:
            self._say_consultation(services)
        else:
            self.runner.write(lambda: _begin_day(services), lambda _done: self._show_facts(), self.errors.show)
        if self.started is not None:
            self.started()

    def _say_consultation(self, services: Services) -> None:
        """Say above every page that nothing can be written, and from when the data are."""
        as_of = services.consultation.as_of if services.consultation else None
        said = _("This database is only consulted: nothing can be written. Data of {moment}.")
        self.window.notices.say(
            said.format(moment=formats().moment(as_of) if as_of else "—"), tone=Tone.WARN, seconds=0
        )

    def _show_facts(self) -> None:
        if self.services is not None:
            self.window.set_facts(facts_line(self.services))

    def _on_refused(self, error: Exception) -> None:
        """Leave the choices on screen, with the reason and a way out, when a file cannot be opened."""
        if self._instance is not None:
            self._instance.release()
        self.welcome()
        self.errors.show(error)
        if isinstance(error, KnownError) and error.code in _DAMAGED:
            self._offer_backup(error, Path(str(error.facts["path"])))

    def _offer_backup(self, error: KnownError, path: Path) -> None:
        from adv_desktop.services.backup import Backups

        last = Backups(path, self.clock).last_verified() if path.exists() else None
        if last is None:
            return
        text = _("{reason} The last verified backup is of {moment}.").format(
            reason=sentence(error, texts.current()), moment=formats().moment(last.moment)
        )
        restore = Action(_("Restore it"), lambda: self.restore(last.path, path))
        self.window.notices.say(text, restore, tone=Tone.BAD, seconds=0)

    def restore(self, backup: Path, path: Path | None = None) -> None:
        """Put a backup in the place of the open database (or of one that cannot be opened) and open it."""
        target = path or (self.services.store.path if self.services else None)
        if target is None:
            return
        self._leave_database()
        if self._shell is not None:
            self._shell.deleteLater()
            self._shell = None
        self.runner.write(
            lambda: _restore(backup, target, self.clock), lambda _done: self.open(target), self._on_refused
        )

    def _leave_database(self) -> None:
        """Close the database, so that its file can be replaced."""
        self._poll.stop()
        self.window.stage.forget()
        if self.services is not None:
            self.services.close()
            self.services = None
        if self._instance is not None:
            self._instance.release()

    def _on_changed(self, changed: object) -> None:
        from adv_desktop.services.events import Changed

        self._written = True
        self._data_version = None  # our own change is shown already
        if isinstance(changed, Changed):
            self.window.on_changed(changed)

    def _on_poll(self) -> None:
        """Notice what another program wrote, and bring the log into the file when nothing happens."""
        services = self.services
        if services is None or not self.runner.idle:
            return
        self.runner.read(services.store.data_version, self._on_data_version, lambda _error: None)
        if self._written:
            self._written = False
            self.runner.read(services.store.checkpoint, self._on_checkpoint, lambda _error: None)

    def _on_data_version(self, version: int) -> None:
        if self._data_version is not None and version != self._data_version:
            self.window.stage.refresh_all()
        self._data_version = version

    def _on_checkpoint(self, done: bool) -> None:
        self._written = self._written or not done

    def _on_raised(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        """Wait for what is being written, back up, and close the database."""
        self._poll.stop()
        self.runner.close()
        if self.services is not None:
            _back_up_on_close(self.services)
            self.services.close()
            self.services = None
        if self._instance is not None:
            self._instance.release()


def facts_line(services: Services) -> str:
    """Return the right part of the status bar: last backup, company, day."""
    from adv_desktop.services.backup import Backups

    parts = [services.company.show().identity.legal_name, formats().long_date(services.clock.today())]
    last = next(iter(Backups(services.store.path, services.clock).all()), None)
    if last is not None:
        parts.insert(0, _("Last backup {time}").format(time=formats().moment(last.moment)))
    return "      ".join(parts)


def _begin_day(services: Services) -> None:
    """Back up once a day, then close the days that are over."""
    from adv_desktop.services.backup import Backups

    Backups(services.store.path, services.clock).make_daily()
    services.closing.catch_up()


def _back_up_on_close(services: Services) -> None:
    """Back up when the window closes; a full or absent disk must not keep it open: it is told at the next start."""
    from adv_desktop.services import backup

    try:
        backup.automatic(services.store, services.clock)
    except KnownError as error:
        log.info("no backup on closing: %s", error)


def _restore(backup: Path, path: Path, clock: Clock) -> None:
    from adv_desktop.services.restoring import restore

    restore(backup, path, clock)


def _open(path: Path, clock: Clock) -> Services:
    from adv_desktop.bootstrap import open_services

    return open_services(path, clock)


def _make_demo(path: Path, clock: Clock, progress: Progress) -> None:
    from adv_desktop.services.demo import build_demo
    from adv_desktop.services.printing import PrintedPapers

    build_demo(path, clock, PrintedPapers(clock), step=progress.step)


def prepare(application: QApplication, settings: QSettings) -> None:
    """Set language, look and Qt's own texts before the first window."""
    language = settings.value("language", "fr")
    texts.use(language if isinstance(language, str) else "fr")
    QLocale.setDefault(QLocale(QLocale.Language.French if language == "fr" else QLocale.Language.English))
    application.installTranslator(QtTexts(str(language), application))
    mode, zoom, compact = settings.value("mode", "light"), settings.value("zoom", 100), settings.value("compact", "")
    keep_folders_in(settings)
    theme().set_mode(str(mode))
    theme().set_zoom(int(str(zoom)))
    theme().set_compact(bool(compact))
    theme().apply(application)


def clock_of(day: str | None) -> Clock:
    """Return the machine's clock, or one that shows a chosen day (demonstrations, captures)."""
    from adv_desktop.services.clock import FixedDay

    return Clock() if day is None else FixedDay(dt.date.fromisoformat(day))

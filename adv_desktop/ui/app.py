"""The window's life: start, open a database, follow changes, back up and close."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSettings, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from adv_desktop import paths
from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.jobs import Progress
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.errors import ErrorPresenter
from adv_desktop.ui.event_bridge import EventBridge
from adv_desktop.ui.format import formats
from adv_desktop.ui.main_window import MainWindow
from adv_desktop.ui.runner import Lane, ThreadRunner
from adv_desktop.ui.single import SingleInstance
from adv_desktop.ui.theme import theme

if TYPE_CHECKING:
    from adv_desktop.bootstrap import Services

POLL = 1000  # another process may have written: look each second
DEMO_NAME = "demonstration.db"


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
        self._data_version: int | None = None
        self._written = False
        self._poll = QTimer(self, interval=POLL)
        self._poll.timeout.connect(self._on_poll)
        self.window.closing.connect(self.close)
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

        page = WelcomePage(self.runner, self.clock)
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
        self._bridge = EventBridge(services.store.hub.subscribe, self)
        self._bridge.changed.connect(self._on_changed)
        desk = Desk(services, self.runner, self.window.notices, self.settings, self.window, self.errors.show)
        shell = Shell(desk, self.window, self)
        self.window.start(desk, shell.commands, facts_line(services))
        self._poll.start()
        if self.started is not None:
            self.started()

    def _on_refused(self, error: Exception) -> None:
        """Leave the choices on screen, with the reason above, when a file cannot be opened."""
        if self._instance is not None:
            self._instance.release()
        self.welcome()
        self.errors.show(error)
        if not isinstance(error, AdvError):
            raise error

    def _on_changed(self, changed: object) -> None:
        from adv_desktop.services.events import Changed

        self._written = True
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
            self.window.refresh_all()
        self._data_version = version

    def _on_checkpoint(self, done: bool) -> None:
        self._written = self._written or not done

    def _on_raised(self) -> None:
        self.window.setWindowState(self.window.windowState().__class__.WindowActive)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        """Wait for what is being written, back up, and close the database."""
        self._poll.stop()
        self.runner.close()
        if self.services is not None:
            from adv_desktop.services import backup

            backup.automatic(self.services.store, self.clock)
            self.services.close()
            self.services = None
        if self._instance is not None:
            self._instance.release()


def facts_line(services: Services) -> str:
    """Return the right part of the status bar: company and day."""
    company = services.company.show().identity
    return f"{company.legal_name}      {formats().long_date(services.clock.today())}"


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
    translator = QTranslator(application)
    if translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    mode, zoom, compact = settings.value("mode", "light"), settings.value("zoom", 100), settings.value("compact", "")
    theme().set_mode(str(mode))
    theme().set_zoom(int(str(zoom)))
    theme().set_compact(bool(compact))
    theme().apply(application)


def clock_of(day: str | None) -> Clock:
    """Return the machine's clock, or one that shows a chosen day (demonstrations, captures)."""
    from adv_desktop.services.clock import FixedDay

    return Clock() if day is None else FixedDay(dt.date.fromisoformat(day))

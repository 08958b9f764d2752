"""`python -m adv_desktop`: opens the window."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication


def main(arguments: list[str] | None = None) -> int:
    """Open the window on a database, the demonstration company, or the first-start choices."""
    from adv_desktop.services.workers import serve_when_frozen

    serve_when_frozen()
    asked = _parser().parse_args(arguments)
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv[:1])
    application.setApplicationName("ADV Desktop")
    application.setDesktopFileName("adv-desktop")
    if asked.capture is None:
        return _run(application, QSettings("adv-desktop", "adv-desktop"), asked)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # What the user chose neither shows in the pictures nor changes with them.
        settings = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        code = _run(application, settings, asked)
        settings.sync()
    return code


def _run(application: QApplication, settings: QSettings, asked: argparse.Namespace) -> int:
    from adv_desktop.ui.app import Desktop, clock_of, prepare

    prepare(application, settings)
    desktop = Desktop(settings, clock_of(asked.today))
    if asked.capture is not None:
        from adv_desktop.ui.capture import Capture

        capture = Capture(desktop, asked.capture)
        desktop.started = capture.start
    desktop.window.open_as_before()
    _open(desktop, asked)
    return int(application.exec())


def _open(desktop: object, asked: argparse.Namespace) -> None:
    from adv_desktop.ui.app import Desktop

    assert isinstance(desktop, Desktop)  # noqa: S101 (keeps Qt out of the module's imports)
    last = desktop.settings.value("database")
    if asked.demo:
        desktop.open_demo()
    elif asked.database is not None:
        desktop.open(asked.database)
    elif isinstance(last, str) and Path(last).exists():
        desktop.open(Path(last))
    else:
        desktop.welcome()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="adv-desktop", description="Administration des ventes")
    parser.add_argument("database", nargs="?", type=Path)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--today", metavar="AAAA-MM-JJ")
    parser.add_argument("--capture", type=Path, metavar="DOSSIER")
    return parser


if __name__ == "__main__":
    sys.exit(main())

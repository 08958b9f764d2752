"""What is said once a file is written, with the button that opens it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.services.list_files import Written
    from adv_desktop.ui.desk import Desk


def open_path(path: Path) -> bool:
    """Hand a file or a folder to the system's program for it; return whether there is one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def say_saved(desk: Desk, path: Path) -> None:
    """Tell where a file is, and offer to open it."""
    desk.notices.say(_("Saved: {path}").format(path=path), Action(_("Open"), partial(open_path, path)))


def say_written(desk: Desk, written: Written) -> None:
    """Tell how many rows were written where, and offer to open the file."""
    told = ngettext("{count} row written to {path}", "{count} rows written to {path}", written.rows)
    told = told.format(count=written.rows, path=written.path)
    desk.notices.say(told, Action(_("Open"), partial(open_path, written.path)))

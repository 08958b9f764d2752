"""Failures told to the user: a sentence in the notice bar, or a dialog to report a bug."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable

import PySide6
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

import adv_desktop
from adv_desktop.models.errors import AdvError
from adv_desktop.services.jobs import Cancelled
from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.notice import NoticeBar

log = logging.getLogger(__name__)


class ErrorPresenter:
    """Tell the user what went wrong: a known failure in one sentence, a bug with all that its repair needs."""

    def __init__(self, notices: NoticeBar, sentence: Callable[[AdvError], str], window: QWidget | None = None) -> None:
        self._notices = notices
        self._sentence = sentence
        self._window = window

    def show(self, error: Exception) -> None:
        """Show an error in the way that it deserves."""
        if isinstance(error, Cancelled):
            return
        if isinstance(error, AdvError):
            self._notices.say(self._sentence(error), tone=Tone.BAD, seconds=0)
            return
        log.error("unexpected failure", exc_info=error)
        BugDialog(report_of(error), self._window).open()


def report_of(error: BaseException) -> str:
    """Return the versions and the traceback of an unexpected failure."""
    versions = (
        f"ADV Desktop {adv_desktop.__version__} · Python {platform.python_version()} · "
        f"PySide6 {PySide6.__version__} · {platform.platform()} · {sys.executable}"
    )
    return versions + "\n\n" + "".join(traceback.format_exception(error))


class BugDialog(QDialog):
    """Say that nothing was kept of the action and offer the report to copy."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Unexpected failure"))
        self.report = report
        told = _("The program met a failure that it did not expect. Nothing of this action was recorded.")
        text = QPlainTextEdit(report, self, readOnly=True)
        text.setAccessibleName(_("Report of the failure"))
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(self)
        copy = buttons.addButton(_("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        copy.clicked.connect(self.copy)
        close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(told, "strong", wrap=True))
        layout.addWidget(text_label(_("Please send this report to the person who looks after it."), wrap=True))
        layout.addWidget(text)
        layout.addWidget(buttons)
        self.resize(theme().px(720), theme().px(440))

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report)

"""The progress of a long job in the status bar: what, how far, and the way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.runner import JobState, Task
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button


class ProgressStrip(QWidget):
    """Hidden while nothing long is under way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._title = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(_("Progress"))
        self._bar.setFixedWidth(theme().px(160))
        row = QHBoxLayout(self)
        theme().space(row, (0, 0, 0, 0), 8)
        for widget in (self._title, self._bar, Button(_("Stop"), small=True, on_click=self._on_stop)):
            row.addWidget(widget)
        self.hide()

    def show_state(self, state: JobState) -> None:
        """Follow a job; its end hides the strip."""
        if state.step is None:
            if state.task is self._task:
                self._task = None
                self.hide()
            return
        self._task = state.task
        self._title.setText(state.title)
        self._bar.setRange(0, state.step.total)
        self._bar.setValue(state.step.done)
        self.show()

    def _on_stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.hide()

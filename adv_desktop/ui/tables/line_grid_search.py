"""From what is typed in a product cell to a product."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from adv_desktop.services.texts import _
from adv_desktop.ui.tables.line_grid_popup import ChoicePopup
from adv_desktop.ui.widgets.choices import Choice, Search

WAIT = 90


class TypeAhead(QObject):
    """Searches while a product cell is typed in; answers that come too late are dropped."""

    picked = Signal(object)

    def __init__(self, search: Search, titles: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._search = search
        self._editor: QLineEdit | None = None
        self._shown_for: str | None = None
        self._enter_waits = False
        self._steps_wait = 0
        self._asked = False
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self.ask)
        self.popup = ChoicePopup(titles, parent)
        self.popup.picked.connect(self.picked)
        # The popup lives in the window, which may outlive the grid.
        parent.destroyed.connect(self.popup.deleteLater)

    def attach(self, editor: QLineEdit) -> None:
        """Serve the cell that is being typed in."""
        self.detach()
        self._editor = editor
        editor.textEdited.connect(self._on_text_edited)

    def detach(self) -> None:
        """Forget the cell and hide the list."""
        self._editor = None
        self.hide()

    def hide(self) -> None:
        """Hide the list; what is still being searched will not show it again."""
        self._timer.stop()
        self._shown_for = None
        self._enter_waits = False
        self._steps_wait = 0
        self._asked = False
        if isValid(self.popup):
            self.popup.hide()

    def ask(self) -> None:
        """Search for what is typed now."""
        self._timer.stop()
        if self._editor is not None:
            text = self._editor.text().strip()
            self._shown_for = None
            self._asked = True
            self._search(text, partial(self._on_found, text))

    def step(self, rows: int) -> None:
        """Go down or up the list, now or as soon as what was typed is found; open it when nothing was typed."""
        if self._answers_text() and self.popup.isVisible():
            self.popup.step(rows)
            return
        if self._timer.isActive() or self._asked:
            self._steps_wait += rows
        if not self._asked:
            self.ask()

    def chosen(self) -> Choice | None:
        """Return the choice that the user sees as the one that Enter takes."""
        return self.popup.current() if self._answers_text() else None

    @property
    def touched(self) -> bool:
        """Whether the user went to a row of the list."""
        return self._answers_text() and self.popup.isVisible() and self.popup.touched

    def enter(self) -> None:
        """Take the only product that answers as soon as it is found; say so when there is none."""
        if self._editor is None:
            return
        if self._answers_text():
            self.say(_("No product answers to “{text}”.").format(text=self._editor.text().strip()))
            return
        self._enter_waits = True
        self.ask()

    def say(self, sentence: str) -> None:
        """Tell under the cell why its text is not taken."""
        if self._editor is not None:
            self.popup.say(sentence, self._editor)

    def _answers_text(self) -> bool:
        return self._editor is not None and self._shown_for == self._editor.text().strip()

    def _on_text_edited(self, text: str) -> None:
        self._enter_waits = False
        self._steps_wait = 0
        self._asked = False
        if text.strip():
            self._timer.start()
        else:
            self.hide()

    def _on_found(self, text: str, choices: Sequence[Choice]) -> None:
        if not isValid(self) or self._editor is None or self._editor.text().strip() != text:
            return
        self._shown_for = text
        self._asked = False
        waited, self._enter_waits = self._enter_waits, False
        if waited and len(choices) == 1:
            self.picked.emit(choices[0])
        elif choices:
            self.popup.show_choices(choices, self._editor)
            steps, self._steps_wait = self._steps_wait, 0
            if steps:
                self.popup.step(steps)
        else:
            self.say(_("No product answers to “{text}”.").format(text=text))

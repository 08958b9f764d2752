"""Dialogs: a form with its two buttons, and the question for a reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, text_label


class FormDialog(QDialog):
    """A title, a body and « ok »; Ctrl+Enter accepts. `on_ok` returns a sentence to refuse."""

    def __init__(
        self, title: str, body: QWidget, ok_text: str, on_ok: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._on_ok = on_ok
        self._refusal = text_label("", "bad", wrap=True)
        self._refusal.hide()
        self.ok = Button(ok_text, "primary", on_click=self.submit)
        self.ok.setDefault(True)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Close"), on_click=self.reject))
        buttons.addWidget(self.ok)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(title, "card"))
        layout.addWidget(body, 1)
        layout.addWidget(self._refusal)
        layout.addLayout(buttons)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.submit)
        self.setMinimumWidth(theme().px(460))

    def submit(self) -> None:
        """Accept, unless `on_ok` says why not."""
        refusal = self._on_ok()
        if refusal:
            self.refuse(refusal)
        else:
            self.accept()

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be accepted."""
        self._refusal.setText(sentence)
        self._refusal.show()


def ask_reason(
    title: str, label: str, ok_text: str, on_reason: Callable[[str], object], parent: QWidget | None = None
) -> FormDialog:
    """Ask for a reason, which may not be empty, and hand it on."""
    field = QLineEdit()
    field.setAccessibleName(label)
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, spacing=6)
    layout.addWidget(text_label(label, "label"))
    layout.addWidget(field)

    def on_ok() -> str:
        reason = field.text().strip()
        if not reason:
            return _("Please write the reason: it stays in the history.")
        on_reason(reason)
        return ""

    dialog = FormDialog(title, body, ok_text, on_ok, parent)
    field.setFocus()
    dialog.open()
    return dialog

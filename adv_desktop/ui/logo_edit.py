"""A logo: shown, chosen from a file, made ready for print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.file_dialogs import file_to_open
from adv_desktop.ui.runner import Runner
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, set_role, text_label

IMAGES = N_("Pictures (*.png *.jpg *.jpeg *.bmp *.gif *.webp *.tif *.tiff);;All files (*)")


class LogoEdit(QWidget):
    """`content` is the picture that is shown, None while there is none; `chosen` follows a choice of the user."""

    chosen = Signal()

    def __init__(self, runner: Runner, failed: Callable[[Exception], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self._failed = runner, failed
        self.content: bytes | None = None
        self.shown = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.told = text_label("", "muted", wrap=True)
        self.shown.setFixedSize(theme().px(260), theme().px(110))
        set_role(self.shown, "role", "paper")
        self.shown.setAccessibleName(_("Logo"))
        self.buttons = QHBoxLayout()
        theme().space(self.buttons, spacing=8)
        self.buttons.addWidget(Button(_("Choose the logo…"), icon="image", on_click=self.choose))
        column = QVBoxLayout(self)
        theme().space(column, spacing=8)
        column.addWidget(text_label(_("Logo"), "label"))
        column.addWidget(self.shown)
        column.addLayout(self.buttons)
        column.addWidget(self.told)
        column.addStretch(1)
        self.buttons.addStretch(1)
        self.show_logo(None)

    def show_logo(self, content: bytes | None) -> None:
        """Show a picture, None for none."""
        self.content = content
        picture = QPixmap()
        if content is not None and picture.loadFromData(content):
            room = self.shown.size() * 0.9
            mode, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self.shown.setPixmap(picture.scaled(room, mode, smooth))
        else:
            self.shown.setText(_("No logo"))

    def choose(self) -> None:
        """Ask for a picture."""
        name = file_to_open(self, _("Choose the logo"), _(IMAGES))
        if name:
            self.read(name)

    def read(self, path: Path) -> None:
        """Take a picture, made ready for print; say why when it is none."""
        from adv_desktop.services.logos import read_logo

        self._runner.read(lambda: read_logo(path), self._on_logo, self._on_refused)

    def remove(self) -> None:
        """Have no logo."""
        self.show_logo(None)
        self.told.setText("")
        self.chosen.emit()

    def _on_logo(self, content: bytes) -> None:
        self.show_logo(content)
        self.told.setText(_("Taken as a picture ready for print."))
        set_role(self.told, "role", "ok")
        self.chosen.emit()

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, AdvError):
            self._failed(error)
            return
        self.told.setText(sentence(error, texts.current()))
        set_role(self.told, "role", "bad")

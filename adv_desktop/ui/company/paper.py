"""What documents look like: the logo and the house colour."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QColorDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.runner import Runner
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, set_role, text_label
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form

HOUSE_COLOUR = "#7B1E3A"
IMAGES = N_("Pictures (*.png *.jpg *.jpeg *.bmp *.gif *.webp *.tif *.tiff);;All files (*)")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class ColourEdit(TextEdit):
    """A colour as « #7B1E3A »."""

    unreadable = N_("This is not a colour. Write for instance #7B1E3A.")

    def read(self, text: str) -> str | None:
        bare = text if text.startswith("#") else f"#{text}"
        return bare.upper() if _COLOUR.fullmatch(bare) else None


class PaperFields(QWidget):
    """`logo` is what was chosen, None while the present one stays."""

    changed = Signal()

    def __init__(self, runner: Runner, failed: Callable[[Exception], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self._failed = runner, failed
        self.logo: bytes | None = None
        self.shown = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.told = text_label("", "muted", wrap=True)
        self.colour = ColourEdit(_("House colour"))
        self._swatch = QLabel()
        self.form = Form([Field("house_colour", N_("House colour"), self.colour, N_("Titles and rules of documents."))])
        self.colour.textChanged.connect(lambda _text: self._show_colour())
        self.colour.textEdited.connect(lambda _text: self.changed.emit())
        self._build()
        self.show_paper(None, HOUSE_COLOUR)

    def show_paper(self, logo: bytes | None, colour: str) -> None:
        """Show the present logo and colour."""
        self.logo = None
        self._show_logo(logo)
        self.colour.set_value(colour)
        self._show_colour()

    def house_colour(self) -> str:
        """Return the colour as typed, else the one that documents have without it."""
        return self.colour.value() or HOUSE_COLOUR

    def choose_logo(self) -> None:
        """Ask for a picture."""
        name, _filter = QFileDialog.getOpenFileName(self, _("Choose the logo"), "", _(IMAGES))
        if name:
            self.read_logo(Path(name))

    def read_logo(self, path: Path) -> None:
        """Take a picture, made ready for print; say why when it is none."""
        from adv_desktop.services.logos import read_logo

        self._runner.read(lambda: read_logo(path), self._on_logo, self._on_refused)

    def choose_colour(self) -> None:
        """Ask for the colour in a palette."""
        chosen = QColorDialog.getColor(QColor(self.house_colour()), self, _("House colour"))
        if chosen.isValid():
            self.colour.set_value(chosen.name().upper())
            self.changed.emit()

    def _build(self) -> None:
        self.shown.setFixedSize(theme().px(260), theme().px(110))
        set_role(self.shown, "role", "paper")
        self.shown.setAccessibleName(_("Logo"))
        choose = Button(_("Choose the logo…"), icon="image", on_click=self.choose_logo)
        column = QVBoxLayout()
        theme().space(column, spacing=8)
        column.addWidget(text_label(_("Logo"), "label"))
        column.addWidget(self.shown)
        column.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.told)
        column.addStretch(1)
        self._swatch.setFixedSize(theme().px(34), theme().px(34))
        palette = Button(_("Choose…"), on_click=self.choose_colour)
        palette.setAccessibleName(_("Choose the house colour"))
        right = QVBoxLayout()
        theme().space(right, spacing=8)
        right.addWidget(self.form)
        across = QHBoxLayout()
        theme().space(across, spacing=8)
        across.addWidget(self._swatch)
        across.addWidget(palette)
        across.addStretch(1)
        right.addLayout(across)
        right.addStretch(1)
        layout = QHBoxLayout(self)
        theme().space(layout, spacing=24)
        layout.addLayout(column, 1)
        layout.addLayout(right, 1)

    def _on_logo(self, content: bytes) -> None:
        self.logo = content
        self._show_logo(content)
        self.told.setText(_("Taken as a picture ready for print."))
        set_role(self.told, "role", "ok")
        self.changed.emit()

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, AdvError):
            self._failed(error)
            return
        self.told.setText(sentence(error, texts.current()))
        set_role(self.told, "role", "bad")

    def _show_logo(self, content: bytes | None) -> None:
        picture = QPixmap()
        if content is not None and picture.loadFromData(content):
            room = self.shown.size() * 0.9
            mode, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self.shown.setPixmap(picture.scaled(room, mode, smooth))
        else:
            self.shown.setText(_("No logo"))

    def _show_colour(self) -> None:
        colour = self.colour.value() or HOUSE_COLOUR
        self._swatch.setStyleSheet(f"background: {colour}; border-radius: {theme().px(6)}px")
        self._swatch.setAccessibleName(colour)

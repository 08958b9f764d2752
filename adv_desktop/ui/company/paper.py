"""What documents look like: the logo and the house colour."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.logo_edit import LogoEdit
from adv_desktop.ui.runner import Runner
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form

HOUSE_COLOUR = "#7B1E3A"
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class ColourEdit(TextEdit):
    """A colour as « #7B1E3A »."""

    unreadable = N_("This is not a colour. Write for instance #7B1E3A.")

    def read(self, text: str) -> str | None:
        bare = text if text.startswith("#") else f"#{text}"
        return bare.upper() if _COLOUR.fullmatch(bare) else None


class PaperFields(QWidget):
    """The logo and the house colour; `changed` follows each choice of the user."""

    changed = Signal()

    def __init__(self, runner: Runner, failed: Callable[[Exception], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = LogoEdit(runner, failed)
        self._present: bytes | None = None
        self.colour = ColourEdit(_("House colour"))
        self._swatch = QLabel()
        self.form = Form([Field("house_colour", N_("House colour"), self.colour, N_("Titles and rules of documents."))])
        self.picture.chosen.connect(self.changed)
        self.colour.textChanged.connect(lambda _text: self._show_colour())
        self.colour.textEdited.connect(lambda _text: self.changed.emit())
        self._build()
        self.show_paper(None, HOUSE_COLOUR)

    @property
    def logo(self) -> bytes | None:
        """What was chosen, None while the present one stays."""
        return None if self.picture.content == self._present else self.picture.content

    def show_paper(self, logo: bytes | None, colour: str) -> None:
        """Show the present logo and colour."""
        self._present = logo
        self.picture.show_logo(logo)
        self.colour.set_value(colour)
        self._show_colour()

    def house_colour(self) -> str:
        """Return the colour as typed, else the one that documents have without it."""
        return self.colour.value() or HOUSE_COLOUR

    def choose_colour(self) -> None:
        """Ask for the colour in a palette."""
        chosen = QColorDialog.getColor(QColor(self.house_colour()), self, _("House colour"))
        if chosen.isValid():
            self.colour.set_value(chosen.name().upper())
            self.changed.emit()

    def _build(self) -> None:
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
        layout.addWidget(self.picture, 1)
        layout.addLayout(right, 1)

    def _show_colour(self) -> None:
        colour = self.colour.value() or HOUSE_COLOUR
        self._swatch.setStyleSheet(f"background: {colour}; border-radius: {theme().px(6)}px")
        self._swatch.setAccessibleName(colour)

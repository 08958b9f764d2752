"""« Affichage »: light or dark, size, rows, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from adv_desktop.services.texts import N_, _, current
from adv_desktop.ui.settings.section import Section
from adv_desktop.ui.theme import ZOOMS, theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Card
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

MODES = (("light", N_("Light")), ("dark", N_("Dark")), ("system", N_("As the system")))
# Each language is called by its own name.
LANGUAGES = (("fr", "Français"), ("en", "English"))


class LookSection(Section):
    """Each choice is seen at once, but the language."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Look"), _("For this person on this computer."), parent)
        self.mode = ChoiceCombo(_("Colours"), [(key, _(text)) for key, text in MODES])
        self.zoom = ChoiceCombo(_("Size"), [(str(zoom), f"{zoom} %") for zoom in ZOOMS])
        self.compact = QCheckBox(_("Compact rows in lists"))
        self.language = ChoiceCombo(_("Language"), LANGUAGES)
        self.form = Form(
            [
                Field("mode", N_("Colours"), self.mode, N_("Ctrl+Shift+D changes them anywhere.")),
                Field("zoom", N_("Size"), self.zoom, N_("Ctrl++ and Ctrl+- change it anywhere.")),
                Field("compact", N_("Rows"), self.compact),
                Field("language", N_("Language"), self.language, N_("Documents follow the customer's language.")),
            ]
        )
        card = Card()
        card.body.addWidget(self.form)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.mode.picked.connect(self._on_mode)
        self.zoom.picked.connect(self._on_zoom)
        self.compact.toggled.connect(self._on_compact)
        self.language.picked.connect(self._on_language)

    def refresh(self) -> None:
        """Show what is chosen."""
        self.mode.set_key(theme().mode)
        self.zoom.set_key(str(theme().zoom))
        self.compact.setChecked(theme().compact)
        kept = self.desk.settings.value("language", current().language)
        self.language.set_key(str(kept))

    def _on_mode(self, key: str) -> None:
        theme().set_mode(key)
        self._keep("mode", key)

    def _on_zoom(self, key: str) -> None:
        theme().set_zoom(int(key))
        self._keep("zoom", int(key))

    def _on_compact(self, on: bool) -> None:
        if on != theme().compact:
            theme().set_compact(on)
            self._keep("compact", "yes" if on else "")

    def _on_language(self, key: str) -> None:
        self.desk.settings.setValue("language", key)
        said = "" if key == current().language else _("The window changes its language at the next start.")
        self.form.set_message("language", said, Tone.INFO)

    def _keep(self, key: str, value: object) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme().apply(application)
        self.desk.settings.setValue(key, value)

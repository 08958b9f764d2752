"""Qt's own texts (keys, file dialogs) in the language of the window, with the words Qt's translators left out."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator

from adv_desktop.services.texts import N_, _

# By Qt's context and source: what the keyboard and the rest of the window say.
_OURS = {
    ("QShortcut", "Return"): N_("Enter"),
    ("QFileDialog", "&Look in:"): N_("&Look in:"),
    ("QFileDialog", "Files of &type:"): N_("Files of &type:"),
}


class QtTexts(QTranslator):
    """The translation that comes with Qt, ours before it."""

    def __init__(self, language: str, parent: QObject) -> None:
        super().__init__(parent)
        # English has no file: the sources are its texts.
        self.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the text of a language; the source where nobody has one (Qt shows an empty answer as it is)."""
        ours = _OURS.get((context, source_text))
        if ours is not None:
            return _(ours)
        return super().translate(context, source_text, disambiguation, n) or source_text

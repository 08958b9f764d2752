"""The one catalogue: window, console, documents, sheets and errors, in English and French.

The source is English. `_` follows the language of the interface at call time; documents ask `of(language)`,
because they speak the customer's language.
"""

from __future__ import annotations

import gettext as catalogues
import logging
from dataclasses import dataclass
from functools import cache

from adv_desktop.paths import resource

SOURCE_LANGUAGE = "en"
DEFAULT_LANGUAGE = "fr"
LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language."""

    language: str
    _catalogue: catalogues.NullTranslations

    def gettext(self, message: str) -> str:
        """Translate an English message."""
        return self._catalogue.gettext(message) if message else message

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Translate an English message with the plural form that `count` asks for."""
        return self._catalogue.ngettext(singular, plural, count)


@cache
def of(language: str) -> Texts:
    """Return the texts of a language; a language that is not shipped reads as English."""
    if language == SOURCE_LANGUAGE or language not in LANGUAGES:
        return Texts(SOURCE_LANGUAGE, catalogues.NullTranslations())
    compiled = resource(f"i18n/{language}.mo")
    if not compiled.is_file():
        logging.getLogger(__name__).warning("no compiled texts at %s: run installer/dev.py texts", compiled)
        return Texts(language, catalogues.NullTranslations())
    with compiled.open("rb") as stream:
        return Texts(language, catalogues.GNUTranslations(stream))


class _Interface:
    """The language that the window or the console speaks: one for the whole process."""

    language = DEFAULT_LANGUAGE


def use(language: str) -> Texts:
    """Make a language the one of the interface and return its texts."""
    _Interface.language = language
    return of(language)


def current() -> Texts:
    """Return the texts of the interface."""
    return of(_Interface.language)


def _(message: str) -> str:
    """Translate a message into the language of the interface."""
    return current().gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a counted message into the language of the interface."""
    return current().ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 (gettext's own name, known to every extractor)
    """Mark a message for translation where it is written; it is translated where it is shown."""
    return message

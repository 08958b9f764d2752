"""One language at a time: no page shows a word of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QLabel, QLineEdit, QTabBar, QWidget

from adv_desktop.paths import resource
from adv_desktop.services import texts
from tests.ui.support.main_window import OpenWindow
from tests.ui.support.screens import open_everything, screens

# What is written beside a message: a shortcut, a count, the star of a field that must be filled.
_BESIDE = re.compile(r"\s{2,}|\s\*$|\s[↑↓]$|\s\d+$")


@pytest.fixture(scope="module")
def catalogue() -> dict[str, set[str]]:
    """Give all that is written in each language."""
    with resource("i18n/fr.mo").open("rb") as file:
        messages = [message for message in read_mo(file) if message.id]
    sources, words = set[str](), set[str]()
    for message in messages:
        for found, written in ((sources, message.id), (words, message.string)):
            found.update(written if isinstance(written, tuple | list) else (written,))
    return {"en": sources - {""}, "fr": words - {""}}


def visible_texts(widget: QWidget) -> Iterator[str]:
    for child in widget.findChildren(QWidget):
        if not child.isVisible():
            continue
        if isinstance(child, QLabel | QAbstractButton):
            yield child.text()
        elif isinstance(child, QLineEdit):
            yield child.placeholderText()
        elif isinstance(child, QTabBar):
            yield from (child.tabText(place) for place in range(child.count()))
        elif isinstance(child, QHeaderView) and child.orientation() == Qt.Orientation.Horizontal:
            model = child.model()
            yield from (str(model.headerData(place, child.orientation()) or "") for place in range(child.count()))


def foreign(opened: OpenWindow, folder: Path, words: set[str]) -> list[tuple[str, str]]:
    """Return where a text of the other language is shown; `words` are those of the other language."""
    found = set()
    for name, _screen in screens(opened, folder):
        for text in visible_texts(opened.window):
            bare = _BESIDE.split(text.strip())[0].replace("&&", "&")
            if bare in words:
                found.add((name, bare))
    return sorted(found)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_page_speaks_one_language(language, catalogue, tmp_path, qtbot):
    texts.use(language)
    other = catalogue["en" if language == "fr" else "fr"] - catalogue[language]
    with open_everything(tmp_path, qtbot) as opened:
        assert foreign(opened, tmp_path, other) == []

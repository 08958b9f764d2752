"""Qt's own texts: keys and file dialogs speak the language of the window."""

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from adv_desktop.services import texts
from adv_desktop.ui.qt_texts import QtTexts


@pytest.fixture
def qt_texts(qapp: QApplication, request: pytest.FixtureRequest):
    before = texts.current().language
    texts.use(request.param)
    translator = QtTexts(request.param, qapp)
    qapp.installTranslator(translator)
    yield request.param
    qapp.removeTranslator(translator)
    texts.use(before)


@pytest.mark.parametrize(
    ("qt_texts", "keys", "shown"),
    [
        ("fr", "Ctrl+Return", "Ctrl+Entrée"),
        ("fr", "Ctrl+Shift+Del", "Ctrl+Maj+Suppr"),
        ("en", "Ctrl+Return", "Ctrl+Enter"),
        ("en", "Ctrl+Shift+Del", "Ctrl+Shift+Del"),
    ],
    indirect=["qt_texts"],
)
def test_keys_in_the_menus_are_called_as_on_the_buttons(qt_texts, keys, shown):
    assert QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) == shown


@pytest.mark.parametrize("qt_texts", ["fr"], indirect=True)
def test_the_file_dialog_of_qt_has_no_english_word_in_french(qt_texts, qtbot):
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    shown = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"&Regarder dans\u00a0:", "Fichiers de &type\u00a0:"} <= shown

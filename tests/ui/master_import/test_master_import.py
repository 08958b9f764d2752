from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from adv_desktop.bootstrap import Services
from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.master_words import COLUMNS
from adv_desktop.services.imports.master_writing import Writing
from adv_desktop.services.jobs import Cancelled
from adv_desktop.ui.master_import.form import MasterImportForm
from adv_desktop.ui.master_import.words import FIELDS
from tests.ui.support.desk import desk_of


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1300, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def desk(services, tmp_path, top):
    return desk_of(services, tmp_path, top)


def form_of(desk, top, path: Path, kind: str = "customers") -> MasterImportForm:
    form = MasterImportForm(desk[0], kind, path, top)
    form.resize(1300, 880)
    top.show()
    top.activateWindow()
    form.setFocus()
    QTest.qWaitForWindowActive(top)
    return form


def file_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "clients.csv"
    path.write_text(text, encoding="utf-8")
    return path


def codes(services: Services) -> set[str]:
    with services.store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT code FROM customer").all()
    return {row.code for row in rows}


def test_a_good_file_is_looked_at_first_and_written_with_ctrl_enter(qtbot, services, desk, top, samples):
    form = form_of(desk, top, samples / "masters" / "customers.xlsx")
    assert (form.panel.preview.accepted, form.panel.preview.refused) == (40, 0)
    assert codes(services) == {"C1"}
    with qtbot.waitSignal(form.panel.imported):
        qtbot.keyClick(form.panel.kind, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(codes(services)) == 41
    assert desk[2] == []


def test_a_refused_row_says_why_and_holds_everything_back(services, desk, top, tmp_path):
    path = file_of(tmp_path, "Code;Nom;SIREN;Règlement\nC9;Dupont;732829321;30 jours\nC10;Durand;732829320;30 jours\n")
    panel = form_of(desk, top, path).panel
    refused = [row for row in panel.preview.rows if row.refusal]
    assert [(row.number, row.texts[0]) for row in refused] == [(2, "Dupont")] or "732829321" in refused[0].refusal
    assert not panel.import_button.isEnabled()
    panel.skip_bad.setChecked(True)
    panel.run()
    assert codes(services) == {"C1", "C10"}


def test_columns_that_are_not_recognised_are_chosen_and_remembered(services, desk, top, tmp_path):
    path = file_of(tmp_path, "Kennung;Bezeichnung\nC9;Dupont\n")
    panel = form_of(desk, top, path).panel
    assert panel.preview is None
    assert "Code, Nom" in panel.summary.text()
    for field, title in {"code": "Kennung", "name": "Bezeichnung"}.items():
        panel.mapping.combos[field].set_key(title)
    panel.mapping.changed.emit()
    panel.run()
    assert codes(services) == {"C1", "C9"}
    again = form_of(desk, top, path).panel
    assert again.preview.mapping["code"] == "Kennung"


def test_a_column_may_be_left_out(desk, top, tmp_path):
    path = file_of(tmp_path, "Code;Nom;Téléphone\nC9;Dupont;0102030405\n")
    panel = form_of(desk, top, path).panel
    panel.mapping.combos["phone"].set_key("")
    panel.mapping.changed.emit()
    assert "phone" not in panel.preview.mapping


def test_a_file_that_cannot_be_read_says_one_sentence(desk, top, samples):
    panel = form_of(desk, top, samples / "hostile" / "h06_mot_de_passe.xlsx").panel
    assert "mot de passe" in panel.summary.text()
    assert not panel.import_button.isEnabled()
    assert desk[2] == []


def test_every_field_of_every_kind_of_file_has_a_name():
    fields = {field for vocabulary in COLUMNS.values() for field in vocabulary}
    assert fields <= FIELDS.keys()


def test_a_bug_is_not_told_as_a_refusal(desk, top, tmp_path, monkeypatch):
    form = form_of(desk, top, file_of(tmp_path, "Code;Nom\nC9;Dupont\n"))
    form.panel._on_failed(DomainError("bad_lines", rows=["2"]))
    assert desk[2] == []
    form.panel._on_failed(RuntimeError("bug"))
    assert [str(error) for error in desk[2]] == ["bug"]


def test_an_import_that_is_stopped_says_so_and_keeps_the_file_to_import(services, desk, top, samples, monkeypatch):
    form = form_of(desk, top, samples / "masters" / "customers.xlsx")

    def stopped(_self, _rows, _write):
        raise Cancelled

    with monkeypatch.context() as during:
        during.setattr(Writing, "attempt", stopped)
        form.panel.run()
        assert "Écriture arrêtée" in form.panel.summary.text()
    assert codes(services) == {"C1"}
    form.panel.run()
    assert len(codes(services)) == 41


def test_a_reading_that_is_stopped_offers_nothing_to_import(desk, top, samples, monkeypatch):
    def stopped(_self, _rows, _write):
        raise Cancelled

    monkeypatch.setattr(Writing, "attempt", stopped)
    form = form_of(desk, top, samples / "masters" / "customers.xlsx")
    assert "Lecture arrêtée" in form.panel.summary.text()
    assert form.panel.preview is None
    assert not form.panel.import_button.isEnabled()

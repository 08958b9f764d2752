from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from adv_desktop.services import texts
from adv_desktop.services.setting_list import DECLARATIONS, Group
from adv_desktop.ui.settings.page import PARTS, SettingsPage
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.dialog import FormDialog
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


@pytest.fixture
def page(desk, top) -> SettingsPage:
    made = SettingsPage(desk[0], top)
    made.resize(1300, 880)
    top.show()
    top.activateWindow()
    QTest.qWaitForWindowActive(top)
    return made


@pytest.fixture
def look():
    yield
    theme().set_mode("light")
    theme().set_zoom(100)
    theme().set_compact(False)


def section(page: SettingsPage, key: str):
    page.show_query(key)
    return page.sections[key]


def leave(qtbot, edit: QLineEdit, text: str) -> None:
    edit.clear()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_every_part_opens_with_the_arrow_keys(qtbot, page, desk):
    page.parts.setFocus()
    for _part in PARTS[1:]:
        qtbot.keyClick(page.parts, Qt.Key.Key_Down)
    assert list(page.sections) == [part.key for part in PARTS]
    assert desk[2] == []


def test_every_declared_setting_has_its_field(page):
    found = set()
    for key in ("numbering", "rules", "calendar", "credit", "checks", "mail", "backups"):
        for card in section(page, key).cards.values():
            found |= card.widgets.keys()
    assert found == DECLARATIONS.keys()


def test_a_setting_is_written_when_its_field_is_left(qtbot, services, page):
    card = section(page, "rules").card("over_delivery_tolerance")
    leave(qtbot, card.widgets["over_delivery_tolerance"], "2,5")
    assert str(services.settings.get("over_delivery_tolerance")) == "2.5"
    assert card.widgets["over_delivery_tolerance"].accessibleDescription() == "Enregistré"


def test_a_setting_out_of_range_is_refused_under_its_field(qtbot, services, page):
    card = section(page, "rules").card("default_lead_days")
    leave(qtbot, card.widgets["default_lead_days"], "900")
    assert services.settings.get("default_lead_days") == 0
    assert "365" in card.widgets["default_lead_days"].accessibleDescription()


def test_a_prefix_of_another_series_is_refused(qtbot, services, page):
    card = section(page, "numbering").cards[Group.NUMBERING]
    leave(qtbot, card.widgets["numbering.invoice"], "AV")
    assert services.settings.get("numbering.invoice") == "FA"
    assert "AV" in card.widgets["numbering.invoice"].accessibleDescription()


def test_the_next_invoice_number_is_taken_from_the_former_program(qtbot, page):
    numbering = section(page, "numbering")
    qtbot.keyClicks(numbering.rank, "352")
    numbering.start_button.click()
    assert "FA2026000352" in numbering.rank.accessibleDescription()


def test_the_severity_of_a_check_is_a_choice(services, page):
    combo = section(page, "checks").card("check.stock_short").widgets["check.stock_short"]
    combo.set_key("off")
    combo.picked.emit("off")
    assert services.settings.get("check.stock_short") == "off"


def test_the_company_is_saved_with_its_logo_and_ctrl_s(qtbot, services, page, tmp_path):
    company = section(page, "company")
    made = io.BytesIO()
    Image.new("CMYK", (300, 100)).save(made, "JPEG")
    (tmp_path / "logo.jpg").write_bytes(made.getvalue())
    company.paper.picture.read(tmp_path / "logo.jpg")
    edit = company.groups["identity"].edits["trade_name"]
    edit.setFocus()
    qtbot.keyClicks(edit, "Exemple")
    qtbot.keyClick(edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    kept = services.company.show()
    assert kept.identity.trade_name == "Exemple"
    with Image.open(io.BytesIO(kept.logo)) as image:
        assert (image.format, image.mode) == ("PNG", "RGB")


def test_a_logo_that_is_no_picture_is_refused_in_a_sentence(page, desk, tmp_path):
    company = section(page, "company")
    (tmp_path / "logo.png").write_bytes(b"not a picture")
    company.paper.picture.read(tmp_path / "logo.png")
    assert "logo.png" in company.paper.picture.told.text()
    assert desk[2] == []


def test_a_company_without_a_right_siren_is_not_saved(qtbot, services, page):
    company = section(page, "company")
    leave(qtbot, company.groups["identity"].edits["siren"], "732829321")
    company.save()
    assert services.company.show().identity.siren == "732829320"


def test_look_and_language_are_kept(page, desk, look):
    shown = section(page, "look")
    for combo, key in ((shown.mode, "dark"), (shown.zoom, "150"), (shown.language, "en")):
        combo.set_key(key)
        combo.picked.emit(key)
    shown.compact.setChecked(True)
    kept = desk[0].settings
    assert (theme().dark, theme().zoom, theme().compact) == (True, 150, True)
    assert (kept.value("mode"), int(kept.value("zoom")), kept.value("language")) == ("dark", 150, "en")
    assert texts.current().language == "fr"
    assert "prochain démarrage" in shown.language.accessibleDescription()


def test_a_backup_is_made_listed_and_restored_through_the_window(qtbot, page, desk):
    backups = section(page, "backups")
    backups.make_button.click()
    assert len(backups.table.rows()) == 1
    backups.table.selectRow(0)
    qtbot.keyClick(backups.table, Qt.Key.Key_Return)
    page.findChild(FormDialog).submit()
    assert desk[1].restored == [backups.table.rows()[0].path]


def test_a_sound_database_is_said_to_be_so(page):
    audit = section(page, "audit")
    audit.verify_button.click()
    assert audit.result.text().startswith("La base est saine")
    assert audit.table.isHidden()


def test_a_damaged_stock_counter_is_found(page, services):
    with services.store.write("test") as session:
        session.connection().exec_driver_sql(
            "UPDATE product_stock SET physical = physical + 10000 WHERE product_id = 1"
        )
    audit = section(page, "audit")
    audit.verify()
    assert [problem.error.code for problem in audit.table.rows()] == ["integrity.stock"]


def test_sums_that_are_wrong_are_counted_again_by_a_button(page, services):
    audit = section(page, "audit")
    audit.verify()
    assert audit.recount_button.isHidden()
    with services.store.write("test") as session:
        session.connection().exec_driver_sql("INSERT INTO day_figures (day, intake) VALUES ('2026-11-02', 100)")
    audit.verify()
    assert [problem.error.code for problem in audit.table.rows()] == ["integrity.summary"]
    audit.recount_button.click()
    assert audit.result.text().startswith("La base est saine")
    assert audit.recount_button.isHidden()

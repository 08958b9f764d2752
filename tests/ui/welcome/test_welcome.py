from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from adv_desktop.bootstrap import open_services
from adv_desktop.models.enums import Series
from adv_desktop.services import texts
from adv_desktop.services.backup import Backups, Occasion
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.company import Bank
from adv_desktop.ui.runner import InlineRunner
from adv_desktop.ui.theme import theme
from adv_desktop.ui.welcome.draft import CompanyDraft
from adv_desktop.ui.welcome.page import WelcomePage
from adv_desktop.ui.widgets.basics import Button
from tests.support.company import TODAY, new_company

CLOCK = FixedDay(TODAY)
IDENTITY = {"legal_name": "EXEMPLE SARL", "line1": "1 rue des Essais", "postcode": "69001", "town": "Lyon"}


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1400, 860)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture(autouse=True)
def no_draft():
    CompanyDraft().forget()
    yield
    CompanyDraft().forget()


@pytest.fixture
def settings(tmp_path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def page(top, settings) -> WelcomePage:
    made = WelcomePage(InlineRunner(), CLOCK, settings, top)
    made.resize(1400, 860)
    top.show()
    top.activateWindow()
    QTest.qWaitForWindowActive(top)
    return made


def fill_identity(qtbot, page: WelcomePage, siren: str = "732829320") -> None:
    edits = page.wizard.identity.edits
    for name, text in {"siren": siren, **IDENTITY}.items():
        edits[name].setFocus()
        edits[name].clear()
        qtbot.keyClicks(edits[name], text)


def go_on(qtbot, page: WelcomePage, times: int = 1) -> None:
    for _step in range(times):
        qtbot.keyClick(page.wizard.steps, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_demonstration_is_one_click_away(qtbot, page):
    with qtbot.waitSignal(page.demo_asked):
        page.choices.demo.button.click()


def test_the_siren_typed_at_the_choices_is_checked_and_goes_into_the_wizard(qtbot, page):
    qtbot.keyClicks(page.choices.siren, "732 829 320")
    assert page.choices._vat.text() == "FR44732829320"
    qtbot.keyClick(page.choices.siren, Qt.Key.Key_Return)
    assert page.stack.currentWidget() is page.wizard
    assert page.wizard.identity.edits["siren"].text() == "732 829 320"


def test_a_company_is_made_with_the_keyboard_alone(qtbot, page, tmp_path):
    page.choices.company_asked.emit("")
    fill_identity(qtbot, page)
    go_on(qtbot, page)
    assert page.wizard.vat.values()["vat_number"] == "FR44732829320"
    go_on(qtbot, page)
    page.wizard.banks.set_records([Bank("FR7630006000011234567890189", "EXEMPLE SARL")])
    go_on(qtbot, page, 2)
    numbers = page.wizard.numbers
    numbers.ranks[Series.INVOICE].clear()
    qtbot.keyClicks(numbers.ranks[Series.INVOICE], "352")
    qtbot.keyClicks(numbers.last_date, "20/11")
    numbers.path.set_value(str(tmp_path / "exemple.db"))
    go_on(qtbot, page)
    with qtbot.waitSignal(page.file_chosen) as chosen:
        page.wizard.next_button.click()
    services = open_services(chosen.args[0], CLOCK)
    record = services.company.show()
    with services.store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT last_number, last_date FROM number_series").all()
    services.close()
    assert (record.identity.legal_name, record.identity.vat_number) == ("EXEMPLE SARL", "FR44732829320")
    assert (record.banks[0].iban, record.identity.e_address) == ("FR7630006000011234567890189", "732829320")
    assert [tuple(row) for row in rows] == [(351, "2026-11-20")]


def test_the_last_step_imports_files_into_the_new_company(qtbot, page, tmp_path, samples):
    page.choices.company_asked.emit("")
    fill_identity(qtbot, page)
    go_on(qtbot, page, 4)
    page.wizard.numbers.path.set_value(str(tmp_path / "exemple.db"))
    go_on(qtbot, page)
    page.wizard.panel.read_file(samples / "masters" / "customers.xlsx")
    go_on(qtbot, page)
    with qtbot.waitSignal(page.file_chosen):
        go_on(qtbot, page)
    services = open_services(tmp_path / "exemple.db", CLOCK)
    with services.store.read() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM customer").scalar()
    services.close()
    assert count == 40


def test_a_wrong_siren_holds_the_first_step(qtbot, page):
    page.choices.company_asked.emit("")
    fill_identity(qtbot, page, "732829321")
    go_on(qtbot, page)
    assert page.wizard.place == 0
    assert page.wizard.warning.text()


def test_terms_that_cannot_be_read_hold_the_third_step(qtbot, page):
    page.choices.company_asked.emit("")
    fill_identity(qtbot, page)
    go_on(qtbot, page, 2)
    page.wizard.terms.edits["default_terms"].setText("un jour")
    go_on(qtbot, page)
    assert page.wizard.place == 2


def test_a_file_that_holds_something_is_not_written_over(qtbot, page, tmp_path):
    (tmp_path / "exemple.db").write_bytes(b"something")
    page.choices.company_asked.emit("")
    fill_identity(qtbot, page)
    go_on(qtbot, page, 4)
    page.wizard.numbers.path.set_value(str(tmp_path / "exemple.db"))
    go_on(qtbot, page)
    assert page.wizard.place == 4
    assert (tmp_path / "exemple.db").read_bytes() == b"something"


def test_what_is_typed_comes_back_at_the_next_start(qtbot, page, top, settings):
    page.choices.company_asked.emit("")
    fill_identity(qtbot, page)
    page.wizard.numbers.last_date.set_value(dt.date(2026, 11, 20))
    go_on(qtbot, page)
    again = WelcomePage(InlineRunner(), CLOCK, settings, top)
    assert again.wizard.identity.values()["legal_name"] == "EXEMPLE SARL"
    assert again.wizard.numbers.last_date.value() == dt.date(2026, 11, 20)


def test_a_sound_file_is_opened(qtbot, page, tmp_path):
    new_company(tmp_path / "company.db").close()
    with qtbot.waitSignal(page.file_chosen) as chosen:
        page.open_file(tmp_path / "company.db")
    assert chosen.args == [tmp_path / "company.db"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.db", b"", "vide"),
        ("autre.db", b"PK\x03\x04 not a database at all", "autre.db"),
    ],
)
def test_a_file_that_cannot_be_trusted_says_one_clear_sentence(page, tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    page.open_file(tmp_path / name)
    assert said in page.choices.file.said.text()


def test_a_file_of_a_newer_program_says_to_update(page, tmp_path):
    import sqlite3

    new_company(tmp_path / "company.db").close()
    connection = sqlite3.connect(tmp_path / "company.db")
    connection.execute("PRAGMA user_version = 9000")
    connection.close()
    page.open_file(tmp_path / "company.db")
    assert "9000" in page.choices.file.said.text()


def test_a_backup_is_restored_beside_and_opened(qtbot, page, tmp_path):
    new_company(tmp_path / "company.db").close()
    backup = Backups(tmp_path / "company.db", CLOCK).make(Occasion.MANUAL)
    page.open_file(backup.path)
    assert "company-2.db" in page.choices.file.said.text()
    restore = next(
        button for button in page.choices.file.findChildren(Button) if button.accessibleName() == "La restaurer"
    )
    with qtbot.waitSignal(page.file_chosen) as chosen:
        restore.click()
    assert chosen.args == [tmp_path / "company-2.db"]
    assert backup.path.exists()


def test_the_language_changes_at_once_and_keeps_what_is_typed(qtbot, page, settings):
    page.choices.company_asked.emit("")
    fill_identity(qtbot, page)
    go_on(qtbot, page)
    page.language.set_key("en")
    page.language.picked.emit("en")
    assert texts.current().language == "en"
    assert page.choices.company.button.text() == "Create my company"
    assert page.wizard.identity.values()["legal_name"] == "EXEMPLE SARL"
    assert settings.value("language") == "en"


def test_light_and_dark_are_chosen_before_anything_else(page, settings):
    page.mode.click()
    assert theme().dark
    page.mode.click()
    assert settings.value("mode") == "light"


def test_the_draft_is_gone_once_the_company_exists(qtbot, page, tmp_path):
    page.choices.company_asked.emit("")
    fill_identity(qtbot, page)
    go_on(qtbot, page, 4)
    page.wizard.numbers.path.set_value(str(Path(tmp_path / "exemple.db")))
    go_on(qtbot, page)
    assert CompanyDraft().read() == {}

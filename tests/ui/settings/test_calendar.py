from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from adv_desktop.models.rules.dates import Closure, Whose
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.ui.settings.calendar import CalendarSection
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.ui.support.desk import desk_of

AUGUST = dt.date(2027, 8, 2), dt.date(2027, 8, 20)


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1100, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def desk(services, tmp_path, top):
    return desk_of(services, tmp_path, top)


@pytest.fixture
def section(desk, top) -> CalendarSection:
    made = CalendarSection(desk[0], top)
    made.resize(1100, 880)
    top.show()
    top.activateWindow()
    QTest.qWaitForWindowActive(top)
    made.refresh()
    return made


def dialog_of(records) -> tuple[FormDialog, dict[str, QLineEdit]]:
    (dialog,) = [one for one in records.findChildren(FormDialog) if one.isVisible()]
    return dialog, {edit.accessibleName(): edit for edit in dialog.findChildren(QLineEdit)}


def fill(qtbot, edits: dict[str, QLineEdit], **texts: str) -> None:
    for name, text in texts.items():
        edits[name].clear()
        qtbot.keyClicks(edits[name], text)


def test_our_days_off_are_added_with_the_keyboard_and_written_at_once(qtbot, services, section):
    section.closures.add_button.setFocus()
    qtbot.keyClick(section.closures.add_button, Qt.Key.Key_Space)
    dialog, edits = dialog_of(section.closures)
    fill(qtbot, edits, **{"Premier jour fermé": "02/08/2027", "Dernier jour fermé": "01/08/2027"})
    dialog.submit()
    assert dialog.isVisible(), "it ends before it begins"
    fill(qtbot, edits, **{"Dernier jour fermé": "20/08/2027", "Motif": "Conges d'ete"})
    qtbot.keyClick(edits["Motif"], Qt.Key.Key_Return)
    assert services.calendars.show().closures == (Closure(*AUGUST, "Conges d'ete", Whose.COMPANY),)
    assert section.closures.records() == services.calendars.show().closures
    section.closures.remove_current()
    assert services.calendars.show().closures == ()


def test_a_carrier_is_added_with_its_transit_by_departement(qtbot, services, section):
    section.carriers.add()
    dialog, edits = dialog_of(section.carriers)
    fill(
        qtbot, edits, Nom="Vauzelle", **{"Délai de transport (jours)": "deux", "Par département": "75 = 1 / 2a, 2B = 4"}
    )
    dialog.submit()
    assert dialog.isVisible(), "two is not written in figures"
    fill(qtbot, edits, **{"Délai de transport (jours)": "2"})
    dialog.submit()
    (kept,) = services.calendars.show().carriers
    assert (kept.name, kept.transit_days, kept.transit) == ("Vauzelle", 2, {"75": 1, "2A": 4, "2B": 4})
    section.carriers.edit_current()
    dialog, edits = dialog_of(section.carriers)
    assert edits["Par département"].text() == "75 = 1 / 2A, 2B = 4"
    fill(qtbot, edits, **{"Par département": "750 jours"})
    dialog.submit()
    assert dialog.isVisible(), "a département and its days are wanted"


def test_a_carrier_that_stands_twice_is_refused_and_what_is_kept_is_shown_again(services, desk, section):
    services.calendars.set_carriers([CarrierRecord("Vauzelle", 2)])
    section.refresh()
    section.carriers.set_records([*section.carriers.records(), CarrierRecord("vauzelle")])
    section.carriers.changed.emit()
    assert [failure.code for failure in desk[2]] == ["carrier.twice"]
    assert [carrier.name for carrier in section.carriers.records()] == ["Vauzelle"]


def test_the_hour_of_the_last_orders_is_written_as_it_is_read(qtbot, services, section):
    edit = section.card("cut_off").widgets["cut_off"]
    qtbot.keyClicks(edit, "16h30")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert services.settings.get("cut_off") == dt.time(16, 30)

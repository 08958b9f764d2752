from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from adv_desktop.services.customer_groups import GroupRecord
from adv_desktop.services.customers import CustomerData
from adv_desktop.ui.settings.credit import CreditSection
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.ui.support.desk import desk_of


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1100, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def section(services, tmp_path, top) -> CreditSection:
    services.customers.create(CustomerData("C2", "Magasin", terms="comptant", customer_group="Centrale Est"))
    made = CreditSection(desk_of(services, tmp_path, top)[0], top)
    made.resize(1100, 880)
    top.show()
    top.activateWindow()
    QTest.qWaitForWindowActive(top)
    made.refresh()
    return made


def edits_of(section: CreditSection) -> tuple[FormDialog, dict[str, QLineEdit]]:
    (dialog,) = [one for one in section.findChildren(FormDialog) if one.isVisible()]
    return dialog, {edit.accessibleName(): edit for edit in dialog.findChildren(QLineEdit)}


def test_the_limit_of_a_group_is_typed_with_the_keyboard(qtbot, services, section):
    section.groups.setFocus()
    qtbot.keyClick(section.groups, Qt.Key.Key_Return)
    dialog, edits = edits_of(section)
    assert edits["Groupe"].isReadOnly()
    qtbot.keyClicks(edits["Plafond"], "50 000")
    qtbot.keyClick(dialog.ok, Qt.Key.Key_Space)
    assert services.customer_groups.show() == (GroupRecord("Centrale Est", 5_000_000, 1, 1),)
    assert section.groups.rows()[0].credit_limit == 5_000_000


def test_a_group_that_no_customer_names_yet_is_added(qtbot, services, section):
    section.add_button.click()
    dialog, edits = edits_of(section)
    dialog.submit()
    assert dialog.isVisible(), "a name is required"
    qtbot.keyClicks(edits["Groupe"], "Centrale Ouest")
    dialog.submit()
    assert [group.name for group in services.customer_groups.show()] == ["Centrale Est", "Centrale Ouest"]


def test_the_companys_limit_is_written_in_whole_euros(qtbot, services, section):
    edit = section.card("credit_limit").widgets["credit_limit"]
    qtbot.keyClicks(edit, "20 000")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert services.settings.get("credit_limit") == 20_000

"""The columns of a file, corrected in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from adv_desktop.ui.order_import.form import OrderImportForm
from adv_desktop.ui.order_import.layout_dialog import LayoutFields
from adv_desktop.ui.orders.guided import GuidedOrderForm
from adv_desktop.ui.shell import Shell
from tests.integration.imports.files import workbook
from tests.ui.support.main_window import open_window, unnamed

TITLES = ["Réf", "Désignation", "Qté", "Colis"]


@pytest.fixture
def shown(services, tmp_path, qtbot):
    opened = open_window(services, tmp_path, "orders", qtbot)
    shell = Shell(opened.desk, opened.window)
    yield opened
    assert opened.failures == []
    shell.deleteLater()


def imported(shown, folder, name, count) -> OrderImportForm:
    rows = [["Code client", "C1"], ["Commande", name], [], TITLES, ["P1", "Article", 1, count]]
    shown.window.files_dropped.emit([workbook(folder / f"{name}.xlsx", rows)])
    assert isinstance(shown.form, OrderImportForm)
    return shown.form


def fields(dialog) -> LayoutFields:
    return dialog.findChild(LayoutFields)


def wait_for_question(shown):
    shown.qtbot.waitUntil(lambda: any(one.isVisible() for one in shown.window.findChildren(LayoutFields)))


def test_columns_are_corrected_once_shown_the_next_time_and_forgotten(shown, tmp_path):
    form = imported(shown, tmp_path, "PO-1", 12)
    assert form.layout_line.said.text().startswith("Colonnes lues")
    assert not form.layout_line.forget.isVisible()
    form.command_set.actions["columns"].trigger()
    dialog = shown.dialog
    assert unnamed(dialog) == []
    columns = fields(dialog).columns
    assert {name: combo.key() for name, combo in columns.items()} == {
        "Réf": "code", "Désignation": "label", "Qté": "quantity", "Colis": "",
    }  # fmt: skip
    columns["Qté"].set_key("")
    dialog.submit()
    assert dialog.isVisible()  # an order needs a quantity: the dialog says so
    columns["Qté"].set_key("code")
    dialog.submit()
    assert dialog.isVisible()  # nor may two columns be the same thing
    columns["Qté"].set_key("")
    columns["Colis"].set_key("quantity")
    dialog.submit()
    assert [str(line.quantity) for line in form.table.rows()] == ["12"]
    assert "retenu quand la commande sera écrite" in form.layout_line.said.text()
    form.save()
    form = imported(shown, tmp_path, "PO-2", 30)
    assert [str(line.quantity) for line in form.table.rows()] == ["30"]
    assert form.layout_line.said.text().startswith("Disposition reconnue")
    form.layout_line.forget.click()
    assert [str(line.quantity) for line in form.table.rows()] == ["1"]
    assert not form.layout_line.forget.isVisible()


def test_columns_without_titles_are_named_from_the_keyboard_and_known_the_next_time(shown, tmp_path):
    def dropped(name, *rows):
        shown.window.files_dropped.emit([workbook(tmp_path / name, rows)])

    dropped("a.xlsx", ["Code client", "C1"], [7, "x", "P1", 10.5], [3, "y", "P2", 11.5])
    wait_for_question(shown)
    dialog = shown.dialog
    assert unnamed(dialog) == []
    assert list(fields(dialog).columns) == ["A", "B", "C", "D"]
    shown.press("Q", Qt.Key.Key_Tab, Qt.Key.Key_Tab, "C", Qt.Key.Key_Tab)
    assert [combo.currentText() for combo in fields(dialog).columns.values()][:3] == [
        "Quantité",
        "Ignorer",
        "Code article",
    ]
    dialog.submit()
    form = shown.form
    assert [(line.product, str(line.quantity)) for line in form.table.rows()] == [("P1", "7"), ("P2", "3")]
    form.save()
    dropped("b.xlsx", ["Code client", "C1"], [9, "x", "P2", 10.5], [4, "y", "P1", 11.5])
    assert [(line.product, str(line.quantity)) for line in shown.form.table.rows()] == [("P2", "9"), ("P1", "4")]
    assert shown.form.order.remembered


def test_who_closes_the_question_about_columns_types_the_order_beside_the_file(shown, tmp_path):
    rows = [["Zone A", "Zone B"], ["P1", 12], ["P2", 6]]
    shown.window.files_dropped.emit([workbook(tmp_path / "a.xlsx", rows)])
    wait_for_question(shown)
    shown.dialog.reject()
    shown.qtbot.waitUntil(lambda: isinstance(shown.form, GuidedOrderForm))
    assert "Aucune ligne de commande" in shown.notice

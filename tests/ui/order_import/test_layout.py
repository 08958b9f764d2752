"""The columns of a file, corrected in the window."""

from __future__ import annotations

import pytest

from adv_desktop.ui.order_import.form import OrderImportForm
from adv_desktop.ui.order_import.layout_dialog import LayoutFields
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


def test_columns_are_corrected_once_shown_the_next_time_and_forgotten(shown, tmp_path):
    form = imported(shown, tmp_path, "PO-1", 12)
    assert form.layout_line.said.text().startswith("Colonnes lues")
    assert not form.layout_line.forget.isVisible()
    form.command_set.actions["columns"].trigger()
    dialog = shown.dialog
    assert unnamed(dialog) == []
    combo = fields(dialog).columns["quantity"]
    assert combo.currentText() == "Qté (1)"
    fields(dialog).columns["quantity"].set_key("")
    dialog.submit()
    assert dialog.isVisible()  # an order needs a quantity: the dialog says so
    combo.set_key("Colis")
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

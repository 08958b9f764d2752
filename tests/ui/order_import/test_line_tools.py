"""What is proposed for a line is taken with one key; a reading that was stopped leaves nothing behind."""

from decimal import Decimal

import pytest

from adv_desktop.services.jobs import Cancelled
from adv_desktop.services.products import ProductData
from adv_desktop.ui.order_import.form import OrderImportForm
from adv_desktop.ui.shell import Shell
from tests.integration.imports.files import workbook
from tests.ui.support.main_window import open_window


@pytest.fixture
def shown(services, tmp_path, qtbot):
    opened = open_window(services, tmp_path, "orders", qtbot)
    shell = Shell(opened.desk, opened.window)
    yield opened
    assert opened.failures == []
    shell.deleteLater()


@pytest.fixture
def ordered(tmp_path):
    rows = [["Code client", "C1"], ["Commande", "PO-1"], [], ["Réf", "Qté"], ["P1", 2], ["OLD", 3]]
    return workbook(tmp_path / "a.xlsx", rows)


def test_one_key_takes_the_alternative_of_a_product_that_has_ended(shown, ordered):
    ended = ProductData(
        "OLD", "Ancien", unit="C62", vat_rate=Decimal(20), price=Decimal(5), end_of_life=True, replaced_by="P2"
    )
    shown.desk.services.products.create(ended)
    shown.window.files_dropped.emit([ordered])
    form = shown.form
    assert [line.product for line in form.table.rows()] == ["P1", "OLD"]  # never by itself
    form.table.selectRow(0)
    assert not form.tools.alternative.isVisibleTo(form)
    form.table.selectRow(1)
    assert form.tools.alternative.text().startswith("Remplacer par P2")
    form.command_set.actions["alternative"].trigger()
    assert [line.product for line in form.table.rows()] == ["P1", "P2"]
    assert form.table.currentIndex().row() == 1
    form.save()
    assert shown.window.forms() == []


def test_a_reading_that_is_stopped_closes_its_form_and_says_so(shown, ordered, monkeypatch):
    def stopped(*_words):
        raise Cancelled

    monkeypatch.setattr("adv_desktop.ui.order_import.form.look", stopped)
    shown.window.files_dropped.emit([ordered])
    shown.qtbot.waitUntil(lambda: not any(isinstance(one, OrderImportForm) for one in shown.window.forms()))
    assert "Lecture arrêtée" in shown.notice

"""A file that replaces an order, and a text that is pasted, in the window."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa
from PySide6.QtWidgets import QApplication, QPushButton

from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.ui.order_import.form import OrderImportForm
from adv_desktop.ui.shell import Shell
from tests.integration.imports.files import workbook
from tests.support.company import confirmed
from tests.ui.support.main_window import open_window, unnamed


@pytest.fixture
def shown(services, tmp_path, qtbot):
    opened = open_window(services, tmp_path, "orders", qtbot)
    shell = Shell(opened.desk, opened.window)
    opened.shell = shell
    yield opened
    assert opened.failures == []
    shell.deleteLater()


def orders(services) -> int:
    with services.store.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(SalesOrder)) or 0


def dropped(shown, folder, said) -> OrderImportForm:
    rows = [["Code client", "C1"], ["Commande n°", "PO-1", said], [], ["Réf", "Désignation", "Qté"], ["P1", "A", 9]]
    shown.window.files_dropped.emit([workbook(folder / "b.xlsx", rows)])
    assert isinstance(shown.form, OrderImportForm)
    return shown.form


def test_a_file_that_replaces_shows_the_changes_and_revises_the_order(shown, services, tmp_path):
    order = confirmed(services, NewLine(Decimal(4), "P1"), customer_reference="PO-1")
    services.orders.acknowledge(order.id)
    form = dropped(shown, tmp_path, "annule et remplace")
    assert form.replacing.isVisible()
    assert form.replacing.revises
    assert "CDE2026000001" in form.replacing.choice.text()
    assert unnamed(form) == []
    column = next(one for one in form.replacing.table.columns_model.columns if one.key == "quantity")
    assert [column.text(row) for row in form.replacing.table.rows()] == ["4 → 9"]
    form.confirm()
    with services.store.read() as session:
        assert [line.quantity for line in order_by_id(session, order.id).lines] == [9]
    assert orders(services) == 1
    assert "révisée selon le fichier" in shown.notice
    tell = [one for one in shown.window.notices.findChildren(QPushButton) if "nouvel accusé" in one.text()]
    tell[0].click()
    with services.store.read() as session:
        assert not order_by_id(session, order.id).acknowledgement_outdated


def test_the_choice_can_be_turned_down(shown, services, tmp_path):
    confirmed(services, NewLine(Decimal(4), "P1"), customer_reference="PO-1")
    form = dropped(shown, tmp_path, "annule et remplace")
    form.replacing.choice.setChecked(False)
    assert not form.replacing.table.isVisible()
    form.save()
    assert orders(services) == 2


def test_the_same_number_without_the_words_proposes_it_without_doing_it(shown, services, tmp_path):
    confirmed(services, NewLine(Decimal(4), "P1"), customer_reference="PO-1")
    form = dropped(shown, tmp_path, "")
    assert form.replacing.isVisible()
    assert not form.replacing.revises


def test_a_copied_text_becomes_lines_with_their_certainty(shown, services):
    QApplication.clipboard().setText("Bonjour,\n12 x P1\n3 pièces Article P2\nCode client : C1\n")
    shown.shell.commands.actions["paste_order"].trigger()
    form = shown.form
    assert form.title == "Import de texte copié"
    assert [(line.product, line.quantity) for line in form.table.rows()] == [("P1", 12), ("P2", 3)]
    column = next(one for one in form.table.columns_model.columns if one.key == "difference")
    assert "sûr à" in column.tip(form.table.rows()[1]) or form.table.rows()[1].certainty == 100
    form.save()
    with services.store.read() as session:
        assert session.execute(sa.text("SELECT name FROM attachment")).scalars().all() == ["commande.txt"]


def test_a_copied_text_without_lines_says_what_a_line_is(shown):
    QApplication.clipboard().setText("Bonjour")
    shown.shell.commands.actions["paste_order"].trigger()
    shown.qtbot.waitUntil(lambda: not shown.window.forms())
    assert "12 x VIS-0640" in shown.notice

"""The check of an electronic invoice in the window: what it says, the verdict, the files that are dropped."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from adv_desktop.models.enums import InvoiceState
from adv_desktop.services.einvoice import engine
from adv_desktop.services.einvoice.checking import check_file, is_einvoice
from adv_desktop.services.order_commands import NewLine
from adv_desktop.ui.einvoice.actions import check_einvoice
from adv_desktop.ui.einvoice.form import EInvoiceForm
from adv_desktop.ui.order_import.form import OrderImportForm
from adv_desktop.ui.shell import Shell
from adv_desktop.ui.widgets.checks import CheckCard
from tests.support.company import confirmed, invoiced, shipped
from tests.ui.support.main_window import open_window, unnamed

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
VALID = SAMPLES / "einvoices" / "valid-mixed-rates-discount-freight.xml"
BROKEN = SAMPLES / "einvoices" / "invalid-due-date-BR-FR-CO-07.xml"


@pytest.fixture
def shown(services, tmp_path, qtbot):
    opened = open_window(services, tmp_path, "invoices", qtbot)
    yield opened
    assert opened.failures == []


def opened_on(shown, path) -> EInvoiceForm:
    form = EInvoiceForm(shown.desk, path)
    shown.window.open_form(form)
    return form


def words(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_a_valid_invoice_is_shown_as_it_is_written(shown):
    form = opened_on(shown, VALID)
    assert form.heading.text() == "Facture FA2026000123"
    assert form.seller.text().startswith("EXEMPLE ADV SARL\n12 rue des Lilas")
    assert [line.name for line in form.lines.rows()][:2] == ["Carton double cannelure", "Livre technique"]
    assert "1\u202f286,02 EUR" in words(form.totals)
    assert form.verdict.state.accessibleName() == "Facture valide"
    assert form.verdict.checks.findChildren(CheckCard) == []
    assert unnamed(form) == []


def test_each_fault_is_told_in_plain_words(shown):
    form = opened_on(shown, BROKEN)
    cards = form.verdict.checks.findChildren(CheckCard)
    assert len(cards) == 1
    assert "L'échéance est antérieure à la date de la facture" in words(cards[0])
    assert "1 défaut" in words(form.verdict.families)


def test_without_the_engine_the_window_says_so(shown, monkeypatch):
    monkeypatch.setattr(engine, "is_available", lambda: False)
    form = opened_on(shown, VALID)
    assert "saxonche" in form.verdict.partial.text()
    assert "Non contrôlé" in words(form.verdict.families)


def test_a_file_is_asked_for(shown, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(VALID), ""))
    check_einvoice(shown.desk, shown.window)
    assert isinstance(shown.form, EInvoiceForm)


def test_a_dropped_invoice_is_checked_and_a_dropped_order_imported(shown):
    shell = Shell(shown.desk, shown.window)
    order = SAMPLES / "orders" / "07_orderx_distriest.xml"
    shown.window.files_dropped.emit([VALID, order])
    assert [type(form) for form in shown.window.forms()] == [EInvoiceForm, OrderImportForm]
    shell.deleteLater()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("einvoices/valid-export.xml", True), ("orders/07_orderx_distriest.xml", False),
     ("orders/07_orderx_distriest.pdf", False), ("hostile/h09a_xxe.camt053.xml", False),
     ("orders/03_cde_halles_bresse.csv", False), ("nowhere.xml", False)],
)  # fmt: skip
def test_an_electronic_invoice_is_known_by_its_content(name, expected):
    assert is_einvoice(SAMPLES / name) is expected


@pytest.mark.parametrize(("place", "syntax"), [(0, "CII"), (1, "UBL")])
def test_the_xml_of_an_issued_invoice_is_exported_in_the_syntax_chosen(
    services, shown, tmp_path, monkeypatch, place, syntax
):
    invoiced(services, shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id))
    path = tmp_path / "facture.xml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (str(path), asked[3].split(";;")[place]))
    shown.page.refresh()
    shown.qtbot.waitUntil(lambda: bool(shown.page.list.model.ids))
    shown.page.show_document(1)
    shown.page.command_set.actions["xml"].trigger()
    verdict = check_file(path)
    assert (verdict.invoice.syntax, verdict.valid) == (syntax, True)


def test_a_draft_has_no_xml_yet(services, shown):
    services.drafts.from_deliveries([shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id)])
    shown.page.refresh()
    shown.qtbot.waitUntil(lambda: bool(shown.page.list.model.ids))
    shown.page.show_document(1)
    assert shown.page.detail.invoice.row.state != InvoiceState.ISSUED
    shown.page.command_set.actions["xml"].trigger()
    assert "validez-le d'abord" in shown.notice

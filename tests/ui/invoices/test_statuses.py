"""Electronic statuses typed in the window with the keyboard, and what they call for."""

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from adv_desktop.models.enums import PaymentMethod
from adv_desktop.models.rules.lifecycle import EInvoiceStatus, StatusReason
from adv_desktop.services.einvoice import cdar
from adv_desktop.services.einvoice.cdar import Participant, StatusMessage
from adv_desktop.services.einvoice_statuses import NewStatus, of_invoice
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.ui.claims.form import ClaimForm
from adv_desktop.ui.ereporting.form import EReportingForm
from adv_desktop.ui.invoices.credit import CreditForm
from adv_desktop.ui.invoices.files import ask_type
from adv_desktop.ui.invoices.status import StatusDialog
from adv_desktop.ui.shell import Shell
from adv_desktop.ui.status_import.columns import COLUMNS
from adv_desktop.ui.status_import.form import StatusImportForm
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped
from tests.ui.support.main_window import open_window, unnamed

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
STATUS, CONFIRM = (Ctrl | Shift, Key.Key_E), (Ctrl, Key.Key_Return)


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    invoiced(made, shipped(made, confirmed(made, NewLine(Decimal(2), "P1")).id))
    yield made
    made.close()


@pytest.fixture
def shown(services, tmp_path, qtbot):
    opened = open_window(services, tmp_path, "invoices", qtbot)
    opened.wait_for_rows(1)
    opened.page.show_document(1)
    opened.page.list.view.setFocus()
    return opened


def given(services):
    with services.store.read() as session:
        return [(one.said.status, one.said.reason, one.said.comment) for one in of_invoice(session, 1)]


def test_a_status_is_recorded_with_keys_alone_and_shown_in_the_list_and_the_pane(services, shown):
    shown.press(STATUS)
    dialog = shown.dialog
    assert isinstance(dialog, StatusDialog)
    assert unnamed(dialog) == []
    shown.press("207", Key.Key_Tab, Key.Key_Tab, "Prix", Key.Key_Tab)
    dialog.comment.setFocus()
    shown.press("Contrat 12", CONFIRM)
    assert given(services) == [(EInvoiceStatus.DISPUTED, StatusReason.UNIT_PRICE, "Contrat 12")]
    assert shown.notice == "Statut enregistré\u00a0: En litige."
    column = next(column for column in shown.page.columns if column.key == "e_status")
    shown.qtbot.waitUntil(lambda: column.text(shown.page.detail.invoice.row) == "En litige")
    assert shown.failures == []


def test_only_what_may_follow_is_offered_and_the_reason_belongs_to_the_status(services, shown):
    services.statuses.add(1, NewStatus(EInvoiceStatus.DEPOSITED, TODAY))
    shown.page.refresh()
    shown.press(STATUS)
    dialog = shown.dialog
    offered = [dialog.status.itemData(place) for place in range(dialog.status.count())]
    assert offered[:2] == ["201", "204"]
    dialog.status.setCurrentIndex(offered.index("206"))
    assert dialog.amount.isEnabled()
    assert dialog.reason.count() == 13
    dialog.status.setCurrentIndex(offered.index("205"))
    assert not dialog.amount.isEnabled()
    assert not dialog.reason.isEnabled()
    dialog.reject()


def test_a_date_before_the_invoice_is_refused_in_a_sentence(services, shown):
    shown.press(STATUS)
    dialog = shown.dialog
    dialog.on.setFocus()
    dialog.on.selectAll()
    shown.press("01/11/2026", CONFIRM)
    assert given(services) == []
    assert len(shown.failures) == 1


def test_a_refused_invoice_is_credited_and_claimed_in_one_gesture(services, shown):
    services.statuses.add(1, NewStatus(EInvoiceStatus.REFUSED, TODAY, StatusReason.VAT_RATE, "TVA à 5,5 %"))
    shown.page.refresh()
    shown.page.verbs.reissue(1)
    form = shown.form
    assert isinstance(form, CreditForm)
    assert (form.reason.key(), form.why.value()) == ("e_invoice_rejected", "Facture électronique rejetée ou refusée")
    form.closed.emit()
    shown.window.ask("claims", "claim_invoice", [1])
    claim = shown.form
    assert isinstance(claim, ClaimForm)
    assert claim.fields.command().type.value == "administrative"
    assert claim.fields.description.toPlainText() == "Refusée : Taux de TVA erroné\nTVA à 5,5 %"
    shown.press(CONFIRM)
    with services.store.read() as session:
        assert session.connection().exec_driver_sql("SELECT cause FROM claim").scalar() == "Erreur de facturation"


def test_after_the_end_the_window_says_that_nothing_follows(services, shown):
    services.statuses.add(1, NewStatus(EInvoiceStatus.REJECTED, TODAY, StatusReason.UNIQUENESS))
    shown.page.refresh()
    shown.press(STATUS)
    assert shown.notice == "Rien ne suit ce statut\u00a0: corrigez la facture par un avoir."


def drop(shown, *paths):
    """Drop files as the shell of the window takes them."""
    shell = Shell(shown.desk, shown.window, shown.window)
    shown.window.files_dropped.emit(list(paths))
    return shell


def status_file(folder, number, status="200"):
    path = folder / f"{status}.xml"
    said = StatusMessage(
        f"PA-{number}-{status}", dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), TODAY, number, "380", TODAY, status,
        Participant("732829320", "EXEMPLE ADV SARL"),
    )  # fmt: skip
    path.write_bytes(cdar.write(said))
    return path


def test_files_of_a_platform_are_dropped_looked_at_and_recorded(services, shown, tmp_path):
    drop(shown, status_file(tmp_path, "FA2026000001"), status_file(tmp_path, "FA2026000077", "201"))
    form = shown.form
    assert isinstance(form, StatusImportForm)
    assert unnamed(form) == []
    verdicts = [(entry.verdict.value, COLUMNS[4].text(entry)) for entry in form.table.rows()]
    assert verdicts[0] == ("new", "—")
    assert verdicts[1] == ("refused", "Il n'y a pas de facture FA2026000077 ici. Vérifiez la société et le fichier.")
    form.table.setFocus()
    shown.press(CONFIRM)
    assert given(services) == []
    form.skip.setChecked(True)
    shown.press(CONFIRM)
    assert [status for status, _reason, _comment in given(services)] == [EInvoiceStatus.DEPOSITED]
    assert shown.notice == "1 statut enregistré"
    assert shown.window.forms() == []


def test_a_paper_is_kept_with_its_type_and_listed_in_the_pane(services, shown, tmp_path):
    paper = tmp_path / "bl.pdf"
    paper.write_bytes(b"%PDF-1.7 signed")
    ask_type(shown.desk, shown.page.detail.invoice.row, paper, shown.page)
    dialog = shown.dialog
    assert unnamed(dialog) == []
    shown.press(CONFIRM)
    assert shown.notice == "bl.pdf est gardé avec FA2026000001."
    shown.qtbot.waitUntil(lambda: len(shown.page.detail.invoice.proofs) == 1)
    assert shown.page.detail.invoice.proofs[0].type.value == "BON_LIVRAISON"


def test_what_was_collected_is_declared_into_a_folder(services, shown, tmp_path, monkeypatch):
    services.payments.receive(
        NewPayment("C1", 7999, TODAY, PaymentMethod.TRANSFER, (AllocateTo("FA2026000001", 7999),))
    )
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    shown.window.ask("invoices", "declare", [1])
    assert (tmp_path / "FA2026000001-CDV-212-1.xml").exists()
    assert given(services)[-1][0] is EInvoiceStatus.COLLECTED
    assert shown.failures == []


def test_the_files_of_a_period_are_exported_from_a_dialog_by_keys(services, shown, tmp_path, monkeypatch):
    out = tmp_path / "novembre.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    shown.page._on_period()
    dialog = shown.dialog
    assert unnamed(dialog) == []
    assert (dialog.first.text(), dialog.last.text()) == ("01/10/2026", "31/10/2026")
    shown.press("01/11/2026", Key.Key_Tab)
    dialog.last.selectAll()
    shown.press("30/11/2026", CONFIRM)
    assert out.exists()
    assert shown.notice == f"1 facture écrite dans {out}"


def test_the_e_reporting_shows_figures_that_agree_with_the_invoices(services, shown, tmp_path, monkeypatch):
    shown.page._on_reporting()
    form = shown.form
    assert isinstance(form, EReportingForm)
    assert unnamed(form) == []
    assert (form.first.text(), form.last.text()) == ("11/11/2026", "20/11/2026")
    form.last.setFocus()
    form.last.selectAll()
    shown.press("30/11/2026", Key.Key_Tab)
    assert form._told.text().startswith("Rien à déclarer\u00a0: toutes les ventes")
    assert form._sums.text().endswith("facturé 66,66\u00a0€, 13,33\u00a0€")
    out = tmp_path / "er.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    shown.press((Ctrl, Key.Key_E))
    assert out.exists()
    assert shown.failures == []

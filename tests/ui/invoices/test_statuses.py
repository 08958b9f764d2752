"""Electronic statuses typed in the window with the keyboard, and what they call for."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from adv_desktop.models.rules.lifecycle import EInvoiceStatus, StatusReason
from adv_desktop.services.einvoice_statuses import NewStatus, of_invoice
from adv_desktop.services.order_commands import NewLine
from adv_desktop.ui.claims.form import ClaimForm
from adv_desktop.ui.invoices.credit import CreditForm
from adv_desktop.ui.invoices.status import StatusDialog
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

"""The proof of delivery with the keyboard: a dropped paper, reserves and their claim, in one gesture."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.enums import MessageState
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import delivery_detail
from adv_desktop.ui.deliveries.proof import ProofBody
from adv_desktop.ui.deliveries.shipping import queue_notices
from tests.support.company import TODAY, confirmed, shipped
from tests.ui.support.main_window import OpenWindow, open_window, unnamed

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shown(services, tmp_path, qtbot) -> OpenWindow:
    shipped(services, confirmed(services, NewLine(Decimal(5), "P1")).id)
    opened = open_window(services, tmp_path, "deliveries", qtbot)
    opened.wait_for_rows(1)
    opened.page.show_document(1)
    opened.page.list.view.setFocus()
    return opened


def drop(widget, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    widget.dropEvent(QDropEvent(QPointF(1, 1), action, mime, button, Qt.KeyboardModifier.NoModifier))


def test_reserves_and_the_signed_paper_are_recorded_with_their_claim(services, shown, tmp_path):
    scan = tmp_path / "BL signé.pdf"
    scan.write_bytes(b"%PDF-1.4 signed")
    shown.press((Ctrl, Key.Key_R))
    body = shown.dialog.findChild(ProofBody)
    assert unnamed(body) == []
    assert not body.claim.isEnabled()
    body.received_by.setFocus()
    shown.press("M. Petit", Key.Key_Tab, "2 cartons ouverts")
    assert body.claim.isChecked()
    assert "27/11/2026" in body.claim.text()
    drop(body.paper, scan)
    shown.press((Ctrl, Key.Key_Return))
    assert shown.notice == "Preuve de livraison de BL2026000001 enregistrée. Réclamation REC2026000001 ouverte."
    with services.store.read() as session:
        detail = delivery_detail.detail(session, 1, TODAY)
    assert (detail.reserves, [paper.name for paper in detail.papers]) == ("2 cartons ouverts", ["BL signé.pdf"])
    assert shown.failures == []


def test_a_proof_without_reserves_opens_no_claim(services, shown):
    shown.press((Ctrl, Key.Key_R))
    assert shown.dialog.isVisible()
    shown.press((Ctrl, Key.Key_Return))
    assert shown.notice == "Preuve de livraison de BL2026000001 enregistrée."
    shown.page.show_query("to_prove")
    shown.wait_for_rows(0)


def test_the_shipping_notice_waits_in_the_outbox_until_it_is_sent(services, shown):
    queue_notices(shown.desk, [1])
    assert shown.notice == "1 message attend dans la boîte d'envoi."
    with services.store.read() as session:
        (message,) = session.query(OutboxMessage).all()
    assert (message.state, message.document_id) == (MessageState.TO_SEND, 1)

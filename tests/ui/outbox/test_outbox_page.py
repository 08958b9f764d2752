from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from adv_desktop.bootstrap import Services
from adv_desktop.models.enums import DocumentKind, MessageState
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import orders, outbox
from adv_desktop.ui.orders.actions import OrderActions
from adv_desktop.ui.outbox.form import MessageForm
from adv_desktop.ui.outbox.page import OutboxPage
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.settings.mail import MailSection
from tests.support.company import TODAY, confirmed, new_company
from tests.support.mail import Inbox, mail_server
from tests.ui.support.desk import desk_of

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = new_company(tmp_path / "company.db")
    made.settings.set("mail.sender", "adv@exemple.fr")
    made.customers.create(CustomerData("C2", "Client C2", terms="30 jours nets", email="achats@deux.fr"))
    for customer in ("C2", "C1"):
        order = confirmed(made, NewLine(Decimal(4), "P1"), customer=customer)
        made.outbox_filling.acknowledgements([order.id])
    yield made
    made.close()


@pytest.fixture
def inbox(services) -> Iterator[Inbox]:
    inbox = Inbox()
    with mail_server(inbox) as port:
        for key, value in (("host", "127.0.0.1"), ("port", port), ("security", "none")):
            services.settings.set(f"mail.{key}", value)
        yield inbox


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1300, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def desk(services, tmp_path, top):
    made, window, failures = desk_of(services, tmp_path, top)
    yield made, window
    assert failures == []


def shown(widget: QWidget, top: QWidget) -> None:
    widget.resize(1300, 880)
    top.show()
    top.activateWindow()
    QTest.qWaitForWindowActive(top)


def page_on(desk, top) -> OutboxPage:
    page = OutboxPage(desk[0], top)
    desk[0].services.store.hub.subscribe(page.on_changed)
    shown(page, top)
    page.refresh()
    page.list.view.setFocus()
    return page


def states(services) -> list[MessageState]:
    with services.store.read() as session:
        return [row.message_state for row in outbox.rows(session, [1, 2], TODAY).values()]


def texts_of(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def test_one_key_sends_all_that_waits_and_what_fails_is_red_with_its_reason(qtbot, services, desk, top, inbox):
    page = page_on(desk, top)
    qtbot.keyClick(page.list.view, Qt.Key.Key_Return, CTRL)
    assert states(services) == [MessageState.SENT, MessageState.FAILED]
    assert [mail["To"] for mail in inbox.messages] == ["achats@deux.fr"]
    assert "pas d'adresse" in desk[0].notices.text
    page.show_document(2)
    assert any("pas d'adresse" in text for text in texts_of(page.pane))


def test_the_pane_shows_the_text_and_opens_the_file_as_it_will_leave(qtbot, services, desk, top):
    page = page_on(desk, top)
    page.show_document(1)
    text = page.pane.findChildren(QPlainTextEdit)[-1]
    assert "Nous vous remercions de votre commande CDE2026000001" in text.toPlainText()
    qtbot.keyClick(page.list.view, Qt.Key.Key_P, CTRL)
    (preview,) = desk[1].forms
    assert isinstance(preview, PreviewForm)
    assert preview.pdf == b"acknowledgement 1"
    preview.deleteLater()


def test_a_message_is_corrected_and_sent_from_its_form(qtbot, services, desk, top):
    form = MessageForm(desk[0], 2, top)
    shown(form, top)
    form.to.setText("juste@un.fr, copie@un.fr")
    form.body.setFocus()
    with qtbot.waitSignal(form.closed):
        qtbot.keyClick(form.body, Qt.Key.Key_Return, CTRL)
    assert desk[1].asked == [("outbox", "send", (2,))]
    with services.store.read() as session:
        assert outbox.detail(session, 2, TODAY).recipients == ("juste@un.fr", "copie@un.fr")


def test_an_address_that_cannot_be_one_is_said_in_the_form(services, desk, top):
    form = MessageForm(desk[0], 2, top)
    form.to.setText("personne")
    form.save()
    assert "personne" in form.problem.text()


def test_what_has_left_is_not_corrected(services, desk, top, inbox):
    page = page_on(desk, top)
    page.do("send", [1])
    page.show_document(1)
    page.open_document(1)
    assert desk[1].forms == []
    assert desk[0].notices.text


def test_an_order_puts_its_acknowledgement_in_the_outbox_and_offers_to_send_it(services, desk, top):
    order = confirmed(services, NewLine(Decimal(1), "P2"), customer="C2")
    with services.store.read() as session:
        row = orders.rows(session, [order.id], TODAY)[order.id]
    OrderActions(desk[0], lambda _id: None, top).run("send", row)
    assert "CDE2026000003" in desk[0].notices.text
    with services.store.read() as session:
        (file, *_others) = outbox.detail(session, 1, TODAY).files[1:]
    assert (file.kind, file.document_id) == (DocumentKind.ORDER, order.id)


def test_the_account_is_tried_by_a_message_to_oneself(services, desk, top, inbox):
    section = MailSection(desk[0], top)
    section.refresh()
    section.try_account()
    assert inbox.messages[0]["To"] == "adv@exemple.fr"
    assert any("adv@exemple.fr" in text for text in texts_of(section.password_form))


def test_the_outbox_says_what_to_do_when_it_is_empty(services, desk, top):
    services.outbox.discard([1, 2])
    page = page_on(desk, top)
    assert any("accusé de réception depuis une commande" in text for text in texts_of(page))

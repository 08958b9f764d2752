"""Returns with the keyboard: from the delivery that comes back to the credit note that settles it."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from adv_desktop.models.enums import InvoiceType, ReturnState
from adv_desktop.models.errors import DomainError
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.returns import return_by_id
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.returns.form import AllowForm, InspectForm
from tests.support.company import confirmed, invoiced, shipped
from tests.ui.support.main_window import open_window

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


@pytest.fixture
def opened(services, tmp_path, qtbot):
    order = confirmed(services, NewLine(product="P1", quantity=Decimal(10)))
    invoiced(services, shipped(services, order.id))
    shown = open_window(services, tmp_path, "deliveries", qtbot)
    yield shown
    assert shown.failures == []


def one_return(services):
    with services.store.read() as session:
        return return_by_id(session, 1)


def allow(opened, quantity, reason):
    opened.page.list.view.set_current_id(1)
    opened.press((CTRL, KEY.Key_B))
    assert isinstance(opened.form, AllowForm)
    opened.press(reason, KEY.Key_Return, quantity, KEY.Key_Return)


def test_a_return_goes_from_the_delivery_to_a_draft_credit_note_without_a_mouse(opened, services):
    allow(opened, "4", "Casse")
    opened.press((CTRL, KEY.Key_Return))
    assert isinstance(opened.form, InspectForm)
    opened.press("3", KEY.Key_Tab, "1", KEY.Key_Tab, (CTRL, KEY.Key_Return))
    made = one_return(services)
    assert (made.state, made.reason) == (ReturnState.INSPECTED, "Casse")
    assert [(line.restocked, line.scrapped) for line in made.lines] == [(3, 1)]
    with services.store.read() as session:
        credit = invoice_by_id(session, 2)
        assert (credit.type, credit.return_id, credit.items[0].quantity) == (InvoiceType.CREDIT_NOTE, made.id, 4)
    assert "RET2026000001" in opened.notice


def test_a_return_of_what_was_not_invoiced_says_that_no_credit_note_is_due(services, tmp_path, qtbot):
    order = confirmed(services, NewLine(product="P1", quantity=Decimal(10)))
    shipped(services, order.id)
    shown = open_window(services, tmp_path, "deliveries", qtbot)
    allow(shown, "4", "Casse")
    shown.press((CTRL, KEY.Key_Return), "4", (CTRL, KEY.Key_Return))
    assert one_return(services).state is ReturnState.INSPECTED
    assert "rien n'en était facturé" in shown.notice
    assert shown.failures == []


def test_an_allowed_return_is_awaited_in_its_list_then_received(opened, services):
    allow(opened, "2", "Erreur")
    opened.press((CTRL, KEY.Key_S))
    assert one_return(services).state is ReturnState.AUTHORISED
    opened.window.show_list("returns", "awaited")
    page = opened.window.page("returns")
    assert list(page.list.model.ids) == [1]
    page.list.view.set_current_id(1)
    opened.press((CTRL, KEY.Key_R))
    assert one_return(services).state is ReturnState.RECEIVED


def test_the_voucher_of_a_return_is_previewed_with_the_keyboard(opened):
    allow(opened, "2", "Erreur")
    opened.press((CTRL, KEY.Key_S))
    opened.window.show_list("returns", "awaited")
    opened.window.page("returns").list.view.set_current_id(1)
    opened.window.page("returns").list.view.setFocus()
    opened.press((CTRL, KEY.Key_P))
    assert isinstance(opened.form, PreviewForm)
    assert opened.form.title == "Bon de retour RET2026000001"
    assert opened.form.preview.page_count == 1


def test_more_than_left_says_so_and_writes_nothing(opened, services):
    allow(opened, "11", "Erreur")
    opened.press((CTRL, KEY.Key_S))
    assert "10" in str(opened.failures.pop())
    with services.store.read() as session, pytest.raises(DomainError, match=r"return\.not_found"):
        return_by_id(session, 1)


def test_a_refused_delivery_is_recorded_from_its_list_and_is_to_be_delivered_again(services, tmp_path, qtbot):
    order = confirmed(services, NewLine(product="P1", quantity=Decimal(10)))
    shipped(services, order.id)
    shown = open_window(services, tmp_path, "deliveries", qtbot)
    shown.page.list.view.set_current_id(1)
    shown.page._act("lost")()
    assert shown.dialog.isVisible()
    shown.press((CTRL, KEY.Key_Return))
    assert shown.failures == []
    assert shown.notice.startswith("AE2026000001 annule l'expédition de BL2026000001")
    with services.store.read() as session:
        line = order_by_id(session, order.id).lines[0]
        assert (line.delivered, line.backorder) == (0, 10)

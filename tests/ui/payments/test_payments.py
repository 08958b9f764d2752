from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from adv_desktop.models.enums import DocumentKind, PaymentMethod
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.services.queries import payments
from adv_desktop.ui.payments.form import PaymentForm
from adv_desktop.ui.payments.page import PaymentsPage
from adv_desktop.ui.payments.refund import RefundDialog
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.support.company import TODAY, confirmed, invoiced, shipped
from tests.ui.support.desk import desk_of


@pytest.fixture
def numbers(services) -> list[str]:
    """Two invoices of 48,00 €."""
    made = []
    for _ in range(2):
        order = confirmed(services, NewLine(Decimal(4), "P2", unit_price=Decimal(10), vat_rate=Decimal(20)))
        made.append(invoiced(services, shipped(services, order.id)))
    return made


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


def shown(window: QWidget) -> None:
    """Show a window and make it the active one, as shortcuts need it."""
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)


def form_on(desk, top, **options) -> PaymentForm:
    form = PaymentForm(desk[0], parent=top, **options)
    form.resize(1300, 880)
    shown(top)
    return form


def page_on(desk, top) -> PaymentsPage:
    page = PaymentsPage(desk[0], top)
    page.resize(1300, 880)
    shown(top)
    page.refresh()
    return page


def open_amounts(services) -> dict[str, int]:
    with services.store.read() as session:
        return {item.number: item.open for item in payments.open_items(session, 1, TODAY)}


def type_part(qtbot, form, row: int, text: str) -> None:
    form.grid.finish_editing()
    form.grid.setFocus()
    form.grid.edit_cell(row, "part")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def press(bar: QWidget, text: str) -> None:
    """Press a button of the notice bar, or of a pane, by its text."""
    next(button for button in bar.findChildren(Button) if button.accessibleName() == text).click()


def receive(services, minor: int, *parts: AllocateTo):
    return services.payments.receive(NewPayment("C1", minor, TODAY, PaymentMethod.TRANSFER, parts))


def credited(services) -> str:
    """Make a credit note of 12,00 € on the first invoice."""
    draft = services.credits.draft(NewCredit(1, "Geste", net=1000))
    return str(services.issuing.issue(draft.id).number)


def test_an_invoice_is_paid_by_the_keyboard_alone(qtbot, services, numbers, desk, top):
    form = form_on(desk, top, invoice_ids=[2])
    assert (form.header.amount.value(), form.balance.rest) == (4800, 0)
    form.header.amount.setFocus()
    with qtbot.waitSignal(form.closed):
        qtbot.keyClick(form.header.amount, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert open_amounts(services) == {numbers[0]: 4800}
    assert "REG2026000001" in desk[0].notices.text


def test_f8_pays_the_oldest_first_and_what_is_left_stays_on_account(qtbot, services, numbers, desk, top):
    form = form_on(desk, top, customer_id=1)
    form.header.amount.setFocus()
    qtbot.keyClicks(form.header.amount, "100")
    qtbot.keyClick(form.header.amount, Qt.Key.Key_F8)
    assert [line.part for line in form.grid.lines()] == [4800, 4800]
    assert form.balance.kept == 400
    form.record()
    assert open_amounts(services) == {"REG2026000001": -400}


def test_a_recorded_payment_is_taken_back_from_the_notice(services, numbers, desk, top):
    form = form_on(desk, top, invoice_ids=[1])
    form.record()
    press(desk[0].notices, "Annuler cette action")
    assert open_amounts(services) == dict.fromkeys(numbers, 4800)


def test_a_part_is_typed_in_its_row(qtbot, services, numbers, desk, top):
    form = form_on(desk, top, customer_id=1)
    form.header.amount.set_value(4000)
    type_part(qtbot, form, 1, "40")
    assert (form.balance.allocated, form.balance.rest) == (4000, 0)
    form.record()
    assert open_amounts(services) == {numbers[0]: 4800, numbers[1]: 800}


def test_more_parts_than_money_is_said_and_writes_nothing(qtbot, services, numbers, desk, top):
    form = form_on(desk, top, customer_id=1)
    form.header.amount.set_value(1000)
    type_part(qtbot, form, 0, "48")
    assert "38,00" in form.problem.text()
    form.record()
    assert open_amounts(services) == dict.fromkeys(numbers, 4800)


def test_f6_takes_what_money_there_is_for_the_whole_line(qtbot, services, numbers, desk, top):
    form = form_on(desk, top, customer_id=1)
    form.header.amount.set_value(3000)
    form.grid.setFocus()
    form.grid.setCurrentIndex(form.grid.model().index(1, 0))
    qtbot.keyClick(form.grid, Qt.Key.Key_F6)
    assert [line.part for line in form.grid.lines()] == [0, 3000]


def test_a_credit_note_helps_to_pay(qtbot, services, numbers, desk, top):
    note = credited(services)
    form = form_on(desk, top, customer_id=1)
    form.header.amount.set_value(3600)
    type_part(qtbot, form, 0, "48")
    row = next(row for row, line in enumerate(form.grid.lines()) if line.number == note)
    type_part(qtbot, form, row, "12")
    assert form.balance.rest == 0
    form.record()
    assert open_amounts(services) == {numbers[1]: 4800}


def test_a_credit_note_is_set_against_another_invoice_later_and_taken_back(qtbot, services, numbers, desk, top):
    credited(services)
    form = form_on(desk, top, invoice_ids=[3], offset=True)
    assert form.balance.credits == 1200
    form.grid.setCurrentIndex(form.grid.model().index(1, 0))
    form.fill_line()
    form.record()
    assert open_amounts(services)[numbers[1]] == 3600
    press(desk[0].notices, "Annuler cette action")
    assert open_amounts(services)[numbers[1]] == 4800


def test_credits_that_pay_nothing_are_refused(services, numbers, desk, top):
    credited(services)
    form = form_on(desk, top, invoice_ids=[3], offset=True)
    form.record()
    assert "12,00" in form.problem.text()


def test_an_empty_form_says_what_is_missing(desk, top):
    form = form_on(desk, top)
    form.record()
    assert form.problem.text()


def test_the_pane_shows_what_a_payment_pays_and_takes_it_back(services, numbers, desk, top):
    receive(services, 6000, AllocateTo(numbers[0]))
    page = page_on(desk, top)
    assert [row.number for row in page.allocations.rows()] == [numbers[0]]
    press(page.pane, "Annuler l'affectation")
    page.refresh()
    assert page.allocations is None
    assert open_amounts(services)[numbers[0]] == 4800


def test_what_is_left_of_a_payment_opens_the_offset_form_with_it(services, numbers, desk, top):
    receive(services, 6000, AllocateTo(numbers[0]))
    page = page_on(desk, top)
    page.command_set.actions["offset"].trigger()
    (form,) = desk[1].forms
    top.layout()
    assert (form.offset, form.balance.credits) == (True, 1200)
    form.deleteLater()


def test_a_bounced_payment_asks_why_and_opens_the_invoice_again(qtbot, services, numbers, desk, top):
    receive(services, 4800, AllocateTo(numbers[0]))
    page = page_on(desk, top)
    press(page.pane, "Impayé…")
    dialog = page.findChild(FormDialog)
    field = dialog.findChildren(QLineEdit)[0]
    dialog.submit()
    assert dialog.isVisible()  # without a reason it is refused
    qtbot.keyClicks(field, "Sans provision")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert open_amounts(services)[numbers[0]] == 4800
    with services.store.read() as session:
        assert payments.rows(session, [1], TODAY)[1].state.code == "bounced"


def test_a_refund_gives_back_no_more_than_there_is(qtbot, services, numbers, desk, top):
    receive(services, 6000, AllocateTo(numbers[0]))
    page = page_on(desk, top)
    press(page.pane, "Rembourser…")
    dialog = page.findChild(RefundDialog)
    assert dialog.amount.value() == 1200
    dialog.amount.set_value(1300)
    dialog.submit()
    assert dialog.isVisible()
    dialog.amount.set_value(1200)
    dialog.submit()
    assert open_amounts(services) == {numbers[1]: 4800}


def test_pay_opens_the_form_of_the_invoice(services, numbers, desk, top):
    page = page_on(desk, top)
    page.do("pay", [2])
    (form,) = desk[1].forms
    assert [line.number for line in form.grid.lines() if line.part] == [numbers[1]]
    form.deleteLater()


def test_the_customer_of_a_payment_is_one_click_away(services, numbers, desk, top):
    receive(services, 100)
    page = page_on(desk, top)
    page.pane.link_clicked.emit()
    assert desk[1].documents == [(DocumentKind.CUSTOMER, 1)]


def test_every_field_of_the_form_has_a_name(services, numbers, desk, top):
    form = form_on(desk, top, customer_id=1)
    nameless = [
        widget
        for widget in form.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible() and not widget.accessibleName()
    ]
    assert nameless == []

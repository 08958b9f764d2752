from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from adv_desktop.bootstrap import Services
from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.enums import BlockScope, LineKind, OrderState, Supply
from adv_desktop.models.rules.dates import Closure, Whose
from adv_desktop.services.accepted_checks import NamedCheck
from adv_desktop.services.customers import Address, CustomerData
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.ui.orders.form import OrderForm
from adv_desktop.ui.orders.header import OWN_ADDRESS
from adv_desktop.ui.orders.taking_up import take_up, this_window
from adv_desktop.ui.tables.light_list import LightList
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.form import Form
from tests.support.company import confirmed, product, shipped
from tests.ui.support.desk import AskedWindow, desk_of

WEDNESDAY = dt.date(2026, 12, 2)


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1400, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def opened(services, tmp_path, top) -> tuple[OrderForm, AskedWindow, list[Exception]]:
    desk, window, failures = desk_of(services, tmp_path, top)
    form = OrderForm(desk, parent=top)
    form.resize(1400, 880)
    top.show()
    return form, window, failures


def choose_customer(form: OrderForm, services: Services, code: str = "C1") -> None:
    record = services.customers.show(code)
    form.header.customer.set_choice(Choice(record.id, record.data.code, record.data.name))
    form.header.customer_chosen.emit(form.header.customer.choice())


def type_keys(qtbot, form: OrderForm, *texts: str) -> None:
    """Type a code and a quantity, each ended by Enter, as the short way of the grid."""
    form.grid.edit_cell(len(form.grid.lines()), "code")
    for text in texts:
        editor = form.grid.focusWidget() or form.grid.viewport().focusWidget()
        qtbot.keyClicks(editor, text)
        qtbot.keyClick(editor, Qt.Key.Key_Return)


def last_order(services: Services):
    with services.store.read() as session:
        return order_by_id(session, 1)


def test_a_typed_order_is_priced_totalled_and_confirmed(qtbot, services, opened):
    form, _window, failures = opened
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", "5")
    qtbot.waitUntil(lambda: bool(form.grid.lines()) and form.grid.lines()[0].shown is not None)
    assert form.grid.lines()[0].shown.net == 16665
    with qtbot.waitSignal(form.closed):
        form.confirm()
    order = last_order(services)
    assert (order.number, order.state, order.gross) == ("CDE2026000001", OrderState.CONFIRMED, 19998)
    assert failures == []


def test_what_blocks_an_order_is_said_beside_it_before_confirming(qtbot, services, opened):
    form, _window, _failures = opened
    services.customers.create(CustomerData("C2", "Bloqué", terms="comptant", blocked=True, block_reason="impayés"))
    choose_customer(form, services, "C2")
    type_keys(qtbot, form, "P1", "5")
    qtbot.waitUntil(lambda: bool(form.answer.blocking))
    assert [check.code for check in form.answer.blocking] == ["customer_blocked"]


def test_an_empty_form_says_what_is_missing_and_writes_nothing(services, opened):
    form, _window, _failures = opened
    form.save()
    assert form.answer.warning.text()
    with services.store.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM sales_order").scalar() == 0


def test_what_is_typed_outlives_a_closed_form(qtbot, services, opened):
    form, _window, _failures = opened
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", "7")
    form.leave()
    kept = services.form_drafts.kept()
    assert [line["quantity"] for line in kept[0].payload["lines"]] == ["7"]
    assert kept[0].payload["customer"] == "C1"


def test_a_draft_opens_with_its_lines_and_its_price_follows_the_quantity(qtbot, services, tmp_path, top):
    ref = services.orders.create(NewOrder("C1", (NewLine(Decimal(5), "P1"),)))
    desk, _window, _failures = desk_of(services, tmp_path, top)
    form = OrderForm(desk, ref.id, parent=top)
    top.show()
    assert form.grid.lines()[0].price is None
    form.save()
    assert last_order(services).lines[0].quantity == 5


def test_cartons_typed_in_the_quantity_become_pieces_with_the_factor_in_sight(qtbot, services, opened):
    form, _window, failures = opened
    record = services.products.show("P1")
    services.products.update(
        record.id, record.version, replace(record.data, pack_label="carton", pack_size=Decimal(12))
    )
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", "3 ct")
    qtbot.waitUntil(lambda: form.grid.lines()[0].pack is not None)
    line = form.grid.lines()[0]
    shown = {column.key: column for column in form.grid.lines_model.spec.columns}
    assert (line.quantity, line.counted_in) == (36, "")
    assert shown["quantity"].text(line) == "36"
    assert shown["unit"].text(line) == "3 × 12"
    assert shown["unit"].tip(line) == "3 × carton de 12"
    assert failures == []


def test_a_unit_that_means_nothing_is_said_and_the_line_stays_as_it_was_typed(qtbot, services, opened):
    form, _window, failures = opened
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", "3 palettes")
    qtbot.waitUntil(lambda: "palettes" in form.answer.warning.text())
    assert (form.grid.lines()[0].quantity, form.grid.lines()[0].counted_in) == (3, "palettes")
    assert failures == []


def run_command(form: OrderForm, key: str) -> None:
    next(command for command in form.commands() if command.key == key).run()


def go_to(form: OrderForm, row: int, key: str) -> None:
    form.grid.finish_editing()
    form.grid.edit_cell(row, key)


def type_text(qtbot, form: OrderForm, text: str) -> None:
    editor = form.grid.viewport().focusWidget()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_a_title_a_comment_and_a_subtotal_are_typed_moved_and_saved(qtbot, services, opened):
    form, _window, _failures = opened
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", "5")
    go_to(form, 0, "quantity")
    run_command(form, "title")
    type_text(qtbot, form, "Atelier")
    go_to(form, 2, "code")
    run_command(form, "comment")
    type_text(qtbot, form, "Sur palette")
    run_command(form, "subtotal")
    assert [line.kind.value for line in form.grid.lines()] == ["title", "item", "comment", "subtotal"]
    go_to(form, 2, "label")
    run_command(form, "up")
    qtbot.waitUntil(lambda: all(line.shown is not None for line in form.grid.lines()))
    assert [line.shown.net for line in form.grid.lines() if line.kind is LineKind.SUBTOTAL] == [16665]
    form.save()
    lines = last_order(services).lines
    assert [(line.kind.value, line.label) for line in lines] == [
        ("title", "Atelier"),
        ("comment", "Sur palette"),
        ("item", "Article P1"),
        ("subtotal", ""),
    ]


def test_enter_passes_over_the_cells_that_words_do_not_have(qtbot, services, opened):
    form, _window, _failures = opened
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", "5")
    run_command(form, "title")
    type_text(qtbot, form, "Bureau")
    assert form.grid.current_cell() == (2, form.grid.product_column)
    assert form.grid.columnSpan(1, 1) > 1


def test_the_place_brings_its_carrier_and_who_is_invoiced_and_both_may_be_changed(qtbot, services, opened):
    form, _window, failures = opened
    services.customers.create(CustomerData("C7", "Siège", terms="comptant"))
    depot = Address("Dépôt", "CLIENT TEST", carrier="Vauzelle", bill_to="C7", is_default=True)
    services.customers.add_address("C1", depot)
    choose_customer(form, services)
    command = form.header.command()
    assert (command.ship_to_id, command.carrier, command.bill_to, command.payer) == (1, "Vauzelle", "C7", None)
    form.header.ship_to.set_key(OWN_ADDRESS)
    form.header.ship_to.picked.emit(OWN_ADDRESS)
    command = form.header.command()
    assert (command.ship_to_id, command.deliver_to.name, command.bill_to) == (None, "CLIENT TEST SAS", None)
    form.header.payer.set_choice(Choice(2, "C7", "Siège"))
    type_keys(qtbot, form, "P1", "5")
    form.save()
    order = last_order(services)
    assert (order.bill_to_id, order.payer_id, order.deliver_to["name"]) == (1, 2, "CLIENT TEST SAS")
    assert failures == []


def test_a_date_on_a_closed_day_is_moved_to_the_next_open_day_by_its_button(qtbot, services, opened):
    form, _window, _failures = opened
    record = services.customers.show("C1")
    closure = Closure(WEDNESDAY, WEDNESDAY, "Inventaire", Whose.CUSTOMER)
    services.customers.update(record.id, record.version, replace(record.data, closures=(closure,)))
    choose_customer(form, services)
    form.header.requested.set_value(WEDNESDAY)
    type_keys(qtbot, form, "P1", "5")
    buttons = {}
    qtbot.waitUntil(lambda: buttons.update(named_buttons(form)) or "Promettre le 03/12" in buttons)
    buttons["Promettre le 03/12"].click()
    assert form.grid.lines()[0].promised == WEDNESDAY + dt.timedelta(days=1)
    qtbot.waitUntil(lambda: "Promettre le 03/12" not in named_buttons(form))


def named_buttons(form: OrderForm) -> dict[str, QAbstractButton]:
    return {button.text(): button for button in form.findChildren(QAbstractButton) if button.isVisible()}


def test_the_fields_that_a_customer_requires_appear_with_him_and_the_fix_goes_to_them(qtbot, services, opened):
    form, _window, failures = opened
    record = services.customers.show("C1")
    services.customers.update(
        record.id, record.version, replace(record.data, requirements=("engagement", "service_code@invoicing"))
    )
    choose_customer(form, services)
    assert list(form.header.asked.edits) == ["engagement", "service_code"]
    type_keys(qtbot, form, "P1", "5")
    qtbot.waitUntil(lambda: bool(form.answer.blocking))
    assert [check.code for check in form.answer.blocking] == ["requirement_missing"]
    form.grid.finish_editing()
    form.answer.checks.fix_asked.emit("requirement_missing:0", "field=engagement")
    edit = form.header.asked.edits["engagement"]
    assert form.focusWidget() is edit
    qtbot.keyClicks(edit, "EJ-2026")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not form.answer.blocking)
    form.confirm()
    assert last_order(services).requirements == {"engagement": "EJ-2026"}
    assert failures == []


def light_list(qtbot, form: OrderForm) -> LightList:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in form.findChildren(LightList)))
    return next(one for one in form.findChildren(LightList) if one.isVisible())


def priced_line(qtbot, form: OrderForm, services: Services, quantity: str = "5") -> None:
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", quantity)
    qtbot.waitUntil(lambda: bool(form.grid.lines()) and form.grid.lines()[0].shown is not None)
    go_to(form, 0, "price")


def test_one_key_takes_a_former_price_with_where_it_comes_from(qtbot, services, opened):
    form, _window, failures = opened
    confirmed(services, NewLine(Decimal(3), "P1", unit_price=Decimal(30), discounts=(Decimal(5),)))
    priced_line(qtbot, form, services)
    run_command(form, "last_prices")
    shown = light_list(qtbot, form)
    qtbot.keyClick(shown.table, Qt.Key.Key_Return)
    line = form.grid.lines()[0]
    assert (line.price, line.discounts) == (30, (Decimal(5),))
    assert line.kept.price_reason == "Prix de CDE2026000001, 24/11/2026"
    assert form.grid.current_cell()[0] == 0
    form.confirm()
    with services.store.read() as session:
        assert order_by_id(session, 2).lines[0].price_reason == line.kept.price_reason
    assert failures == []


def test_the_list_of_prices_is_left_with_escape_and_changes_nothing(qtbot, services, opened):
    form, _window, _failures = opened
    confirmed(services, NewLine(Decimal(3), "P1", unit_price=Decimal(30)))
    priced_line(qtbot, form, services)
    run_command(form, "last_prices")
    shown = light_list(qtbot, form)
    qtbot.keyClick(shown.table, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert form.grid.lines()[0].price is None


def test_a_line_is_given_free_for_a_reason_and_sold_again(qtbot, services, opened):
    form, _window, _failures = opened
    priced_line(qtbot, form, services)
    run_command(form, "free")
    qtbot.keyClick(light_list(qtbot, form).table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.grid.lines()[0].shown is not None and form.grid.lines()[0].shown.net == 0)
    assert form.grid.lines()[0].kept.free_reason == "sample"
    go_to(form, 0, "price")
    run_command(form, "free")
    table = light_list(qtbot, form).table
    qtbot.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.grid.lines()[0].shown is not None and form.grid.lines()[0].shown.net == 16665)


def test_the_source_of_the_goods_of_a_line_is_chosen_by_key_and_shown_in_place_of_the_stock(qtbot, services, opened):
    form, _window, _failures = opened
    priced_line(qtbot, form, services)
    run_command(form, "supply")
    table = light_list(qtbot, form).table
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.grid.lines()[0].shown is not None and form.grid.lines()[0].shown.available is None)
    assert form.grid.lines()[0].kept.supply is Supply.PURCHASE
    column = next(column for column in form.grid.spec.columns if column.key == "available")
    assert column.text(form.grid.lines()[0]) == "Achat"


def test_a_line_made_urgent_by_key_is_told_to_logistics_once_the_order_is_confirmed(qtbot, services, opened):
    form, _window, failures = opened
    priced_line(qtbot, form, services)
    run_command(form, "urgent")
    assert form.grid.line(0).kept.urgent
    form.confirm()
    line = last_order(services).lines[0]
    assert (line.urgent, failures) == (True, [])
    with services.store.read() as session:
        (message,) = session.scalars(sa.select(OutboxMessage)).all()
        assert "URGENT" in message.subject


def test_a_line_is_split_between_days_at_its_price_and_under_the_customers_line_number(qtbot, services, opened):
    form, _window, _failures = opened
    priced_line(qtbot, form, services, "300")
    line = form.grid.lines()[0]
    form.grid.replace(0, replace(line, kept=replace(line.kept, customer_line_no="10")))
    run_command(form, "split")
    dialog = form.findChild(FormDialog)
    grid = dialog.findChild(LineGrid)
    for text in ("100", "5/1", "200", "12/1"):
        editor = grid.viewport().focusWidget()
        qtbot.keyClicks(editor, text)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    dialog.submit()
    found = [(one.quantity, one.kept.customer_line_no, one.price) for one in form.grid.lines()]
    assert found == [(100, "10", Decimal("33.33")), (200, "10", Decimal("33.33"))]
    assert [f"{one.promised:%d/%m/%Y}" for one in form.grid.lines()] == ["05/01/2027", "12/01/2027"]


def test_parts_that_do_not_make_the_line_are_refused_in_words(qtbot, services, opened):
    form, _window, _failures = opened
    priced_line(qtbot, form, services, "300")
    run_command(form, "split")
    dialog = form.findChild(FormDialog)
    dialog.submit()
    assert dialog.isVisible()
    assert len(form.grid.lines()) == 1


def test_the_product_that_replaces_another_is_proposed_and_the_consent_kept(qtbot, services, opened):
    form, _window, _failures = opened
    record = services.products.show("P1")
    services.products.update(record.id, record.version, replace(record.data, end_of_life=True, replaced_by="P2"))
    priced_line(qtbot, form, services)
    run_command(form, "substitute")
    dialog = form.findChild(FormDialog)
    fields = dialog.findChild(Form)
    assert fields.widget("product").choice().code == "P2"
    dialog.submit()
    assert dialog.isVisible(), "who agreed is asked for"
    qtbot.keyClicks(fields.widget("agreed_by"), "Mme Vernier")
    dialog.submit()
    form.save()
    line = last_order(services).lines[0]
    assert line.product_code == "P2"
    assert line.differences == [
        {"kind": "substituted", "code": "P1", "agreed_by": "Mme Vernier", "agreed_on": "2026-11-24"}
    ]


def opened_again(services, tmp_path, top, order_id: int | None = None) -> OrderForm:
    desk, _window, _failures = desk_of(services, tmp_path, top)
    form = OrderForm(desk, order_id, parent=top)
    form.offered = desk.notices
    return form


def test_a_new_order_offers_what_was_left_and_takes_it_up_whole(qtbot, services, opened, tmp_path, top):
    form, _window, _failures = opened
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", "7")
    run_command(form, "title")
    type_text(qtbot, form, "Atelier")
    form.header.notes.setText("Merci")
    form.leave()
    again = opened_again(services, tmp_path, top)
    assert "C1" in again.offered.text
    draft = services.form_drafts.left("order", 0, "").draft
    take_up(again, draft)
    assert [(line.code, line.label, line.quantity) for line in again.grid.lines()] == [
        ("P1", "Article P1", 7),
        ("", "Atelier", 0),
    ]
    assert (again.header.customer.choice().code, again.header.notes.value()) == ("C1", "Merci")
    again.save()
    assert services.form_drafts.kept() == []
    assert [line.kind.value for line in last_order(services).lines] == ["item", "title"]


def test_another_new_order_never_overwrites_what_was_left(qtbot, services, opened, tmp_path, top):
    form, _window, _failures = opened
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", "7")
    form.leave()
    other = opened_again(services, tmp_path, top)
    choose_customer(other, services)
    type_keys(qtbot, other, "P2", "1")
    other.leave()
    kept = {draft.document_id: draft.payload["lines"][0]["code"] for draft in services.form_drafts.kept()}
    assert kept == {0: "P1", -1: "P2"}


def test_an_order_that_was_only_looked_at_leaves_nothing_behind(services, tmp_path, top):
    ref = services.orders.create(NewOrder("C1", (NewLine(Decimal(5), "P1"),)))
    form = opened_again(services, tmp_path, top, ref.id)
    form.leave()
    assert services.form_drafts.kept() == []


def test_what_was_changed_of_an_order_comes_back_on_its_own_lines(qtbot, services, tmp_path, top):
    ref = services.orders.create(NewOrder("C1", (NewLine(Decimal(5), "P1", customer_line_no="10"),)))
    form = opened_again(services, tmp_path, top, ref.id)
    top.show()
    form.grid.edit_cell(0, "quantity")
    type_text(qtbot, form, "8")
    form.leave()
    again = opened_again(services, tmp_path, top, ref.id)
    take_up(again, services.form_drafts.left("order", ref.id, "").draft)
    line = again.grid.lines()[0]
    assert (line.quantity, line.kept.customer_line_no) == (8, "10")
    assert line.kept.id is not None
    again.save()
    assert [line.quantity for line in last_order(services).lines] == [8]


def test_what_another_form_of_this_window_is_typing_is_not_offered(qtbot, services, opened):
    form, _window, _failures = opened
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", "7")
    form.keep_draft(this_window())
    assert services.form_drafts.left("order", 0, this_window()).draft is None
    assert services.form_drafts.left("order", 0, "after a crash").draft is not None


def test_a_line_without_a_quantity_is_not_left_out_in_silence(qtbot, services, opened):
    form, _window, _failures = opened
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", "5", "P2", "")
    form.save()
    assert form.answer.warning.text().startswith("La ligne 2 n'a pas de quantité")
    assert form.grid.current_cell()[0] == 1
    with services.store.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM sales_order").scalar() == 0
    type_text(qtbot, form, "3")
    form.save()
    assert [line.quantity for line in last_order(services).lines] == [5, 3]


def test_a_fix_goes_to_its_own_line_below_a_blank_one(qtbot, services, opened):
    form, _window, _failures = opened
    record = services.products.show("P1")
    services.products.update(record.id, record.version, replace(record.data, minimum_quantity=Decimal(10)))
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", "5")
    form.grid.finish_editing()
    form.grid.lines_model.insert(0)
    form.answer.checks.fix_asked.emit("below_minimum:1", "quantity=10")
    assert (form.grid.line(0).is_blank, form.grid.line(1).quantity) == (True, 10)


def button_of(form: OrderForm, text: str) -> QAbstractButton:
    return next(button for button in form.answer.checks.findChildren(QAbstractButton) if button.text() == text)


def accepted(services: Services) -> list[tuple[str, bool]]:
    found = services.orders.check(last_order(services).id)
    return [(check.code, check.accepted is not None) for check in found]


def test_a_warning_is_accepted_in_the_panel_or_with_a_key_and_stays_with_the_order(qtbot, services, opened):
    form, _window, failures = opened
    record = services.products.show("P1")
    services.products.update(record.id, record.version, replace(record.data, pack=Decimal(6)))
    choose_customer(form, services)
    type_keys(qtbot, form, "P1", "7")
    form.grid.finish_editing()
    qtbot.waitUntil(lambda: bool(form.answer._found))
    button_of(form, "Accepter").click()
    qtbot.waitUntil(lambda: bool(form.answer.accepted))
    form.save()
    assert accepted(services) == [("pack_multiple", True)]
    assert failures == []


def test_accepted_remarks_are_opened_again_taken_back_and_accepted_with_a_key(qtbot, services, opened, top):
    form, _window, _failures = opened
    services.settings.set("default_lead_days", 30)
    made = services.orders.create(NewOrder("C1", (NewLine(Decimal("2.5"), "P1"),), requested=WEDNESDAY))
    for kind in ("date_too_early", "piece_decimals"):
        services.accepted_checks.accept(NamedCheck(made.id, kind))
    again = OrderForm(form.desk, made.id, top)
    qtbot.waitUntil(lambda: len(again.answer._found) == 2)
    button_of(again, "La montrer de nouveau").click()
    again.save()
    assert accepted(services) == [("piece_decimals", False), ("date_too_early", True)]
    third = OrderForm(form.desk, made.id, top)
    qtbot.waitUntil(lambda: len(third.answer._found) == 2)
    next(command for command in third.commands() if command.shortcut == "Ctrl+Shift+K").run()
    third.save()
    assert accepted(services) == [("piece_decimals", True), ("date_too_early", True)]


def test_the_rarer_fields_are_left_out_unless_they_say_something_unusual(opened):
    form, _window, _failures = opened
    header = form.header
    rare = (header.freight, header.channel, header.payer, header.partial, header.urgency, header.notes)
    assert [edit.isVisible() for edit in rare] == [False] * 6
    assert header.discount.isVisible()
    header.show_command(replace(header._base, notes="Sonner deux fois", urgent=True), None)
    assert [edit.isVisible() for edit in rare] == [False, False, False, False, True, True]
    form.fewer.turn()
    assert all(edit.isVisible() for edit in rare)
    assert not OrderForm(form.desk, parent=form).header.freight.parentWidget().isHidden()
    form.fewer.turn()
    assert not header.freight.isVisible()


def test_the_checks_say_what_they_wait_for(qtbot, services, opened):
    form, _window, _failures = opened
    told = form.answer.checks.findChildren(QLabel)
    assert any(label.text().startswith("Choisissez le client") and label.isVisible() for label in told)
    choose_customer(form, services)
    qtbot.waitUntil(lambda: any(label.text().startswith("Saisissez les lignes") for label in told))
    type_keys(qtbot, form, "P1", "5")
    qtbot.waitUntil(lambda: bool(form.grid.lines()) and form.grid.lines()[0].shown is not None)
    assert not any("ce qui mérite attention" in label.text() for label in told)


def test_a_confirmed_order_offers_to_save_the_change_alone(qtbot, services, top, tmp_path):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    desk, _window, failures = desk_of(services, tmp_path, top)
    form = OrderForm(desk, order.id, parent=top)
    top.show()
    qtbot.waitUntil(lambda: form.heading.text().endswith("000001"))
    buttons = [button.text().split("   ")[0].strip() for button in form.findChildren(Button) if button.isVisible()]
    assert "Enregistrer la modification" in buttons
    assert not {"Confirmer la commande", "Enregistrer le brouillon"} & set(buttons)
    shown = [action.text() for action in form.actions() if action.isVisible()]
    assert "Enregistrer la modification" in shown
    assert "Confirmer la commande" not in shown
    form.header.reference.setText("PO-77")
    with qtbot.waitSignal(form.closed):
        form.command_set.actions["save"].trigger()
    assert last_order(services).customer_reference == "PO-77"
    assert failures == []


def test_what_blocks_keeps_no_change_of_a_confirmed_order_from_being_saved(qtbot, services, top, tmp_path):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    record = services.customers.show("C1")
    services.customers.block(record.id, record.version, "impayé", BlockScope.ORDERS)
    desk, _window, failures = desk_of(services, tmp_path, top)
    form = OrderForm(desk, order.id, parent=top)
    top.show()
    qtbot.waitUntil(lambda: bool(form.answer.blocking))
    assert "reste confirmée" in form.answer.warning.text()
    with qtbot.waitSignal(form.closed):
        form.confirm()
    assert top.findChildren(FormDialog) == []
    assert failures == []


def test_a_cancelled_order_is_read_and_no_longer_changed(qtbot, services, top, tmp_path):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    services.orders.cancel(order.id, order.version, "erreur")
    desk, _window, failures = desk_of(services, tmp_path, top)
    form = OrderForm(desk, order.id, parent=top)
    top.show()
    qtbot.waitUntil(lambda: form.state.text == "Annulée")
    assert not form.verbs.main.isVisible()
    assert not form.command_set.actions["save"].isEnabled()
    assert "dupliquez-la" in form.answer.warning.text()
    assert failures == []


def test_a_quantity_beside_the_pack_is_mended_by_a_figure(qtbot, services, opened):
    services.products.create(replace(product("PACK", "5"), pack=Decimal(12)))
    form, _window, failures = opened
    choose_customer(form, services)
    type_keys(qtbot, form, "PACK", "20")
    qtbot.waitUntil(lambda: any("Mettre" in button.text() for button in form.answer.checks.findChildren(Button)))
    texts = [button.text() for button in form.answer.checks.findChildren(Button) if "Mettre" in button.text()]
    assert texts == ["Mettre 12", "Mettre 24"]
    next(button for button in form.answer.checks.findChildren(Button) if button.text() == texts[0]).click()
    assert form.grid.lines()[0].quantity == 12
    assert failures == []


def test_a_partly_delivered_order_opens_under_the_state_that_its_list_shows(qtbot, services, top, tmp_path):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    shipped(services, order.id, "4")
    desk, _window, failures = desk_of(services, tmp_path, top)
    form = OrderForm(desk, order.id, parent=top)
    qtbot.waitUntil(lambda: form.state.text == "Partiellement livrée")
    assert failures == []

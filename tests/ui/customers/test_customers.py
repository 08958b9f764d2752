from __future__ import annotations

from decimal import Decimal

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from adv_desktop.models.enums import ContactPurpose, DocumentKind
from adv_desktop.models.rules.dates import Closure, DateKind, Whose
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.services.customers import Address, CustomerData, FamilyDiscount, ItemCode
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.queries import customers
from adv_desktop.ui.customers.form import CustomerForm
from adv_desktop.ui.customers.merging import ask_merge
from adv_desktop.ui.customers.page import CustomersPage
from adv_desktop.ui.customers.sheet import CustomerSheet
from adv_desktop.ui.record_list import RecordList
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.widgets.check_row import CheckRow
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.tile import Tile
from tests.support.company import TODAY, confirmed, invoiced, shipped
from tests.ui.support.desk import desk_of


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1300, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def desk(services, tmp_path, top):
    return desk_of(services, tmp_path, top)


def shown(widget: QWidget, top: QWidget) -> QWidget:
    """Show a widget in a window that has the keyboard."""
    layout = QVBoxLayout(top)
    layout.addWidget(widget)
    top.show()
    top.activateWindow()
    widget.setFocus()
    QTest.qWaitForWindowActive(top)
    return widget


def typed(qtbot, form: CustomerForm, **values: str) -> None:
    for name, text in values.items():
        edit = form.fields.edits[name]
        edit.setFocus()
        edit.clear()
        qtbot.keyClicks(edit, text)


def message(form, name: str) -> str:
    return form.widget(name).accessibleDescription()


def test_a_customer_is_created_with_the_keyboard(qtbot, services, desk, top):
    form = shown(CustomerForm(desk[0]), top)
    typed(qtbot, form, code="C9", name="Epicerie du Port", terms="30 jours fin de mois", town="Brest")
    qtbot.keyClick(form.fields.edits["town"], Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    made = services.customers.show("C9").data
    assert (made.name, made.terms, made.town, made.country) == (
        "Epicerie du Port",
        "30 jours fin de mois",
        "Brest",
        "FR",
    )
    assert desk[2] == []


def test_the_siren_is_checked_while_it_is_typed_and_gives_the_vat_number(qtbot, desk, top):
    form = shown(CustomerForm(desk[0]), top)
    typed(qtbot, form, siren="40483304")
    assert message(form.fields.identity, "siren") == ""
    typed(qtbot, form, siren="404833049")
    assert "404833049" in message(form.fields.identity, "siren")
    typed(qtbot, form, siren="404833048")
    assert form.fields.edits["vat_number"].text() == "FR83404833048"
    assert message(form.fields.identity, "siren") == "Clé correcte"


def test_a_siret_of_another_company_is_said_under_its_field(qtbot, desk, top):
    form = shown(CustomerForm(desk[0]), top)
    typed(qtbot, form, siren="404833048", siret="73282932000074")
    assert "73282932000074" in message(form.fields.identity, "siret")


def test_a_look_alike_is_told_without_stopping_the_typing(qtbot, services, desk, top):
    form = shown(CustomerForm(desk[0]), top)
    typed(qtbot, form, code="C9", name="Client test", siren="404833048")
    qtbot.waitUntil(lambda: form.look_alikes.found == (("C1", "same_siren"),))
    assert form.look_alikes.isVisible()
    form.look_alikes.opened.emit("C1")
    assert desk[1].documents == [(DocumentKind.CUSTOMER, 1)]


def test_a_code_that_is_taken_is_said_under_the_code_and_keeps_what_is_typed(qtbot, desk, top):
    form = shown(CustomerForm(desk[0]), top)
    typed(qtbot, form, code="C1", name="Autre", terms="comptant")
    form.save()
    assert "C1" in message(form.fields.identity, "code")
    assert form.fields.edits["name"].text() == "Autre"


def test_payment_terms_that_cannot_be_read_are_said_under_the_terms(qtbot, desk, top):
    form = shown(CustomerForm(desk[0]), top)
    typed(qtbot, form, code="C9", name="Autre", terms="quand il pourra")
    form.save()
    assert "quand il pourra" in message(form.fields.money, "terms")


def test_the_papers_of_a_customer_are_chosen_in_its_form(qtbot, services, desk, top, tmp_path):
    picture = tmp_path / "logo.png"
    Image.new("RGB", (60, 30), (0, 90, 160)).save(picture)
    form = shown(CustomerForm(desk[0], 1), top)
    form.fields.edits["note_style"].set_key("neutral")
    typed(qtbot, form, note_copies="3")
    form.logo.read(picture)
    form.save()
    kept = services.customers.show("C1").data
    assert (kept.note_style, kept.note_copies, kept.invoice_copies) == (NoteStyle.NEUTRAL, 3, 1)
    assert (kept.logo or b"").startswith(b"\x89PNG")
    again = CustomerForm(desk[0], 1)
    qtbot.addWidget(again)
    assert again.logo.content == kept.logo
    again.logo.remove()
    typed(qtbot, again, note_copies="12")
    again.save()
    assert "12" in message(again.fields.papers, "note_copies")


def test_an_edit_keeps_what_the_form_does_not_show(qtbot, services, desk, top):
    data = CustomerData("C8", "MAIRIE", terms="30 jours nets", requirements=("customer_reference", "engagement"))
    customer_id = services.customers.create(data)
    form = shown(CustomerForm(desk[0], customer_id), top)
    typed(qtbot, form, phone="04 78 00 00 00")
    form.fields.edits["requirements"].set_keys(("engagement",))
    form.save()
    kept = services.customers.show("C8").data
    assert (kept.phone, kept.requirements) == ("04 78 00 00 00", ("engagement",))


def test_days_off_and_roles_of_a_place_are_typed_in_its_dialog(qtbot, services, desk, top):
    services.customers.create(CustomerData("C7", "Siège", terms="comptant"))
    services.customers.add_address("C1", Address("Dépôt", "CLIENT TEST"))
    form = shown(CustomerForm(desk[0], 1), top)
    form.addresses.edit_current()
    (dialog,) = form.addresses.findChildren(FormDialog)
    (closures,) = dialog.findChildren(RecordList)
    edits = {edit.accessibleName(): edit for edit in dialog.findChildren(QLineEdit)}
    edits["Client facturé"].setFocus()
    qtbot.keyClicks(edits["Client facturé"], "C7")
    popup = edits["Client facturé"].popup
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(edits["Client facturé"], Qt.Key.Key_Return)
    qtbot.keyClicks(edits["Horaires de réception"], "8 h - 12 h")
    closures.add()
    (inner,) = closures.findChildren(FormDialog)
    inner.submit()
    dialog.submit()
    form.save()
    ((_id, place),) = services.customers.addresses(1)
    assert (place.bill_to, place.hours, [closure.start for closure in place.closures]) == ("C7", "8 h - 12 h", [TODAY])


def test_what_promised_dates_say_and_days_off_are_kept_by_the_form(services, desk, top):
    form = shown(CustomerForm(desk[0], 1), top)
    form.fields.edits["date_kind"].set_key("departure")
    form.closures.set_records([Closure(TODAY, TODAY, "Inventaire", Whose.CUSTOMER)])
    form.save()
    data = services.customers.show("C1").data
    assert (data.date_kind, data.closures) == (
        DateKind.DEPARTURE,
        (Closure(TODAY, TODAY, "Inventaire", Whose.CUSTOMER),),
    )


def test_an_address_is_added_in_its_dialog(qtbot, services, desk, top):
    form = shown(CustomerForm(desk[0], 1), top)
    form.addresses.add_button.click()
    dialog = form.findChild(FormDialog)
    edits = {edit.accessibleName(): edit for edit in dialog.findChildren(QLineEdit)}
    qtbot.keyClicks(edits["Libellé"], "Depot nord")
    dialog.submit()
    assert dialog.isVisible(), "a recipient is required"
    qtbot.keyClicks(edits["Destinataire"], "Client test, quai 2")
    qtbot.keyClick(dialog.ok, Qt.Key.Key_Space)
    form.save()
    assert [address.label for _id, address in services.customers.addresses(1)] == ["Depot nord"]


def test_del_takes_an_address_out_of_the_list(qtbot, services, desk, top):
    services.customers.add_address("C1", Address("Dépôt", "CLIENT TEST"))
    form = shown(CustomerForm(desk[0], 1), top)
    qtbot.keyClick(form.addresses.table, Qt.Key.Key_Delete)
    form.save()
    assert services.customers.addresses(1) == []


def test_the_list_shows_what_is_owed_and_its_pane_the_exposure(services, desk, top):
    order = confirmed(services, NewLine(Decimal(2), "P1"))
    invoiced(services, shipped(services, order.id))
    confirmed(services, NewLine(Decimal(1), "P1"))
    page = shown(CustomersPage(desk[0]), top)
    exposure = page.detail.page.exposure
    assert (exposure.not_due, exposure.to_deliver, exposure.total) == (7999, 4000, 11999)
    assert page.list.model.ids.tolist() == [1]


def test_every_figure_of_a_customer_opens_its_rows(qtbot, services, desk, top):
    order = confirmed(services, NewLine(Decimal(1), "P1"))
    sheet = shown(CustomerSheet(desk[0], 1, lambda _id: None), top)
    tiles = {tile.title: tile for tile in sheet.findChildren(Tile)}
    qtbot.keyClick(tiles["Commandes ouvertes"], Qt.Key.Key_Return)
    assert desk[1].lists == [("orders", "client : C1 ; ouvertes")]
    table = next(table for table in sheet.findChildren(RowsTable) if table.accessibleName() == "Reste à livrer")
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert desk[1].documents == [(DocumentKind.ORDER, order.id)]


def test_the_state_of_the_orders_is_copied_for_an_answer(services, desk, top):
    confirmed(services, NewLine(Decimal(3), "P1"), customer_reference="BC-7")
    page = shown(CustomersPage(desk[0]), top)
    page.command_set.actions["copy"].trigger()
    text = QGuiApplication.clipboard().text()
    assert "CDE2026000001 (BC-7)" in text
    assert "reste 3" in text


def test_a_customer_is_blocked_with_a_reason_and_the_action_is_undone(qtbot, services, desk, top):
    page = shown(CustomersPage(desk[0]), top)
    page.command_set.actions["block"].trigger()
    dialog = page.findChild(FormDialog)
    qtbot.keyClicks(dialog.findChild(QLineEdit), "trois retards")
    dialog.submit()
    assert services.customers.show("C1").data.block_reason == "trois retards"
    undo = [
        button for button in desk[0].notices.findChildren(QWidget) if button.accessibleName() == "Annuler cette action"
    ]
    undo[0].click()
    assert services.customers.show("C1").data.blocked is False


def test_enter_opens_the_page_and_f3_the_form(qtbot, desk, top):
    page = shown(CustomersPage(desk[0]), top)
    qtbot.keyClick(page.list.view, Qt.Key.Key_Return)
    qtbot.keyClick(page.list.view, Qt.Key.Key_F3)
    assert [type(form) for form in desk[1].forms] == [CustomerSheet, CustomerForm]
    for form in desk[1].forms:
        form.setParent(top)


def test_codes_discounts_and_days_of_delivery_are_typed_in_the_form(qtbot, services, desk, top):
    form = shown(CustomerForm(desk[0], services.customers.show("C1").id), top)
    form.fields.edits["delivery_days"].boxes["2"].click()
    form.item_codes.add()
    dialog = form.findChildren(FormDialog)[-1]
    code, product = dialog.findChildren(QLineEdit)[:2]
    qtbot.keyClicks(code, "CLE-1")
    dialog.submit()
    assert dialog.isVisible()  # the product is missing
    product.set_choice(Searches(desk[0]).product("P1"))
    dialog.submit()
    form.family_discounts.add()
    dialog = form.findChildren(FormDialog)[-1]
    for edit, text in zip(dialog.findChildren(QLineEdit), ("EPS", "7,5"), strict=False):
        qtbot.keyClicks(edit, text)
    dialog.submit()
    form.save()
    data = services.customers.show("C1").data
    assert data.delivery_days == (2,)
    assert data.item_codes == (ItemCode("CLE-1", "P1"),)
    assert data.family_discounts == (FamilyDiscount("EPS", Decimal("7.5")),)
    assert desk[2] == []


def test_a_contact_who_is_sent_papers_needs_an_e_mail(qtbot, desk, top):
    form = shown(CustomerForm(desk[0]), top)
    form.contacts.add()
    dialog = form.findChildren(FormDialog)[-1]
    name, _function, _phone, email = dialog.findChildren(QLineEdit)
    qtbot.keyClicks(name, "Mme Vernier")
    dialog.findChild(CheckRow).boxes["invoices"].click()
    dialog.submit()
    assert form.contacts.records() == ()
    qtbot.keyClicks(email, "v@test.example")
    dialog.submit()
    assert form.contacts.records()[0].purposes == (ContactPurpose.INVOICES,)


def test_a_record_is_merged_into_another_after_what_moves_was_shown(qtbot, services, desk, top):
    services.customers.create(CustomerData("C2", "Double", terms="comptant", siren="404833048"))
    services.orders.create(NewOrder("C2", (NewLine(Decimal(1), "P1"),)))
    with services.store.read() as session:
        row = customers.rows(session, [2], TODAY)[2]
    dialog = ask_merge(desk[0], row, top)
    dialog.submit()
    assert dialog.panel.form.first_problem(), "the record that stays is required"
    dialog.panel.kept.set_choice(Choice(2, "C2", "Double"))
    dialog.panel.look()
    assert "lui-même" in dialog.panel.said.text()
    dialog.panel.kept.set_choice(Choice(1, "C1", "CLIENT TEST SAS"))
    dialog.panel.look()
    assert [(what.value, count) for what, count in dialog.panel.table.rows()] == [("orders", 1)]
    dialog.panel.reason.set_value("Doublon")
    qtbot.keyClick(dialog.ok, Qt.Key.Key_Space)
    assert not dialog.isVisible()
    assert services.customers.show("C2").data.block_reason == "→ C1 CLIENT TEST SAS"
    assert "Double continue sous CLIENT TEST SAS" in desk[0].notices.text


def test_a_refused_take_over_is_said_in_its_dialog(services, desk, top):
    services.customers.create(CustomerData("C2", "Autre", terms="comptant", siren="732829320"))
    with services.store.read() as session:
        row = customers.rows(session, [2], TODAY)[2]
    dialog = ask_merge(desk[0], row, top)
    dialog.panel.kept.set_choice(Choice(1, "C1", "CLIENT TEST SAS"))
    dialog.panel.reason.set_value("Doublon")
    dialog.submit()
    assert dialog.isHidden() is False
    assert any("deux sociétés" in label.text() for label in dialog.findChildren(QLabel))
    assert desk[2] == []

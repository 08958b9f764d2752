from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from adv_desktop.bootstrap import Services
from adv_desktop.models.enums import PriceSource
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.price_grid import ListKey
from adv_desktop.services.price_lists import NewPrice
from adv_desktop.services.price_terms import ListTerms
from adv_desktop.services.queries import product_detail
from adv_desktop.ui.products.eco import EcoForm
from adv_desktop.ui.products.form import ProductForm
from adv_desktop.ui.products.page import ProductsPage
from adv_desktop.ui.products.price_list import PriceListForm
from adv_desktop.ui.products.price_update import Change, ChangeEdit, PriceUpdateForm
from adv_desktop.ui.products.promotions import Offer, OfferEdit, PromotionForm
from adv_desktop.ui.products.surcharges import SurchargeForm
from adv_desktop.ui.why_price import WhyPrice
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.picker import Picker
from tests.support.company import TODAY, confirmed
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


@pytest.fixture
def page(desk, top) -> ProductsPage:
    made = ProductsPage(desk[0], top)
    made.resize(1300, 880)
    top.show()
    top.activateWindow()
    QTest.qWaitForWindowActive(top)
    return made


def edits_of(dialog: FormDialog) -> dict[str, QLineEdit]:
    return {edit.accessibleName(): edit for edit in dialog.findChildren(QLineEdit)}


def detail(services: Services, product_id: int = 1):
    with services.store.read() as session:
        return product_detail.detail(session, product_id, TODAY)


def test_a_product_is_created_with_the_keyboard(qtbot, services, desk, top):
    form = ProductForm(desk[0], parent=top)
    top.show()
    top.activateWindow()
    QTest.qWaitForWindowActive(top)
    for name, text in {
        "code": "P9",
        "label": "Confiture 250 g",
        "price": "4,95",
        "vat_rate": "5,5",
        "pack": "6",
    }.items():
        edit = form.edits[name]
        edit.setFocus()
        edit.clear()
        qtbot.keyClicks(edit, text)
    qtbot.keyClick(form.edits["pack"], Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    made = services.products.show("P9").data
    assert (made.price, made.vat_rate, made.pack) == (Decimal("4.95"), Decimal("5.5"), Decimal(6))
    assert desk[2] == []


def test_a_wrong_bar_code_is_said_while_it_is_typed(qtbot, desk, top):
    form = ProductForm(desk[0], 1, top)
    top.show()
    qtbot.keyClicks(form.edits["ean"], "3770099010355")
    assert "3770099010355" in form.edits["ean"].accessibleDescription()


def test_an_edit_leaves_the_stock_as_it_is(qtbot, services, desk, top):
    form = ProductForm(desk[0], 1, top)
    top.show()
    form.edits["label"].setText("Article renommé")
    form.save()
    assert services.products.show("P1").data.label == "Article renommé"
    assert detail(services).row.physical == 1000


def test_the_stock_of_a_product_is_one_key_away(qtbot, desk, page):
    qtbot.keyClick(page.list.view, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert desk[1].lists == [("stock", "code: P1")]


def test_a_contract_is_added_and_explains_the_price(qtbot, services, page):
    page.command_set.actions["price"].trigger()
    dialog = page.findChild(FormDialog)
    dialog.findChild(Picker).set_choice(Choice(1, "C1", "CLIENT TEST SAS"))
    edits_of(dialog)["Prix"].setText("29,90")
    dialog.submit()
    why = page.findChild(WhyPrice)
    why.customer.set_choice(Choice(1, "C1", "CLIENT TEST SAS"))
    why.customer.chosen.emit(why.customer.choice())
    assert why.answer.text().startswith("29,90")
    assert [one.won for one in why.table.rows()] == [True, False]


def test_a_discount_is_part_of_why_this_price(services, page):
    from dataclasses import replace

    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, discounts=(Decimal(10),)))
    why = page.findChild(WhyPrice)
    why.customer.set_choice(Choice(1, "C1", "CLIENT TEST SAS"))
    why.customer.chosen.emit(why.customer.choice())
    assert why.answer.text() == "29,997\u00a0€\u00a0: 33,33\u00a0€ moins 10\u00a0%"


def test_the_chosen_price_is_deleted(services, page):
    services.prices.add(NewPrice(1, PriceSource.CATEGORY, Decimal(30), list_name="GMS"))
    page.refresh()
    table = next(
        table for table in page.findChildren(QWidget) if table.accessibleName() == "Prix" and hasattr(table, "rows")
    )
    table.selectRow(0)
    page._remove_price(table)
    assert detail(services).prices == ()


def test_orders_that_wait_for_a_product_open_from_its_pane(services, desk, page):
    order = confirmed(services, NewLine(Decimal(5), "P1"))
    page.refresh()
    page._open_order(page.detail.product.needs[0])
    assert desk[1].documents[0][1] == order.id


def test_prices_are_updated_in_bulk_and_the_update_undone(qtbot, services, tmp_path, top):
    desk, _window, failures = desk_of(services, tmp_path, top)
    form = PriceUpdateForm(desk)
    QVBoxLayout(top).addWidget(form)
    top.show()
    form.preview()
    assert form.changes.rows() == []  # the change and the day are missing
    qtbot.keyClicks(form.change, "+3 %")
    qtbot.keyClicks(form.starts_on, "01/01/2027")
    form.preview()
    assert [(row.code, row.after) for row in form.changes.rows()][:1] == [("P1", Decimal("34.33"))]
    form.apply()
    assert [row.undone for row in form.updates.rows()] == [False]
    form.undo()
    assert [row.undone for row in form.updates.rows()] == [True]
    assert not form.undo_button.isEnabled()
    qtbot.keyClicks(form.change, "x")
    form.preview()
    assert failures == []
    assert form.changes.rows() == []


@pytest.mark.parametrize(
    ("text", "value", "is_percent"), [("+3 %", "3", True), ("-2,5%", "-2.5", True), ("+0,10", "0.10", False)]
)
def test_a_change_is_a_percent_or_an_amount(qtbot, text, value, is_percent):
    edit = ChangeEdit("Variation")
    qtbot.addWidget(edit)
    edit.setText(text)
    assert edit.value() == Change(Decimal(value), is_percent)


def test_a_price_list_is_pasted_from_excel_and_saved(qtbot, services, desk, top):
    form = PriceListForm(desk[0])
    QVBoxLayout(top).addWidget(form)
    top.show()
    form.save()  # no list is named: nothing is written
    assert services.price_grid.known() == []
    form.name.set_value("GMS")
    QGuiApplication.clipboard().setText("P1\t30,50\nP2\t9\nZZ\t1")
    form.grid.setFocus()
    form.grid.setCurrentIndex(form.grid.model().index(0, 0))
    qtbot.keyClick(form.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [(line.code, line.price) for line in form.grid.lines()] == [("P1", Decimal("30.50")), ("P2", Decimal(9))]
    form.save()
    key = ListKey(PriceSource.CUSTOMER_LIST, "GMS")
    assert [line.price for line in services.price_grid.lines(key)] == [Decimal("30.5"), Decimal(9)]
    assert form.known.count() == 2
    assert desk[2] == []


def test_an_eco_contribution_is_recorded_then_chosen_on_its_product(qtbot, services, desk):
    form = EcoForm(desk[0])
    qtbot.addWidget(form)
    form.show()
    form.category.setText("MOB-3")
    form.label.setText("Éco-participation")
    form.amount.setText("0,12")
    form.add()
    qtbot.waitUntil(lambda: form.rates.model().rowCount() == 1)
    assert [(row.category, row.amount) for row in services.eco_contributions.all()] == [("MOB-3", Decimal("0.12"))]
    product = ProductForm(desk[0], 1)
    qtbot.addWidget(product)
    combo = product.edits["eco_category"]
    qtbot.waitUntil(lambda: combo.count() == 2)
    combo.set_key("MOB-3")
    with qtbot.waitSignal(product.closed):
        product.save()
    assert services.products.show("P1").data.eco_category == "MOB-3"
    form.rates.selectRow(0)
    form.remove()
    qtbot.waitUntil(lambda: bool(desk[2]))
    assert [error.code for error in desk[2]] == ["eco.category_used"]


def test_a_surcharge_is_recorded_for_families_then_deleted(qtbot, services, desk):
    form = SurchargeForm(desk[0])
    qtbot.addWidget(form)
    form.show()
    form.name.setText("Énergie")
    form.percent.setText("3,2")
    form.families.setText("EPS, HUI")
    form.add()
    qtbot.waitUntil(lambda: form.rates.model().rowCount() == 1)
    assert [(row.name, row.percent, row.families) for row in services.surcharges.all()] == [
        ("Énergie", Decimal("3.2"), ("EPS", "HUI")),
    ]
    form.rates.selectRow(0)
    form.remove()
    qtbot.waitUntil(lambda: form.rates.model().rowCount() == 0)
    assert services.surcharges.all() == []


def test_an_eco_contribution_without_a_name_is_not_recorded(qtbot, services, desk):
    form = EcoForm(desk[0])
    qtbot.addWidget(form)
    form.category.setText("MOB-3")
    form.add()
    assert services.eco_contributions.all() == []
    assert form.form.first_problem()


@pytest.mark.parametrize(
    ("typed", "offer"),
    [
        ("10 %", Offer((Decimal(10),), None)),
        ("10% + 5%", Offer((Decimal(10), Decimal(5)), None)),
        ("8,90 €", Offer((), Decimal("8.90"))),
        ("8,90", Offer((), Decimal("8.90"))),
        ("120 %", None),
        ("dix", None),
    ],
)
def test_an_offer_is_a_discount_or_a_price(qtbot, typed, offer):
    edit = OfferEdit("Offre")
    qtbot.addWidget(edit)
    assert edit.read(typed) == offer


def test_a_promotion_is_seen_before_it_is_recorded_then_ended(qtbot, services, desk):
    form = PromotionForm(desk[0])
    qtbot.addWidget(form)
    form.resize(1200, 860)
    form.show()
    form.product.set_choice(Choice(1, "P1", "Article P1"))
    form.offer.setText("30")
    form.preview()
    qtbot.waitUntil(lambda: form.prices.model().rowCount() == 1)
    assert form.told.text() == "1 article est concerné."
    assert services.promotions.all() == []
    form.add()
    qtbot.waitUntil(lambda: form.promotions.model().rowCount() == 1)
    assert services.prices.explain(1, 1, Decimal(1)).net_price == 30
    form.end()
    qtbot.waitUntil(lambda: not form.end_button.isEnabled())
    assert services.prices.explain(1, 1, Decimal(1)).net_price == Decimal("33.33")


def test_a_promotion_of_nothing_says_what_is_missing(qtbot, services, desk):
    form = PromotionForm(desk[0])
    qtbot.addWidget(form)
    form.offer.setText("10 %")
    form.add()
    qtbot.waitUntil(lambda: bool(desk[2]))
    assert [error.code for error in desk[2]] == ["promotion.of_what"]
    assert services.promotions.all() == []


def test_the_basis_of_a_list_is_recorded_in_the_window(qtbot, services, page):
    page.verbs.set_terms()
    dialog = page.findChild(FormDialog)
    combos = {combo.accessibleName(): combo for combo in dialog.findChildren(ChoiceCombo)}
    combos["Source du prix"].set_key("customer_list")
    combos["Source du prix"].picked.emit("customer_list")
    edits_of(dialog)["Tarif ou catégorie"].setText("PRO")
    combos["Les prix sont ceux de"].set_key("request")
    edits_of(dialog)["Ancien tarif accepté jusqu'au"].setText("15/12/2026")
    dialog.submit()
    terms = ListTerms(PriceSource.CUSTOMER_LIST, "PRO", by_requested=True, former_until=dt.date(2026, 12, 15))
    qtbot.waitUntil(lambda: services.price_terms.of(PriceSource.CUSTOMER_LIST, "PRO") == terms)


def test_alternatives_and_the_last_day_of_sale_are_typed_in_the_form(qtbot, services, desk):
    form = ProductForm(desk[0], 1)
    qtbot.addWidget(form)
    qtbot.waitUntil(lambda: form.edits["code"].text() == "P1")
    form.edits["alternatives"].setText("P2 ,P2")
    form.edits["ends_on"].setText("31/12/2026")
    with qtbot.waitSignal(form.closed):
        form.save()
    data = services.products.show("P1").data
    assert (data.alternatives, data.ends_on) == (("P2",), dt.date(2026, 12, 31))


def test_an_unknown_alternative_is_said_under_its_field(qtbot, services, desk):
    form = ProductForm(desk[0], 1)
    qtbot.addWidget(form)
    qtbot.waitUntil(lambda: form.edits["code"].text() == "P1")
    form.edits["alternatives"].setText("RIEN")
    form.save()
    qtbot.waitUntil(lambda: "RIEN" in form._warning.text())
    assert services.products.show("P1").data.alternatives == ()

"""What is recorded of a customer's VAT from its page, with the keyboard."""

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import VatRegime
from adv_desktop.models.rules.vat_grounds import Ground
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.ui.customers.vat_dialogs import VatCheckDialog, VatGroundDialog
from adv_desktop.ui.widgets.vat_why import VatWhy
from tests.ui.support.desk import desk_of


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def desk(services, tmp_path, parent):
    return desk_of(services, tmp_path, parent)[0]


def evidence(services, code, **facts):
    customer_id = services.customers.create(CustomerData(code, "Kunde GmbH", terms="30 jours nets", **facts))
    return customer_id, lambda: services.vat_evidence.show(customer_id)


def test_the_answer_of_vies_is_recorded_with_its_number(desk, services, parent):
    _id, shown = evidence(services, "EU", country="DE", vat_number="DE136695976", vat_regime=VatRegime.INTRA_EU)
    dialog = VatCheckDialog(desk, shown(), parent)
    dialog.consultation.set_value("WAPIAAAAX")
    dialog.submit()
    (check,) = shown().checks
    assert (check.valid, check.consultation_number, shown().checked) == (True, "WAPIAAAAX", True)


def test_a_purchase_free_of_vat_asks_for_its_certificate(desk, services, parent):
    _id, shown = evidence(services, "X", siren="552081317", vat_regime=VatRegime.EXEMPT)
    dialog = VatGroundDialog(desk, shown(), parent)
    dialog.ground.set_key(Ground.TAX_FREE_PURCHASE.value)
    dialog.submit()
    assert shown().ground.ground is None
    dialog.certificate.set_value("AI2-77")
    dialog.dated.set_value(desk.today())
    dialog.submit()
    assert shown().ground.certificate == "AI2-77"


def test_the_reasons_of_the_vat_are_heard_with_their_question(qtbot, services):
    why = VatWhy()
    qtbot.addWidget(why)
    reasons = services.orders.preview(NewOrder("C1", (NewLine(Decimal(1), "P1"),))).vat_why
    why.show_reasons(reasons)
    assert why.text == reasons[0]
    why.show_reasons(())
    assert why.isHidden()

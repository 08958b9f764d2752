"""A freight typed against the carrier's rule: its remark brings the cursor to the reason."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QApplication

from adv_desktop.models.rules.freight import FreightBasis, FreightRule, FreightStep
from adv_desktop.models.rules.totals import Freight
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.ui.orders.form import OrderForm
from tests.ui.support.main_window import open_window


def test_the_remark_on_a_typed_freight_leads_to_its_reason_and_goes_once_it_is_written(services, tmp_path, qtbot):
    rule = FreightRule(FreightBasis.AMOUNT, (FreightStep(None, 2000),))
    services.calendars.set_carriers([CarrierRecord("Geodis", freight=rule)])
    command = NewOrder("C1", (NewLine(Decimal(1), "P1"),), carrier="Geodis", freight=Freight(500))
    made = services.orders.create(command)
    shown = open_window(services, tmp_path, "orders", qtbot)
    form = OrderForm(shown.desk, made.id)
    shown.window.open_form(form)
    form._on_fix("freight_unexplained:0", "field=freight_reason")
    assert QApplication.focusWidget() is form.header.freight_reason
    shown.press("geste")
    form.header.freight_reason.clearFocus()
    assert form.command().freight_reason == "geste"
    codes = [one.code for one in services.orders.preview(form.command()).checks]
    assert "freight_unexplained" not in codes
    assert shown.failures == []

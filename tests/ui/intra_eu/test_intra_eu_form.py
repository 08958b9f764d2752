"""The declarations in the Union on screen: the month before, what is missing, the files."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QWidget

from adv_desktop.models.enums import DocumentKind, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.order_commands import NewLine
from adv_desktop.ui.intra_eu.form import IntraEuForm
from tests.support.company import TODAY, confirmed, shipped
from tests.ui.support.desk import desk_of


@pytest.fixture
def shown(services, tmp_path, qtbot):
    services.customers.create(
        CustomerData("BE", "Vins Wallons SA", terms="30 jours nets", country="BE", vat_number="BE0417497106",
                     vat_regime=VatRegime.INTRA_EU, line1="1 rue", postcode="4000", town="Liège")
    )  # fmt: skip
    order = confirmed(services, NewLine(Decimal(3), "P1"), customer="BE")
    delivered = shipped(services, order.id, override="vérifié")
    services.issuing.issue(services.drafts.from_deliveries([delivered]).invoices[0].id)
    top = QWidget()
    qtbot.addWidget(top)
    desk, window, failures = desk_of(services, tmp_path, top)
    form = IntraEuForm(desk)
    qtbot.addWidget(form)
    yield form, window, failures
    top.deleteLater()


def this_month(form):
    form.day.set_value(TODAY)
    form.day.committed.emit(TODAY)


def test_the_month_before_is_shown_first_and_says_that_nothing_was_sold(shown):
    form, _window, _failures = shown
    assert form.found.month == dt.date(2026, 10, 1)
    assert "rien n'a été vendu" in form._told.text()


def test_what_is_missing_is_listed_and_opens_the_record_to_complete(shown):
    form, window, _failures = shown
    this_month(form)
    assert "99,99" in form._sums.text()
    form.points.opened.emit(form.points.rows()[0])
    assert window.documents == [(DocumentKind.PRODUCT, 1)]


def test_emebi_is_written_only_when_it_is_wanted_in_spite_of_what_is_missing(shown, tmp_path, monkeypatch):
    form, _window, failures = shown
    path = tmp_path / "emebi.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    this_month(form)
    form.choices.picked.emit("emebi")
    form.export()
    (refused,) = failures
    assert isinstance(refused, DomainError)
    assert refused.code == "intra_eu.incomplete"
    form.incomplete.setChecked(True)
    form.export()
    assert load_workbook(path).active.max_row == 2


def test_the_mode_of_transport_stands_on_each_line(shown):
    form, _window, _failures = shown
    this_month(form)
    form.transport.set_key("4")
    form.transport.picked.emit("4")
    assert [row.transport for row in form.found.emebi] == ["4"]

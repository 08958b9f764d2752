"""« Scellés et clôtures »: the verdict in words, the problem that opens its document, the month that closes."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from adv_desktop.models.enums import ClosurePeriod, DocumentKind, PaymentMethod
from adv_desktop.services.payments import NewPayment
from adv_desktop.ui.settings.closures import ClosuresSection
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.integration.test_integrity import tamper
from tests.ui.support.desk import desk_of


@pytest.fixture
def top(qtbot):
    widget = QWidget()
    widget.resize(1200, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def opened(services, tmp_path, top):
    desk, window, failures = desk_of(services, tmp_path, top)
    code = _customer(services)
    for minor in (1000, 2500):
        services.payments.receive(NewPayment(code, minor, dt.date(2026, 10, 5), PaymentMethod.TRANSFER))
    section = ClosuresSection(desk, top)
    section.resize(1180, 880)
    section.refresh()
    top.show()
    return section, window, failures


def _customer(services):
    from adv_desktop.services.customers import CustomerData

    services.customers.create(CustomerData("C900", "Papeterie du Lac", terms="30 jours nets", siren="404833048"))
    return "C900"


def test_a_sound_chain_is_said_so_with_its_last_seal_and_kept_in_a_workbook(opened, tmp_path, monkeypatch):
    section, _window, failures = opened
    section.verify_button.click()
    assert section.result.text().startswith(
        "Rien n'a été altéré : 2 documents scellés".replace(" :", "\N{NO-BREAK SPACE}:")
    )
    assert len(section.ends.text().rsplit(" ", 1)[-1]) == 64
    assert not section.problems.isVisible()
    target = tmp_path / "attestation.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    section.save_button.click()
    told = dict(load_workbook(target).active.iter_rows(values_only=True))
    assert told["Verdict"] == "Rien n'a été altéré."
    assert told["Empreinte du dernier scellé"] in section.ends.text()
    assert failures == []


def test_an_altered_payment_is_listed_and_enter_opens_it(opened, services, qtbot):
    section, window, _failures = opened
    tamper(services.store.path, "UPDATE payment SET amount = 1 WHERE id = 2")
    section.verify_button.click()
    assert section.result.property("tone") == "bad"
    assert [problem.where for problem in section.problems.rows()] == ["REG2026000002"]
    section.problems.selectRow(0)
    qtbot.keyClick(section.problems, Qt.Key.Key_Return)
    assert window.documents == [(DocumentKind.PAYMENT, 2)]


def test_the_last_month_that_is_over_is_closed_after_its_consequence_was_said(opened, services):
    section, _window, failures = opened
    assert section.closures.rows() == []
    section.close_button.click()
    (dialog,) = section.findChildren(FormDialog)
    assert "Octobre 2026" in " ".join(label.text() for label in dialog.findChildren(QWidget) if hasattr(label, "text"))
    dialog.submit()
    (row,) = section.closures.rows()
    assert (row.period, row.name, row.receipts) == (ClosurePeriod.MONTH, "2026-10", 3500)
    section.close_button.click()
    assert services.closing.state().next_month is None
    assert failures == []


def test_a_year_is_archived_and_the_archive_is_checked(opened, tmp_path, monkeypatch):
    section, _window, failures = opened
    target = tmp_path / "2026.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(target), ""))
    assert section.archive.year.key() == "2026"
    section.archive.write_button.click()
    assert section.archive.result.text().startswith("2 documents archivés")
    section.archive.check_button.click()
    assert section.archive.result.text().startswith("L'archive est telle qu'elle a été faite.")
    target.write_bytes(target.read_bytes()[:100])
    section.archive.check_button.click()
    assert [failure.code for failure in failures] == ["archive.unreadable"]

"""The papers of an export in the window: which, why, what is missing and where to fill it."""

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.order_commands import NewLine
from adv_desktop.ui.deliveries.export_papers import ask_papers
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.widgets.check_row import CheckRow
from tests.support.company import confirmed, shipped
from tests.ui.support.desk import desk_of


@pytest.fixture
def asked(services, tmp_path, qtbot):
    top = QWidget()
    qtbot.addWidget(top)
    desk, window, _failures = desk_of(services, tmp_path, top)
    delivery_id = shipped(services, confirmed(services, NewLine(Decimal(2), "P1")).id)
    dialog = ask_papers(desk, [delivery_id], ["BL1"], top, services.export_papers.lacks([delivery_id]))
    yield dialog, window
    top.deleteLater()


def test_what_is_missing_is_told_and_its_record_opens(asked):
    dialog, window = asked
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Code douanier (NC8) manquant pour P1" in said
    next(button for button in dialog.findChildren(QPushButton) if button.accessibleName() == "P1").click()
    assert window.documents == [(DocumentKind.PRODUCT, 1)]


def test_the_ticked_papers_are_shown_as_one_file(asked, qtbot):
    dialog, window = asked
    row = dialog.findChild(CheckRow)
    row.set_keys([])
    dialog.submit()
    assert dialog.isVisible()
    row.set_keys(["packing_list"])
    dialog.submit()
    (form,) = window.forms
    assert isinstance(form, PreviewForm)
    qtbot.addWidget(form)
    assert form.pdf is not None
    assert form.pdf.startswith(b"%PDF")

"""Lots in the preparation: proposed, chosen by the picker, printed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services.clock import FixedDay
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.services.stock_keeping import ReceiveGoods
from adv_desktop.ui.deliveries.lots import LotChooser
from adv_desktop.ui.deliveries.preparation import PreparationForm
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.support.company import TODAY, confirmed
from tests.ui.support.desk import desk_of


@pytest.fixture
def delivery_id(services) -> int:
    """A delivery to prepare: eight pieces, six of the lot that expires first, two of the next."""
    record = services.products.show("P1")
    services.products.update(record.id, record.version, replace(record.data, lot_tracked=True))
    services.stock.count(1, Decimal(0), "passage aux lots")
    for lot, days in (("L-TARD", 90), ("L-TOT", 9)):
        use_by = TODAY + dt.timedelta(days=days)
        services.stock.receive(ReceiveGoods(1, Decimal(6), lot=lot, use_by=use_by))
    order = confirmed(services, NewLine(Decimal(8), "P1"), NewLine(Decimal(2), "P2"))
    return services.deliveries.prepare(DeliverOrders((order.id,)))[0].id


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1300, 800)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def form(services, tmp_path, delivery_id, top) -> PreparationForm:
    desk, _window, failures = desk_of(services, tmp_path, top)
    made = PreparationForm(desk, delivery_id, top)
    made.failures = failures
    QVBoxLayout(top).addWidget(made)
    top.show()
    top.activateWindow()
    QTest.qWaitForWindowActive(top)
    return made


def pages(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf))


def test_the_picker_says_what_was_taken_of_each_lot(qtbot, services, form, delivery_id):
    assert [(line.lot, line.quantity) for line in form.grid.lines()] == [("L-TOT", 6), ("L-TARD", 2), ("—", 2)]
    qtbot.keyClick(form.grid, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    dialog = form.findChild(FormDialog)
    chooser = dialog.findChild(LotChooser)
    lots = chooser.grid.lines()
    assert [(line.offered.lot.code, line.offered.lot.free, line.taken) for line in lots] == [
        ("L-TOT", 6, 6),
        ("L-TARD", 4, 0),
    ]
    assert chooser.grid.finish_editing()
    chooser.grid.set_lines([replace(lots[0], taken=Decimal(4)), replace(lots[1], taken=Decimal(2))])
    dialog.submit()
    assert next((line.lot, line.picked) for line in form.grid.lines()) == ("L-TOT, L-TARD", 6)
    form.mark_prepared()
    with services.store.read() as session:
        quantities = [line.quantity for line in delivery_by_id(session, delivery_id).lines]
    assert quantities == [4, 2, 2, 2]
    assert form.failures == []


def test_a_line_without_lots_says_so(form):
    form.grid.setCurrentIndex(form.grid.model().index(2, 0))
    form.choose_lots()
    assert [error.code for error in form.failures] == ["stock.not_tracked"]


def test_papers_name_the_lots_and_the_walk_follows_the_rank(services, delivery_id):
    services.locations.assign(2, "Z-1")
    services.locations.set_rank("Z-1", -1)
    order = confirmed(services, NewLine(Decimal(1), "P1"), NewLine(Decimal(1), "P2"))
    other = services.deliveries.prepare(DeliverOrders((order.id,)))[0].id
    papers = PrintedPapers(FixedDay(TODAY))
    with services.store.read() as session:
        picking = pages(papers.picking_list(session, delivery_by_id(session, other)))
        note = pages(papers.delivery_note(session, delivery_by_id(session, delivery_id)))
    assert picking.index("Z-1") < picking.index("A-01")
    assert "L-TARD" in picking
    assert "L-TOT" in note
    assert "L-TARD" in note
    assert note.count("Article P1") == 1

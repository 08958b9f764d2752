"""The comparison of a customer's file with our prices, as it is read on screen."""

from decimal import Decimal

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QLabel, QWidget

from adv_desktop.ui.order_import.form import OrderImportForm
from tests.ui.support.desk import desk_of


@pytest.fixture
def form(services, tmp_path, qtbot):
    """Return what opens the comparison of a workbook with these rows."""
    top = QWidget()
    top.resize(1400, 900)
    qtbot.addWidget(top)
    desk, _window, failures = desk_of(services, tmp_path, top)

    def opened(*rows: tuple[object, ...]) -> OrderImportForm:
        book = Workbook()
        heading = [("Numéro client", "C1"), ("N° commande", "PO-1"), (), ("Code", "Désignation", "Qté", "PU HT")]
        for row in [*heading, *rows]:
            book.active.append(row)
        book.save(tmp_path / "commande.xlsx")
        made = OrderImportForm(desk, tmp_path / "commande.xlsx")
        made.setParent(top)
        made.resize(top.size())
        top.show()
        return made

    yield opened
    assert failures == []


def cells(form: OrderImportForm, title: str) -> list[str]:
    columns = form.table.columns_model.columns
    column = next(one for one in columns if one.title == title)
    return [column.text(line) for line in form.table.rows()]


def test_a_number_of_the_file_is_written_as_ours_are(form):
    shown = form(("P1", "Article P1", Decimal("2.5"), Decimal("12.4")), ("P1", "Article P1", "3", "1 250,00 €"))
    assert cells(shown, "Their qty") == ["2,5", "3"]
    assert cells(shown, "Their price") == ["12,40", "1\N{NARROW NO-BREAK SPACE}250,00"]


def test_the_lines_take_the_height_that_is_left(form, qtbot):
    shown = form(*[("P1", "Article P1", 1, 10)] * 12)
    qtbot.waitUntil(lambda: shown.table.height() > 0 and len(shown.table.rows()) == 12)
    below = shown.foot.mapTo(shown, shown.foot.rect().topLeft()).y()
    bottom = shown.table.mapTo(shown, shown.table.rect().bottomLeft()).y()
    assert below - bottom < 4 * shown.tools.product.height()


@pytest.mark.parametrize(("row", "stated"), [((), False), ((None, "Total HT", None, 20), True)])
def test_a_total_is_compared_when_the_file_states_one(form, row, stated):
    shown = form(("P1", "Article P1", 2, 10), row)
    words = {label.text() for label in shown.foot.findChildren(QLabel)}
    assert ("Total du fichier" in words) is stated
    assert ("46,66\N{NO-BREAK SPACE}€" in words) is stated  # 2 × 33,33 less 20,00

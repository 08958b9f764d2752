"""Stock-taking: the sheet out, the counts back from Excel, what moved meanwhile, the difference posted once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from adv_desktop.bootstrap import Services
from adv_desktop.models.errors import DomainError
from adv_desktop.services import integrity, stock_files
from adv_desktop.services.imports.safety import open_file
from adv_desktop.services.imports.sheets import read_sheets
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import stock_detail
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.stock_keeping import ReceiveGoods
from tests.support.company import TODAY, confirmed, product, shipped


@pytest.fixture
def sheet(services: Services, tmp_path: Path) -> Path:
    """The count sheet of all the stock: P1 and P2, 1 000 of each."""
    written = services.inventory.write_sheet(ListFilter(), tmp_path / "comptage.xlsx")
    assert written.rows == 2
    return written.path


def fill(path: Path, *counts: int | str | None) -> None:
    """Type the counts of the rows in Excel, as they stand."""
    book = openpyxl.load_workbook(path)
    cells = book.active
    column = next(cell.column for cell in cells[1] if cell.value == "Compté")
    for row, count in enumerate(counts, start=2):
        cells.cell(row, column).value = count
    book.save(path)


def physical(services: Services, product_id: int) -> Decimal:
    with services.store.read() as session:
        return stock_detail.detail(session, product_id, TODAY).row.physical


def test_only_what_was_counted_and_differs_is_posted(services, sheet):
    fill(sheet, 990, None)
    found = services.inventory.preview(sheet)
    assert [(one.code, one.difference, one.after) for one in found.differences] == [("P1", -10, 990)]
    assert found.counted == 1
    services.inventory.post(sheet, "inventaire annuel")
    assert (physical(services, 1), physical(services, 2)) == (990, 1000)
    with services.store.read() as session:
        assert (stock_detail.detail(session, 1, TODAY).moves[0].reason or "").startswith("inventaire annuel (INV-")
    assert integrity.verify(services.store) == []


def test_what_moved_since_the_sheet_is_no_difference(services, sheet):
    shipped(services, confirmed(services, NewLine(Decimal(100), "P1")).id)
    services.stock.receive(ReceiveGoods(2, Decimal(50)))
    fill(sheet, 1000, 998)
    found = services.inventory.preview(sheet)
    assert [(one.code, one.difference, one.moved, one.after) for one in found.differences] == [("P2", -2, 50, 1048)]
    services.inventory.post(sheet, "inventaire")
    assert (physical(services, 1), physical(services, 2)) == (900, 1048)


def test_a_sheet_is_posted_once(services, sheet):
    fill(sheet, 990, 1000)
    services.inventory.post(sheet, "inventaire")
    assert services.inventory.preview(sheet).posted == 1
    with pytest.raises(DomainError, match=r"inventory\.nothing"):
        services.inventory.post(sheet, "inventaire")
    assert physical(services, 1) == 990


def test_a_bad_row_refuses_the_sheet_unless_it_is_left_out(services, sheet):
    fill(sheet, "douze", 995)
    assert [fault.row for fault in services.inventory.preview(sheet).faults] == [2]
    with pytest.raises(DomainError, match=r"inventory\.bad_rows"):
        services.inventory.post(sheet, "inventaire")
    assert physical(services, 2) == 1000
    services.inventory.post(sheet, "inventaire", skip_bad=True)
    assert physical(services, 2) == 995


def test_a_reason_is_needed_and_another_file_is_no_sheet(services, sheet, tmp_path):
    fill(sheet, 990)
    with pytest.raises(DomainError, match=r"reason\.missing"):
        services.inventory.post(sheet, " ")
    other = tmp_path / "autre.csv"
    other.write_text("Code;Quantité\nP1;3\n", encoding="utf-8")
    with pytest.raises(DomainError, match=r"inventory\.no_sheet"):
        services.inventory.preview(other)


def test_each_lot_is_counted_on_its_own(services, tmp_path):
    services.products.create(product("P9", "5.00"))
    record = services.products.show("P9")
    services.products.update(record.id, record.version, replace(record.data, lot_tracked=True))
    for lot in ("L1", "L2"):
        services.stock.receive(ReceiveGoods(record.id, Decimal(5), lot=lot))
    path = tmp_path / "lots.xlsx"
    services.inventory.write_sheet(ListFilter(words="P9"), path)
    fill(path, 4, 5)
    services.inventory.post(path, "casse")
    with services.store.read() as session:
        lots = stock_detail.detail(session, record.id, TODAY).lots
    assert [(lot.code, lot.quantity) for lot in lots] == [("L1", 4), ("L2", 5)]


def test_the_value_of_the_stock_on_a_day_is_written_to_excel(services, tmp_path):
    services.products.create(replace(product("P9", "5.00", stock="3"), cost=Decimal("2.50")))
    with services.store.read() as session:
        stock_files.write_value(session, TODAY, tmp_path / "valeur.xlsx")
        before = stock_files.write_value(session, TODAY.replace(year=2025), tmp_path / "avant.xlsx")
    rows = read_sheets(open_file(tmp_path / "valeur.xlsx"))[0].rows
    written = {row.cells[0].text: row.cells[6].number for row in rows[1:]}
    assert written["P9"] == Decimal("7.50")
    assert before.rows == 0

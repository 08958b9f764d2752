"""Every list of the window can be written to Excel and to CSV."""

from __future__ import annotations

import pytest
from python_calamine import CalamineWorkbook

from adv_desktop.services import list_files
from adv_desktop.services.list_fields import FIELDS
from adv_desktop.services.queries.filters import ListFilter
from tests.support.company import TODAY, new_company
from tests.ui.support.screens import fill


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    made = new_company(tmp_path_factory.mktemp("lists") / "company.db")
    fill(made)
    yield made
    made.close()


@pytest.mark.parametrize("noun", FIELDS)
def test_a_list_is_written_with_its_columns(noun, services, tmp_path):
    with services.store.read() as session:
        sheet = list_files.write(session, noun, ListFilter(), tmp_path / "list.xlsx", TODAY)
        list_files.write(session, noun, ListFilter(), tmp_path / "list.csv", TODAY)
    rows = CalamineWorkbook.from_path(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python()
    assert sheet.rows > 0
    assert len(rows) >= sheet.rows + 1
    assert {len(row) for row in rows} == {len(FIELDS[noun][1])}
    assert len((tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()) == sheet.rows + 1


def test_the_file_has_the_order_of_the_screen(services, tmp_path):
    order = list_files.Order("number", descending=True)
    with services.store.read() as session:
        list_files.write(session, "orders", ListFilter("to_deliver"), tmp_path / "list.xlsx", TODAY, order)
    rows = CalamineWorkbook.from_path(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python()
    numbers = [row[0] for row in rows if str(row[0]).startswith("CDE")]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers

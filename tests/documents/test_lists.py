"""Lists streamed to Excel and CSV."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import LINE, ListColumn, write_csv, write_xlsx
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.jobs import Cancelled, Progress, Step

COLUMNS = (
    ListColumn("N°", width=16),
    ListColumn("Date", Kind.DATE),
    ListColumn("Client", width=30),
    ListColumn("Montant HT", Kind.MONEY),
    ListColumn("TVA %", Kind.PERCENT),
)


def rows(count: int) -> Iterator[tuple[CellValue, ...]]:
    for number in range(count):
        customer = "=cmd|' /C calc'!A0" if number == 1 else f"Client {number}\x07"
        yield f"00{number}", dt.date(2026, 11, 24), customer, Decimal("1286.02"), Decimal("0.2")


def test_a_list_keeps_its_types_in_excel(tmp_path: Path):
    steps: list[Step] = []
    assert (
        write_xlsx(tmp_path / "list.xlsx", "Commandes [à livrer]", COLUMNS, rows(500), 500, Progress(steps.append))
        == 500
    )
    sheet = load_workbook(tmp_path / "list.xlsx").active
    assert sheet.max_row == 501
    assert sheet.title == "Commandes à livrer"
    first = [cell.value for cell in sheet[2]]
    assert first == ["000", dt.datetime(2026, 11, 24), "Client 0", 1286.02, 0.2]  # noqa: DTZ001 (a sheet has no time zone)
    assert sheet["C3"].value == "=cmd|' /C calc'!A0"
    assert sheet["C3"].data_type == "s"
    assert sheet["C3"].quotePrefix
    assert sheet.auto_filter.ref == "A1:E501"
    assert sheet.freeze_panes == "A2"
    assert steps


def test_csv_is_guarded_and_reads_in_french_excel(tmp_path: Path):
    assert write_csv(tmp_path / "list.csv", COLUMNS, rows(2)) == 2
    content = (tmp_path / "list.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert lines[1] == ["000", "24/11/2026", "Client 0", "1286,02", "0,2"]
    assert lines[2][2] == "'=cmd|' /C calc'!A0"


def test_english_csv_has_points_and_iso_dates(tmp_path: Path):
    write_csv(tmp_path / "list.csv", COLUMNS, rows(1), language="en")
    assert "000,2026-11-24,Client 0,1286.02,0.2" in (tmp_path / "list.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_a_cancel_leaves_nothing_behind_and_keeps_the_old_file(tmp_path: Path, name: str):
    target = tmp_path / name
    target.write_text("old")
    progress = Progress()

    def stopped() -> Iterator[tuple[CellValue, ...]]:
        for number, row in enumerate(rows(10_000)):
            if number == 700:
                progress.cancel()
            yield row

    def export() -> int:
        if name.endswith("xlsx"):
            return write_xlsx(target, "List", COLUMNS, stopped(), 10_000, progress)
        return write_csv(target, COLUMNS, stopped(), total=10_000, progress=progress)

    with pytest.raises(Cancelled):
        export()
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_numbers_stand_under_their_titles_and_clear_of_the_text_beside(tmp_path: Path):
    path = tmp_path / "list.xlsx"
    columns = [ListColumn("Montant à déclarer", Kind.WHOLE, 10), ListColumn("Documents", Kind.TEXT, 30)]
    write_xlsx(path, "Liste", columns, [[154, "FA2026000080"]])
    sheet = load_workbook(path).active
    for row in (1, 2):
        number, text = sheet.cell(row, 1).alignment, sheet.cell(row, 2).alignment
        assert (number.horizontal, number.indent, text.horizontal) == ("right", 1, None)
    assert sheet.row_dimensions[1].height >= 3 * LINE  # the title takes three lines

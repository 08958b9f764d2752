"""Files that must be refused before any parser sees them, or read with care: nothing is run, fetched or dropped."""

import datetime as dt
import io
import json
import multiprocessing
import struct
import time
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from adv_desktop.models.errors import DomainError, KnownError
from adv_desktop.services.imports import pdf, safety
from adv_desktop.services.imports.order_file import read_order_file, read_orders, read_pasted_orders
from adv_desktop.services.imports.safety import FileKind, OpenedFile, recognise
from adv_desktop.services.imports.sheets import read_sheets
from adv_desktop.services.imports.tables import delimited_sheet

HOSTILE = json.loads((Path(__file__).parents[1] / "data/samples/expected.json").read_text(encoding="utf-8"))["hostile"]
REFUSED = [case for case in HOSTILE if case["expected"] == "refused" and "h11" not in case["file"]]


def refused(path):
    with pytest.raises(DomainError) as error:
        read_order_file(path)
    return error.value.code


def reason(name, content):
    with pytest.raises(DomainError) as error:
        recognise(name, content)
    return error.value.code


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: Path(case["file"]).stem)
def test_a_hostile_sample_is_refused_at_once_for_its_reason(case, samples):
    begin = time.monotonic()
    assert refused(samples / case["file"]) == case["reason"]
    assert time.monotonic() - begin < case.get("max_seconds", 2)


def test_formulas_give_their_stored_result_with_a_remark_and_texts_stay_texts(samples):
    (order,) = read_order_file(samples / "hostile/h02_formules.xlsx")
    first, second, third = order.lines
    assert (first.quantity, first.remarks[0].kind) == (Decimal(12), "formula")
    assert (second.unit_price, second.remarks[0].kind) == (Decimal("9.90"), "formula")
    assert (third.unit_price, third.remarks[0].kind) == (None, "formula_without_result")
    assert [line.comment for line in order.lines] == [
        "=cmd|' /C calc'!A0",
        "+33 3 80 00 00 21",
        "-2+3+cmd|' /C calc'!A0",
    ]


def test_a_link_to_another_workbook_gives_its_stored_result(samples):
    (order,) = read_order_file(samples / "hostile/h03_lien_externe.xlsx")
    assert [line.unit_price for line in order.lines] == [Decimal("4.8"), Decimal("9.9")]
    assert order.lines[0].remarks[0].kind == "formula"


def test_dates_of_the_1904_calendar_are_right(samples):
    (order,) = read_order_file(samples / "hostile/h05_dates_1904.xlsx")
    assert order.po_date == dt.date(2026, 11, 18)
    assert [line.requested_date for line in order.lines] == [dt.date(2026, 12, 8), dt.date(2026, 12, 15)]


def test_utf16_is_read(samples):
    (order,) = read_order_file(samples / "hostile/h08_utf16.csv")
    assert [line.label for line in order.lines] == ["Miel d'acacia 250 g", "Huile de noix 50 cl – goût d'œillet"]


def test_a_workbook_named_csv_is_read_by_its_content(samples):
    (order,) = read_order_file(samples / "hostile/h11_mauvaise_extension.csv")
    (same,) = read_order_file(samples / "orders/08_relance_cde_1187.xlsx")
    assert order.lines == same.lines


def test_each_bad_quantity_is_named_with_its_row_and_reason(samples):
    case = next(case for case in HOSTILE if "h12" in case["file"])
    (order,) = read_order_file(samples / case["file"])
    taken = {line.row: line.quantity for line in order.lines}
    rejected = {line.row: (line.reason, line.code, line.written) for line in order.rejected}
    for row, wanted in enumerate(case["rows"], 2):
        if wanted["line"] == "ok":
            assert row in taken
        elif wanted["line"] == "refused":
            assert rejected[row] == (wanted["note"], wanted["code"], wanted["quantity_as_written"])
    assert len(taken) + len(rejected) == len(case["rows"])


@pytest.mark.slow
def test_twenty_thousand_lines_are_read_exactly(samples):
    case = next(case for case in HOSTILE if "h13" in case["file"])
    begin = time.monotonic()
    (order,) = read_order_file(samples / case["file"])
    assert time.monotonic() - begin < case["max_seconds"]
    assert len(order.lines) == case["lines"]
    assert sum(line.quantity for line in order.lines) == Decimal(case["quantity_total"])
    assert sum(line.quantity * line.unit_price for line in order.lines) == Decimal(case["net_total"])


def slowly(case):
    """Keep the file of 20 000 lines for the end."""
    return pytest.param(case, id=Path(case["file"]).stem, marks=[pytest.mark.slow] if "lines" in case else [])


@pytest.mark.parametrize("case", [slowly(case) for case in HOSTILE])
def test_the_console_refuses_with_one_sentence_or_writes_what_is_good(case, samples, tmp_path, capsys):
    from adv_desktop.cli import main

    company = samples / "masters/company.json"
    database = tmp_path / "company.db"

    def adv(*words):
        code = main(["--database", str(database), "--today", "2026-11-24", *map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out)

    assert adv("init", "--company", company)[0] == 0
    code, answer = adv("import", "order", samples / case["file"], "--dry-run")
    if code == 0:
        assert case["expected"] == "accepted" or "h11" in case["file"]
        assert {"orders", "lines", "checks", "rejected"} <= answer.keys()
    else:
        assert code == 2
        assert answer["error"]["code"] == case["reason"]
        assert answer["error"]["message"].endswith(".")


# Zip archives


def zipped(parts, **options):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_single_part_that_swells_is_refused_by_its_ratio():
    content = zipped({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": b" " * (8 * 1024 * 1024)})
    assert reason("bombe.xlsx", content) == "too_large_unpacked"


def test_a_part_that_lies_about_its_size_is_damaged():
    content = bytearray(zipped({"xl/workbook.xml": b"<a/>" * 1000}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    archive = zipfile.ZipFile(io.BytesIO(bytes(content)))
    with pytest.raises(DomainError) as error:
        safety.read_part("faux.xlsx", archive, "xl/workbook.xml")
    assert error.value.code == "corrupt_file"


def test_a_locked_zip_an_archive_and_a_picture_are_told_apart():
    content = bytearray(zipped({"xl/workbook.xml": "<a/>"}))
    for at in (content.find(b"PK\x03\x04") + 6, content.find(b"PK\x01\x02") + 8):
        content[at] |= 1
    assert reason("secret.xlsx", bytes(content)) == "password_protected"
    assert reason("program.jar", zipped({"META-INF/MANIFEST.MF": "x", "a.txt": "x"})) == "wrong_type"
    assert reason("scan.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50) == "no_text"


def test_old_office_files_are_told_apart_by_what_is_in_them():
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 512
    assert reason("m.msg", head + "__properties_version1.0".encode("utf-16-le")) == "outlook_message"
    assert reason("w.doc", head + "WordDocument".encode("utf-16-le")) == "wrong_type"
    assert recognise("t.xls", head + "Workbook".encode("utf-16-le")).kind is FileKind.OLD_WORKBOOK


def workbook_with(sheet, **parts):
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        ' Target="worksheets/sheet1.xml"/></Relationships>'
    )
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    return recognise(
        "a.xlsx",
        zipped(
            {
                "xl/workbook.xml": book,
                "xl/_rels/workbook.xml.rels": relations,
                "xl/worksheets/sheet1.xml": sheet,
                **parts,
            }
        ),
    )


def test_entities_inside_a_workbook_are_refused():
    file = workbook_with('<!DOCTYPE a [<!ENTITY x "y">]><worksheet><sheetData/></worksheet>')
    with pytest.raises(DomainError) as error:
        read_sheets(file)
    assert error.value.code == "forbidden_xml"


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet><sheetData><row",
        '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>9</v></c></row></sheetData></worksheet>',
        '<worksheet><sheetData><row r="x"/></sheetData></worksheet>',
    ],
)
def test_a_workbook_with_broken_parts_is_damaged(sheet):
    with pytest.raises(DomainError) as error:
        read_sheets(workbook_with(sheet))
    assert error.value.code == "corrupt_file"


def test_cells_far_to_the_right_cost_nothing():
    cells = '<c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c>'
    (sheet,) = read_sheets(workbook_with(f'<worksheet><sheetData><row r="1">{cells}</row></sheetData></worksheet>'))
    assert [cell.text for cell in sheet.rows[0].cells] == ["1"]


def test_a_sheet_with_more_rows_than_anybody_types_is_refused(monkeypatch):
    monkeypatch.setattr(safety, "MAX_ROWS", 3)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 6))
    with pytest.raises(DomainError) as error:
        read_sheets(workbook_with(f"<worksheet><sheetData>{rows}</sheetData></worksheet>"))
    assert error.value.code == "too_many_lines"


# Texts


def test_an_empty_a_missing_and_a_huge_file_are_refused(tmp_path, monkeypatch):
    empty = tmp_path / "vide.csv"
    empty.write_bytes(b"  \r\n")
    assert refused(empty) == "empty_file"
    with pytest.raises(KnownError) as error:
        read_order_file(tmp_path / "absent.csv")
    assert error.value.code == "file.unreadable"
    monkeypatch.setattr(safety, "MAX_BYTES", 10)
    large = tmp_path / "grand.csv"
    large.write_bytes(b"a;b\n" * 10)
    assert refused(large) == "too_large"
    assert reason("grand.csv", b"a;b\n" * 10) == "too_large"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "utf-8", "cp1252", "utf-32"])
def test_every_encoding_that_spreadsheets_write_is_read(encoding):
    content = "Référence;Quantité\nEPS-1001;12\n".encode(encoding)
    (order,) = read_orders(recognise("a.csv", content))
    assert order.lines[0].quantity == 12


@pytest.mark.parametrize("content", [b"a;b\x00\x01\n", b"\x81\x8d;\xff\n", b"a;b\x1b[2J", b"\xff\xfea"])
def test_what_is_no_text_is_refused(content):
    assert reason("a.csv", content) == "not_text"


def test_an_unclosed_quotation_mark_does_not_swallow_the_file():
    rows = '"Cœur noir;1\n' + "".join(f"EPS-{n};2\n" for n in range(100))
    assert len(delimited_sheet("a.csv", rows).rows) > 90


def test_a_cell_of_a_megabyte_is_refused():
    with pytest.raises(DomainError) as error:
        delimited_sheet("a.csv", '"' + "x" * 1_000_000 + '";1\n')
    assert error.value.code == "cell_too_large"


@pytest.mark.parametrize("text", ["", "bonjour", "a;b;c", "\t\t\t", "12 rue des Godrans\n21000 Dijon\n06 12 34 56 78"])
def test_a_text_that_orders_nothing_says_so(text):
    with pytest.raises(DomainError) as error:
        read_pasted_orders(text)
    assert error.value.code == "no_pasted_lines"


# XML


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_a_document_type_is_refused_in_any_encoding(encoding):
    content = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a SYSTEM "http://127.0.0.1:9/x"><a/>'.encode(
        encoding
    )
    assert reason("a.xml", content) == "forbidden_xml"


def test_other_xml_is_no_order():
    invoice = b"<rsm:CrossIndustryInvoice xmlns:rsm='x'/>"
    for content, code in (
        (b"<a/>", "not_an_order"),
        (b"<Invoice/>", "invoice_not_order"),
        (invoice, "invoice_not_order"),
    ):
        with pytest.raises(DomainError) as error:
            read_orders(recognise("a.xml", content))
        assert error.value.code == code
    assert reason("a.xml", b"<?xml version='1.0'?><a") == "corrupt_file"
    with pytest.raises(DomainError) as error:
        read_orders(recognise("a.xml", b"<Order><ID>1</Order>"))
    assert error.value.code == "corrupt_file"


# PDF


def test_a_locked_pdf_asks_for_a_copy(tmp_path):
    import pikepdf

    path = tmp_path / "secret.pdf"
    document = pikepdf.new()
    document.add_blank_page()
    document.save(path, encryption=pikepdf.Encryption(user="a", owner="b"))
    assert refused(path) == "password_protected"


def test_a_scan_without_text_says_so(tmp_path):
    import pikepdf

    path = tmp_path / "scan.pdf"
    document = pikepdf.new()
    document.add_blank_page()
    document.save(path)
    assert refused(path) == "no_text"


def test_a_pdf_that_is_none_inside_is_damaged():
    with pytest.raises(DomainError) as error:
        pdf.read_pdf(OpenedFile("faux.pdf", FileKind.PDF, b"%PDF-1.7\nrien\nstartxref\n0\n%%EOF"))
    assert error.value.code == "corrupt_file"


def test_a_pdf_that_takes_too_long_is_given_up(samples):
    file = safety.open_file(samples / "orders/05_commande_volcans.pdf")
    before = set(multiprocessing.active_children())  # an engine of rules may live on from another test
    with pytest.raises(DomainError) as error:
        pdf.read_pdf(file, time_limit=0.01)
    assert error.value.code == "took_too_long"
    assert set(multiprocessing.active_children()) <= before


def test_a_quotation_mark_alone_in_a_long_file_is_a_sign_like_any_other():
    lines = "".join(f"P{number};1\n" for number in range(20_000))
    sheet = delimited_sheet("long.csv", f'code;quantité\nP;"1\n{lines}')
    assert len(sheet.rows) == 20_002

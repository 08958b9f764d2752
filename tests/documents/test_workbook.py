"""The monthly workbook, read back cell by cell, and as LibreOffice prints it."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.exports import report_pdf, sheets, workbook
from adv_desktop.services.exports.report_data import MonthlyReport
from adv_desktop.services.jobs import Cancelled, Progress
from tests.documents import examples, months


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    return workbook.write(months.report(), tmp_path_factory.mktemp("month") / "Reporting_ADV_2026-11.xlsx")


@pytest.fixture(scope="module")
def book(written: Path) -> Workbook:
    return load_workbook(written)


def table(book: Workbook, name: str) -> list[dict[str, object]]:
    for sheet in book.worksheets:
        if name in sheet.tables:
            rows = [[cell.value for cell in row] for row in sheet[sheet.tables[name].ref]]
            return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    raise AssertionError(name)


def cell(book: Workbook, table_name: str, title: str, row: int):
    for sheet in book.worksheets:
        if table_name in sheet.tables:
            area = sheet[sheet.tables[table_name].ref]
            column = [head.value for head in area[0]].index(title)
            return area[row][column]
    raise AssertionError(table_name)


def test_every_subject_has_its_sheet_and_its_named_table(book: Workbook):
    assert book.sheetnames == [
        "Synthèse", "Commandes", "Livraisons", "Factures", "Règlements", "Réclamations", "Balance âgée", "Retards",
        "Livré non facturé", "Contrôles", "Définitions", "Données des graphiques",
    ]  # fmt: skip
    names = {name for sheet in book.worksheets for name in sheet.tables}
    assert {"t_commandes", "t_livraisons", "t_factures", "t_reglements", "t_reclamations"} <= names


def test_dates_and_numbers_are_real_and_codes_stay_texts(book: Workbook):
    rows = table(book, "t_commandes")
    assert len(rows) == 30
    assert rows[0]["Code article"] == "00123"
    assert rows[0]["Date de commande"] == dt.datetime(2026, 11, 1)  # noqa: DTZ001 (a sheet has no time zone)
    assert rows[0]["Montant HT"] == pytest.approx(119.33)
    assert rows[0]["Quantité"] == pytest.approx(48.5)
    assert rows[0]["TVA %"] == pytest.approx(0.055)
    assert cell(book, "t_commandes", "Montant HT", 30).number_format == sheets.FORMATS[sheets.Kind.MONEY]
    assert cell(book, "t_commandes", "Date demandée", 30).is_date


def test_a_text_never_becomes_a_formula(book: Workbook):
    customer = cell(book, "t_commandes", "Client", 2)
    assert customer.value.startswith("=HYPERLINK")
    assert customer.data_type == "s"
    assert customer.quotePrefix
    assert cell(book, "t_commandes", "V/Réf.", 2).quotePrefix
    assert not cell(book, "t_commandes", "Client", 1).quotePrefix
    formulas = [
        c.coordinate for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.data_type == "f"
    ]
    assert formulas == []


def test_the_summary_shows_twelve_indicators_with_their_gaps(book: Workbook):
    sheet = book["Synthèse"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=6, max_row=17, min_col=2, max_col=11, values_only=True)}
    assert len(rows) == 12
    turnover = rows["Chiffre d'affaires facturé"]
    assert turnover[1] == pytest.approx(171402.18)
    assert turnover[3] == pytest.approx(float(Decimal(17140218 - 16754856) / 16754856))
    assert turnover[9] == "▼ en recul"
    assert rows["Taux de service (OTIF)"][1] == pytest.approx(0.942)
    assert rows["Taux de service (OTIF)"][3] == pytest.approx(0.6)
    assert rows["DSO (délai moyen de paiement)"][3] == -3
    assert rows["Échu de plus de 90 jours"][2] == "—"
    assert sheet["B1"].value == "Reporting ADV – novembre 2026"
    assert "L'Atelier du Goût Retrouvé & Cie" in sheet["B2"].value


def test_the_six_charts_are_native_and_end_at_their_last_bar(book: Workbook):
    charts = book["Synthèse"]._charts
    assert len(charts) == 6
    ranges = [series.val.numRef.f for chart in charts for part in chart._charts for series in part.series]
    assert any(reference.endswith("$B$7:$B$18") for reference in ranges)
    assert any(reference.endswith("$O$7:$O$14") for reference in ranges)
    assert any(reference.endswith("$L$7:$L$12") for reference in ranges)


def test_each_sheet_prints_on_a_page_width_with_title_definition_and_the_way_back(book: Workbook):
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.oddHeader.left.text == "L'Atelier du Goût Retrouvé && Cie"
        assert sheet.oddFooter.center.text == "&P/&N"
    for sheet in book.worksheets[1:]:
        assert sheet["A4"].value == "← Synthèse"
        assert sheet["A4"].hyperlink.location == "'Synthèse'!A1"
        assert len(sheet["A3"].value) > 20
    for sheet in book.worksheets[1:-1]:
        assert sheet.freeze_panes == "B7"
        assert all(part.autoFilter is not None for part in sheet.tables.values())


def test_the_same_closed_month_gives_the_same_cells(tmp_path: Path, book: Workbook):
    again = load_workbook(workbook.write(months.report(), tmp_path / "again.xlsx"))
    for first, second in zip(book.worksheets, again.worksheets, strict=True):
        assert [[c.value for c in row] for row in first] == [[c.value for c in row] for row in second]
    assert again.properties.created == book.properties.created


def test_the_english_workbook_speaks_english_and_keeps_the_table_names(tmp_path: Path):
    book = load_workbook(workbook.write(months.report("en", 2), tmp_path / "month.xlsx"))
    assert book.sheetnames[:2] == ["Summary", "Orders"]
    assert "Net amount" in table(book, "t_commandes")[0]
    assert book["Summary"]["B1"].value == "Monthly report – November 2026"


def test_an_empty_month_opens_too(tmp_path: Path):
    full = months.report()
    empty = MonthlyReport("fr", full.company, full.month, full.closed_at, (), ())
    book = load_workbook(workbook.write(empty, tmp_path / "empty.xlsx"))
    assert table(book, "t_factures") == [dict.fromkeys(table(book, "t_factures")[0])]


def test_a_restyled_template_keeps_its_style_its_order_and_its_own_formulas(tmp_path: Path):
    template = load_workbook(workbook.template_of("fr"))
    sheet = template["Commandes"]
    part = sheet.tables["t_commandes"]
    last = sheet[part.ref.split(":")[1]].column
    sheet.cell(6, last, "Double")
    sheet.cell(7, last, "=2*C7")
    part.tableColumns[-1].name = "Double"
    sheet["A7"].font = Font(color="00FF00")
    template.save(tmp_path / "own.xlsx")
    book = load_workbook(workbook.write(months.report(), tmp_path / "month.xlsx", tmp_path / "own.xlsx"))
    assert cell(book, "t_commandes", "Double", 3).value == "=2*C9"
    assert cell(book, "t_commandes", "N°", 3).font.color.rgb.endswith("00FF00")


def test_a_template_without_a_table_is_refused_by_its_name(tmp_path: Path):
    template = load_workbook(workbook.template_of("fr"))
    del template["Factures"].tables["t_factures"]
    template.save(tmp_path / "own.xlsx")
    with pytest.raises(DomainError) as caught:
        workbook.write(months.report(), tmp_path / "month.xlsx", tmp_path / "own.xlsx")
    assert caught.value.code == "report.template_unusable"
    assert caught.value.facts["missing"] == "t_factures"
    assert not (tmp_path / "month.xlsx").exists()


def test_a_cancel_leaves_no_file(tmp_path: Path):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        workbook.write(months.report(), tmp_path / "month.xlsx", progress=progress)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_libreoffice_opens_and_prints_the_workbook(written: Path, tmp_path: Path):
    office = shutil.which("soffice")
    assert office, "LibreOffice Calc is needed: installer/dev.py test installs it"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(written)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    with pdfplumber.open(tmp_path / f"{written.stem}.pdf") as pdf:
        assert len(pdf.pages) == 12
        text = pdf.pages[0].extract_text()
        assert "Reporting ADV – novembre 2026" in text
        assert "Balance âgée TTC" in text
        assert all(page.width > page.height for page in pdf.pages)


def test_the_report_for_management_says_the_same_on_two_pages():
    late, ageing = months.report().late * 20, months.report().ageing * 20
    report = replace(months.report(), late=late, ageing=ageing)
    streams = [io.BytesIO(), io.BytesIO()]
    for stream in streams:
        report_pdf.render(report, examples.ISSUER, stream)
    assert streams[0].getvalue() == streams[1].getvalue()
    with pdfplumber.open(streams[0]) as pdf:
        first, second = (page.extract_text().replace("\xa0", " ") for page in pdf.pages)
    for words in (
        "REPORTING ADV",
        "171 402,18 €",
        "+2,3 %",
        "94,2 %",
        "36 j",
        "Les Halles de la Bresse",
        "coffrets de fin d'année",
    ):
        assert words in first, words
    for words in ("Retards", "Balance âgée", "5 de plus dans le classeur", "3 500,00 €"):
        assert words in second, words


def test_the_report_for_management_of_an_empty_month_is_one_page():
    full = months.report()
    stream = io.BytesIO()
    report_pdf.render(MonthlyReport("en", full.company, full.month, full.closed_at, (), ()), examples.ISSUER, stream)
    with pdfplumber.open(stream) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_shipped_template_has_every_column_in_its_language(language: str):
    template = load_workbook(workbook.template_of(language))
    words = texts.of(language)
    for spec in sheets.SHEETS:
        heads = list(table(template, spec.table)[0])
        wanted = [words.gettext(column.title) for column in spec.columns]
        assert heads == wanted, "run installer/make_templates.py"

"""Order files whose reading leaves a doubt: hidden rows, American dates, two customers, archives, invoices."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.order_file import read_order_file
from adv_desktop.services.imports.source_parts import source_parts
from tests.integration.imports.files import mail, pdf, text, workbook

TITLES = ["Référence", "Désignation", "Quantité", "Livraison"]


def ordered(order):
    return [(line.code, line.quantity) for line in order.lines]


def codes(preview):
    return [check.code for check in preview.checks]


def archive(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def test_rows_hidden_by_a_filter_are_left_out_and_named(loaded, tmp_path):
    rows = [["Commande n° 3002"], ["Client", "C00001"], TITLES[:3], ["EPS-1002", "", 24], ["HUI-1026", "", 12]]
    path = workbook(tmp_path / "filtre.xlsx", rows)
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[5].hidden = True
    book.save(path)
    (order,) = loaded.order_imports.preview(path).orders
    assert ordered(order.written) == [("EPS-1002", 24)]
    (said,) = [check for check in order.checks if check.code == "hidden_rows"]
    assert said.facts == {"rows": "5"}
    assert [(row.row, row.kind) for row in order.written.not_order_lines] == [(5, "hidden")]


def test_what_is_written_is_what_the_preview_of_hidden_rows_said(loaded, tmp_path):
    path = workbook(tmp_path / "filtre.xlsx", [TITLES[:3], ["EPS-1002", "", 24], ["HUI-1026", "", 12]])
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    preview = loaded.order_imports.preview(path, "C00001")
    (made,) = loaded.order_imports.write(preview)
    with loaded.store.read() as session:
        from adv_desktop.services.orders import order_by_id

        assert [(line.product_code, line.quantity) for line in order_by_id(session, made.ref.id).items] == [
            ("EPS-1002", Decimal(24))
        ]


def test_a_column_of_dates_of_which_one_can_only_be_american_is_american(tmp_path):
    rows = [TITLES, ["EPS-1002", "", 24, "12/04/2026"], ["HUI-1026", "", 12, "11/20/2026"]]
    (order,) = read_order_file(workbook(tmp_path / "us.xlsx", rows))
    assert [line.requested_date for line in order.lines] == [dt.date(2026, 12, 4), dt.date(2026, 11, 20)]
    assert order.american is None


def test_a_column_with_a_european_date_stays_european(tmp_path):
    rows = [TITLES, ["EPS-1002", "", 24, "12/04/2026"], ["HUI-1026", "", 12, "20/11/2026"]]
    (order,) = read_order_file(workbook(tmp_path / "fr.xlsx", rows))
    assert [line.requested_date for line in order.lines] == [dt.date(2026, 4, 12), dt.date(2026, 11, 20)]


def test_a_doubtful_date_beside_an_american_one_is_read_the_french_way_and_said(loaded, tmp_path):
    rows = [["Order date", "11/20/2026"], ["Requested date", "12/04/2026"], TITLES[:3], ["EPS-1002", "", 24]]
    (order,) = loaded.order_imports.preview(workbook(tmp_path / "us.xlsx", rows), "C00001").orders
    assert order.written.requested_date == dt.date(2026, 4, 12)
    (said,) = [check for check in order.checks if check.code == "american_dates"]
    assert said.facts == {"sure": "11/20/2026", "read": "12/04/2026", "date": dt.date(2026, 4, 12)}


def test_a_zip_gives_the_orders_of_its_files_and_names_what_is_not_read(loaded, tmp_path):
    csv = "Commande;Client;Code;Qté\n{};C00001;EPS-1002;{}\n"
    path = archive(
        tmp_path / "commandes.zip",
        {"a/un.csv": csv.format("Z-1", 24), "deux.csv": csv.format("Z-2", 12), "note.doc": b"\xd0\xcf\x11\xe0xx"},
    )
    orders = loaded.order_imports.preview(path).orders
    assert [(order.written.po_number, order.customer, ordered(order.written)) for order in orders] == [
        ("Z-1", "C00001", [("EPS-1002", 24)]),
        ("Z-2", "C00001", [("EPS-1002", 12)]),
    ]
    assert all("files_unread" in codes(order) for order in orders)
    assert [part.name for part in source_parts(path.name, path.read_bytes())][:2] == ["un.csv", "deux.csv"]


def test_a_zip_attached_to_a_mail_is_read(tmp_path):
    inside = archive(tmp_path / "commande.zip", {"commande.csv": "Code;Qté\nEPS-1002;24\n"})
    (order,) = read_order_file(mail(tmp_path / "m.eml", "Bonjour,\nci-joint.", attachments=[inside]))
    assert ordered(order) == [("EPS-1002", 24)]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"x.csv": b"Code;Qt\xc3\xa9\n" + b"0" * 30_000_000}, "too_large_unpacked"),
        ({f"{number}.csv": "Code;Qté\nEPS-1002;1\n" for number in range(51)}, "too_many_files"),
        ({"inside.zip": "nested"}, "wrong_type"),
    ],
    ids=["bomb", "many", "nested"],
)
def test_a_hostile_zip_is_refused(tmp_path, files, code):
    if code == "wrong_type":
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as packed:
            packed.writestr("c.csv", "Code;Qté\nEPS-1002;1\n")
        files = {"inside.zip": inner.getvalue()}
    with pytest.raises(DomainError) as error:
        read_order_file(archive(tmp_path / "z.zip", files))
    assert error.value.code == code


def test_one_number_of_two_customers_makes_two_orders(loaded, tmp_path):
    path = text(tmp_path / "c.csv", "Commande;Client;Code;Qté\nM-9;C00001;EPS-1002;24\nM-9;C00003;HUI-1026;12\n")
    made = loaded.order_imports.write(loaded.order_imports.preview(path))
    assert [(one.preview.customer, ordered(one.preview.written)) for one in made] == [
        ("C00001", [("EPS-1002", 24)]),
        ("C00003", [("HUI-1026", 12)]),
    ]


def test_two_sheets_with_two_letterheads_are_two_orders(tmp_path):
    path = workbook(tmp_path / "deux.xlsx", [["SIRET 589 042 340 00010"], [], TITLES[:3], ["EPS-1002", "", 24]])
    book = openpyxl.load_workbook(path)
    page = book.create_sheet("Autre")
    for row in (["SIRET 732 829 320 00074"], [], TITLES[:3], ["HUI-1026", "", 12]):
        page.append(row)
    book.save(path)
    assert [ordered(order) for order in read_order_file(path)] == [[("EPS-1002", 24)], [("HUI-1026", 12)]]


def test_the_code_of_one_customer_beside_the_siret_of_another_asks_which_of_them_ordered(loaded, tmp_path):
    rows = [["Client", "C00002"], ["SIRET 589 042 340 00010"], [], TITLES[:3], ["EPS-1002", "", 24]]
    path = workbook(tmp_path / "qui.xlsx", rows)
    preview = loaded.order_imports.preview(path)
    assert (preview.orders[0].customer, codes(preview.orders[0])) == (None, ["customers_contradict"])
    with pytest.raises(DomainError):
        loaded.order_imports.write(preview)
    assert loaded.order_imports.preview(path, "C00002").orders[0].customer == "C00002"


@pytest.mark.parametrize(
    "root",
    [
        '<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>',
        '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>',
    ],
    ids=["cii", "ubl"],
)
def test_an_xml_invoice_says_that_it_is_no_order(tmp_path, root):
    with pytest.raises(DomainError) as error:
        read_order_file(text(tmp_path / "f.xml", f'<?xml version="1.0"?>{root}'))
    assert error.value.code == "invoice_not_order"


def test_a_pdf_with_an_invoice_inside_is_no_order(tmp_path):
    import pikepdf

    path = pdf(tmp_path / "f.pdf", ["Facture"], [TITLES[:3], ["EPS-1002", "Moutarde", "24"]])
    inside = b'<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>'
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.attachments["factur-x.xml"] = pikepdf.AttachedFileSpec(document, inside, filename="factur-x.xml")
        document.save(path)
    with pytest.raises(DomainError) as error:
        read_order_file(path)
    assert error.value.code == "invoice_not_order"


@pytest.mark.parametrize(("unit", "factor"), [("HC", 100), ("CEN", 100), ("MIL", 1000), ("DZN", 12), ("GRO", 144)])
def test_units_that_count_are_counted(loaded, tmp_path, unit, factor):
    path = text(tmp_path / "u.csv", f"Code;Qté;Unité;PU\nEMB-1107;2;{unit};112\n")
    (line,) = loaded.order_imports.preview(path, "C00001").orders[0].lines
    assert line.quantity == 2 * factor
    assert "unit_differs" in [one.kind for one in line.differences]


def test_a_pack_of_unknown_size_is_never_taken_for_a_piece_in_silence(loaded, tmp_path):
    path = text(tmp_path / "u.csv", "Code;Qté;Unité\nEMB-1107;2;PK\n")
    (line,) = loaded.order_imports.preview(path, "C00001").orders[0].lines
    assert "unit_differs" in [one.kind for one in line.differences]


def test_a_word_before_the_code_is_no_part_of_it(loaded, tmp_path):
    path = workbook(tmp_path / "r.xlsx", [TITLES[:3], ["Réf. EPS-1002", "", 24], ["Réf : HUI-1026", "", 12]])
    assert [line.product for line in loaded.order_imports.preview(path, "C00001").orders[0].lines] == [
        "EPS-1002",
        "HUI-1026",
    ]


def test_a_week_of_delivery_is_told_and_no_day_is_made_up(loaded, tmp_path):
    rows = [["Client : C00001"], ["Livraison sem. 49"], TITLES[:3], ["EPS-1002", "", 24]]
    (order,) = loaded.order_imports.preview(workbook(tmp_path / "s.xlsx", rows)).orders
    assert order.written.requested_date is None
    (said,) = [check for check in order.checks if check.code == "delivery_week"]
    assert said.facts == {"week": "sem. 49"}


def test_a_day_beside_the_week_is_the_date_and_nothing_is_asked(loaded, tmp_path):
    rows = [["Client : C00001"], ["Livraison sem. 49, le 04/12/2026"], TITLES[:3], ["EPS-1002", "", 24]]
    (order,) = loaded.order_imports.preview(workbook(tmp_path / "s.xlsx", rows)).orders
    assert order.written.requested_date == dt.date(2026, 12, 4)
    assert "delivery_week" not in codes(order)


def test_titles_that_group_those_of_the_row_below_leave_the_heading_to_the_order(loaded, tmp_path):
    rows = [["Commande n° MR-1"], ["Client", "C00001"], ["Article", "", "Commande", "Prix"]]
    rows += [["Réf.", "Désignation", "Qté", "PU HT"], ["EPS-1002", "", 24, 2.48]]
    (order,) = loaded.order_imports.preview(workbook(tmp_path / "m.xlsx", rows)).orders
    assert (order.written.po_number, order.customer, ordered(order.written)) == ("MR-1", "C00001", [("EPS-1002", 24)])


@pytest.mark.parametrize(
    "titles",
    [
        "Numéro du document;Date du document;Code client;Code article;Quantité;PV HT",
        "N° de pièce;Date pièce;Tiers;Référence article;Qté commandée;PU HT",
        "CDE;DATE;CLI;ART;QTE;PU",
    ],
    ids=["ebp", "sage", "short"],
)
def test_the_titles_of_other_programs_name_number_customer_and_price(loaded, tmp_path, titles):
    path = text(tmp_path / "c.csv", f"{titles}\nBC0012;20/11/2026;C00001;EPS-1002;24;2,48\n")
    (order,) = loaded.order_imports.preview(path).orders
    assert (order.written.po_number, order.written.po_date) == ("BC0012", dt.date(2026, 11, 20))
    assert (order.customer, ordered(order.written)) == ("C00001", [("EPS-1002", 24)])
    assert order.written.lines[0].unit_price == Decimal("2.48")


@pytest.mark.parametrize(
    "title", ["PO number/date", "Purchase order no./Date", "N° commande / Date", "Bestellnummer/Datum"]
)
def test_a_number_and_its_date_stand_together_below_their_title(tmp_path, title):
    rows = [[title, "Contact"], ["4500012345 / 20.11.2026", "Ms Baker"], [], TITLES[:3], ["EPS-1002", "", 24]]
    (order,) = read_order_file(workbook(tmp_path / "sap.xlsx", rows))
    assert (order.po_number, order.po_date) == ("4500012345", dt.date(2026, 11, 20))

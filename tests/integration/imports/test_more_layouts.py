"""Orders as they really come: what each of these files once lost, doubled or mistook."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pikepdf
import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.order_file import read_order_file
from adv_desktop.services.imports.written import HintKind
from tests.integration.imports.files import mail, pdf, text, workbook
from tests.integration.imports.test_other_layouts import UBL, hints, only, read


def others(order):
    return [(row.kind, row.text, row.amount) for row in order.not_order_lines if row.kind != "blank"]


def test_titles_on_row_seven_under_merged_cells_with_amounts_as_text(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    for row, said in enumerate(["SARL LES GOURMETS DU LAC", "12 quai du Port - SIRET 589 042 340 00010"], 1):
        page.cell(row, 1, said)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=6)
    page["E4"], page["F4"], page["E5"], page["F5"] = "N°", "BC-2026-551", "Date", dt.date(2026, 11, 20)
    rows = [
        ["Réf.", "Désignation", "Qté", "U.", "P.U. H.T.", "Montant H.T."],
        ["EPS-1001", "Moutarde", "1 200", "pce", "1,92 €", "2 304,00 €"],
        ["EPS-1002", "Moutarde 200", "12", "pce", "2,85 €", "34,20 €"],
        [None, None, None, None, "Total H.T.", "2 338,20 €"],
        [None, None, None, None, "T.V.A. 5,5 %", "128,60 €"],
        [None, None, None, None, "Total T.T.C.", "2 466,80 €"],
    ]
    for number, row in enumerate(rows, 7):
        for column, value in enumerate(row, 1):
            page.cell(number, column, value)
    book.save(tmp_path / "a.xlsx")
    order = only(tmp_path / "a.xlsx")
    assert (order.po_number, order.po_date) == ("BC-2026-551", dt.date(2026, 11, 20))
    assert read(order) == [("EPS-1001", "1200", "1.92"), ("EPS-1002", "12", "2.85")]
    assert (order.total_as_written, order.rejected) == (Decimal("2338.20"), ())
    assert [kind for kind, _text, _amount in others(order)] == ["total", "total", "total"]
    assert hints(order, HintKind.SIRET) == ["58904234000010"]


def test_counts_below_the_lines_are_no_products(tmp_path):
    rows = [
        ["Réf", "Désignation", "Quantité", "Prix"],
        ["EPS-1001", "Moutarde", 12, 1.92],
        [None, "TOTAL", 12, 23.04],
        [None, "Nombre d'articles", 1],
        [None, "Poids total", 3],
    ]
    order = only(workbook(tmp_path / "b.xlsx", rows))
    assert read(order) == [("EPS-1001", "12", "1.92")]
    assert [kind for kind, _text, _amount in others(order)] == ["total", "comment", "comment"]


def test_two_orders_on_two_sheets_or_under_each_other(tmp_path):
    def rows(number, day, code):
        return [[f"Commande n° {number}"], [f"Livraison : {day}"], [], ["Réf", "Qté"], [code, 12], []]

    book = openpyxl.Workbook()
    for page, number, day, code in [
        (book.active, "A-1", "05/12/2026", "EPS-1001"),
        (book.create_sheet("Dijon"), "A-2", "08/12/2026", "EPS-1002"),
    ]:
        for row in rows(number, day, code):
            page.append(row)
    book.save(tmp_path / "two.xlsx")
    below = workbook(
        tmp_path / "below.xlsx", [*rows("A-1", "05/12/2026", "EPS-1001"), *rows("A-2", "08/12/2026", "EPS-1002")]
    )
    for path in (tmp_path / "two.xlsx", below):
        found = [(order.po_number, order.requested_date.day, read(order)) for order in read_order_file(path)]
        assert found == [("A-1", 5, [("EPS-1001", "12", None)]), ("A-2", 8, [("EPS-1002", "12", None)])]


def test_titles_on_every_page_of_a_pdf_are_one_order(tmp_path):
    rows = [["Réf.", "Libellé", "Quantité", "Prix"]]
    rows += [[f"EPS-{1001 + n}", f"Article {n}", str(n + 1), "1,50"] for n in range(60)]
    heading = ["Hôtel des Alpes", "Bon de commande n° BC-7781 du 18/11/2026"]
    (order,) = read_order_file(pdf(tmp_path / "p.pdf", heading, rows, ruled=True))
    assert (order.po_number, len(order.lines)) == ("BC-7781", 60)


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16", "cp1252", "utf-8-sig"])
def test_a_csv_in_any_encoding_with_thin_spaces_in_its_numbers(tmp_path, encoding):
    space = " " if encoding == "cp1252" else "\u202f"
    content = f"Commande;PO-9\r\nRéférence;Libellé;Quantité;Prix\r\nEPS-1001;Moutarde d'été;1{space}200,00;1,92\r\n"
    order = only(text(tmp_path / "c.csv", content, encoding))
    assert (order.po_number, order.lines[0].label) == ("PO-9", "Moutarde d'été")
    assert order.lines[0].quantity == 1200


def csv(folder, number, code, name=""):
    return text(folder / (name or f"{number}.csv"), f"Commande;{number}\nRéf;Qté\n{code};12\n")


def test_a_mail_with_two_orders_brings_both(tmp_path):
    files = [csv(tmp_path, "PO-100", "EPS-1001"), csv(tmp_path, "PO-101", "EPS-1002")]
    orders = read_order_file(mail(tmp_path / "m.eml", "Deux commandes ci-jointes.", attachments=files))
    assert [order.po_number for order in orders] == ["PO-100", "PO-101"]


def test_a_mail_with_the_same_order_twice_brings_it_once(tmp_path):
    page = pdf(
        tmp_path / "c.pdf", ["Commande n° PO-100"], [["Réf", "Désignation", "Qté"], ["EPS-1001", "Moutarde", "12"]]
    )
    files = [csv(tmp_path, "PO-100", "EPS-1001"), page]
    order = only(mail(tmp_path / "m.eml", "En PDF et en CSV.", attachments=files))
    assert (order.po_number, order.lines[0].label) == ("PO-100", "Moutarde")


ANSWER = """Bonjour Julie,

 • EPS-1001 Moutarde 100 g ........ 24
 • EPS-1002 – 12 pièces à 2,85 € HT
 10 kg de poivre de Kampot EPI-1117
 2x EPS-1005
 EPS-1007 : 1 200
 Qté 5 EPS-1008
 réf EPS-1009 quantité 7

BC 2026/118
Paul Martin – 03 80 00 00 21
Le 12/11/2026 à 10:02, Julie a écrit :
> 12 x EPS-1001 la dernière fois
"""


def test_what_a_mail_answers_to_is_not_ordered_again(tmp_path):
    order = only(mail(tmp_path / "m.eml", ANSWER))
    assert [(line.code, str(line.quantity)) for line in order.lines] == [
        ("EPS-1001", "24"),
        ("EPS-1002", "12"),
        ("EPI-1117", "10"),
        ("EPS-1005", "2"),
        ("EPS-1007", "1200"),
        ("EPS-1008", "5"),
        ("EPS-1009", "7"),
    ]
    assert (order.lines[0].label, order.po_number) == ("Moutarde 100 g", "2026/118")
    assert order.po_date == dt.date(2026, 11, 19)  # the mail's, not that of the answered one


def test_a_mail_that_only_forwards_is_read_whole(tmp_path):
    body = "-------- Message transféré --------\nDe : Paul\n\n12 x EPS-1001\n\nCommande n° A-9\n"
    order = only(mail(tmp_path / "f.eml", body))
    assert (read(order), order.po_number) == ([("EPS-1001", "12", None)], "A-9")


def test_a_discount_and_a_charge_on_a_whole_ubl_order_are_shown(tmp_path):
    whole = (
        " <a:AllowanceCharge><b:ChargeIndicator>false</b:ChargeIndicator><b:AllowanceChargeReason>Remise"
        "</b:AllowanceChargeReason><b:Amount>10.00</b:Amount></a:AllowanceCharge>"
        "<a:AllowanceCharge><b:ChargeIndicator>true</b:ChargeIndicator><b:AllowanceChargeReason>Port"
        "</b:AllowanceChargeReason><b:Amount>15.00</b:Amount></a:AllowanceCharge>\n <a:OrderLine>"
    )
    order = only(text(tmp_path / "o.xml", UBL.replace(" <a:OrderLine>", whole, 1)))
    assert others(order) == [("order_discount", "Remise", Decimal("-10.00")), ("freight", "Port", Decimal("15.00"))]


@pytest.mark.parametrize(("charge", "off"), [("false", "10.00"), ("true", "-10.00")])
def test_an_amount_off_a_ubl_line_stays_an_amount(tmp_path, charge, off):
    said = f"<b:ChargeIndicator>{charge}</b:ChargeIndicator><b:Amount>10.00</b:Amount>"
    amount = f"<a:AllowanceCharge>{said}</a:AllowanceCharge>"
    percent = UBL[UBL.index("  <a:AllowanceCharge>") : UBL.index("  <a:Price>")]
    base = "<b:BaseQuantity>100</b:BaseQuantity>"
    order = only(text(tmp_path / "o.xml", UBL.replace(percent, amount, 1).replace("192.00", "81.00").replace(base, "")))
    (line,) = order.lines
    each = (Decimal(81) * line.quantity - Decimal(off)) / line.quantity
    assert (line.discounts, line.allowance, line.unit_price) == ((), Decimal(off), Decimal("81.00"))
    assert line.net_price == each


def test_more_off_a_ubl_line_than_it_comes_to_refuses_it(tmp_path):
    whole = "<b:MultiplierFactorNumeric>10</b:MultiplierFactorNumeric>"
    order = only(text(tmp_path / "o.xml", UBL.replace(whole, "<b:Amount>100000.00</b:Amount>", 1)))
    assert (1, "discount", "negative_price") in [(bad.row, bad.field, bad.reason) for bad in order.rejected]


def test_macros_are_never_looked_at(tmp_path):
    path = workbook(tmp_path / "plain.xlsx", [["Réf", "Qté"], ["EPS-1001", 12]])
    out = io.BytesIO()
    with zipfile.ZipFile(path) as plain, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as macros:
        for name in plain.namelist():
            macros.writestr(name, plain.read(name))
        macros.writestr("xl/vbaProject.bin", bytes.fromhex("d0cf11e0") + b"macro" * 100)
    (tmp_path / "m.xlsm").write_bytes(out.getvalue())
    assert read(only(tmp_path / "m.xlsm")) == [("EPS-1001", "12", None)]


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing(tmp_path):
    book = openpyxl.Workbook()
    for row in [["Réf", "Qté"], ["EPS-1001", 12]]:
        book.active.append(row)
    book.active.cell(1_048_576, 16_384, "x")
    book.save(tmp_path / "far.xlsx")
    assert read(only(tmp_path / "far.xlsx")) == [("EPS-1001", "12", None)]


def test_a_text_named_as_a_workbook_is_read_by_its_content(tmp_path):
    assert read(only(text(tmp_path / "c.xlsx", "Réf;Qté\nEPS-1001;12\n"))) == [("EPS-1001", "12", None)]


@pytest.mark.parametrize(("user", "refused"), [("secret", True), ("", False)])
def test_a_pdf_is_refused_only_when_it_takes_a_password_to_read(tmp_path, user, refused):
    plain = pdf(
        tmp_path / "c.pdf", ["Commande n° PO-100"], [["Réf", "Désignation", "Qté"], ["EPS-1001", "Moutarde", "12"]]
    )
    with pikepdf.open(plain) as document:
        document.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user=user, owner="owner"))
    if not refused:
        assert only(tmp_path / "locked.pdf").po_number == "PO-100"
        return
    with pytest.raises(DomainError) as error:
        read_order_file(tmp_path / "locked.pdf")
    assert error.value.code == "password_protected"


@pytest.mark.parametrize(
    ("titles", "row", "quantity", "unit", "pack"),
    [
        (["Code", "Désignation", "Nb colis", "Par", "Qté totale"], ["EPS-1002", "Moutarde", 12, 2, 24], "24", "", None),
        (["Code", "Désignation", "Nb colis", "PCB"], ["EPS-1002", "Moutarde", 12, 2], "12", "colis", 2),
        (["Code", "Désignation", "Cartons"], ["EPS-1002", "Moutarde", 3], "3", "carton", None),
        (["Code", "Désignation", "Qté", "PCB"], ["EPS-1002", "Moutarde", 24, 2], "24", "", None),
    ],
)
def test_counts_of_packs_are_no_counts_of_pieces(tmp_path, titles, row, quantity, unit, pack):
    (line,) = only(workbook(tmp_path / "packs.xlsx", [titles, row])).lines
    assert (line.quantity, line.unit, line.unit_pack) == (Decimal(quantity), unit, pack)
    assert line.unit_price is None


def test_a_cover_sheet_gives_its_number_and_date_to_the_lines_of_the_next_one(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "Commande PO-904", "Merci de livrer avant le 04/12/2026"
    lines = book.create_sheet("Lignes")
    for row in (["Code article", "Libellé", "Qté"], ["EPS-1002", "Moutarde", 24]):
        lines.append(row)
    book.create_sheet("Conditions")["A1"] = "Commande n° PO-MODELE à titre d'exemple"
    book.save(tmp_path / "cover.xlsx")
    order = only(tmp_path / "cover.xlsx")
    assert (order.po_number, order.requested_date, read(order)[0][:2]) == (
        "PO-904", dt.date(2026, 12, 4), ("EPS-1002", "24"),
    )  # fmt: skip

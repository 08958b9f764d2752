"""Orders in layouts that no sample has: other words, other places, other formats."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.order_file import read_order_file, read_orders, read_pasted_orders
from adv_desktop.services.imports.safety import recognise
from adv_desktop.services.imports.written import CodeKind, HintKind
from tests.integration.imports.files import mail, pdf, text, workbook

DATA = Path(__file__).parent / "data"


def only(path):
    (order,) = read_order_file(path)
    return order


def read(order):
    """Codes, quantities and prices: what no layout may lose."""
    return [(line.code, str(line.quantity), line.unit_price and str(line.unit_price)) for line in order.lines]


def hints(order, kind):
    return [hint.value for hint in order.customer_hints if hint.kind is kind]


ENGLISH = [
    ["ACME Distribution Ltd"],
    ["Purchase Order", "PO-2026-0042", None, "Order date", dt.date(2026, 11, 12)],
    ["VAT FR44 589 042 340", None, None, "Deliver by", dt.date(2026, 12, 4)],
    [],
    ["Line", "Item code", "Description", "Ordered", "UOM", "Unit price (EUR)", "Disc. %", "Net amount"],
    [1, "EPS-1001", "Mustard", 24, "EA", 1.92, 5, 43.78],
    [2, "EPS-1002", "Mustard 200", 12, "EA", 2.85, None, 34.2],
    [None, None, None, None, None, None, "Subtotal", 77.98],
    [None, "Shipping", None, None, None, None, None, 12],
    [None, "Total excl. VAT", None, None, None, None, None, 89.98],
]


def check_english(order):
    assert read(order) == [("EPS-1001", "24", "1.92"), ("EPS-1002", "12", "2.85")]
    assert (order.po_number, order.po_date) == ("PO-2026-0042", dt.date(2026, 11, 12))
    assert order.requested_date == dt.date(2026, 12, 4)
    assert order.currency == "EUR"
    assert order.lines[0].discounts == (Decimal(5),)
    assert hints(order, HintKind.VAT_NUMBER) == ["FR44589042340"]
    assert [(row.kind, row.amount) for row in order.not_order_lines] == [
        ("subtotal", Decimal("77.98")),
        ("freight", Decimal(12)),
        ("total", Decimal("89.98")),
    ]
    assert order.total_as_written == Decimal("89.98")


def test_an_english_workbook_with_totals_below(tmp_path):
    check_english(only(workbook(tmp_path / "po.xlsx", ENGLISH)))


@pytest.mark.parametrize("name", ["order.xls", "order.ods"])
def test_the_same_order_from_an_old_or_an_open_spreadsheet(name):
    check_english(only(DATA / name))


def test_a_german_csv_with_prices_per_hundred(tmp_path):
    order = only(
        text(
            tmp_path / "b.csv",
            "Bestellung;4500099;vom;12.11.2026\nKundennr.;K-4411\n\n"
            "Pos;Art.-Nr.;Artikelbezeichnung;Menge;ME;Preis/100;Gesamtpreis;Liefertermin\n"
            "10;EPS-1001;Senf;1.000;Stk;192,00;1.920,00;05.12.2026\n"
            "20;EPS-1002;Senf süß;250;Stk;285,50;713,75;05.12.2026\n",
            "cp1252",
        )
    )
    assert read(order) == [("EPS-1001", "1000", "192.00"), ("EPS-1002", "250", "285.50")]
    assert [line.price_base for line in order.lines] == [100, 100]
    assert [line.customer_line_number for line in order.lines] == ["10", "20"]
    assert (order.po_number, order.po_date) == ("4500099", dt.date(2026, 11, 12))
    assert order.requested_date == dt.date(2026, 12, 5)
    assert hints(order, HintKind.CODE) == ["K-4411"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tsv", "code\tqty\nEPS-1001\t12\nEPS-1002\t6\n"),
        ("b.csv", "Réf|Qté|Px\nEPS-1001|12|1.92\nEPS-1002|6|2.85\n"),
        ("c.csv", "sep=,\nitem,quantity\nEPS-1001,12\nEPS-1002,6\n"),
        ("d.csv", "EPS-1001;12;1,92\nEPS-1002;6;2,85\nEPS-1003;24;21,40\n"),
        ("e.csv", "Produit;Quantité\nEPS-1001;12\nEPS-1002;6\n"),
    ],
)
def test_small_texts_with_any_delimiter_or_without_titles(tmp_path, name, content):
    order = only(text(tmp_path / name, content))
    assert [(line.code, line.quantity) for line in order.lines][:2] == [("EPS-1001", 12), ("EPS-1002", 6)]


def test_an_english_csv_writes_thousands_with_a_comma(tmp_path):
    order = only(text(tmp_path / "e.csv", '"Ref","Qty","Price"\n"EPS-1001","1,200","1.92"\n"EPS-1002","24","2.85"\n'))
    assert read(order) == [("EPS-1001", "1200", "1.92"), ("EPS-1002", "24", "2.85")]


def test_several_orders_in_one_file_are_parted_by_their_number(tmp_path):
    rows = [
        ["N° BC", "Date", "Réf", "Qté", "Livraison"],
        ["BC-1", dt.date(2026, 11, 10), "EPS-1001", 12, dt.date(2026, 12, 1)],
        [None, None, "EPS-1002", 6, dt.date(2026, 12, 1)],
        ["BC-2", dt.date(2026, 11, 11), "EPS-1001", 3, dt.date(2026, 12, 8)],
    ]
    first, second = read_order_file(workbook(tmp_path / "f.xlsx", rows))
    assert (first.po_number, len(first.lines), first.po_date) == ("BC-1", 2, dt.date(2026, 11, 10))
    assert (second.po_number, second.lines[0].no, second.requested_date) == ("BC-2", 1, dt.date(2026, 12, 8))


def test_a_form_of_the_whole_range_orders_only_what_is_filled_in(tmp_path):
    rows = [
        ["Bon de commande – catalogue 2026"],
        ["Client : Le Petit Bistrot"],
        ["Date :", dt.date(2026, 11, 15)],
        ["Réf.", "Désignation", "Cond.", "PU HT", "Votre commande"],
        *([f"EPS-10{n:02d}", f"Article {n}", 6, 1.5 + n, 12 if n in {3, 7} else None] for n in range(1, 15)),
    ]
    order = only(workbook(tmp_path / "g.xlsx", rows))
    assert [line.code for line in order.lines] == ["EPS-1003", "EPS-1007"]
    assert order.rejected == ()
    assert {row.kind for row in order.not_order_lines} == {"not_ordered"}
    assert hints(order, HintKind.NAME) == ["Le Petit Bistrot"]
    assert order.po_date == dt.date(2026, 11, 15)


def test_a_form_that_begins_in_the_middle_of_the_sheet_with_an_address_block(tmp_path):
    rows = [
        [None, None, None],
        [None, "Commande n°", "24-1187"],
        [None, "Date", dt.date(2026, 11, 12)],
        [None, "Adresse de livraison", None],
        [None, "Entrepôt Sud"],
        [None, "12 rue du Port"],
        [None, "13002 Marseille"],
        [],
        [None, "Désignation", "EAN", "Quantité commandée", "Prix unitaire HT", "Remise", "Observations"],
        [None, "Moutarde 100 g", 3770099010071, "24", 1.92, "10+5", "livrer le 15/12"],
        [None, "Moutarde 200 g", 3770099010149, "1 200", 2.85, "", ""],
        [None, "Remise de fin d'année", None, None, None, None, "-25,00"],
        [None, "Frais de port", None, 1, 12.5],
    ]
    order = only(workbook(tmp_path / "l.xlsx", rows))
    assert order.po_number == "24-1187"
    assert order.deliver_to == "Entrepôt Sud, 12 rue du Port, 13002 Marseille"
    assert read(order) == [("3770099010071", "24", "1.92"), ("3770099010149", "1200", "2.85")]
    assert order.lines[0].codes[0].kind is CodeKind.EAN
    assert order.lines[0].discounts == (Decimal(10), Decimal(5))
    assert order.lines[0].requested_date == dt.date(2026, 12, 15)
    assert [(row.kind, row.amount) for row in order.not_order_lines] == [
        ("order_discount", Decimal("-25.00")),
        ("freight", Decimal("12.5")),
    ]


def test_titles_over_two_rows(tmp_path):
    rows = [
        ["Commande n° 55"],
        [],
        ["", "", "Quantité", "Prix", ""],
        ["Réf.", "Désignation", "commandée", "unitaire HT", "Obs."],
        ["EPS-1001", "Moutarde", 12, 1.92, ""],
        ["EPS-1002", "Moutarde", 6, 2.85, ""],
    ]
    order = only(workbook(tmp_path / "q.xlsx", rows))
    assert order.po_number == "55"
    assert read(order) == [("EPS-1001", "12", "1.92"), ("EPS-1002", "6", "2.85")]


def test_keys_and_their_values_on_two_rows(tmp_path):
    content = (
        "N° de commande;Date;Date de livraison;Code client\n45678;12/11/2026;03/12/2026;C00012\n\n"
        "Article;Désignation;Qté\nEPS-1001;Moutarde;12\n"
    )
    order = only(text(tmp_path / "k.csv", content))
    assert (order.po_number, order.po_date, order.requested_date) == (
        "45678",
        dt.date(2026, 11, 12),
        dt.date(2026, 12, 3),
    )
    assert hints(order, HintKind.CODE) == ["C00012"]


def test_gross_and_net_prices_side_by_side(tmp_path):
    rows = [
        ["Code art.", "Désignation", "Qté cdée", "P.U. brut", "Remise (%)", "PU net HT", "Montant H.T."],
        ["EPS-1001", "Moutarde", 10, 2, 10, 1.8, 18],
        ["EPS-1002", "Moutarde", 10, 3, None, 3, 30],
    ]
    order = only(workbook(tmp_path / "n.xlsx", rows))
    assert [(str(line.unit_price), line.discounts) for line in order.lines] == [("2", (Decimal(10),)), ("3", ())]


def test_packs_and_dozens_are_kept_as_written(tmp_path):
    rows = [
        ["Quantité", "Référence", "Libellé"],
        ["6 ctn de 12", "EPS-1002", "Moutarde"],
        ["2 dz", "EPS-1003", "Moutarde"],
        ["12,5 kg", "EPI-1117", "Poivre"],
    ]
    order = only(workbook(tmp_path / "o.xlsx", rows))
    assert [(str(line.quantity), line.unit, line.unit_pack) for line in order.lines] == [
        ("6", "ctn", 12),
        ("2", "dz", None),
        ("12.5", "kg", None),
    ]


def test_a_price_or_a_date_that_is_none_is_told_and_the_line_kept(tmp_path):
    rows = [
        ["Article", "Réf.", "Qté", "Prix unit. HT", "Date de livraison"],
        ["Moutarde", "EPS-1001", 12, 1.92, "semaine 50"],
        ["Huile", "HUI-1023", 6, "sur devis", "10/12/2026"],
    ]
    order = only(workbook(tmp_path / "p.xlsx", rows))
    assert [line.remarks[0].kind for line in order.lines] == ["date_unreadable", "price_unreadable"]
    assert order.lines[1].unit_price is None


def test_a_negative_price_and_a_silly_discount_refuse_their_line(tmp_path):
    content = (
        "Réf;Qté;PU;Remise\nEPS-1001;1;-5;\nEPS-1002;1;5;250\nEPS-1003;1;99999999;\nEPS-1004;1,23456;5;\nEPS-1;1;2;\n"
    )
    order = only(text(tmp_path / "r.csv", content))
    assert [(line.row, line.field, line.reason) for line in order.rejected] == [
        (2, "unit_price", "negative_price"),
        (3, "discount", "percent_out_of_range"),
        (4, "unit_price", "price_out_of_range"),
        (5, "quantity", "quantity_too_precise"),
    ]


def test_number_formats_of_a_workbook_give_decimals_percents_and_dates(tmp_path):
    rows = [["Réf", "Qté", "PU", "Remise", "Livraison"], ["EPS-1001", 12, 4.2, 0.05, dt.date(2026, 12, 1)]]
    path = workbook(tmp_path / "s.xlsx", rows, formats={"C2": '#,##0.00 "€"', "D2": "0%", "E2": "d mmm yyyy"})
    (line,) = only(path).lines
    assert line.unit_price_as_written == "4.20"
    assert line.discounts == (Decimal(5),)
    assert line.requested_date == dt.date(2026, 12, 1)


def test_a_second_sheet_without_lines_is_left_alone(tmp_path):
    import openpyxl

    path = workbook(tmp_path / "t.xlsx", [["Réf", "Qté"], ["EPS-1001", 12]])
    book = openpyxl.load_workbook(path)
    book.create_sheet("Conditions").append(["Nos conditions générales d'achat"])
    hidden = book.create_sheet("Caché")
    hidden.append(["Réf", "Qté"])
    hidden.append(["EPS-9999", 1])
    hidden.sheet_state = "hidden"
    book.save(path)
    assert read(only(path)) == [("EPS-1001", "12", None)]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_pdf_with_or_without_rules(tmp_path, ruled):
    rows = [
        ["Code", "Désignation", "Qté", "PU HT", "Total HT"],
        ["EPS-1001", "Moutarde à l'ancienne pot 100 g", "24", "1,92", "46,08"],
        ["EPS-1002", "Moutarde à l'ancienne pot 200 g", "12", "2,85", "34,20"],
        ["", "Total HT", "", "", "80,28"],
    ]
    heading = ["RESTAURANT DU LAC", "Bon de commande n° 2026-88 du 18/11/2026", "SIRET 706 932 563 00010"]
    path = pdf(tmp_path / "h.pdf", [*heading, "Livraison souhaitée : 04/12/2026"], rows, ruled=ruled, foot=["Merci."])
    order = only(path)
    assert read(order) == [("EPS-1001", "24", "1.92"), ("EPS-1002", "12", "2.85")]
    assert (order.po_number, order.requested_date) == ("2026-88", dt.date(2026, 12, 4))
    assert order.total_as_written == Decimal("80.28")
    assert hints(order, HintKind.SIRET) == ["70693256300010"]


def test_a_pdf_of_several_pages_without_rules(tmp_path):
    rows = [["Réf. fournisseur", "Libellé", "Quantité", "Prix", "Montant"]]
    rows += [
        [f"EPS-{1001 + n}", f"Article {n} avec libellé", str(n + 1), "1,50", f"{(n + 1) * 1.5}"] for n in range(60)
    ]
    order = only(pdf(tmp_path / "i.pdf", ["Hôtel des Alpes", "Commande 7781"], rows, ruled=False))
    assert [line.quantity for line in order.lines] == list(range(1, 61))
    assert order.po_number == "7781"


SENTENCES = """Bonjour,

merci de livrer pour le 04/12/2026 :

- 12 x EPS-1001 moutarde 100 g
- 6 cartons de EPS-1002
- EPS-1003 : 3 pcs
- 24 pots de moutarde à l'ancienne 200 g (EPS-1002) à 2,85 €
- 0 x EPS-1009

Notre commande n° A-778
Cordialement
12 rue des Godrans
21000 Dijon
06 12 34 56 78
"""


def test_a_mail_that_orders_in_sentences(tmp_path):
    order = only(mail(tmp_path / "j.eml", SENTENCES))
    assert read(order) == [
        ("EPS-1001", "12", None),
        ("EPS-1002", "6", None),
        ("EPS-1003", "3", None),
        ("EPS-1002", "24", "2.85"),
    ]
    assert [line.unit for line in order.lines] == ["", "cartons", "pcs", "pots"]
    assert (order.po_number, order.requested_date) == ("A-778", dt.date(2026, 12, 4))
    assert [line.reason for line in order.rejected] == ["zero_quantity"]
    assert hints(order, HintKind.EMAIL) == ["achats@client.example"]


def test_a_mail_whose_table_is_in_the_html_only(tmp_path):
    page = (
        "<html><style>p{}</style><body><p>Order PO 4711 dated 12/11/2026</p><table>"
        "<tr><th>Item</th><th>Description</th><th>Qty</th><th>Price</th></tr>"
        "<tr><td>EPS-1001</td><td>Mustard</td><td>12</td><td>1.92</td></tr></table></body></html>"
    )
    order = only(mail(tmp_path / "k.eml", "see html", subject="Order", html=page))
    assert read(order) == [("EPS-1001", "12", "1.92")]
    assert (order.po_number, order.po_date) == ("4711", dt.date(2026, 11, 12))


def test_a_mail_with_a_logo_and_a_csv_takes_the_csv(tmp_path):
    logo = tmp_path / "logo.png"
    logo.write_bytes(b"\x89PNG\r\n\x1a\n0000")
    file = text(tmp_path / "commande.csv", "Réf;Qté\nEPS-1001;12\n")
    order = only(mail(tmp_path / "m.eml", "Commande n° 9911", attachments=[logo, file]))
    assert read(order) == [("EPS-1001", "12", None)]
    assert (order.po_number, order.format, order.po_date) == ("9911", "eml", dt.date(2026, 11, 19))


def test_a_mail_without_order_says_why_its_attachment_was_refused(tmp_path):
    broken = tmp_path / "commande.pdf"
    broken.write_bytes(b"%PDF-1.7 tronque")
    with pytest.raises(DomainError) as error:
        read_order_file(mail(tmp_path / "n.eml", "Voir pièce jointe", attachments=[broken]))
    assert error.value.code == "corrupt_file"


def test_lines_pasted_from_a_sheet_or_typed():
    (pasted,) = read_pasted_orders("EPS-1001\tMoutarde\t12\t1,92\nEPS-1002\tMoutarde 200\t6\t2,85\n")
    assert read(pasted) == [("EPS-1001", "12", "1.92"), ("EPS-1002", "6", "2.85")]
    (typed,) = read_pasted_orders("12 x VIS-0640\n6 BOU-22 rouge\nVIS-0641 24")
    assert read(typed) == [("VIS-0640", "12", None), ("BOU-22", "6", None), ("VIS-0641", "24", None)]


UBL = """<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" xmlns:b="b" xmlns:a="a">
 <b:ID>PO-88</b:ID><b:IssueDate>2026-11-18</b:IssueDate><b:Note>Livrer le matin</b:Note>
 <b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
 <a:BuyerCustomerParty><a:Party><b:EndpointID schemeID="0009">58904234000010</b:EndpointID>
  <a:PartyIdentification><b:ID>C00001</b:ID></a:PartyIdentification><a:PartyName><b:Name>L'Œil</b:Name></a:PartyName>
  <a:PartyTaxScheme><b:CompanyID>FR44589042340</b:CompanyID></a:PartyTaxScheme>
  <a:Contact><b:ElectronicMail>Achats@Oeil.example</b:ElectronicMail></a:Contact></a:Party></a:BuyerCustomerParty>
 <a:Delivery><a:DeliveryLocation><a:Address><b:StreetName>14 rue</b:StreetName><b:CityName>Dijon</b:CityName>
  <b:PostalZone>21000</b:PostalZone></a:Address></a:DeliveryLocation>
  <a:RequestedDeliveryPeriod><b:EndDate>2026-12-01</b:EndDate></a:RequestedDeliveryPeriod></a:Delivery>
 <a:AnticipatedMonetaryTotal><b:LineExtensionAmount>41.47</b:LineExtensionAmount></a:AnticipatedMonetaryTotal>
 <a:OrderLine><a:LineItem><b:ID>10</b:ID><b:Quantity unitCode="C62">24</b:Quantity>
  <b:LineExtensionAmount>41.47</b:LineExtensionAmount>
  <a:AllowanceCharge><b:ChargeIndicator>false</b:ChargeIndicator>
   <b:MultiplierFactorNumeric>10</b:MultiplierFactorNumeric></a:AllowanceCharge>
  <a:Price><b:PriceAmount>192.00</b:PriceAmount><b:BaseQuantity>100</b:BaseQuantity></a:Price>
  <a:Item><b:Name>Moutarde</b:Name><a:BuyersItemIdentification><b:ID>M-1</b:ID></a:BuyersItemIdentification>
   <a:SellersItemIdentification><b:ID>EPS-1001</b:ID></a:SellersItemIdentification></a:Item></a:LineItem></a:OrderLine>
 <a:OrderLine><a:LineItem><b:ID>20</b:ID><b:Quantity unitCode="C62">-1</b:Quantity></a:LineItem></a:OrderLine>
 <a:OrderLine><a:LineItem><b:ID>30</b:ID></a:LineItem></a:OrderLine>
 <a:OrderLine><a:LineItem><b:ID>40</b:ID><b:Quantity>2</b:Quantity><a:Price><b:PriceAmount>x</b:PriceAmount></a:Price>
  </a:LineItem></a:OrderLine>
</Order>"""


def test_a_ubl_order():
    (order,) = read_orders(recognise("o.xml", UBL.encode()))
    (line,) = order.lines
    assert (order.po_number, order.format, order.comment) == ("PO-88", "ubl", "Livrer le matin")
    assert order.requested_date == line.requested_date == dt.date(2026, 12, 1)
    assert order.deliver_to == "14 rue, 21000 Dijon"
    assert (line.price_base, line.discounts, line.unit) == (100, (Decimal(10),), "C62")
    assert [(code.kind.value, code.value) for code in line.codes] == [("code", "EPS-1001"), ("customer_item", "M-1")]
    assert [(bad.row, bad.field, bad.reason) for bad in order.rejected] == [
        (2, "quantity", "negative_quantity"),
        (3, "quantity", "missing_quantity"),
        (4, "unit_price", "not_a_number"),
    ]
    assert hints(order, HintKind.SIRET) == ["58904234000010"]
    assert hints(order, HintKind.EMAIL) == ["achats@oeil.example"]


def test_an_order_response_is_no_order(samples):
    content = (samples / "orders/07_orderx_distriest.xml").read_bytes()
    with pytest.raises(DomainError) as error:
        read_orders(recognise("r.xml", content.replace(b"<ram:TypeCode>220<", b"<ram:TypeCode>231<")))
    assert error.value.code == "not_an_order"

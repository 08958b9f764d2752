"""Order files that a hasty reader gets wrong: columns set by spaces, answers of Outlook, packs, codes inside labels."""

from decimal import Decimal

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.order_file import read_order_file, read_pasted_orders
from tests.integration.imports.files import mail, text, workbook

TITLES = ["Référence", "Désignation", "Quantité"]


def ordered(orders):
    return [(line.code, line.quantity, line.unit_price) for order in orders for line in order.lines]


@pytest.mark.parametrize(
    "printed",
    [
        "CODE        LIBELLE                     QTE     PRIX\n"
        "EPS-1002    MOUTARDE 200G                24     2,48\n"
        "HUI-1026    VINAIGRE CASSIS 50           12     5,40\n",
        "COMMANDE N° 4711 DU 20/11/2026\n"
        "------------------------------------------------------\n"
        "LIG  CODE       LIBELLE                 QTE UVC  PRIX HT\n"
        "------------------------------------------------------\n"
        "001  EPS-1002   MOUTARDE 200G                24    2,48\n"
        "002  HUI-1026   VINAIGRE CASSIS 50           12    5,40\n"
        "------------------------------------------------------\n"
        "NOMBRE DE LIGNES : 2\n",
    ],
    ids=["list", "station"],
)
def test_columns_set_by_spaces_give_quantities_and_never_line_numbers_or_prices(tmp_path, printed):
    orders = read_order_file(text(tmp_path / "edi.txt", printed))
    assert ordered(orders) == [
        ("EPS-1002", Decimal(24), Decimal("2.48")),
        ("HUI-1026", Decimal(12), Decimal("5.40")),
    ]
    assert not orders[0].rejected


@pytest.mark.parametrize(
    "headers",
    [
        "De : ADV <adv@nous.example>\nEnvoyé : jeudi 19 novembre 2026 10:00\nÀ : Hélène\nObjet : RE: Commande",
        "From: ADV <adv@nous.example>\nSent: Thursday, November 19, 2026 10:00 AM\nTo: Jane\nSubject: RE: Order",
        "Von: ADV <adv@nous.example>\nGesendet: Donnerstag, 19. November 2026 10:00\nAn: Jana\nBetreff: AW: Bestellung",
    ],
    ids=["french", "english", "german"],
)
def test_an_answer_written_with_outlook_orders_only_what_stands_above_it(tmp_path, headers):
    body = f"Bonjour,\n36 x EPS-1002\n\n{headers}\n\nVotre commande :\n24 x EPS-1002\n50 x EMB-1107\n"
    assert ordered(read_order_file(mail(tmp_path / "re.eml", body))) == [("EPS-1002", Decimal(36), None)]


def test_paragraphs_in_the_cells_of_an_html_table_do_not_break_its_rows(tmp_path):
    html = (
        "<table><tr><th><p>Réf.</p></th><th><p>Désignation</p></th><th><p>Qté</p></th><th>PU HT</th></tr>"
        "<tr><td><p>EPS-1002</p></td><td><p>Moutarde</p><p>200 g</p></td><td><div>24</div></td><td>2,48 €</td></tr>"
        "<tr><td>HUI-1026<td>Vinaigre<br>50 cl<td>12<td>5,40 €</table>"
    )
    (order,) = read_order_file(mail(tmp_path / "html.eml", "", html=html))
    assert ordered([order]) == [
        ("EPS-1002", Decimal(24), Decimal("2.48")),
        ("HUI-1026", Decimal(12), Decimal("5.40")),
    ]
    assert order.lines[0].label == "Moutarde 200 g"


@pytest.mark.parametrize(
    ("titles", "number"),
    [(("Commande", "Code", "Qté"), "PO-1"), (("Code", "Désignation", "Commandé"), "")],
    ids=["number of the order", "quantity"],
)
def test_commande_is_a_quantity_only_where_no_other_column_is(titles, number):
    cells = ("PO-1", "EPS-1002", "24") if number else ("EPS-1002", "Moutarde", "24")
    (order,) = read_pasted_orders("\n".join(";".join(row) for row in (titles, cells, cells)))
    assert order.po_number == number
    assert ordered([order]) == [("EPS-1002", Decimal(24), None)] * 2


def test_a_title_that_counts_cartons_gives_their_content_beside_it(tmp_path):
    rows = [["Code", "Libellé", "Qté (en cartons)", "Unités / carton"], ["EPS-1002", "Moutarde", 2, 12]]
    (order,) = read_order_file(workbook(tmp_path / "cartons.xlsx", rows))
    (line,) = order.lines
    assert (line.quantity, line.unit, line.unit_pack) == (Decimal(2), "carton", 12)


@pytest.mark.parametrize(
    "titles",
    [
        ("Referencia", "Descripción", "Cantidad", "Precio unitario", "Importe"),
        ("Codice articolo", "Descrizione", "Quantità", "Prezzo unitario", "Importo"),
    ],
    ids=["spanish", "italian"],
)
def test_spanish_and_italian_titles_are_read(tmp_path, titles):
    rows = [["Pedido de compra nº PC-26-42"], titles, ["EPS-1002", "Mostaza", 24, 2.48, 59.52]]
    (order,) = read_order_file(workbook(tmp_path / "pedido.xlsx", rows))
    assert order.po_number == "PC-26-42"
    assert ordered([order]) == [("EPS-1002", Decimal(24), Decimal("2.48"))]


def test_an_xml_order_without_a_line_is_refused(tmp_path):
    empty = '<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"><ID>1</ID></Order>'
    with pytest.raises(DomainError) as refusal:
        read_order_file(text(tmp_path / "empty.xml", empty))
    assert refusal.value.code == "no_order_lines"


@pytest.mark.parametrize(
    ("row", "resolved_by"),
    [
        (["", "EPS-1002 - Moutarde en pot", "24"], "our_code"),
        (["", "Moutarde en pot (EPS-1002)", "24"], "our_code"),
        (["", "EPS-1002 ou HUI-1026", "24"], None),
        (["EPS–1002", "Moutarde", "24"], "our_code"),
        (["'EPS-1002", "Moutarde", "24"], "our_code"),
    ],
    ids=["first", "last", "two codes", "dash", "apostrophe"],
)
def test_our_code_is_found_inside_a_label_and_under_any_dash(loaded, tmp_path, row, resolved_by):
    path = workbook(tmp_path / "commande.xlsx", [["Client : C00001"], TITLES, row])
    (order,) = loaded.order_imports.preview(path).orders
    assert order.customer == "C00001"
    assert order.lines[0].resolved_by == resolved_by

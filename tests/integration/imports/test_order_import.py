"""Order files against our data: who, what, at which price; then drafts, all of them or none."""

import json
from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.cli import main
from adv_desktop.models.enums import OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.imports import pdf
from adv_desktop.services.imports.order_command import typed_place
from adv_desktop.services.imports.safety import open_file
from adv_desktop.services.orders import order_by_id
from tests.integration.imports.files import mail, text, workbook


def preview(services, content, customer=None):
    (order,) = services.order_imports.preview_text(content, customer).orders
    return order


def kinds(line):
    return [difference.kind for difference in line.differences]


def one(services, statement):
    with services.store.read() as session:
        return session.execute(sa.text(statement)).scalar()


def test_a_draft_keeps_the_customers_line_beside_ours(loaded, samples):
    (made,) = loaded.order_imports.write(
        loaded.order_imports.preview(samples / "orders/02_bon_de_commande_clos_ete.xlsx")
    )
    with loaded.store.read() as session:
        order = order_by_id(session, made.ref.id)
    assert (order.state, order.number, order.customer_reference) == (OrderState.DRAFT, None, "458/26")
    carton = order.line(2)
    assert (carton.quantity, carton.unit, carton.unit_price) == (24, "C62", Decimal("18.6"))
    assert carton.written["quantity"] == "2"
    assert (carton.written["unit"], carton.written["unit_price"]) == ("ctn", "212.04")
    assert carton.customer_item_code == "CLE-014"
    unknown = order.line(5)
    assert (unknown.product_id, unknown.label) == (None, "Ratafia 75 cl (nouveau ?)")
    assert (unknown.unit_price, unknown.quantity) == (Decimal("12.5"), 6)
    checks = {(check.line, check.code): check.severity for check in loaded.orders.check(made.ref.id)}
    assert checks[5, "unknown_code"] == "blocking"
    assert checks[2, "unit_differs"] == "warning"


def test_an_order_with_an_unknown_code_is_not_confirmed_unless_overridden(loaded, samples):
    (made,) = loaded.order_imports.write(loaded.order_imports.preview(samples / "orders/03_cde_halles_bresse.csv"))
    with pytest.raises(DomainError) as error:
        loaded.orders.confirm(made.ref.id)
    assert error.value.code == "order.blocked"
    assert loaded.orders.confirm(made.ref.id, override="article à créer").number == "CDE2026000001"


def test_prices_are_those_of_the_day_of_the_customers_order(loaded, tmp_path):
    content = "N° commande;Date commande;Code client;Référence;Quantité\nA1;{day};C00001;VAI-1095;1\n"
    before = text(tmp_path / "a.csv", content.format(day="15/12/2025"))
    after = text(tmp_path / "b.csv", content.format(day="15/01/2026"))
    (old,), (new,) = (loaded.order_imports.preview(path).orders for path in (before, after))
    assert (old.lines[0].price_source, old.lines[0].unit_price) == ("contract", Decimal(118))
    assert (new.lines[0].price_source, new.lines[0].unit_price) == ("base", Decimal(129))


def test_the_stock_of_a_product_is_compared_with_all_its_lines(loaded):
    order = preview(loaded, "Référence;Quantité\nEPS-1001;200\nEPS-1001;20\nEPS-1002;10\n", "C00001")
    assert [("stock_short" in kinds(line)) for line in order.lines] == [True, True, False]


def test_a_price_is_compared_in_the_customers_unit_where_his_rounding_is(loaded):
    rows = "Référence;Quantité;Unité;PU HT;Remise %;Total\n"
    order = preview(
        loaded,
        rows
        + "EPS-1009;2;carton de 12;212,04;;424,08\n"
        + "EPS-1009;24;pce;17,67;;424,08\n"
        + "EPS-1009;24;pce;18,60;5;424,08\n"
        + "EPS-1009;24;pce;17,68;;424,30\n"
        + "EPS-1009;2;kg;17,67;;35,34\n",
        "C00002",
    )
    prices = [[kind for kind in kinds(line) if kind in {"unit_differs", "price_difference"}] for line in order.lines]
    assert prices == [["unit_differs"], [], [], ["price_difference"], ["unit_differs"]]
    assert "line_total_mismatch" in kinds(order.lines[3])
    assert dict(order.lines[4].differences[0].facts)["certain"] == "no"


def test_a_price_under_cost_is_told_whoever_wrote_it(loaded):
    order = preview(loaded, "Référence;Quantité;PU HT\nEPS-1001;12;0,10\n", "C00001")
    assert {"price_difference", "below_cost"} <= set(kinds(order.lines[0]))


def test_products_are_found_by_any_of_their_codes(loaded):
    order = preview(
        loaded,
        "Référence;Désignation;Quantité\n"
        "eps 1001;;12\n"
        "3770099010149;;12\n"
        "CLE-014;;12\n"
        ";Nappe enduite au mètre, l. 140;2\n"
        ";nappe enduite metre l 140;2\n"
        ";Nappe enduite au mètre, l. 999;2\n"
        "ZZZ-1;Huile de noix 50 cl;6\n",
        "C00002",
    )
    assert [(line.product, line.resolved_by) for line in order.lines] == [
        ("EPS-1001", "our_code"),
        ("EPS-1002", "ean"),
        ("EPS-1009", "customer_code"),
        ("LIN-1100", "label"),
        ("LIN-1100", "label"),
        (None, None),
        (None, None),
    ]
    assert order.lines[3].certainty == 100 > order.lines[4].certainty
    assert order.lines[6].differences[0].facts["suggestion"] == "HUI-1023"


@pytest.mark.parametrize(
    ("heading", "customer"),
    [
        ("Code client;C00012", "C00012"),
        ("Code client;c00012", "C00012"),
        ("SIRET;840 066 153 00015", "C00006"),
        ("SIRET;840 066 153 00023", "C00037"),
        ("SIRET;840 066 153 99999", None),
        ("SIREN;840066153", None),
        ("SIREN;706932563", "C00002"),
        ("TVA;DE762777294", "C00008"),
        ("Contact;achats@closdete.example", "C00002"),
        ("Contact;nouveau@closdete.example", "C00002"),
        ("Contact;quelqu.un@gmail.com", None),
        ("Restaurant Le Clos d'Été;", "C00002"),
        ("Inconnu SARL;", None),
        ("SIRET;57331912600013", None),
    ],
)
def test_the_customer_is_recognised_by_what_names_only_one(loaded, heading, customer):
    order = preview(loaded, f"{heading}\n\nRéférence;Quantité\nEPS-1001;12\n")
    assert order.customer == customer


def test_marks_that_disagree_are_weighed(loaded):
    content = "SIREN;840066153\nContact;edi@distriest.example\n\nRéférence;Quantité\nEPS-1001;12\n"
    assert preview(loaded, content).customer == "C00006"


def test_an_unknown_customer_can_be_looked_at_and_is_asked_for_before_writing(loaded, tmp_path):
    path = text(tmp_path / "a.csv", "Référence;Quantité\nEPS-1001;12\n")
    seen = loaded.order_imports.preview(path)
    (order,) = seen.orders
    assert (order.customer, order.command) == (None, None)
    assert (order.lines[0].product, order.lines[0].unit_price) == ("EPS-1001", Decimal("1.92"))
    assert [check.code for check in order.checks] == ["customer_not_recognised"]
    with pytest.raises(DomainError) as error:
        loaded.order_imports.write(seen)
    assert error.value.code == "customer.not_recognised"
    (made,) = loaded.order_imports.write(loaded.order_imports.preview(path, "C00001"))
    assert made.preview.customer == "C00001"
    with pytest.raises(DomainError) as error:
        loaded.order_imports.preview(path, "ZZZ")
    assert error.value.code == "customer.not_found"


def test_refused_lines_refuse_the_file_unless_they_may_be_skipped(loaded, samples):
    seen = loaded.order_imports.preview(samples / "hostile/h12_quantites.csv", "C00001")
    with pytest.raises(DomainError) as error:
        loaded.order_imports.write(seen)
    assert error.value.code == "bad_lines"
    assert one(loaded, "SELECT count(*) FROM sales_order") == 0
    (made,) = loaded.order_imports.write(seen, skip_bad=True)
    assert one(loaded, f"SELECT count(*) FROM order_line WHERE order_id = {made.ref.id}") == 3


def test_a_file_whose_every_line_is_refused_writes_nothing(loaded, tmp_path):
    path = text(tmp_path / "a.csv", "Référence;Quantité\nEPS-1001;-1\nEPS-1002;dix\n")
    seen = loaded.order_imports.preview(path, "C00001")
    with pytest.raises(DomainError) as error:
        loaded.order_imports.write(seen, skip_bad=True)
    assert error.value.code == "no_order_lines"


def test_the_orders_of_one_file_are_written_together_or_not_at_all(loaded, tmp_path):
    rows = [
        ["N° commande", "Code client", "Référence", "Quantité"],
        ["A1", "C00001", "EPS-1001", 12],
        ["A2", "C00002", "EPS-1001", 12],
    ]
    made = loaded.order_imports.write(loaded.order_imports.preview(workbook(tmp_path / "a.xlsx", rows)))
    assert [item.preview.customer for item in made] == ["C00001", "C00002"]
    rows[2][1] = "ZZZ"
    with pytest.raises(DomainError):
        loaded.order_imports.write(loaded.order_imports.preview(workbook(tmp_path / "b.xlsx", rows)))
    assert one(loaded, "SELECT count(*) FROM sales_order") == 2


def test_pasted_lines_become_a_draft_with_their_text_as_its_file(loaded):
    seen = loaded.order_imports.preview_text("12 x EPS-1001\n6 EPS-1004", "C00001")
    (made,) = loaded.order_imports.write(seen)
    assert one(loaded, f"SELECT count(*) FROM order_line WHERE order_id = {made.ref.id}") == 2
    assert one(loaded, "SELECT name FROM attachment") == "commande.txt"


def test_an_address_typed_in_the_file_is_taken_apart(loaded, tmp_path):
    place = "Livrer à : Salle des fêtes, 3 rue de la Gare, 1er étage, 21700 Nuits"
    content = f"Commande n° 78\n{place}\n\nRéférence;Quantité\nEPS-1001;12\n"
    order = preview(loaded, content, "C00001")
    place = order.command.deliver_to
    assert (place.name, place.line1, place.line2) == ("Salle des fêtes", "3 rue de la Gare", "1er étage")
    assert (place.postcode, place.town) == ("21700", "Nuits")
    assert typed_place("par la cour") is None


def test_a_mail_is_attached_whole_and_dates_the_reception(loaded, tmp_path):
    path = mail(tmp_path / "a.eml", "Commande n° 4411\n12 x EPS-1001")
    (made,) = loaded.order_imports.write(loaded.order_imports.preview(path, "C00001"))
    assert one(loaded, f"SELECT received_at FROM sales_order WHERE id = {made.ref.id}").startswith("2026-11-19T13:22")
    assert one(loaded, "SELECT name FROM attachment") == "a.eml"


def test_a_customer_of_an_older_code_is_not_confused_with_our_own_company(loaded):
    loaded.customers.create(CustomerData("C99999", "Filiale", terms="30 jours nets", siren="573319126"))
    order = preview(loaded, "SIREN;573319126\n\nRéférence;Quantité\nEPS-1001;12\n")
    assert order.customer is None


def test_what_the_pdf_child_reads_is_what_is_read_here(samples):
    file = open_file(samples / "orders/05_commande_volcans.pdf")
    assert pdf.read_here(file) == pdf.read_pdf(file)
    hybrid = pdf.read_here(open_file(samples / "orders/07_orderx_distriest.pdf"))
    assert [name for name, _content in hybrid.attachments] == ["order-x.xml"]


# The console


@pytest.fixture
def adv(loaded, capsys):
    """Run verbs on the loaded company."""

    def call(*words, code=0):
        loaded.store.close()
        arguments = ["--database", str(loaded.store.path), "--today", "2026-11-24", *map(str, words)]
        capsys.readouterr()
        assert main([*arguments, "--json"]) == code
        return json.loads(capsys.readouterr().out)

    return call


def test_a_dry_run_shows_the_order_without_writing_it(adv, samples):
    answer = adv("import", "order", samples / "orders/01_commande_oeil_de_boeuf.xlsx", "--dry-run")
    assert answer["id"] is None
    line = answer["lines"][5]
    assert line["no"] == 6
    assert line["written"] == {
        "code": "HUI-1026",
        "label": "Vinaigre de cassis 50 cl",
        "quantity": "12",
        "unit": "pièce",
        "unit_price": "5.20",
    }
    assert (line["product"], line["resolved_by"], line["quantity"]) == ("HUI-1026", "our_code", "12")
    assert (line["unit"], line["unit_price"], line["price_base"], line["discounts"]) == ("C62", "5.4", "1", [])
    assert line["requested_date"] == "2026-12-09"
    assert line["differences"] == [{"kind": "price_difference", "theirs": "5.2", "ours": "5.4"}]
    assert adv("order", "list")["orders"] == []


def test_a_repeated_request_imports_once(adv, samples):
    words = ("import", "order", samples / "orders/01_commande_oeil_de_boeuf.xlsx", "--request-id", "r1")
    first, again = adv(*words), adv(*words)
    assert again["id"] == first["id"]
    for key in ("no", "written", "product", "resolved_by", "quantity", "unit_price", "requested_date", "differences"):
        assert [line[key] for line in again["lines"]] == [line[key] for line in first["lines"]]
    assert len(adv("order", "list")["orders"]) == 1
    words = ("import", "receipts", samples / "masters/products.xlsx", "--request-id", "r2")
    assert adv(*words, code=2)["error"]["code"] == "import.columns_missing"


def test_refusals_name_every_row(adv, samples, tmp_path):
    answer = adv("import", "order", samples / "hostile/h12_quantites.csv", "--customer", "C00001", code=2)
    assert answer["error"]["code"] == "bad_lines"
    assert [line["code"] for line in answer["rejected"]][:3] == [
        "negative_quantity",
        "quantity_out_of_range",
        "not_a_number",
    ]
    assert all(line["message"].endswith(".") for line in answer["rejected"])
    path = text(tmp_path / "c.csv", "Code;Raison sociale;SIREN\nN1;Neuf;123\nN2;Dix;\n")
    answer = adv("import", "customers", path, code=2)
    assert (answer["accepted"], answer["error"]["code"]) == (0, "bad_lines")
    (fault,) = answer["rejected"]
    assert (fault["row"], fault["field"], fault["code"]) == (2, "siren", "siren.invalid")
    assert fault["message"] == "«\u00a0123\u00a0» n'est pas un SIREN\u00a0: vérifiez ses neuf chiffres."
    assert adv("import", "customers", path, "--skip-bad")["accepted"] == 1
    assert adv("customer", "show", "N2")["name"] == "Dix"


def test_several_orders_stand_in_a_list(adv, tmp_path):
    rows = "N° commande;Code client;Référence;Quantité\nA1;C00001;EPS-1001;12\nA2;C00002;EPS-1001;12\n"
    answer = adv("import", "order", text(tmp_path / "a.csv", rows))
    assert [order["customer"] for order in answer["orders"]] == ["C00001", "C00002"]
    assert len(answer["lines"]) == 2
    assert answer["prevented"] == []
    assert "id" not in answer


def test_people_read_lines_and_reasons(loaded, samples, capsys):
    arguments = ["--database", str(loaded.store.path), "--today", "2026-11-24", "import", "order"]
    loaded.store.close()
    assert main([*arguments, str(samples / "orders/02_bon_de_commande_clos_ete.xlsx")]) == 0
    out = capsys.readouterr().out
    assert "Commande 458/26 de C00002, 8 lignes" in out
    assert "[unit_differs]" in out
    assert main([*arguments, str(samples / "hostile/h12_quantites.csv")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Ligne 3, EPC-1032" in printed.err
    assert (
        main(["--database", str(loaded.store.path), "import", "customers", str(samples / "masters/customers.xlsx")])
        == 0
    )
    assert "40 lignes prises" in capsys.readouterr().out

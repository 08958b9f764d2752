"""What is corrected once of a customer's files is used the next time: columns, units, codes."""

import json
from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.cli import main
from adv_desktop.models.activity import ImportMapping
from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.layouts import Corrections
from adv_desktop.services.jobs import Cancelled, Progress
from tests.integration.imports.files import text, workbook
from tests.support.company import new_company

# The quantity stands under « Colis »; under « Qté » stands a count of pallets.
TITLES = ["Réf", "Désignation", "Qté", "Colis", "U"]
COLUMNS = {"code": "Réf", "label": "Désignation", "quantity": "Colis", "unit": "U"}


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()


def file(folder, name, number, *rows, customer="C1", titles=TITLES):
    return workbook(folder / name, [["Code client", customer], ["Commande", number], [], titles, *rows])


def quantities(preview):
    (order,) = preview.orders
    return [line.quantity for line in order.lines]


def corrected(services, folder, **more):
    path = file(folder, "a.xlsx", "PO-1", ["P1", "Article", 1, 12, "fût"])
    preview = services.order_imports.preview(path, None, Corrections(COLUMNS, more))
    services.order_imports.write(preview)
    return preview


def test_columns_that_were_corrected_are_used_the_next_time(services, tmp_path):
    plain = services.order_imports.preview(file(tmp_path, "z.xlsx", "PO-0", ["P1", "Article", 1, 12, "u"]))
    assert (quantities(plain), plain.orders[0].remembered) == ([1], False)
    assert quantities(corrected(services, tmp_path)) == [12]
    again = services.order_imports.preview(file(tmp_path, "b.xlsx", "PO-2", ["P1", "Article", 2, 30, "u"]))
    assert (quantities(again), again.orders[0].remembered) == ([30], True)
    assert dict(again.orders[0].written.layout.columns) == {"code": 0, "label": 1, "quantity": 3, "unit": 4}


def test_another_layout_or_another_customer_is_read_as_it_says(services, tmp_path):
    from adv_desktop.services.customers import CustomerData

    services.customers.create(CustomerData("C2", "AUTRE SA", terms="30 jours nets"))
    corrected(services, tmp_path)
    other = file(tmp_path, "c.xlsx", "PO-3", ["P1", "Article", 2, 30], titles=TITLES[:4])
    theirs = file(tmp_path, "d.xlsx", "PO-4", ["P1", "Article", 2, 30, "u"], customer="C2")
    assert quantities(services.order_imports.preview(other)) == [2]
    assert quantities(services.order_imports.preview(theirs)) == [2]


def test_titles_that_say_nothing_are_read_once_they_were_named(services, tmp_path):
    titles = ["Zone A", "Zone B", "Zone C"]
    known = {"code": "Zone A", "quantity": "Zone C"}
    with services.store.write("test") as session:
        columns = {"titles": ["zone a", "zone b", "zone c"], "columns": {"code": 0, "quantity": 2}}
        session.add(ImportMapping(kind="order", name="C1 layout", columns=columns))
    path = file(tmp_path, "e.xlsx", "PO-5", ["P1", "x", "une"], titles=titles)
    with pytest.raises(DomainError):
        services.order_imports.preview(path, "C1", Corrections(known | {"quantity": "Zone D"}, {}))
    path = file(tmp_path, "f.xlsx", "PO-6", ["P1", "x", 7], titles=titles)
    assert quantities(services.order_imports.preview(path)) == [7]


def test_a_word_for_a_unit_is_remembered_whatever_the_layout(services, tmp_path):
    preview = corrected(services, tmp_path, fût="douzaine")
    assert preview.orders[0].lines[0].quantity == 144
    other = file(tmp_path, "g.xlsx", "PO-7", ["P1", "Article", 2, "fût"], titles=["Réf", "Nom", "Qté", "U"])
    again = services.order_imports.preview(other)
    assert (quantities(again), again.orders[0].remembered) == ([24], True)


def test_what_was_remembered_can_be_forgotten(services, tmp_path):
    preview = corrected(services, tmp_path, fût="douzaine")
    services.order_imports.forget_layout("C1", preview.orders[0].written.layout)
    again = services.order_imports.preview(file(tmp_path, "b.xlsx", "PO-2", ["P1", "Article", 2, 30, "fût"]))
    assert (quantities(again), again.orders[0].remembered) == ([2], False)
    with services.store.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ImportMapping)) == 0


@pytest.mark.parametrize(
    ("columns", "units", "code"),
    [
        ({"code": "Réf"}, {}, "layout.incomplete"),
        ({"code": "Réf", "quantity": "Nombre"}, {}, "layout.unknown_title"),
        ({"colour": "Réf"}, {}, "layout.unknown_field"),
        ({}, {"fût": "tonneau"}, "layout.unknown_unit"),
    ],
)
def test_a_correction_that_makes_no_order_is_refused(services, tmp_path, columns, units, code):
    path = file(tmp_path, "a.xlsx", "PO-1", ["P1", "Article", 1, 12, "fût"])
    with pytest.raises(DomainError) as error:
        services.order_imports.preview(path, None, Corrections(columns, units))
    assert error.value.code == code


def adv(services, capsys, *words, code=0):
    """Run a verb of the console; return its object."""
    database = ["--database", str(services.store.path), "--today", "2026-11-24"]
    assert main([*database, *map(str, words), "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_the_console_corrects_shows_and_forgets(services, tmp_path, capsys):
    first = file(tmp_path, "a.xlsx", "PO-1", ["P1", "Article", 1, 12, "u"])
    asked = [part for pair in COLUMNS.items() for part in ("--column", "=".join(pair))]
    assert adv(services, capsys, "import", "order", first, *asked)["layout"] == {
        "columns": COLUMNS,
        "remembered": False,
    }
    second = file(tmp_path, "b.xlsx", "PO-2", ["P1", "Article", 2, 30, "u"])
    told = adv(services, capsys, "import", "order", second, "--dry-run")
    assert (told["layout"], told["lines"][0]["quantity"]) == ({"columns": COLUMNS, "remembered": True}, "30")
    forgotten = adv(services, capsys, "import", "order", second, "--forget-layout")
    assert (forgotten["layout"]["remembered"], forgotten["lines"][0]["quantity"]) == (False, "2")
    assert (
        adv(services, capsys, "import", "order", second, "--column", "Réf", code=2)["error"]["code"]
        == "layout.bad_pair"
    )


def test_the_code_of_a_product_chosen_by_hand_is_known_the_next_time(services, tmp_path):
    from adv_desktop.ui.order_import.decisions import Decisions

    path = file(tmp_path, "a.xlsx", "PO-1", ["XX-1", "Article à eux", 3], titles=["Réf", "Désignation", "Qté"])
    preview = services.order_imports.preview(path)
    assert preview.orders[0].lines[0].product is None
    services.order_imports.write(Decisions().with_product(0, 1, "P2").apply(preview))
    (line,) = services.order_imports.preview(path).orders[0].lines
    assert (line.product, line.resolved_by, line.quantity) == ("P2", "customer_code", Decimal(3))


def test_a_long_file_tells_how_far_it_is_and_stops_when_it_is_asked_to(services, tmp_path):
    path = file(tmp_path, "long.xlsx", "PO-1", *[["P1", "Article", 1, 12, "u"]] * 300)
    told = []
    preview = services.order_imports.preview(path, progress=Progress(told.append, iter(range(10_000)).__next__))
    assert {step.total for step in told} >= {0, 300, 600}  # the rows of the sheet, its lines, their comparison
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        services.order_imports.preview(path, progress=stopped)
    with pytest.raises(Cancelled):
        services.order_imports.write(preview, progress=stopped)
    with services.store.read() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM sales_order")) == 0


def test_columns_without_titles_are_named_once_by_their_letters(services, tmp_path, capsys):
    """A file that says nothing of itself: codes and quantities may stand in any order."""
    rows = [["Code client", "C1"], [12, "P1", 33.33, 99.5], [6, "P2", 10.5, 1.5]]
    first = workbook(tmp_path / "a.xlsx", rows)
    refused = adv(services, capsys, "import", "order", first, code=2)
    assert refused["error"]["code"] == "no_order_lines"
    assert refused["error"]["facts"]["columns"] == ["A (12)", "B (P1)", "C (33.33)", "D (99.5)"]
    named = ["--column", "quantity=A", "--column", "code=b", "--column", "unit_price=C"]
    written = adv(services, capsys, "import", "order", first, *named)
    assert [(line["product"], line["quantity"]) for line in written["lines"]] == [("P1", "12"), ("P2", "6")]
    second = workbook(tmp_path / "b.xlsx", [["Code client", "C1"], [5, "P2", 10.5, 3.5], [4, "P1", 33.33, 2.5]])
    told = adv(services, capsys, "import", "order", second, "--dry-run")
    assert [(line["product"], line["quantity"]) for line in told["lines"]] == [("P2", "5"), ("P1", "4")]
    assert told["layout"]["remembered"]
    # Another customer's columns are not taken for these.
    other = workbook(tmp_path / "c.xlsx", [["Code client", "C9"], [5, "P2", 10.5, 3.5], [4, "P1", 33.33, 2.5]])
    assert adv(services, capsys, "import", "order", other, code=2)["error"]["code"] == "no_order_lines"


def test_titles_that_say_nothing_are_named_by_hand(services, tmp_path):
    path = file(tmp_path, "e.xlsx", "PO-5", ["P1", "x", 7], ["P2", "y", 8], titles=["Zone A", "Zone B", "Zone C"])
    assert services.order_imports.unread_layout(path).titles == ("Zone A", "Zone B", "Zone C")
    named = Corrections({"code": "Zone A", "quantity": "Zone C"}, {})
    assert quantities(services.order_imports.preview(path, None, named)) == [7, 8]
    with pytest.raises(DomainError, match=r"layout\.column_twice"):
        services.order_imports.preview(path, None, Corrections({"code": "Zone A", "quantity": "Zone A"}, {}))


def test_a_letter_has_no_columns_to_name(services, tmp_path):
    path = text(tmp_path / "a.csv", "Bonjour;Merci de nous rappeler\nCordialement;Le service achats\n")
    assert services.order_imports.unread_layout(path) is None


def test_short_codes_and_codes_without_a_digit_are_codes(services, tmp_path):
    from adv_desktop.services.products import ProductData

    services.products.create(ProductData("ROND", "Rondelle", unit="C62", vat_rate=Decimal(20), price=Decimal(1)))
    path = file(tmp_path, "a.xlsx", "PO-1", ["P1", 2], ["ROND", 3], titles=["Article", "Qté"])
    lines = services.order_imports.preview(path).orders[0].lines
    assert [(line.product, line.resolved_by) for line in lines] == [("P1", "our_code"), ("ROND", "our_code")]


def test_an_amount_off_a_line_counts_in_the_price_that_is_compared(services, tmp_path):
    """P1 costs 33,33 here: 43,33 less 20,00 on two pieces is our price."""
    xml = """<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"><ID>PO-1</ID>
      <OrderLine><LineItem><ID>1</ID><Quantity unitCode="C62">2</Quantity>
      <LineExtensionAmount>66.66</LineExtensionAmount>
      <AllowanceCharge><ChargeIndicator>false</ChargeIndicator><Amount>20.00</Amount></AllowanceCharge>
      <Price><PriceAmount>43.33</PriceAmount></Price>
      <Item><SellersItemIdentification><ID>P1</ID></SellersItemIdentification></Item></LineItem></OrderLine></Order>"""
    path = text(tmp_path / "o.xml", xml)
    (line,) = services.order_imports.preview(path, "C1").orders[0].lines
    assert {one.kind for one in line.differences} & {"price_difference", "line_total_mismatch"} == set()
    dearer = text(tmp_path / "d.xml", xml.replace(">20.00<", ">10.00<").replace("66.66", "76.66"))
    (line,) = services.order_imports.preview(dearer, "C1").orders[0].lines
    assert "price_difference" in {one.kind for one in line.differences}

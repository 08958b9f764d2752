"""The order files of the samples, as written and beside our own data."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from adv_desktop.cli import main
from adv_desktop.models.enums import Channel
from adv_desktop.models.values import plain
from adv_desktop.services.imports.order_file import read_order_file

ORDERS = json.loads((Path(__file__).parents[2] / "data/samples/expected.json").read_text(encoding="utf-8"))["orders"]
by_file = pytest.mark.parametrize("order", ORDERS, ids=lambda order: Path(order["file"]).name)


def decimal(text):
    return None if text is None else Decimal(text)


@by_file
def test_the_heading_of_a_sample_is_read(order, samples):
    (read,) = read_order_file(samples / order["file"])
    assert read.po_number == order["po_number"]
    assert read.po_date.isoformat() == order["po_date"]
    assert (read.requested_date and read.requested_date.isoformat()) == order["requested_date"]
    assert read.format == order["format"]
    assert read.comment == order.get("comment", "")
    if "total_as_written" in order:
        assert (read.total_as_written or read.lines_total) == Decimal(order["total_as_written"])
    if "deliver_to" in order and "order-x" not in order["format"]:
        assert read.deliver_to == order["deliver_to"]


@by_file
def test_the_lines_of_a_sample_are_read_as_written(order, samples):
    (read,) = read_order_file(samples / order["file"])
    assert not read.rejected
    assert len(read.lines) == len(order["lines"])
    for line, wanted in zip(read.lines, order["lines"], strict=True):
        assert line.no == wanted["n"]
        assert (line.code or None) == wanted["code_as_written"]
        assert line.label == wanted["label_as_written"]
        assert line.quantity == Decimal(wanted["quantity"])
        assert line.quantity_as_written == wanted["quantity_as_written"]
        assert (line.unit or None) == wanted["unit_as_written"]
        assert line.unit_price == decimal(wanted["unit_price"])
        assert line.unit_price_as_written == wanted["unit_price_as_written"]
        assert line.price_base == int(wanted["price_base_quantity"])
        assert line.requested_date.isoformat() == wanted["requested_date"]
        assert [plain(percent) for percent in line.discounts] == [
            wanted[k] for k in ("discount_as_written",) if k in wanted
        ]


@by_file
def test_rows_that_are_no_lines_are_told_apart(order, samples):
    (read,) = read_order_file(samples / order["file"])
    for wanted in order.get("not_order_lines", []):
        found = [row for row in read.not_order_lines if row.row == wanted["row"]]
        assert [(row.text, row.kind) for row in found] == [(wanted["text"], wanted["kind"])]
        if "amount" in wanted:
            assert found[0].amount == Decimal(wanted["amount"])


def test_a_mail_gives_its_date_and_its_channel(samples):
    (read,) = read_order_file(samples / "orders/06_mail_grossmann.eml")
    assert read.received_at == dt.datetime(2026, 11, 19, 13, 22, 31, tzinfo=dt.UTC)
    assert read.channel is Channel.EMAIL


def test_the_customers_line_numbers_are_kept(samples):
    (read,) = read_order_file(samples / "orders/05_commande_volcans.pdf")
    assert [line.customer_line_number for line in read.lines[:3]] == ["10", "20", "30"]


@pytest.fixture(scope="session")
def console(loaded_file, tmp_path_factory, expected):
    """Import every sample order through `adv`, one after the other, on one database."""
    import contextlib
    import io
    import shutil

    database = tmp_path_factory.mktemp("console") / "company.db"
    shutil.copy(loaded_file[0], database)

    def call(*words, code=0):
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            exit_code = main(["--database", str(database), "--today", expected["as_of"], *map(str, words), "--json"])
        assert exit_code == code, out.getvalue()
        return json.loads(out.getvalue())

    return call


@pytest.fixture(scope="session")
def imported(console, samples):
    """What `adv import order` answered for each sample, in the order of the samples."""
    return {order["file"]: console("import", "order", samples / order["file"]) for order in ORDERS}


@by_file
def test_the_console_finds_the_customer(order, imported):
    answer = imported[order["file"]]
    assert answer["customer"] == order["customer_code"]
    assert answer["customer_reference"] == order["po_number"]
    assert answer["requested_date"] == order["requested_date"]
    assert answer["currency"] == order["currency"]
    assert answer["state"] == "draft"
    assert isinstance(answer["id"], int)
    assert answer["rejected"] == []
    assert answer["orders"][0]["id"] == answer["id"]


@by_file
def test_the_console_gives_our_product_unit_and_price(order, imported):
    for line, wanted in zip(imported[order["file"]]["lines"], order["lines"], strict=True):
        assert line["no"] == wanted["n"]
        assert line["written"]["code"] == wanted["code_as_written"]
        assert line["written"]["label"] == wanted["label_as_written"]
        assert line["written"]["quantity"] == wanted["quantity"]
        assert line["requested_date"] == wanted["requested_date"]
        assert line["quantity"] == wanted.get("quantity_in_our_unit", wanted["quantity"])
        if not wanted.get("either_resolution"):
            assert (line["product"], line["resolved_by"]) == (wanted["our_code"], wanted["resolved_by"])
        if price := wanted.get("our_price"):
            assert line["price_source"] == price["source"]
            assert line["unit_price"] == price["list_price"]
            assert line["discounts"] == price["discount"]


@by_file
def test_the_console_makes_the_expected_remarks_and_no_other(order, imported):
    for line, wanted in zip(imported[order["file"]]["lines"], order["lines"], strict=True):
        said = [{name: str(value) for name, value in item.items()} for item in line["differences"]]
        assert {item["kind"] for item in said} == {remark["kind"] for remark in wanted["remarks"]}
        for remark in wanted["remarks"]:
            assert any(all(item.get(name) == str(value) for name, value in remark.items()) for item in said), remark


@by_file
def test_the_console_names_the_order_that_came_first(order, imported):
    first = [remark["first"] for remark in order["order_remarks"] if remark["kind"] == "duplicate_po"]
    checks = [check for check in imported[order["file"]]["checks"] if check["code"] == "duplicate_po"]
    assert len(checks) == len(first)
    for check, file in zip(checks, first, strict=True):
        assert str(imported[file]["id"]) in check["message"]


def test_the_file_is_attached_to_the_order_that_came_in_it(loaded):
    path = Path(__file__).parents[2] / "data/samples/orders/06_mail_grossmann.eml"
    (made,) = loaded.order_imports.write(loaded.order_imports.preview(path))
    with loaded.store.read() as session:
        rows = session.execute(
            sa.text(
                "SELECT a.name, f.size, o.channel, o.received_at FROM attachment a"
                " JOIN stored_file f ON f.id = a.file_id JOIN sales_order o ON o.id = a.document_id"
                " WHERE a.document_kind = 'sales_order' AND o.id = :id"
            ),
            {"id": made.ref.id},
        ).all()
    assert [(row.name, row.size, row.channel) for row in rows] == [(path.name, path.stat().st_size, "email")]
    assert rows[0].received_at.startswith("2026-11-19")


def test_an_address_of_the_customer_is_recognised(loaded, samples):
    places = {
        "05_commande_volcans.pdf": "Cuisine centrale",
        "06_mail_grossmann.eml": "Lager Nord",
        "07_orderx_distriest.xml": "Plateforme de Reims",
    }
    for name, label in places.items():
        (order,) = loaded.order_imports.preview(samples / "orders" / name).orders
        with loaded.store.read() as session:
            found = session.execute(
                sa.text("SELECT label FROM customer_address WHERE id = :id"), {"id": order.ship_to_id}
            ).scalar_one()
        assert found == label


def test_words_that_are_no_address_become_a_note(loaded, samples):
    (order,) = loaded.order_imports.preview(samples / "orders/02_bon_de_commande_clos_ete.xlsx").orders
    assert order.command.deliver_to is None
    assert order.command.notes == "cuisine, par la cour"

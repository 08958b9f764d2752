"""« Annule et remplace »: a second file for the same number revises the order, line by line."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.cli import main
from adv_desktop.models.errors import DomainError
from adv_desktop.models.order_history import OrderRevision
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.imports.heading import says_replacing
from adv_desktop.services.imports.order_file import read_orders
from adv_desktop.services.imports.replacing import ChangeKind
from adv_desktop.services.imports.safety import recognise
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from tests.integration.imports.files import mail, workbook
from tests.support.company import confirmed, new_company, shipped


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()


def first(services, *lines):
    asked = lines or (NewLine(Decimal(4), "P1"), NewLine(Decimal(6), "P2"))
    return confirmed(services, *asked, customer_reference="PO-1")


def second(folder, *rows, said="Annule et remplace", number="PO-1"):
    heading = [["Code client", "C1"], ["Commande n°", number, said], ["Livraison souhaitée", "10/12/2026"], []]
    return workbook(folder / "b.xlsx", [*heading, ["Réf", "Désignation", "Qté"], *rows])


def revising(preview):
    return replace(preview, orders=tuple(replace(order, revises=True) for order in preview.orders))


def read_order(services, order_id):
    with services.store.read() as session:
        order = order_by_id(session, order_id)
        return order, [(line.product_code, line.quantity, line.unit_price) for line in order.lines]


@pytest.mark.parametrize(
    "text",
    [
        "Annule et remplace la commande du 12/11",
        "BC n° 12 – ANNULE ET REMPLACE",
        "Cette commande annule/remplace la précédente",
        "This PO cancels and replaces PO 12",
        "Commande rectificative",
        "ersetzt unsere Bestellung vom 12.11.",
    ],
)
def test_the_words_that_replace_an_order(text):
    assert says_replacing([text])


@pytest.mark.parametrize("text", ["Merci d'annuler la ligne 3", "Article remplacé par EPS-1002", "Purchase order"])
def test_words_that_only_look_like_it(text):
    assert not says_replacing([text])


def test_the_preview_says_what_would_change_and_writes_nothing(services, tmp_path):
    order = first(services)
    path = second(tmp_path, ["P1", "Article P1", 9], ["P3", "Nouveau", 1])
    (seen,) = services.order_imports.preview(path).orders
    assert (seen.replaced.name, seen.replaced.asked) == ("CDE2026000001", True)
    told = [(one.kind, one.line.product or one.line.label) for one in seen.replaced.changes]
    assert told == [(ChangeKind.CHANGED, "P1"), (ChangeKind.ADDED, "Nouveau"), (ChangeKind.REMOVED, "P2")]
    assert [quantity for _code, quantity, _price in read_order(services, order.id)[1]] == [4, 6]


def test_writing_revises_the_order_keeps_its_prices_and_attaches_the_file(services, tmp_path):
    order = first(services, NewLine(Decimal(4), "P1", unit_price=Decimal(30)), NewLine(Decimal(6), "P2"))
    services.orders.acknowledge(order.id)
    preview = services.order_imports.preview(second(tmp_path, ["P1", "Article P1", 9], ["P2", "Article P2", 6]))
    (made,) = services.order_imports.write(revising(preview))
    assert (made.ref.id, made.ref.number) == (order.id, "CDE2026000001")
    row, lines = read_order(services, order.id)
    assert [(code, quantity) for code, quantity, _price in lines] == [("P1", 9), ("P2", 6)]
    assert lines[0][2] == Decimal(30)  # agreed before: a quantity does not change it
    assert (row.requested, row.acknowledgement_outdated) == (dt.date(2026, 12, 10), True)
    with services.store.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(SalesOrder)) == 1
        assert session.scalar(sa.select(sa.func.count()).select_from(OrderRevision)) == 1
        names = session.execute(sa.text("SELECT name, document_id FROM attachment")).all()
    assert [tuple(name) for name in names] == [("b.xlsx", order.id)]


def test_a_file_that_says_the_same_revises_nothing(services, tmp_path):
    first(services, NewLine(Decimal(4), "P1", requested=dt.date(2026, 12, 10)))
    preview = services.order_imports.preview(second(tmp_path, ["P1", "Article P1", 4]))
    assert not preview.orders[0].replaced.differs
    with pytest.raises(DomainError) as error:
        services.order_imports.write(revising(preview))
    assert error.value.code == "order.replacement_same"


def test_what_was_delivered_is_never_taken_back(services, tmp_path):
    order = first(services)
    shipped(services, order.id)
    preview = services.order_imports.preview(second(tmp_path, ["P1", "Article P1", 2]))
    with pytest.raises(DomainError) as error:
        services.order_imports.write(revising(preview))
    assert error.value.code in {"order.below_delivered", "order.line_begun", "order.closed"}


def test_an_order_changed_since_the_preview_is_not_overwritten(services, tmp_path):
    order = first(services)
    preview = services.order_imports.preview(second(tmp_path, ["P1", "Article P1", 9]))
    row, _lines = read_order(services, order.id)
    services.orders.hold(order.id, row.version, "attente")
    with pytest.raises(DomainError) as error:
        services.order_imports.write(revising(preview))
    assert error.value.code == "document.changed"


def test_without_the_words_another_order_is_written_unless_decided_otherwise(services, tmp_path):
    first(services)
    preview = services.order_imports.preview(second(tmp_path, ["P1", "Article P1", 9], said=""))
    assert preview.orders[0].replaced.asked is False
    (made,) = services.order_imports.write(preview)
    assert made.ref.number is None


def test_another_number_an_open_reference_or_a_closed_order_is_not_replaced(services, tmp_path):
    order = first(services)
    other = services.order_imports.preview(second(tmp_path, ["P1", "Article P1", 9], number="PO-2"))
    assert other.orders[0].replaced is None
    row, _lines = read_order(services, order.id)
    services.orders.cancel(order.id, row.version, "erreur")
    cancelled = services.order_imports.preview(second(tmp_path, ["P1", "Article P1", 9]))
    assert cancelled.orders[0].replaced is None
    services.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1"),), customer_reference="PO-1", open_reference=True))
    again = services.order_imports.preview(second(tmp_path, ["P1", "Article P1", 9]))
    assert again.orders[0].replaced is None


def test_the_subject_of_a_mail_and_a_change_in_order_x_say_it_too(services, samples, tmp_path):
    path = mail(tmp_path / "m.eml", "12 x EPS-1001\nCode client C1", subject="Annule et remplace cde n° PO-1")
    (order,) = read_orders(recognise(path.name, path.read_bytes()))
    assert order.replaces
    content = (samples / "orders/07_orderx_distriest.xml").read_bytes()
    (change,) = read_orders(recognise("c.xml", content.replace(b"<ram:TypeCode>220<", b"<ram:TypeCode>230<")))
    assert change.replaces


def test_the_console_revises_only_when_asked(services, tmp_path, capsys):
    def adv(*words, code=0):
        words = ["--database", services.store.path, "--today", "2026-11-24", *words, "--json"]
        assert main(list(map(str, words))) == code
        return json.loads(capsys.readouterr().out)

    first(services)
    path = second(tmp_path, ["P1", "Article P1", 9], ["P2", "Article P2", 6])
    seen = adv("import", "order", path, "--dry-run")["replaces"]
    assert (seen["order"], seen["asked"], seen["revised"]) == ("CDE2026000001", True, False)
    assert next((one["kind"], one["quantity_before"], one["quantity_after"]) for one in seen["changes"]) == (
        "changed",
        "4",
        "9",
    )
    told = adv("import", "order", path, "--replace")
    assert (told["number"], told["replaces"]["revised"]) == ("CDE2026000001", True)
    other = second(tmp_path, ["P1", "Article P1", 9], number="PO-9")
    assert adv("import", "order", other, "--replace", code=2)["error"]["code"] == "order.nothing_replaced"

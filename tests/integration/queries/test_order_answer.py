"""« Où en est ma commande ? »: what Ctrl+K answers under a row, without opening anything."""

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services import texts
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.queries import order_answer, search
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped


@pytest.fixture
def company(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()


def told(company, kind, document_id, language="fr"):
    with company.store.read() as session:
        answer = order_answer.of(session, kind, document_id, TODAY, texts.of(language))
    return [line.replace("\u00a0", " ") for line in answer.lines], answer.order_id


def partly_delivered(company):
    lines = (NewLine(Decimal(10), "P1", promised=dt.date(2026, 12, 1)), NewLine(Decimal(4), "P2"))
    order = confirmed(company, *lines, customer_reference="PO-7")
    delivery = shipped(company, order.id, "6", "4")
    company.deliveries.track(delivery, "GEODIS", "GX123")
    return order.id, delivery


def test_an_order_tells_its_open_lines_its_last_delivery_and_its_invoice(company):
    order_id, delivery = partly_delivered(company)
    number = invoiced(company, delivery)
    assert told(company, DocumentKind.ORDER, order_id) == (
        [
            "4 × Article P1 : promis le 01/12/2026",
            "Dernière livraison BL2026000001 du 24/11/2026, GEODIS, n° de suivi GX123",
            f"Facture {number} du 24/11/2026 : Validée",
        ],
        order_id,
    )


def test_it_is_told_in_the_language_of_the_window(company):
    order_id, _delivery = partly_delivered(company)
    assert told(company, DocumentKind.ORDER, order_id, "en")[0][0] == "4 × Article P1: promised on 1 Dec 2026"


def test_a_promise_that_is_over_is_said_to_be_late(company):
    order = confirmed(company, NewLine(Decimal(3), "P1", promised=dt.date(2026, 11, 20)))
    lines, _order = told(company, DocumentKind.ORDER, order.id)
    assert lines == ["3 × Article P1 : promis le 20/11/2026, en retard", "Aucune livraison pour l'instant"]


def test_a_whole_delivery_leaves_nothing_to_come(company):
    order = confirmed(company, NewLine(Decimal(3), "P1"))
    shipped(company, order.id)
    lines, _order = told(company, DocumentKind.ORDER, order.id)
    assert lines == ["Il ne reste rien à livrer", "Dernière livraison BL2026000001 du 24/11/2026"]


def test_a_draft_says_that_it_is_not_confirmed(company):
    draft = company.orders.create(NewOrder("C1", (NewLine(Decimal(3), "P1"),)))
    assert told(company, DocumentKind.ORDER, draft.id) == (["Pas encore confirmée"], draft.id)


def test_a_delivery_and_an_invoice_tell_of_their_order(company):
    order_id, delivery = partly_delivered(company)
    assert told(company, DocumentKind.DELIVERY, delivery) == told(company, DocumentKind.ORDER, order_id)


def test_a_customer_tells_his_open_orders_those_promised_first_at_the_head(company):
    later = confirmed(company, NewLine(Decimal(1), "P1", promised=dt.date(2026, 12, 9)))
    sooner = confirmed(company, NewLine(Decimal(1), "P2", promised=dt.date(2026, 12, 2)))
    gone = confirmed(company, NewLine(Decimal(7), "P2"))
    shipped(company, gone.id)
    customer = company.customers.show("C1").id
    assert told(company, DocumentKind.CUSTOMER, customer) == (
        [
            f"Commande {sooner.number} : prochain départ promis le 02/12/2026",
            f"Commande {later.number} : prochain départ promis le 09/12/2026",
        ],
        sooner.id,
    )


def test_a_product_tells_what_is_available_and_who_waits_for_it(company):
    order = confirmed(company, NewLine(Decimal(10), "P1", promised=dt.date(2026, 12, 1)))
    product = company.products.show("P1").id
    assert told(company, DocumentKind.PRODUCT, product)[0] == [
        "990 disponible(s)",
        f"10 pour CLIENT TEST SAS, commande {order.number} : promis le 01/12/2026",
    ]


def test_no_more_than_four_lines_are_told_and_the_others_counted(company):
    order = confirmed(company, *(NewLine(Decimal(n), "P1", promised=dt.date(2026, 12, 1)) for n in range(1, 7)))
    lines, _order = told(company, DocumentKind.ORDER, order.id)
    assert lines[4] == "… et 2 autres à venir"


def test_orders_with_goods_to_come_are_found_before_those_that_are_gone(company):
    open_order = confirmed(company, NewLine(Decimal(1), "P1"))
    gone = confirmed(company, NewLine(Decimal(9), "P2"))
    shipped(company, gone.id)
    with company.store.read() as session:
        group = search.find(session, "clie", TODAY)[0]
    assert [hit.id for hit in group.hits] == [open_order.id, gone.id]

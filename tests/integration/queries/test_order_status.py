"""« Copier l'état de la commande »: what is said of each line, in the customer's language."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import order_status
from tests.support.company import TODAY, confirmed, new_company, shipped


@pytest.fixture
def company(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()


def said(company, order_id):
    with company.store.read() as session:
        return order_status.text(session, order_id, TODAY).replace("\u00a0", " ").splitlines()


def partly_delivered(company):
    lines = (NewLine(Decimal(10), "P1", promised=dt.date(2026, 12, 1)), NewLine(Decimal(4), "P2"))
    order = confirmed(company, *lines, customer_reference="PO-7")
    shipped(company, order.id, "6", "4")
    return order.id


def test_it_says_what_came_and_what_is_to_come_of_each_line(company):
    assert said(company, partly_delivered(company)) == [
        "Commande CDE2026000001 (PO-7) : Partiellement livrée",
        "– Article P1 : 10 commandé(s), 6 livré(s), 4 à venir le 01/12/2026",
        "– Article P2 : 4 commandé(s), tout est livré",
        "Livraisons : BL2026000001",
    ]


def test_it_speaks_the_language_of_the_customer(company):
    record = company.customers.show("C1")
    company.customers.update(record.id, record.version, replace(record.data, language="en"))
    assert said(company, partly_delivered(company))[:2] == [
        "Order CDE2026000001 (PO-7): Partly delivered",
        "– Article P1: 10 ordered, 6 delivered, 4 to come on 1 Dec 2026",
    ]


def test_a_line_without_a_promise_says_so(company):
    order = confirmed(company, NewLine(Decimal(2), "P1"))
    assert said(company, order.id)[1].endswith("date à confirmer")

"""What is said with a customer stays on its timeline; what is left to deliver is told as PDF and Excel."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pdfplumber
import pytest

from adv_desktop.models.enums import ActivityKind, DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services.activities import NewActivity
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import timeline
from tests.support.company import confirmed, shipped


def events(services, kind, document_id):
    with services.store.read() as session:
        return [event for event in timeline.of(session, kind, document_id) if event.icon in {"phone", "note", "users"}]


def test_a_call_about_an_order_is_on_the_order_and_on_its_customer(services):
    customer = services.customers.show("C1").id
    order = confirmed(services, NewLine(Decimal(1), "P1"))
    told = []
    services.store.hub.subscribe(told.append)
    services.activities.add(NewActivity(customer, ActivityKind.CALL, " Livrer mardi ", DocumentKind.ORDER, order.id))
    for kind, document_id in ((DocumentKind.ORDER, order.id), (DocumentKind.CUSTOMER, customer)):
        calls = [event for event in events(services, kind, document_id) if event.icon == "phone"]
        assert [event.detail.facts["text"] for event in calls] == ["Livrer mardi"]
    assert told[-1].of(DocumentKind.ORDER) == {order.id}
    assert told[-1].of(DocumentKind.CUSTOMER) == {customer}


def test_an_empty_note_is_refused(services):
    for text, code in (("  ", "activity.empty"), ("x" * 4001, "activity.too_long")):
        with pytest.raises(DomainError) as refused:
            services.activities.add(NewActivity(1, ActivityKind.NOTE, text))
        assert refused.value.code == code
    assert events(services, DocumentKind.CUSTOMER, 1) == [
        event for event in events(services, DocumentKind.CUSTOMER, 1) if event.what.text == "Customer created"
    ]


def test_the_customer_of_what_is_on_screen_is_found(services):
    order = confirmed(services, NewLine(Decimal(1), "P1"))
    found = services.activities.subject(DocumentKind.ORDER, order.id)
    assert found is not None
    assert (found.code, found.name) == ("C1", "CLIENT TEST SAS")
    assert services.activities.subject(DocumentKind.PRODUCT, 1) is None
    assert services.activities.subject(DocumentKind.ORDER, 99) is None


def test_what_is_left_to_deliver_is_told_line_by_line(services, tmp_path):
    customer, day = services.customers.show("C1").id, services.clock.today()
    with pytest.raises(DomainError, match=r"backlog\.nothing"):
        services.copies.left_to_deliver(customer, day)
    order = confirmed(
        services, NewLine(Decimal(10), "P1"), NewLine(Decimal(2), "P2"),
        customer_reference="PO-77", requested=dt.date(2026, 12, 1),
    )  # fmt: skip
    shipped(services, order.id, "4", "2")
    with pdfplumber.open(io.BytesIO(services.copies.left_to_deliver(customer, day))) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    assert "RESTE À LIVRER" in text
    assert "PO-77" in text
    assert "Article P1" in text
    assert "Article P2" not in text  # wholly delivered
    path = tmp_path / "reste.xlsx"
    assert services.copies.write_left_to_deliver(customer, day, path) == 1
    head, line = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    assert head[:2] == ("Commande", "V/Réf.")
    assert line[6:9] == (10, 4, 6)
    assert line[9] == dt.datetime(2026, 12, 1)  # noqa: DTZ001 (Excel knows no zone)


def test_the_statement_speaks_the_customers_language(services):
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, language="en"))
    confirmed(services, NewLine(Decimal(1), "P1"))
    with pdfplumber.open(io.BytesIO(services.copies.left_to_deliver(record.id, services.clock.today()))) as pdf:
        assert "LEFT TO DELIVER" in pdf.pages[0].extract_text()

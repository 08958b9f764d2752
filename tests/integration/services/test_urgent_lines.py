"""One line of an order may be urgent alone: it comes first, is marked on papers, and logistics is told of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pdfplumber
import pytest
import sqlalchemy as sa

from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.documents import picking_list
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import as_command, order_by_id
from adv_desktop.services.printing.deliveries import picking_list_content
from adv_desktop.services.queries import backlog_lines, deliveries, orders
from adv_desktop.services.queries.filters import parse
from adv_desktop.services.queries.preparation import worklist
from tests.support.company import TODAY, confirmed, shipped

LINES = NewLine(Decimal(5), "P1"), NewLine(Decimal(3), "P2")


@pytest.fixture
def order(services):
    """Make an order of two lines, beside another customer's."""
    texts.use("fr")
    services.customers.create(CustomerData("C2", "AUTRE", terms="30 jours nets", siren="552081317"))
    confirmed(services, LINES[0])
    return confirmed(services, *LINES, customer="C2")


def lines_of(services, order):
    with services.store.read() as session:
        return {line.no: line for line in order_by_id(session, order.id).lines}


def command_of(services, order):
    with services.store.read() as session:
        return as_command(session, order_by_id(session, order.id))


def test_an_urgent_line_brings_its_order_to_the_top_of_every_list(services, order):
    line = lines_of(services, order)[2]
    services.urgency.mark_lines([line.id])
    with services.store.read() as session:
        assert [one.urgent for one in worklist(session, TODAY)] == [True, False]
        assert worklist(session, TODAY)[0].orders == (order.id,)
        assert list(orders.ids(session, parse("urgent"), "", descending=False, today=TODAY)) == [order.id]
        assert orders.rows(session, [order.id], TODAY)[order.id].urgent
        found = backlog_lines.ids(session, parse("urgent"), "", descending=False, today=TODAY)
        assert list(found) == [line.id]
        assert backlog_lines.rows(session, found, TODAY)[line.id].urgent
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    with services.store.read() as session:
        assert deliveries.rows(session, [ref.id], TODAY)[ref.id].urgent
        assert list(deliveries.ids(session, parse("urgent"), "", descending=False, today=TODAY)) == [ref.id]


def test_the_alert_names_the_urgent_line_alone(services, order):
    services.urgency.mark_lines([lines_of(services, order)[2].id])
    with services.store.read() as session:
        (message,) = session.scalars(sa.select(OutboxMessage)).all()
    assert message.subject == "URGENT\u00a0: commande CDE2026000002"
    assert "3 × P2" in message.body
    assert "5 × P1" not in message.body


def test_the_picking_list_marks_the_urgent_line(services, order):
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    assert "URGENT" not in _picking(services, ref.id)
    services.urgency.mark_lines([lines_of(services, order)[2].id])
    marked = _picking(services, ref.id)
    assert marked.count("URGENT") == 3  # the notice, its sentence, the line
    assert "Préparer d'abord les lignes marquées URGENT." in marked
    services.urgency.mark([order.id])
    assert "Préparer ce bon avant les autres." in _picking(services, ref.id)


def _picking(services, delivery_id):
    stream = BytesIO()
    with services.store.read() as session:
        picking_list.render(picking_list_content(session, delivery_by_id(session, delivery_id), TODAY), stream)
    with pdfplumber.open(stream) as pages:
        return "\n".join(page.extract_text() for page in pages.pages)


def test_an_order_that_is_delivered_or_cancelled_is_urgent_no_longer(services, order):
    gone = confirmed(services, LINES[0], customer="C2")
    services.urgency.mark([order.id, gone.id])
    services.orders.cancel(gone.id, _version(services, gone), "erreur")
    shipped(services, order.id)
    with services.store.read() as session:
        rows = orders.rows(session, [order.id, gone.id], TODAY)
        assert [row.urgent for row in rows.values()] == [False, False]
        assert list(orders.ids(session, parse("urgent"), "", descending=False, today=TODAY)) == []


def test_an_urgent_line_that_has_left_leaves_the_rest_of_its_order_usual(services, order):
    lines = lines_of(services, order)
    services.urgency.mark_lines([lines[2].id])
    shipped(services, order.id, "0", "3")
    with services.store.read() as session:
        assert not orders.rows(session, [order.id], TODAY)[order.id].urgent
        assert not any(one.urgent for one in worklist(session, TODAY))
    with pytest.raises(DomainError, match=r"order\.line_delivered"):
        services.urgency.mark_lines([lines[2].id])


def test_a_line_of_an_urgent_order_made_usual_leaves_the_other_lines_urgent(services, order):
    services.urgency.mark([order.id])
    lines = lines_of(services, order)
    services.urgency.clear_lines([lines[1].id])
    assert {no: line.urgent for no, line in lines_of(services, order).items()} == {1: False, 2: True}
    services.urgency.clear([order.id])
    with services.store.read() as session:
        assert not orders.rows(session, [order.id], TODAY)[order.id].urgent


def test_the_urgency_of_lines_survives_an_edit_and_is_not_copied(services, order):
    services.urgency.mark_lines([lines_of(services, order)[2].id])
    command = command_of(services, order)
    services.orders.update(order.id, _version(services, order), replace(command, notes="Sonner"))
    assert lines_of(services, order)[2].urgent
    first, second = command_of(services, order).lines
    typed = replace(command, lines=(replace(first, urgent=True), replace(second, urgent=False)))
    services.orders.update(order.id, _version(services, order), typed)
    assert [line.urgent for line in lines_of(services, order).values()] == [True, False]
    copy = services.orders.duplicate(order.id)
    assert not any(line.urgent for line in lines_of(services, copy).values())


def _version(services, order):
    with services.store.read() as session:
        return order_by_id(session, order.id).version

"""Shipments cancelled by a document of their own: numbered, printed, told, and right in stock and orders (R8)."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import pdfplumber
import pytest
import sqlalchemy as sa

from adv_desktop.models.delivery import DeliveryReversal
from adv_desktop.models.enums import DocumentKind, Progress, Series, Undelivered
from adv_desktop.models.errors import DomainError
from adv_desktop.models.numbering import NumberSeries
from adv_desktop.services import integrity
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import deliveries, delivery_detail, timeline
from adv_desktop.services.stock import counters
from adv_desktop.services.undelivered import BringBack
from tests.support.company import TODAY, confirmed, product, shipped

D = Decimal


def reverse(services, delivery_id, outcome=Undelivered.MISTAKE, *, again=True, reason="mauvais magasin", on=TODAY):
    return services.undelivered.bring_back(BringBack(delivery_id, outcome, on, again, reason))


def pages(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as read:
        return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def first_line(services, order_id):
    with services.store.read() as session:
        return order_by_id(session, order_id).lines[0]


def test_a_shipment_made_by_mistake_is_undone_by_a_numbered_document(services):
    order = confirmed(services, NewLine(D(10), "P1"), customer_reference="PO-8")
    delivery = shipped(services, order.id, "4")
    made = reverse(services, delivery)
    assert made.number == "AE2026000001"
    line = first_line(services, order.id)
    assert (line.delivered, line.backorder, line.invoiceable, line.reserved) == (0, 10, 0, 10)
    with services.store.read() as session:
        assert order_by_id(session, order.id).delivery_state is Progress.NONE
        assert counters(session, line.product_id).physical == 1000
        assert deliveries.to_invoice(session) == []
        found = delivery_detail.detail(session, delivery, TODAY)
    assert (found.reversal.number, found.reversal.reason, found.row.state.code) == (
        "AE2026000001", "mauvais magasin", "mistake",
    )  # fmt: skip
    assert integrity.verify(services.store) == []


def test_the_document_names_the_note_the_goods_and_what_becomes_of_them(services):
    order = confirmed(services, NewLine(D(3), "P1"), customer_reference="PO-8")
    delivery = shipped(services, order.id)
    reverse(services, delivery)
    said = pages(services.copies.reversal(delivery))
    for word in ("ANNULATION D'EXPÉDITION", "AE2026000001", "BL2026000001", "P1", "PO-8", "mauvais magasin",
                 "livrée de nouveau"):  # fmt: skip
        assert word in said, (word, said)


def test_a_loss_that_is_given_up_says_that_nothing_comes_back(services):
    delivery = shipped(services, confirmed(services, NewLine(D(3), "P1")).id)
    reverse(services, delivery, Undelivered.LOST, again=False, reason="")
    said = pages(services.copies.reversal(delivery))
    assert "ne revient pas en stock" in said
    assert "n'est plus due" in said


def test_the_timeline_of_the_delivery_tells_the_document_once(services):
    delivery = shipped(services, confirmed(services, NewLine(D(3), "P1")).id)
    reverse(services, delivery)
    with services.store.read() as session:
        events = timeline.of(session, DocumentKind.DELIVERY, delivery)
    (told,) = [event for event in events if event.what.text == "Shipment cancelled"]
    assert told.detail.facts == {"reason": "AE2026000001", "text": "mauvais magasin"}


def test_goods_that_come_back_are_kept_for_who_waits_for_them(services):
    services.products.create(product("RARE", "10.00", stock="5"))
    first = confirmed(services, NewLine(D(5), "RARE"))
    delivery = shipped(services, first.id)
    second = confirmed(services, NewLine(D(2), "RARE"))
    assert first_line(services, second.id).reserved == 0
    reverse(services, delivery, Undelivered.REFUSED, again=False, reason="")
    assert first_line(services, second.id).reserved == 2


def test_the_series_has_no_hole_after_a_refusal(services):
    order = confirmed(services, NewLine(D(10), "P1"))
    first, second = shipped(services, order.id, "4"), shipped(services, order.id, "2")
    with pytest.raises(DomainError, match=r"reason\.missing"):
        reverse(services, first, reason=" ")
    with pytest.raises(DomainError, match=r"delivery\.back_before_departure"):
        reverse(services, first, on=TODAY - dt.timedelta(days=1))
    assert reverse(services, first).number == "AE2026000001"
    with pytest.raises(DomainError, match=r"delivery\.brought_back"):
        reverse(services, first)
    assert reverse(services, second).number == "AE2026000002"
    with services.store.read() as session:
        taken = sa.select(NumberSeries.last_number).where(NumberSeries.series == Series.REVERSAL)
        assert session.scalar(taken) == 2


def test_a_reversal_never_changes_and_a_shipment_without_one_has_no_paper(services):
    order = confirmed(services, NewLine(D(10), "P1"))
    first, second = shipped(services, order.id, "4"), shipped(services, order.id, "2")
    reverse(services, first)
    with pytest.raises(sa.exc.IntegrityError, match="immutable"), services.store.write() as session:
        session.execute(sa.update(DeliveryReversal).values(reason="autre"))
    with pytest.raises(DomainError, match=r"delivery\.not_reversed"):
        services.copies.reversal(second)


def amended(services, order_id, quantity):
    command = services.orders.command(order_id)
    lines = (replace(command.lines[0], quantity=D(quantity)),)
    with services.store.read() as session:
        version = order_by_id(session, order_id).version
    services.orders.update(order_id, version, replace(command, lines=lines))


def test_a_line_that_comes_down_after_a_first_delivery_keeps_only_what_is_still_due(services):
    order = confirmed(services, NewLine(D(10), "P1"))
    shipped(services, order.id, "4")
    amended(services, order.id, "5")
    line = first_line(services, order.id)
    assert (line.backorder, line.reserved) == (1, 1)
    assert integrity.verify(services.store) == []


def test_a_quantity_never_comes_under_what_left_and_what_is_cancelled(services):
    order = confirmed(services, NewLine(D(10), "P1"))
    delivery = shipped(services, order.id, "4")
    shipped(services, order.id, "1")
    reverse(services, delivery, Undelivered.LOST, again=False)
    with pytest.raises(DomainError, match=r"order\.below_cancelled"):
        amended(services, order.id, "4.5")
    amended(services, order.id, "5")
    assert first_line(services, order.id).backorder == 0

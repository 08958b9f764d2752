"""Goods that come back: what was not invoiced is no longer due, the rest is credited, or sent again."""

import io
from dataclasses import replace
from decimal import Decimal

import pdfplumber
import pytest

from adv_desktop.models.enums import InvoiceType, Progress, ReturnSettlement, ReturnState, Undelivered
from adv_desktop.models.errors import DomainError
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.integrity import verify
from adv_desktop.services.invoice_drafts import invoice_by_id, invoice_of
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.products import product_of
from adv_desktop.services.queries import deliveries as listed
from adv_desktop.services.returns import AuthoriseReturn, Inspected, InspectReturn, return_by_id
from adv_desktop.services.stock import counters
from adv_desktop.services.undelivered import BringBack
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped

D = Decimal


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "returns.db")
    yield made
    path = made.store.path
    made.close()
    assert verify(path) == []


def delivered_line(services, delivery_id, no=1):
    with services.store.read() as session:
        return delivery_by_id(session, delivery_id).lines[no - 1].id


def authorised(services, delivery_id, quantity, no=1, **more):
    command = AuthoriseReturn(delivery_id, {delivered_line(services, delivery_id, no): D(quantity)}, "abîmé", **more)
    return services.returns.authorise(command)


def inspected(services, ref, settlement, *, restocked="0", scrapped="0", to_supplier="0"):
    with services.store.read() as session:
        line_id = return_by_id(session, ref.id).lines[0].id
    found = {line_id: Inspected(D(restocked), D(scrapped), D(to_supplier))}
    return services.returns.inspect(InspectReturn(ref.id, ref.version, found, settlement))


def physical(services, code="P1"):
    with services.store.read() as session:
        return counters(session, product_of(session, code).id).physical


def order_line(services, order_id):
    with services.store.read() as session:
        line = order_by_id(session, order_id).lines[0]
        return line.delivered, line.returned, line.invoiced, line.invoiceable, line.backorder


def billed(services, delivery_id):
    number = invoiced(services, delivery_id)
    with services.store.read() as session:
        return invoice_of(session, number).items[0].quantity


def test_goods_back_before_the_invoice_are_no_longer_to_invoice_and_reopen_no_backorder(services):
    order = confirmed(services, NewLine(product="P1", quantity=D(10)))
    delivery = shipped(services, order.id)
    assert physical(services) == 990
    settled = inspected(services, authorised(services, delivery, "3"), ReturnSettlement.CREDIT, restocked="3")
    assert settled.credits == ()
    assert order_line(services, order.id) == (10, 3, 0, 7, 0)
    assert physical(services) == 993
    assert billed(services, delivery) == 7
    with services.store.read() as session:
        row = listed.rows(session, [delivery], TODAY)[delivery]
    assert row.invoice_state is Progress.FULL


def test_goods_back_after_the_invoice_are_credited_by_a_draft_for_what_came_back(services):
    order = confirmed(services, NewLine(product="P1", quantity=D(10)))
    delivery = shipped(services, order.id)
    number = invoiced(services, delivery)
    settled = inspected(
        services, authorised(services, delivery, "4"), ReturnSettlement.CREDIT, restocked="3", scrapped="1"
    )
    with services.store.read() as session:
        credit = invoice_by_id(session, settled.credits[0].id)
        assert (credit.type, credit.origin_id) == (InvoiceType.CREDIT_NOTE, invoice_of(session, number).id)
        assert [(line.quantity, line.product_code) for line in credit.items] == [(4, "P1")]
        assert credit.net == 13332
    assert physical(services) == 993
    assert order_line(services, order.id) == (10, 0, 10, 0, 0)


def test_a_delivery_invoiced_in_part_gives_back_first_what_was_not_invoiced(services):
    order = confirmed(services, NewLine(product="P1", quantity=D(10)))
    first, second = shipped(services, order.id, "6"), shipped(services, order.id, "4")
    invoiced(services, first)
    inspected(services, authorised(services, second, "4"), ReturnSettlement.CREDIT, to_supplier="4")
    assert physical(services) == 990
    assert order_line(services, order.id) == (10, 4, 6, 0, 0)
    with services.store.read() as session:
        assert listed.to_invoice(session) == []


def test_a_replacement_leaves_without_a_new_invoice_and_makes_what_came_back_due_again(services):
    order = confirmed(services, NewLine(product="P1", quantity=D(10)))
    delivery = shipped(services, order.id)
    settled = inspected(services, authorised(services, delivery, "2"), ReturnSettlement.REPLACEMENT, scrapped="2")
    assert order_line(services, order.id) == (10, 2, 0, 8, 0)
    with services.store.read() as session:
        replacement = delivery_by_id(session, settled.replacement.id)
    services.deliveries.ship(replacement.id, replacement.version)
    assert order_line(services, order.id) == (10, 0, 0, 10, 0)
    assert physical(services) == 988
    with services.store.read() as session:
        assert listed.to_invoice(session) == [delivery]
    assert billed(services, delivery) == 10


def test_no_more_comes_back_than_left_whatever_was_allowed_before(services):
    order = confirmed(services, NewLine(product="P1", quantity=D(10)))
    delivery = shipped(services, order.id)
    first = authorised(services, delivery, "7")
    with pytest.raises(DomainError, match=r"return\.over_delivered"):
        authorised(services, delivery, "4")
    services.returns.cancel(first.id, first.version)
    second = authorised(services, delivery, "10")
    inspected(services, second, ReturnSettlement.NONE, restocked="6")
    authorised(services, delivery, "4")


def test_more_than_allowed_is_refused_and_nothing_moves(services):
    order = confirmed(services, NewLine(product="P1", quantity=D(10)))
    ref = authorised(services, shipped(services, order.id), "2")
    with pytest.raises(DomainError, match=r"return\.over_allowed"):
        inspected(services, ref, ReturnSettlement.CREDIT, restocked="3")
    assert physical(services) == 990
    with services.store.read() as session:
        assert return_by_id(session, ref.id).state is ReturnState.AUTHORISED


def test_goods_are_received_then_looked_at_once_only(services):
    order = confirmed(services, NewLine(product="P1", quantity=D(10)))
    ref = services.returns.receive(*_of(authorised(services, shipped(services, order.id), "2")))
    inspected(services, ref, ReturnSettlement.NONE, restocked="1")
    with services.store.read() as session:
        again = return_by_id(session, ref.id)
    with pytest.raises(DomainError, match=r"return\.wrong_state"):
        inspected(services, again, ReturnSettlement.NONE, restocked="1")


def _of(ref):
    return ref.id, ref.version


def bring_back(services, delivery_id, outcome, *, again):
    services.undelivered.bring_back(BringBack(delivery_id, outcome, TODAY, again))


def test_a_refused_shipment_is_to_be_delivered_again_and_not_to_invoice(services):
    order = confirmed(services, NewLine(product="P1", quantity=D(10)))
    delivery = shipped(services, order.id)
    bring_back(services, delivery, Undelivered.REFUSED, again=True)
    assert order_line(services, order.id) == (0, 0, 0, 0, 10)
    assert physical(services) == 1000
    with services.store.read() as session:
        assert listed.to_invoice(session) == []
        assert listed.rows(session, [delivery], TODAY)[delivery].state.code == "refused"
    again = shipped(services, order.id)
    assert billed(services, again) == 10


def test_a_lost_shipment_that_is_given_up_closes_its_remainder_and_leaves_the_stock(services):
    order = confirmed(services, NewLine(product="P1", quantity=D(10)))
    delivery = shipped(services, order.id, "4")
    bring_back(services, delivery, Undelivered.LOST, again=False)
    assert order_line(services, order.id) == (0, 0, 0, 0, 6)
    assert physical(services) == 996


def test_an_invoiced_or_reversed_shipment_is_not_reversed(services):
    order = confirmed(services, NewLine(product="P1", quantity=D(10)))
    first, second = shipped(services, order.id, "4"), shipped(services, order.id, "2")
    invoiced(services, first)
    with pytest.raises(DomainError, match=r"delivery\.take_back_instead"):
        bring_back(services, first, Undelivered.LOST, again=True)
    bring_back(services, second, Undelivered.LOST, again=True)
    with pytest.raises(DomainError, match=r"delivery\.brought_back"):
        bring_back(services, second, Undelivered.LOST, again=True)


def test_the_voucher_of_a_return_names_what_is_taken_back_in_the_customers_language(services):
    order = confirmed(services, NewLine(D(5), "P1"), customer_reference="PO-8")
    ref = authorised(services, shipped(services, order.id), "2")
    with pdfplumber.open(io.BytesIO(services.copies.return_voucher(ref.id))) as pdf:
        text = pdf.pages[0].extract_text().replace("\xa0", " ")
    for part in (
        "BON DE RETOUR",
        ref.number,
        "CLIENT TEST SAS",
        "1 rue des Essais",
        "BL2026000001",
        "PO-8",
        "abîmé",
        "P1",
    ):
        assert part in text, part
    customer = services.customers.show("C1")
    services.customers.update(customer.id, customer.version, replace(customer.data, language="en"))
    with pdfplumber.open(io.BytesIO(services.copies.return_voucher(ref.id))) as pdf:
        assert "RETURN VOUCHER" in pdf.pages[0].extract_text()


def test_a_return_that_was_given_up_has_no_voucher(services):
    ref = authorised(services, shipped(services, confirmed(services, NewLine(D(5), "P1")).id), "2")
    services.returns.cancel(ref.id, ref.version)
    with pytest.raises(DomainError) as refused:
        services.copies.return_voucher(ref.id)
    assert refused.value.code == "return.given_up"

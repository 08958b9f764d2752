"""Goods sold by weight: ordered in units, weighed when they leave, invoiced and credited by the kilogram (R19)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adv_desktop.models.enums import ReturnSettlement
from adv_desktop.models.errors import DomainError
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.integrity import verify
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.picking import Packing
from adv_desktop.services.queries import backlog, exposure
from adv_desktop.services.returns import AuthoriseReturn, Inspected, InspectReturn, return_by_id
from tests.support.company import TODAY, confirmed, line_ids, new_company, product

CHEESE = replace(
    product("COMTE", "18.90", stock="500", vat_rate="5.5"),
    weight_kg=Decimal("3.2"),
    catch_weight=True,
    weight_tolerance=Decimal(10),
    cost=Decimal("11.50"),
)


@pytest.fixture
def cheese(services):
    """COMTE: wheels of 3.2 kg on average, ± 10 %, at 18.90 a kilogram."""
    services.products.create(CHEESE)
    return services


def kilograms(*weights):
    return tuple(Decimal(weight) for weight in weights)


def deliver(services, order_id, weights, quantities=None, override=None):
    ids = line_ids(services, order_id)
    by_line = None if quantities is None else dict(zip(ids, map(Decimal, quantities), strict=False))
    weighed = dict(zip(ids, weights, strict=False))
    return services.deliveries.deliver(DeliverOrders((order_id,), by_line, weights=weighed, override=override))[0].id


def order_lines(services, order_id):
    with services.store.read() as session:
        return order_by_id(session, order_id).lines


def invoice_lines(services, invoice_id):
    with services.store.read() as session:
        return invoice_by_id(session, invoice_id).lines


def issued(services, delivery_id):
    draft = services.drafts.from_deliveries([delivery_id]).invoices[0]
    services.issuing.issue(draft.id)
    return draft.id


def test_an_order_in_wheels_is_estimated_by_their_average_weight(cheese):
    ref = cheese.orders.create(NewOrder("C1", (NewLine(Decimal(4), "COMTE"),)))
    line = order_lines(cheese, ref.id)[0]
    assert (line.quantity, line.unit, line.catch_weight) == (4, "C62", Decimal("12.8"))
    assert line.net == 24192  # 12.8 kg at 18.90
    shown = cheese.orders.preview(NewOrder("C1", (NewLine(Decimal(4), "COMTE"),))).lines[0]
    assert (shown.weight, shown.net) == (Decimal("12.8"), 24192)


def test_what_was_weighed_is_delivered_and_invoiced_to_the_gram(cheese):
    order = confirmed(cheese, NewLine(Decimal(2), "COMTE"))
    delivery_id = deliver(cheese, order.id, [kilograms("3.240", "3.180")])
    with cheese.store.read() as session:
        line = delivery_by_id(session, delivery_id).lines[0]
        assert (line.quantity, line.catch_weight, line.weights) == (2, Decimal("6.42"), ["3.24", "3.18"])
        assert line.net == 12134  # 6.42 × 18.90 = 121.338
    line = invoice_lines(cheese, issued(cheese, delivery_id))[0]
    assert (line.quantity, line.catch_weight, line.net) == (2, Decimal("6.42"), 12134)


def test_goods_that_were_not_weighed_leave_only_with_a_reason_and_their_estimate(cheese):
    order = confirmed(cheese, NewLine(Decimal(2), "COMTE"))
    with pytest.raises(DomainError) as refused:
        cheese.deliveries.deliver(DeliverOrders((order.id,)))
    assert refused.value.code == "delivery.weight_missing"
    delivery_id = deliver(cheese, order.id, [()], override="balance en panne")
    assert invoice_lines(cheese, issued(cheese, delivery_id))[0].catch_weight == Decimal("6.4")


@pytest.mark.parametrize(("weight", "percent"), [("8.00", "25.0"), ("5.00", "-21.9")])
def test_a_weight_out_of_the_tolerance_asks_for_a_decision(cheese, weight, percent):
    order = confirmed(cheese, NewLine(Decimal(2), "COMTE"))
    with pytest.raises(DomainError) as refused:
        deliver(cheese, order.id, [kilograms(weight)])
    assert refused.value.code == "delivery.weight_out_of_tolerance"
    assert refused.value.facts["percent"] == Decimal(percent)
    delivery_id = deliver(cheese, order.id, [kilograms(weight)], override="accepté par le client")
    with cheese.store.read() as session:
        assert delivery_by_id(session, delivery_id).override_reason == "accepté par le client"


def test_a_weight_at_the_edge_of_the_tolerance_passes(cheese):
    order = confirmed(cheese, NewLine(Decimal(2), "COMTE"))
    assert deliver(cheese, order.id, [kilograms("7.04")])


def test_the_backorder_stays_in_wheels_and_per_line_when_the_product_stands_on_two(cheese):
    order = confirmed(cheese, NewLine(Decimal(5), "COMTE"), NewLine(Decimal(3), "COMTE"))
    deliver(cheese, order.id, [kilograms("6.3"), kilograms("3.25")], ["2", "1"])
    assert [line.backorder for line in order_lines(cheese, order.id)] == [3, 2]
    with cheese.store.read() as session:
        left = backlog.to_deliver(session, TODAY, TODAY)
    assert [(line.left, line.net) for line in left] == [(3, 18144), (2, 12096)]  # 9.6 and 6.4 kg by the average
    assert verify(cheese.store.path) == []


def test_the_exposure_counts_the_estimate_until_the_invoice(cheese):
    order = confirmed(cheese, NewLine(Decimal(2), "COMTE"))
    with cheese.store.read() as session:
        customer_id = order_by_id(session, order.id).customer_id
        assert exposure.of(session, customer_id, TODAY).to_deliver == 12761  # 120.96 and 5.5 % of VAT
    deliver(cheese, order.id, [kilograms("6.9")])
    with cheese.store.read() as session:
        assert exposure.of(session, customer_id, TODAY).delivered_not_invoiced == 12761


def test_an_order_is_not_invoiced_before_it_was_weighed(cheese):
    order = confirmed(cheese, NewLine(Decimal(2), "COMTE"))
    with pytest.raises(DomainError) as refused:
        cheese.drafts.from_orders([order.id])
    assert refused.value.code == "invoice.not_weighed"


def test_weights_typed_at_preparation_are_kept_until_another_quantity_is_picked(cheese):
    order = confirmed(cheese, NewLine(Decimal(3), "COMTE"))
    prepared = cheese.deliveries.prepare(DeliverOrders((order.id,)))[0]
    with cheese.store.read() as session:
        delivery = delivery_by_id(session, prepared.id)
        line_id, version = delivery.lines[0].id, delivery.version
    packing = Packing(weights={line_id: kilograms("3.1", "3.3")})
    cheese.deliveries.set_prepared(prepared.id, version, {line_id: Decimal(2)}, packing)
    with cheese.store.read() as session:
        delivery = delivery_by_id(session, prepared.id)
        assert (delivery.lines[0].quantity, delivery.lines[0].catch_weight) == (2, Decimal("6.4"))
    cheese.deliveries.ship(prepared.id, delivery.version)
    assert order_lines(cheese, order.id)[0].backorder == 1


def test_a_weight_on_what_is_sold_by_the_piece_is_refused(cheese):
    order = confirmed(cheese, NewLine(Decimal(1), "P1"))
    with pytest.raises(DomainError) as refused:
        deliver(cheese, order.id, [kilograms("1.0")])
    assert refused.value.code == "weight.not_by_weight"


def test_a_product_sold_by_weight_has_an_average_and_is_counted_in_units(services):
    for data, code in (
        (replace(CHEESE, weight_kg=None), "product.no_average_weight"),
        (replace(CHEESE, unit="KGM"), "product.unit_by_weight"),
    ):
        with pytest.raises(DomainError) as refused:
            services.products.create(data)
        assert refused.value.code == code


def test_a_credit_takes_units_with_their_share_of_the_weight_and_the_last_one_the_rest(cheese):
    order = confirmed(cheese, NewLine(Decimal(3), "COMTE"))
    invoice_id = issued(cheese, deliver(cheese, order.id, [kilograms("9.7")]))
    found = []
    for _time in range(3):
        credit = cheese.credits.draft(NewCredit(invoice_id, "abîmé", lines={1: Decimal(1)}))
        cheese.issuing.issue(credit.id)
        line = invoice_lines(cheese, credit.id)[0]
        found.append((line.quantity, line.catch_weight))
    assert found == [(1, Decimal("3.233")), (1, Decimal("3.233")), (1, Decimal("3.234"))]
    with pytest.raises(DomainError):
        cheese.credits.draft(NewCredit(invoice_id, "encore", lines={1: Decimal(1)}))


def test_kilograms_alone_are_credited_when_the_scales_were_wrong_never_above_what_was_invoiced(cheese):
    order = confirmed(cheese, NewLine(Decimal(2), "COMTE"))
    invoice_id = issued(cheese, deliver(cheese, order.id, [kilograms("6.6")]))
    credit = cheese.credits.draft(NewCredit(invoice_id, "pesée", weights={1: Decimal("0.2")}))
    line = invoice_lines(cheese, credit.id)[0]
    assert (line.quantity, line.catch_weight, line.net) == (0, Decimal("0.2"), 378)
    cheese.issuing.issue(credit.id)
    with pytest.raises(DomainError) as refused:
        cheese.credits.draft(NewCredit(invoice_id, "pesée", weights={1: Decimal("6.401")}))
    assert refused.value.code == "credit.above_weight"
    rest = cheese.credits.draft(NewCredit(invoice_id, "tout"))
    line = invoice_lines(cheese, rest.id)[0]
    assert (line.quantity, line.catch_weight) == (2, Decimal("6.4"))


def returned(services, delivery_id, quantity, weight=None):
    with services.store.read() as session:
        line_id = delivery_by_id(session, delivery_id).lines[0].id
    allowed = services.returns.authorise(AuthoriseReturn(delivery_id, {line_id: Decimal(quantity)}, "quality"))
    with services.store.read() as session:
        back = return_by_id(session, allowed.id).lines[0].id
    found = {back: Inspected(Decimal(quantity), weight=weight)}
    command = InspectReturn(allowed.id, allowed.version, found, ReturnSettlement.CREDIT)
    return services.returns.inspect(command)


def test_what_comes_back_before_the_invoice_lowers_its_kilograms(cheese):
    order = confirmed(cheese, NewLine(Decimal(3), "COMTE"))
    delivery_id = deliver(cheese, order.id, [kilograms("3.1", "3.2", "3.4")])
    returned(cheese, delivery_id, "1", Decimal("3.4"))
    line = invoice_lines(cheese, issued(cheese, delivery_id))[0]
    assert (line.quantity, line.catch_weight) == (2, Decimal("6.3"))
    assert verify(cheese.store.path) == []


def test_what_comes_back_after_the_invoice_is_credited_by_its_weight(cheese):
    order = confirmed(cheese, NewLine(Decimal(3), "COMTE"))
    delivery_id = deliver(cheese, order.id, [kilograms("3.1", "3.2", "3.4")])
    issued(cheese, delivery_id)
    credit = returned(cheese, delivery_id, "1", Decimal("3.4")).credits[0]
    line = invoice_lines(cheese, credit.id)[0]
    assert (line.quantity, line.catch_weight) == (1, Decimal("3.4"))
    with pytest.raises(DomainError) as refused:
        returned(cheese, delivery_id, "2", Decimal("6.301"))
    assert refused.value.code == "return.above_weight"


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shipments=st.lists(st.tuples(st.integers(1, 4), st.integers(2900, 3500), st.booleans()), min_size=1, max_size=4))
def test_what_is_invoiced_weighs_what_was_delivered(shipments, tmp_path_factory):
    services = new_company(tmp_path_factory.mktemp("weight") / "company.db")
    services.products.create(CHEESE)
    total = sum(quantity for quantity, _grams, _now in shipments)
    order = confirmed(services, NewLine(Decimal(total), "COMTE"), NewLine(Decimal(total), "COMTE"))
    waiting, invoices, delivered = [], [], Decimal(0)
    for quantity, grams, now in shipments:
        weight = Decimal(grams * quantity) / 1000
        delivered += 2 * weight
        waiting.append(deliver(services, order.id, [(weight,), (weight,)], [quantity, quantity]))
        if now:
            invoices += services.drafts.from_deliveries(waiting).invoices
            waiting = []
    if waiting:
        invoices += services.drafts.from_deliveries(waiting).invoices
    for draft in invoices:
        services.issuing.issue(draft.id)
    lines = [line for draft in invoices for line in invoice_lines(services, draft.id)]
    assert sum(line.catch_weight for line in lines) == delivered
    assert all(line.net == (line.catch_weight * Decimal("18.90") * 100 + Decimal("0.5")).__floor__() for line in lines)
    assert [line.backorder for line in order_lines(services, order.id)] == [0, 0]
    assert verify(services.store.path) == []
    services.close()

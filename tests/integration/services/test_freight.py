"""Freight of orders by the rules of their carriers: once, judged on the order, explained, typed otherwise."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.freight import FreightBasis, FreightRule, FreightStep
from adv_desktop.models.rules.totals import Freight
from adv_desktop.services import texts
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from tests.support.company import confirmed, product, shipped

BY_AMOUNT = FreightRule(
    FreightBasis.AMOUNT, (FreightStep(Decimal(300), 2000), FreightStep(None, 1500)), free_from=50_000
)
BY_WEIGHT = FreightRule(FreightBasis.WEIGHT, (FreightStep(Decimal(30), 1200), FreightStep(None, 4000)))
BOX = NewLine(Decimal(10), "BOX")


@pytest.fixture
def services(services):
    """A company with carriers that charge, and a product of 20 euros and 2 kg."""
    texts.use("fr")
    services.products.create(replace(product("BOX", "20", stock="1000"), weight_kg=Decimal(2)))
    services.calendars.set_carriers([
        CarrierRecord("Geodis", freight=BY_AMOUNT),
        CarrierRecord("Heppner", freight=BY_WEIGHT, serves=("34", "30")),
        CarrierRecord("Colis", serves=("34",), max_kg=Decimal(15)),
        CarrierRecord("Enlèvement client", pickup=True, freight=BY_AMOUNT),
    ])  # fmt: skip
    return services


def order_of(services, order_id):
    with services.store.read() as session:
        return order_by_id(session, order_id)


def freight_of(services, delivery_id):
    draft = services.drafts.from_deliveries([delivery_id]).invoices[0]
    with services.store.read() as session:
        found = invoice_by_id(session, draft.id).freight
    services.issuing.issue(draft.id)
    return found


def test_the_order_bears_its_freight_once_and_the_remainder_travels_without(services):
    order = confirmed(services, BOX, carrier="geodis")
    assert (order_of(services, order.id).freight, order_of(services, order.id).net) == (2000, 22000)
    assert freight_of(services, shipped(services, order.id, "4")) == 2000
    assert freight_of(services, shipped(services, order.id)) == 0


def test_free_shipping_is_judged_on_the_whole_order_and_explained(services):
    command = NewOrder("C1", (replace(BOX, quantity=Decimal("25.6")),), carrier="Geodis")
    preview = services.orders.preview(command)
    assert preview.totals.freight == 0
    assert preview.freight_why == "Franco atteint\u00a0: 512,00\u00a0€ ≥ 500,00\u00a0€"
    order = confirmed(services, *command.lines, carrier="Geodis")
    assert freight_of(services, shipped(services, order.id, "1")) == 0


def test_what_is_given_free_does_not_count_for_free_shipping(services):
    gift = NewLine(Decimal(20), "BOX", unit_price=Decimal(0), free_reason="sample")
    order = confirmed(services, BOX, gift, carrier="Geodis")
    assert order_of(services, order.id).freight == 2000


def test_a_customer_has_a_threshold_of_its_own(services):
    services.customers.create(
        CustomerData("C2", "FRANCO", terms="30 jours nets", siren="552081317", free_shipping_threshold=10_000)
    )
    order = confirmed(services, BOX, customer="C2", carrier="Geodis")
    assert order_of(services, order.id).freight == 0


def test_freight_by_weight_says_when_a_weight_is_missing(services):
    assert order_of(services, confirmed(services, BOX, carrier="Heppner").id).freight == 1200
    command = NewOrder("C1", (NewLine(Decimal(1), "P1"),), carrier="Heppner")
    assert services.orders.preview(command).freight_why.startswith("Port au poids")


def test_a_typed_freight_stands_with_its_reason_until_it_is_emptied(services):
    command = NewOrder("C1", (BOX,), carrier="Geodis", freight=Freight(0), freight_reason="geste")
    made = services.orders.create(command)
    assert order_of(services, made.id).freight == 0
    assert services.orders.command(made.id).freight == Freight(0)
    assert "la règle donne 20,00" in services.orders.preview(command).freight_why
    again = services.orders.update(made.id, made.version, replace(services.orders.command(made.id), freight=None))
    order = order_of(services, again.id)
    assert (order.freight, order.freight_reason) == (2000, "geste")


def test_a_freight_that_differs_from_the_rule_asks_for_its_reason(services):
    def told(**typed):
        command = NewOrder("C1", (BOX,), carrier="Geodis", **typed)
        return {one.code: one.facts for one in services.orders.preview(command).checks}.get("freight_unexplained")

    assert told(freight=Freight(500)) == {"written": "5.00", "computed": "20.00"}
    assert told(freight=Freight(500), freight_reason="geste") is None
    assert (told(freight=Freight(2000)), told()) == (None, None)
    services.settings.set("check.freight_unexplained", "blocking")
    made = services.orders.create(NewOrder("C1", (BOX,), carrier="Geodis", freight=Freight(500)))
    with pytest.raises(DomainError):
        services.orders.confirm(made.id, made.version)


def test_a_carrier_by_weight_wants_the_weight_of_what_leaves(services):
    def told(code, **facts):
        order = confirmed(services, NewLine(Decimal(2), code), carrier="Heppner")
        return [one.kind for one in services.departure_checks.of_orders(DeliverOrders((order.id,), **facts))]

    assert "parcel_weight_missing" not in told("BOX")
    assert "parcel_weight_missing" in told("P1")
    assert "parcel_weight_missing" not in told("P1", weight_kg=Decimal(3))


def test_a_customer_who_collects_pays_no_freight_and_has_no_tracking_number(services):
    order = confirmed(services, BOX, carrier="Enlèvement client")
    assert order_of(services, order.id).freight == 0
    delivery_id = shipped(services, order.id)
    with pytest.raises(DomainError, match=r"delivery\.collected"):
        services.deliveries.track(delivery_id, "Enlèvement client", "Z1")


@pytest.mark.parametrize(("postcode", "quantity", "carrier"), [
    ("34200", "5", "Colis"), ("34200", "10", "Heppner"), ("30000", "5", "Heppner"), ("75001", "5", None),
])  # fmt: skip
def test_the_carrier_that_serves_the_place_and_the_weight_is_proposed(services, postcode, quantity, carrier):
    services.customers.create(
        CustomerData("C2", "AU PORT", terms="30 jours nets", siren="552081317", postcode=postcode)
    )
    order = confirmed(services, replace(BOX, quantity=Decimal(quantity)), customer="C2")
    assert order_of(services, order.id).carrier == carrier

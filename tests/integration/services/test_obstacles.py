"""What prevents a departure: all of it at once, before it is asked for and when it is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from adv_desktop.models.enums import BlockScope, DocumentKind, Severity
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.free_lines import Surplus
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.integrity import verify
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.picking import Packing
from adv_desktop.services.queries.preparation import worklist
from tests.support.company import TODAY, confirmed, invoiced, line_ids, product, shipped

FULL = {"line1": "2 rue du Port", "postcode": "34200", "town": "Sète", "carrier": "Geodis"}


@pytest.fixture
def at_sea(services):
    """Make a customer of whom everything is known."""
    services.customers.create(CustomerData("C2", "AU PORT", terms="30 jours nets", siren="552081317", **FULL))
    return "C2"


def kinds(found):
    return [(one.kind, one.severity) for one in found]


def looked(services, order_id, quantity=None, **command):
    chosen = {line_ids(services, order_id)[0]: Decimal(quantity)} if quantity else None
    return services.departure_checks.of_orders(DeliverOrders((order_id,), chosen, **command))


def lines_of(services, delivery_id):
    with services.store.read() as session:
        return delivery_by_id(session, delivery_id).lines


def test_nothing_prevents_what_is_complete_paid_for_and_in_stock(services, at_sea):
    order = confirmed(services, NewLine(Decimal(5), "P1"), customer=at_sea)
    assert looked(services, order.id) == []


def test_everything_in_the_way_is_said_at_once_with_where_it_is_mended(services):
    services.products.create(product("RARE", "5", stock="3"))
    services.customers.create(
        CustomerData("C3", "SANS ADRESSE", terms="paiement à la commande", siren="552081317",
                     requirements=("engagement@shipping",))
    )  # fmt: skip
    order = confirmed(services, NewLine(Decimal(5), "RARE"), customer="C3")
    customer = services.customers.show("C3")
    services.customers.block(customer.id, customer.version, "litige", BlockScope.DELIVERIES)
    found = looked(services, order.id)
    assert kinds(found) == [
        ("deliveries_blocked", Severity.BLOCKING),
        ("requirement_missing", Severity.BLOCKING),
        ("prepayment_missing", Severity.BLOCKING),
        ("stock_missing", Severity.BLOCKING),
        ("carrier_missing", Severity.WARNING),
        ("address_incomplete", Severity.WARNING),
    ]
    assert found[0].about == (DocumentKind.CUSTOMER, customer.id)
    assert found[1].about == (DocumentKind.ORDER, order.id)
    with pytest.raises(DomainError, match=r"delivery\.customer_blocked"):
        services.deliveries.deliver(DeliverOrders((order.id,)))
    assert shipped(services, order.id, override="accord du directeur")


def test_what_is_looked_at_writes_nothing(services, at_sea):
    order = confirmed(services, NewLine(Decimal(5), "P1"), customer=at_sea)
    before = services.store.data_version()
    looked(services, order.id, "9")
    assert services.store.data_version() == before
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    (line,) = lines_of(services, ref.id)
    services.departure_checks.of_delivery(ref.id, {line.id: Decimal(2)}, Packing(parcels=3))
    assert [line.quantity for line in lines_of(services, ref.id)] == [5]


def test_lines_of_one_product_are_counted_together_against_its_stock(services, at_sea):
    services.products.create(product("RARE", "5", stock="6"))
    order = confirmed(services, NewLine(Decimal(4), "RARE"), NewLine(Decimal(4), "RARE"), customer=at_sea)
    (short,) = looked(services, order.id)
    assert (short.kind, short.error.facts["wanted"], short.error.facts["stock"]) == ("stock_missing", 8, 6)
    with pytest.raises(DomainError, match=r"stock\.short"):
        shipped(services, order.id)


def test_an_order_on_hold_or_a_refused_part_cannot_be_passed_over(services, at_sea):
    order = confirmed(services, NewLine(Decimal(5), "P1"), customer=at_sea)
    services.orders.hold(order.id, order.version, "attente")
    (held,) = looked(services, order.id)
    assert (held.kind, held.passable, held.is_blocking) == ("order_not_open", False, True)


def test_an_address_completed_after_the_picking_is_on_the_note(services):
    services.customers.create(CustomerData("C3", "SANS ADRESSE", terms="30 jours nets", siren="552081317"))
    order = confirmed(services, NewLine(Decimal(5), "P1"), customer="C3", carrier="Geodis")
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    assert kinds(services.departure_checks.of_delivery(ref.id)) == [("address_incomplete", Severity.WARNING)]
    record = services.customers.show("C3")
    services.customers.update(record.id, record.version, CustomerData(
        "C3", "SANS ADRESSE", terms="30 jours nets", siren="552081317", **FULL
    ))  # fmt: skip
    assert services.departure_checks.of_delivery(ref.id) == []
    services.deliveries.ship(ref.id, 1)
    with services.store.read() as session:
        assert delivery_by_id(session, ref.id).ship_to["town"] == "Sète"


def test_a_check_that_the_company_makes_blocking_holds_goods_back(services):
    services.settings.set("check.carrier_missing", "blocking")
    order = confirmed(services, NewLine(Decimal(5), "P1"))
    with pytest.raises(DomainError, match=r"delivery\.carrier_missing"):
        shipped(services, order.id)
    assert services.deliveries.deliver(DeliverOrders((order.id,), carrier="Geodis"))


def test_a_customer_who_collects_needs_no_address(services):
    services.calendars.set_carriers([CarrierRecord("Enlèvement client", pickup=True)])
    order = confirmed(services, NewLine(Decimal(5), "P1"), carrier="enlevement CLIENT")
    assert looked(services, order.id) == []


def test_the_worklist_tells_what_is_in_the_way_of_each_place(services, at_sea):
    free = confirmed(services, NewLine(Decimal(5), "P1"), customer=at_sea)
    bare = confirmed(services, NewLine(Decimal(5), "P1"))
    with services.store.read() as session:
        places = worklist(session, TODAY)
    found = services.departure_checks.of_places(places)
    assert found[free.id,] == []
    assert kinds(found[bare.id,]) == [
        ("carrier_missing", Severity.WARNING),
        ("address_incomplete", Severity.WARNING),
    ]


def test_more_than_was_ordered_needs_a_decision_beyond_the_tolerance(services, at_sea):
    services.settings.set("over_delivery_tolerance", "5")
    order = confirmed(services, NewLine(Decimal(100), "P1"), customer=at_sea)
    assert kinds(looked(services, order.id, "105")) == [("over_delivery", Severity.WARNING)]
    assert kinds(looked(services, order.id, "106")) == [("over_delivery", Severity.BLOCKING)]
    with pytest.raises(DomainError, match=r"delivery\.over_quantity"):
        shipped(services, order.id, "106")
    delivery_id = shipped(services, order.id, "106", override="le client a tout pris")
    assert [(line.quantity, line.net) for line in lines_of(services, delivery_id)] == [(106, 353298)]
    assert invoiced(services, delivery_id)
    assert verify(services.store) == []


def test_a_surplus_may_be_given_instead_of_invoiced(services, at_sea):
    order = confirmed(services, NewLine(Decimal(100), "P1"), customer=at_sea)
    chosen = {line_ids(services, order.id)[0]: Decimal(105)}
    asked = DeliverOrders((order.id,), chosen, override="geste", surplus=Surplus.FREE)
    (ref,) = services.deliveries.deliver(asked)
    due, given = lines_of(services, ref.id)
    assert (due.quantity, due.net, given.quantity, given.net, given.free_reason) == (100, 333300, 5, 0, "surplus")
    draft = services.drafts.from_deliveries([ref.id]).invoices[0]
    services.issuing.issue(draft.id)
    with services.store.read() as session:
        (line,) = order_by_id(session, order.id).lines
        assert (line.delivered, line.invoiced, line.backorder) == (105, 105, 0)
    assert verify(services.store) == []


def test_a_surplus_that_was_picked_is_given_too(services, at_sea):
    order = confirmed(services, NewLine(Decimal(10), "P1"), customer=at_sea)
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    (line,) = lines_of(services, ref.id)
    services.deliveries.set_prepared(ref.id, 1, {line.id: Decimal(12)}, Packing(surplus=Surplus.FREE))
    assert services.departure_checks.of_delivery(ref.id) == []
    services.deliveries.ship(ref.id, 2)
    assert [(line.quantity, line.net) for line in lines_of(services, ref.id)] == [(10, 33330), (2, 0)]


def test_a_vat_number_checked_too_long_ago_is_mended_on_the_customer(services):
    services.customers.create(CustomerData(
        "K1", "KUNDE", terms="30 jours nets", country="DE", vat_number="DE136695976", vat_regime="intra_eu",
        line1="Hafen 1", postcode="20095", town="Hamburg", carrier="Geodis",
    ))  # fmt: skip
    order = confirmed(services, NewLine(Decimal(5), "P1"), customer="K1")
    (unchecked,) = looked(services, order.id)
    assert (unchecked.kind, unchecked.about) == (
        "vat_number_unchecked",
        (DocumentKind.CUSTOMER, services.customers.show("K1").id),
    )

"""Urgent orders come first and are told to logistics; customers are told that their goods have left."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.enums import ContactPurpose
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.notes import Notified
from adv_desktop.services import texts
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.customer_parts import Contact
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.outbox import EditMessage
from adv_desktop.services.parcels import Parcel
from adv_desktop.services.queries import deliveries, orders
from adv_desktop.services.queries.filters import parse
from adv_desktop.services.queries.preparation import worklist
from tests.support.company import TODAY, confirmed, shipped

LINE = NewLine(Decimal(5), "P1")
RECEIVER = Contact("Quai", email="quai@client.example", purposes=(ContactPurpose.LOGISTICS,))


@pytest.fixture
def receiver(services):
    """Make an English-speaking customer who named who receives its goods."""
    services.calendars.set_carriers([CarrierRecord("Geodis", tracking_url="https://suivi.example/{number}")])
    services.customers.create(
        CustomerData("C2", "AT SEA", terms="30 jours nets", siren="552081317", language="en", contacts=(RECEIVER,))
    )
    return "C2"


def messages(services):
    with services.store.read() as session:
        return list(session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))


def version_of(services, delivery_id):
    with services.store.read() as session:
        return delivery_by_id(session, delivery_id).version


def test_an_urgent_order_is_prepared_and_listed_before_the_others(services):
    first, second = confirmed(services, LINE), confirmed(services, LINE)
    services.customers.create(CustomerData("C2", "AUTRE", terms="30 jours nets", siren="552081317"))
    other = confirmed(services, LINE, customer="C2")
    services.urgency.mark([other.id])
    with services.store.read() as session:
        places = worklist(session, TODAY)
        assert [(one.orders, one.urgent) for one in places] == [((other.id,), True), ((first.id, second.id), False)]
        assert list(orders.ids(session, parse("urgent"), "", descending=False, today=TODAY)) == [other.id]
    (ref,) = services.deliveries.prepare(DeliverOrders((other.id,)))
    with services.store.read() as session:
        assert deliveries.rows(session, [ref.id], TODAY)[ref.id].urgent
        assert list(deliveries.ids(session, parse("urgent"), "", descending=False, today=TODAY)) == [ref.id]
    services.urgency.clear([other.id])
    with services.store.read() as session:
        assert not deliveries.rows(session, [ref.id], TODAY)[ref.id].urgent


def test_the_alert_to_logistics_waits_as_one_message(services):
    texts.use("fr")
    services.settings.set("logistics_email", "quai@exemple.fr")
    one, two = confirmed(services, LINE), confirmed(services, LINE)
    services.urgency.mark([one.id, two.id])
    (message,) = messages(services)
    assert (message.recipients, message.subject) == (
        ["quai@exemple.fr"],
        "URGENT\u00a0: commandes CDE2026000001, CDE2026000002",
    )
    assert "5 × P1 Article P1" in message.body


def test_a_draft_is_urgent_without_an_alert_and_a_closed_order_is_not(services):
    from adv_desktop.services.order_commands import NewOrder

    draft = services.orders.create(NewOrder("C1", (LINE,)))
    assert services.urgency.mark([draft.id]) == ()
    order = confirmed(services, LINE)
    services.orders.cancel(order.id, order.version, "erreur")
    with pytest.raises(DomainError, match=r"order\.closed"):
        services.urgency.mark([order.id])


def test_the_notice_of_a_departure_waits_with_carrier_parcels_and_what_is_still_due(services, receiver):
    order = confirmed(services, LINE, customer=receiver, carrier="Geodis")
    delivery_id = shipped(services, order.id, "3")
    (message,) = messages(services)
    assert message.recipients == ["quai@client.example"]
    assert "BL2026000001, carried by Geodis:\nThe tracking number will follow." in message.body
    assert "Still to come: 2 × Article P1" in message.body
    services.parcels.record(
        delivery_id, version_of(services, delivery_id), [Parcel(tracking="A1"), Parcel(tracking="B2")]
    )
    (message,) = messages(services)
    assert "Parcel 1/2: A1\nhttps://suivi.example/A1\nParcel 2/2: B2\nhttps://suivi.example/B2" in message.body
    assert "will follow" not in message.body


def test_words_of_the_user_stay_when_the_tracking_number_comes(services, receiver):
    delivery_id = shipped(services, confirmed(services, LINE, customer=receiver).id)
    (message,) = messages(services)
    edited = EditMessage(message.id, tuple(message.recipients), message.subject, f"Cher client,\n{message.body}")
    services.outbox.edit(edited)
    services.deliveries.track(delivery_id, "Geodis", "Z9")
    (message,) = messages(services)
    assert message.body.startswith("Cher client,")
    assert "https://suivi.example/Z9" in message.body


def test_notices_of_one_customer_wait_together(services, receiver):
    for _ in range(2):
        shipped(services, confirmed(services, LINE, customer=receiver).id)
    (message,) = messages(services)
    assert [file["number"] for file in message.files] == ["BL2026000001", "BL2026000002"]
    assert message.body.count("The tracking number will follow.") == 2


def test_a_customer_may_be_settled_otherwise_than_the_company(services, receiver):
    record = services.customers.show(receiver)
    silent = CustomerData(
        "C2", "AT SEA", terms="30 jours nets", siren="552081317", shipping_notice=Notified.NO, contacts=(RECEIVER,)
    )
    services.customers.update(record.id, record.version, silent)
    shipped(services, confirmed(services, LINE, customer=receiver).id)
    shipped(services, confirmed(services, LINE).id)
    assert messages(services) == []
    services.settings.set("shipping_notice", "always")
    shipped(services, confirmed(services, LINE).id)
    assert len(messages(services)) == 1

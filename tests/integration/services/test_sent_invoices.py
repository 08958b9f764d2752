"""How invoices leave: their file's name, what is enclosed, and the signed delivery note that some customers pay on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.services import files
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.delivery_proofs import DeliveryProof
from adv_desktop.services.invoice_drafts import invoice_of
from adv_desktop.services.order_commands import NewLine
from tests.support.company import TODAY, confirmed, invoiced, shipped

LINE = NewLine(Decimal(10), "P1")


def agreed(services, **changes):
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, **changes))


def sent(services, number):
    with services.store.read() as session:
        invoice_id = invoice_of(session, number).id
    message_id = services.outbox_filling.invoices([invoice_id])[0]
    with services.store.read() as session:
        return session.get_one(OutboxMessage, message_id)


def test_the_file_is_named_as_the_customer_wants_it(services):
    agreed(services, invoice_file_name="F_{numero}_{commande}")
    order = confirmed(services, LINE, customer_reference="PO 45/12")
    message = sent(services, invoiced(services, shipped(services, order.id)))
    assert [file["name"] for file in message.files] == ["F_FA2026000001_PO 45_12.pdf"]


def test_the_delivery_note_and_the_order_as_received_leave_with_the_invoice(services):
    agreed(services, encloses_notes=True, encloses_orders=True)
    order = confirmed(services, LINE)
    with services.store.write("test") as session:
        kept = files.keep(session, b"a,b", "text/csv", services.clock.now())
        session.flush()
        files.attach(session, DocumentKind.ORDER, order.id, kept, "commande.csv", services.clock.now())
    delivery_id = shipped(services, order.id)
    message = sent(services, invoiced(services, delivery_id))
    assert [file["name"] for file in message.files] == ["FA2026000001.pdf", "BL2026000001.pdf", "commande.csv"]
    assert "BL2026000001" not in message.subject + message.body
    with services.store.read() as session:
        note = delivery_by_id(session, delivery_id)
        assert files.content_of(session, message.files[1]["file"]) == files.content_of(session, note.pdf_file_id)
    again = services.outbox_filling.invoices([message.document_id])
    with services.store.read() as session:
        assert len(session.get_one(OutboxMessage, again[0]).files) == 3


def test_nothing_is_invoiced_before_the_signed_note_where_the_customer_pays_on_it(services):
    agreed(services, signed_note_first=True)
    delivery_id = shipped(services, confirmed(services, LINE).id)
    with pytest.raises(DomainError) as refused:
        invoiced(services, delivery_id)
    assert (refused.value.code, refused.value.facts["numbers"]) == ("invoice.note_not_signed", "BL2026000001")
    services.delivery_proofs.record(DeliveryProof(delivery_id, TODAY, received_by="M. Prunier"))
    with services.store.read() as session:
        draft = session.scalars(sa.select(Invoice)).one()
    assert services.issuing.issue(draft.id).number == "FA2026000001"


def test_a_file_name_that_cannot_be_filled_in_is_refused(services):
    with pytest.raises(DomainError) as refused:
        agreed(services, invoice_file_name="facture")
    assert refused.value.code == "customer.file_name"

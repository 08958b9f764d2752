"""« Relevé de compte »: what is open on the account of a customer, on paper and in the outbox."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pdfplumber
import pytest
import sqlalchemy as sa

from adv_desktop.bootstrap import build
from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.enums import PaymentMethod
from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.customer_merging import MergeCustomers
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.services.store import Store
from tests.support.company import TODAY, LightPapers, confirmed, invoiced, shipped

LATER = TODAY + dt.timedelta(days=45)


def owing(services, customer="C1", quantity="5"):
    line = NewLine(Decimal(quantity), "P1")
    order = confirmed(services, line, customer=customer, customer_reference="BG-4471")
    return invoiced(services, shipped(services, order.id))


def id_of(services, code):
    return services.customers.show(code).id


def said(services, code, day):
    with pdfplumber.open(io.BytesIO(services.copies.account(id_of(services, code), day))) as opened:
        text = "\n".join(page.extract_text() for page in opened.pages)
    return text.replace("\u202f", " ").replace("\xa0", " ")


def outbox(services):
    with services.store.read() as session:
        return list(session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))


def test_the_statement_says_what_is_open_with_its_due_date_and_what_is_late(services):
    number = owing(services)
    text = said(services, "C1", TODAY)
    for part in ("RELEVÉ DE COMPTE", number, "BG-4471", "24/12/2026", "199,98 €", "Rien n'est échu."):
        assert part in text, part
    late = said(services, "C1", LATER)
    assert "échue" in late
    assert "Dont échu : 199,98 €" in late


def test_what_was_paid_ahead_is_taken_off_and_what_is_settled_is_left_out(services):
    number = owing(services)
    services.payments.receive(NewPayment("C1", 5000, TODAY, PaymentMethod.TRANSFER))
    assert "149,98 €" in said(services, "C1", TODAY)
    services.payments.receive(NewPayment("C1", 19998, TODAY, PaymentMethod.TRANSFER, invoices=(AllocateTo(number),)))
    text = said(services, "C1", TODAY)
    assert number not in text
    assert "-50,00 €" in text.replace("−", "-")


def test_the_account_of_a_record_taken_over_is_part_of_the_one_that_stays(services):
    services.customers.create(CustomerData("C2", "CLIENT (double)", terms="30 jours nets", siren="404833048"))
    one, other = owing(services), owing(services, "C2", "1")
    services.customer_merging.merge(MergeCustomers("C2", "C1", reason="Doublon"))
    text = said(services, "C1", TODAY)
    assert one in text
    assert other in text


def test_an_account_without_anything_open_has_no_statement(services):
    with pytest.raises(DomainError, match=r"account\.nothing"):
        services.copies.account(id_of(services, "C1"), TODAY)
    with pytest.raises(DomainError, match=r"account\.nothing"):
        services.outbox_filling.accounts([id_of(services, "C1")])


def test_statements_wait_in_the_outbox_for_those_who_owe_and_the_last_one_takes_the_place_of_the_first(services):
    texts.use("fr")
    services.customers.create(CustomerData("C2", "AUTRE", terms="30 jours nets", siren="552081317"))
    owing(services)
    both = [id_of(services, "C1"), id_of(services, "C2")]
    services.outbox_filling.accounts(both)
    (message,) = outbox(services)
    assert message.subject == "Relevé de votre compte au 24/11/2026"
    clock = FixedDay(LATER)
    later = build(Store(services.store.path, clock), clock, LightPapers())
    later.outbox_filling.accounts(both)
    (message,) = outbox(later)
    assert message.subject == f"Relevé de votre compte au {LATER:%d/%m/%Y}"
    assert len(message.files) == 1
    later.close()

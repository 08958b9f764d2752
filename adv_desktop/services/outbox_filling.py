"""Putting documents in the outbox: one message a customer and a letter, with the bytes as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import Channel, ContactPurpose, DocumentKind, Letter, MessageState, QuotationState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import files, sent_invoices, settings, shipping_notices, texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.customer_parts import emails_for
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.formats import Formats
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.mail.letters import delayed_lines, delayed_text, subject_of, text_of, urgent_text
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.papers import Papers
from adv_desktop.services.quotation_reading import quotation_by_id
from adv_desktop.services.quotations import issue
from adv_desktop.services.sent_invoices import Beside
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A document to send: to whom, with which letter; `lines` is what the letter tells of its content."""

    letter: Letter
    customer: Customer
    recipients: tuple[str, ...]
    kind: DocumentKind
    document_id: int
    number: str
    file_name: str
    content: bytes
    lines: str = ""
    language: str = ""  # "": the customer's
    beside: tuple[Beside, ...] = ()  # what leaves with it, as it is kept


class OutboxFilling:
    """The verbs that make messages wait."""

    def __init__(self, store: Store, clock: Clock, papers: Papers) -> None:
        self._store = store
        self._clock = clock
        self._papers = papers

    def acknowledgements(self, order_ids: Iterable[int]) -> tuple[int, ...]:
        """Queue the acknowledgements of orders, as amended where they were sent before; return the messages' ids."""
        with self._store.write("outbox.queue") as session:
            return self._queue(session, [self._acknowledgement(session, order_id) for order_id in order_ids])

    def delay_notice(self, order_id: int) -> tuple[int, ...]:
        """Queue the notice of an order whose dates moved later, with its new acknowledgement."""
        with self._store.write("outbox.queue") as session:
            order = order_by_id(session, order_id)
            late = delayed_lines(order)
            if not late:
                raise DomainError("order.not_delayed", order=order.name)
            customer = _customer(session, order.customer_id)
            lines = delayed_text(late, customer.language)
            return self._queue(session, [self._of_order(session, order, customer, Letter.DELAY, lines)])

    def new_dates(self, order_ids: Iterable[int]) -> tuple[int, ...]:
        """Queue what tells new dates: one delay notice a customer, and amended acknowledgements of what is no later."""
        with self._store.write("outbox.queue") as session:
            orders = [order_by_id(session, order_id) for order_id in order_ids]
            late = [order for order in orders if delayed_lines(order)]
            others = [self._acknowledgement(session, order.id) for order in orders if order not in late]
            return self._queue(session, [*self._delays(session, late), *others])

    def _delays(self, session: Session, orders: Sequence[SalesOrder]) -> Iterator[Enclosure]:
        """Give the notices of late orders; those of one customer tell the lines of all of them."""
        by_customer: dict[int, list[SalesOrder]] = {}
        for order in orders:
            by_customer.setdefault(order.customer_id, []).append(order)
        for customer_id, own in by_customer.items():
            customer = _customer(session, customer_id)
            lines = "\n\n".join(_told(order, customer.language, alone=len(own) == 1) for order in own)
            for order in own:
                yield self._of_order(session, order, customer, Letter.DELAY, lines)

    def quotations(self, quotation_ids: Iterable[int]) -> tuple[int, ...]:
        """Queue quotations that were sent by word or are to leave now: a draft takes its number first."""
        with self._store.write("outbox.queue") as session:
            return self._queue(session, [self._quotation(session, quotation_id) for quotation_id in quotation_ids])

    def invoices(self, invoice_ids: Iterable[int]) -> tuple[int, ...]:
        """Queue issued invoices and credit notes, as their stored bytes."""
        with self._store.write("outbox.queue") as session:
            return self._queue(session, [_invoice(session, invoice_id) for invoice_id in invoice_ids])

    def accounts(self, customer_ids: Iterable[int]) -> tuple[int, ...]:
        """Queue the statements of account of customers; of several, those who owe nothing are left out."""
        wanted = list(customer_ids)
        with self._store.write("outbox.queue") as session:
            made = []
            for customer_id in wanted:
                try:
                    made.append(self._account(session, customer_id))
                except DomainError as error:
                    if error.code != "account.nothing" or len(wanted) == 1:
                        raise
            if not made:
                raise DomainError("account.nobody")
            return self._queue(session, made)

    def delivery_notes(self, delivery_ids: Iterable[int]) -> tuple[int, ...]:
        """Queue the delivery notes of what has left, as their stored bytes."""
        with self._store.write("outbox.queue") as session:
            return self._queue(session, [_delivery_note(session, delivery_id) for delivery_id in delivery_ids])

    def on_departure(self, session: Session, delivery: Delivery) -> None:
        """Queue, inside the transaction of a departure, the notice of a customer who is told by itself."""
        customer = _customer(session, delivery.customer_id)
        if shipping_notices.is_wanted(session, customer) and not delivery.is_of_services:
            self._queue(session, [_delivery_note(session, delivery.id)])

    def urgent(self, session: Session, orders: Sequence[SalesOrder]) -> tuple[int, ...]:
        """Queue, inside a transaction, what tells our logistics that orders are urgent."""
        return self._queue(session, [self._urgent(session, order) for order in orders])

    def _urgent(self, session: Session, order: SalesOrder) -> Enclosure:
        language, number = texts.current().language, str(order.number)
        address = settings.read(session).logistics_email
        return Enclosure(
            Letter.URGENT, _customer(session, order.customer_id), (address,) if address else (), DocumentKind.ORDER,
            order.id, number, f"{number}.pdf", self._papers.acknowledgement(session, order),
            urgent_text(order, language), language,
        )  # fmt: skip

    def _acknowledgement(self, session: Session, order_id: int) -> Enclosure:
        order = order_by_id(session, order_id)
        amended = order.acknowledged_at is not None and order.acknowledgement_outdated
        letter = Letter.AMENDED if amended else Letter.ACKNOWLEDGEMENT
        return self._of_order(session, order, _customer(session, order.customer_id), letter)

    def _of_order(
        self, session: Session, order: SalesOrder, customer: Customer, letter: Letter, lines: str = ""
    ) -> Enclosure:
        order.acknowledge(self._clock.now())
        name = " / ".join(part for part in (order.customer_reference, order.number) if part)
        content = self._papers.acknowledgement(session, order)
        recipients = _orderers(session, customer, order.customer_contact)
        file_name = f"ARC_{order.number}.pdf"
        return Enclosure(letter, customer, recipients, DocumentKind.ORDER, order.id, name, file_name, content, lines)

    def _account(self, session: Session, customer_id: int) -> Enclosure:
        from adv_desktop.services.documents import account_statement
        from adv_desktop.services.printing.account_statement import statement_of

        customer, today = _customer(session, customer_id), self._clock.today()
        content = account_statement.pdf_bytes(statement_of(session, customer_id, today))
        recipients = emails_for(session, customer, ContactPurpose.REMINDERS)
        named = Formats(customer.language).date(today)
        file_name = f"{customer.code}_{today:%Y-%m-%d}.pdf"
        return Enclosure(
            Letter.ACCOUNT, customer, recipients, DocumentKind.CUSTOMER, customer.id, named, file_name, content
        )

    def _quotation(self, session: Session, quotation_id: int) -> Enclosure:
        quotation = quotation_by_id(session, quotation_id)
        if quotation.state is QuotationState.DRAFT:
            issue(session, quotation, self._clock)
        customer = _customer(session, quotation.customer_id)
        number, recipients = str(quotation.number), _orderers(session, customer, None)
        return Enclosure(
            Letter.QUOTATION, customer, recipients, DocumentKind.QUOTATION, quotation.id, number,
            f"{number}-{quotation.revision}.pdf", self._papers.quotation(session, quotation),
        )  # fmt: skip

    def _queue(self, session: Session, enclosures: Sequence[Enclosure]) -> tuple[int, ...]:
        company = session.get_one(Company, 1)
        messages: list[int] = []
        for enclosure in enclosures:
            stored = files.keep(session, enclosure.content, "sent", self._clock.now())
            session.flush()
            fact = {
                "letter": enclosure.letter.value, "kind": enclosure.kind.value, "id": enclosure.document_id,
                "number": enclosure.number, "name": enclosure.file_name, "file": stored.id,
                **({"lines": enclosure.lines} if enclosure.lines else {}),
            }  # fmt: skip
            message = _waiting(session, enclosure, messages)
            if message is None:
                message = self._new_message(enclosure)
                session.add(message)
            _enclose(message, fact, enclosure, company)
            _add_beside(message, enclosure)
            session.flush()
            messages.append(message.id)
        return tuple(dict.fromkeys(messages))

    def _new_message(self, enclosure: Enclosure) -> OutboxMessage:
        return OutboxMessage(
            customer_id=enclosure.customer.id,
            document_kind=enclosure.kind,
            document_id=enclosure.document_id,
            channel=Channel.EMAIL.value,
            recipients=list(enclosure.recipients),
            subject="",
            body="",
            files=[],
            state=MessageState.TO_SEND,
            created_at=self._clock.now(),
        )


def _waiting(session: Session, enclosure: Enclosure, queued: Sequence[int]) -> OutboxMessage | None:
    """Return the message that a document joins: of the same customer, recipients and letter, still waiting.

    A delay notice tells the lines of the orders that it was `queued` with, or of its one order.
    """
    statement = sa.select(OutboxMessage).where(
        OutboxMessage.customer_id == enclosure.customer.id, OutboxMessage.state == MessageState.TO_SEND
    )
    for message in session.scalars(statement.order_by(OutboxMessage.id)):
        first = message.files[0]
        same = first["letter"] == enclosure.letter.value and message.recipients == list(enclosure.recipients)
        own = first["id"] == enclosure.document_id or message.id in queued
        if same and (enclosure.letter is not Letter.DELAY or own):
            return message
    return None


def _enclose(message: OutboxMessage, fact: dict[str, Any], enclosure: Enclosure, company: Company) -> None:
    """Add a file, or put it in the place of the same document's; a text that the user changed stays as it is."""
    language, letter = enclosure.language or enclosure.customer.language, enclosure.letter
    before = _named(message)
    was = text_of(letter, before, language, company, _lines_of(message)) if before else ""
    untouched = not before or letter is Letter.DELAY or message.body == was
    others = [file for file in message.files if (file["kind"], file["id"]) != (fact["kind"], fact["id"])]
    message.files = [*others, fact]
    names = _named(message)
    if untouched:
        message.subject = subject_of(letter, names, language)
        lines = enclosure.lines if letter is Letter.DELAY else _lines_of(message)
        message.body = text_of(letter, names, language, company, lines)


def _add_beside(message: OutboxMessage, enclosure: Enclosure) -> None:
    """Add what leaves with a document, each file once; the letter does not name it."""
    there = {(file["file"], file["name"]) for file in message.files}
    message.files = message.files + [
        {
            "letter": enclosure.letter.value, "kind": one.kind.value, "id": one.document_id, "number": one.number,
            "name": one.name, "file": one.file_id, "beside": True,
        }
        for one in enclosure.beside
        if (one.file_id, one.name) not in there
    ]  # fmt: skip


def _named(message: OutboxMessage) -> list[str]:
    """Return the documents that the letter of a message names."""
    return [file["number"] for file in message.files if not file.get("beside")]


def _lines_of(message: OutboxMessage) -> str:
    """Return what a message tells of its documents, one after the other."""
    return "\n\n".join(dict.fromkeys(file["lines"] for file in message.files if file.get("lines")))


def _told(order: SalesOrder, language: str, *, alone: bool) -> str:
    """Write the late lines of an order, under its number where a message tells of several."""
    lines = delayed_text(delayed_lines(order), language)
    name = " / ".join(part for part in (order.customer_reference, order.number) if part)
    return lines if alone else f"{name}\n{lines}"


def _customer(session: Session, customer_id: int) -> Customer:
    statement = sa.select(Customer).where(Customer.id == customer_id).options(selectinload(Customer.contacts))
    return session.scalars(statement).one()


def _orderers(session: Session, customer: Customer, contact: str | None) -> tuple[str, ...]:
    """Return who ordered, by the name on the order, else those who take the papers of orders."""
    for person in customer.contacts:
        if contact and person.email and person.name == contact:
            return (person.email,)
    return emails_for(session, customer, ContactPurpose.ORDERS)


def _receivers(session: Session, customer: Customer) -> tuple[str, ...]:
    """Return those who receive the goods, else those who take the papers of orders."""
    if any(ContactPurpose.LOGISTICS in person.purposes and person.email for person in customer.contacts):
        return emails_for(session, customer, ContactPurpose.LOGISTICS)
    return _orderers(session, customer, None)


def _invoice(session: Session, invoice_id: int) -> Enclosure:
    invoice = invoice_by_id(session, invoice_id)
    content = files.content_of(session, invoice.pdf_file_id)
    if content is None or invoice.number is None:
        raise DomainError("invoice.not_issued", invoice=invoice.name)
    customer = _customer(session, invoice.bill_to_id)
    recipients = emails_for(session, customer, ContactPurpose.INVOICES)
    return Enclosure(
        Letter.INVOICE, customer, recipients, DocumentKind.INVOICE, invoice.id, invoice.number,
        sent_invoices.file_name(invoice, customer), content,
        beside=tuple(sent_invoices.beside(session, invoice, customer)),
    )  # fmt: skip


def _delivery_note(session: Session, delivery_id: int) -> Enclosure:
    delivery = delivery_by_id(session, delivery_id)
    content = files.content_of(session, delivery.pdf_file_id)
    if content is None or delivery.number is None:
        raise DomainError("delivery.not_shipped", number=delivery.name)
    customer = _customer(session, delivery.customer_id)
    number = delivery.number
    return Enclosure(
        Letter.DELIVERY_NOTE, customer, _receivers(session, customer), DocumentKind.DELIVERY, delivery.id, number,
        f"{number}.pdf", content, shipping_notices.lines_of(session, delivery.id, customer.language),
    )  # fmt: skip

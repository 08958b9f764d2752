"""A payment short of its discount: the gap becomes an issued credit note, so that VAT is reduced with it."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import OpenItem
from adv_desktop.services.credits import early_discount
from adv_desktop.services.invoice_drafts import invoice_of
from adv_desktop.services.issuing import IssueService
from adv_desktop.services.payments import AllocateTo, NewPayment, PaymentRef, PaymentService
from adv_desktop.services.store import Store


class EarlyDiscountService:
    """Records payments that take a discount for being early."""

    def __init__(self, store: Store, issuing: IssueService, payments: PaymentService) -> None:
        self._store = store
        self._issuing = issuing
        self._payments = payments

    def receive(self, command: NewPayment) -> PaymentRef:
        """Record a payment of one invoice, and credit what it lacks: all at once."""
        if len(command.invoices) != 1 or command.invoices[0].minor is not None:
            raise DomainError("discount.one_invoice")
        with self._store.write("payment.early_discount") as session:
            invoice = invoice_of(session, command.invoices[0].invoice)
            gap = _open_amount(session, invoice) - command.minor
            if command.minor > 0 and gap <= 0:
                raise DomainError("discount.nothing", invoice=invoice.name)
            if invoice.due_date is not None and command.date > invoice.due_date:
                raise DomainError("discount.late", invoice=invoice.name, due=invoice.due_date)
            note = early_discount(session, invoice, gap)
            self._issuing.issue_within(session, note)
            parts = (AllocateTo(str(invoice.name)), AllocateTo(str(note.name)))
            return self._payments.receive_within(session, replace(command, invoices=parts))


def _open_amount(session: Session, invoice: Invoice) -> int:
    """Return what is left to pay of an issued invoice."""
    if invoice.state is not InvoiceState.ISSUED or invoice.type.is_credit:
        raise DomainError("credit.not_issued", invoice=invoice.name)
    return session.scalar(sa.select(sa.func.sum(OpenItem.open_amount)).where(OpenItem.invoice_id == invoice.id)) or 0

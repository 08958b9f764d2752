"""The verbs on the electronic statuses of issued invoices."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.lifecycle import EInvoiceStatus
from adv_desktop.services import collections
from adv_desktop.services.clock import Clock
from adv_desktop.services.einvoice_statuses import GivenStatus, NewStatus, Source, add_within, of_invoice
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.store import Store


class EInvoiceStatuses:
    """Adds statuses to issued invoices."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, invoice_id: int, new: NewStatus) -> GivenStatus:
        """Add a status; raise what forbids it: order, missing reason, dates."""
        with self._store.write("einvoice.status") as session:
            if new.status is EInvoiceStatus.COLLECTED and not new.amounts:
                new = self._with_amounts(session, invoice_id, new)
            return add_within(session, self._clock, invoice_id, new)

    def declare_collected(self, invoice_id: int) -> GivenStatus:
        """Say « Encaissée » today, of what came in since it was last said."""
        return self.add(invoice_id, NewStatus(EInvoiceStatus.COLLECTED, self._clock.today(), source=Source.OURS))

    def _with_amounts(self, session: Session, invoice_id: int, new: NewStatus) -> NewStatus:
        """Fill what was collected by rate since it was last told."""
        invoice = invoice_by_id(session, invoice_id)
        given = [one.said for one in of_invoice(session, invoice_id)]
        amounts = collections.to_tell(session, invoice, given)
        if not amounts:
            raise DomainError("einvoice_status.nothing_collected", invoice=invoice.name)
        return replace(new, amounts=amounts, paid=collections.paid(session, invoice_id))

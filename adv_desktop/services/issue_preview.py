"""What stands between a draft and its number: looked at before it is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Company
from adv_desktop.services import invoice_checks
from adv_desktop.services.clock import Clock
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.order_commands import OrderCheck
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class IssuePreview:
    """The first thing that prevents the issue, if any, and the remarks that do not."""

    prevented: DomainError | None
    remarks: tuple[OrderCheck, ...]


def preview(store: Store, clock: Clock, invoice_id: int) -> IssuePreview:
    """Judge a draft as its issue would today; nothing is written."""
    with store.read() as session:
        invoice = invoice_by_id(session, invoice_id)
        remarks = tuple(invoice_checks.of_invoice(session, invoice, clock.today()))
        try:
            invoice_checks.refuse_incomplete(session, invoice, session.get_one(Company, 1))
        except DomainError as error:
            return IssuePreview(error, remarks)
        return IssuePreview(None, remarks)

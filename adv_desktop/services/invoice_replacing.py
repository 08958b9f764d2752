"""« Annule et remplace »: in one gesture, the credit note of a whole invoice and the draft that takes its place."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceState, InvoiceType
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.line import copied
from adv_desktop.services.credits import CreditService, NewCredit
from adv_desktop.services.invoice_drafts import InvoiceRef, invoice_by_id, settle_rounding
from adv_desktop.services.store import Store

_TAKEN_OVER = (
    "establishment_id", "customer_id", "customer_name", "bill_to_id", "payer_id", "order_id", "delivery_date",
    "period_start", "period_end", "customer_reference", "customer_reference_date", "contract_number", "salesperson",
    "payment_terms", "payment_method", "vat_regime", "language", "currency", "exchange_rate", "discount_percent",
    "discount_amount", "freight", "freight_vat_rate", "gross_prices", "summary", "notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Replaced:
    """The two drafts: what cancels the invoice, and what replaces it."""

    credit: InvoiceRef
    draft: InvoiceRef


class ReplacementService:
    """Cancels and replaces issued invoices."""

    def __init__(self, store: Store, credit_notes: CreditService) -> None:
        self._store = store
        self._credit_notes = credit_notes

    def replace(self, invoice_id: int, reason: str) -> Replaced:
        """Draft the credit of a whole invoice and the invoice that replaces it; raise `invoice.has_deposit`.

        The new draft counts on no order line: the quantities stay invoiced by the first.
        """
        with self._store.write("invoice.replace") as session:
            credit = self._credit_notes.draft_within(session, NewCredit(invoice_id, reason))
            invoice = invoice_by_id(session, invoice_id)
            if invoice.type is not InvoiceType.INVOICE or invoice.deductions:
                raise DomainError("invoice.has_deposit", invoice=invoice.name)
            draft = _copy(session, invoice)
            return Replaced(credit, InvoiceRef(draft.id, draft.version))


def _copy(session: Session, invoice: Invoice) -> Invoice:
    ship_to = invoice.parties.get("ship_to")
    with session.no_autoflush:
        draft = Invoice(
            **{name: getattr(invoice, name) for name in _TAKEN_OVER},
            type=InvoiceType.INVOICE,
            state=InvoiceState.DRAFT,
            parties={"ship_to": ship_to} if ship_to else {},
            vat_table=[],
            instalments=[],
            deductions=[],
            mentions=[],
            prepaid=0,
            rounding=0,
            deduct_prepaid=False,
        )
        draft.lines = [
            InvoiceLine(
                **copied(line),
                no=line.no,
                quantity=line.quantity,
                catch_weight=line.catch_weight,
                delivery_line_id=line.delivery_line_id,
                cost=line.cost,
                period_start=line.period_start,
                period_end=line.period_end,
                packaging_id=line.packaging_id,
                delivery_packaging_id=line.delivery_packaging_id,
            )
            for line in invoice.lines
        ]
        draft.freeze(settle_rounding(draft))
    session.add(draft)
    session.flush()
    return draft

"""What the payments of an invoice have brought in, by VAT rate."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from adv_desktop.models.enums import InvoiceType, Nature, OpenItemKind, VatCategory
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import Allocation, OpenItem
from adv_desktop.models.rules.collection import RateShare, collected_by_rate, shares_of, still_to_tell
from adv_desktop.models.rules.lifecycle import EInvoiceStatus
from adv_desktop.services.einvoice_statuses import COLLECTED, NewStatus, StatusAmount


def shares(invoice: Invoice) -> list[RateShare]:
    """Return the parts of an invoice by rate, telling those whose VAT is due on collection."""
    on_debits = bool(invoice.parties.get("seller", {}).get("vat_on_debits"))
    deposit = invoice.type is InvoiceType.DEPOSIT
    nets: dict[tuple[VatCategory, Decimal], list[int]] = {}
    for line in invoice.items:
        found = nets.setdefault((line.vat_category, line.vat_rate), [0, 0])
        taxed = line.vat_category is VatCategory.STANDARD
        service = line.nature is Nature.SERVICE and not on_debits
        found[0 if taxed and (service or (deposit and line.nature is Nature.GOODS)) else 1] += line.net
    parts: list[RateShare] = []
    for row in invoice.vat_table:
        due_net, other_net = nets.get((row.category, row.rate), (0, row.base))
        parts += shares_of(row.rate, row.base + row.vat, due_net, other_net)
    return parts


def paid(session: Session, invoice_id: int) -> int:
    """Return what payments have brought in for an invoice, in minor units; credit notes are no money."""
    return session.scalar(_PAID, {"invoice_id": invoice_id}) or 0


def to_tell(session: Session, invoice: Invoice, given: Iterable[NewStatus]) -> tuple[StatusAmount, ...]:
    """Return what « Encaissée » has to tell by rate: what came in since it was last told."""
    told: dict[Decimal, int] = {}
    for status in given:
        if status.status is EInvoiceStatus.COLLECTED:
            for amount in status.amounts:
                rate = amount.rate or Decimal(0)
                told[rate] = told.get(rate, 0) + amount.minor
    collected = collected_by_rate(shares(invoice), paid(session, invoice.id))
    news = still_to_tell(collected, told)
    return tuple(StatusAmount(COLLECTED, minor, invoice.currency, rate) for rate, minor in news.items())


_DEBIT, _CREDIT = aliased(OpenItem), aliased(OpenItem)
_PAID = (
    sa.select(sa.func.sum(Allocation.amount))
    .join(_DEBIT, _DEBIT.id == Allocation.debit_item_id)
    .join(_CREDIT, _CREDIT.id == Allocation.credit_item_id)
    .where(_DEBIT.invoice_id == sa.bindparam("invoice_id"), _CREDIT.kind == OpenItemKind.PAYMENT)
)

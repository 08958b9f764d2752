"""The last cents of an invoice that was credited in parts: a difference of settlement, never a part of the VAT.

The VAT of each credit note is rounded on its own, so that three credits of a third may be a cent away from the
whole. When the last one has taken all the net, the cents are settled against it.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OpenItemKind
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import OpenItem
from adv_desktop.services.payments import AllocateTo, allocate_within


def settle(session: Session, credit: Invoice) -> None:
    """Settle what the credit notes of an invoice took more, or less, than its gross once its net is all taken."""
    if not credit.type.is_credit or credit.origin_id is None:
        return
    origin = session.get_one(Invoice, credit.origin_id)
    notes = session.execute(
        sa.select(Invoice.net, Invoice.gross + Invoice.rounding).where(
            Invoice.origin_id == origin.id, Invoice.number.is_not(None)
        )
    ).all()
    difference = sum(gross for _net, gross in notes) - origin.gross - origin.rounding
    if sum(net for net, _gross in notes) != origin.net or not 0 < abs(difference) <= len(notes):
        return
    item = _item(credit, difference)
    session.add(item)
    session.flush()
    customer = session.get_one(Customer, credit.bill_to_id)
    if difference > 0:
        own = session.scalars(sa.select(OpenItem).where(OpenItem.invoice_id == credit.id)).one()
        allocate_within(session, own, customer, AllocateTo(str(credit.number), difference), credit.issued_on)
    elif _open(session, origin) >= -difference:
        allocate_within(session, item, customer, AllocateTo(str(origin.number), -difference), credit.issued_on)


def _open(session: Session, invoice: Invoice) -> int:
    statement = sa.select(sa.func.sum(OpenItem.open_amount)).where(OpenItem.invoice_id == invoice.id)
    return session.scalar(statement) or 0


def _item(credit: Invoice, minor: int) -> OpenItem:
    return OpenItem(
        customer_id=credit.bill_to_id,
        payer_id=credit.payer_id,
        kind=OpenItemKind.SETTLEMENT,
        document_number=credit.number,
        document_date=credit.issued_on,
        customer_reference=credit.customer_reference,
        currency=credit.currency,
        due_date=credit.issued_on,
        amount=minor,
        open_amount=minor,
        eur_rate=None if credit.exchange_rate is None else credit.exchange_rate["rate"],
    )

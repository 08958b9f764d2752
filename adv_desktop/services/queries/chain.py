"""Where a document comes from and where it goes: its neighbours of the chain, found through the lines."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.claim import Claim, ClaimAction
from adv_desktop.models.delivery import Attachment, DeliveryLine
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.goods_return import GoodsReturn
from adv_desktop.models.invoice import DepositDeduction, Invoice, InvoiceLine
from adv_desktop.models.payment import Allocation, OpenItem, Payment
from adv_desktop.models.quotation import Quotation, QuotedOrderLine
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services.deposit_orders import carried_to
from adv_desktop.services.queries import headers
from adv_desktop.services.queries.headers import Header
from adv_desktop.services.queries.numbers import Named
from adv_desktop.services.queries.selected import Select

Link = Header


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file kept with the document (the customer's order, a signed delivery note)."""

    file_id: int
    name: str
    added_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Chain:
    """The neighbours of a document, in the order of the trade."""

    before: tuple[Link, ...]
    after: tuple[Link, ...]
    files: tuple[FileLink, ...]


Finder = Callable[[int], Select]
_HAS_PARENT = SalesOrder.parent_id.is_not(None)
_HAS_FORMER = Quotation.former_id.is_not(None)
_HAS_ORIGIN = Invoice.origin_id.is_not(None)
_HAS_ORDER = Payment.order_id.is_not(None)
_REVERSES = Payment.reverses_id.is_not(None)


def of(session: Session, kind: DocumentKind, document_id: int, today: dt.date) -> Chain:
    """Return the neighbours of a document."""
    before = _named(session, _BEFORE.get(kind, ()), document_id)
    after = _named(session, _AFTER.get(kind, ()), document_id) + _settlements(session, kind, document_id)
    if kind is DocumentKind.CLAIM:
        before += _origin(session, document_id)
        after += _actions(session, document_id)
    after += _claims(session, kind, document_id)
    found = headers.of(session, {*before, *after}, today)
    return Chain(_links(before, found), _links(after, found), _files(session, kind, document_id))


def _links(named: Iterable[Named], found: Mapping[Named, Header]) -> tuple[Link, ...]:
    return tuple(found[document] for document in dict.fromkeys(named) if document in found)


def _named(session: Session, finders: Iterable[tuple[DocumentKind, Finder]], document_id: int) -> list[Named]:
    return [(kind, row_id) for kind, finder in finders for row_id in session.scalars(finder(document_id))]


def _deliveries_of_order(order_id: int) -> Select:
    return (
        sa.select(DeliveryLine.delivery_id)
        .join(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .where(OrderLine.order_id == order_id)
        .distinct()
        .order_by(DeliveryLine.delivery_id)
    )


def _invoices_of_order(order_id: int) -> Select:
    by_line = (
        sa.select(InvoiceLine.invoice_id)
        .join(OrderLine, OrderLine.id == InvoiceLine.order_line_id)
        .where(OrderLine.order_id == order_id)
    )
    return (
        sa.select(Invoice.id)
        .where(sa.or_(Invoice.id.in_(by_line), Invoice.order_id == order_id, Invoice.id.in_(carried_to([order_id]))))
        .order_by(Invoice.id)
    )


def _orders_of_delivery(delivery_id: int) -> Select:
    return (
        sa.select(OrderLine.order_id)
        .join(DeliveryLine, DeliveryLine.order_line_id == OrderLine.id)
        .where(DeliveryLine.delivery_id == delivery_id)
        .distinct()
        .order_by(OrderLine.order_id)
    )


def _invoices_of_delivery(delivery_id: int) -> Select:
    return (
        sa.select(InvoiceLine.invoice_id)
        .join(DeliveryLine, DeliveryLine.id == InvoiceLine.delivery_line_id)
        .where(DeliveryLine.delivery_id == delivery_id)
        .distinct()
        .order_by(InvoiceLine.invoice_id)
    )


def _orders_of_invoice(invoice_id: int) -> Select:
    by_line = (
        sa.select(OrderLine.order_id)
        .join(InvoiceLine, InvoiceLine.order_line_id == OrderLine.id)
        .where(InvoiceLine.invoice_id == invoice_id)
    )
    header = sa.select(Invoice.order_id).where(Invoice.id == invoice_id)
    return (
        sa.select(SalesOrder.id)
        .where(sa.or_(SalesOrder.id.in_(by_line), SalesOrder.id.in_(header)))
        .order_by(SalesOrder.id)
    )


def _deliveries_of_invoice(invoice_id: int) -> Select:
    return (
        sa.select(DeliveryLine.delivery_id)
        .join(InvoiceLine, InvoiceLine.delivery_line_id == DeliveryLine.id)
        .where(InvoiceLine.invoice_id == invoice_id)
        .distinct()
        .order_by(DeliveryLine.delivery_id)
    )


def _parts_of_deposit(invoice_id: int) -> Select:
    return (
        sa.select(DepositDeduction.invoice_id)
        .where(DepositDeduction.deposit_invoice_id == invoice_id)
        .distinct()
        .order_by(DepositDeduction.invoice_id)
    )


def _deposits_of_invoice(invoice_id: int) -> Select:
    return (
        sa.select(DepositDeduction.deposit_invoice_id)
        .where(DepositDeduction.invoice_id == invoice_id)
        .distinct()
        .order_by(DepositDeduction.deposit_invoice_id)
    )


def _quotations_of_order(order_id: int) -> Select:
    return (
        sa.select(QuotedOrderLine.quotation_id)
        .join(OrderLine, OrderLine.id == QuotedOrderLine.order_line_id)
        .where(OrderLine.order_id == order_id)
        .distinct()
    )


def _orders_of_quotation(quotation_id: int) -> Select:
    return (
        sa.select(OrderLine.order_id)
        .join(QuotedOrderLine, QuotedOrderLine.order_line_id == OrderLine.id)
        .where(QuotedOrderLine.quotation_id == quotation_id)
        .distinct()
        .order_by(OrderLine.order_id)
    )


_BEFORE: dict[DocumentKind, tuple[tuple[DocumentKind, Finder], ...]] = {
    DocumentKind.ORDER: (
        (DocumentKind.QUOTATION, _quotations_of_order),
        (DocumentKind.ORDER, lambda key: sa.select(SalesOrder.parent_id).where(SalesOrder.id == key, _HAS_PARENT)),
    ),
    DocumentKind.QUOTATION: (
        (DocumentKind.QUOTATION, lambda key: sa.select(Quotation.former_id).where(Quotation.id == key, _HAS_FORMER)),
    ),
    DocumentKind.DELIVERY: (
        (DocumentKind.ORDER, _orders_of_delivery),
        (DocumentKind.RETURN, lambda key: sa.select(GoodsReturn.id).where(GoodsReturn.replacement_id == key)),
    ),
    DocumentKind.RETURN: (
        (DocumentKind.DELIVERY, lambda key: sa.select(GoodsReturn.delivery_id).where(GoodsReturn.id == key)),
        (DocumentKind.CLAIM, lambda key: sa.select(GoodsReturn.claim_id).where(GoodsReturn.id == key)),
    ),
    DocumentKind.INVOICE: (
        (DocumentKind.ORDER, _orders_of_invoice),
        (DocumentKind.DELIVERY, _deliveries_of_invoice),
        (DocumentKind.INVOICE, lambda key: sa.select(Invoice.origin_id).where(Invoice.id == key, _HAS_ORIGIN)),
        (DocumentKind.INVOICE, _deposits_of_invoice),
    ),
    DocumentKind.PAYMENT: (
        (DocumentKind.ORDER, lambda key: sa.select(Payment.order_id).where(Payment.id == key, _HAS_ORDER)),
        (DocumentKind.PAYMENT, lambda key: sa.select(Payment.reverses_id).where(Payment.id == key, _REVERSES)),
    ),
}
_AFTER: dict[DocumentKind, tuple[tuple[DocumentKind, Finder], ...]] = {
    DocumentKind.QUOTATION: (
        (DocumentKind.QUOTATION, lambda key: sa.select(Quotation.id).where(Quotation.former_id == key)),
        (DocumentKind.ORDER, _orders_of_quotation),
    ),
    DocumentKind.ORDER: (
        (DocumentKind.ORDER, lambda key: sa.select(SalesOrder.id).where(SalesOrder.parent_id == key)),
        (DocumentKind.DELIVERY, _deliveries_of_order),
        (DocumentKind.INVOICE, _invoices_of_order),
        (DocumentKind.PAYMENT, lambda key: sa.select(Payment.id).where(Payment.order_id == key)),
    ),
    DocumentKind.DELIVERY: (
        (DocumentKind.INVOICE, _invoices_of_delivery),
        (DocumentKind.RETURN, lambda key: sa.select(GoodsReturn.id).where(GoodsReturn.delivery_id == key)),
    ),
    DocumentKind.RETURN: (
        (DocumentKind.INVOICE, lambda key: sa.select(Invoice.id).where(Invoice.return_id == key)),
        (DocumentKind.DELIVERY, lambda key: sa.select(GoodsReturn.replacement_id).where(GoodsReturn.id == key)),
    ),
    DocumentKind.INVOICE: (
        (DocumentKind.INVOICE, lambda key: sa.select(Invoice.id).where(Invoice.origin_id == key).order_by(Invoice.id)),
        (DocumentKind.INVOICE, _parts_of_deposit),
    ),
    DocumentKind.PAYMENT: (
        (DocumentKind.PAYMENT, lambda key: sa.select(Payment.id).where(Payment.reverses_id == key)),
    ),
    DocumentKind.CLAIM: (
        (DocumentKind.INVOICE, lambda key: sa.select(Invoice.id).where(Invoice.claim_id == key).order_by(Invoice.id)),
    ),
}
_ITEM_OF = {DocumentKind.INVOICE: OpenItem.invoice_id, DocumentKind.PAYMENT: OpenItem.payment_id}


def _settlements(session: Session, kind: DocumentKind, document_id: int) -> list[Named]:
    """Return the invoices and payments that a document is set against; what was taken back is left out."""
    if kind not in _ITEM_OF:
        return []
    own = session.scalars(sa.select(OpenItem.id).where(_ITEM_OF[kind] == document_id)).all()
    sums: defaultdict[int, int] = defaultdict(int)
    for side, other in _SIDES:
        for item_id, amount in session.execute(sa.select(other, Allocation.amount).where(side.in_(own))):
            sums[item_id] += amount
    live = [item_id for item_id, amount in sums.items() if amount]
    items = sa.select(OpenItem.invoice_id, OpenItem.payment_id).where(OpenItem.id.in_(live)).order_by(OpenItem.id)
    return [
        (DocumentKind.INVOICE, row.invoice_id) if row.invoice_id else (DocumentKind.PAYMENT, row.payment_id)
        for row in session.execute(items)
        if row.invoice_id or row.payment_id
    ]


_SIDES = (
    (Allocation.debit_item_id, Allocation.credit_item_id),
    (Allocation.credit_item_id, Allocation.debit_item_id),
)


def _origin(session: Session, claim_id: int) -> list[Named]:
    """Return what a claim is about, and what that comes from."""
    kind, origin_id = session.execute(sa.select(Claim.origin_kind, Claim.origin_id).where(Claim.id == claim_id)).one()
    if kind is None or origin_id is None:
        return []
    return [*_named(session, _BEFORE.get(kind, ()), origin_id), (kind, origin_id)]


def _actions(session: Session, claim_id: int) -> list[Named]:
    statement = sa.select(ClaimAction.document_kind, ClaimAction.document_id).where(ClaimAction.claim_id == claim_id)
    return [(kind, row_id) for kind, row_id in session.execute(statement) if kind is not None and row_id is not None]


def _claims(session: Session, kind: DocumentKind, document_id: int) -> list[Named]:
    statement = sa.select(Claim.id).where(Claim.origin_kind == kind, Claim.origin_id == document_id)
    return [(DocumentKind.CLAIM, row_id) for row_id in session.scalars(statement.order_by(Claim.id))]


def _files(session: Session, kind: DocumentKind, document_id: int) -> tuple[FileLink, ...]:
    statement = (
        sa.select(Attachment.file_id, Attachment.name, Attachment.added_at)
        .where(Attachment.document_kind == kind, Attachment.document_id == document_id)
        .order_by(Attachment.id)
    )
    return tuple(FileLink(*row) for row in session.execute(statement))

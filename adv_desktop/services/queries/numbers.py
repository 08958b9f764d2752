"""The numbers of documents named by kind and id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.goods_return import GoodsReturn
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import Payment
from adv_desktop.models.product import Product
from adv_desktop.models.quotation import Quotation
from adv_desktop.models.sales_order import SalesOrder

NUMBER: dict[DocumentKind, tuple[InstrumentedAttribute[int], sa.ColumnElement[Any]]] = {
    DocumentKind.ORDER: (SalesOrder.id, sa.type_coerce(SalesOrder.number, sa.String)),
    DocumentKind.DELIVERY: (Delivery.id, sa.func.coalesce(Delivery.number, Delivery.picking_number)),
    DocumentKind.INVOICE: (Invoice.id, sa.type_coerce(Invoice.number, sa.String)),
    DocumentKind.PAYMENT: (Payment.id, sa.type_coerce(Payment.number, sa.String)),
    DocumentKind.CLAIM: (Claim.id, sa.type_coerce(Claim.number, sa.String)),
    DocumentKind.CUSTOMER: (Customer.id, sa.type_coerce(Customer.code, sa.String)),
    DocumentKind.RETURN: (GoodsReturn.id, sa.type_coerce(GoodsReturn.number, sa.String)),
    DocumentKind.PRODUCT: (Product.id, sa.type_coerce(Product.code, sa.String)),
    DocumentKind.QUOTATION: (Quotation.id, sa.type_coerce(Quotation.number, sa.String)),
    DocumentKind.MESSAGE: (OutboxMessage.id, sa.type_coerce(OutboxMessage.subject, sa.String)),
}
Named = tuple[DocumentKind, int]


def of(session: Session, documents: Iterable[tuple[DocumentKind | None, int | None]]) -> dict[Named, str | None]:
    """Return the number of each document, None while it is a draft."""
    wanted: defaultdict[DocumentKind, set[int]] = defaultdict(set)
    for kind, document_id in documents:
        if kind is not None and document_id is not None:
            wanted[kind].add(document_id)
    found: dict[Named, str | None] = {}
    for kind, ids in wanted.items():
        key, number = NUMBER[kind]
        for row_id, name in session.execute(sa.select(key, number).where(key.in_(ids))):
            found[kind, row_id] = name
    return found

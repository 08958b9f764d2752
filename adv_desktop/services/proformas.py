"""Pro forma invoices: a paper of an order or a delivery, whole or in part, numbered apart and never counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind, OrderState, Series
from adv_desktop.models.errors import DomainError
from adv_desktop.services import documents, files, numbering
from adv_desktop.services.clock import Clock
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.invoice_drafts import assemble, settle_rounding
from adv_desktop.services.invoice_sources import Source
from adv_desktop.services.issuing import euro_rate
from adv_desktop.services.orders import order_by_id, orders_of_lines
from adv_desktop.services.queries.euros import in_euros
from adv_desktop.services.store import Store

if TYPE_CHECKING:
    from adv_desktop.models.invoice import Invoice

FILE_KIND = "proforma"


@dataclass(frozen=True, slots=True)
class Proforma:
    """A pro forma that was made; amounts are in minor units of its currency."""

    number: str
    currency: str
    net: int
    vat: int
    gross: int
    pdf: bytes


class ProformaService:
    """Makes pro formas: their number comes from a series of their own, their bytes stay with the order or delivery."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of_order(self, order_id: int, quantities: Mapping[int, Decimal] | None = None) -> Proforma:
        """Make the pro forma of an order, or of quantities by line number; raise `proforma.over_quantity`."""
        with self._store.write("proforma") as session:
            order = order_by_id(session, order_id)
            if order.state is OrderState.CANCELLED:
                raise DomainError("order.not_confirmed", order=order.name, state=order.state.value)
            sources = []
            for no in quantities or {}:
                order.line(no)
            for line in order.items:
                whole = line.quantity - line.cancelled
                wanted = whole if quantities is None else quantities.get(line.no, Decimal(0))
                if not 0 <= wanted <= whole:
                    raise DomainError("proforma.over_quantity", line=line.no, label=line.label, left=whole)
                if wanted:
                    sources.append(Source(line, wanted, order, line))
            return self._make(session, sources, DocumentKind.ORDER, order.id, order.name, order.freight)

    def of_delivery(self, delivery_id: int) -> Proforma:
        """Make the pro forma of what a delivery carries."""
        with self._store.write("proforma") as session:
            delivery = delivery_by_id(session, delivery_id)
            orders = orders_of_lines(session, [line.order_line_id for line in delivery.lines if line.order_line_id])
            known = {line.id: (order, line) for order in orders for line in order.lines}
            sources = [
                Source(line, line.quantity, *known[line.order_line_id], delivery)
                for line in delivery.lines
                if line.order_line_id is not None and line.is_item
            ]
            return self._make(session, sources, DocumentKind.DELIVERY, delivery.id, delivery.name, 0)

    def _make(
        self, session: Session, sources: list[Source], kind: DocumentKind, document_id: int, name: str | int,
        freight: int,
    ) -> Proforma:  # fmt: skip
        if not sources:
            raise DomainError("invoice.nothing", source=str(name))
        today, now = self._clock.today(), self._clock.now()
        paper = assemble(session, sources)
        paper.freight = freight
        paper.freeze(settle_rounding(paper))
        paper.vat_eur = in_euros(paper.vat, paper.currency, euro_rate(paper))
        number = numbering.take(session, Series.PROFORMA, today)
        pdf = self._draw(session, paper, number)
        files.attach(session, kind, document_id, files.keep(session, pdf, FILE_KIND, now), f"{number}.pdf", now)
        return Proforma(number, paper.currency, paper.net, paper.vat, paper.gross, pdf)

    def _draw(self, session: Session, paper: Invoice, number: str) -> bytes:
        from adv_desktop.services.printing.invoices import invoice_content

        with session.no_autoflush:
            said = invoice_content(session, paper, self._clock.today())
        return documents.pdf_bytes(replace(said, number=number, proforma=True))

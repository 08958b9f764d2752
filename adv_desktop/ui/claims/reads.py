"""What the claim forms read: the document that a claim is about, and the claim with all around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from adv_desktop.models.enums import DeliveryState, DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services.deliveries import delivery_of
from adv_desktop.services.invoice_drafts import invoice_of
from adv_desktop.services.orders import order_of
from adv_desktop.services.queries import (
    chain,
    claims,
    delivery_detail,
    installed,
    invoice_detail,
    order_detail,
    statuses,
    timeline,
)
from adv_desktop.services.queries.chain import Chain, Link
from adv_desktop.services.queries.claims import ClaimDetail, ClaimRow
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.queries.installed import InstalledUnit
from adv_desktop.services.queries.statuses import ClaimStart
from adv_desktop.services.queries.timeline import Event
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from adv_desktop.ui.desk import Desk

ORIGIN_KINDS = (DocumentKind.ORDER, DocumentKind.DELIVERY, DocumentKind.INVOICE)
SAME_CUSTOMER = 6


@dataclass(frozen=True, slots=True)
class OriginLine:
    """A line of the document that a claim is about; `claimed` is the one complained of."""

    no: int
    code: str | None
    label: str
    quantity: Decimal
    net_price: Decimal
    net: int
    vat_rate: Decimal
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class OriginDocument:
    """The document that a claim is about."""

    kind: DocumentKind
    id: int
    number: str
    customer: Choice
    currency: str
    lines: tuple[OriginLine, ...]
    start: ClaimStart | None = None  # what its electronic status says is wrong


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim with all that is shown of it; its invoices may be credited, the goods of its deliveries come back."""

    claim: ClaimDetail
    chain: Chain
    events: tuple[Event, ...]
    lines: tuple[OriginLine, ...]
    invoices: tuple[Link, ...]
    deliveries: tuple[Link, ...]
    others: tuple[ClaimRow, ...]


class ClaimReads:
    """Reads in the runner's threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.search = Searches(desk)

    def origin(self, kind: DocumentKind, document_id: int) -> OriginDocument:
        """Read a document to complain about."""
        with self._desk.services.store.read() as session:
            return self._origin(session, kind, document_id, None)

    def origin_named(self, kind: DocumentKind, name: str) -> OriginDocument:
        """Read a document by its number; raise its `not_found`."""
        with self._desk.services.store.read() as session:
            return self._origin(session, kind, _id_of(session, kind, name), None)

    def unit_named(self, number: str) -> tuple[OriginDocument, InstalledUnit]:
        """Read the delivery that a unit left with last, and the unit; raise `serial.not_found`."""
        with self._desk.services.store.read() as session:
            unit = next((unit for found in installed.find(session, number) for unit in found.left), None)
            if unit is None:
                raise DomainError("serial.not_found", number=number)
            return self._origin(session, DocumentKind.DELIVERY, unit.delivery_id, unit.line_no), unit

    def claim(self, claim_id: int) -> Shown:
        """Read a claim, its neighbours, its history, the lines that it is about."""
        today = self._desk.today()
        with self._desk.services.store.read() as session:
            detail = claims.detail(session, claim_id, today)
            row = detail.row
            around = chain.of(session, DocumentKind.CLAIM, claim_id, today)
            lines: tuple[OriginLine, ...] = ()
            links = around.before
            if row.origin_kind in ORIGIN_KINDS and row.origin_id is not None:
                lines = self._origin(session, row.origin_kind, row.origin_id, row.origin_line).lines
                links = (*links, *chain.of(session, row.origin_kind, row.origin_id, today).after)
            return Shown(
                detail,
                around,
                timeline.of(session, DocumentKind.CLAIM, claim_id),
                lines,
                _creditable(links),
                _returnable(links),
                self._others(session, row),
            )

    def _others(self, session: Session, row: ClaimRow) -> tuple[ClaimRow, ...]:
        today = self._desk.today()
        ids = claims.ids(session, ListFilter(customer_id=row.customer_id), "opened", True, today)
        wanted = [claim_id for claim_id in ids[: SAME_CUSTOMER + 1] if claim_id != row.id][:SAME_CUSTOMER]
        found = claims.rows(session, wanted, today)
        return tuple(found[claim_id] for claim_id in wanted)

    def _origin(self, session: Session, kind: DocumentKind, document_id: int, claimed: int | None) -> OriginDocument:
        module: Any = {
            DocumentKind.ORDER: order_detail,
            DocumentKind.DELIVERY: delivery_detail,
            DocumentKind.INVOICE: invoice_detail,
        }[kind]
        detail = module.detail(session, document_id, self._desk.today())
        row = detail.row
        return OriginDocument(
            kind,
            row.id,
            row.number or str(row.id),
            Choice(row.customer_id, detail.customer_code, row.customer_name),
            row.currency,
            tuple(_line(line, claimed) for line in detail.lines if line.quantity),
            statuses.claim_start(session, row.id) if kind is DocumentKind.INVOICE else None,
        )


def _id_of(session: Session, kind: DocumentKind, name: str) -> int:
    if kind is DocumentKind.ORDER:
        return order_of(session, name).id
    if kind is DocumentKind.DELIVERY:
        return delivery_of(session, name).id
    return invoice_of(session, name).id


def _line(line: Any, claimed: int | None) -> OriginLine:  # noqa: ANN401 (orders, deliveries and invoices have alike lines)
    return OriginLine(
        line.no,
        line.product_code,
        line.label,
        line.quantity,
        line.net_price,
        line.net,
        line.vat_rate,
        claimed=line.no == claimed,
    )


def _creditable(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the issued invoices among neighbours, credit notes left out, each once."""
    found = {
        link.id: link for link in links if link.kind is DocumentKind.INVOICE and link.number and (link.amount or 0) > 0
    }
    return tuple(found.values())


def _returnable(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the deliveries that left among neighbours, each once."""
    waiting = {state.value for state in (DeliveryState.TO_PREPARE, DeliveryState.PREPARED, DeliveryState.CANCELLED)}
    left = (link for link in links if link.kind is DocumentKind.DELIVERY and link.state.code not in waiting)
    return tuple({link.id: link for link in left}.values())

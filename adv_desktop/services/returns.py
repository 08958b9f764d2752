"""Goods that come back: allowed, received, looked at, and settled by a credit note or a new delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import (
    ClaimActionKind,
    DeliveryState,
    DocumentKind,
    InvoiceState,
    InvoiceType,
    ReturnSettlement,
    ReturnState,
    Series,
    StockMoveKind,
    Supply,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.goods_return import GoodsReturn, GoodsReturnLine
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.product import Product
from adv_desktop.models.rules.catch_weight import share
from adv_desktop.services import delivery_billing, kit_returns, numbering, reservations, serial_returns, stock
from adv_desktop.services.claims import claim_of, link_action
from adv_desktop.services.clock import Clock
from adv_desktop.services.credits import CreditService, NewCredit
from adv_desktop.services.deliveries import DeliveryRef, delivery_by_id
from adv_desktop.services.invoice_drafts import InvoiceRef
from adv_desktop.services.orders import orders_of_lines
from adv_desktop.services.replacements import replacement_of
from adv_desktop.services.return_quantities import left_to_return, weigh, weight_to_credit
from adv_desktop.services.serial_returns import UNNAMED, NamedUnits
from adv_desktop.services.store import Store

ZERO = Decimal(0)
REASON_CODE = "return"
TO_SUPPLIER = "to_supplier"
WITH_LINES = selectinload(GoodsReturn.lines)


@dataclass(frozen=True, slots=True)
class AuthoriseReturn:
    """What a customer may send back of a delivery, by delivery line id, and why."""

    delivery_id: int
    quantities: Mapping[int, Decimal]
    reason: str
    claim: str | None = None
    serials: Mapping[int, Sequence[str]] = field(default_factory=dict)  # numbers of the units, by delivery line id


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was made of the goods of a line that came back."""

    restocked: Decimal = ZERO
    scrapped: Decimal = ZERO
    to_supplier: Decimal = ZERO
    weight: Decimal | None = None  # kilograms, of goods sold by weight; None: their share of what was sent
    units: NamedUnits = UNNAMED  # by serial number

    @property
    def quantity(self) -> Decimal:
        """What came back."""
        return self.restocked + self.scrapped + self.to_supplier


@dataclass(frozen=True, slots=True)
class InspectReturn:
    """What was found of each line of a return, by return line id, and what the customer gets."""

    return_id: int
    version: int
    lines: Mapping[int, Inspected]
    settlement: ReturnSettlement


@dataclass(frozen=True, slots=True)
class ReturnRef:
    """A return that a verb made or changed."""

    id: int
    version: int
    number: str


@dataclass(frozen=True, slots=True)
class ReturnSettled:
    """A return that was looked at: its draft credit notes, or the delivery that replaces the goods."""

    goods_return: ReturnRef
    credits: tuple[InvoiceRef, ...] = ()
    replacement: DeliveryRef | None = None


class ReturnService:
    """The verbs on returns."""

    def __init__(self, store: Store, clock: Clock, credit_notes: CreditService) -> None:
        self._store = store
        self._clock = clock
        self._credit_notes = credit_notes

    def authorise(self, command: AuthoriseReturn) -> ReturnRef:
        """Allow goods of a shipped delivery to come back, at most what left and has not come back yet."""
        if not command.reason.strip():
            raise DomainError("reason.missing")
        with self._store.write("return.authorise") as session:
            delivery = delivery_by_id(session, command.delivery_id)
            if delivery.state is not DeliveryState.SHIPPED:
                raise DomainError("delivery.not_shipped", number=delivery.name)
            today = self._clock.today()
            claim = claim_of(session, command.claim) if command.claim else None
            goods_return = GoodsReturn(
                lines=_allowed_lines(session, delivery, command.quantities),
                establishment_id=delivery.establishment_id,
                number=numbering.take(session, Series.RETURN, today, delivery.establishment_id),
                state=ReturnState.AUTHORISED,
                customer_id=delivery.customer_id,
                customer_name=delivery.customer_name,
                delivery_id=delivery.id,
                claim_id=claim.id if claim else None,
                reason=command.reason.strip(),
                authorised_on=today,
            )
            for line in goods_return.lines:
                serial_returns.allow(session, delivery, line, command.serials.get(line.delivery_line_id, ()))
            session.add(goods_return)
            session.flush()
            if claim is not None:
                self._link(session, claim, goods_return)
            return _ref(goods_return)

    def receive(self, return_id: int, version: int) -> ReturnRef:
        """Record that the goods are back; they wait to be looked at."""
        with self._store.write("return.receive") as session:
            goods_return = return_by_id(session, return_id)
            goods_return.refuse_if_changed(version)
            goods_return.move_to(ReturnState.RECEIVED)
            goods_return.received_on = self._clock.today()
            session.flush()
            return _ref(goods_return)

    def cancel(self, return_id: int, version: int) -> ReturnRef:
        """Give up a return of which nothing came back."""
        with self._store.write("return.cancel") as session:
            goods_return = return_by_id(session, return_id)
            goods_return.refuse_if_changed(version)
            goods_return.move_to(ReturnState.CANCELLED)
            session.flush()
            return _ref(goods_return)

    def inspect(self, command: InspectReturn) -> ReturnSettled:
        """Record what was found, move the stock, lower what is to invoice, and draft what settles the return."""
        with self._store.write("return.inspect") as session:
            goods_return = return_by_id(session, command.return_id)
            goods_return.refuse_if_changed(command.version)
            _inspect(goods_return, command.lines)
            goods_return.move_to(ReturnState.INSPECTED)
            session.flush()
            weigh(session, goods_return, {line_id: found.weight for line_id, found in command.lines.items()})
            goods_return.inspected_on = self._clock.today()
            goods_return.received_on = goods_return.received_on or goods_return.inspected_on
            self._move_stock(session, goods_return, command.lines)
            to_credit = _lower_invoiceable(session, goods_return)
            session.flush()
            delivery_billing.update_progress(session, goods_return.delivery_id)
            settled = self._settle(session, goods_return, command.settlement, to_credit)
            session.flush()
            return replace(settled, goods_return=_ref(goods_return))

    def _settle(
        self,
        session: Session,
        goods_return: GoodsReturn,
        settlement: ReturnSettlement,
        to_credit: Mapping[int, Decimal],
    ) -> ReturnSettled:
        """Make what the customer gets."""
        settled = ReturnSettled(_ref(goods_return))
        if settlement is ReturnSettlement.CREDIT:
            kit_returns.refuse_credit(session, goods_return)
            return replace(settled, credits=self._credit(session, goods_return, to_credit))
        if settlement is ReturnSettlement.REPLACEMENT:
            return replace(settled, replacement=self._replace(session, goods_return))
        return settled

    def _link(self, session: Session, claim: Claim, goods_return: GoodsReturn) -> None:
        """Mark the return that a claim was decided to lead to as carried out."""
        if any(action.kind is ClaimActionKind.RETURN and action.done_at is None for action in claim.actions):
            link_action(session, claim, ClaimActionKind.RETURN, DocumentKind.RETURN, goods_return.id, self._clock.now())

    def _move_stock(self, session: Session, goods_return: GoodsReturn, found: Mapping[int, Inspected]) -> None:
        """Count the goods in, and out again what is not fit for sale."""
        for line in goods_return.lines:
            sent = session.get_one(DeliveryLine, line.delivery_line_id)
            back = serial_returns.units_back(session, line, sent, found.get(line.id, Inspected()).units)
            came, scrapped, supplier = (
                {line_id: tuple(getattr(units, fate)) for line_id, units in back.items()}
                for fate in ("came", "scrapped", "to_supplier")
            )
            reason = goods_return.reason
            self._move(session, sent, line.received, (StockMoveKind.RETURN, reason), came)
            self._move(session, sent, -line.scrapped, (StockMoveKind.SCRAP, reason), scrapped)
            self._move(session, sent, -line.to_supplier, (StockMoveKind.RETURN, TO_SUPPLIER), supplier)
            goods = kit_returns.goods_of(session, sent, line.received)
            reservations.serve_waiting(session, [one.product_id for one, _quantity in goods if one.product_id])

    def _move(
        self,
        session: Session,
        sent: DeliveryLine,
        quantity: Decimal,
        why: tuple[StockMoveKind, str],
        units: Mapping[int, tuple[str, ...]],
    ) -> None:
        """Move the goods of a line, those of its components where it is a kit, with their units by line id."""
        kind, reason = why
        today, now = self._clock.today(), self._clock.now()
        for line, part in kit_returns.goods_of(session, sent, abs(quantity)) if quantity else ():
            if _from_stock(session, line):
                movement = stock.Movement(
                    line.product_id or 0, part if quantity > 0 else -part, kind, today, now,
                    delivery_line_id=line.id, cost=line.cost, reason=reason, lot_id=line.lot_id,
                    location_id=line.location_id, serials=units.get(line.id, ()),
                )  # fmt: skip
                stock.move(session, movement)

    def _credit(
        self, session: Session, goods_return: GoodsReturn, to_credit: Mapping[int, Decimal]
    ) -> tuple[InvoiceRef, ...]:
        """Draft one credit note an invoice that holds goods that came back."""
        chosen: dict[int, dict[int, Decimal]] = {}
        weights: dict[int, dict[int, Decimal]] = {}
        back = {line.delivery_line_id: line for line in goods_return.lines}
        for delivery_line_id, quantity in to_credit.items():
            weight = weight_to_credit(back[delivery_line_id])
            for line, part in _invoice_lines(session, delivery_line_id, quantity):
                chosen.setdefault(line.invoice_id, {})[line.no] = part
                if weight is not None:
                    weights.setdefault(line.invoice_id, {})[line.no] = share(weight, part, quantity)
        claim = session.get(Claim, goods_return.claim_id) if goods_return.claim_id else None
        return tuple(
            self._credit_notes.draft_within(
                session,
                NewCredit(
                    invoice_id,
                    goods_return.reason,
                    lines=lines,
                    reason_code=REASON_CODE,
                    claim=claim.number if claim else None,
                    return_id=goods_return.id,
                    weights=weights.get(invoice_id, {}),
                ),
            )
            for invoice_id, lines in chosen.items()
        )

    def _replace(self, session: Session, goods_return: GoodsReturn) -> DeliveryRef:
        """Make the delivery of the same goods again: it leaves the order and its invoice as they are."""
        sent = delivery_by_id(session, goods_return.delivery_id)
        quantities = {line.delivery_line_id: line.received for line in goods_return.lines}
        made = replacement_of(session, sent, quantities, self._clock.today())
        goods_return.replacement_id = made.id
        return DeliveryRef(made.id, made.picking_number)


def return_by_id(session: Session, return_id: int) -> GoodsReturn:
    """Return a return with its lines; raise `return.not_found`."""
    found = session.scalar(sa.select(GoodsReturn).where(GoodsReturn.id == return_id).options(WITH_LINES))
    if found is None:
        raise DomainError("return.not_found", number=return_id)
    return found


def _ref(goods_return: GoodsReturn) -> ReturnRef:
    return ReturnRef(goods_return.id, goods_return.version, goods_return.number)


def _allowed_lines(session: Session, delivery: Delivery, quantities: Mapping[int, Decimal]) -> list[GoodsReturnLine]:
    left = left_to_return(session, delivery)
    lines: list[GoodsReturnLine] = []
    for sent in delivery.lines:
        wanted = quantities.get(sent.id, ZERO)
        if wanted < ZERO:
            raise DomainError("quantity.not_positive", written=wanted, line=sent.no)
        if wanted > left.get(sent.id, ZERO):
            raise DomainError("return.over_delivered", label=sent.label, wanted=wanted, left=left.get(sent.id, ZERO))
        if wanted:
            lines.append(GoodsReturnLine(no=len(lines) + 1, delivery_line_id=sent.id, quantity=wanted))
    if not lines:
        raise DomainError("return.nothing")
    return lines


def _inspect(goods_return: GoodsReturn, found: Mapping[int, Inspected]) -> None:
    for line in goods_return.lines:
        part = found.get(line.id, Inspected())
        line.inspect(part.restocked, part.scrapped, part.to_supplier)
    if not any(line.received for line in goods_return.lines):
        raise DomainError("return.nothing")


def _lower_invoiceable(session: Session, goods_return: GoodsReturn) -> dict[int, Decimal]:
    """Take what came back off what is to invoice; return what had been invoiced, by delivery line id."""
    ids = [line.delivery_line_id for line in goods_return.lines]
    sent = {line.id: line for line in session.scalars(sa.select(DeliveryLine).where(DeliveryLine.id.in_(ids)))}
    billed, back = delivery_billing.invoiced(session, ids), delivery_billing.taken_back(session, ids)
    orders = orders_of_lines(session, [line.order_line_id for line in sent.values() if line.order_line_id])
    order_lines = {line.id: line for order in orders for line in order.lines}
    to_credit: dict[int, Decimal] = {}
    for line in goods_return.lines:
        delivered = sent[line.delivery_line_id]
        order_line = order_lines[delivered.order_line_id or 0]
        free = delivered.quantity - billed.get(delivered.id, ZERO) - back.get(delivered.id, ZERO)
        line.not_invoiced = max(min(line.received, free, order_line.invoiceable), ZERO)
        order_line.returned += line.not_invoiced
        if line.received > line.not_invoiced:
            to_credit[delivered.id] = line.received - line.not_invoiced
    for order in orders:
        order.update_progress()
    return to_credit


def _invoice_lines(session: Session, delivery_line_id: int, quantity: Decimal) -> list[tuple[InvoiceLine, Decimal]]:
    """Return the invoice lines that hold a delivery line, or its order line, with what to credit of each."""
    order_line_id = session.get_one(DeliveryLine, delivery_line_id).order_line_id
    of_order = sa.and_(InvoiceLine.delivery_line_id.is_(None), InvoiceLine.order_line_id == order_line_id)
    lines = session.scalars(
        sa.select(InvoiceLine)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(
            sa.or_(InvoiceLine.delivery_line_id == delivery_line_id, of_order),
            InvoiceLine.deduction.is_(False),
            Invoice.state == InvoiceState.ISSUED,
            Invoice.type.in_((InvoiceType.INVOICE, InvoiceType.CORRECTED)),
        )
        .order_by(InvoiceLine.delivery_line_id.is_(None), InvoiceLine.id)
    ).all()
    chosen: list[tuple[InvoiceLine, Decimal]] = []
    for line in lines:
        part = min(quantity, line.quantity - _credited(session, line.id))
        if part > ZERO:
            chosen.append((line, part))
            quantity -= part
    return chosen


def _credited(session: Session, invoice_line_id: int) -> Decimal:
    """Return what credit notes, drafts included, hold of an invoice line."""
    rows = session.scalars(sa.select(InvoiceLine.quantity).where(InvoiceLine.origin_line_id == invoice_line_id))
    return sum(rows, ZERO)


def _from_stock(session: Session, line: DeliveryLine) -> bool:
    """Whether the goods of a line left our stock, so that they can come back to it."""
    if line.product_id is None or not session.get_one(Product, line.product_id).stocked:
        return False
    return delivery_billing.order_line_of(session, line.id).supply is not Supply.DIRECT

"""Orders: created as drafts, checked, confirmed, amended, closed short, cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.enums import OrderKind, OrderState, Series, Severity, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.order_history import IntakeCause, OrderRevision
from adv_desktop.models.party import Customer
from adv_desktop.models.rules import incoterms, payment_terms
from adv_desktop.models.rules.calendar import date_kind_of
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.values import plain
from adv_desktop.services import (
    acceptances,
    calendars,
    call_offs,
    checks,
    freight,
    intake,
    kits,
    loose_components,
    numbering,
    order_places,
    reservations,
    stock,
)
from adv_desktop.services.catalogue import Catalogue
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.jobs import Progress
from adv_desktop.services.order_amending import replace_lines
from adv_desktop.services.order_commands import ExchangeRate, NewOrder, OrderCheck, OrderRef
from adv_desktop.services.order_lines import context_of, write_line
from adv_desktop.services.order_preview import OrderPreview, preview_of
from adv_desktop.services.order_reading import snapshot
from adv_desktop.services.store import Store, actor_name, held

ZERO = Decimal(0)
WITH_LINES = selectinload(SalesOrder.lines)
# Made once: every step of the chain executes these.
_BY_ID = sa.select(SalesOrder).where(SalesOrder.id == sa.bindparam("id")).options(WITH_LINES)
_OF_LINES = sa.select(OrderLine.order_id).where(OrderLine.id.in_(sa.bindparam("ids", expanding=True))).distinct()


class OrderService:
    """The verbs on orders."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def create(self, command: NewOrder) -> OrderRef:
        """Write a draft order."""
        if any(line.supply is Supply.DEPOT for line in command.lines):
            raise DomainError("order.depot")
        with self._store.write("order.create") as session:
            order = add_order(session, command, self._clock)
            session.flush()
            acceptances.put(session, order.id, command.accepted or (), self._clock)
            return OrderRef(order.id, order.version)

    def update(self, order_id: int, version: int, command: NewOrder) -> OrderRef:
        """Replace the content of an order; what was delivered stays, and a confirmed order keeps a revision."""
        with self._store.write("order.update") as session:
            order = amend_order(session, order_id, version, command, self._clock)
            if command.accepted is not None:
                acceptances.put(session, order.id, command.accepted, self._clock)
            session.flush()
            return OrderRef(order.id, order.version, order.number)

    def check(self, order_id: int) -> list[OrderCheck]:
        """Return every remark on an order."""
        with self._store.read() as session:
            return checks.of_order(session, order_by_id(session, order_id), self._clock.today())

    def preview(self, command: NewOrder, order_id: int | None = None) -> OrderPreview:
        """Price and check an order that is being typed; nothing is written."""
        with self._store.read() as session, session.no_autoflush:
            order = assemble(session, command, self._clock)
            order.id = order_id or 0  # an order being edited is no duplicate of itself
            return preview_of(session, order, self._clock.today(), command.accepted or ())

    def command(self, order_id: int) -> NewOrder:
        """Return an order as the command that would write it again: what a form starts from."""
        with self._store.read() as session:
            return as_command(session, order_by_id(session, order_id))

    def confirm(self, order_id: int, version: int | None = None, override: str | None = None) -> OrderRef:
        """Give a draft its number and reserve its goods; a blocking check needs an override with its reason."""
        with self._store.write("order.confirm") as session:
            order = confirm_within(session, order_id, version, override, self._clock)
            return OrderRef(order.id, order.version, order.number)

    def acknowledge(self, order_id: int) -> None:
        """Note that the acknowledgement was made: the dates promised for the first time are frozen."""
        with self._store.write("order.acknowledge") as session:
            order_by_id(session, order_id).acknowledge(self._clock.now())

    def hold(self, order_id: int, version: int, reason: str) -> None:
        """Put a confirmed order on hold, with the reason."""
        self._move(order_id, version, OrderState.ON_HOLD, reason)

    def resume(self, order_id: int, version: int) -> None:
        """Take an order off hold."""
        with self._store.write("order.resume") as session:
            order = order_by_id(session, order_id)
            order.refuse_if_changed(version)
            order.move_to(OrderState.CONFIRMED)

    def close_short(self, order_id: int, version: int | None, reason: str) -> None:
        """Cancel what is left to deliver and release its stock."""
        with self._store.write("order.close_short") as session:
            order = order_by_id(session, order_id)
            if version is not None:
                order.refuse_if_changed(version)
            order.close_short(reason)
            loose_components.settle(session, order)
            intake.note(session, order, IntakeCause.CANCELLATION, self._clock.today())
            reservations.free(session, order)

    def cancel(self, order_id: int, version: int, reason: str) -> None:
        """Cancel an order of which nothing has left."""
        with self._store.write("order.cancel") as session:
            cancel_within(session, order_id, version, reason, self._clock.today())

    def delete_draft(self, order_id: int, version: int) -> None:
        """Delete a draft, which never had a number."""
        with self._store.write("order.delete") as session:
            order = order_by_id(session, order_id)
            order.refuse_if_changed(version)
            if order.state is not OrderState.DRAFT or order.number is not None:
                raise DomainError("order.not_a_draft", order=order.name)
            session.delete(order)

    def duplicate(self, order_id: int) -> OrderRef:
        """Copy an order into a new draft, priced as of today."""
        with self._store.write("order.duplicate") as session:
            command = replace(
                as_command(session, order_by_id(session, order_id)),
                customer_reference=None,
                customer_reference_date=None,
                date=None,
                requested=None,
                received_at=None,
                urgent=False,
            )
            lines = tuple(line.again() for line in command.lines)
            order = add_order(session, replace(command, lines=lines), self._clock)
            session.flush()
            return OrderRef(order.id, order.version)

    def _move(self, order_id: int, version: int, state: OrderState, reason: str) -> None:
        if not reason.strip():
            raise DomainError("reason.missing")
        with self._store.write(f"order.{state.value}") as session:
            order = order_by_id(session, order_id)
            order.refuse_if_changed(version)
            order.move_to(state, reason)


def revise(session: Session, order: SalesOrder, before: dict[str, object], clock: Clock) -> None:
    """Keep what an amendment changed, and mark the acknowledgement as outdated."""
    count = session.scalar(sa.select(sa.func.count()).where(OrderRevision.order_id == order.id)) or 0
    session.add(
        OrderRevision(
            order_id=order.id, no=count + 1, at=clock.now(), actor=actor_name(), before=before, after=snapshot(order)
        )
    )
    order.acknowledgement_outdated = order.acknowledged_at is not None
    _promise(session, order)
    order.update_progress()
    intake.note(session, order, IntakeCause.AMENDMENT, clock.today())
    stock.reserve(session, order.leaving)


def confirm_within(
    session: Session, order_id: int, version: int | None, override: str | None, clock: Clock
) -> SalesOrder:
    """Confirm a draft inside a transaction that does more than that; return it."""
    order = order_by_id(session, order_id)
    if version is not None:
        order.refuse_if_changed(version)
    if not order.items:
        raise DomainError("order.no_lines", order=order.name)
    if order.kind is OrderKind.FRAMEWORK:
        raise DomainError("framework.not_confirmed", order=order.name)
    if order.kind is OrderKind.TEMPLATE:
        raise DomainError("recurring.not_confirmed", order=order.name)
    call_offs.refuse_beyond(session, order)
    found = checks.of_order(session, order, clock.today())
    blocking = [check for check in found if check.severity == Severity.BLOCKING]
    if blocking and not (override or "").strip():
        raise DomainError(
            "order.blocked", order=order.name, checks=", ".join(dict.fromkeys(check.code for check in blocking))
        )
    with session.no_autoflush:
        order.move_to(OrderState.CONFIRMED)
        order.override_reason = override if blocking else None
        order.number = numbering.take(session, Series.ORDER, clock.today(), order.establishment_id)
        order.confirmed_on = clock.today()
        kits.spread_prices(session, order)
        order.recompute()
        _promise(session, order)
        stock.reserve(session, order.leaving)
    intake.note(session, order, IntakeCause.CONFIRMATION, clock.today())
    session.flush()
    return order


def cancel_within(session: Session, order_id: int, version: int | None, reason: str, today: dt.date) -> SalesOrder:
    """Cancel an order inside a transaction that does more than that; return it."""
    order = order_by_id(session, order_id)
    if version is not None:
        order.refuse_if_changed(version)
    order.cancel(reason)
    intake.note(session, order, IntakeCause.CANCELLATION, today)
    reservations.free(session, order)
    return order


def order_by_id(session: Session, order_id: int) -> SalesOrder:
    """Return an order with its lines; raise `order.not_found`."""
    order = held(session, SalesOrder, order_id, "lines") or session.scalar(_BY_ID, {"id": order_id})
    if order is None:
        raise DomainError("order.not_found", number=order_id)
    return order


def orders_of_lines(session: Session, line_ids: Sequence[int]) -> list[SalesOrder]:
    """Return the orders that lines belong to, with all their lines."""
    found = session.scalars(_OF_LINES, {"ids": list(line_ids)}).all()
    return [order_by_id(session, order_id) for order_id in sorted(found)]


def order_of(session: Session, name: str) -> SalesOrder:
    """Return an order by its number, or by its id while it is a draft; raise `order.not_found`."""
    order = session.scalar(sa.select(SalesOrder).where(SalesOrder.number == name).options(WITH_LINES))
    row_id = numbering.id_in(name)
    if order is None and row_id is not None:
        return order_by_id(session, row_id)
    if order is None:
        raise DomainError("order.not_found", number=name)
    return order


def add_order(session: Session, command: NewOrder, clock: Clock) -> SalesOrder:
    """Write a draft inside an open transaction (copies, templates)."""
    order = assemble(session, command, clock)
    session.add(order)
    return order


def amend_order(session: Session, order_id: int, version: int, command: NewOrder, clock: Clock) -> SalesOrder:
    """Replace the content of an order inside an open transaction; a confirmed one keeps a revision."""
    order = order_by_id(session, order_id)
    order.refuse_if_changed(version)
    if order.state not in {OrderState.DRAFT, OrderState.CONFIRMED, OrderState.ON_HOLD}:
        raise DomainError("order.closed", order=order.name)
    before = snapshot(order)
    _write_header(session, order, command, clock)
    replace_lines(session, order, command.lines)
    call_offs.refuse_beyond(session, order)
    freight.settle(session, order)
    if order.state is not OrderState.DRAFT:
        kits.spread_prices(session, order)
    order.recompute()
    if order.state is not OrderState.DRAFT:
        revise(session, order, before, clock)
    return order


def assemble(
    session: Session,
    command: NewOrder,
    clock: Clock,
    progress: Progress | None = None,
    known: Catalogue | None = None,
) -> SalesOrder:
    """Build a draft order: header, priced lines (a step each), totals; `known` is the catalogue of its customer."""
    if not command.lines:
        raise DomainError("order.no_lines", order="")
    with session.no_autoflush:
        order = heading_of(session, command, clock)
        context = context_of(session, order, command.lines, known)
        steps = progress or Progress()
        for no, asked in enumerate(command.lines, start=1):
            steps.step(no, len(command.lines))
            line = kits.blank_line(no)
            write_line(line, asked, context)
            order.lines += [line, *kits.written(session, line, context)]
        kits.number_components(order)
        freight.settle(session, order)
        order.recompute()
        order.promised = order.requested
    return order


def heading_of(session: Session, command: NewOrder, clock: Clock) -> SalesOrder:
    """Build a draft order without its lines: whose it is, where it goes, by whom, when."""
    order = SalesOrder(lines=[], kind=OrderKind.STANDARD, state=OrderState.DRAFT, establishment_id=1)
    _write_header(session, order, command, clock)
    return order


def _write_header(session: Session, order: SalesOrder, command: NewOrder, clock: Clock) -> None:
    customer = customer_of(session, command.customer)
    order.customer_id, order.customer_name = customer.id, customer.name
    place = order_places.place_of(session, customer, command)
    order.bill_to_id, order.payer_id = order_places.roles_of(session, customer, place, command)
    order.order_date = numbering.refuse_future(command.date or clock.today(), clock.today())
    order.received_at = command.received_at or clock.now()
    order.customer_reference = (command.customer_reference or "").strip() or None
    order.payment_terms = payment_terms.label(payment_terms.parse(command.terms or customer.payment_terms))
    order.payment_method = command.method or customer.payment_method
    order.vat_regime = command.vat_regime or customer.vat_regime
    order.currency = command.currency or customer.currency
    order.exchange_rate = frozen_rate(order.currency, command.exchange_rate)
    order.deliver_to = order_places.deliver_to(place, command)
    order.ship_to_id = place.id if place else None
    order.backorder_policy = command.backorder_policy or customer.backorder_policy
    order.partial_policy = command.partial_policy or customer.partial_policy
    order.incoterm = _incoterm(order, customer, command.incoterm)
    order.date_kind = date_kind_of(customer.date_kind, order.incoterm)
    order.carrier = command.carrier or (place.carrier if place else None) or customer.carrier
    order.salesperson = command.salesperson or customer.salesperson
    order.discount_percent = command.discount.percent if command.discount else None
    order.discount_amount = command.discount.minor if command.discount else None
    order.freight = command.freight.minor if command.freight else 0
    order.freight_vat_rate = command.freight.vat_rate if command.freight else None
    order.freight_typed, order.freight_reason = command.freight is not None, command.freight_reason
    order.requirements = dict(command.requirements)
    order.deposit_percent = _deposit(command.deposit_percent)
    order.open_reference = order.kind in {OrderKind.FRAMEWORK, OrderKind.CALL_OFF} or command.open_reference
    order.entered_by = order.entered_by or actor_name()
    same = ("customer_reference_date", "requested", "gross_prices", "notes", "channel", "customer_contact", "urgent")
    for name in same:
        setattr(order, name, getattr(command, name))


def _incoterm(order: SalesOrder, customer: Customer, typed: str | None) -> str | None:
    """Return the incoterm of an order, the customer's where none was typed; raise `incoterm.unknown`."""
    wanted = " ".join((typed or "").split())
    if not wanted or wanted in {order.incoterm, customer.incoterm}:
        return wanted or customer.incoterm
    found = incoterms.parse(wanted)
    if found is None:
        raise DomainError("incoterm.unknown", written=wanted)
    if not found.place:
        raise DomainError("incoterm.no_place", code=found.code)
    return f"{found.code} {found.place}"


def _deposit(percent: Decimal | None) -> Decimal | None:
    """Return the percent asked before any goods leave; raise `deposit.out_of_range`."""
    if percent is not None and not ZERO < percent <= 100:
        raise DomainError("deposit.out_of_range", percent=percent)
    return percent


def frozen_rate(currency: str, rate: ExchangeRate | None) -> dict[str, str] | None:
    """Freeze an exchange rate; a document that is not in euros needs one."""
    if currency == "EUR":
        return None
    if rate is None:
        raise DomainError("currency.no_rate", currency=currency)
    return {"rate": plain(rate.rate), "date": rate.date.isoformat(), "source": rate.source}


def _promise(session: Session, order: SalesOrder) -> None:
    """Give each line the date that it is promised for: typed, else the one requested; and when it must leave."""
    calendar = calendars.of_order(session, order)
    for line in [line for line in order.lines if line.has_goods or line.is_kit]:
        line.promised = line.promised or line.requested or order.requested
        line.planned_departure = calendar.departure(line.promised) if line.promised else None
    dates = [line.promised for line in order.leaving if line.promised is not None and line.backorder]
    order.promised = min(dates) if dates else None


def as_command(session: Session, order: SalesOrder) -> NewOrder:
    """Return an order as the command that would write it again (form, copy)."""
    from adv_desktop.services.order_reading import command_of

    code, bill_to, payer = (
        session.get_one(Customer, one).code for one in (order.customer_id, order.bill_to_id, order.payer_id)
    )
    return replace(command_of(order, code), bill_to=bill_to, payer=payer)

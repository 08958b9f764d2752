"""Recurring orders: templates with a rhythm, and the drafts of what is due; a day is never made twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OrderKind, OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.recurring import OrderRecurrence, RecurringOrder
from adv_desktop.models.rules.recurrence import ContractPrices
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.order_commands import NewLine, NewOrder, OrderRef
from adv_desktop.services.order_reading import command_of
from adv_desktop.services.orders import add_order, order_by_id
from adv_desktop.services.rhythms import Rhythm, recurrence_of
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_

PRICE_REASON = N_("Price of the recurring order")


@dataclass(frozen=True, slots=True)
class RecurringRow:
    """A template with its rhythm, and the day on which its next order is to be made (None: over)."""

    order_id: int
    customer: str
    rhythm: Rhythm
    next_on: dt.date | None


class RecurringOrderService:
    """The verbs on recurring orders."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def all(self) -> tuple[RecurringRow, ...]:
        """Return the templates that are not cancelled, the next to be made first."""
        statement = (
            sa.select(OrderRecurrence, SalesOrder.customer_name)
            .join(SalesOrder, SalesOrder.id == OrderRecurrence.order_id)
            .where(SalesOrder.state == OrderState.DRAFT)
            .order_by(OrderRecurrence.next_on.is_(None), OrderRecurrence.next_on, OrderRecurrence.order_id)
        )
        with self._store.read() as session:
            return tuple(
                RecurringRow(
                    row.order_id,
                    name,
                    Rhythm(row.start_date, row.every, row.unit, row.end_date, row.prices),
                    row.next_on,
                )
                for row, name in session.execute(statement)
            )

    def create(self, order_id: int, rhythm: Rhythm) -> int:
        """Copy an order into a template that comes back in a rhythm; return the id of the template."""
        with self._store.write("recurring.create") as session:
            source = order_by_id(session, order_id)
            if source.kind is OrderKind.FRAMEWORK:
                raise DomainError("recurring.framework", order=source.name)
            template = add_order(session, _content(session, source, ContractPrices.FROZEN), self._clock)
            template.kind = OrderKind.TEMPLATE
            session.flush()
            recurrence = OrderRecurrence(order_id=template.id)
            session.add(recurrence)
            _set(session, recurrence, rhythm, template)
            return template.id

    def change(self, template_id: int, rhythm: Rhythm) -> None:
        """Give a template another rhythm, or its last day; what was made stays made."""
        with self._store.write("recurring.change") as session:
            recurrence = recurrence_of(session, template_id)
            _set(session, recurrence, rhythm, order_by_id(session, template_id))

    def run(self, template_ids: Sequence[int] | None = None) -> tuple[OrderRef, ...]:
        """Write the drafts of every day that is due, of some templates or of all; what was made is not made again."""
        today, made = self._clock.today(), []
        with self._store.write("recurring.run") as session:
            for recurrence in _due(session, template_ids, today):
                template = order_by_id(session, recurrence.order_id)
                done = _made(session, recurrence.id)
                for period in recurrence.rhythm.due(today):
                    if period.on in done:
                        continue
                    made.append(_draft(session, template, recurrence, period.on, self._clock))
                    session.add(RecurringOrder(recurrence_id=recurrence.id, due_on=period.on))
                session.flush()
                recurrence.next_on = _next(session, recurrence)
            session.flush()
            return tuple(OrderRef(order.id, order.version) for order in made)


def _set(session: Session, recurrence: OrderRecurrence, rhythm: Rhythm, template: SalesOrder) -> None:
    if template.state is OrderState.CANCELLED:
        raise DomainError("recurring.not_found", order=template.name)
    recurrence.every, recurrence.unit = rhythm.every, rhythm.unit
    recurrence.start_date, recurrence.end_date = rhythm.start, rhythm.end
    recurrence.prices = rhythm.prices
    _ = recurrence.rhythm  # refuses what makes no rhythm
    session.flush()
    recurrence.next_on = _next(session, recurrence)


def _due(session: Session, template_ids: Sequence[int] | None, today: dt.date) -> list[OrderRecurrence]:
    statement = (
        sa.select(OrderRecurrence)
        .join(SalesOrder, SalesOrder.id == OrderRecurrence.order_id)
        .where(OrderRecurrence.next_on <= today, SalesOrder.state == OrderState.DRAFT)
        .order_by(OrderRecurrence.order_id)
    )
    if template_ids is not None:
        statement = statement.where(OrderRecurrence.order_id.in_(template_ids))
    return list(session.scalars(statement))


def _made(session: Session, recurrence_id: int) -> set[dt.date]:
    return set(session.scalars(sa.select(RecurringOrder.due_on).where(RecurringOrder.recurrence_id == recurrence_id)))


def _next(session: Session, recurrence: OrderRecurrence) -> dt.date | None:
    done = _made(session, recurrence.id)
    return next((period.on for period in recurrence.rhythm.periods() if period.on not in done), None)


def _draft(
    session: Session, template: SalesOrder, recurrence: OrderRecurrence, on: dt.date, clock: Clock
) -> SalesOrder:
    """Write the order of a day; it is wanted as many days later as the template is after its first day."""
    content = _content(session, template, recurrence.prices)
    requested = template.requested + (on - recurrence.start_date) if template.requested else None
    order = add_order(session, replace(content, requested=requested), clock)
    order.parent_id = template.id
    return order


def _content(session: Session, order: SalesOrder, prices: ContractPrices) -> NewOrder:
    command = command_of(order, session.get_one(Customer, order.customer_id).code)
    lines = tuple(_line(line, prices) for line in command.lines)
    return replace(command, lines=lines, date=None, received_at=None)


def _line(line: NewLine, prices: ContractPrices) -> NewLine:
    asked = replace(line, id=None, promised=None, requested=None, written=None, differences=())
    if prices is ContractPrices.LIST and line.product:
        return replace(asked, unit_price=None, discounts=None, price_reason=None)
    return replace(asked, price_reason=asked.price_reason or texts.current().gettext(PRICE_REASON))

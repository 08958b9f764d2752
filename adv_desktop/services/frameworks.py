"""Framework orders: agreed once with a validity and quantities, delivered by the orders that are called off them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.enums import OrderKind, OrderState, Series
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import call_offs, numbering, texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.order_commands import NewLine, OrderRef
from adv_desktop.services.order_reading import command_of
from adv_desktop.services.orders import add_order, order_by_id
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_

PRICE_REASON = N_("Price of framework order {number}")


@dataclass(frozen=True, slots=True)
class CallOff:
    """What is called off a framework order: quantities by the number of its lines, wanted on a day."""

    framework_id: int
    quantities: Mapping[int, Decimal]
    requested: dt.date | None = None


class FrameworkService:
    """The verbs on framework orders."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def open(self, order_id: int, version: int | None, start: dt.date, end: dt.date) -> OrderRef:
        """Make a draft a framework order, valid from a day to another; it takes its number. Or move its validity."""
        if end < start:
            raise DomainError("framework.ends_before", start=start, end=end)
        with self._store.write("framework.open") as session:
            order = order_by_id(session, order_id)
            if version is not None:
                order.refuse_if_changed(version)
            if order.state is not OrderState.DRAFT or order.kind not in {OrderKind.STANDARD, OrderKind.FRAMEWORK}:
                raise DomainError("framework.not_a_draft", order=order.name)
            number = order.number
            if number is None:
                number = numbering.take(session, Series.ORDER, self._clock.today(), order.establishment_id)
            order.open_for_call_offs(number, start, end)
            session.flush()
            return OrderRef(order.id, order.version, order.number)

    def call_off(self, command: CallOff) -> OrderRef:
        """Write the draft of an order of some quantities, at the prices agreed; the customer's number serves again."""
        with self._store.write("framework.call_off") as session:
            framework = order_by_id(session, command.framework_id)
            framework.refuse_unless_callable(self._clock.today())
            order = self._draft(session, framework, command)
            session.flush()
            call_offs.refuse_beyond(session, order)
            return OrderRef(order.id, order.version)

    def _draft(self, session: Session, framework: SalesOrder, command: CallOff) -> SalesOrder:
        customer = session.get_one(Customer, framework.customer_id)
        agreed = dict(zip(framework.typed, command_of(framework, customer.code).lines, strict=True))
        lines = []
        for no, quantity in command.quantities.items():
            if quantity < 0:
                raise DomainError("quantity.not_positive", written=quantity, line=no)
            line = framework.line(no)
            if quantity and line.is_item:
                lines.append((line, _called(agreed[line], quantity, framework)))
        if not lines:
            raise DomainError("framework.nothing_called", order=framework.name)
        content = replace(
            command_of(framework, customer.code),
            lines=tuple(asked for _line, asked in lines),
            date=None,
            received_at=None,
            requested=command.requested,
        )
        order = add_order(session, content, self._clock)
        order.kind, order.parent_id = OrderKind.CALL_OFF, framework.id
        for (source, _asked), line in zip(lines, order.typed, strict=True):
            line.split_from_id = source.id
        return order


def _called(asked: NewLine, quantity: Decimal, framework: SalesOrder) -> NewLine:
    reason = texts.current().gettext(PRICE_REASON).format(number=framework.number)
    return replace(
        asked, quantity=quantity, id=None, requested=None, promised=None, price_reason=reason, written=None,
        differences=(),
    )  # fmt: skip

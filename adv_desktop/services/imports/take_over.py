"""Take over what was still open in the former program: open items and orders, with their numbers (rule R31)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OpenItemKind, OrderState, Series
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.numbering import NumberSeries
from adv_desktop.models.order_history import IntakeCause
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import intake, kits, numbering, stock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.imports.master_rows import OpenItemRow, OpenOrderRow, ReadRow
from adv_desktop.services.imports.master_writing import Writing, records
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import assemble
from adv_desktop.services.store import next_id

_WRITTEN_TOGETHER = 200  # orders


def write_open_items(writing: Writing, rows: Sequence[ReadRow]) -> None:
    """Take over invoices and credit notes, and start our own numbers after theirs."""
    for row, data in records(rows, OpenItemRow):
        writing.attempt([row], partial(_write_open_item, writing, data))


def _write_open_item(writing: Writing, data: OpenItemRow) -> None:
    session = writing.session
    customer = customer_of(session, data.customer)
    _refuse_taken_number(session, data.number)
    numbering.refuse_future(data.date, writing.clock.today())
    payer = customer.payer_id or customer.bill_to_id or customer.id
    session.add(
        OpenItem(
            customer_id=customer.id,
            payer_id=payer,
            kind=OpenItemKind.OPENING,
            document_number=data.number,
            document_date=data.date,
            customer_reference=data.customer_reference,
            currency=data.currency,
            due_date=data.due,
            amount=data.amount,
            open_amount=data.open_amount,
        )
    )
    series = Series.INVOICE if data.amount >= 0 else Series.CREDIT_NOTE
    row = numbering.series_row(session, series, data.date.year)
    before = row.last_number
    row.move_past(data.number)
    if row.last_number != before:
        row.last_date = max(filter(None, (row.last_date, data.date)))


def _refuse_taken_number(session: Session, number: str) -> None:
    """Refuse a number that an issued or taken-over document has already."""
    issued = session.scalar(sa.select(Invoice.id).where(Invoice.number == number).limit(1))
    taken_over = session.scalar(
        sa.select(OpenItem.id).where(OpenItem.document_number == number, OpenItem.kind == OpenItemKind.OPENING).limit(1)
    )
    if issued is not None or taken_over is not None:
        raise DomainError("import.number_taken", number=number, field="number")


def write_open_orders(writing: Writing, rows: Sequence[ReadRow]) -> None:
    """Take over confirmed orders, with what is still to be delivered of each line."""
    lines = sorted(records(rows, OpenOrderRow), key=lambda line: (line[1].number, line[0]))
    groups = [(number, list(group)) for number, group in groupby(lines, lambda line: line[1].number)]
    taking = _TakingOver(writing, [number for number, _group in groups])
    with writing.session.no_autoflush:
        for place, (number, group) in enumerate(groups, start=1):
            orders = [data for _row, data in group]
            writing.attempt([row for row, _data in group], partial(taking.take, number, orders))
            if place % _WRITTEN_TOGETHER == 0:
                writing.session.flush()
        writing.session.flush()


class _TakingOver:
    """Takes orders over by the rules of every order; what they share is read once, and they are written together."""

    def __init__(self, writing: Writing, numbers: Sequence[str]) -> None:
        self._session = writing.session
        self._clock = writing.clock
        self._next_order, self._next_line = (next_id(writing.session, kind) for kind in (SalesOrder, OrderLine))
        self._taken = _numbers_taken(writing.session, numbers)
        self._series: dict[int, NumberSeries] = {}
        self._counted: set[int] = set()  # products

    def take(self, number: str, rows: Sequence[OpenOrderRow]) -> None:
        """Add a confirmed order, with what is in stock kept for it; nothing is added of one that is refused."""
        if number in self._taken:
            raise DomainError("import.number_taken", number=number, field="number")
        if len({row.customer for row in rows}) > 1:
            raise DomainError("import.two_customers", number=number, field="customer")
        open_rows = [row for row in rows if row.quantity]
        if not open_rows:
            return  # everything was delivered: nothing is left to take over
        order = assemble(self._session, _command(rows[0], open_rows), self._clock)
        self._number(order, number)
        order.move_to(OrderState.CONFIRMED)
        order.confirmed_on = order.order_date
        kits.spread_prices(self._session, order)
        for line in order.lines:
            line.promised = line.promised or line.requested or order.requested
            line.first_promised = line.promised
        order.update_progress()
        self._series_of(order.order_date.year).move_past(number)
        self._session.add(order)
        intake.note(self._session, order, IntakeCause.CONFIRMATION, order.order_date)
        self._count(order)
        stock.reserve(self._session, order.leaving)

    def _count(self, order: SalesOrder) -> None:
        """Write the counters of products that never moved: until then each order would make its own."""
        fresh = {line.product_id for line in order.leaving if line.product_id is not None} - self._counted
        rows = [stock.counters(self._session, product_id) for product_id in sorted(fresh)]
        if any(row in self._session.new for row in rows):
            self._session.flush()
        self._counted |= fresh

    def _number(self, order: SalesOrder, number: str) -> None:
        """Give the order and its lines the ids that what is kept for them refers to before they are written."""
        order.number = number
        order.id = self._next_order
        self._next_order += 1
        for line in order.lines:
            line.id = self._next_line
            self._next_line += 1

    def _series_of(self, year: int) -> NumberSeries:
        if year not in self._series:
            self._series[year] = numbering.series_row(self._session, Series.ORDER, year)
        return self._series[year]


def _numbers_taken(session: Session, numbers: Sequence[str]) -> set[str]:
    """Return which of some numbers orders have already."""
    given = sa.func.json_each(json.dumps(numbers)).table_valued("value")
    known = sa.select(SalesOrder.number).where(SalesOrder.number.in_(sa.select(given.c.value)))
    return {number for number in session.scalars(known) if number is not None}


def _command(head: OpenOrderRow, rows: Sequence[OpenOrderRow]) -> NewOrder:
    return NewOrder(
        customer=head.customer,
        lines=tuple(
            NewLine(
                quantity=row.quantity,
                product=row.product,
                label=row.label,
                unit_price=row.price,
                discounts=row.discounts or None,
                requested=row.requested,
                promised=row.promised,
                customer_line_no=row.customer_line_no,
            )
            for row in rows
        ),
        customer_reference=head.customer_reference,
        date=head.date,
        requested=head.requested,
    )

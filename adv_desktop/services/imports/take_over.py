"""Take over what was still open in the former program: open items and orders, with their numbers (rule R31)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OpenItemKind, OrderState, Series
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.numbering import NumberSeries
from adv_desktop.models.order_history import IntakeCause, OrderIntake
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.stock import Reservation
from adv_desktop.services import catalogue, intake, kits, new_orders, numbering, stock
from adv_desktop.services.catalogue import Catalogue
from adv_desktop.services.customer_parts import find_customer
from adv_desktop.services.customers import customer_of
from adv_desktop.services.imports.master_rows import OpenItemRow, OpenOrderRow, ReadRow
from adv_desktop.services.imports.master_writing import Writing, records
from adv_desktop.services.new_rows import NewRows
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import assemble
from adv_desktop.services.prepared import standing_still

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
            paid_before=data.amount - data.open_amount,
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
    groups = [_Former(number, list(group)) for number, group in groupby(lines, lambda line: line[1].number)]
    taking = _TakingOver(writing, [one.number for one in groups])
    with writing.session.no_autoflush, standing_still(writing.session):
        for start in range(0, len(groups), _WRITTEN_TOGETHER):
            taking.take_together(groups[start : start + _WRITTEN_TOGETHER])


@dataclass(frozen=True, slots=True)
class _Former:
    """An order of the former program: its number, and its lines by their row in the file."""

    number: str
    lines: list[tuple[int, OpenOrderRow]]

    @property
    def rows(self) -> list[int]:
        """The rows of the file."""
        return [row for row, _line in self.lines]

    @property
    def customer(self) -> str:
        """The code of its customer; raise `import.two_customers`."""
        codes = {line.customer for _row, line in self.lines}
        if len(codes) > 1:
            raise DomainError("import.two_customers", number=self.number, field="customer")
        return codes.pop()

    def command(self) -> NewOrder | None:
        """Return what is still to be delivered as an order, None when nothing is."""
        lines = [line for _row, line in self.lines if line.quantity]
        return _command(self.lines[0][1], lines) if lines else None


class _TakingOver:
    """Takes orders over by the rules of every order; what they share is read once, and they are written together."""

    def __init__(self, writing: Writing, numbers: Sequence[str]) -> None:
        self._writing = writing
        self._session = writing.session
        self._new = NewRows(writing.session, writing.clock)
        self._taken = _numbers_taken(writing.session, numbers)
        self._series: dict[int, NumberSeries] = {}
        self._counted: set[int] = set()  # products

    def take_together(self, orders: Sequence[_Former]) -> None:
        """Add some orders and write them; nothing is added of one that is refused."""
        catalogues = self._catalogues(orders)
        for order in orders:
            self._writing.attempt(order.rows, partial(self._take, order, catalogues))
        self._new.write()

    def _catalogues(self, orders: Sequence[_Former]) -> dict[str, Catalogue]:
        """Read the products and prices that some orders name, once a customer."""
        codes: defaultdict[str, set[str]] = defaultdict(set)
        for order in orders:
            for _row, line in order.lines:
                codes[line.customer].add(line.product)
        customers = {code: find_customer(self._session, code) for code in codes}
        return {
            code: catalogue.read(self._session, customer, codes[code])
            for code, customer in customers.items()
            if customer is not None
        }

    def _take(self, former: _Former, catalogues: Mapping[str, Catalogue]) -> None:
        """Add a confirmed order, with what is in stock kept for it."""
        if former.number in self._taken:
            raise DomainError("import.number_taken", number=former.number, field="number")
        customer, command = former.customer, former.command()
        if command is None:
            return  # everything was delivered: nothing is left to take over
        order = assemble(self._session, command, self._writing.clock, known=catalogues.get(customer))
        order.number = former.number
        order.move_to(OrderState.CONFIRMED)
        order.confirmed_on = order.order_date
        kits.spread_prices(self._session, order)
        for line in order.lines:
            line.promised = line.promised or line.requested or order.requested
            line.first_promised = line.promised
        order.update_progress()
        self._series_of(order.order_date.year).move_past(former.number)
        new_orders.number(self._new, order)
        self._add(order)

    def _add(self, order: SalesOrder) -> None:
        """Write an order with what it adds to the order intake and what is kept for it."""
        self._count(order)
        kept = list(stock.reserved(self._session, order.leaving))
        intaken = intake.change_of(self._session, order, IntakeCause.CONFIRMATION, order.order_date)
        new_orders.add(self._new, order)
        if intaken is not None:
            intaken.id = self._new.number(OrderIntake)
            self._new.add(intaken)
        for row in kept:
            row.id = self._new.number(Reservation)
            self._new.add(row)

    def _count(self, order: SalesOrder) -> None:
        """Write the counters of products that never moved: until then each order would make its own."""
        fresh = {line.product_id for line in order.leaving if line.product_id is not None} - self._counted
        rows = [stock.counters(self._session, product_id) for product_id in sorted(fresh)]
        if any(row in self._session.new for row in rows):
            self._session.flush()
        self._counted |= fresh

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

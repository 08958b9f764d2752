"""Take over what was still open in the former program: open items and orders, with their numbers (rule R31)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OpenItemKind, OrderState, Series
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.order_history import IntakeCause
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import intake, kits, numbering, stock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.imports.master_rows import OpenItemRow, OpenOrderRow, ReadRow
from adv_desktop.services.imports.master_writing import Writing, records
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import add_order


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
    lines = list(records(rows, OpenOrderRow))
    for number, grouped in groupby(
        sorted(lines, key=lambda line: (line[1].number, line[0])), lambda line: line[1].number
    ):
        group = list(grouped)
        numbers = [row for row, _data in group]
        orders = [data for _row, data in group]
        writing.attempt(numbers, partial(_write_open_order, writing, number, orders))


def _write_open_order(writing: Writing, number: str, rows: Sequence[OpenOrderRow]) -> None:
    session = writing.session
    if session.scalar(sa.select(SalesOrder.id).where(SalesOrder.number == number)) is not None:
        raise DomainError("import.number_taken", number=number, field="number")
    if len({row.customer for row in rows}) > 1:
        raise DomainError("import.two_customers", number=number, field="customer")
    open_rows = [row for row in rows if row.quantity]
    if not open_rows:
        return  # everything was delivered: nothing is left to take over
    order = add_order(session, _command(rows[0], open_rows), writing.clock)
    session.flush()
    order.number = number
    order.move_to(OrderState.CONFIRMED)
    order.confirmed_on = order.order_date
    kits.spread_prices(session, order)
    for line in order.lines:
        line.promised = line.promised or line.requested or order.requested
        line.first_promised = line.promised
    order.update_progress()
    intake.note(session, order, IntakeCause.CONFIRMATION, order.order_date)
    stock.reserve(session, order.leaving)
    numbering.series_row(session, Series.ORDER, order.order_date.year).move_past(number)


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

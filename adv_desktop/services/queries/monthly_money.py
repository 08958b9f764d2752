"""The rows of the monthly workbook on money and trouble: payments, claims, balance, late lines, goods not invoiced."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.claim import Claim, ClaimAction
from adv_desktop.models.delivery import Delivery, DeliveryLine, DeliveryProgress
from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import Allocation, OpenItem, Payment
from adv_desktop.services.exports import report_data as data
from adv_desktop.services.labels import written
from adv_desktop.services.queries import backlog, numbers, payments, receivables
from adv_desktop.services.queries.backlog import LeftLine
from adv_desktop.services.queries.billing import arrived, billed_until
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.listing import among
from adv_desktop.services.queries.reading import Reading
from adv_desktop.services.queries.selected import Row
from adv_desktop.services.queries.states import CLAIM

ZERO = Decimal(0)


def payments_of(reading: Reading) -> tuple[data.PaymentRow, ...]:
    """Return the payments of the month, one row an invoice paid, and one for what is not allocated."""
    session, period = reading.session, reading.period
    found = session.execute(
        sa.select(Payment.id, Payment.exchange_rate)
        .where(Payment.paid_on.between(period.start, period.end))
        .order_by(Payment.paid_on, Payment.number)
    ).all()
    rows = payments.rows(session, [row.id for row in found], reading.today)
    allocated = _allocated(session, [row.id for row in found])
    made: list[data.PaymentRow] = []
    for payment in found:
        row, rate = rows[payment.id], rate_of(payment.exchange_rate)
        for part in allocated[payment.id]:
            late = (row.date - part.due_date).days
            made.append(_payment(reading, row, rate, part.document_number, part.amount, late))
        if row.unallocated or not allocated[payment.id]:
            made.append(_payment(reading, row, rate, "", 0, None))
    return tuple(made)


def _payment(
    reading: Reading, row: payments.PaymentRow, rate: str | None, invoice: str, minor: int, late: int | None
) -> data.PaymentRow:
    return data.PaymentRow(
        number=row.number, received_on=row.date, customer_code=reading.customers[row.customer_id][0],
        customer=row.customer_name, method=written(row.method, reading.texts), reference=row.reference or "",
        amount=in_euros(row.amount, row.currency, rate), invoice_number=invoice,
        allocated=in_euros(minor, row.currency, rate), days_late=late,
        state=reading.texts.gettext(row.state.word), bank=row.bank or "",
    )  # fmt: skip


def _allocated(session: Session, payment_ids: list[int]) -> defaultdict[int, list[Row]]:
    credit, debit = sa.orm.aliased(OpenItem), sa.orm.aliased(OpenItem)
    statement = (
        sa.select(credit.payment_id, debit.document_number, debit.due_date, Allocation.amount)
        .join(credit, credit.id == Allocation.credit_item_id)
        .join(debit, debit.id == Allocation.debit_item_id)
        .where(among(credit.payment_id, payment_ids))
        .order_by(Allocation.id)
    )
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in session.execute(statement):
        found[row.payment_id or 0].append(row)
    return found


def claims(reading: Reading) -> tuple[data.ClaimRow, ...]:
    """Return the claims opened or closed in the month, and those that are open."""
    period = reading.period
    inside = sa.or_(
        Claim.opened_on.between(period.start, period.end), Claim.closed_on.between(period.start, period.end),
        sa.and_(Claim.opened_on <= period.end, sa.or_(Claim.closed_on.is_(None), Claim.closed_on > period.end)),
    )  # fmt: skip
    names = ("id", "number", "opened_on", "customer_id", "customer_name", "type", "severity", "origin_kind",
             "origin_id", "description", "disputed_amount", "state", "due", "closed_on", "outcome", "cause", "cost",
             "person")  # fmt: skip
    statement = sa.select(*(getattr(Claim, name) for name in names)).where(inside)
    rows = reading.session.execute(statement.order_by(Claim.opened_on, Claim.number)).all()
    origins = numbers.of(reading.session, [(row.origin_kind, row.origin_id) for row in rows])
    actions = defaultdict(list)
    for claim_id, kind in reading.session.execute(sa.select(ClaimAction.claim_id, ClaimAction.kind)):
        actions[claim_id].append(written(kind, reading.texts))
    return tuple(
        _claim(reading, row, origins.get((row.origin_kind, row.origin_id)), ", ".join(actions[row.id])) for row in rows
    )


def _claim(reading: Reading, row: Row, origin: str | None, action: str) -> data.ClaimRow:
    words = reading.texts
    return data.ClaimRow(
        number=row.number, opened_on=row.opened_on, customer_code=reading.customers[row.customer_id][0],
        customer=row.customer_name, type=written(row.type, words), severity=written(row.severity, words),
        origin=origin or "", description=row.description, disputed=row.disputed_amount,
        state=words.gettext(CLAIM[row.state].word), due_on=row.due, closed_on=row.closed_on,
        outcome=written(row.outcome, words) if row.outcome else "", action=action, cause=row.cause or "",
        cost=row.cost or None, person=row.person or "",
    )  # fmt: skip


def ageing(reading: Reading) -> tuple[data.AgeingRow, ...]:
    """Return the balance by age of each customer, the largest first."""
    balances = receivables.ageing_by_customer(reading.session, reading.period.end, reading.today)
    limits = sa.select(Customer.id, Customer.name, Customer.credit_limit)
    known = {row.id: row for row in reading.session.execute(limits.where(among(Customer.id, balances)))}
    rows = [
        data.AgeingRow(
            customer_code=reading.customers[customer_id][0], customer=known[customer_id].name, total=balance.total,
            not_due=balance.current, days_1_30=balance.to_30, days_31_60=balance.to_60, days_61_90=balance.to_90,
            over_90=balance.over_90, unallocated=balance.unallocated, disputed=balance.disputed,
            credit_limit=known[customer_id].credit_limit,
        )
        for customer_id, balance in balances.items()
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.total, row.customer_code)))


def late(reading: Reading) -> tuple[data.LateRow, ...]:
    """Return the lines still to be delivered whose promised day has passed."""
    on = reading.period.end
    return tuple(
        data.LateRow(
            number=line.number or "", customer_reference=line.customer_reference or "",
            customer_code=reading.customers[line.customer_id][0], customer=line.customer_name,
            product_code=line.product_code or "", label=line.label, quantity=line.left, unit=reading.unit(line.unit),
            net=line.net, requested_on=line.requested, first_promised_on=line.first_promised, promised_on=line.promised,
            days_late=(on - (line.promised or on)).days,
        )
        for line in backlog.late(reading.session, on, reading.today)
    )  # fmt: skip


def not_invoiced(reading: Reading) -> tuple[data.NotInvoicedRow, ...]:
    """Return the deliveries that were not wholly invoiced on the closing day, the oldest first."""
    on = reading.period.end
    lines = {line.line_id: line for line in backlog.to_invoice(reading.session, on, reading.today)}
    statement = (
        sa.select(
            Delivery.id, Delivery.number, Delivery.delivery_date, DeliveryLine.order_line_id, DeliveryLine.quantity,
            billed_until(on).label("billed"),
        )
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .join(DeliveryProgress, DeliveryProgress.delivery_id == Delivery.id)
        .where(
            among(DeliveryLine.order_line_id, lines), Delivery.state == DeliveryState.SHIPPED,
            Delivery.delivery_date <= on, DeliveryLine.replaces_id.is_(None), arrived(),
        )
        .order_by(Delivery.delivery_date, Delivery.id)
    )  # fmt: skip
    parts: defaultdict[int, list[tuple[Row, Decimal]]] = defaultdict(list)
    for row in reading.session.execute(statement):
        left = row.quantity - (row.billed or ZERO)
        if left > 0:
            parts[row.order_line_id or 0].append((row, left))
    sums: defaultdict[tuple[int, str], list[tuple[Row, LeftLine, int]]] = defaultdict(list)
    for line_id, found in parts.items():
        for (row, _left), net in zip(found, _shared(lines[line_id].net, [left for _row, left in found]), strict=True):
            sums[row.id, lines[line_id].number or ""].append((row, lines[line_id], net))
    return tuple(_not_invoiced(reading, group) for group in sums.values())


def _not_invoiced(reading: Reading, group: list[tuple[Row, LeftLine, int]]) -> data.NotInvoicedRow:
    row, line, _net = group[0]
    return data.NotInvoicedRow(
        number=row.number, shipped_on=row.delivery_date, customer_code=reading.customers[line.customer_id][0],
        customer=line.customer_name, order_number=line.number or "", net=sum(net for _row, _line, net in group),
        days=(reading.period.end - row.delivery_date).days,
    )  # fmt: skip


def _shared(net: int, quantities: list[Decimal]) -> list[int]:
    """Share the net of an order line over the deliveries it left with; the last takes the rest."""
    total = sum(quantities, ZERO)
    parts = [int(net * quantity / total) for quantity in quantities[:-1]]
    return [*parts, net - sum(parts)]

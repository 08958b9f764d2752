"""Deposits: invoiced on an order, then deducted once, per VAT rate, from the invoices that follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, selectinload

from adv_desktop.models.enums import InvoiceState, InvoiceType, LineKind, OrderState, VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import DepositDeduction, Invoice, InvoiceLine
from adv_desktop.models.party import Customer
from adv_desktop.models.rules import deposits as rule
from adv_desktop.models.rules.totals import VatKey
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.values import Money, from_minor, percent_of
from adv_desktop.services import deposit_orders, texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.formats import Formats
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import promise
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_

PERCENT_LABEL = N_("Deposit of {percent} on order {number} of {date}")
AMOUNT_LABEL = N_("Deposit on order {number} of {date}")
DEDUCTION_LABEL = N_("Deposit invoice {number} of {date}")


@dataclass(frozen=True, slots=True)
class Deducted:
    """What a draft takes off of a deposit at one rate: the net now, and the most that it may be."""

    id: int
    deposit: str
    rate: Decimal
    net: int
    most: int
    currency: str


class DepositService:
    """Makes deposit invoices, as drafts."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def draft(self, order_id: int, *, percent: Decimal | None = None, gross: int | None = None) -> int:
        """Write the draft of a deposit on an order, by percent of each rate's net or by gross amount; return its id."""
        with self._store.write("deposit.draft") as session:
            order = order_by_id(session, order_id)
            if order.state not in {OrderState.CONFIRMED, OrderState.ON_HOLD}:
                raise DomainError("order.not_confirmed", order=order.name, state=order.state.value)
            table = order.totals().vat
            if percent is not None:
                amounts = rule.deposit_by_percent(table, percent, order.currency)
            elif gross is not None:
                amounts = rule.deposit_by_amount(table, gross, order.currency)
            else:
                raise DomainError("deposit.amount")
            invoice = _invoice(session, order, amounts, percent, self._clock.today())
            _refuse_more_than_order(session, order, invoice.net)
            session.add(invoice)
            session.flush()
            return invoice.id

    def deducted(self, invoice_id: int) -> list[Deducted]:
        """Return what a draft deducts of each deposit and rate, which may be lowered."""
        with self._store.read() as session:
            invoice = _with_deductions(session, invoice_id)
            return [
                Deducted(
                    id=row.id,
                    deposit=str(session.get_one(Invoice, row.deposit_invoice_id).name),
                    rate=row.rate,
                    net=row.net,
                    most=_most(session, invoice, row),
                    currency=invoice.currency,
                )
                for row in invoice.deductions
            ]

    def set_deducted(self, invoice_id: int, version: int, nets: Mapping[int, int]) -> None:
        """Deduct other nets than were proposed, by deduction id; what is left of the deposits stays for later."""
        with self._store.write("invoice.deductions") as session:
            invoice = _with_deductions(session, invoice_id)
            invoice.refuse_if_changed(version)
            invoice.refuse_unless_draft()
            for row in list(invoice.deductions):
                if row.id in nets:
                    net = rule.check_lowered(nets[row.id], _most(session, invoice, row), invoice.currency)
                    _deduct_instead(invoice, row, net)
            for no, line in enumerate(invoice.lines, start=1):
                line.no = no
            invoice.freeze(invoice.totals())


def deduct(session: Session, invoice: Invoice, order_ids: Iterable[int], *, prepaid: bool) -> None:
    """Deduct the orders' issued deposits from a draft: by negative lines, or as an amount already paid."""
    left = left_of_orders(session, order_ids, except_invoice=invoice.id)
    if not left:
        return
    bases = {row.key: row.sold for row in invoice.totals().vat}
    found = rule.deduct(left, bases)
    invoice.deduct_prepaid = prepaid and bool(found)
    for deduction in found:
        deposit = session.get_one(Invoice, deduction.deposit_id)
        vat = percent_of(deduction.net, deduction.key.rate, invoice.currency)
        row = DepositDeduction(
            deposit_invoice_id=deposit.id,
            category=deduction.key.category,
            rate=deduction.key.rate,
            net=deduction.net,
            vat=vat,
        )
        if prepaid:
            invoice.prepaid += deduction.net + vat
        else:
            line = _deduction_line(invoice, deposit, deduction)
            invoice.lines.append(line)
            session.flush()
            row.invoice_line_id = line.id
        invoice.deductions.append(row)


def _with_deductions(session: Session, invoice_id: int) -> Invoice:
    parts = (selectinload(Invoice.lines), selectinload(Invoice.deductions), selectinload(Invoice.vat_table))
    return session.scalars(sa.select(Invoice).where(Invoice.id == invoice_id).options(*parts)).one()


def _most(session: Session, invoice: Invoice, row: DepositDeduction) -> int:
    """Return the most that a deduction may be: what is left of its deposit, and the base that the others leave."""
    key = _key_of(session, row)
    left = _left_of(session, _with_table(session, row.deposit_invoice_id), except_invoice=invoice.id).get(key, 0)
    base = sum(vat.sold + vat.deducted for vat in invoice.totals().vat if vat.key == key)
    others = sum(other.net for other in invoice.deductions if other is not row and _key_of(session, other) == key)
    return max(min(left, base - others), 0)


def _key_of(session: Session, row: DepositDeduction) -> VatKey:
    deposit = _with_table(session, row.deposit_invoice_id)
    return next(vat.key for vat in deposit.vat_table if (vat.category, vat.rate) == (row.category, row.rate))


def _deduct_instead(invoice: Invoice, row: DepositDeduction, net: int) -> None:
    """Write another net on a deduction, its line with it; nothing left of it, both go."""
    vat = percent_of(net, row.rate, invoice.currency)
    if invoice.deduct_prepaid:
        invoice.prepaid += net + vat - row.net - row.vat
    row.net, row.vat = net, vat
    line = next((line for line in invoice.lines if line.id == row.invoice_line_id), None)
    if line is not None:
        line.unit_price = from_minor(net, invoice.currency)
    if net == 0:
        invoice.deductions.remove(row)
        if line is not None:
            invoice.lines.remove(line)


def settle(session: Session, invoice: Invoice) -> None:
    """At issue, refuse a deduction of a deposit that another invoice has used meanwhile."""
    wanted: dict[tuple[int, VatKey], int] = {}
    for row in invoice.deductions:
        deposit = _with_table(session, row.deposit_invoice_id)
        key = _key_of(session, row)
        wanted[deposit.id, key] = wanted.get((deposit.id, key), 0) + row.net
    for (deposit_id, key), net in wanted.items():
        deposit = session.get_one(Invoice, deposit_id)
        left = _left_of(session, deposit, except_invoice=invoice.id, issued_only=True)
        if net > left.get(key, 0):
            raise DomainError("deposit.already_deducted", deposit=deposit.name)


def _invoice(
    session: Session, order: SalesOrder, amounts: rule.DepositAmounts, percent: Decimal | None, today: dt.date
) -> Invoice:
    customer = session.get_one(Customer, order.bill_to_id)
    invoice = Invoice(
        lines=[],
        vat_table=[],
        instalments=[],
        deductions=[],
        mentions=[],
        parties={"ship_to": order.deliver_to} if order.deliver_to else {},
        establishment_id=order.establishment_id,
        type=InvoiceType.DEPOSIT,
        state=InvoiceState.DRAFT,
        customer_id=order.customer_id,
        customer_name=order.customer_name,
        bill_to_id=order.bill_to_id,
        payer_id=order.payer_id,
        order_id=order.id,
        customer_reference=order.customer_reference,
        customer_reference_date=order.customer_reference_date,
        salesperson=order.salesperson,
        payment_terms=order.payment_terms,
        payment_method=order.payment_method,
        vat_regime=order.vat_regime,
        language=customer.language,
        currency=order.currency,
        exchange_rate=order.exchange_rate,
        freight=0,
        prepaid=0,
        rounding=amounts.rounding,
        gross_prices=False,
        deduct_prepaid=False,
    )
    for no, part in enumerate(amounts.parts, start=1):
        invoice.lines.append(
            _line(no, _label(order, percent, customer.language), part.key, from_minor(part.net, order.currency))
        )
    if any(part.key.category is VatCategory.INTRA_EU for part in amounts.parts):
        invoice.period_start, invoice.period_end = _expected(session, order, today)
    invoice.freeze(invoice.totals())
    return invoice


def _expected(session: Session, order: SalesOrder, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day on which the goods are to be delivered, as promised, else as they can be.

    A supply in the Union wants its date or its period (BR-IC-11), and nothing has left yet: BT-72 says when goods were
    delivered, the period (BG-14) may lie ahead. Raise `deposit.no_delivery_date` when no day is known.
    """
    known = [
        line.promised or line.requested or order.promised or order.requested for line in order.items if line.backorder
    ]
    days = [day for day in known if day is not None]
    if days:
        return min(days), max(days)
    earliest = promise.what_if(session, [order.id], today, today).earliest
    if earliest is None:
        raise DomainError("deposit.no_delivery_date", order=order.name)
    return earliest, earliest


def _line(no: int, label: str, key: VatKey, net: Decimal) -> InvoiceLine:
    return InvoiceLine(
        no=no,
        kind=LineKind.ITEM,
        label=label,
        quantity=Decimal(1),
        unit="C62",
        unit_price=net,
        price_base=Decimal(1),
        discounts=(),
        charges=[],
        vat_category=key.category,
        vat_rate=key.rate,
        exemption_code=key.exemption_code,
    )


def _label(order: SalesOrder, percent: Decimal | None, language: str) -> str:
    spoken, formats = texts.of(language), Formats(language)
    facts = {"number": order.number, "date": formats.date(order.order_date)}
    if percent is None:
        return spoken.gettext(AMOUNT_LABEL).format(**facts)
    return spoken.gettext(PERCENT_LABEL).format(percent=formats.percent(percent), **facts)


def _deduction_line(invoice: Invoice, deposit: Invoice, deduction: rule.Deduction) -> InvoiceLine:
    """One unit taken back at a positive price: EN 16931 wants the quantity negative, not the price."""
    label = (
        texts.of(invoice.language)
        .gettext(DEDUCTION_LABEL)
        .format(number=deposit.number, date=Formats(invoice.language).date(deposit.issued_on))
    )
    line = _line(len(invoice.lines) + 1, label, deduction.key, from_minor(deduction.net, invoice.currency))
    line.quantity, line.deduction, line.origin_invoice_id = Decimal(-1), True, deposit.id
    return line


def _refuse_more_than_order(session: Session, order: SalesOrder, net: int) -> None:
    """Deposits of an order never add up to more than the order."""
    deposits = sa.and_(Invoice.type == InvoiceType.DEPOSIT, deposit_orders.of_orders([order.id]))
    invoiced = session.scalars(sa.select(Invoice.id).where(deposits)).all()
    credited = sa.and_(
        Invoice.type == InvoiceType.DEPOSIT_CREDIT,
        Invoice.state == InvoiceState.ISSUED,
        Invoice.origin_id.in_(invoiced),
    )
    others = session.execute(sa.select(Invoice.type, Invoice.net).where(sa.or_(deposits, credited)))
    asked = sum(minor if kind is InvoiceType.DEPOSIT else -minor for kind, minor in others)
    if asked + net > order.net:
        raise DomainError("deposit.above_order", order=order.name, net=Money(order.net, order.currency))


def left_of_orders(
    session: Session, order_ids: Iterable[int], *, except_invoice: int | None = None
) -> list[rule.DepositLeft]:
    """Return the issued deposits of orders with what is left of them, oldest first."""
    deposits = session.scalars(
        sa.select(Invoice)
        .where(
            deposit_orders.of_orders(order_ids),
            Invoice.type == InvoiceType.DEPOSIT,
            Invoice.state == InvoiceState.ISSUED,
        )
        .order_by(Invoice.issue_date, Invoice.id)
    ).all()
    left = [
        rule.DepositLeft(deposit.id, _left_of(session, deposit, except_invoice=except_invoice)) for deposit in deposits
    ]
    return [deposit for deposit in left if any(deposit.left.values())]


def _with_table(session: Session, invoice_id: int) -> Invoice:
    statement = sa.select(Invoice).where(Invoice.id == invoice_id).options(selectinload(Invoice.vat_table))
    return session.scalars(statement).one()


def _left_of(
    session: Session, deposit: Invoice, *, except_invoice: int | None, issued_only: bool = False
) -> dict[VatKey, int]:
    """Return the net of a deposit per VAT key that is neither deducted elsewhere nor credited."""
    deposit = _with_table(session, deposit.id)
    left = {row.key: row.base for row in deposit.vat_table}
    statement = (
        sa.select(DepositDeduction.category, DepositDeduction.rate, DepositDeduction.net)
        .join(Invoice, Invoice.id == DepositDeduction.invoice_id)
        .where(DepositDeduction.deposit_invoice_id == deposit.id, DepositDeduction.invoice_id != (except_invoice or 0))
    )
    if issued_only:
        statement = statement.where(Invoice.number.is_not(None))  # issued, or about to be in the same transaction
    taken = [(row.category, row.rate, row.net) for row in session.execute(statement)]
    taken += _given_back(session, deposit)
    notes = session.scalars(
        sa.select(Invoice)
        .where(Invoice.origin_id == deposit.id, Invoice.state == InvoiceState.ISSUED)
        .options(selectinload(Invoice.vat_table))
    )
    taken += [(row.category, row.rate, row.base) for credit in notes for row in credit.vat_table]
    for category, rate, net in taken:
        for key in left:
            if (key.category, key.rate) == (category, rate):
                left[key] -= net
    return left


def _given_back(session: Session, deposit: Invoice) -> list[tuple[VatCategory, Decimal, int]]:
    """Return, negative, what issued credit notes of final invoices gave back of a deposit: it can be deducted again."""
    credited = aliased(InvoiceLine)
    rows = session.execute(
        sa.select(DepositDeduction.category, DepositDeduction.rate, credited.net)
        .join(credited, credited.origin_line_id == DepositDeduction.invoice_line_id)
        .join(Invoice, Invoice.id == credited.invoice_id)
        .where(DepositDeduction.deposit_invoice_id == deposit.id, Invoice.state == InvoiceState.ISSUED)
    )
    return [(row.category, row.rate, row.net) for row in rows]

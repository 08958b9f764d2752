"""Draft invoices: from deliveries, from orders, or free; grouped as each customer wants them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import DeliveryState, InvoiceState, InvoiceType, Requirement, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import REFERENCES, Invoice, InvoiceLine
from adv_desktop.models.line import copied
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.rules import payment_terms, requirements
from adv_desktop.models.rules.totals import Totals, gross_rounding
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.values import from_minor, round_half_up, to_minor
from adv_desktop.services import catalogue, deposits, numbering, packaging_billing, surcharges, vat_evidence
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.invoice_sources import Source, delivered, grouped, ordered, references
from adv_desktop.services.kit_prices import own_prices
from adv_desktop.services.line_words import LineWords
from adv_desktop.services.order_commands import NewOrder
from adv_desktop.services.order_lines import LineContext, fill
from adv_desktop.services.order_reading import period_of, rate_of
from adv_desktop.services.orders import frozen_rate, order_by_id
from adv_desktop.services.store import Store

ZERO = Decimal(0)
WITH_PARTS = (
    selectinload(Invoice.lines),
    selectinload(Invoice.vat_table),
    selectinload(Invoice.instalments),
    selectinload(Invoice.deductions),
)


@dataclass(frozen=True, slots=True)
class InvoiceRef:
    """An invoice that a verb made."""

    id: int
    version: int
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Prevented:
    """A source that could not be invoiced, and why."""

    source: str
    code: str
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class Drafts:
    """What a run made, and what prevented the rest."""

    invoices: tuple[InvoiceRef, ...]
    prevented: tuple[Prevented, ...] = ()


@dataclass(frozen=True, slots=True)
class NewInvoice:
    """A free invoice: what an order takes, with the period of services."""

    content: NewOrder
    period_start: dt.date | None = None
    period_end: dt.date | None = None


class InvoiceDraftService:
    """Makes, edits and deletes drafts; nothing here takes a number."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def from_deliveries(self, delivery_ids: Sequence[int], *, prepaid: bool = False) -> Drafts:
        """Invoice what left with these deliveries, grouped by each customer's key."""
        with self._store.write("invoice.draft") as session:
            deliveries = [delivery_by_id(session, delivery_id) for delivery_id in delivery_ids]
            shipped = [delivery for delivery in deliveries if delivery.state is DeliveryState.SHIPPED]
            sources = delivered(session, shipped)
            held = {source.delivery.id for source in sources if source.delivery}
            prevented = [_nothing_of(delivery) for delivery in deliveries if delivery.id not in held]
            return self._draft(session, sources, prevented, prepaid=prepaid)

    def all_delivered(self, *, prepaid: bool = False) -> Drafts:
        """Invoice every shipped delivery that is not invoiced yet."""
        from adv_desktop.services.queries.deliveries import to_invoice

        with self._store.read() as session:
            ids = to_invoice(session)
        return self.from_deliveries(ids, prepaid=prepaid) if ids else Drafts(())

    def from_orders(self, order_ids: Sequence[int], *, prepaid: bool = False) -> Drafts:
        """Invoice orders: what was delivered, and services or prepaid orders before delivery."""
        with self._store.write("invoice.draft") as session:
            orders = [order_by_id(session, order_id) for order_id in order_ids]
            sources = [source for order in orders for source in ordered(session, order)]
            held = {source.order.id for source in sources}
            prevented = [_nothing_left(order.name) for order in orders if order.id not in held]
            return self._draft(session, sources, prevented, prepaid=prepaid)

    def create(self, command: NewInvoice) -> InvoiceRef:
        """Write a free draft."""
        with self._store.write("invoice.draft") as session:
            invoice = self._free(session, command)
            session.add(invoice)
            session.flush()
            return InvoiceRef(invoice.id, invoice.version)

    def assembled(self, session: Session, command: NewInvoice) -> Invoice:
        """Return a free draft that is not stored yet: for what writes more in the same transaction."""
        return self._free(session, command)

    def complete(self, invoice_id: int, version: int, field: str, value: str) -> InvoiceRef:
        """Write on a draft what its customer requires; raise `invoice.no_requirement` for anything else."""
        with self._store.write("invoice.complete") as session:
            invoice = invoice_by_id(session, invoice_id)
            invoice.refuse_if_changed(version)
            invoice.refuse_unless_draft()
            customer = session.get_one(Customer, invoice.customer_id)
            if field not in requirements.names(customer.requirements):
                raise DomainError("invoice.no_requirement", customer=customer.code, field=field)
            if field == Requirement.CUSTOMER_REFERENCE:
                invoice.customer_reference = value
            elif field == Requirement.CONTRACT:
                invoice.contract_number = value
            else:
                given = {**invoice.asked_references, field: value}
                invoice.parties = {**invoice.parties, REFERENCES: given}
            session.flush()
            return InvoiceRef(invoice.id, invoice.version)

    def delete(self, invoice_id: int, version: int) -> None:
        """Delete a draft, which never had a number."""
        with self._store.write("invoice.delete") as session:
            invoice = invoice_by_id(session, invoice_id)
            invoice.refuse_if_changed(version)
            invoice.refuse_unless_draft()
            session.delete(invoice)

    def _draft(
        self, session: Session, sources: Iterable[Source], prevented: list[Prevented], *, prepaid: bool
    ) -> Drafts:
        """Write a draft a group; raise what prevents all of them."""
        made = []
        for group in grouped(session, sources):
            try:
                invoice = assemble(session, group)
            except DomainError as error:  # nothing of this group is in the session yet
                prevented.append(Prevented(_name_of(group), error.code, error.facts))
                continue
            session.add(invoice)
            session.flush()
            deposits.deduct(session, invoice, {source.order.id for source in group}, prepaid=prepaid)
            invoice.freeze(invoice.totals())
            made.append(invoice)
        if not made:
            raise _of_all(prevented)
        session.flush()
        return Drafts(tuple(InvoiceRef(invoice.id, invoice.version) for invoice in made), tuple(prevented))

    def _free(self, session: Session, command: NewInvoice) -> Invoice:
        content = command.content
        if not content.lines:
            raise DomainError("order.no_lines", order="")
        customer = customer_of(session, content.customer)
        regime = content.vat_regime or customer.vat_regime
        today = self._clock.today()
        with session.no_autoflush:
            invoice = header(customer, content, regime)
            invoice.wished_date, invoice.delivery_date = content.date, content.requested
            invoice.period_start, invoice.period_end = command.period_start, command.period_end
            if content.deliver_to is not None:
                fields = ("name", "line1", "line2", "postcode", "town", "country")
                invoice.parties = {"ship_to": {field: getattr(content.deliver_to, field) for field in fields}}
            price_date = content.customer_reference_date or content.date or today
            company = session.get_one(Company, 1)
            known = catalogue.read(session, customer, (line.product for line in content.lines))
            code = vat_evidence.exemption_code(session, customer.id, regime)
            context = LineContext(
                company, customer, regime, price_date, content.gross_prices, known, exemption_code=code
            )
            for no, asked in enumerate(content.lines, start=1):
                line = InvoiceLine(no=no)
                fill(line, asked, context)
                invoice.lines.append(line)
            invoice.freeze(settle_rounding(invoice))
        return invoice


def _nothing_of(delivery: Delivery) -> Prevented:
    if delivery.state is not DeliveryState.SHIPPED:
        return Prevented(str(delivery.name), "delivery.not_shipped", {"number": delivery.name})
    return _nothing_left(delivery.name)


def _nothing_left(name: str | int) -> Prevented:
    return Prevented(str(name), "invoice.nothing", {"source": str(name)})


def _name_of(group: Sequence[Source]) -> str:
    """Name the deliveries, or the orders, of a group of lines."""
    return ", ".join(dict.fromkeys(str((source.delivery or source.order).name) for source in group))


def _of_all(prevented: Sequence[Prevented]) -> DomainError:
    """Return the refusal of a run that made nothing."""
    if all(one.code == "invoice.nothing" for one in prevented):
        return DomainError("invoice.nothing", source=", ".join(one.source for one in prevented))
    first = next(one for one in prevented if one.code != "invoice.nothing")
    return DomainError(first.code, **first.facts)


def settle_rounding(invoice: Invoice) -> Totals:
    """Set the rounding of a document typed with VAT included (BT-114); return its totals."""
    if invoice.gross_prices:
        typed = [line.as_typed() for line in invoice.items]
        invoice.rounding = gross_rounding(typed, currency=invoice.currency, discount=invoice.discount())
    return invoice.totals()


def invoice_by_id(session: Session, invoice_id: int) -> Invoice:
    """Return an invoice with all its parts; raise `invoice.not_found`."""
    invoice = session.scalar(sa.select(Invoice).where(Invoice.id == invoice_id).options(*WITH_PARTS))
    if invoice is None:
        raise DomainError("invoice.not_found", number=invoice_id)
    return invoice


def invoices_by_id(session: Session, ids: Sequence[int]) -> dict[int, Invoice]:
    """Return the invoices that are there, with all their parts, read together."""
    found = session.scalars(sa.select(Invoice).where(Invoice.id.in_(ids)).options(*WITH_PARTS))
    return {invoice.id: invoice for invoice in found}


def invoice_of(session: Session, name: str) -> Invoice:
    """Return an invoice by its number, or by its id while it is a draft; raise `invoice.not_found`."""
    found = session.scalar(sa.select(Invoice).where(Invoice.number == name).options(*WITH_PARTS))
    row_id = numbering.id_in(name)
    if found is None and row_id is not None:
        return invoice_by_id(session, row_id)
    if found is None:
        raise DomainError("invoice.not_found", number=name)
    return found


def header(customer: Customer, content: NewOrder, regime: VatRegime) -> Invoice:
    """Return an empty draft with the terms of a customer and what was asked."""
    bill_to_id = customer.bill_to_id or customer.id
    return Invoice(
        lines=[],
        vat_table=[],
        instalments=[],
        deductions=[],
        mentions=[],
        parties={},
        establishment_id=1,
        type=InvoiceType.INVOICE,
        state=InvoiceState.DRAFT,
        customer_id=customer.id,
        customer_name=customer.name,
        bill_to_id=bill_to_id,
        payer_id=customer.payer_id or bill_to_id,
        customer_reference=content.customer_reference,
        customer_reference_date=content.customer_reference_date,
        salesperson=content.salesperson or customer.salesperson,
        payment_terms=payment_terms.label(payment_terms.parse(content.terms or customer.payment_terms)),
        payment_method=content.method or customer.payment_method,
        vat_regime=regime,
        language=customer.language,
        currency=content.currency or customer.currency,
        exchange_rate=frozen_rate(content.currency or customer.currency, content.exchange_rate),
        discount_percent=content.discount.percent if content.discount else None,
        discount_amount=content.discount.minor if content.discount else None,
        freight=content.freight.minor if content.freight else 0,
        freight_vat_rate=content.freight.vat_rate if content.freight else None,
        gross_prices=content.gross_prices,
        notes=content.notes,
        prepaid=0,
        rounding=0,
        deduct_prepaid=False,
    )


def assemble(session: Session, group: list[Source]) -> Invoice:
    """Build the draft of one group of lines."""
    first = group[0].order
    customer = session.get_one(Customer, first.customer_id)
    content = NewOrder(
        customer=customer.code,
        lines=(),
        customer_reference=first.customer_reference,
        customer_reference_date=first.customer_reference_date,
        terms=first.payment_terms,
        method=first.payment_method,
        salesperson=first.salesperson,
        currency=first.currency,
        gross_prices=first.gross_prices,
        exchange_rate=rate_of(first),
    )
    orders = list({source.order.id: source.order for source in group}.values())
    with session.no_autoflush:
        invoice = header(customer, content, first.vat_regime)
        invoice.bill_to_id, invoice.payer_id = first.bill_to_id, first.payer_id
        invoice.order_id = first.id if len(orders) == 1 else None
        invoice.discount_percent, invoice.discount_amount = first.discount_percent, _share_of_discount(first, group)
        invoice.freight = sum(order.freight for order in orders if not _freight_taken(session, order))
        invoice.freight_vat_rate = first.freight_vat_rate
        dates = sorted({source.delivery.delivery_date for source in group if source.delivery})
        deliveries = {source.delivery.id: source.delivery for source in group if source.delivery}
        invoice.delivery_date = dates[-1] if dates else None
        _show_periods(invoice, orders)
        asked = references(first)
        invoice.contract_number = asked.pop(Requirement.CONTRACT, None)
        invoice.summary = len(deliveries) > 1
        if len({str(delivery.ship_to) for delivery in deliveries.values()}) == 1:
            invoice.parties = {"ship_to": next(iter(deliveries.values())).ship_to}
        elif first.deliver_to:
            invoice.parties = {"ship_to": first.deliver_to}
        if asked:
            invoice.parties = {**invoice.parties, REFERENCES: asked}
        invoice.lines.extend(_lines_of(group, own_prices(session, group)))
        surcharges.add_lines(session, invoice, group)
        packaging_billing.add_deposits(session, invoice, deliveries)
        invoice.freeze(settle_rounding(invoice))
    return invoice


def _lines_of(group: Sequence[Source], prices: Mapping[Source, dict[str, Any]]) -> list[InvoiceLine]:
    """Return the lines of a group, the titles, comments and subtotals of its orders among them."""
    lines: list[InvoiceLine] = []
    for _delivery, taken in itertools.groupby(group, key=lambda source: source.delivery and source.delivery.id):
        sources = list(taken)
        words = LineWords()
        for order in {source.order.id: source.order for source in sources}.values():
            words.add(order.shown, {source.order_line.id for source in sources})
        for row, parts in itertools.groupby(sources, key=lambda source: source.order_line.id):
            lines += map(_words, words.above.pop(row, ()))
            lines += [_line(source, prices.get(source, {})) for source in parts]
            lines += map(_words, words.below.pop(row, ()))
    for no, line in enumerate(lines, start=1):
        line.no = no
    return lines


def _line(source: Source, own_price: Mapping[str, Any]) -> InvoiceLine:
    return InvoiceLine(
        **{**copied(source.line), **own_price},
        quantity=source.quantity,
        catch_weight=source.weight,
        order_line_id=source.order_line.id,
        delivery_line_id=source.delivery_line_id,
        cost=source.order_line.cost,
    )


def _words(word: OrderLine) -> InvoiceLine:
    return InvoiceLine(**copied(word), quantity=word.quantity)


def _show_periods(invoice: Invoice, orders: Sequence[SalesOrder]) -> None:
    """Show the period that the services of all orders cover."""
    periods = [period_of(order) for order in orders]
    invoice.period_start = min((start for start, _end in periods if start), default=None)
    invoice.period_end = max((end for _start, end in periods if end), default=None)


def _freight_taken(session: Session, order: SalesOrder) -> bool:
    """Whether the freight of an order is on an invoice already: it is charged once (R29 of the practice)."""
    if order.freight_invoiced:
        return True
    statement = sa.select(Invoice.id).where(
        Invoice.order_id == order.id, Invoice.freight > 0, Invoice.type == InvoiceType.INVOICE
    )
    return session.scalar(statement.limit(1)) is not None


def _share_of_discount(order: SalesOrder, group: list[Source]) -> int | None:
    """Share an order's fixed discount pro rata of the goods invoiced now."""
    if order.discount_amount is None or not order.lines_net:
        return order.discount_amount
    part = sum(source.order_line.net_for(source.quantity, order.currency) for source in group)
    share = from_minor(order.discount_amount, order.currency) * part / order.lines_net
    return to_minor(round_half_up(share, 6), order.currency)

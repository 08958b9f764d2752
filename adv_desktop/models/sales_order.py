"""The customer's order: lines, counters of what was reserved, delivered and invoiced, and its life."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adv_desktop.models.base import (
    Base,
    Facts,
    Id,
    Instant,
    JsonText,
    Percent,
    Quantity,
    UnitPrice,
    choice,
    part_of,
    quantity_column,
    references,
)
from adv_desktop.models.enums import (
    ORDER_TRANSITIONS,
    BackorderPolicy,
    Channel,
    DocumentKind,
    OrderKind,
    OrderState,
    PartialPolicy,
    PaymentMethod,
    Progress,
    Requirement,
    Supply,
    VatRegime,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.kit_line import KitLine
from adv_desktop.models.line import CountedInPacks, PricedLine, asked_totals
from adv_desktop.models.party import refuse_if_changed
from adv_desktop.models.rules.dates import DateKind
from adv_desktop.models.rules.kits import KitBilling, Part, whole_sets
from adv_desktop.models.rules.progress import progress
from adv_desktop.models.rules.punctuality import AskedBy, PromiseReason
from adv_desktop.models.rules.totals import DocumentDiscount, Freight, Totals

ZERO = Decimal(0)
# What an order is until it is wholly delivered and invoiced; queries say it word for word to use the index.
UNDELIVERED = "state IN ('confirmed', 'on_hold') AND delivery_state <> 'full'"
RUNNING = "state IN ('confirmed', 'on_hold', 'closed_short') AND (delivery_state <> 'full' OR invoice_state <> 'full')"
# Of an order line: a part left or was cancelled, and a part is still to leave.
BEGUN = "quantity > delivered + cancelled AND (delivered > 0 OR cancelled > 0)"


class SalesOrder(Base):
    """A customer's order, from draft to everything delivered and invoiced."""

    __tablename__ = "sales_order"
    __table_args__ = (
        sa.Index("ix_sales_order_number", "number", "id", unique=True),
        sa.Index("ix_sales_order_order_date", "order_date", "id"),
        sa.Index("ix_sales_order_customer_name", "customer_name", "id"),
        sa.Index("ix_sales_order_customer_reference", "customer_reference", "id"),
        sa.Index("ix_sales_order_promised", "promised", "id"),
        sa.Index("ix_sales_order_net", "net", "id"),
        sa.Index("ix_sales_order_sums", "currency", "kind", "net"),
        sa.Index("ix_sales_order_customer_id", "customer_id", "customer_reference"),
        sa.Index("ix_sales_order_state", "state", "delivery_state", "invoice_state", "id"),
        sa.Index("ix_sales_order_parent", "parent_id", sqlite_where=sa.text("parent_id IS NOT NULL")),
        sa.Index("ix_sales_order_open", "promised", "id", sqlite_where=sa.text(UNDELIVERED)),
        sa.Index("ix_sales_order_running", "bill_to_id", sqlite_where=sa.text(RUNNING)),
        sa.Index("ix_sales_order_open_foreign", "id", sqlite_where=sa.text(f"{UNDELIVERED} AND currency <> 'EUR'")),
    )
    document = (DocumentKind.ORDER, "id")

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    establishment_id: Mapped[int] = references("establishment.id")
    number: Mapped[str | None]
    kind: Mapped[OrderKind] = mapped_column(choice(OrderKind), default=OrderKind.STANDARD)
    parent_id: Mapped[int | None] = references("sales_order.id")
    state: Mapped[OrderState] = mapped_column(choice(OrderState, state=True), default=OrderState.DRAFT)
    delivery_state: Mapped[Progress] = mapped_column(choice(Progress), default=Progress.NONE)
    invoice_state: Mapped[Progress] = mapped_column(choice(Progress), default=Progress.NONE)
    customer_id: Mapped[int] = references("customer.id")
    customer_name: Mapped[str]
    bill_to_id: Mapped[int] = references("customer.id", index=True)
    payer_id: Mapped[int] = references("customer.id", index=True)
    ship_to_id: Mapped[int | None] = references("customer_address.id")
    deliver_to: Mapped[dict[str, Any] | None] = mapped_column(JsonText())
    customer_reference: Mapped[str | None]
    customer_reference_date: Mapped[dt.date | None]
    open_reference: Mapped[bool] = mapped_column(default=False)
    order_date: Mapped[dt.date]
    received_at: Mapped[Instant]
    channel: Mapped[Channel] = mapped_column(choice(Channel), default=Channel.OTHER)
    customer_contact: Mapped[str | None]
    entered_by: Mapped[str | None]
    salesperson: Mapped[str | None]
    requested: Mapped[dt.date | None]
    promised: Mapped[dt.date | None]  # the earliest promise of the lines that are still due
    confirmed_on: Mapped[dt.date | None]
    acknowledged_at: Mapped[Instant | None]
    acknowledgement_outdated: Mapped[bool] = mapped_column(default=False)
    payment_terms: Mapped[str]
    payment_method: Mapped[PaymentMethod] = mapped_column(choice(PaymentMethod))
    vat_regime: Mapped[VatRegime] = mapped_column(choice(VatRegime))
    currency: Mapped[str] = mapped_column(default="EUR")
    exchange_rate: Mapped[Facts | None]
    incoterm: Mapped[str | None]
    carrier: Mapped[str | None]
    backorder_policy: Mapped[BackorderPolicy] = mapped_column(choice(BackorderPolicy))
    partial_policy: Mapped[PartialPolicy] = mapped_column(choice(PartialPolicy))
    discount_percent: Mapped[Percent | None]
    discount_amount: Mapped[int | None]
    freight: Mapped[int] = mapped_column(default=0)
    freight_vat_rate: Mapped[Percent | None]
    freight_invoiced: Mapped[bool] = mapped_column(default=False)
    gross_prices: Mapped[bool] = mapped_column(default=False)
    requirements: Mapped[Facts]
    notes: Mapped[str | None]
    state_reason: Mapped[str | None]
    override_reason: Mapped[str | None]
    lines_net: Mapped[int] = mapped_column(default=0)
    net: Mapped[int] = mapped_column(default=0)
    vat: Mapped[int] = mapped_column(default=0)
    gross: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[dt.date | None]  # of a framework order
    valid_until: Mapped[dt.date | None]
    deposit_percent: Mapped[Percent | None]  # asked before any goods leave, beside what the terms ask
    date_kind: Mapped[DateKind] = mapped_column(
        choice(DateKind), default=DateKind.ARRIVAL, server_default=DateKind.ARRIVAL.value
    )
    urgent: Mapped[bool] = mapped_column(default=False, server_default="0")
    freight_typed: Mapped[bool] = mapped_column(default=False, server_default="0")  # not what the rules give
    freight_reason: Mapped[str | None]

    __mapper_args__ = {"version_id_col": version}

    lines: Mapped[list[OrderLine]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="OrderLine.no", back_populates="order"
    )

    @property
    def name(self) -> str | int:
        """The number, or the id while there is none."""
        return self.number or self.id

    @property
    def items(self) -> list[OrderLine]:
        """The lines that carry a quantity and a price."""
        return [line for line in self.lines if line.is_item]

    @property
    def typed(self) -> list[OrderLine]:
        """All lines but the components of kits."""
        return [line for line in self.lines if line.kit is None]

    @property
    def ordered(self) -> list[OrderLine]:
        """The lines that the customer ordered: items, and kits whatever carries their price."""
        return [line for line in self.typed if line.is_item or line.is_kit]

    @property
    def billed(self) -> list[OrderLine]:
        """The lines that are invoiced: items, and the components of begun sets that nothing completes any more."""
        return [line for line in self.lines if line.is_item or line.is_billed_apart]

    @property
    def leaving(self) -> list[OrderLine]:
        """The lines that are delivered: items, and in place of a kit its components."""
        return [line for line in self.lines if line.has_goods and not line.is_kit]

    @property
    def shown(self) -> list[OrderLine]:
        """All lines as they are read: each kit with its components below it."""
        return [line for top in self.typed for line in (top, *self.components(top))]

    def components(self, kit: OrderLine) -> list[OrderLine]:
        """Return the components of a kit, none of what is no kit."""
        return [line for line in self.lines if line.kit is kit] if kit.is_kit else []

    def count_sets(self) -> None:
        """Derive how much of each kit is delivered, or will never be: whole sets; and when the last of it left."""
        for kit in self.lines:
            if parts := self.components(kit):
                kit.departed = max((part.departed for part in parts if part.departed), default=None)
                before = kit.delivered
                kit.delivered = whole_sets(kit.quantity, [Part(part.delivered, part.in_one) for part in parts])
                for part in parts:
                    part.carry_sets(kit.delivered - before)
                due = whole_sets(kit.quantity, [Part(part.quantity - part.cancelled, part.in_one) for part in parts])
                kit.cancelled = kit.quantity - max(due, kit.delivered)

    def given(self) -> dict[str, str | None]:
        """Return what the order has of what its customer may require (R2)."""
        return {**self.requirements, Requirement.CUSTOMER_REFERENCE: self.customer_reference}

    def refuse_if_changed(self, version: int) -> None:
        """Refuse an edit that was begun on another version of the order."""
        refuse_if_changed(self.version, version, self.name)

    def discount(self) -> DocumentDiscount | None:
        """Return the discount on the whole order, if any."""
        if self.discount_percent is None and self.discount_amount is None:
            return None
        return DocumentDiscount(percent=self.discount_percent, minor=self.discount_amount)

    def totals(self) -> Totals:
        """Return the amounts of the whole order."""
        freight = Freight(self.freight, self.freight_vat_rate) if self.freight else None
        return asked_totals(self.items, self.currency, self.discount(), freight, gross_prices=self.gross_prices)

    def recompute(self) -> Totals:
        """Set the net of each line and the totals of the order; return them."""
        amounts = self.totals()
        for line, net in zip(self.items, amounts.line_nets, strict=True):
            line.net = net
        self.lines_net, self.net = amounts.lines, amounts.net
        self.vat, self.gross = amounts.vat_total, amounts.gross
        return amounts

    def move_to(self, state: OrderState, reason: str | None = None) -> None:
        """Change the state set by hand; raise `order.wrong_state` when the transition does not exist."""
        if state not in ORDER_TRANSITIONS[self.state]:
            raise DomainError("order.wrong_state", order=self.name, state=self.state.value, wanted=state.value)
        self.state = state
        self.state_reason = reason

    def open_for_call_offs(self, number: str, valid_from: dt.date, valid_until: dt.date) -> None:
        """Make a draft a framework order: it keeps its number and is called off, never delivered itself."""
        self.number, self.kind = number, OrderKind.FRAMEWORK
        self.valid_from, self.valid_until = valid_from, valid_until
        self.open_reference = True

    def refuse_unless_callable(self, on: dt.date) -> None:
        """Raise unless goods may be called off this order on a day."""
        if self.kind is not OrderKind.FRAMEWORK or self.state is not OrderState.DRAFT:
            raise DomainError("framework.not_open", order=self.name)
        if self.valid_from is None or self.valid_until is None or not self.valid_from <= on <= self.valid_until:
            raise DomainError("framework.not_valid", order=self.name, start=self.valid_from, end=self.valid_until)

    def refuse_unless_open(self) -> None:
        """Raise unless goods may leave for this order."""
        if self.state is not OrderState.CONFIRMED:
            raise DomainError("order.not_confirmed", order=self.name, state=self.state.value)

    def line(self, no: int) -> OrderLine:
        """Return the line with this number; raise `order.no_line`."""
        for line in self.lines:
            if line.no == no:
                return line
        raise DomainError("order.no_line", order=self.name, line=no)

    def acknowledge(self, now: dt.datetime) -> None:
        """Note that the acknowledgement was made: the dates promised for the first time are frozen."""
        if self.number is None:
            raise DomainError("order.not_confirmed", order=self.name, state=self.state.value)
        self.acknowledged_at = now
        self.acknowledgement_outdated = False
        for line in self.lines:
            line.first_promised = line.first_promised or line.promised

    def close_short(self, reason: str) -> None:
        """Cancel what is left to deliver, with the reason that is compulsory."""
        if not reason.strip():
            raise DomainError("reason.missing")
        if not any(line.backorder for line in self.leaving):
            raise DomainError("order.nothing_left", order=self.name)
        self.move_to(OrderState.CLOSED_SHORT, reason)
        for line in self.leaving:
            line.cancelled += line.backorder
            line.cancel_reason = reason
        self.count_sets()
        self.update_progress()

    def cancel(self, reason: str) -> None:
        """Cancel an order of which nothing has left."""
        if not reason.strip():
            raise DomainError("reason.missing")
        if any(line.delivered or line.invoiced for line in self.lines):
            raise DomainError("order.already_delivered", order=self.name)
        self.move_to(OrderState.CANCELLED, reason)
        self.update_progress()

    def update_progress(self) -> None:
        """Derive the delivery and invoice states, and the next promised date, from the lines."""
        leaving = self.leaving
        self.delivery_state = progress([(line.delivered, line.quantity - line.cancelled) for line in leaving])
        self.invoice_state = progress([(line.invoiced, line.quantity - line.cancelled) for line in self.billed])
        due = [line.promised or line.requested for line in leaving if line.backorder]
        dates = [date for date in due if date is not None]
        self.promised = min(dates) if dates else self.promised


class OrderLine(KitLine, CountedInPacks, PricedLine, Base):
    """One line of an order; backorder = ordered − cancelled − delivered, per line, never per product."""

    __tablename__ = "order_line"
    __table_args__ = (
        sa.Index(
            "ix_order_line_open", "product_id", "order_id", sqlite_where=sa.text("quantity > delivered + cancelled")
        ),
        sa.Index("ix_order_line_begun", "order_id", sqlite_where=sa.text(BEGUN)),
        sa.Index("ix_order_line_urgent", "order_id", sqlite_where=sa.text("urgent = 1")),
        sa.Index("ix_order_line_kit", "kit_line_id", sqlite_where=sa.text("kit_line_id IS NOT NULL")),
    )
    document = (DocumentKind.ORDER, "order_id")

    id: Mapped[Id]
    order_id: Mapped[int] = part_of("sales_order.id")
    list_price: Mapped[UnitPrice | None]
    price_reason: Mapped[str | None]
    vat_given: Mapped[bool] = mapped_column(default=False)
    cost: Mapped[UnitPrice | None]
    ship_to_id: Mapped[int | None] = references("customer_address.id")
    supply: Mapped[Supply] = mapped_column(choice(Supply), default=Supply.STOCK)
    split_from_id: Mapped[int | None] = references("order_line.id")  # of a call-off: the line of its framework order
    requested: Mapped[dt.date | None]
    first_promised: Mapped[dt.date | None]
    promised: Mapped[dt.date | None]
    promise_cause: Mapped[str | None]
    planned_departure: Mapped[dt.date | None]
    departed: Mapped[dt.date | None]
    arrived: Mapped[dt.date | None]
    catch_weight: Mapped[Quantity | None]
    reserved: Mapped[Decimal] = quantity_column(0)
    delivered: Mapped[Decimal] = quantity_column(0)
    returned: Mapped[Decimal] = quantity_column(0)  # before invoicing
    invoiced: Mapped[Decimal] = quantity_column(0)
    cancelled: Mapped[Decimal] = quantity_column(0)
    cancel_reason: Mapped[str | None]
    written: Mapped[dict[str, Any] | None] = mapped_column(JsonText())  # the line of the customer's file
    differences: Mapped[list[Any] | None] = mapped_column(JsonText())
    pack_label: Mapped[str | None]  # the packs that it was ordered in, as they were then
    pack_size: Mapped[Quantity | None]
    supply_chosen: Mapped[bool] = mapped_column(default=False, server_default="0")  # else receipts tied to it decide
    urgent: Mapped[bool] = mapped_column(default=False, server_default="0")  # beside those of an urgent order
    kit_line_id: Mapped[int | None] = references("order_line.id")  # of a component: its kit
    per_kit: Mapped[Quantity | None]  # how much of it one kit holds, as it was when the kit was ordered
    kit_billing: Mapped[KitBilling | None] = mapped_column(choice(KitBilling))  # of a kit alone

    order: Mapped[SalesOrder] = relationship(back_populates="lines", lazy="raise_on_sql")
    kit: Mapped[OrderLine | None] = relationship(
        foreign_keys=kit_line_id, remote_side="OrderLine.id", lazy="raise_on_sql"
    )

    @property
    def backorder(self) -> Decimal:
        """What is still to be delivered."""
        return max(self.quantity - self.cancelled - self.delivered, ZERO)

    @property
    def invoiceable(self) -> Decimal:
        """What has been delivered and not invoiced."""
        return self.delivered - self.returned - self.invoiced

    def most(self, over_percent: Decimal) -> Decimal:
        """Return the most that may leave now: what is still due, and so many percent of what was ordered."""
        return self.quantity * (1 + over_percent / 100) - self.cancelled - self.delivered

    def too_much(self, quantity: Decimal) -> DomainError:
        """Return what refuses a quantity beyond what is due."""
        facts = {"wanted": quantity, "left": self.backorder}
        return DomainError("delivery.over_quantity", line=self.no, label=self.label, **facts)

    def deliver(self, quantity: Decimal, on: dt.date, over_percent: Decimal | None = ZERO) -> None:
        """Count a shipment; raise `delivery.over_quantity` beyond what is due plus the tolerance (None: decided)."""
        if quantity <= ZERO or (over_percent is not None and quantity > self.most(over_percent)):
            raise self.too_much(quantity)
        self.delivered += quantity
        self.departed = on

    def promise_anew(self, on: dt.date, asked_by: AskedBy, reason: PromiseReason | None) -> None:
        """Promise another day; the first promise follows the customer's wish, never ours (R4)."""
        self.promised, self.promise_cause = on, reason.value if reason else None
        if asked_by is AskedBy.CUSTOMER and self.first_promised is not None:
            self.first_promised = on

    def bring_back(self, quantity: Decimal, cancelled_for: str | None) -> None:
        """Take a shipment back that never arrived: it is to be delivered again, or cancelled with its reason."""
        self.delivered -= quantity
        if cancelled_for is not None:
            self.cancelled += quantity
            self.cancel_reason = cancelled_for

    def invoice(self, quantity: Decimal, limit: Decimal) -> None:
        """Count an invoiced quantity; raise `invoice.over_quantity` beyond the limit."""
        if quantity > limit:
            raise DomainError("invoice.over_quantity", line=self.no, label=self.label, wanted=quantity, left=limit)
        self.invoiced += quantity

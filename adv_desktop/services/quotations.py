"""Quotations: written, numbered when they leave, followed up, and turned into orders without typing again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.enums import QuotationState, Series
from adv_desktop.models.errors import DomainError
from adv_desktop.models.line import copied
from adv_desktop.models.party import Customer
from adv_desktop.models.quotation import Quotation, QuotationLine, QuotedOrderLine
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import numbering, settings
from adv_desktop.services.clock import Clock
from adv_desktop.services.order_commands import NewOrder, OrderRef
from adv_desktop.services.orders import add_order, assemble
from adv_desktop.services.quotation_reading import command_of, left_of, quotation_by_id
from adv_desktop.services.store import Store

ZERO = Decimal(0)
# What a quotation takes of the order that it would become: the same prices, VAT and totals, by the same rules.
_HEADER = (
    "customer_id", "customer_name", "customer_reference", "salesperson", "payment_terms", "payment_method",
    "vat_regime", "currency", "exchange_rate", "discount_percent", "discount_amount", "freight", "freight_vat_rate",
    "gross_prices", "requested", "carrier", "notes", "net", "vat", "gross",
)  # fmt: skip
_LINE = (
    "no", "quantity", "net", "list_price", "price_reason", "vat_given", "cost", "requested", "catch_weight",
    "pack_label", "pack_size",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewQuotation:
    """A quotation as asked: the order that it proposes, and until when; None is proposed by the settings."""

    order: NewOrder
    valid_until: dt.date | None = None
    follow_up_on: dt.date | None = None
    probability: int | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the customer accepts: quantities by line number (None: all that is left), and the number of his order."""

    quotation_id: int
    version: int | None = None
    quantities: Mapping[int, Decimal] | None = None
    customer_reference: str | None = None


class QuotationService:
    """The verbs on quotations."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def create(self, command: NewQuotation) -> OrderRef:
        """Write a draft."""
        with self._store.write("quotation.create") as session:
            quotation = Quotation(
                establishment_id=1, state=QuotationState.DRAFT, revision=1, quoted_on=self._clock.today(), lines=[]
            )
            self._fill(session, quotation, command)
            session.add(quotation)
            session.flush()
            return _ref(quotation)

    def update(self, quotation_id: int, version: int, command: NewQuotation) -> OrderRef:
        """Replace the content of a draft; what has left is changed by a new version."""
        with self._store.write("quotation.update") as session:
            quotation = quotation_by_id(session, quotation_id)
            quotation.refuse_if_changed(version)
            if quotation.state is not QuotationState.DRAFT:
                raise DomainError("quotation.has_left", quotation=quotation.name)
            self._fill(session, quotation, command)
            session.flush()
            return _ref(quotation)

    def send(self, quotation_id: int, version: int) -> OrderRef:
        """Give a draft its number: it waits for the customer's answer."""
        with self._store.write("quotation.send") as session:
            quotation = quotation_by_id(session, quotation_id)
            quotation.refuse_if_changed(version)
            issue(session, quotation, self._clock)
            session.flush()
            return _ref(quotation)

    def revise(self, quotation_id: int, version: int) -> OrderRef:
        """Copy a quotation that has left into its next version, a draft of the same number; it is replaced."""
        with self._store.write("quotation.revise") as session:
            former = quotation_by_id(session, quotation_id)
            former.refuse_if_changed(version)
            former.move_to(QuotationState.SUPERSEDED)
            session.flush()
            quotation = Quotation(
                **{name: getattr(former, name) for name in _HEADER}, establishment_id=former.establishment_id,
                number=former.number, revision=former.revision + 1, former_id=former.id, state=QuotationState.DRAFT,
                quoted_on=self._clock.today(), valid_until=_validity(session, self._clock.today()),
                probability=former.probability, lines=[_line_of(line) for line in former.lines],
            )  # fmt: skip
            session.add(quotation)
            session.flush()
            return _ref(quotation)

    def extend(self, quotation_id: int, version: int, valid_until: dt.date) -> None:
        """Let the prices of a quotation hold longer; it is followed up anew."""
        with self._store.write("quotation.extend") as session:
            quotation = quotation_by_id(session, quotation_id)
            quotation.refuse_if_changed(version)
            _refuse_past(valid_until, self._clock.today())
            quotation.valid_until, quotation.follow_up_on = valid_until, None

    def follow_up(self, quotation_id: int, version: int, on: dt.date | None, probability: int | None) -> None:
        """Note when to ask the customer again, and how likely the order is (percent)."""
        with self._store.write("quotation.follow_up") as session:
            quotation = quotation_by_id(session, quotation_id)
            quotation.refuse_if_changed(version)
            quotation.follow_up_on, quotation.probability = on, _percent(probability)

    def refuse(self, quotation_id: int, version: int, reason: str) -> None:
        """Record that the customer refused, and why."""
        if not reason.strip():
            raise DomainError("reason.missing")
        with self._store.write("quotation.refuse") as session:
            quotation = quotation_by_id(session, quotation_id)
            quotation.refuse_if_changed(version)
            quotation.move_to(QuotationState.REFUSED, reason.strip())
            quotation.closed_on = self._clock.today()

    def accept(self, command: Acceptance) -> OrderRef:
        """Turn a quotation, or chosen quantities of it, into a draft order at the prices quoted."""
        with self._store.write("quotation.accept") as session:
            quotation = quotation_by_id(session, command.quotation_id)
            if command.version is not None:
                quotation.refuse_if_changed(command.version)
            chosen = _chosen(session, quotation, command.quantities)
            if quotation.state is QuotationState.DRAFT:
                issue(session, quotation, self._clock)
            if quotation.state is QuotationState.SENT:
                quotation.refuse_if_expired(self._clock.today())
            quotation.move_to(QuotationState.ACCEPTED)
            quotation.closed_on = self._clock.today()
            order = self._order_of(session, quotation, chosen, command.customer_reference)
            session.flush()
            _link(session, quotation, order, chosen)
            session.flush()
            return OrderRef(order.id, order.version)

    def delete_draft(self, quotation_id: int, version: int) -> None:
        """Delete a draft; a version that is given up gives its place back to the former one."""
        with self._store.write("quotation.delete") as session:
            quotation = quotation_by_id(session, quotation_id)
            quotation.refuse_if_changed(version)
            if quotation.state is not QuotationState.DRAFT:
                raise DomainError("quotation.has_left", quotation=quotation.name)
            if quotation.former_id is not None:
                quotation_by_id(session, quotation.former_id).state = QuotationState.SENT
            session.delete(quotation)

    def command(self, quotation_id: int) -> NewQuotation:
        """Return a quotation as the command that would write it again: what a form starts from."""
        with self._store.read() as session:
            quotation = quotation_by_id(session, quotation_id)
            order = command_of(quotation, session.get_one(Customer, quotation.customer_id).code)
            return NewQuotation(order, quotation.valid_until, quotation.follow_up_on, quotation.probability)

    def _fill(self, session: Session, quotation: Quotation, command: NewQuotation) -> None:
        today = self._clock.today()
        order = assemble(session, command.order, self._clock)
        for name in _HEADER:
            setattr(quotation, name, getattr(order, name))
        quotation.valid_until = _refuse_past(command.valid_until or _validity(session, today), today)
        quotation.follow_up_on, quotation.probability = command.follow_up_on, _percent(command.probability)
        # A kit is offered whole: what it holds is settled when it is ordered.
        quotation.lines[:] = [_line_of(line) for line in order.typed]

    def _order_of(
        self, session: Session, quotation: Quotation, chosen: Mapping[int, Decimal], reference: str | None
    ) -> SalesOrder:
        """Write the order; titles and comments come with the lines, and each price says where it came from."""
        asked = command_of(quotation, session.get_one(Customer, quotation.customer_id).code)
        pairs = [
            (line, replace(new, quantity=chosen.get(line.no, ZERO), id=None))
            for line, new in zip(quotation.lines, asked.lines, strict=True)
            if not line.is_item or line.no in chosen
        ]
        lines = tuple(new for _line, new in pairs)
        given = reference or quotation.customer_reference
        order = add_order(session, replace(asked, lines=lines, customer_reference=given, date=None), self._clock)
        for (line, _new), written in zip(pairs, order.typed, strict=True):
            written.price_source, written.price_reason = line.price_source, line.price_reason
        return order


def issue(session: Session, quotation: Quotation, clock: Clock) -> None:
    """Make a draft wait for an answer; give it a number, unless an earlier version has one."""
    if not quotation.items:
        raise DomainError("order.no_lines", order=quotation.name)
    quotation.refuse_if_expired(clock.today())
    quotation.move_to(QuotationState.SENT)
    quotation.sent_at = clock.now()
    if quotation.number is None:
        quotation.number = numbering.take(session, Series.QUOTATION, clock.today(), quotation.establishment_id)


def _chosen(session: Session, quotation: Quotation, asked: Mapping[int, Decimal] | None) -> dict[int, Decimal]:
    """Return the quantities to order by line number; raise what cannot be ordered."""
    left = left_of(session, quotation)
    wanted = dict(left if asked is None else asked)
    for no, quantity in wanted.items():
        if no not in left:
            raise DomainError("quotation.no_line", quotation=quotation.name, line=no)
        if not ZERO <= quantity <= left[no]:
            raise DomainError("quotation.over_quantity", line=no, wanted=quantity, left=left[no])
    chosen = {no: quantity for no, quantity in wanted.items() if quantity}
    if not chosen:
        raise DomainError("quotation.nothing_left", quotation=quotation.name)
    return chosen


def _link(session: Session, quotation: Quotation, order: SalesOrder, chosen: Mapping[int, Decimal]) -> None:
    quoted = [line for line in quotation.lines if not line.is_item or line.no in chosen]
    for line, ordered in zip(quoted, order.typed, strict=True):
        if line.is_item:
            session.add(
                QuotedOrderLine(
                    quotation_id=quotation.id,
                    quotation_line_id=line.id,
                    order_line_id=ordered.id,
                    quantity=chosen[line.no],
                )
            )


def _line_of(line: OrderLine | QuotationLine) -> QuotationLine:
    return QuotationLine(**copied(line), **{name: getattr(line, name) for name in _LINE})


def _validity(session: Session, today: dt.date) -> dt.date:
    return today + dt.timedelta(days=settings.read(session).quotation_days)


def _refuse_past(day: dt.date, today: dt.date) -> dt.date:
    if day < today:
        raise DomainError("quotation.past_validity", date=day)
    return day


def _percent(probability: int | None) -> int | None:
    if probability is not None and not 0 <= probability <= 100:
        raise DomainError("quotation.probability", written=probability)
    return probability


def _ref(quotation: Quotation) -> OrderRef:
    return OrderRef(quotation.id, quotation.version, quotation.number)

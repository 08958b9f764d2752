"""Bring order files in: look first, then one draft an order, with the customer's lines beside ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.rules.calendar import DeliveryCalendar
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.values import Money
from adv_desktop.services import calendars, checks, files, new_orders, settings
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.imports.guided import STORED_AS
from adv_desktop.services.imports.layout import Layout
from adv_desktop.services.imports.layouts import Corrections, forget, known_layouts, remember, unit_words
from adv_desktop.services.imports.order_command import heading_command, new_line
from adv_desktop.services.imports.order_file import read_orders, read_pasted_orders
from adv_desktop.services.imports.order_notes import notes_of, split_by_customer, unknown_sender
from adv_desktop.services.imports.order_preview import DeliveryDays, OrderComparison, PreviewLine
from adv_desktop.services.imports.replacing import ReplacedOrder, find_replaced, write_replacing
from adv_desktop.services.imports.resolution import find_contradiction, learn_codes, match_address, match_customer
from adv_desktop.services.imports.safety import FileKind, OpenedFile, open_file
from adv_desktop.services.imports.unread import unread_layout
from adv_desktop.services.imports.words import normal
from adv_desktop.services.imports.written import CustomerHint, RefusedLine, WrittenLayout, WrittenOrder
from adv_desktop.services.jobs import Progress
from adv_desktop.services.new_rows import NewRows
from adv_desktop.services.order_commands import Judged, NewOrder, OrderCheck, OrderRef
from adv_desktop.services.orders import assemble, heading_of
from adv_desktop.services.store import Store

PASTED = "commande.txt"
Read = Callable[[Sequence[Layout]], tuple[WrittenOrder, ...]]


@dataclass(frozen=True, slots=True)
class PreviewOrder:
    """An order of a file beside our data; `customer` and `command` are None when nobody knows who sent it."""

    written: WrittenOrder
    customer: str | None
    customer_name: str | None
    found_by: CustomerHint | None
    ship_to_id: int | None
    lines: tuple[PreviewLine, ...]
    checks: tuple[OrderCheck, ...]
    command: NewOrder | None
    replaced: ReplacedOrder | None = None  # the open order of the same number, which this one may revise
    revises: bool = False  # it was decided so
    learned: tuple[tuple[str, str], ...] = ()  # his codes and the products that were chosen for them by hand
    net: Money | None = None  # what it comes to with our prices; None without a customer or a line
    remembered: bool = False  # the columns or the units were read as they were corrected before


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would write, and the file it was read from.

    `corrections` are those of this file; writing it remembers them for its customer.
    """

    file: OpenedFile
    orders: tuple[PreviewOrder, ...]
    corrections: Corrections | None = None

    @property
    def rejected(self) -> tuple[RefusedLine, ...]:
        """Every line that cannot be taken."""
        return tuple(line for order in self.orders for line in order.written.rejected)


@dataclass(frozen=True, slots=True)
class ImportedOrder:
    """A draft that an import wrote."""

    ref: OrderRef
    preview: PreviewOrder


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is said of a file from outside: who sent it, how it is corrected; and who is told how far it is."""

    customer: str | None
    corrections: Corrections | None
    progress: Progress


class OrderImportService:
    """Reads order files and writes their drafts."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def preview(
        self,
        path: Path,
        customer: str | None = None,
        corrections: Corrections | None = None,
        progress: Progress | None = None,
    ) -> ImportPreview:
        """Read a file and set it beside our data, step by step; raise the reason when the file is refused."""
        file = open_file(path)
        steps = progress or Progress()
        return self._preview(file, partial(read_orders, file, progress=steps), _Asked(customer, corrections, steps))

    def preview_text(
        self, text: str, customer: str | None = None, corrections: Corrections | None = None
    ) -> ImportPreview:
        """Do the same with text pasted from a sheet or a mail, which is kept as a file."""
        return self._preview(
            _pasted(text), partial(read_pasted_orders, text), _Asked(customer, corrections, Progress())
        )

    def write(
        self, preview: ImportPreview, *, skip_bad: bool = False, progress: Progress | None = None
    ) -> list[ImportedOrder]:
        """Write one draft an order, all of them or none, with the file attached; one that replaces another revises it.

        Raise `bad_lines` when a line is refused, unless `skip_bad`; `customer.not_recognised` without a customer.
        """
        if preview.rejected and not skip_bad:
            raise DomainError("bad_lines", rows=[f"{line.row}" for line in preview.rejected])
        with self._store.write("import.order") as session:
            written, new = [], NewRows(session, self._clock)
            for order in preview.orders:
                if order.customer is None:
                    raise DomainError("customer.not_recognised", order=order.written.po_number)
                if order.command is not None:
                    written.append((self._write_one(session, new, order, order.command, progress), order))
            if not written:
                raise DomainError("no_order_lines", file=preview.file.name)
            new.write()
            _remember(session, preview)
            self._attach(session, preview.file, [row.id for row, _order in written])
            return [ImportedOrder(OrderRef(row.id, row.version, row.number), order) for row, order in written]

    def _write_one(
        self, session: Session, new: NewRows, preview: PreviewOrder, command: NewOrder, progress: Progress | None
    ) -> SalesOrder:
        if preview.revises and preview.replaced is not None:
            return write_replacing(session, command, preview.replaced.ref, self._clock)
        order = assemble(session, command, self._clock, progress)
        new_orders.number(new, order)
        new_orders.add(new, order, progress)
        return order

    def forget_layout(self, customer: str, layout: WrittenLayout | None) -> None:
        """Forget how files of a customer were corrected: the columns of this layout, his words for units."""
        with self._store.write("import.forget_layout") as session:
            forget(session, customer_of(session, customer).code, layout)

    def judge(self, command: NewOrder, progress: Progress | None = None) -> Judged:
        """Return what an order that is being imported comes to, and the remarks on it as a whole; write nothing."""
        with self._store.read() as session, session.no_autoflush:
            order = assemble(session, command, self._clock, progress)
            order.id = 0
            remarks = checks.of_heading(session, order, self._clock.today())
            return Judged(Money(order.net, order.currency), tuple(remarks))

    def unread_layout(self, path: Path) -> WrittenLayout | None:
        """Return the table of a file in which no order lines were found, to name its columns; None without one."""
        return unread_layout(open_file(path))

    def unread_text_layout(self, text: str) -> WrittenLayout | None:
        """Do the same with text that was pasted."""
        return unread_layout(_pasted(text))

    def _preview(self, file: OpenedFile, read: Read, asked: _Asked) -> ImportPreview:
        """Read once to know who ordered, and again where his layout was corrected, now or before."""
        corrections = asked.corrections
        try:
            orders = self._read(read, asked.customer)
        except DomainError as refusal:
            named = unread_layout(file) if _is_without_lines(refusal) and corrections and corrections.columns else None
            if named is None or corrections is None:
                raise
            orders = read([corrections.layout(named)])
        else:
            written = orders[0].layout
            if corrections is not None and corrections.columns and written is not None:
                orders = read([corrections.layout(written)])
        return ImportPreview(file, self._compare(orders, asked), corrections)

    def _read(self, read: Read, customer: str | None) -> tuple[WrittenOrder, ...]:
        try:
            orders = read(())
        except DomainError as refusal:
            if not _is_without_lines(refusal):
                raise
            return self._read_as_remembered(read, customer, refusal)
        with self._store.read() as session:
            codes = [customer] if customer else _customers_of(session, orders)
            layouts = known_layouts(session, codes)
        titles = {tuple(map(normal, order.layout.titles)) for order in orders if order.layout}
        return read(layouts) if any(one.titles in titles for one in layouts) else orders

    def _read_as_remembered(self, read: Read, customer: str | None, refusal: DomainError) -> tuple[WrittenOrder, ...]:
        """Read titles that say nothing by themselves; columns without titles only as their own customer's."""
        with self._store.read() as session:
            layouts = known_layouts(session, [customer] if customer else _every_customer(session))
        if not layouts:
            raise refusal
        orders = read(layouts)
        if customer or all(order.layout is None or order.layout.titled for order in orders):
            return orders
        with self._store.read() as session:
            return read(known_layouts(session, _customers_of(session, orders)))

    def _attach(self, session: Session, file: OpenedFile, order_ids: Sequence[int]) -> None:
        stored = files.keep(session, file.content, STORED_AS, self._clock.now())
        for order_id in order_ids:
            files.attach(session, DocumentKind.ORDER, order_id, stored, file.name, self._clock.now())

    def _compare(self, orders: Sequence[WrittenOrder], asked: _Asked) -> tuple[PreviewOrder, ...]:
        with self._store.read() as session, session.no_autoflush:
            apart = [
                part for order in orders for part in ((order,) if asked.customer else split_by_customer(session, order))
            ]
            compared = [_compare_one(session, order, asked, self._clock) for order in apart]
        return tuple(self._judged(order, asked.progress) for order in compared)

    def _judged(self, order: PreviewOrder, progress: Progress) -> PreviewOrder:
        """Add the remarks on the order as a whole; those on its lines stand with the lines."""
        if order.customer is None:
            return order
        if order.command is None:
            return order
        found = self.judge(order.command, progress)
        return replace(order, checks=(*order.checks, *found.checks), net=found.net)


def _pasted(text: str) -> OpenedFile:
    return OpenedFile(PASTED, FileKind.TEXT, text.encode())


def _is_without_lines(refusal: DomainError) -> bool:
    return refusal.code in {"no_order_lines", "no_pasted_lines"}


def _every_customer(session: Session) -> list[str]:
    return list(session.scalars(sa.select(Customer.code)))


def _customers_of(session: Session, orders: Sequence[WrittenOrder]) -> list[str]:
    found = (match_customer(session, order.customer_hints) for order in orders)
    return [match.customer.code for match in found if match is not None]


def _is_remembered(session: Session, customer: str, order: WrittenOrder) -> bool:
    """Tell whether an order was read as its customer's layout was corrected before."""
    if order.layout is None:
        return False
    titles = tuple(map(normal, order.layout.titles))
    return any(
        one.titles == titles and dict(one.columns) == dict(order.layout.columns)
        for one in known_layouts(session, [customer])
    )


def _compare_one(session: Session, order: WrittenOrder, asked: _Asked, clock: Clock) -> PreviewOrder:
    contradiction = None if asked.customer else find_contradiction(session, order.customer_hints)
    match = None if asked.customer or contradiction else match_customer(session, order.customer_hints)
    notes = tuple(notes_of(order))
    customer = customer_of(session, asked.customer) if asked.customer else match.customer if match else None
    kept = unit_words(session, customer.code) if customer else {}
    corrected = asked.corrections.unit_words() if asked.corrections else {}
    address = match_address(session, customer, order.customer_hints, order.deliver_to) if customer else None
    heading = heading_command(order, customer, address) if customer else None
    days = _days(session, heading, order.po_date or clock.today(), clock)
    comparison = OrderComparison(session, customer, order, clock.today(), {**kept, **corrected}, days, asked.progress)
    lines = comparison.lines()
    if customer is None or heading is None:
        return PreviewOrder(order, None, None, None, None, lines, (unknown_sender(contradiction), *notes), None)
    command = replace(heading, lines=tuple(map(new_line, lines))) if lines else None
    return PreviewOrder(
        written=order,
        customer=customer.code,
        customer_name=customer.name,
        found_by=match.found_by if match else None,
        ship_to_id=address.id if address else None,
        lines=lines,
        checks=notes,
        command=command,
        replaced=find_replaced(session, command, asked=order.replaces) if command else None,
        remembered=_is_remembered(session, customer.code, order)
        or any(normal(line.unit) in kept for line in order.lines),
    )


def _remember(session: Session, preview: ImportPreview) -> None:
    """Keep the corrections of a file for each customer whose orders it held: codes, columns, units."""
    corrections = preview.corrections
    for order in preview.orders:
        if order.customer is not None:
            learn_codes(session, order.customer, order.learned)
        if order.customer is not None and corrections is not None:
            written = order.written.layout
            layout = corrections.layout(written) if written and corrections.columns else None
            remember(session, order.customer, layout, corrections.unit_words())


def _days(session: Session, heading: NewOrder | None, ordered: dt.date, clock: Clock) -> DeliveryDays:
    """Return the calendar by which the dates of an order are judged: its customer's, his place's, its carrier's."""
    if heading is None:
        return DeliveryDays(DeliveryCalendar(), ordered)
    order = heading_of(session, heading, clock)
    calendar = calendars.of_order(session, order)
    return DeliveryDays(calendar, calendars.lead_start(order, settings.read(session), calendar))

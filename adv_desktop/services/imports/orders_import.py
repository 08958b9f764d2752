"""Bring order files in: look first, then one draft an order, with the customer's lines beside ours."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind, Severity
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer, CustomerAddress
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.values import plain
from adv_desktop.services import files
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.imports.guided import STORED_AS
from adv_desktop.services.imports.layout import Layout
from adv_desktop.services.imports.layouts import Corrections, forget, known_layouts, remember, unit_words
from adv_desktop.services.imports.order_file import read_orders, read_pasted_orders
from adv_desktop.services.imports.order_preview import OrderComparison, PreviewLine
from adv_desktop.services.imports.replacing import ReplacedOrder, find_replaced, write_replacing
from adv_desktop.services.imports.resolution import learn_codes, match_address, match_customer
from adv_desktop.services.imports.safety import FileKind, OpenedFile, open_file
from adv_desktop.services.imports.words import normal
from adv_desktop.services.imports.written import CodeKind, CustomerHint, RefusedLine, WrittenLayout, WrittenOrder
from adv_desktop.services.jobs import Progress
from adv_desktop.services.order_commands import DeliverTo, NewLine, NewOrder, OrderCheck, OrderRef
from adv_desktop.services.orders import OrderService, add_order
from adv_desktop.services.store import Store

PASTED = "commande.txt"
Read = Callable[[Sequence[Layout]], tuple[WrittenOrder, ...]]

_TOWN = re.compile(r"(?:^|,)\s*(?P<postcode>\d{4,5})\s+(?P<town>[^,]+)$")


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
        self._orders = OrderService(store, clock)

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
        file = OpenedFile(PASTED, FileKind.TEXT, text.encode())
        return self._preview(file, partial(read_pasted_orders, text), _Asked(customer, corrections, Progress()))

    def write(
        self, preview: ImportPreview, *, skip_bad: bool = False, progress: Progress | None = None
    ) -> list[ImportedOrder]:
        """Write one draft an order, all of them or none, with the file attached; one that replaces another revises it.

        Raise `bad_lines` when a line is refused, unless `skip_bad`; `customer.not_recognised` without a customer.
        """
        if preview.rejected and not skip_bad:
            raise DomainError("bad_lines", rows=[f"{line.row}" for line in preview.rejected])
        with self._store.write("import.order") as session:
            written = []
            for order in preview.orders:
                if order.customer is None:
                    raise DomainError("customer.not_recognised", order=order.written.po_number)
                if order.command is not None:
                    written.append((self._write_one(session, order, order.command, progress), order))
            if not written:
                raise DomainError("no_order_lines", file=preview.file.name)
            session.flush()
            _remember(session, preview)
            self._attach(session, preview.file, [row.id for row, _order in written])
            return [ImportedOrder(OrderRef(row.id, row.version, row.number), order) for row, order in written]

    def _write_one(
        self, session: Session, order: PreviewOrder, command: NewOrder, progress: Progress | None
    ) -> SalesOrder:
        if order.revises and order.replaced is not None:
            return write_replacing(session, command, order.replaced.ref, self._clock)
        return add_order(session, command, self._clock, progress)

    def forget_layout(self, customer: str, layout: WrittenLayout | None) -> None:
        """Forget how files of a customer were corrected: the columns of this layout, his words for units."""
        with self._store.write("import.forget_layout") as session:
            forget(session, customer_of(session, customer).code, layout)

    def _preview(self, file: OpenedFile, read: Read, asked: _Asked) -> ImportPreview:
        """Read once to know who ordered, and again where his layout was corrected, now or before."""
        orders = self._read(read, asked.customer)
        written, corrections = orders[0].layout, asked.corrections
        if corrections is not None and corrections.columns and written is not None:
            orders = read([corrections.layout(written)])
        return ImportPreview(file, self._compare(orders, asked), corrections)

    def _read(self, read: Read, customer: str | None) -> tuple[WrittenOrder, ...]:
        try:
            orders = read(())
        except DomainError as refusal:
            with self._store.read() as session:
                layouts = known_layouts(session, [customer] if customer else _every_customer(session))
            if refusal.code != "no_order_lines" or not layouts:
                raise
            return read(layouts)  # titles that say nothing by themselves
        with self._store.read() as session:
            codes = [customer] if customer else _customers_of(session, orders)
            layouts = known_layouts(session, codes)
        titles = {tuple(map(normal, order.layout.titles)) for order in orders if order.layout}
        return read(layouts) if any(one.titles in titles for one in layouts) else orders

    def _attach(self, session: Session, file: OpenedFile, order_ids: Sequence[int]) -> None:
        stored = files.keep(session, file.content, STORED_AS, self._clock.now())
        for order_id in order_ids:
            files.attach(session, DocumentKind.ORDER, order_id, stored, file.name, self._clock.now())

    def _compare(self, orders: Sequence[WrittenOrder], asked: _Asked) -> tuple[PreviewOrder, ...]:
        with self._store.read() as session, session.no_autoflush:
            compared = [_compare_one(session, order, asked, self._clock.today()) for order in orders]
        return tuple(replace(order, checks=self._order_checks(order)) for order in compared)

    def _order_checks(self, order: PreviewOrder) -> tuple[OrderCheck, ...]:
        """Return the remarks on the order as a whole; those on its lines stand with the lines."""
        if order.customer is None:
            return (OrderCheck("customer_not_recognised", Severity.BLOCKING.value),)
        if order.command is None:
            return ()
        return tuple(self._orders.heading_checks(order.command))


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


def _compare_one(session: Session, order: WrittenOrder, asked: _Asked, today: dt.date) -> PreviewOrder:
    match = None if asked.customer else match_customer(session, order.customer_hints)
    customer = customer_of(session, asked.customer) if asked.customer else match.customer if match else None
    kept = unit_words(session, customer.code) if customer else {}
    corrected = asked.corrections.unit_words() if asked.corrections else {}
    lines = OrderComparison(session, customer, order, today, {**kept, **corrected}, asked.progress).lines()
    if customer is None:
        return PreviewOrder(order, None, None, None, None, lines, (), None)
    address = match_address(session, customer, order.customer_hints, order.deliver_to)
    command = _command(order, customer, address, lines) if lines else None
    return PreviewOrder(
        written=order,
        customer=customer.code,
        customer_name=customer.name,
        found_by=match.found_by if match else None,
        ship_to_id=address.id if address else None,
        lines=lines,
        checks=(),
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


def _command(
    order: WrittenOrder, customer: Customer, address: CustomerAddress | None, lines: Sequence[PreviewLine]
) -> NewOrder:
    place = None if address else typed_place(order.deliver_to)
    instructions = order.deliver_to if not address and not place else ""
    notes = "\n".join(filter(None, (order.comment, instructions)))
    return NewOrder(
        customer=customer.code,
        lines=tuple(map(new_line, lines)),
        customer_reference=order.po_number or None,
        customer_reference_date=order.po_date,
        requested=order.requested_date,
        notes=notes or None,
        deliver_to=place,
        ship_to_id=address.id if address else None,
        channel=order.channel,
        received_at=order.received_at,
    )


def typed_place(text: str) -> DeliverTo | None:
    """Return the address that "Name, street, 75001 Paris" says; None for words that are no address."""
    town = _TOWN.search(text.strip())
    if town is None:
        return None
    name, _, street = text[: town.start()].strip().partition(",")
    parts = [part.strip() for part in street.split(",") if part.strip()]
    return DeliverTo(
        name=name or town.group("town"),
        line1=parts[0] if parts else None,
        line2=", ".join(parts[1:]) or None,
        postcode=town.group("postcode"),
        town=town.group("town").strip(),
    )


def new_line(line: PreviewLine) -> NewLine:
    """Return the line to write: ours with our price, the customer's beside it; a free line for an unknown code."""
    written = line.written
    ours = line.product is not None
    own_code = written.code_of(CodeKind.CUSTOMER_ITEM) or (written.code if line.resolved_by == "customer_code" else "")
    return NewLine(
        quantity=line.quantity,
        product=line.product,
        label=None if ours else line.label,
        unit=None if ours else line.unit,
        pack=line.pack,
        unit_price=None if ours else line.unit_price or Decimal(0),
        price_base=None if ours else line.price_base,
        discounts=None if ours else line.discounts,
        requested=line.requested,
        customer_line_no=written.customer_line_number or None,
        customer_item_code=own_code or None,
        written=written_facts(line),
        differences=tuple({"kind": difference.kind, **difference.facts} for difference in line.differences),
    )


def written_facts(line: PreviewLine) -> dict[str, Any]:
    """Return the customer's line as it is kept beside ours."""
    written = line.written
    facts: dict[str, Any] = {
        "code": written.code or None,
        "label": written.label or None,
        "quantity": plain(written.quantity),
        "unit": written.unit or None,
        "unit_price": None if written.unit_price is None else f"{written.unit_price:f}",
        "row": written.row,
        "resolved_by": line.resolved_by,
    }
    if written.price_base != 1:
        facts["price_base"] = str(written.price_base)
    if written.discounts:
        facts["discounts"] = [plain(percent) for percent in written.discounts]
    if written.comment:
        facts["comment"] = written.comment
    if written.remarks:
        facts["remarks"] = [
            {"field": note.field, "kind": note.kind, "written": note.written} for note in written.remarks
        ]
    return facts

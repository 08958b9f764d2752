"""What the order form reads: customers and products while typing, the order it opens, drafts left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from adv_desktop.models.enums import DocumentKind, OrderState
from adv_desktop.services.order_commands import NewOrder, OrderRef
from adv_desktop.services.orders import as_command, order_by_id, order_of
from adv_desktop.services.queries import customers, products
from adv_desktop.services.queries.products import ProductHit
from adv_desktop.ui.format import formats
from adv_desktop.ui.orders.header import Places
from adv_desktop.ui.orders.lines import TypedLine, from_command
from adv_desktop.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

ShowChoices = Callable[[Sequence[Choice]], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """An order as the form opens it."""

    ref: OrderRef
    is_draft: bool
    command: NewOrder
    customer: Choice
    places: Places
    lines: tuple[TypedLine, ...]


class OrderReads:
    """Reads in the runner's threads; `customer_id` is whose own codes are also searched."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.customer_id: int | None = None

    def search_customers(self, text: str, show: ShowChoices) -> None:
        """Find customers by code, name or town."""
        self._desk.runner.read(lambda: self._customers(text), show)

    def search_products(self, text: str, show: ShowChoices) -> None:
        """Find products by code, words of the label, barcode, or the customer's code."""
        self._desk.runner.read(lambda: self._products(text), show)

    def resolve_product(self, text: str) -> Choice | None:
        """Return the product of an exact code or barcode, at once (an indexed read of one row)."""
        with self._desk.services.store.read() as session:
            hit = products.resolve(session, text, self.customer_id)
        return _product_choice(hit, scanned=hit.ean == text) if hit else None

    def places(self, code: str) -> Places:
        """Read a customer's terms and delivery addresses."""
        service = self._desk.services.customers
        record = service.show(code)
        addresses = service.addresses(record.id)
        shown = [(key, f"{address.label}, {address.postcode or ''} {address.town or ''}") for key, address in addresses]
        return Places(record, tuple(shown))

    def load(self, order_id: int) -> Loaded:
        """Read an order and its customer."""
        services = self._desk.services
        with services.store.read() as session:
            order = order_by_id(session, order_id)
            command = as_command(session, order)
            ref = OrderRef(order.id, order.version, order.number)
            is_draft = order.state is OrderState.DRAFT
            manual = [line.price_source == "manual" for line in order.lines]
        places = self.places(command.customer)
        self.customer_id = places.customer.id
        lines = tuple(
            from_command(line, reprice=is_draft and not typed)
            for line, typed in zip(command.lines, manual, strict=True)
        )
        customer = Choice(places.customer.id, places.customer.data.code, places.customer.data.name)
        return Loaded(ref, is_draft, command, customer, places, lines)

    def pack_of(self, code: str) -> Decimal:
        """Read the pack of a product."""
        return self._desk.services.products.show(code).data.pack

    def open_order(self, name: str) -> None:
        """Open another order by its number."""

        def find() -> int:
            with self._desk.services.store.read() as session:
                return order_of(session, name).id

        self._desk.runner.read(find, self._desk.open(DocumentKind.ORDER))

    def _customers(self, text: str) -> list[Choice]:
        with self._desk.services.store.read() as session:
            hits = customers.find(session, text)
        return [Choice(hit.id, hit.code, hit.name, (hit.town or "",), warn=hit.blocked) for hit in hits]

    def _products(self, text: str) -> list[Choice]:
        with self._desk.services.store.read() as session:
            hits = products.find(session, text, customer_id=self.customer_id)
        return [_product_choice(hit) for hit in hits]


def _product_choice(hit: ProductHit, *, scanned: bool = False) -> Choice:
    available = formats().quantity(hit.available)
    return Choice(
        hit.id,
        hit.code,
        hit.label,
        (formats().price(hit.price), available),
        warn=hit.available <= 0 or hit.end_of_life,
        scanned=scanned,
    )

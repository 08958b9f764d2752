"""What the order form reads: customers and products while typing, the order it opens, drafts left behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adv_desktop.models.enums import DocumentKind, OrderState
from adv_desktop.services import acceptances
from adv_desktop.services.order_commands import Acceptance, NewOrder, OrderRef
from adv_desktop.services.orders import as_command, order_by_id, order_of
from adv_desktop.services.products import proposals
from adv_desktop.services.queries import orders
from adv_desktop.services.queries.states import State
from adv_desktop.ui.orders.header import Places
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.typed_lines import TypedLine, from_command
from adv_desktop.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Loaded:
    """An order as the form opens it."""

    ref: OrderRef
    state: OrderState
    shown: State
    command: NewOrder
    customer: Choice
    places: Places
    lines: tuple[TypedLine, ...]
    accepted: tuple[Acceptance, ...] = ()


class OrderReads:
    """Reads in the runner's threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.search = Searches(desk)
        self.currency = "EUR"  # of the customer, once it is chosen

    def places(self, code: str) -> Places:
        """Read a customer's terms and delivery addresses."""
        service = self._desk.services.customers
        record = service.show(code)
        self.currency = record.data.currency
        return Places(record, tuple(service.addresses(record.id)))

    def load(self, order_id: int) -> Loaded:
        """Read an order and its customer."""
        services = self._desk.services
        with services.store.read() as session:
            order = order_by_id(session, order_id)
            command = as_command(session, order)
            ref = OrderRef(order.id, order.version, order.number)
            accepted = acceptances.of(session, order.id)
            state = order.state
            shown = orders.rows(session, [order_id], self._desk.today())[order_id].state
            is_draft = state is OrderState.DRAFT
            manual = [line.price_source == "manual" for line in order.typed]
        places = self.places(command.customer)
        self.search.customer_id = places.customer.id
        lines = tuple(
            from_command(line, reprice=is_draft and not typed)
            for line, typed in zip(command.lines, manual, strict=True)
        )
        customer = Choice(places.customer.id, places.customer.data.code, places.customer.data.name)
        return Loaded(ref, state, shown, command, customer, places, lines, accepted)

    def replacement_of(self, code: str) -> Choice | None:
        """Read what replaces a product, else the first of its alternatives, if any."""
        with self._desk.services.store.read() as session:
            others = proposals(session, code, self._desk.today())
        return self.search.product(others[0].code) if others else None

    def open_order(self, name: str) -> None:
        """Open another order by its number."""

        def find() -> int:
            with self._desk.services.store.read() as session:
                return order_of(session, name).id

        self._desk.runner.read(find, self._desk.open(DocumentKind.ORDER))

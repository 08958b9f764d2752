"""What the payment form reads: a customer and all that it has open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adv_desktop.models.enums import PaymentMethod
from adv_desktop.services.queries import customers, invoices, payments
from adv_desktop.ui.payments.parts import Payable, payables
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from adv_desktop.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Account:
    """A customer, how it pays, and its open items in the currency that it pays in."""

    customer: Choice
    method: PaymentMethod
    currency: str
    lines: tuple[Payable, ...]
    other_currencies: int

    @property
    def in_credit(self) -> int:
        """What we owe the customer."""
        return sum(line.left for line in self.lines if line.is_credit)


class PaymentReads:
    """Reads in the runner's threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.search = Searches(desk)

    def account(self, customer_id: int) -> Account:
        """Read what a customer has open."""
        with self._desk.services.store.read() as session:
            return self._account(session, customer_id)

    def account_of(self, invoice_ids: Sequence[int]) -> Account | None:
        """Read what the customer of invoices has open; None when they are gone."""
        with self._desk.services.store.read() as session:
            rows = invoices.rows(session, invoice_ids[:1], self._desk.today())
            first = rows.get(invoice_ids[0]) if invoice_ids else None
            return self._account(session, first.customer_id) if first is not None else None

    def _account(self, session: Session, customer_id: int) -> Account:
        today = self._desk.today()
        row = customers.rows(session, [customer_id], today)[customer_id]
        items = payments.open_items(session, customer_id, today)
        own = self._desk.services.customers.show(row.code).data.currency
        held = {item.currency for item in items}
        currency = own if own in held or not items else items[0].currency
        shown = payables([item for item in items if item.currency == currency])
        others = sum(item.currency != currency for item in items)
        choice = Choice(row.id, row.code, row.name, (row.town or "",))
        return Account(choice, row.method, currency, shown, others)

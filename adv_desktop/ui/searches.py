"""The searches of every picker: customers and products, found while they are typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from adv_desktop.ui.format import formats
from adv_desktop.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from adv_desktop.services.queries.products import ProductHit
    from adv_desktop.ui.desk import Desk

ShowChoices = Callable[[Sequence[Choice]], None]


class Searches:
    """Reads in the runner's threads; `customer_id` is whose own product codes are also searched."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.customer_id: int | None = None

    def customers(self, text: str, show: ShowChoices) -> None:
        """Find customers by code, name or town."""
        self._desk.runner.read(lambda: self._customers(text), show)

    def products(self, text: str, show: ShowChoices) -> None:
        """Find products by code, words of the label, barcode, or the customer's code."""
        self._desk.runner.read(lambda: self._products(text), show)

    def product(self, text: str) -> Choice | None:
        """Return the product of an exact code or barcode, at once (an indexed read of one row)."""
        from adv_desktop.services.queries import products

        with self._desk.services.store.read() as session:
            hit = products.resolve(session, text, self.customer_id)
        return product_choice(hit, scanned=hit.ean == text) if hit else None

    def _customers(self, text: str) -> list[Choice]:
        from adv_desktop.services.queries import customers

        with self._desk.services.store.read() as session:
            hits = customers.find(session, text)
        return [Choice(hit.id, hit.code, hit.name, (hit.town or "",), warn=hit.blocked) for hit in hits]

    def _products(self, text: str) -> list[Choice]:
        from adv_desktop.services.queries import products

        with self._desk.services.store.read() as session:
            hits = products.find(session, text, customer_id=self.customer_id, today=self._desk.today())
        return [product_choice(hit) for hit in hits]


def product_choice(hit: ProductHit, *, scanned: bool = False) -> Choice:
    """Return a product as pickers show it: price and what is available."""
    extras = (formats().price(hit.price), formats().quantity(hit.available))
    return Choice(hit.id, hit.code, hit.label, extras, warn=hit.available <= 0 or hit.end_of_life, scanned=scanned)

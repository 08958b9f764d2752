"""What the product screens read while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from adv_desktop.services.queries import customers, products
from adv_desktop.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from adv_desktop.services.products import ProductRecord
    from adv_desktop.ui.desk import Desk

ShowChoices = Callable[[Sequence[Choice]], None]


class ProductReads:
    """Reads in the runner's threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def search_customers(self, text: str, show: ShowChoices) -> None:
        """Find customers by code, name or town."""
        self._desk.runner.read(lambda: self._customers(text), show)

    def search_products(self, text: str, show: ShowChoices) -> None:
        """Find products by code or words."""
        self._desk.runner.read(lambda: self._products(text), show)

    def record(self, product_id: int) -> ProductRecord:
        """Read a product for its form."""
        with self._desk.services.store.read() as session:
            row = products.rows(session, [product_id], self._desk.today()).get(product_id)
        return self._desk.services.products.show(row.code if row else str(product_id))

    def _customers(self, text: str) -> list[Choice]:
        with self._desk.services.store.read() as session:
            return [
                Choice(hit.id, hit.code, hit.name, (hit.town or "",), warn=hit.blocked)
                for hit in customers.find(session, text)
            ]

    def _products(self, text: str) -> list[Choice]:
        with self._desk.services.store.read() as session:
            return [Choice(hit.id, hit.code, hit.label) for hit in products.find(session, text)]

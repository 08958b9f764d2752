"""What can be done with the prices of a product."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.products import dialogs
from adv_desktop.ui.products.price_terms import ask_terms
from adv_desktop.ui.searches import Searches

if TYPE_CHECKING:
    from adv_desktop.services.price_lists import NewPrice
    from adv_desktop.services.queries.product_detail import PriceRow, ProductDetail
    from adv_desktop.ui.desk import Desk


class ProductActions(QObject):
    """Each verb asks what it needs, is one command, and says so."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent

    def remove_price(self, price: PriceRow) -> None:
        """Delete a price."""
        prices = self._desk.services.prices
        self._write(lambda: prices.remove(price.id), _("The price is deleted; agreed lines keep theirs."))

    def set_terms(self) -> None:
        """Record by which day a price list is read."""
        terms = self._desk.services.price_terms
        said = _("The price basis is recorded; agreed lines keep their price.")
        ask_terms(
            self._desk, self._desk.today(), lambda asked: self._write(lambda: terms.put(asked), said), self._parent
        )

    def add_price(self, product: ProductDetail) -> None:
        """Ask for a price and add it."""
        search = Searches(self._desk).customers
        dialogs.ask_price(product, self._desk.today(), search, partial(self._priced, product), self._parent)

    def _priced(self, product: ProductDetail, command: NewPrice) -> None:
        prices = self._desk.services.prices
        self._write(lambda: prices.add(command), _("Price of {code} added.").format(code=product.row.code))

    def _write(self, work: Callable[[], object], said: str) -> None:
        self._desk.runner.write(work, lambda _done: self._desk.notices.say(said))

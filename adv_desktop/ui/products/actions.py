"""What can be done with a product: its stock, its receipts, its prices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.format import formats
from adv_desktop.ui.products import dialogs
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.services.price_lists import NewPrice
    from adv_desktop.services.queries.product_detail import PriceRow, ProductDetail
    from adv_desktop.services.stock import ReceiveGoods
    from adv_desktop.ui.desk import Desk


class ProductActions(QObject):
    """Each verb asks what it needs, is one command, and says so."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent

    def run(self, verb: str, product: ProductDetail) -> None:
        """Run a verb by its key."""
        {"receive": self._receive, "count": self._count, "expect": self._expect, "price": self._price}[verb](product)

    def remove_price(self, price: PriceRow) -> None:
        """Delete a price."""
        prices = self._desk.services.prices
        self._write(lambda: prices.remove(price.id), _("The price is deleted; agreed lines keep theirs."))

    def _receive(self, product: ProductDetail) -> None:
        dialogs.ask_receipt(product.row, product.receipts, partial(self._received, product), self._parent)

    def _received(self, product: ProductDetail, command: ReceiveGoods) -> None:
        stock, row = self._desk.services.stock, product.row
        quantity = formats().quantity(command.quantity)
        said = _("{quantity} of {code} received.").format(quantity=quantity, code=row.code)
        undo = Action(
            _("Undo this action"), partial(self._counted, product, row.physical, _("Receipt entered by mistake"))
        )
        self._write(lambda: stock.receive(command), said, *(() if command.receipt_id else (undo,)))

    def _count(self, product: ProductDetail) -> None:
        dialogs.ask_count(product.row, partial(self._counted, product), self._parent)

    def _counted(self, product: ProductDetail, physical: Decimal, reason: str) -> None:
        stock, row = self._desk.services.stock, product.row
        quantity = formats().quantity(physical)
        said = _("The stock of {code} is {quantity}.").format(quantity=quantity, code=row.code)
        self._write(lambda: stock.count(row.id, physical, reason), said)

    def _expect(self, product: ProductDetail) -> None:
        dialogs.ask_expected(product.row, self._desk.today(), partial(self._expected, product), self._parent)

    def _expected(self, product: ProductDetail, quantity: Decimal, due: dt.date, reference: str | None) -> None:
        stock, row = self._desk.services.stock, product.row
        said = _("{quantity} of {code} expected on {date}.").format(
            quantity=formats().quantity(quantity), code=row.code, date=formats().date(due)
        )
        self._write(lambda: stock.announce(row.id, quantity, due, reference), said)

    def _price(self, product: ProductDetail) -> None:
        search = Searches(self._desk).customers
        dialogs.ask_price(product, self._desk.today(), search, partial(self._priced, product), self._parent)

    def _priced(self, product: ProductDetail, command: NewPrice) -> None:
        prices = self._desk.services.prices
        self._write(lambda: prices.add(command), _("Price of {code} added.").format(code=product.row.code))

    def _write(self, work: Callable[[], object], said: str, *actions: Action) -> None:
        self._desk.runner.write(work, lambda _done: self._desk.notices.say(said, *actions))

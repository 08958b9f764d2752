"""What can be done with the stock of a product: each verb asks what it needs, is one command, and says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.stock import dialogs
from adv_desktop.ui.stock.giving import ask_to_give
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.services.locations import PutElsewhere
    from adv_desktop.services.queries.needs import Waiting
    from adv_desktop.services.queries.stock_detail import PlaceStock, ReceiptRow, StockDetail
    from adv_desktop.services.reallocation import Reallocation
    from adv_desktop.services.stock_keeping import AnnouncedReceipt, ReceiveGoods, Scrapped
    from adv_desktop.ui.desk import Desk


class StockActions(QObject):
    """The verbs on the stock."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent

    def run(self, verb: str, stock: StockDetail) -> None:
        """Run a verb by its key."""
        verbs: dict[str, Callable[[StockDetail], None]] = {
            "receive": self.receive, "announce": self.announce, "count": self.count, "scrap": self.scrap,
            "place": self.place,
        }  # fmt: skip
        verbs[verb](stock)

    def receive(self, stock: StockDetail, receipt: ReceiptRow | None = None) -> None:
        """Count goods in."""
        dialogs.ask_received(stock, receipt, self._desk.today(), partial(self._received, stock), self._parent)

    def announce(self, stock: StockDetail) -> None:
        """Note what a supplier announced."""
        dialogs.ask_announced(stock, None, self._desk.today(), partial(self._announced, stock), self._parent)

    def change(self, stock: StockDetail, receipt: ReceiptRow) -> None:
        """Correct what a supplier announced."""
        done = partial(self._changed, stock, receipt)
        dialogs.ask_announced(stock, receipt, self._desk.today(), done, self._parent)

    def cancel(self, stock: StockDetail, receipt: ReceiptRow) -> None:
        """Expect a receipt no longer; it can be announced again."""
        service = self._desk.services.stock
        said = _("The receipt of {quantity} {code} is cancelled.").format(
            quantity=formats().quantity(receipt.left), code=stock.row.code
        )
        again = Action(_("Undo this action"), partial(self._announced, stock, announced_again(stock, receipt)))
        self._write(lambda: service.cancel_receipt(receipt.id), said, again)

    def count(self, stock: StockDetail) -> None:
        """Set the stock to what was counted."""
        dialogs.ask_counted(stock, partial(self._counted, stock), self._parent)

    def scrap(self, stock: StockDetail) -> None:
        """Throw goods away."""
        dialogs.ask_scrapped(stock, partial(self._scrapped, stock), self._parent)

    def place(self, stock: StockDetail) -> None:
        """Keep a product elsewhere."""
        locations = self._desk.services.locations

        def ask(places: list[tuple[str, int]]) -> None:
            dialogs.ask_place(stock, places, partial(self._placed, stock), self._parent)

        self._desk.runner.read(lambda: [(place.code, place.rank) for place in locations.all()], ask)

    def move(self, stock: StockDetail, place: PlaceStock | None) -> None:
        """Put a part of a product in another place."""
        dialogs.ask_moved(stock, place, partial(self._moved, stock), self._parent)

    def give(self, line: Waiting) -> None:
        """Serve an order before the others, seeing first whom it hurts."""
        reallocations = self._desk.services.reallocations

        def ask(plan: Reallocation) -> None:
            ask_to_give(self._desk, plan, self._given, self._parent)

        self._desk.runner.read(lambda: reallocations.preview(line.line_id), ask)

    def _received(self, stock: StockDetail, command: ReceiveGoods) -> None:
        service, code = self._desk.services.stock, stock.row.code
        quantity = formats().quantity(command.quantity)

        def told(served: int) -> None:
            said = _("{quantity} of {code} received.").format(quantity=quantity, code=code)
            woken = ngettext("{count} order line is served.", "{count} order lines are served.", served)
            self._desk.notices.say(f"{said} {woken.format(count=served)}" if served else said, tone=Tone.OK)

        self._desk.runner.write(lambda: service.receive(command), told)

    def _announced(self, stock: StockDetail, command: AnnouncedReceipt) -> None:
        service = self._desk.services.stock
        said = _("{quantity} of {code} expected on {date}.").format(
            quantity=formats().quantity(command.quantity), code=stock.row.code, date=formats().date(command.due)
        )
        self._write(lambda: service.announce(command), said)

    def _changed(self, stock: StockDetail, receipt: ReceiptRow, command: AnnouncedReceipt) -> None:
        service = self._desk.services.stock
        said = _("The receipt of {code} is changed.").format(code=stock.row.code)
        self._write(lambda: service.amend_receipt(receipt.id, command), said)

    def _counted(
        self, stock: StockDetail, physical: Decimal, reason: str, lot: str | None, serials: tuple[str, ...]
    ) -> None:
        service, row = self._desk.services.stock, stock.row
        said = _("The stock of {code} is {quantity}.").format(quantity=formats().quantity(physical), code=row.code)
        self._write(lambda: service.count(row.id, physical, reason, lot, serials), said)

    def _scrapped(self, stock: StockDetail, command: Scrapped) -> None:
        service = self._desk.services.stock
        said = _("{quantity} of {code} thrown away.").format(
            quantity=formats().quantity(command.quantity), code=stock.row.code
        )
        self._write(lambda: service.scrap(command), said)

    def _placed(self, stock: StockDetail, code: str, rank: int | None) -> None:
        locations = self._desk.services.locations

        def put() -> None:
            locations.assign(stock.row.id, code)
            if rank is not None:
                locations.set_rank(code, rank)

        said = _("{code} is kept at {place}.").format(code=stock.row.code, place=code.upper())
        self._write(put, said)

    def _moved(self, stock: StockDetail, goods: PutElsewhere) -> None:
        locations = self._desk.services.locations
        said = _("{quantity} of {code} put at {place}.").format(
            quantity=formats().quantity(goods.quantity), code=stock.row.code, place=goods.end.strip().upper()
        )
        back = Action(_("Undo this action"), partial(self._moved, stock, put_back(goods)))
        self._write(lambda: locations.put(goods), said, back)

    def _given(self, line_id: int, quantity: Decimal, reason: str) -> None:
        reallocations = self._desk.services.reallocations

        def told(plan: Reallocation) -> None:
            said = _("{quantity} of {product} are kept for {order}.").format(
                quantity=formats().quantity(plan.quantity), product=plan.product, order=plan.number
            )
            count = len(plan.hurt)
            lost = ngettext("{count} order loses goods.", "{count} orders lose goods.", count).format(count=count)
            self._desk.notices.say(f"{said} {lost}" if count else said, tone=Tone.OK)

        self._desk.runner.write(lambda: reallocations.give(line_id, quantity, reason), told)

    def _write(self, work: Callable[[], object], said: str, *actions: Action) -> None:
        self._desk.runner.write(work, lambda _done: self._desk.notices.say(said, *actions))


def put_back(goods: PutElsewhere) -> PutElsewhere:
    """Return what would bring goods back to the place that they left."""
    return replace(goods, start=goods.end, end=goods.start)


def announced_again(stock: StockDetail, receipt: ReceiptRow) -> AnnouncedReceipt:
    """Return what would announce a receipt again as it was."""
    from adv_desktop.services.stock_keeping import AnnouncedReceipt

    return AnnouncedReceipt(stock.row.id, receipt.left, receipt.due, receipt.supplier_reference, receipt.order_line_id)

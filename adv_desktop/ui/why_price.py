"""« Pourquoi ce prix ? »: the price of a product for a customer and a quantity, and why the others lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.rules.pricing import DiscountKind, DiscountRow, PriceCandidate, PriceFound, PriceRow, Verdict
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.prices import priced, validity
from adv_desktop.ui.runner import Task
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import QuantityEdit
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_DISCOUNTS = {
    DiscountKind.CUSTOMER_FAMILY: N_("Customer's discount on the family"),
    DiscountKind.CUSTOMER: N_("Customer's discount"),
    DiscountKind.PROMOTION: N_("Promotion"),
}
_VERDICTS = {
    Verdict.WON: N_("Applies"),
    Verdict.NOT_YET: N_("Not begun yet"),
    Verdict.EXPIRED: N_("Over"),
    Verdict.BELOW_THRESHOLD: N_("Quantity too small"),
    Verdict.SMALLER_THRESHOLD: N_("A larger threshold applies"),
    Verdict.OLDER_START: N_("A later price applies"),
    Verdict.WEAKER_SOURCE: N_("A stronger source applies"),
    Verdict.NET_PRICE: N_("The price is net: no discount"),
    Verdict.WEAKER_DISCOUNT: N_("A stronger discount applies"),
    Verdict.NOT_LOWER: N_("Not lower than the price"),
}


def _source(candidate: PriceCandidate) -> str:
    row = candidate.row
    if isinstance(row, PriceRow):
        return " ".join(part for part in (label(row.source), row.label) if part)
    return " ".join(part for part in (_(_DISCOUNTS[row.kind]), row.label) if part)


def _amount(candidate: PriceCandidate) -> str:
    row = candidate.row
    if isinstance(row, DiscountRow):
        return " + ".join(formats().percent(percent) for percent in row.percents) or priced(
            row.price or Decimal(0), Decimal(1)
        )
    written = priced(row.price, row.price_base)
    if row.from_quantity > 1:
        from_quantity = formats().quantity(row.from_quantity)
        written = _("{price} from {quantity}").format(price=written, quantity=from_quantity)
    return written


CANDIDATES: list[Column[PriceCandidate]] = [
    Column(N_("Source"), _source, width=150, key="source"),
    Column(N_("Price or discount"), _amount, right=True, width=120, key="amount"),
    Column(N_("Valid"), lambda one: validity(one.row.start, one.row.end), width=110, key="valid"),
    Column(
        N_("Result"),
        lambda one: _(_VERDICTS[one.verdict]),
        cell=Cell.PILL,
        tone=lambda one: Tone.OK if one.won else Tone.NEUTRAL,
        width=180,
        key="verdict",
    ),
]


class WhyPrice(QWidget):
    """Choose a customer and a quantity: the price that applies, and every row that was looked at."""

    def __init__(self, desk: Desk, product_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._product_id = product_id
        self._asked: Task | None = None
        self.customer = Picker(_("Customer"), Searches(desk).customers, _("Code, name or town"))
        self.quantity = QuantityEdit(_("Quantity"))
        self.quantity.set_value(Decimal(1))
        self.quantity.setFixedWidth(theme().px(96))
        self.answer = text_label(_("Choose a customer to see his price and why it applies."), "muted", wrap=True)
        self.table = RowsTable(_("Prices and discounts looked at"), CANDIDATES, stretch=0)
        self.table.hide()
        asked = QHBoxLayout()
        theme().space(asked, spacing=8)
        asked.addWidget(self.customer, 1)
        asked.addWidget(self.quantity)
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=8)
        layout.addLayout(asked)
        layout.addWidget(self.answer)
        layout.addWidget(self.table)
        self.customer.chosen.connect(lambda _choice: self._ask())
        self.quantity.committed.connect(lambda _quantity: self._ask())

    def _ask(self) -> None:
        customer, quantity = self.customer.choice(), self.quantity.value()
        if customer is None or quantity is None:
            return
        if self._asked is not None:
            self._asked.cancel()
        explain = partial(self._desk.services.prices.explain, customer.id, self._product_id, quantity)
        self._asked = self._desk.runner.read(explain, self._show)

    def _show(self, found: PriceFound) -> None:
        self.answer.setText(told(found))
        self.table.set_rows(found.explanation)
        self.table.show()


def told(found: PriceFound) -> str:
    """Write the price that applies and where it comes from."""
    price = priced(found.net_price, found.price_base)
    if not found.discounts:
        return _("{price}: {source}").format(price=price, source=label(found.source))
    discounts = " + ".join(formats().percent(percent) for percent in found.discounts)
    said = _("{price}: {list} less {discounts}")
    return said.format(price=price, list=priced(found.list_price, found.price_base), discounts=discounts)


@dataclass(frozen=True, slots=True)
class LinePrice:
    """A line of an order whose price is asked about: its own price (None: that of the lists) and the day it is of."""

    customer_id: int
    product: str
    quantity: Decimal
    on: dt.date | None = None
    requested: dt.date | None = None
    own: str = ""


def show_why(desk: Desk, line: LinePrice, parent: QWidget) -> None:
    """Show the rules that were looked at for a line, which one won and why the others lost."""
    services = desk.services

    def read() -> PriceFound:
        product = services.products.show(line.product)
        return services.prices.explain(line.customer_id, product.id, line.quantity, line.on, line.requested)

    desk.runner.read(read, partial(_open_why, line, parent))


def _open_why(line: LinePrice, parent: QWidget, found: PriceFound) -> None:
    table = RowsTable(_("Prices and discounts looked at"), CANDIDATES, stretch=0)
    table.set_rows(found.explanation)
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, spacing=8)
    if line.own:
        layout.addWidget(text_label(_("On the line: {price}.").format(price=line.own), "strong", wrap=True))
    layout.addWidget(text_label(_("The lists give {price}.").format(price=told(found)), "body", wrap=True))
    layout.addWidget(table)
    quantity = formats().quantity(line.quantity)
    title = _("Why this price? {quantity} × {product}").format(quantity=quantity, product=line.product)
    dialog = FormDialog(title, body, _("OK"), lambda: "", parent)
    dialog.setMinimumWidth(theme().px(720))
    table.setFocus()
    dialog.open()

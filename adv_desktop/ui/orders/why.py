"""« Pourquoi ce prix ? » of a line: of an order on file, or of one that is being typed (F6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.format import formats, pair
from adv_desktop.ui.labels import label
from adv_desktop.ui.prices import priced
from adv_desktop.ui.typed_lines import TypedLine
from adv_desktop.ui.why_price import LinePrice, show_why

if TYPE_CHECKING:
    from adv_desktop.services.queries.order_detail import OrderDetail, OrderedLine
    from adv_desktop.ui.desk import Desk
    from adv_desktop.ui.orders.form import OrderForm


def why_ordered(desk: Desk, order: OrderDetail, line: OrderedLine, parent: QWidget) -> None:
    """Show why a line of an order on file has its price; a line without a product has none to explain."""
    if not line.product_code:
        desk.notices.say(_("A line without a product has the price that was typed."))
        return
    price = priced(line.unit_price, line.price_base)
    if line.discounts:
        price += " – " + " + ".join(formats().percent(percent) for percent in line.discounts)
    own = f"{price} ({label(line.price_source)})" if line.price_source else price
    own = pair(own, line.price_reason) if line.price_reason else own
    on = order.customer_reference_date or order.row.date
    show_why(
        desk,
        LinePrice(order.row.customer_id, line.product_code, line.quantity, on, line.requested, own),
        parent,
    )


def why_typed(form: OrderForm, row: int) -> None:
    """Show why a line that is being typed has its price."""
    line: TypedLine = form.grid.line(row)
    customer, command = form.header.customer.choice(), form.header.command()
    if customer is None or not line.code or not line.quantity:
        form.desk.notices.say(_("Choose the customer, the product and the quantity first."))
        return
    on = (command.customer_reference_date or command.date) if command else None
    requested = line.kept.requested or (command.requested if command else None)
    own = formats().unit_price(line.price) if line.price is not None else ""
    show_why(form.desk, LinePrice(customer.id, line.code, line.quantity, on, requested, own), form)

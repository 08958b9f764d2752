"""What is said once goods used at a depot are sold, with the way to their invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.texts import _
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.services.depot_reports import Recorded
    from adv_desktop.ui.desk import Desk


def say_sold(desk: Desk, made: Recorded) -> None:
    """Name the order and its deliveries, and offer to invoice them."""
    window, ids = desk.window, [delivery.id for delivery in made.deliveries]
    numbers = ", ".join(str(delivery.number) for delivery in made.deliveries)
    said = _("Goods used at the depot are sold: order {order}, delivered with {deliveries}.")
    desk.notices.say(
        said.format(order=made.order.number, deliveries=numbers),
        Action(_("Draft the invoice"), lambda: window.ask("invoices", "invoice_deliveries", ids)),
        Action(_("Show it"), lambda: window.open_document(DocumentKind.DELIVERY, ids[0])),
        tone=Tone.OK,
        seconds=0,
    )

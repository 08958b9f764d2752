"""What prevents a departure, beside what leaves: each with a way to mend it or to pass over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from adv_desktop.services import texts
from adv_desktop.services.obstacles import Obstacle
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.runner import Task
from adv_desktop.ui.widgets.checks import Check, ChecksPanel, Fix

if TYPE_CHECKING:
    from adv_desktop.ui.deliveries.shipping import Shipping
    from adv_desktop.ui.desk import Desk

DELAY = 150  # ms without a change before what is typed is looked at
Look = Callable[[], Sequence[Obstacle]]

# What is in the way, by the code of its sentence.
TITLES = {
    "stock.short": N_("Too little in stock"),
    "delivery.customer_blocked": N_("Customer blocked"),
    "delivery.credit_exceeded": N_("Credit limit exceeded"),
    "delivery.overdue": N_("Overdue invoices"),
    "delivery.vat_number_unchecked": N_("VAT number not checked lately"),
    "delivery.requirement_missing": N_("Customer's requirement not met"),
    "delivery.prepayment_missing": N_("Payment due before shipping not received"),
    "delivery.lot_life": N_("Lot too close to its use-by date"),
    "delivery.lot_life_part": N_("Lot too close to its use-by date"),
    "delivery.lot_expired": N_("Lot too close to its use-by date"),
    "delivery.lot_missing": N_("Lot not chosen"),
    "delivery.lot_short": N_("Too little of the lot"),
    "serial.missing": N_("Serial numbers to name"),
    "serial.too_many": N_("Too many serial numbers"),
    **dict.fromkeys(
        ("serial.delivered", "serial.gone", "serial.taken", "serial.twice", "serial.unknown"),
        N_("Serial number that cannot leave"),
    ),
    "delivery.weight_missing": N_("Goods sold by weight not weighed"),
    "delivery.weight_out_of_tolerance": N_("Weight out of the tolerance"),
    "delivery.over_quantity": N_("More than was ordered"),
    "delivery.surplus_accepted": N_("More than was ordered"),
    "delivery.partial_refused": N_("No partial delivery"),
    "delivery.prepared_already": N_("In preparation already"),
    "delivery.carrier_missing": N_("No carrier"),
    "delivery.address_incomplete": N_("Incomplete address"),
    "delivery.parcel_weight_missing": N_("Weight not known"),
    "delivery.buyer_carries": N_("The buyer carries: proofs to get"),
    "order.not_confirmed": N_("Order not confirmed"),
}
_CUSTOMER = ("customer", N_("Open the customer"))
_PAYMENT = ("payment", N_("Record the payment…"))
_ORDER = ("order", N_("Open the order"))
_LOTS = ("lots", N_("Choose the lots…"))
_SERIALS = ("serials", N_("Name the serial numbers…"))
_WAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "deliveries_blocked": (_CUSTOMER,),
    "credit_exceeded": (_PAYMENT, _CUSTOMER),
    "overdue": (_PAYMENT, _CUSTOMER),
    "stock_missing": (("in_stock", N_("Ship what is there")), ("product", N_("Open the product"))),
    "lot_short": (_LOTS,),
    "lot_life": (_LOTS,),
    "serial_missing": (_SERIALS,),
    "serial_refused": (_SERIALS,),
    "requirement_missing": (("order", N_("Type it")),),
    "vat_number_unchecked": (("vat_check", N_("Check the VAT number…")), ("with_vat", N_("Ship with French VAT"))),
    "prepayment_missing": (("deposit", N_("Deposit invoice…")), _ORDER),
    "over_delivery": (("due", N_("Bring down to what is due")), ("free", N_("Give the surplus free…"))),
    "quantity_refused": (("all", N_("Deliver everything")), _ORDER),
    "order_not_open": (_ORDER,),
    "buyer_carries": (_ORDER,),
    "carrier_missing": (("carrier", N_("Choose the carrier")),),
    "address_incomplete": (("address", N_("Complete the address")),),
    "parcel_weight_missing": (("journey_weight", N_("Type the weight")),),
}
PASSING = "passing"


class Obstacles(QObject):
    """Reads again, a moment after each change, what prevents the departure.

    `ways` is what the form itself does of the buttons; the others open the place where a thing is mended.
    """

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panel = ChecksPanel(_("What prevents the departure"), _("Nothing is in the way."))
        self.found: tuple[Obstacle, ...] = ()
        self.ways: Mapping[str, Callable[[Obstacle], object]] = {}
        self._look: Look | None = None
        self._task: Task | None = None
        self._later = QTimer(self, singleShot=True, interval=DELAY)
        self._later.timeout.connect(self._read)
        self.panel.fix_asked.connect(self._on_fix)

    @property
    def blocking(self) -> list[Obstacle]:
        """What must be mended or passed over."""
        return [one for one in self.found if one.is_blocking]

    def look(self, look: Look | None) -> None:
        """Look at what is typed now, once it no longer changes; None: there is nothing to look at."""
        self._look = look
        self._later.start()

    def go(self) -> None:
        """Put the cursor on the first way out."""
        self.panel.focus_first()

    def _read(self) -> None:
        if self._task is not None:
            self._task.cancel()
        if self._look is None:
            self._show(())
        else:
            self._task = self._desk.runner.read(self._look, self._show, lambda _error: self._show(()))

    def _show(self, found: Sequence[Obstacle]) -> None:
        self.found = tuple(found)
        self.panel.set_checks([_card(place, one) for place, one in enumerate(self.found)])

    def _on_fix(self, check: str, way: str) -> None:
        one = self.found[int(check)]
        if way in self.ways:
            self.ways[way](one)
        else:
            open_about(self._desk, one, way)


class Checked(Protocol):
    """A form that ships."""

    shipping: Shipping


def go_command(form: Checked) -> Command:
    """Return what puts the cursor on the first way out."""

    def go() -> None:
        form.shipping.obstacles.go()

    return Command("obstacles", N_("Go to what prevents the departure"), go, "F7", "", Menu.DELIVERIES)


def title_of(one: Obstacle) -> str:
    """Name an obstacle."""
    source = TITLES.get(one.error.code, one.error.code)
    return _(source)


def said_of(one: Obstacle) -> str:
    """Say an obstacle in a sentence."""
    return sentence(one.error, texts.current())


def summary_of(found: Sequence[Obstacle]) -> str:
    """Name the first of several obstacles and count the others; "" where there is none."""
    if not found:
        return ""
    others = len(found) - 1
    more = ngettext("and {count} more", "and {count} more", others).format(count=others)
    return f"{title_of(found[0])} {more}" if others else title_of(found[0])


def open_about(desk: Desk, one: Obstacle, way: str) -> None:
    """Open the place where an obstacle is mended."""
    if one.about is None:
        return
    kind, row_id = one.about
    ways: dict[str, Callable[[], None]] = {
        "customer": partial(desk.window.open_document, kind, row_id),
        "product": partial(desk.window.open_document, kind, row_id),
        "address": partial(desk.window.ask, "customers", "edit", [row_id]),
        "vat_check": partial(desk.window.ask, "customers", "check_vat", [row_id]),
        "payment": partial(desk.window.ask, "payments", "receive", [row_id]),
        "deposit": partial(desk.window.ask, "invoices", "deposit", [row_id]),
        "order": partial(desk.window.ask, "orders", "edit", [row_id]),
    }
    ways[way]()


def _card(place: int, one: Obstacle) -> Check:
    ways = [Fix(_(text), key) for key, text in _WAYS.get(one.kind, ()) if one.is_blocking or key != "free"]
    if one.is_blocking and one.passable:
        passing = _("Ship and invoice it… (reason)") if one.kind == "over_delivery" else _("Pass over… (reason)")
        ways.append(Fix(passing, PASSING))
    return Check(one.severity, title_of(one), said_of(one), tuple(ways), str(place))

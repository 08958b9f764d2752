"""The parts of a customer's page, for the pane beside the list and for the page of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.texts import _
from adv_desktop.ui.customers.columns import CLAIMS, DELIVERIES, TO_DELIVER, UNPAID, waiting
from adv_desktop.ui.customers.exposure_panel import ExposurePanel
from adv_desktop.ui.format import formats
from adv_desktop.ui.installed import OF_CUSTOMER, customer_units, units_table
from adv_desktop.ui.requirements import words_of
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, IconLabel, text_label
from adv_desktop.ui.widgets.tile import Tile, TileRow

if TYPE_CHECKING:
    from adv_desktop.services.queries.customer_page import CustomerPage, Place
    from adv_desktop.ui.desk import Desk


class CustomerSections:
    """Makes the widgets of one customer; every figure opens the rows behind it."""

    def __init__(self, desk: Desk, page: CustomerPage) -> None:
        self._desk = desk
        self._page = page

    def exposure(self) -> ExposurePanel:
        """Return the exposure with its parts."""
        panel = ExposurePanel()
        panel.show_exposure(self._page.exposure, self._page.cover)
        return panel

    def brief(self, *, short: bool = False) -> TileRow:
        """Return the four figures that say how it goes; short ones keep what they are for their tip."""
        page = self._page
        otif = formats().percent(round(page.otif, 1)) if page.otif is not None else "—"
        days = page.mean_days_late
        late = (
            _("{days} d").format(days=("+" if days > 0 else "") + formats().integer(days)) if days is not None else "—"
        )
        claims = formats().integer(len(page.open_claims))
        tiles = TileRow(per_row=2)
        made = [
            (Tile(_("Service rate"), otif, _("OTIF, 12 months")), "deliveries", ""),
            (Tile(_("Payment delay"), late, _("weighted mean"), tone=_tone(days)), "payments", ""),
            (Tile(_("Orders open"), formats().integer(len(page.open_orders))), "orders", _("open")),
            (Tile(_("Claims"), claims, tone=Tone.WARN if page.open_claims else None), "claims", _("open")),
        ]
        for tile, listing, word in made:
            if short:
                tile.shorten()
            tile.clicked.connect(partial(self.show_list, listing, word))
        tiles.set_tiles([tile for tile, _listing, _word in made])
        return tiles

    def to_deliver(self) -> RowsTable:
        """Return the orders that still have something to deliver."""
        table = self._table(_("Left to deliver"), TO_DELIVER, self._page.open_orders, 2)
        table.link_opened.connect(lambda one: self._desk.window.open_document(DocumentKind.ORDER, one.row.id))
        table.opened.connect(lambda one: self._desk.window.open_document(DocumentKind.ORDER, one.row.id))
        return table

    def deliveries(self) -> RowsTable:
        """Return the latest deliveries."""
        return self._documents(_("Latest deliveries"), DELIVERIES, self._page.latest_deliveries, DocumentKind.DELIVERY)

    def unpaid(self) -> RowsTable:
        """Return the invoices to collect."""
        return self._documents(_("Invoices to collect"), UNPAID, self._page.unpaid, DocumentKind.INVOICE)

    def claims(self) -> RowsTable:
        """Return the open claims."""
        return self._documents(_("Open claims"), CLAIMS, self._page.open_claims, DocumentKind.CLAIM)

    def installed(self) -> RowsTable:
        """Return the latest units with a serial number."""
        return units_table(self._desk, self._page.installed, OF_CUSTOMER)

    def all_installed(self) -> Button:
        """Return the button that shows all the units."""
        row = self._page.row
        button = Button(_("Show all"), "link", on_click=partial(customer_units, self._desk, row.id, row.name))
        button.setAccessibleName(f"{_('Show all')} – {_('Installed units')}")
        return button

    def contacts(self) -> QWidget:
        """Return the people, each with a way to call and to write."""
        row = self._page.row
        people = [
            _person_of(contact.name, contact.function, contact.phone, contact.email) for contact in self._page.contacts
        ]
        if row.phone or row.email:
            people.insert(0, _person_of(row.name, _("Main contact"), row.phone, row.email))
        return _stacked(people, _("No contact yet."))

    def places(self) -> QWidget:
        """Return the delivery addresses."""
        return _stacked([_place(place) for place in self._page.places], _("Delivered at its own address."))

    def requirements(self) -> QWidget:
        """Return what the customer demands."""
        lines = [_line("check", words_of(word)) for word in self._page.requirements]
        return _stacked(lines, _("No requirement."))

    def show_list(self, listing: str, word: str = "") -> None:
        """Show a list of this customer's documents."""
        parts = [f"{_('customer')} : {self._page.row.code}", *([word] if word else [])]
        self._desk.window.show_list(listing, " ; ".join(parts))

    def more(self, listing: str, word: str = "") -> Button:
        """Return the button that shows all the rows of a part."""
        button = Button(_("Show all"), "link", on_click=partial(self.show_list, listing, word))
        button.setAccessibleName(f"{_('Show all')} – {listing}")
        return button

    def orders_text(self) -> str:
        """Write where the customer's orders are, to paste in an answer (« Copier l'état de la commande »)."""
        lines = []
        for one in self._page.open_orders:
            promised = formats().date(one.row.promised) if one.row.promised else _("date to confirm")
            said = _("Order {number} ({reference}): {left}, left {quantity}, {date}, {state}")
            lines.append(
                said.format(
                    number=one.row.number or _("Draft"),
                    reference=one.row.customer_reference or "—",
                    left=waiting(one),
                    quantity=formats().quantity(one.left),
                    date=promised,
                    state=_(one.row.state.word),
                )
            )
        return "\n".join(lines) or _("Nothing is left to deliver.")

    def _documents(self, name: str, columns: list[Any], rows: tuple[Any, ...], kind: DocumentKind) -> RowsTable:
        table = self._table(name, columns, rows, len(columns) - 2)
        for signal in (table.link_opened, table.opened):
            signal.connect(lambda one: self._desk.window.open_document(kind, one.id))
        return table

    def _table(self, name: str, columns: list[Any], rows: tuple[Any, ...], stretch: int) -> RowsTable:
        table = RowsTable(name, columns, stretch=stretch, max_rows=6)
        table.set_rows(rows)
        return table


def _tone(days: int | None) -> Tone | None:
    return Tone.WARN if days is not None and days > 0 else None


def _person_of(name: str, function: str | None, phone: str | None, email: str | None) -> QWidget:
    said = " · ".join(part for part in (function, phone) if part)
    buttons = []
    for way, icon, scheme, word in (
        (phone, "phone", "tel", _("Call {name}")),
        (email, "mail", "mailto", _("Write to {name}")),
    ):
        if way:
            open_it = partial(QDesktopServices.openUrl, QUrl(f"{scheme}:{way}"))
            buttons.append(Button("", "flat", icon=icon, name=word.format(name=name), on_click=open_it))
    return _person("user", name, said or email or "", buttons)


def _place(place: Place) -> QWidget:
    town = " ".join(part for part in (place.postcode, place.town) if part)
    said = ", ".join(part for part in (place.line1, place.line2, town, place.instructions) if part)
    return _person("truck", place.label + (" ★" if place.is_default else ""), said, [])


def _person(icon: str, title: str, sub: str, buttons: list[Button]) -> QWidget:
    texts = QWidget()
    layout = QVBoxLayout(texts)
    theme().space(layout, spacing=1)
    layout.addWidget(text_label(title, "body"))
    layout.addWidget(text_label(sub, "muted", wrap=True))
    line = QWidget()
    across = QHBoxLayout(line)
    theme().space(across, spacing=8)
    across.addWidget(IconLabel(icon), 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(texts, 1)
    for button in buttons:
        across.addWidget(button)
    return line


def _line(icon: str, text: str) -> QWidget:
    line = QWidget()
    across = QHBoxLayout(line)
    theme().space(across, spacing=8)
    across.addWidget(IconLabel(icon, "ok"), 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(text_label(text, wrap=True), 1)
    return line


def _stacked(widgets: list[QWidget], nothing: str) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    theme().space(layout, spacing=8)
    for widget in widgets or [text_label(nothing, "muted", wrap=True)]:
        layout.addWidget(widget)
    return box

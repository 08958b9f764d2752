"""The page of one customer: everything about it at a glance, every figure a way to its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.customers.actions import CustomerActions
from adv_desktop.ui.customers.sales_bars import SalesPanel
from adv_desktop.ui.customers.sections import CustomerSections
from adv_desktop.ui.depots.form import open_depots
from adv_desktop.ui.format import formats
from adv_desktop.ui.listed import shown_events
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, Pill, clear_layout, row, set_role, text_label
from adv_desktop.ui.widgets.elided import ElidedLabel
from adv_desktop.ui.widgets.flow import Flow
from adv_desktop.ui.widgets.scroll import Scroll
from adv_desktop.ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from adv_desktop.services.queries.customer_page import CustomerPage
    from adv_desktop.services.queries.timeline import Event
    from adv_desktop.ui.desk import Desk

SIDE = 348
SIDE_BY_SIDE = 1040
HEAD_BESIDE = 1200  # from this width on, the buttons stand beside the name
FIGURES_BESIDE = 700
FIGURES = "figures"
WIDEST = 16_777_215  # Qt's own bound
_LISTS = (
    (DocumentKind.ORDER, "orders", N_("Orders")),
    (DocumentKind.DELIVERY, "deliveries", N_("Deliveries")),
    (DocumentKind.INVOICE, "invoices", N_("Invoices")),
    (DocumentKind.PAYMENT, "payments", N_("Payments")),
    (DocumentKind.CLAIM, "claims", N_("Claims")),
)


@dataclass(frozen=True, slots=True)
class Read:
    """What the page shows, and what happened."""

    page: CustomerPage
    events: tuple[Event, ...]


class CustomerSheet(DocumentForm):
    """Opened from the list; Esc goes back to it."""

    def __init__(
        self, desk: Desk, customer_id: int, edit: Callable[[int], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._customer_id = customer_id
        self.about = (DocumentKind.CUSTOMER, customer_id)
        self._page: CustomerPage | None = None
        self._edit = edit
        self._verbs = CustomerActions(desk, edit, self)
        self._name, self._sub, self._initials = ElidedLabel("", "page"), ElidedLabel("", "muted"), QLabel()
        self._pills, self._buttons, self._lists = QHBoxLayout(), Flow(), Flow()
        self._main, self._side = QVBoxLayout(), QVBoxLayout()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()
        self._read()

    @property
    def title(self) -> str:
        """The customer's name."""
        return self._name.text()

    def commands(self) -> list[Command]:
        """Return what can be done with the customer."""
        return [
            Command("edit", N_("Edit the customer"), self._on_edit, "F3", "edit", Menu.SALES),
            Command("vat_check", N_("Check the VAT number…"), self._on_vat_check, "", "check", Menu.SALES),
            Command("vat_ground", N_("Ground of the VAT regime…"), self._on_vat_ground, "", "", Menu.SALES),
            Command("copy", N_("Copy the state of the orders"), self._on_copy, "Ctrl+Shift+C", "copy", Menu.SALES),
            Command("left", N_("Preview what is left to deliver"), self._on_left, "Ctrl+P", "printer", Menu.SALES),
            Command("packaging", N_("Packaging…"), self._on_packaging, "Ctrl+G", "box", Menu.SALES),
            Command(
                "depots",
                N_("Depots at the customer's…"),
                self._on_depots,
                "Ctrl+D",
                "warehouse",
                Menu.SALES,
            ),
            Command("insured", N_("Insured amounts…"), self._on_insured, "Ctrl+Shift+A", "euro", Menu.SALES),
            Command("left_excel", N_("What is left to deliver, to Excel…"), self._on_left_excel, "", "", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def _on_vat_check(self) -> None:
        self._verbs.check_vat(self._customer_id)

    def _on_vat_ground(self) -> None:
        self._verbs.ground_vat(self._customer_id)

    def on_changed(self, changed: Changed) -> None:
        """Read again what may have moved."""
        if any(changed.of(kind) for kind in DocumentKind):
            self._read()

    def _build(self) -> None:
        names = QVBoxLayout()
        theme().space(names, spacing=2)
        line = QHBoxLayout()
        theme().space(line, spacing=8)
        line.addWidget(self._name)
        line.addLayout(self._pills)
        line.addStretch(1)
        line.setStretchFactor(self._name, 0)
        names.addLayout(line)
        names.addWidget(self._sub)
        self._initials.setFixedSize(theme().px(44), theme().px(44))
        self._initials.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(self._initials, "role", "initials")
        head = QHBoxLayout()
        theme().space(head, spacing=12)
        head.addWidget(self._initials)
        head.addLayout(names, 1)
        for across, spacing in ((self._pills, 6), (self._buttons, 8), (self._lists, 18)):
            theme().space(across, spacing=spacing)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 10)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme().space(self._head, spacing=8)
        self._head.addLayout(head, 1)
        self._head.addLayout(self._buttons)
        layout.addLayout(self._head)
        layout.addLayout(self._lists)
        layout.addWidget(Scroll(self._columns(), self), 1)

    def _columns(self) -> QWidget:
        self._aside = QWidget()
        self._aside.setLayout(self._side)
        inner = QWidget()
        inner.setLayout(self._both)
        theme().space(self._main, spacing=12)
        theme().space(self._side, spacing=12)
        theme().space(self._both, spacing=12)
        self._both.addLayout(self._main, 1)
        self._both.addWidget(self._aside, 0, Qt.AlignmentFlag.AlignTop)
        return inner

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side column under the rest where there is no room beside it."""
        super().resizeEvent(event)
        wide = self.width() >= theme().px(SIDE_BY_SIDE)
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        self._aside.setMinimumWidth(theme().px(SIDE) if wide else 0)
        self._aside.setMaximumWidth(theme().px(SIDE) if wide else WIDEST)
        self._head.setDirection(ways.LeftToRight if self.width() >= theme().px(HEAD_BESIDE) else ways.TopToBottom)
        for figures in self._main.findChildren(QBoxLayout, FIGURES):
            figures.setDirection(self._figures_way())

    def _read(self) -> None:
        store, today, customer_id = self.desk.services.store, self.desk.today(), self._customer_id

        def read() -> Read:
            from adv_desktop.services.queries import customer_page, timeline

            with store.read() as session:
                events = timeline.of(session, DocumentKind.CUSTOMER, customer_id, limit=12)
                return Read(customer_page.of(session, customer_id, today), events)

        self.desk.runner.read(read, self._show)

    def _show(self, read: Read) -> None:
        page = self._page = read.page
        parts = CustomerSections(self.desk, page)
        self._show_head(page, parts)
        clear_layout(self._main)
        clear_layout(self._side)
        self._main.addLayout(self._figures(page, parts))
        tables = (
            (_("Left to deliver"), page.open_orders, parts.to_deliver, "orders", _("open")),
            (_("Latest deliveries"), page.latest_deliveries, parts.deliveries, "deliveries", ""),
            (_("Invoices to collect"), page.unpaid, parts.unpaid, "invoices", _("unpaid")),
            (_("Open claims"), page.open_claims, parts.claims, "claims", _("open")),
        )
        for title, rows, table, listing, word in tables:
            self._main.addWidget(_listed(title, len(rows), table, parts.more(listing, word)))
        if page.installed:
            units = _listed(_("Installed units"), len(page.installed), parts.installed, parts.all_installed())
            self._main.addWidget(units)
        self._main.addStretch(1)
        timeline = Timeline()
        timeline.set_events(shown_events(read.events))
        for title, widget in (
            (_("In short"), parts.brief(short=True)),
            (_("Contacts"), parts.contacts()),
            (_("Delivery addresses"), parts.places()),
            (_("Requirements"), parts.requirements()),
            (_("Timeline"), timeline),
        ):
            card = Card(title)
            card.body.addWidget(widget)
            self._side.addWidget(card)
        self.title_changed.emit(self.title)

    def _show_head(self, page: CustomerPage, parts: CustomerSections) -> None:
        customer = page.row
        self._name.setText(customer.name)
        self._initials.setText("".join(word[0] for word in customer.name.split()[:2]).upper())
        street = ", ".join(part for part in (page.line1, f"{customer.postcode or ''} {customer.town or ''}") if part)
        siren = _("SIREN {number}").format(number=customer.siren) if customer.siren else ""
        facts = (customer.code, page.legal_form, siren, page.vat_number, street.strip())
        self._sub.setText(" · ".join(fact for fact in facts if fact))
        clear_layout(self._pills)
        self._pills.addWidget(Pill(_(customer.state.word), Tone(customer.state.tone)))
        self._pills.addWidget(Pill(_("Priority {letter}").format(letter=customer.priority), Tone.INFO))
        if customer.overdue:
            self._pills.addWidget(
                Pill(_("Overdue {amount}").format(amount=formats().money(customer.overdue)), Tone.BAD)
            )
        clear_layout(self._buttons)
        close = Button(_("Close"), small=True, on_click=self.closed.emit)
        for button in (*self._verbs.buttons(customer, parts.orders_text), close):
            self._buttons.addWidget(button)
        clear_layout(self._lists)
        for kind, listing, title in _LISTS:
            text = f"{_(title)}  {formats().integer(page.counts.get(kind, 0))}"
            self._lists.addWidget(Button(text, "link", on_click=partial(parts.show_list, listing)))

    def _figures_way(self) -> QBoxLayout.Direction:
        ways = QBoxLayout.Direction
        return ways.LeftToRight if self.width() >= theme().px(FIGURES_BESIDE) else ways.TopToBottom

    def _figures(self, page: CustomerPage, parts: CustomerSections) -> QBoxLayout:
        exposure = Card(_("Exposure"))
        exposure.header_row.addWidget(Button(_("Insured amounts…"), "link", on_click=self._on_insured))
        exposure.header_row.addWidget(parts.more("invoices", _("unpaid")))
        exposure.body.addWidget(parts.exposure())
        exposure.body.addStretch(1)
        sales = Card(_("Net sales, 12 months"))
        panel = SalesPanel()
        panel.show_sales(page.sales)
        sales.body.addWidget(panel, 1)
        line = QBoxLayout(self._figures_way())
        line.setObjectName(FIGURES)
        theme().space(line, spacing=12)
        for card, stretch in ((exposure, 5), (sales, 4)):
            line.addWidget(card, stretch)
        return line

    def _on_edit(self) -> None:
        self._edit(self._customer_id)

    def _on_insured(self) -> None:
        self._verbs.insurance(self._customer_id)

    def _on_packaging(self) -> None:
        self._verbs.packaging(self._customer_id)

    def _on_depots(self) -> None:
        open_depots(self.desk, self._customer_id)

    def _on_left(self) -> None:
        if self._page is not None:
            self._verbs.preview_left(self._page.row)

    def _on_left_excel(self) -> None:
        if self._page is not None:
            self._verbs.export_left(self._page.row)

    def _on_copy(self) -> None:
        if self._page is not None:
            self._verbs.copy_orders(CustomerSections(self.desk, self._page).orders_text())


def _listed(title: str, count: int, table: Callable[[], QWidget], more: Button) -> Card:
    """Return a card with a table, or with a word that there is nothing."""
    card = Card(margins=(1, 12, 1, 8))
    head = row(text_label(title, "card"), text_label(formats().integer(count) if count else "", "muted"))
    head.setContentsMargins(theme().px(15), 0, theme().px(15), 0)
    inner = head.layout()
    if inner is not None:
        inner.addWidget(more)
    card.body.addWidget(head)
    if count:
        card.body.addWidget(table())
    else:
        nothing = text_label(_("Nothing at the moment."), "muted")
        nothing.setContentsMargins(theme().px(15), 0, 0, theme().px(4))
        card.body.addWidget(nothing)
    return card

"""The customers: list, pane at a glance, and the way to their page and their form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import ClassVar

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.queries import customer_page, customers, timeline
from adv_desktop.services.queries.customer_page import CustomerPage
from adv_desktop.services.queries.timeline import Event
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.customers.actions import CustomerActions
from adv_desktop.ui.customers.columns import COLUMNS
from adv_desktop.ui.customers.form import CustomerForm
from adv_desktop.ui.customers.sections import CustomerSections
from adv_desktop.ui.customers.sheet import CustomerSheet
from adv_desktop.ui.depots.form import open_depots
from adv_desktop.ui.labels import label
from adv_desktop.ui.listed import ListedPage
from adv_desktop.ui.saved_views import list_commands
from adv_desktop.ui.tables.list_page import Empty
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.detail import DetailPane


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows of a customer."""

    page: CustomerPage
    events: tuple[Event, ...]


class CustomersPage(ListedPage[Shown]):
    """« Clients »."""

    reads: ClassVar[ModuleType] = customers
    kind = DocumentKind.CUSTOMER
    kinds = frozenset(DocumentKind)
    name = "customers"
    title = N_("Customers")
    columns = COLUMNS
    sort = "name"
    descending = False
    everything = N_("All customers")
    empty = Empty(
        N_("No customer yet"),
        N_("Add the first one with F2, or import them from Excel with Ctrl+Shift+I."),
        N_("Import customers…"),
        "users",
    )

    def commands(self) -> list[Command]:
        """Return what can be done with customers."""
        return [
            Command("new", N_("New customer"), self._on_new, "F2", "plus", Menu.SALES, primary=True),
            Command("import", N_("Import customers…"), self.on_empty, "", "upload", in_top_bar=True),
            Command("open", N_("Open the customer"), self._on_open, "", "eye", Menu.SALES),
            Command("edit", N_("Edit the customer"), self._on_edit, "F3", "edit", Menu.SALES),
            Command("block", N_("Block or unblock…"), self._on_block, "", "blocked", Menu.SALES),
            Command("merge", N_("Merge or transfer to…"), self._on_merge, "", "users", Menu.SALES),
            Command("vat_check", N_("Check the VAT number…"), self._on_vat_check, "", "check", Menu.SALES),
            Command("vat_ground", N_("Ground of the VAT regime…"), self._on_vat_ground, "", "", Menu.SALES),
            Command("copy", N_("Copy the state of the orders"), self._on_copy, "Ctrl+Shift+C", "copy", Menu.SALES),
            Command("left", N_("Preview what is left to deliver"), self._on_left, "Ctrl+P", "printer", Menu.SALES),
            Command(
                "account", N_("Preview the statement of account"), self._on_account, "Ctrl+Shift+P", "euro", Menu.SALES
            ),
            Command(
                "account_send", N_("Statement of account, to the outbox"), self._on_account_send, "", "mail", Menu.SALES
            ),
            Command("packaging", N_("Packaging…"), self._on_packaging, "Ctrl+G", "box", Menu.SALES),
            Command("deposits", N_("Packaging on deposit…"), self._on_deposits, "Ctrl+Shift+G", "box", Menu.SALES),
            Command("depots", N_("Depots at the customer's…"), self._on_depots, "Ctrl+D", "warehouse", Menu.SALES),
            Command("insured", N_("Insured amounts…"), self._on_insured, "Ctrl+Shift+A", "euro", Menu.SALES),
            Command(
                "packaging_excel", N_("Packaging held by customers, to Excel…"), self._on_holders, "", "", Menu.SALES
            ),
            Command("left_excel", N_("What is left to deliver, to Excel…"), self._on_left_excel, "", "", Menu.SALES),
            *list_commands(self),
        ]

    @property
    def verbs(self) -> CustomerActions:
        """The verbs on one customer."""
        return CustomerActions(self.desk, self._edit, self)

    def read_detail(self, document_id: int) -> Shown:
        """Read a customer at a glance."""
        with self.desk.services.store.read() as session:
            return Shown(
                customer_page.of(session, document_id, self.desk.today()),
                timeline.of(session, DocumentKind.CUSTOMER, document_id, limit=20),
            )

    def fill(self, pane: DetailPane, detail: Shown) -> None:
        """Show a customer: exposure, figures, what is to deliver, what is unpaid, people, history."""
        page, row = detail.page, detail.page.row
        parts = CustomerSections(self.desk, page)
        place = " · ".join(part for part in (row.code, row.siren, row.town) if part)
        pane.set_header(row.name, _(row.state.word), Tone(row.state.tone), place)
        pane.set_actions(self.verbs.buttons(row, parts.orders_text))
        pane.set_facts(
            [
                (_("Payment terms"), row.terms),
                (_("Payment method"), label(row.method)),
                (_("Salesperson"), row.salesperson or "—"),
                (_("Priority"), row.priority),
            ]
        )
        if row.block_reason:
            pane.section(_("Blocked: {reason}").format(reason=row.block_reason))
        pane.section(_("Exposure"), parts.more("invoices", _("unpaid")))
        pane.add(parts.exposure())
        pane.add(parts.brief())
        for title, rows, table, listing, word in (
            (_("Left to deliver"), page.open_orders, parts.to_deliver, "orders", _("open")),
            (_("Invoices to collect"), page.unpaid, parts.unpaid, "invoices", _("unpaid")),
            (_("Open claims"), page.open_claims, parts.claims, "claims", _("open")),
        ):
            if rows:
                pane.section(title, parts.more(listing, word))
                pane.add(table())
        if page.installed:
            pane.section(_("Installed units"), parts.all_installed())
            pane.add(parts.installed())
        pane.section(_("Contacts"))
        pane.add(parts.contacts())
        pane.section(_("Delivery addresses"))
        pane.add(parts.places())
        self.add_timeline(pane, detail.events)

    def open_document(self, document_id: int) -> None:
        """Open the page of a customer."""
        self.desk.window.open_form(CustomerSheet(self.desk, document_id, self._edit))

    def do(self, verb: str, ids: Sequence[int]) -> None:
        """Add a customer, edit one or record the check of its VAT number, for another page."""
        if verb == "new":
            self._on_new()
        elif verb == "edit" and ids:
            self._edit(ids[0])
        elif verb == "check_vat" and ids:
            self.verbs.check_vat(ids[0])

    def on_empty(self) -> None:
        """Import the first customers."""
        from adv_desktop.ui.master_import.form import MasterImportForm

        self.desk.window.open_form(MasterImportForm(self.desk, "customers"))

    def _edit(self, customer_id: int) -> None:
        self.desk.window.open_form(CustomerForm(self.desk, customer_id))

    def _on_new(self) -> None:
        self.desk.window.open_form(CustomerForm(self.desk))

    def _on_open(self) -> None:
        if self.current_id:
            self.open_document(self.current_id)

    def _on_edit(self) -> None:
        if self.current_id:
            self._edit(self.current_id)

    def _on_block(self) -> None:
        if self.detail is not None:
            self.verbs.toggle_block(self.detail.page.row)

    def _on_merge(self) -> None:
        if self.detail is not None:
            self.verbs.merge(self.detail.page.row)

    def _on_vat_check(self) -> None:
        if self.current_id:
            self.verbs.check_vat(self.current_id)

    def _on_vat_ground(self) -> None:
        if self.current_id:
            self.verbs.ground_vat(self.current_id)

    def _on_copy(self) -> None:
        if self.detail is not None:
            self.verbs.copy_orders(CustomerSections(self.desk, self.detail.page).orders_text())

    def _on_holders(self) -> None:
        self.verbs.export_packaging()

    def _on_insured(self) -> None:
        if self.current_id:
            self.verbs.insurance(self.current_id)

    def _on_account(self) -> None:
        if self.detail is not None:
            self.verbs.preview_account(self.detail.page.row)

    def _on_account_send(self) -> None:
        if self.selected():
            self.verbs.send_accounts(self.selected())

    def _on_packaging(self) -> None:
        if self.detail is not None:
            self.verbs.packaging(self.detail.page.row.id)

    def _on_depots(self) -> None:
        if self.detail is not None:
            open_depots(self.desk, self.detail.page.row.id)

    def _on_deposits(self) -> None:
        self.verbs.deposits()

    def _on_left(self) -> None:
        if self.detail is not None:
            self.verbs.preview_left(self.detail.page.row)

    def _on_left_excel(self) -> None:
        if self.detail is not None:
            self.verbs.export_left(self.detail.page.row)

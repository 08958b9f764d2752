"""The tabs of the rail: what each is called, and where its page is, built when it is first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.texts import N_
from adv_desktop.ui.commands import Menu

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk
    from adv_desktop.ui.page import Page


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A tab: `place` is "module:class" below `adv_desktop.ui`."""

    key: str
    title: str
    icon: str
    group: int
    place: str
    menu: Menu
    kind: DocumentKind | None = None
    bottom: bool = False

    def build(self, desk: Desk) -> Page:
        """Import and build the page."""
        module, name = self.place.split(":")
        page: Page = getattr(import_module(f"adv_desktop.ui.{module}"), name)(desk)
        return page


PAGES = (
    PageSpec("today", N_("To do"), "clock", 0, "today.page:TodayPage", Menu.SALES),
    PageSpec(
        "quotations",
        N_("Quotations"),
        "quote",
        1,
        "orders.quotations.page:QuotationsPage",
        Menu.SALES,
        DocumentKind.QUOTATION,
    ),
    PageSpec("orders", N_("Orders"), "document", 1, "orders.page:OrdersPage", Menu.SALES, DocumentKind.ORDER),
    PageSpec(
        "deliveries",
        N_("Deliveries"),
        "truck",
        1,
        "deliveries.page:DeliveriesPage",
        Menu.DELIVERIES,
        DocumentKind.DELIVERY,
    ),
    PageSpec(
        "invoices", N_("Invoices"), "receipt", 1, "invoices.page:InvoicesPage", Menu.INVOICING, DocumentKind.INVOICE
    ),
    PageSpec("payments", N_("Payments"), "euro", 1, "payments.page:PaymentsPage", Menu.PAYMENTS, DocumentKind.PAYMENT),
    PageSpec("claims", N_("Claims"), "warning", 1, "claims.page:ClaimsPage", Menu.SALES, DocumentKind.CLAIM),
    PageSpec("returns", N_("Returns"), "return", 1, "returns.page:ReturnsPage", Menu.DELIVERIES, DocumentKind.RETURN),
    PageSpec("outbox", N_("Outbox"), "mail", 1, "outbox.page:OutboxPage", Menu.SALES, DocumentKind.MESSAGE),
    PageSpec("dashboards", N_("Dashboards"), "chart", 2, "dashboards.page:DashboardsPage", Menu.WINDOW),
    PageSpec(
        "customers", N_("Customers"), "users", 2, "customers.page:CustomersPage", Menu.SALES, DocumentKind.CUSTOMER
    ),
    PageSpec("products", N_("Products"), "box", 2, "products.page:ProductsPage", Menu.SALES, DocumentKind.PRODUCT),
    PageSpec("stock", N_("Stock"), "warehouse", 2, "stock.page:StockPage", Menu.DELIVERIES),
    PageSpec("settings", N_("Settings"), "gear", 3, "settings.page:SettingsPage", Menu.TOOLS, bottom=True),
)

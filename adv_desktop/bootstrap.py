"""Composition root: the only module that knows every layer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from adv_desktop.models import database
from adv_desktop.models.errors import KnownError
from adv_desktop.services.claims import ClaimService
from adv_desktop.services.clock import Clock
from adv_desktop.services.company import CompanyService
from adv_desktop.services.credits import CreditService
from adv_desktop.services.customers import CustomerService
from adv_desktop.services.deliveries import DeliveryService
from adv_desktop.services.deposits import DepositService
from adv_desktop.services.drafts import FormDrafts
from adv_desktop.services.events import Hub
from adv_desktop.services.invoice_drafts import InvoiceDraftService
from adv_desktop.services.issuing import IssueService
from adv_desktop.services.orders import OrderService
from adv_desktop.services.papers import Papers
from adv_desktop.services.payments import PaymentService
from adv_desktop.services.products import ProductService
from adv_desktop.services.settings import SettingsService
from adv_desktop.services.stock import StockService
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """Every service over one database."""

    store: Store
    clock: Clock
    papers: Papers
    company: CompanyService
    customers: CustomerService
    products: ProductService
    stock: StockService
    orders: OrderService
    deliveries: DeliveryService
    drafts: InvoiceDraftService
    issuing: IssueService
    deposits: DepositService
    credits: CreditService
    payments: PaymentService
    claims: ClaimService
    settings: SettingsService
    form_drafts: FormDrafts

    def close(self) -> None:
        """Close the database."""
        self.store.close()


def open_services(path: Path, clock: Clock, papers: Papers | None = None, *, read_only: bool = False) -> Services:
    """Open a database file, refusing what cannot be trusted, and build the services over it."""
    if not path.exists():
        raise KnownError("database.missing", path=str(path))
    database.inspect_file(path)
    return build(Store(path, clock, Hub(), read_only=read_only), clock, papers or _printed(clock))


def build(store: Store, clock: Clock, papers: Papers) -> Services:
    """Build the services over an open store."""
    return Services(
        store=store,
        clock=clock,
        papers=papers,
        company=CompanyService(store, clock),
        customers=CustomerService(store, clock),
        products=ProductService(store, clock),
        stock=StockService(store, clock),
        orders=OrderService(store, clock),
        deliveries=DeliveryService(store, clock, papers),
        drafts=InvoiceDraftService(store, clock),
        issuing=IssueService(store, clock, papers),
        deposits=DepositService(store, clock),
        credits=CreditService(store, clock),
        payments=PaymentService(store, clock),
        claims=ClaimService(store, clock),
        settings=SettingsService(store),
        form_drafts=FormDrafts(store, clock),
    )


def _printed(clock: Clock) -> Papers:
    from adv_desktop.services.printing import PrintedPapers

    return PrintedPapers(clock)

"""Composition root: the only module that knows every layer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from adv_desktop.late_services import LateServices
from adv_desktop.models.errors import KnownError
from adv_desktop.services import locking
from adv_desktop.services.accepted_checks import AcceptedCheckService
from adv_desktop.services.activities import ActivityService
from adv_desktop.services.calendars import CalendarService
from adv_desktop.services.claims import ClaimService
from adv_desktop.services.clock import Clock
from adv_desktop.services.closing import ClosingService
from adv_desktop.services.company import CompanyService
from adv_desktop.services.consultation import Consultation, consult, is_writable
from adv_desktop.services.contracts import ContractService
from adv_desktop.services.copies import Copies
from adv_desktop.services.credits import CreditService
from adv_desktop.services.customer_groups import GroupService
from adv_desktop.services.customer_merging import CustomerMergeService
from adv_desktop.services.customers import CustomerService
from adv_desktop.services.deliveries import DeliveryService
from adv_desktop.services.deposits import DepositService
from adv_desktop.services.direct_deliveries import DirectDeliveryService
from adv_desktop.services.document_events import DocumentEvents
from adv_desktop.services.drafts import FormDrafts
from adv_desktop.services.events import Hub
from adv_desktop.services.frameworks import FrameworkService
from adv_desktop.services.insurance import InsuranceService
from adv_desktop.services.inventory import InventoryService
from adv_desktop.services.invoice_drafts import InvoiceDraftService
from adv_desktop.services.invoice_replacing import ReplacementService
from adv_desktop.services.issuing import IssueService
from adv_desktop.services.locations import LocationService
from adv_desktop.services.mail.passwords import Passwords
from adv_desktop.services.note_corrections import NoteCorrections
from adv_desktop.services.orders import OrderService
from adv_desktop.services.outbox import OutboxService
from adv_desktop.services.outbox_filling import OutboxFilling
from adv_desktop.services.packaging import PackagingService
from adv_desktop.services.papers import Papers
from adv_desktop.services.parcels import ParcelService
from adv_desktop.services.payments import PaymentService
from adv_desktop.services.price_grid import PriceListService
from adv_desktop.services.price_lists import PriceService
from adv_desktop.services.price_updates import PriceUpdateService
from adv_desktop.services.products import ProductService
from adv_desktop.services.proformas import ProformaService
from adv_desktop.services.quotations import QuotationService
from adv_desktop.services.reallocation import ReallocationService
from adv_desktop.services.rebates import RebateService
from adv_desktop.services.recurring_orders import RecurringOrderService
from adv_desktop.services.rescheduling import ReschedulingService
from adv_desktop.services.returns import ReturnService
from adv_desktop.services.saved_views import SavedViews
from adv_desktop.services.settings import SettingsService
from adv_desktop.services.settlements import SettlementService
from adv_desktop.services.snoozes import SnoozeService
from adv_desktop.services.status_keeping import EInvoiceStatuses
from adv_desktop.services.stock_keeping import StockService
from adv_desktop.services.store import Store
from adv_desktop.services.undelivered import UndeliveredService
from adv_desktop.services.upgrading import upgrade
from adv_desktop.services.vat_evidence import VatEvidenceService


@dataclass(frozen=True, slots=True)
class Services(LateServices):
    """Every service over one database."""

    store: Store
    clock: Clock
    papers: Papers
    company: CompanyService
    customers: CustomerService
    products: ProductService
    prices: PriceService
    price_updates: PriceUpdateService
    price_grid: PriceListService
    stock: StockService
    inventory: InventoryService
    locations: LocationService
    reallocations: ReallocationService
    orders: OrderService
    deliveries: DeliveryService
    parcels: ParcelService
    drafts: InvoiceDraftService
    issuing: IssueService
    deposits: DepositService
    credits: CreditService
    returns: ReturnService
    undelivered: UndeliveredService
    note_corrections: NoteCorrections
    direct_deliveries: DirectDeliveryService
    payments: PaymentService
    settlements: SettlementService
    claims: ClaimService
    settings: SettingsService
    closing: ClosingService
    form_drafts: FormDrafts
    snoozes: SnoozeService
    activities: ActivityService
    document_events: DocumentEvents
    statuses: EInvoiceStatuses
    vat_evidence: VatEvidenceService
    rebates: RebateService
    copies: Copies
    quotations: QuotationService
    rescheduling: ReschedulingService
    calendars: CalendarService
    packaging: PackagingService
    insurance: InsuranceService
    customer_groups: GroupService
    customer_merging: CustomerMergeService
    outbox: OutboxService
    outbox_filling: OutboxFilling
    proformas: ProformaService
    replacements: ReplacementService
    contracts: ContractService
    saved_views: SavedViews
    frameworks: FrameworkService
    recurring: RecurringOrderService
    accepted_checks: AcceptedCheckService
    consultation: Consultation | None = None  # when the file is only read, and from when its data are

    def close(self) -> None:
        """Close the database."""
        self.store.close()
        if self.consultation is not None:
            self.consultation.close()


def open_services(path: Path, clock: Clock, papers: Papers | None = None, *, read_only: bool = False) -> Services:
    """Open a database file, refusing what cannot be trusted, and build the services over it.

    A file of an earlier version is brought up to date; one that cannot be written is opened for consultation.
    """
    if not path.exists():
        raise KnownError("database.missing", path=str(path))
    if read_only or not is_writable(path):
        return _consult(path, clock, papers)
    locking.refuse_if_locked(path)
    upgrade(path, clock)
    return build(Store(path, clock, Hub()), clock, papers or _printed(clock))


def _consult(path: Path, clock: Clock, papers: Papers | None) -> Services:
    """Open for reading only; of a damaged file, what can still be read."""
    consulted = consult(path)
    try:
        store = Store(consulted.path, clock, Hub(), read_only=True)
        return replace(build(store, clock, papers or _printed(clock)), consultation=consulted)
    except BaseException:
        consulted.close()
        raise


def build(store: Store, clock: Clock, papers: Papers) -> Services:
    """Build the services over an open store."""
    payments, credit_notes = PaymentService(store, clock), CreditService(store, clock)
    filling, undelivered = OutboxFilling(store, clock, papers), UndeliveredService(store, clock)
    deliveries = DeliveryService(store, clock, papers, filling)
    return Services(
        store=store, clock=clock, papers=papers,
        company=CompanyService(store, clock), customers=CustomerService(store, clock),
        products=ProductService(store, clock), prices=PriceService(store, clock),
        price_updates=PriceUpdateService(store, clock), price_grid=PriceListService(store),
        stock=StockService(store, clock), inventory=InventoryService(store, clock),
        locations=LocationService(store, clock),
        reallocations=ReallocationService(store, clock),
        orders=OrderService(store, clock), accepted_checks=AcceptedCheckService(store, clock),
        deliveries=deliveries,
        parcels=ParcelService(store),
        drafts=InvoiceDraftService(store, clock),
        issuing=IssueService(store, clock, papers),
        deposits=DepositService(store, clock), credits=credit_notes,
        returns=ReturnService(store, clock, credit_notes),
        undelivered=undelivered,
        note_corrections=NoteCorrections(store, clock, deliveries, undelivered),
        direct_deliveries=DirectDeliveryService(store, clock, deliveries),
        payments=payments,
        settlements=SettlementService(store, clock, payments),
        claims=ClaimService(store, clock),
        settings=SettingsService(store), closing=ClosingService(store, clock),
        form_drafts=FormDrafts(store, clock), snoozes=SnoozeService(store, clock),
        activities=ActivityService(store, clock),
        document_events=DocumentEvents(store, clock),
        statuses=EInvoiceStatuses(store, clock),
        vat_evidence=VatEvidenceService(store, clock),
        rebates=RebateService(store, clock),
        copies=Copies(store, papers),
        quotations=QuotationService(store, clock),
        rescheduling=ReschedulingService(store, clock),
        calendars=CalendarService(store), packaging=PackagingService(store, clock),
        customer_groups=GroupService(store), insurance=InsuranceService(store, clock),
        customer_merging=CustomerMergeService(store, clock),
        outbox=OutboxService(store, clock, Passwords()), outbox_filling=filling,
        proformas=ProformaService(store, clock),
        replacements=ReplacementService(store, credit_notes),
        contracts=ContractService(store, clock, InvoiceDraftService(store, clock)),
        saved_views=SavedViews(store),
        frameworks=FrameworkService(store, clock), recurring=RecurringOrderService(store, clock),
    )  # fmt: skip


def _printed(clock: Clock) -> Papers:
    from adv_desktop.services.printing import PrintedPapers

    return PrintedPapers(clock)

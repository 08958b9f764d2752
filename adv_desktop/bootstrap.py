"""Composition root: the only module that knows every layer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

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
from adv_desktop.services.eco_contributions import EcoContributionService
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
from adv_desktop.services.price_terms import PriceTermsService
from adv_desktop.services.price_updates import PriceUpdateService
from adv_desktop.services.products import ProductService
from adv_desktop.services.proformas import ProformaService
from adv_desktop.services.promotions import PromotionService
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
from adv_desktop.services.urgency import UrgencyService
from adv_desktop.services.vat_evidence import VatEvidenceService

if TYPE_CHECKING:
    from adv_desktop.services.completions import CompletionService
    from adv_desktop.services.delivery_proofs import DeliveryProofs
    from adv_desktop.services.departure_vat import DepartureVat
    from adv_desktop.services.departures import DepartureChecks
    from adv_desktop.services.export_papers import ExportPapers
    from adv_desktop.services.imports.guided import GuidedEntry
    from adv_desktop.services.imports.masters_import import MasterImportService
    from adv_desktop.services.imports.orders_import import OrderImportService
    from adv_desktop.services.invoice_proofs import InvoiceProofs
    from adv_desktop.services.month_end import MonthEndService
    from adv_desktop.services.new_dates import NewDatesService
    from adv_desktop.services.order_cancelling import CancellationService
    from adv_desktop.services.packaging_deposits import PackagingDepositService
    from adv_desktop.services.shipping_labels import ShippingLabels
    from adv_desktop.services.signed_notes import SignedNotes
    from adv_desktop.services.status_import import StatusImport
    from adv_desktop.services.summaries import SummaryService
    from adv_desktop.services.surcharges import SurchargeService
    from adv_desktop.services.tracking_import import TrackingImport
    from adv_desktop.services.transport_proofs import TransportProofs


@dataclass(frozen=True, slots=True)
class Services:
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

    @property
    def order_imports(self) -> OrderImportService:
        """The reader of order files, loaded when the first one arrives."""
        from adv_desktop.services.imports.orders_import import OrderImportService

        return OrderImportService(self.store, self.clock)

    @property
    def guided_entry(self) -> GuidedEntry:
        """What opens unreadable files for typing, loaded when the first one arrives."""
        from adv_desktop.services.imports.guided import GuidedEntry

        return GuidedEntry(self.store, self.clock)

    @property
    def master_imports(self) -> MasterImportService:
        """The reader of files of master data, loaded when the first one arrives."""
        from adv_desktop.services.imports.masters_import import MasterImportService

        return MasterImportService(self.store, self.clock)

    @property
    def transport_proofs(self) -> TransportProofs:
        """What keeps proofs with deliveries, loaded when the first one is kept."""
        from adv_desktop.services.transport_proofs import TransportProofs

        return TransportProofs(self.store, self.clock)

    @property
    def month_end(self) -> MonthEndService:
        """What reads and judges the controls of a month end, loaded when they are first looked at."""
        from adv_desktop.services.month_end import MonthEndService

        return MonthEndService(self.store, self.clock)

    @property
    def departure_vat(self) -> DepartureVat:
        """What charges the VAT of France at the departure, loaded when it is asked for."""
        from adv_desktop.services.departure_vat import DepartureVat

        return DepartureVat(self.store, self.clock)

    @property
    def export_papers(self) -> ExportPapers:
        """What draws the papers of exports, loaded when the first one is asked for."""
        from adv_desktop.services.export_papers import ExportPapers

        return ExportPapers(self.store)

    @property
    def new_dates(self) -> NewDatesService:
        """The round trip of dates with logistics, loaded when it is asked for."""
        from adv_desktop.services.new_dates import NewDatesService

        return NewDatesService(self.store, self.clock, self.rescheduling)

    @property
    def status_imports(self) -> StatusImport:
        """The reader of files of statuses, loaded when the first one arrives."""
        from adv_desktop.services.status_import import StatusImport

        return StatusImport(self.store, self.clock)

    @property
    def delivery_proofs(self) -> DeliveryProofs:
        """What keeps the proofs of delivery, loaded when the first one comes back."""
        from adv_desktop.services.delivery_proofs import DeliveryProofs

        return DeliveryProofs(self.store, self.clock)

    @property
    def signed_notes(self) -> SignedNotes:
        """What files signed notes that come back scanned, loaded with the first one."""
        from adv_desktop.services.signed_notes import SignedNotes

        return SignedNotes(self.store, self.clock)

    @property
    def completions(self) -> CompletionService:
        """What records services as carried out, loaded with the first one."""
        from adv_desktop.services.completions import CompletionService

        return CompletionService(self.store, self.clock, self.deliveries)

    @property
    def departure_checks(self) -> DepartureChecks:
        """What says what prevents departures, loaded when the first one is looked at."""
        from adv_desktop.services.departures import DepartureChecks

        return DepartureChecks(self.store, self.clock)

    @property
    def packaging_deposits(self) -> PackagingDepositService:
        """What credits packaging that came back and sells what is kept, loaded when it is first asked for."""
        from adv_desktop.services.packaging_deposits import PackagingDepositService

        return PackagingDepositService(self.store, self.clock)

    @property
    def urgency(self) -> UrgencyService:
        """What makes orders urgent."""
        return UrgencyService(self.store, self.outbox_filling)

    @property
    def shipping_labels(self) -> ShippingLabels:
        """What labels deliveries, loaded when the first label is asked for."""
        from adv_desktop.services.shipping_labels import ShippingLabels

        return ShippingLabels(self.store)

    @property
    def tracking_imports(self) -> TrackingImport:
        """The reader of carriers' lists, loaded when the first one arrives."""
        from adv_desktop.services.tracking_import import TrackingImport

        return TrackingImport(self.store)

    @property
    def proofs(self) -> InvoiceProofs:
        """What keeps papers with invoices, loaded when the first one is kept."""
        from adv_desktop.services.invoice_proofs import InvoiceProofs

        return InvoiceProofs(self.store, self.clock)

    @property
    def eco_contributions(self) -> EcoContributionService:
        """The rates of the eco-contributions."""
        return EcoContributionService(self.store)

    @property
    def cancellations(self) -> CancellationService:
        """What cancels orders and decides on their deposits, loaded when the first one is."""
        from adv_desktop.services.order_cancelling import CancellationService

        return CancellationService(self.store, self.clock, self.credits)

    @property
    def surcharges(self) -> SurchargeService:
        """The surcharges on goods, loaded when their rates are first read."""
        from adv_desktop.services.surcharges import SurchargeService

        return SurchargeService(self.store)

    @property
    def summaries(self) -> SummaryService:
        """The sums of the dashboards, loaded when they are counted again."""
        from adv_desktop.services.summaries import SummaryService

        return SummaryService(self.store)

    @property
    def promotions(self) -> PromotionService:
        """The promotions."""
        return PromotionService(self.store, self.clock)

    @property
    def price_terms(self) -> PriceTermsService:
        """How the dates of price lists are read."""
        return PriceTermsService(self.store)

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
        price_updates=PriceUpdateService(store, clock),
        price_grid=PriceListService(store),
        stock=StockService(store, clock), inventory=InventoryService(store, clock),
        locations=LocationService(store, clock),
        reallocations=ReallocationService(store, clock),
        orders=OrderService(store, clock), accepted_checks=AcceptedCheckService(store, clock),
        deliveries=deliveries,
        parcels=ParcelService(store),
        drafts=InvoiceDraftService(store, clock),
        issuing=IssueService(store, clock, papers),
        deposits=DepositService(store, clock),
        credits=credit_notes,
        returns=ReturnService(store, clock, credit_notes),
        undelivered=undelivered,
        note_corrections=NoteCorrections(store, clock, deliveries, undelivered),
        direct_deliveries=DirectDeliveryService(store, clock, deliveries),
        payments=payments,
        settlements=SettlementService(store, clock, payments),
        claims=ClaimService(store, clock),
        settings=SettingsService(store),
        closing=ClosingService(store, clock),
        form_drafts=FormDrafts(store, clock),
        snoozes=SnoozeService(store, clock),
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

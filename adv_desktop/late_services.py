"""The services that a window or a command may never ask for: each is made, and its module read, when it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adv_desktop.services.eco_contributions import EcoContributionService
from adv_desktop.services.price_terms import PriceTermsService
from adv_desktop.services.promotions import PromotionService
from adv_desktop.services.urgency import UrgencyService

if TYPE_CHECKING:
    from adv_desktop.services.clock import Clock
    from adv_desktop.services.completions import CompletionService
    from adv_desktop.services.credits import CreditService
    from adv_desktop.services.deliveries import DeliveryService
    from adv_desktop.services.delivery_proofs import DeliveryProofs
    from adv_desktop.services.departure_vat import DepartureVat
    from adv_desktop.services.departures import DepartureChecks
    from adv_desktop.services.depot_reports import DepotReports
    from adv_desktop.services.export_papers import ExportPapers
    from adv_desktop.services.imports.guided import GuidedEntry
    from adv_desktop.services.imports.masters_import import MasterImportService
    from adv_desktop.services.imports.orders_import import OrderImportService
    from adv_desktop.services.invoice_proofs import InvoiceProofs
    from adv_desktop.services.month_end import MonthEndService
    from adv_desktop.services.new_dates import NewDatesService
    from adv_desktop.services.order_cancelling import CancellationService
    from adv_desktop.services.outbox_filling import OutboxFilling
    from adv_desktop.services.packaging_deposits import PackagingDepositService
    from adv_desktop.services.papers import Papers
    from adv_desktop.services.rescheduling import ReschedulingService
    from adv_desktop.services.shipping_labels import ShippingLabels
    from adv_desktop.services.signed_notes import SignedNotes
    from adv_desktop.services.status_import import StatusImport
    from adv_desktop.services.store import Store
    from adv_desktop.services.summaries import SummaryService
    from adv_desktop.services.surcharges import SurchargeService
    from adv_desktop.services.tracking_import import TrackingImport
    from adv_desktop.services.transport_proofs import TransportProofs


class LateServices:
    """Services made on demand from those that are always there."""

    __slots__ = ()
    clock: Clock
    credits: CreditService
    deliveries: DeliveryService
    outbox_filling: OutboxFilling
    papers: Papers
    rescheduling: ReschedulingService
    store: Store

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
    def depots(self) -> DepotReports:
        """What fills and empties the depots at customers' and sells what was used, loaded when one is asked for."""
        from adv_desktop.services.depot_reports import DepotReports

        return DepotReports(self.store, self.clock, self.papers)

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

"""Every page and form of the window over a small company, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from adv_desktop.bootstrap import Services
from adv_desktop.models.enums import ClaimType, DocumentKind, PaymentMethod
from adv_desktop.models.party import CustomerAddress
from adv_desktop.models.rules.depots import DepotMoveKind
from adv_desktop.services.claims import NewClaim, Origin
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.depots import DepotGoods, MoveGoods
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.payments import NewPayment
from adv_desktop.services.queries import depots
from adv_desktop.services.queries.depots import DepotPlace
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.quotations import NewQuotation
from adv_desktop.services.returns import AuthoriseReturn
from adv_desktop.ui.claims.dossier import ClaimDossier
from adv_desktop.ui.claims.form import ClaimForm
from adv_desktop.ui.customers.deposits import DepositsForm
from adv_desktop.ui.customers.form import CustomerForm
from adv_desktop.ui.customers.insurance import InsuranceForm
from adv_desktop.ui.customers.packaging import PackagingForm
from adv_desktop.ui.customers.sheet import CustomerSheet
from adv_desktop.ui.dashboards.month_end.form import MonthEndForm
from adv_desktop.ui.dashboards.page import DashboardsPage
from adv_desktop.ui.dashboards.punctuality.form import PunctualityForm
from adv_desktop.ui.deliveries.carrier_packaging import CarrierPackagingForm
from adv_desktop.ui.deliveries.correction import CorrectionForm
from adv_desktop.ui.deliveries.direct import DirectForm
from adv_desktop.ui.deliveries.form import DeliveryForm
from adv_desktop.ui.deliveries.missing_proofs import MissingProofsForm
from adv_desktop.ui.deliveries.notes import NotesForm
from adv_desktop.ui.deliveries.preparation import PreparationForm
from adv_desktop.ui.deliveries.signed_notes import SignedNotesForm
from adv_desktop.ui.deliveries.tracking_import import TrackingImportForm
from adv_desktop.ui.deliveries.worklist import WorklistForm
from adv_desktop.ui.depots.counting import CountForm
from adv_desktop.ui.depots.form import DepotsForm
from adv_desktop.ui.depots.moving import MoveForm
from adv_desktop.ui.depots.using import UseForm
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.einvoice.form import EInvoiceForm
from adv_desktop.ui.ereporting.form import EReportingForm
from adv_desktop.ui.installed import InstalledForm
from adv_desktop.ui.intra_eu.form import IntraEuForm
from adv_desktop.ui.invoices.billing import BillingForm
from adv_desktop.ui.invoices.contract_form import ContractForm
from adv_desktop.ui.invoices.contracts import ContractsForm
from adv_desktop.ui.invoices.credit import CreditForm
from adv_desktop.ui.invoices.form import InvoiceForm
from adv_desktop.ui.invoices.proforma import ProformaForm
from adv_desktop.ui.invoices.run import InvoiceRunForm
from adv_desktop.ui.master_import.form import MasterImportForm
from adv_desktop.ui.order_import.form import OrderImportForm
from adv_desktop.ui.orders.backlog.form import BacklogForm
from adv_desktop.ui.orders.form import OrderForm
from adv_desktop.ui.orders.late.form import LateLinesForm
from adv_desktop.ui.orders.late.new_dates import NewDatesForm
from adv_desktop.ui.orders.quotations.form import QuotationForm
from adv_desktop.ui.outbox.form import MessageForm
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.pages import PAGES
from adv_desktop.ui.payments.form import PaymentForm
from adv_desktop.ui.products.eco import EcoForm
from adv_desktop.ui.products.form import ProductForm
from adv_desktop.ui.products.price_list import PriceListForm
from adv_desktop.ui.products.price_update import PriceUpdateForm
from adv_desktop.ui.products.promotions import PromotionForm
from adv_desktop.ui.products.surcharges import SurchargeForm
from adv_desktop.ui.returns.form import AllowForm, InspectForm
from adv_desktop.ui.status_import.form import StatusImportForm
from adv_desktop.ui.stock.inventory import InventoryForm
from adv_desktop.ui.stock.shortages import ShortagesForm
from adv_desktop.ui.stock.trace import TraceForm
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped
from tests.ui.support.main_window import OpenWindow, open_window

EINVOICE = Path(__file__).parents[2] / "data" / "samples" / "einvoices" / "invalid-no-notes-BR-FR-05.xml"
ORDER_FILE = (
    "Numéro client;C1\nN° commande;PO-1\n\nCode;Désignation;Qté;PU HT\nP1;Article P1;3;30,00\nXX;Inconnu;2;5,00\n"
)


def fill(services: Services) -> None:
    """Write one document of each kind: the first order, delivery, invoice, payment and claim."""
    line = NewLine(Decimal(4), "P1")
    first = confirmed(services, line, NewLine(Decimal(6), "P2"))
    number = invoiced(services, shipped(services, first.id))
    confirmed(services, line)
    waiting = confirmed(services, line)
    services.deliveries.prepare(DeliverOrders((waiting.id,)))
    take_back(services, shipped(services, confirmed(services, line).id))
    fill_depot(services)
    services.orders.create(NewOrder("C1", (line,), customer_reference="PO-7"))
    services.payments.receive(NewPayment("C1", 1000, TODAY, PaymentMethod.TRANSFER))
    services.outbox_filling.acknowledgements([waiting.id])
    services.quotations.create(NewQuotation(NewOrder("C1", (line,))))
    services.claims.open(
        NewClaim("C1", ClaimType.SHORTAGE, "Carton ouvert", origin=Origin(DocumentKind.INVOICE, number))
    )


def fill_depot(services: Services) -> None:
    """Open a depot at the customer's and put goods there."""
    with services.store.write("test") as session:
        place = CustomerAddress(customer_id=1, label="Usine", name="CLIENT TEST USINE", town="Lille")
        session.add(place)
        session.flush()
        address_id = place.id
    depot_id = services.depots.open(address_id)
    services.depots.send(MoveGoods(depot_id, (DepotGoods("P1", Decimal(40)),)))
    services.depots.set_minimums(depot_id, {"P1": Decimal(60)})


def take_back(services: Services, delivery_id: int) -> None:
    """Allow one piece of the first line of a delivery to come back."""
    with services.store.read() as session:
        line_id = delivery_by_id(session, delivery_id).lines[0].id
    services.returns.authorise(AuthoriseReturn(delivery_id, {line_id: Decimal(1)}, "Carton abîmé"))


@contextmanager
def open_everything(folder: Path, qtbot: QtBot) -> Iterator[OpenWindow]:
    """Open the window over a company with one document of each kind; nothing may fail in it."""
    services = new_company(folder / "company.db")
    fill(services)
    opened = open_window(services, folder, "orders", qtbot)
    yield opened
    assert opened.failures == []
    # The plotting library's menus live as long as its charts.
    dashboards = opened.window.page("dashboards")
    assert isinstance(dashboards, DashboardsPage)
    dashboards.cards.clear()
    dashboards._card_grid._shown = ()
    services.close()


def screens(opened: OpenWindow, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """Show each page with its first row chosen, then each form; yield its name and what the window shows of it."""
    window = opened.window
    for spec in PAGES:
        window.show_page(spec.key)
        page = window.page(spec.key)
        listed = getattr(page, "list", None)
        if listed is not None and len(listed.model.ids):
            listed.view.set_current_id(listed.model.ids[0])
        QApplication.processEvents()
        yield spec.key, page
    for make in _forms(opened.desk, folder):
        form = make()
        window.open_form(form)
        QApplication.processEvents()  # what changed its size is laid out
        yield type(form).__name__, form
        form.closed.emit()


def count_sheet(desk: Desk, folder: Path) -> Path:
    """Write the count sheet of all the stock."""
    return desk.services.inventory.write_sheet(ListFilter(), folder / "sheet.xlsx").path


def depot_sheet(desk: Desk, folder: Path) -> Path:
    """Write the count sheet of the depot."""
    return desk.services.inventory.write_depot_sheet(depot_place(desk).id, folder / "depot.xlsx").path


def depot_place(desk: Desk) -> DepotPlace:
    """Return the depot that was filled."""
    with desk.services.store.read() as session:
        return depots.places(session)[0]


def _forms(desk: Desk, folder: Path) -> list[Callable[[], DocumentForm]]:
    file = folder / "order.csv"
    file.write_text(ORDER_FILE, encoding="utf-8")
    status = folder / "status.xml"
    status.write_text("<Invoice/>", encoding="utf-8")
    dates = folder / "dates.csv"
    dates.write_text("Ligne de commande;Date confirmée;Nouvelle date\nCDE2026000001/1;;01/12/2026\n", encoding="utf-8")
    return [
        lambda: OrderForm(desk),
        lambda: PriceUpdateForm(desk),
        lambda: PriceListForm(desk),
        lambda: EcoForm(desk),
        lambda: SurchargeForm(desk),
        lambda: PromotionForm(desk),
        lambda: OrderForm(desk, 5),
        lambda: DeliveryForm(desk, [2]),
        lambda: PreparationForm(desk, 2),
        lambda: CorrectionForm(desk, 1),
        lambda: DirectForm(desk, 2),
        lambda: NotesForm(desk, [1], "BL", "BL.pdf"),
        lambda: WorklistForm(desk),
        lambda: TrackingImportForm(desk),
        lambda: InvoiceForm(desk),
        lambda: InvoiceRunForm(desk),
        lambda: CreditForm(desk, 1),
        lambda: ProformaForm(desk, 1),
        lambda: BillingForm(desk, 1),
        lambda: ContractsForm(desk),
        lambda: ContractForm(desk),
        lambda: PaymentForm(desk, invoice_ids=[1]),
        lambda: ClaimForm(desk),
        lambda: AllowForm(desk, 1),
        lambda: InspectForm(desk, 1),
        lambda: ClaimDossier(desk, 1),
        lambda: QuotationForm(desk),
        lambda: QuotationForm(desk, 1),
        lambda: MessageForm(desk, 1),
        lambda: CustomerSheet(desk, 1, lambda _customer: None),
        lambda: CustomerForm(desk, 1),
        lambda: PackagingForm(desk, 1),
        lambda: DepositsForm(desk),
        lambda: InsuranceForm(desk, 1),
        lambda: ProductForm(desk, 1),
        lambda: ShortagesForm(desk),
        lambda: TraceForm(desk),
        lambda: InstalledForm(desk),
        lambda: InventoryForm(desk, count_sheet(desk, folder)),
        lambda: DepotsForm(desk),
        lambda: MoveForm(desk, depot_place(desk), DepotMoveKind.SENT),
        lambda: UseForm(desk, depot_place(desk)),
        lambda: CountForm(desk, depot_place(desk), depot_sheet(desk, folder)),
        lambda: MasterImportForm(desk),
        lambda: OrderImportForm(desk, file),
        lambda: EInvoiceForm(desk, EINVOICE),
        lambda: StatusImportForm(desk, [status]),
        lambda: EReportingForm(desk),
        lambda: LateLinesForm(desk),
        lambda: BacklogForm(desk),
        lambda: IntraEuForm(desk),
        lambda: MissingProofsForm(desk),
        lambda: CarrierPackagingForm(desk),
        lambda: SignedNotesForm(desk),
        lambda: PunctualityForm(desk, TODAY),
        lambda: MonthEndForm(desk, TODAY),
        lambda: NewDatesForm(desk, dates),
    ]

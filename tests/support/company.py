"""A small company on a real database file, for tests of services and of the window."""

from __future__ import annotations

import datetime as dt
import tempfile
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from sqlalchemy.orm import Session

from adv_desktop.bootstrap import Services, build
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.quotation import Quotation
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.company import Bank, CompanyIdentity, NewCompany, create_database
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.order_commands import NewLine, NewOrder, OrderRef
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.papers import Drawing, Papers
from adv_desktop.services.products import ProductData
from adv_desktop.services.store import Store
from tests.support.papers import kept

TODAY = dt.date(2026, 11, 24)
COMPANY = NewCompany(
    CompanyIdentity(
        legal_name="EXEMPLE ADV SARL",
        siren="732829320",
        siret="73282932000074",
        vat_number="FR44732829320",
        line1="1 rue des Essais",
        postcode="69001",
        town="Lyon",
    ),
    (Bank("FR7630006000011234567890189", "EXEMPLE ADV SARL", bic="AGRIFRPP"),),
)


class LightPapers:
    """Papers that say which document they are of: for tests that do not look at the pages."""

    def invoice(self, session: Session, invoice: Invoice, xml: bytes | None = None) -> bytes:
        return self.invoice_drawing(session, invoice)(xml)

    def invoice_drawing(self, session: Session, invoice: Invoice) -> Drawing:
        return partial(kept, f"invoice {invoice.id} {invoice.number} {invoice.gross}".encode())

    def delivery_note(self, session: Session, delivery: Delivery, style: NoteStyle | None = None) -> bytes:
        return f"delivery note {delivery.id} {delivery.number} {style or ''}".strip().encode()

    def picking_list(self, session: Session, delivery: Delivery) -> bytes:
        return f"picking list {delivery.id}".encode()

    def quotation(self, session: Session, quotation: Quotation) -> bytes:
        return f"quotation {quotation.id} {quotation.number} {quotation.revision}".encode()

    def acknowledgement(self, session: Session, order: SalesOrder) -> bytes:
        return f"acknowledgement {order.id}".encode()


def new_company(path: Path, *, today: dt.date = TODAY, papers: Papers | None = None) -> Services:
    """Make a database with a customer C1 and two products, and open the services over it."""
    path.write_bytes(_written_company(today))
    clock = FixedDay(today)
    return build(Store(path, clock), clock, papers or LightPapers())


@cache
def _written_company(today: dt.date) -> bytes:
    """Return the file of the company as it is on a day: made once, copied for each test."""
    with tempfile.TemporaryDirectory() as folder:
        path, clock = Path(folder) / "company.db", FixedDay(today)
        create_database(path, COMPANY, clock)
        services = build(Store(path, clock), clock, LightPapers())
        services.customers.create(CustomerData("C1", "CLIENT TEST SAS", terms="30 jours nets", siren="404833048"))
        services.products.create(product("P1", "33.33", stock="1000"))
        services.products.create(product("P2", "10.00", stock="1000", vat_rate="5.5"))
        services.close()
        return path.read_bytes()


def product(code: str, price: str, *, stock: str = "0", vat_rate: str = "20") -> ProductData:
    """Return a product sold by the piece."""
    return ProductData(code, f"Article {code}", Decimal(vat_rate), Decimal(price), stock=Decimal(stock))


def confirmed(services: Services, *lines: NewLine, customer: str = "C1", **header: object) -> OrderRef:
    """Return a confirmed order."""
    draft = services.orders.create(NewOrder(customer, lines, **header))  # type: ignore[arg-type]
    return services.orders.confirm(draft.id)


def line_ids(services: Services, order_id: int) -> list[int]:
    """Return the ids of an order's lines, in order."""
    with services.store.read() as session:
        return [line.id for line in order_by_id(session, order_id).lines]


def shipped(services: Services, order_id: int, *quantities: str, override: str | None = None) -> int:
    """Ship quantities of an order's lines (all that is due when none is given); return the delivery's id."""
    chosen = None
    if quantities:
        ids = line_ids(services, order_id)
        chosen = {line_id: Decimal(quantity) for line_id, quantity in zip(ids, quantities, strict=False)}
    return services.deliveries.deliver(DeliverOrders((order_id,), chosen, override=override))[0].id


def invoiced(services: Services, delivery_id: int) -> str:
    """Invoice a delivery and issue the invoice; return its number."""
    draft = services.drafts.from_deliveries([delivery_id]).invoices[0]
    return str(services.issuing.issue(draft.id).number)

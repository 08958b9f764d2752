"""A small company whose documents are made by the services, on a real file, on 24/11/2026."""

import datetime as dt
import shutil
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from adv_desktop.models.enums import DocumentKind, PaymentMethod
from adv_desktop.services.claims import ClaimService, NewClaim, Origin
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.company import CompanyIdentity, NewCompany, create_database
from adv_desktop.services.credits import CreditService, NewCredit
from adv_desktop.services.customers import CustomerData, CustomerService
from adv_desktop.services.deliveries import DeliverOrders, DeliveryService
from adv_desktop.services.deposits import DepositService
from adv_desktop.services.invoice_drafts import InvoiceDraftService
from adv_desktop.services.issuing import IssueService
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import OrderService
from adv_desktop.services.payments import AllocateTo, NewPayment, PaymentService
from adv_desktop.services.products import ProductData, ProductService
from adv_desktop.services.store import Store
from tests.support.papers import kept

TODAY = dt.date(2026, 11, 24)


class Papers:
    """Stands for the printed documents: their bytes are of no matter to a list."""

    def invoice(self, session, invoice, xml=None):
        return self.invoice_drawing(session, invoice)(xml)

    def invoice_drawing(self, session, invoice):
        return partial(kept, b"%PDF invoice " + str(invoice.id).encode())

    def delivery_note(self, session, delivery, style=None):
        return b"%PDF delivery " + str(delivery.id).encode()


class MovingDay(FixedDay):
    """A clock whose day the story moves forward."""

    def move_to(self, day):
        self._day = day


class Company:
    """The verbs of the services, in the few words that a story needs."""

    def __init__(self, path):
        self.clock = MovingDay(TODAY)
        self.store = Store(path, self.clock)
        papers = Papers()
        self.customers = CustomerService(self.store, self.clock)
        self.products = ProductService(self.store, self.clock)
        self.orders = OrderService(self.store, self.clock)
        self.deliveries = DeliveryService(self.store, self.clock, papers)
        self.drafts = InvoiceDraftService(self.store, self.clock)
        self.issuing = IssueService(self.store, self.clock, papers)
        self.deposits = DepositService(self.store, self.clock)
        self.credits = CreditService(self.store, self.clock)
        self.payments = PaymentService(self.store, self.clock)
        self.claims = ClaimService(self.store, self.clock)

    def read(self):
        return self.store.read()

    def on(self, day):
        self.clock.move_to(day)
        return self

    def customer(self, code="C1", name="Épicerie L'Œil de Bœuf", **facts):
        facts = {"terms": "30 jours nets", "siren": "404833048", "town": "Nancy", **facts}
        self.customers.create(CustomerData(code, name, **facts))
        return code

    def product(self, code="P1", label="Miel d'acacia 250 g", price="10", stock="1000", **facts):
        self.products.create(ProductData(code, label, Decimal(20), Decimal(price), stock=Decimal(stock), **facts))
        return code

    def draft(self, customer="C1", *quantities, product="P1", **facts):
        lines = tuple(NewLine(Decimal(quantity), product) for quantity in quantities or ("10",))
        return self.orders.create(NewOrder(customer, lines, **facts))

    def order(self, customer="C1", *quantities, acknowledged=False, **facts):
        made = self.orders.confirm(self.draft(customer, *quantities, **facts).id)
        if acknowledged:
            self.orders.acknowledge(made.id)
        return made

    def lines_of(self, order_id):
        from adv_desktop.services.orders import order_by_id

        with self.read() as session:
            return [line.id for line in order_by_id(session, order_id).lines]

    def deliver(self, order_id, *quantities):
        wanted = None
        if quantities:
            wanted = dict(zip(self.lines_of(order_id), map(Decimal, quantities), strict=False))
        return self.deliveries.deliver(DeliverOrders((order_id,), wanted))[0]

    def invoice(self, delivery_id):
        return self.issuing.issue(self.drafts.from_deliveries([delivery_id]).invoices[0].id)

    def sell(self, customer="C1", quantity="10", **facts):
        """Take an order through to its invoice."""
        return self.invoice(self.deliver(self.order(customer, quantity, **facts).id).id)

    def credit(self, invoice_id, quantity, reason="retour"):
        return self.issuing.issue(self.credits.draft(NewCredit(invoice_id, reason, lines={1: Decimal(quantity)})).id)

    def pay(self, customer, minor, *invoices, date=None, method=PaymentMethod.TRANSFER):
        named = tuple(AllocateTo(number) for number in invoices)
        return self.payments.receive(NewPayment(customer, minor, date or self.clock.today(), method, named))

    def claim(self, customer, number, disputed=0, **facts):
        from adv_desktop.models.enums import ClaimType

        origin = Origin(DocumentKind.INVOICE, number, 1)
        kind = facts.pop("type", ClaimType.PRICE)
        return self.claims.open(NewClaim(customer, kind, "prix faux", origin=origin, disputed=disputed, **facts))


@pytest.fixture(scope="session")
def begun(tmp_path_factory):
    """A company with one customer and one product, made once and copied for each test."""
    path = tmp_path_factory.mktemp("company") / "adv.db"
    identity = CompanyIdentity("EXEMPLE ADV", "732829320", "1 rue", "69000", "Lyon", vat_number="FR44732829320")
    create_database(path, NewCompany(identity), FixedDay(TODAY))
    company = Company(path)
    company.customer()
    company.product()
    company.store.checkpoint()
    company.store.close()
    return path


@pytest.fixture
def company(begun, tmp_path):
    company = Company(Path(shutil.copy(begun, tmp_path / "adv.db")))
    yield company
    company.store.close()


@pytest.fixture
def today():
    return TODAY

"""A small company in a real file, for the tests that break things."""

import datetime as dt
from decimal import Decimal
from functools import partial
from pathlib import Path

from adv_desktop.bootstrap import Services, build
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.company import CompanyIdentity, NewCompany, create_database
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.events import Hub
from adv_desktop.services.products import ProductData
from adv_desktop.services.store import Store
from tests.support.papers import kept

TODAY = dt.date(2026, 11, 24)


class StoredPapers:
    """Returns bytes at once: these tests are about keeping them, not about drawing them."""

    def invoice(self, _session, invoice, xml=None):
        return self.invoice_drawing(_session, invoice)(xml)

    def invoice_drawing(self, _session, invoice):
        return partial(kept, b"%PDF invoice " + str(invoice.number).encode())

    def delivery_note(self, _session, delivery, _style=None):
        return b"%PDF delivery note " + str(delivery.number).encode()

    def picking_list(self, _session, delivery):
        return b"%PDF picking list " + str(delivery.id).encode()

    def acknowledgement(self, _session, order):
        return b"%PDF acknowledgement " + str(order.number).encode()


def open_company(path: Path) -> Services:
    """Open the company of a file, made with one customer and one product when the file is not there."""
    clock = FixedDay(TODAY)
    if path.exists():
        return reopen(path)
    identity = CompanyIdentity("EXEMPLE ADV", "732829320", "1 rue du Port", "69000", "Lyon", vat_number="FR44732829320")
    create_database(path, NewCompany(identity), clock)
    services = reopen(path)
    services.customers.create(CustomerData("C1", "Papeterie du Lac", terms="30 jours nets", siren="404833048"))
    services.products.create(ProductData("P1", "Vis inox", Decimal(20), Decimal("33.33"), stock=Decimal(10_000)))
    return services


def reopen(path: Path) -> Services:
    """Build the services over a file without drawing papers."""
    clock = FixedDay(TODAY)
    return build(Store(path, clock, Hub()), clock, StoredPapers())

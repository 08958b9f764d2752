"""The incoterm of an order: the customer's unless another is typed, on every paper of what leaves."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pdfplumber
import pytest

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.rules.dates import DateKind
from adv_desktop.services import files
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import as_command, order_by_id
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.services.queries.preparation import worklist
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped

LINE = NewLine(Decimal(2), "P1")


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    made.customers.create(
        CustomerData("D1", "Détaillant", terms="30 jours nets", siren="552081317", incoterm="EXW Lyon", line1="1 rue",
                     postcode="69000", town="Lyon")
    )  # fmt: skip
    yield made
    made.close()


def order_of(services, ref):
    with services.store.read() as session:
        return order_by_id(session, ref.id)


def kept(services, model, row_id):
    with services.store.read() as session:
        content = files.content_of(session, session.get_one(model, row_id).pdf_file_id)
    with pdfplumber.open(io.BytesIO(content)) as opened:
        return "\n".join(page.extract_text() for page in opened.pages)


def test_an_order_takes_the_incoterm_of_its_customer_or_the_one_that_is_typed(services):
    own, typed = (
        confirmed(services, LINE, customer="D1"),
        confirmed(services, LINE, customer="D1", incoterm="dap  Gand"),
    )
    assert (order_of(services, own).incoterm, order_of(services, own).date_kind) == ("EXW Lyon", DateKind.DEPARTURE)
    assert (order_of(services, typed).incoterm, order_of(services, typed).date_kind) == ("DAP Gand", DateKind.ARRIVAL)


def test_an_edit_keeps_the_incoterm_and_an_empty_one_is_the_customers_again(services):
    ref = confirmed(services, LINE, customer="D1", incoterm="DAP Gand")
    with services.store.read() as session:
        command = as_command(session, order_by_id(session, ref.id))
    ref = services.orders.update(ref.id, ref.version, replace(command, notes="Sonner"))
    assert order_of(services, ref).incoterm == "DAP Gand"
    ref = services.orders.update(ref.id, ref.version, replace(command, incoterm=None))
    assert order_of(services, ref).incoterm == "EXW Lyon"


@pytest.mark.parametrize(("typed", "code"), [("franco", "incoterm.unknown"), ("DAP", "incoterm.no_place")])
def test_what_is_no_incoterm_with_its_place_is_refused(services, typed, code):
    with pytest.raises(DomainError, match=code.replace(".", r"\.")):
        confirmed(services, LINE, incoterm=typed)


def test_the_note_and_the_invoice_name_the_incoterm_of_the_order(services):
    delivery_id = shipped(services, confirmed(services, LINE, customer="D1", incoterm="DAP Gand").id)
    assert "DAP Gand, Incoterms® 2020" in kept(services, Delivery, delivery_id)
    invoiced(services, delivery_id)
    assert "DAP Gand, Incoterms® 2020" in kept(services, Invoice, 1)


def test_goods_sold_on_two_incoterms_do_not_travel_together(services):
    one = confirmed(services, LINE, customer="D1")
    other = confirmed(services, LINE, customer="D1", incoterm="DAP Gand")
    with services.store.read() as session:
        assert sorted(place.orders for place in worklist(session, TODAY)) == [(one.id,), (other.id,)]
    assert len(services.deliveries.prepare(DeliverOrders((one.id, other.id)))) == 2

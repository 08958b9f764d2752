"""What a customer requires is asked for at its stage, and follows the order to its papers and its invoice (R2)."""

import io
from dataclasses import replace
from decimal import Decimal

import pdfplumber
import pytest

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import Requirement
from adv_desktop.models.errors import DomainError
from adv_desktop.services import files
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.printing import PrintedPapers
from tests.support.company import TODAY, confirmed, new_company, shipped

LINE = NewLine(Decimal(2), "P1")


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    yield made
    made.close()


def require(services, *words):
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, requirements=words))


def refusal(run):
    with pytest.raises(DomainError) as refused:
        run()
    return refused.value


def text_of(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return "\n".join(page.extract_text() for page in opened.pages)


def test_what_is_due_at_confirmation_blocks_it_and_names_the_field(services):
    require(services, "engagement", "contract@invoicing")
    draft = services.orders.create(NewOrder("C1", (LINE,)))
    found = [check for check in services.orders.check(draft.id) if check.code == "requirement_missing"]
    assert [(check.severity, check.facts) for check in found] == [("blocking", {"field": "engagement"})]
    assert refusal(lambda: services.orders.confirm(draft.id)).code == "order.blocked"
    services.orders.update(draft.id, 1, NewOrder("C1", (LINE,), requirements={"engagement": "EJ-2026"}))
    assert services.orders.confirm(draft.id).number is not None


def test_what_is_due_before_shipping_holds_the_goods_until_it_is_typed(services):
    require(services, "site_code@shipping")
    order = confirmed(services, LINE)
    refused = refusal(lambda: services.deliveries.deliver(DeliverOrders((order.id,))))
    assert (refused.code, refused.facts["field"]) == ("delivery.requirement_missing", Requirement.SITE_CODE)
    command = replace(services.orders.command(order.id), requirements={"site_code": "S14"})
    services.orders.update(order.id, order.version, command)
    delivery_id = shipped(services, order.id)
    with services.store.read() as session:
        said = text_of(files.content_of(session, session.get_one(Delivery, delivery_id).pdf_file_id))
    assert "S14" in said


def test_goods_leave_without_it_when_a_reason_is_given(services):
    require(services, "site_code@shipping")
    order = confirmed(services, LINE)
    assert shipped(services, order.id, override="demandé par téléphone")


def test_what_is_given_follows_the_order_to_the_invoice(services):
    require(services, "engagement", "service_code", "contract", "site_code", "customer_reference")
    given = {"engagement": "EJ-2026", "service_code": "SVC-7", "contract": "M-12", "site_code": "S14"}
    order = confirmed(services, LINE, customer_reference="PO-7", requirements=given)
    with services.store.read() as session:
        said = text_of(services.papers.acknowledgement(session, order_by_id(session, order.id)))
    assert [word for word in given.values() if word not in said] == []
    draft = services.drafts.from_deliveries([shipped(services, order.id)]).invoices[0]
    services.issuing.issue(draft.id)
    with services.store.read() as session:
        invoice = invoice_by_id(session, draft.id)
        printed = text_of(files.content_of(session, invoice.pdf_file_id))
        xml = files.content_of(session, invoice.xml_file_id).decode()
    assert [word for word in given.values() if word not in printed] == []
    assert [word for word in ("EJ-2026", "SVC-7", "M-12") if word not in xml] == []


def test_what_is_due_on_the_invoice_stops_its_issue(services):
    require(services, "contract@invoicing")
    order = confirmed(services, LINE)
    draft = services.drafts.from_deliveries([shipped(services, order.id)]).invoices[0]
    assert refusal(lambda: services.issuing.issue(draft.id)).code == "invoice.requirement_missing"
    services.drafts.complete(draft.id, draft.version, "contract", "M-12")
    assert services.issuing.issue(draft.id).number

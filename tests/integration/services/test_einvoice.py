"""The XML that an issue makes: what it says, and that it is part of the frozen document."""

from decimal import Decimal

import pytest
import sqlalchemy as sa
from lxml import etree

from adv_desktop.models.enums import Severity
from adv_desktop.models.errors import DomainError
from adv_desktop.services import files, issue_preview
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.einvoice.faults import Fault
from adv_desktop.services.invoice_drafts import invoice_by_id, invoice_of
from adv_desktop.services.issuing import IssueService
from adv_desktop.services.order_commands import ExchangeRate, NewLine, NewOrder
from adv_desktop.services.setting_list import CHECKS
from tests.support.company import TODAY, confirmed, invoiced, shipped

LINE = NewLine(Decimal(3), "P1")


def issued(services, *lines, **header):
    return invoiced(services, shipped(services, confirmed(services, *lines, **header).id))


def xml_of(services, number):
    with services.store.read() as session:
        return files.content_of(session, invoice_of(session, number).xml_file_id)


def said(services, number, name):
    """Return the texts of every element of a name."""
    return [element.text for element in etree.fromstring(xml_of(services, number)).iter(f"{{*}}{name}")]


def test_an_issued_invoice_keeps_its_xml_with_the_frozen_amounts(services):
    number = issued(services, LINE)
    assert said(services, number, "LineTotalAmount") == ["99.99", "99.99"]
    assert said(services, number, "TaxTotalAmount") == ["20.00"]
    assert said(services, number, "DuePayableAmount") == ["119.99"]
    assert said(services, number, "URIID") == ["732829320", "404833048"]
    assert {"PMT", "PMD", "AAB", "BAR"} <= set(said(services, number, "SubjectCode"))


def test_the_seal_covers_the_xml(services):
    issued(services, LINE)
    with services.store.read() as session:
        connection = session.connection()
        kinds = connection.exec_driver_sql("SELECT kind FROM stored_file ORDER BY id").scalars().all()
        sealed = connection.exec_driver_sql("SELECT count(*) FROM document_seal").scalar_one()
    assert "einvoice" in kinds
    assert sealed >= 1


def test_a_summary_invoice_tells_which_delivery_each_line_left_with(services):
    order = confirmed(services, LINE)
    deliveries = [shipped(services, order.id, "1"), shipped(services, order.id, "2")]
    draft = services.drafts.from_deliveries(deliveries).invoices[0]
    number = services.issuing.issue(draft.id).number
    notes = [text for text in said(services, number, "Content") if "BL2026" in text]
    assert [text.split(" du ")[0] for text in notes] == [
        "Bon de livraison BL2026000001",
        "Bon de livraison BL2026000002",
    ]
    assert said(services, number, "DespatchAdviceReferencedDocument") == []


def test_an_xml_that_breaks_a_rule_spends_no_number(services):
    fault = Fault("BR-FR-02", "character")
    strict = IssueService(services.store, services.clock, services.papers, lambda _xml: [fault])
    order = confirmed(services, LINE)
    draft = services.drafts.from_deliveries([shipped(services, order.id)]).invoices[0]
    with pytest.raises(DomainError) as refused:
        strict.issue(draft.id)
    assert (refused.value.code, refused.value.facts["rules"]) == ("einvoice.invalid", ("BR-FR-02",))
    assert services.issuing.issue(draft.id).number == "FA2026000001"


def test_a_preview_names_each_fault_of_the_electronic_invoice_and_writes_nothing(services):
    services.customers.create(CustomerData("B2", "Ailleurs", terms="30 jours nets", siren="404833048"))
    change_customer(services, e_address="999999999", e_address_scheme="0225")
    order = confirmed(services, LINE, customer="B2")
    draft = services.drafts.from_deliveries([shipped(services, order.id)]).invoices[0]
    judged = issue_preview.preview(services.store, services.clock, draft.id)
    assert [fault.id for fault in judged.faults] == ["BR-FR-21"]
    assert judged.prevented.facts["rules"] == ("BR-FR-21",)
    with pytest.raises(DomainError, match=r"einvoice\.invalid"):
        services.issuing.issue(draft.id)
    glanced = issue_preview.glance(services.store, services.clock, draft.id)
    assert glanced.faults[0].id == "BR-FR-21"
    with services.store.read() as session:
        assert invoice_by_id(session, draft.id).number is None


def change_customer(services, **columns):
    names = ", ".join(f"{name} = :{name}" for name in columns)
    with services.store.write("test") as session:
        session.execute(sa.text(f"UPDATE customer SET {names} WHERE code = 'B2'"), columns)


def test_a_customer_whom_no_platform_reaches_is_invoiced_with_a_remark(services):
    services.customers.create(CustomerData("B2", "Sans SIREN", terms="30 jours nets"))
    order = confirmed(services, LINE, customer="B2")
    draft = services.drafts.from_deliveries([shipped(services, order.id)]).invoices[0]
    judged = issue_preview.preview(services.store, services.clock, draft.id)
    assert (judged.faults, [remark.code for remark in judged.remarks]) == ((), ["missing_siren"])
    assert services.issuing.issue(draft.id).number == "FA2026000001"


def test_where_the_company_says_so_a_customer_without_siren_is_not_invoiced(services):
    services.settings.set(CHECKS["missing_siren"].key, Severity.BLOCKING)
    services.customers.create(CustomerData("B2", "Sans SIREN", terms="30 jours nets"))
    order = services.orders.create(NewOrder("B2", (LINE,)))
    services.orders.confirm(order.id, override="client connu")
    draft = services.drafts.from_deliveries([shipped(services, order.id)]).invoices[0]
    judged = issue_preview.preview(services.store, services.clock, draft.id)
    assert [fault.id for fault in judged.faults] == ["BR-FR-12"]


def test_a_currency_with_three_decimals_has_no_electronic_invoice(services):
    line = NewLine(Decimal(1), "P1", unit_price=Decimal("10.125"))
    rate = ExchangeRate(Decimal("0.3"), TODAY, "BCE")
    number = issued(services, line, currency="TND", exchange_rate=rate)
    assert xml_of(services, number) is None


@pytest.mark.parametrize(
    ("country", "siren", "vat_number", "expected"),
    [("FR", "404833048", None, ["B2B"]), ("RE", "404833048", None, ["B2B"]), ("FR", None, None, []),
     ("DE", None, "DE136695976", ["B2BINT"]), ("CH", None, None, [])],
)  # fmt: skip
def test_who_buys_tells_how_the_invoice_is_treated(services, country, siren, vat_number, expected):
    services.customers.create(
        CustomerData("B2", "Client", terms="30 jours nets", country=country, siren=siren, vat_number=vat_number)
    )
    number = issued(services, LINE, customer="B2")
    notes = etree.fromstring(xml_of(services, number)).iter("{*}IncludedNote")
    assert [note.findtext("{*}Content") for note in notes if note.findtext("{*}SubjectCode") == "BAR"] == expected


def test_a_public_buyer_reads_its_service_code_and_commitment_in_the_file(services):
    asked = {"engagement": "EJ-2026-77", "service_code": "SERV-01"}
    number = issued(services, LINE, customer_reference="PO-1", requirements=asked)
    root = etree.fromstring(xml_of(services, number))
    assert root.findtext(".//{*}BuyerReference") == "SERV-01"
    assert root.findtext(".//{*}BuyerOrderReferencedDocument/{*}IssuerAssignedID") == "EJ-2026-77"

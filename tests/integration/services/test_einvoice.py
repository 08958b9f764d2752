"""The XML that an issue makes: what it says, and that it is part of the frozen document."""

from decimal import Decimal

import pytest
from lxml import etree

from adv_desktop.models.errors import DomainError
from adv_desktop.services import files
from adv_desktop.services.einvoice import issue
from adv_desktop.services.einvoice.schemas import Fault
from adv_desktop.services.invoice_drafts import invoice_of
from adv_desktop.services.order_commands import NewLine
from tests.support.company import confirmed, invoiced, shipped

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


def test_an_xml_that_breaks_a_rule_spends_no_number(services, monkeypatch):
    fault = Fault("BR-FR-02", "character")
    monkeypatch.setattr(issue, "xsd_faults", lambda *_asked: [fault])
    order = confirmed(services, LINE)
    draft = services.drafts.from_deliveries([shipped(services, order.id)]).invoices[0]
    with pytest.raises(DomainError) as refused:
        services.issuing.issue(draft.id)
    assert refused.value.code == "einvoice.invalid"
    monkeypatch.undo()
    assert services.issuing.issue(draft.id).number == "FA2026000001"

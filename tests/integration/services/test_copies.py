"""The papers to look at and to print, and what stands between a draft and its number."""

from __future__ import annotations

from decimal import Decimal

import pypdfium2
import pytest

from adv_desktop.models.enums import DocumentKind, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.services import files, issue_preview
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.services.queries import timeline
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    yield made
    made.close()


def delivered(services, quantity="2"):
    return shipped(services, confirmed(services, NewLine(Decimal(quantity), "P1")).id)


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_an_invoice_is_its_stored_bytes_until_it_was_printed(services):
    invoiced(services, delivered(services))
    stored = services.copies.original(1)
    assert services.copies.invoices([1]) == stored
    services.document_events.printed(DocumentKind.INVOICE, 1)
    copy = services.copies.invoices([1])
    assert "DUPLICATA" in pages(copy)[0]
    assert services.copies.invoices([1]) == copy
    assert services.copies.original(1) == stored


def test_several_papers_are_one_file_in_the_order_asked(services):
    first, second = delivered(services), delivered(services, "3")
    services.document_events.printed(DocumentKind.DELIVERY, second)
    found = pages(services.copies.delivery_notes([second, first]))
    assert ["BL2026000002" in found[0], "BL2026000001" in found[1]] == [True, True]
    assert ["DUPLICATA" in text for text in found] == [True, False]


def test_a_draft_is_shown_as_it_would_be_and_has_no_original(services):
    draft = services.drafts.from_deliveries([delivered(services)]).invoices[0].id
    assert "BROUILLON" in "".join(pages(services.copies.invoices([draft]))[0].split())
    with pytest.raises(DomainError, match=r"invoice\.not_issued"):
        services.copies.original(draft)


def test_a_note_exists_once_the_goods_left(services):
    order = confirmed(services, NewLine(Decimal(2), "P1"))
    waiting = services.deliveries.prepare(DeliverOrders((order.id,)))[0].id
    assert "BP2026000001" in pages(services.copies.picking_lists([waiting]))[0]
    with pytest.raises(DomainError, match=r"delivery\.not_shipped"):
        services.copies.delivery_notes([waiting])


def test_a_print_is_told_of_its_document_and_stays_out_of_it(services):
    invoiced(services, delivered(services))
    told = []
    services.store.hub.subscribe(told.append)
    services.document_events.printed(DocumentKind.INVOICE, 1)
    assert [changed.of(DocumentKind.INVOICE) for changed in told] == [{1}]
    with services.store.read() as session:
        events = timeline.of(session, DocumentKind.INVOICE, 1)
        assert events[0].what.text == "Printed"
        assert files.content_of(session, invoice_by_id(session, 1).pdf_file_id) == services.copies.original(1)


def test_what_would_prevent_an_issue_is_known_before(services):
    good = services.drafts.from_deliveries([delivered(services)]).invoices[0].id
    assert issue_preview.preview(services.store, services.clock, good).prevented is None
    services.customers.create(
        CustomerData("DE", "Feinkost", country="DE", vat_regime=VatRegime.INTRA_EU, terms="30 jours nets")
    )
    order = services.orders.create(NewOrder("DE", (NewLine(Decimal(1), "P1"),)))
    services.orders.confirm(order.id, override="numéro de TVA demandé")
    bad = services.drafts.from_deliveries([shipped(services, order.id, override="numéro demandé")]).invoices[0].id
    judged = issue_preview.preview(services.store, services.clock, bad)
    assert judged.prevented is not None
    assert judged.prevented.code == "invoice.intra_eu_incomplete"

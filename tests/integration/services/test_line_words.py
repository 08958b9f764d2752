"""Titles, comments and subtotals between the lines: kept, added up, printed, and never sold."""

import io
from decimal import Decimal

import pdfplumber
import pytest

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import LineKind, Progress
from adv_desktop.models.errors import DomainError
from adv_desktop.services import files
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.invoice_drafts import NewInvoice, invoice_by_id
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.services.queries import invoice_detail, order_detail
from adv_desktop.services.quotation_reading import quotation_by_id
from adv_desktop.services.quotations import Acceptance, NewQuotation
from tests.support.company import TODAY, confirmed, new_company, shipped


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    yield made
    made.close()


def title(text):
    return NewLine(label=text, kind=LineKind.TITLE)


def comment(text):
    return NewLine(label=text, kind=LineKind.COMMENT)


SUBTOTAL = NewLine(kind=LineKind.SUBTOTAL)
LINES = (
    title("Atelier"),
    NewLine(Decimal(3), "P1"),
    comment("Emballage renforcé"),
    NewLine(Decimal(2), "P2"),
    SUBTOTAL,
    title("Bureau"),
    comment("Au deuxième étage"),
    NewLine(Decimal(1), "P2"),
    SUBTOTAL,
)


def text_of(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return "\n".join(page.extract_text() for page in opened.pages).replace("\u202f", " ").replace("\xa0", " ")


def shown(services, order_id):
    with services.store.read() as session:
        return order_detail.detail(session, order_id, TODAY)


def note_of(services, delivery_id):
    with services.store.read() as session:
        return text_of(files.content_of(session, session.get_one(Delivery, delivery_id).pdf_file_id))


def test_a_subtotal_adds_up_the_lines_since_the_title_and_changes_no_total(services):
    plain = services.orders.preview(NewOrder("C1", tuple(line for line in LINES if line.kind is LineKind.ITEM)))
    preview = services.orders.preview(NewOrder("C1", LINES))
    assert [line.net for line in preview.lines if line.kind is LineKind.SUBTOTAL] == [11999, 1000]
    assert (preview.totals, preview.items) == (plain.totals, 3)


def test_words_reserve_nothing_and_leave_no_backorder(services):
    order = shown(services, confirmed(services, *LINES).id)
    words = [line for line in order.lines if line.kind is not LineKind.ITEM]
    assert [line.backorder + line.reserved + line.quantity for line in words] == [0] * 6


def test_words_are_kept_by_a_copy_and_by_an_amendment(services):
    first = confirmed(services, *LINES)
    copy = services.orders.duplicate(first.id)
    services.orders.update(first.id, first.version, services.orders.command(first.id))
    kinds = [line.kind for line in LINES]
    for order in (first, copy):
        assert [line.kind for line in shown(services, order.id).lines] == kinds


def test_the_words_of_a_quotation_go_into_its_order(services):
    offer = services.quotations.create(NewQuotation(NewOrder("C1", LINES)))
    sent = services.quotations.send(offer.id, offer.version)
    with services.store.read() as session:
        said = text_of(services.papers.quotation(session, quotation_by_id(session, sent.id)))
    assert [word for word in ("Atelier", "Emballage renforcé", "Sous-total", "119,99") if word not in said] == []
    order = services.quotations.accept(Acceptance(sent.id))
    assert [line.kind for line in shown(services, order.id).lines] == [line.kind for line in LINES]


def test_the_acknowledgement_prints_the_words_between_the_lines(services):
    order = confirmed(services, *LINES)
    with services.store.read() as session:
        said = text_of(services.papers.acknowledgement(session, order_by_id(session, order.id)))
    places = [said.index(word) for word in ("Atelier", "Emballage renforcé", "Sous-total", "Bureau", "deuxième étage")]
    assert places == sorted(places)


def test_a_delivery_note_prints_the_words_of_the_lines_that_leave(services):
    order = confirmed(services, *LINES)
    first = note_of(services, shipped(services, order.id, "0", "3"))
    second = note_of(services, shipped(services, order.id))
    assert [word in first for word in ("Atelier", "Emballage renforcé", "Bureau", "Sous-total")] == [
        True,
        True,
        False,
        False,
    ]
    assert [word in second for word in ("Atelier", "Emballage renforcé", "Bureau", "deuxième étage")] == [
        True,
        False,
        True,
        True,
    ]


def test_a_free_invoice_prints_its_words_and_sums_what_is_sold(services):
    draft = services.drafts.create(NewInvoice(NewOrder("C1", LINES)))
    services.issuing.issue(draft.id)
    with services.store.read() as session:
        invoice = invoice_by_id(session, draft.id)
        said = text_of(files.content_of(session, invoice.pdf_file_id))
        detail = invoice_detail.detail(session, draft.id, TODAY)
    assert [word for word in ("Atelier", "Sous-total", "119,99", "Bureau") if word not in said] == []
    assert (invoice.net, sum(line.net for line in invoice.lines)) == (12999, 12999)
    assert [line.net for line in detail.lines if line.kind is LineKind.SUBTOTAL] == [11999, 1000]


def drafted(services, draft_id):
    with services.store.read() as session:
        detail = invoice_detail.detail(session, draft_id, TODAY)
        said = text_of(services.papers.invoice(session, invoice_by_id(session, draft_id)))
    return [line.label or line.net for line in detail.lines if line.kind is not LineKind.ITEM], said


def test_the_words_of_an_order_go_on_to_the_invoice_of_its_delivery(services):
    order = confirmed(services, *LINES)
    draft = services.drafts.from_deliveries([shipped(services, order.id)]).invoices[0]
    words, said = drafted(services, draft.id)
    assert words == ["Atelier", "Emballage renforcé", 11999, "Bureau", "Au deuxième étage", 1000]
    places = [said.index(word) for word in ("BL2026000001 du", "Atelier", "renforcé", "119,99", "Bureau")]
    assert places == sorted(places)
    services.issuing.issue(draft.id)
    assert shown(services, order.id).row.invoice_state is Progress.FULL


def test_a_partial_invoice_takes_the_words_of_its_lines_under_the_heading_of_each_note(services):
    order = confirmed(services, *LINES)
    notes = [shipped(services, order.id, "0", "2"), shipped(services, order.id)]
    draft = services.drafts.from_deliveries(notes).invoices[0]
    words, said = drafted(services, draft.id)
    assert words == [
        "Atelier", "Emballage renforcé", 6666, "Atelier", "Emballage renforcé", 5333, "Bureau", "Au deuxième étage",
        1000,
    ]  # fmt: skip
    lines = said[said.index("Désignation") :]
    places = [lines.index("BL2026000001 du"), lines.index("Atelier"), lines.index("BL2026000002 du")]
    assert [places, lines.count("Atelier")] == [sorted(places), 2]


def test_the_words_of_an_order_go_on_to_an_invoice_made_before_the_delivery(services):
    order = confirmed(services, *LINES)
    draft = services.drafts.from_orders([order.id]).invoices[0]
    words, _said = drafted(services, draft.id)
    assert words == ["Atelier", "Emballage renforcé", 11999, "Bureau", "Au deuxième étage", 1000]


def test_a_credit_of_an_invoice_with_words_credits_what_is_sold(services):
    order = confirmed(services, *LINES)
    draft = services.drafts.from_deliveries([shipped(services, order.id)]).invoices[0]
    services.issuing.issue(draft.id)
    credit = services.credits.draft(NewCredit(draft.id, "erreur"))
    with services.store.read() as session:
        assert invoice_by_id(session, credit.id).net == 12999


def test_a_title_without_words_is_refused(services):
    with pytest.raises(DomainError) as refused:
        services.orders.create(NewOrder("C1", (title(" "), NewLine(Decimal(1), "P1"))))
    assert (refused.value.code, refused.value.facts["line"]) == ("line.no_label", 1)

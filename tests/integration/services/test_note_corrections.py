"""A delivery note whose quantities were wrong is replaced by one with an index; the former stays readable."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pdfplumber
import pytest

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.integrity import verify
from adv_desktop.services.note_corrections import CorrectNote
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.services.queries import deliveries, delivery_detail, timeline
from adv_desktop.services.stock import counters
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped

REASON = "recompté au quai"


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    yield made
    made.close()


def left(services, *quantities):
    codes = ("P1", "P2")
    lines = [NewLine(Decimal(quantity), code) for quantity, code in zip(quantities, codes, strict=False)]
    return shipped(services, confirmed(services, *lines).id)


def correct(services, delivery_id, *quantities, reason=REASON):
    with services.store.read() as session:
        delivery = delivery_by_id(session, delivery_id)
    right = {line.id: Decimal(quantity) for line, quantity in zip(delivery.lines, quantities, strict=False)}
    return services.note_corrections.correct(CorrectNote(delivery_id, delivery.version, right, reason))


def text_of(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        text = "\n".join(page.extract_text() for page in opened.pages)
    return text.replace("\u202f", " ").replace("\xa0", " ")


def test_the_corrected_note_has_an_index_and_the_former_one_is_void_and_readable(services):
    first = left(services, "10", "4")
    made = correct(services, first, "9")
    assert made.number == "BL2026000001-B"
    new, old = (text_of(services.copies.delivery_notes([row_id])) for row_id in (made.id, first))
    assert "Indice B" in new
    assert "annule et remplace le bon de livraison n° BL2026000001" in new
    assert "ANNULÉ" in old
    assert "remplacé par le bon de livraison BL2026000001-B" in old
    assert "Article P1" in old
    assert correct(services, made.id, "8").number == "BL2026000001-C"


def test_stock_order_and_invoice_follow_what_really_left(services):
    first = left(services, "10", "4")
    made = correct(services, first, "9")
    with services.store.read() as session:
        order = order_by_id(session, 1)
        assert [(line.delivered, line.backorder) for line in order.lines] == [(9, 1), (4, 0)]
        assert [counters(session, product).physical for product in (1, 2)] == [991, 996]
        rows = deliveries.rows(session, [first, made.id], TODAY)
        assert [rows[row_id].state.word for row_id in (first, made.id)] == ["Replaced", "Shipped"]
        assert deliveries.to_invoice(session) == [made.id]
        detail = delivery_detail.detail(session, made.id, TODAY)
        assert (detail.replaces, detail.replaced_by) == ("BL2026000001", None)
    assert invoiced(services, made.id) == "FA2026000001"
    assert verify(services.store) == []


def test_a_line_that_did_not_leave_is_off_the_corrected_note(services):
    made = correct(services, left(services, "10", "4"), "10", "0")
    with services.store.read() as session:
        assert [(line.no, line.product_code) for line in delivery_by_id(session, made.id).lines] == [(1, "P1")]


def test_both_deliveries_tell_what_was_corrected_and_why(services):
    first = left(services, "10")
    made = correct(services, first, "9")
    with services.store.read() as session:
        for row_id, other in ((first, "BL2026000001-B"), (made.id, "BL2026000001")):
            told = [event for event in timeline.of(session, DocumentKind.DELIVERY, row_id) if event.detail]
            assert any(
                event.detail.facts.get("text") == REASON and event.detail.facts.get("reason") == other for event in told
            )


def test_more_than_the_note_said_may_have_left_within_what_is_due(services):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    first = shipped(services, order.id, "6")
    correct(services, first, "7")
    with services.store.read() as session:
        assert order_by_id(session, order.id).lines[0].delivered == 7
    with pytest.raises(DomainError, match=r"delivery\.over_quantity"):
        correct(services, 2, "11")


@pytest.mark.parametrize(
    ("quantities", "reason", "code"),
    [
        (("10", "4"), REASON, r"delivery\.nothing_corrected"),
        (("0", "0"), REASON, r"delivery\.nothing_left"),
        (("-1",), REASON, r"quantity\.negative"),
        (("9",), " ", r"reason\.missing"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(services, quantities, reason, code):
    first = left(services, "10", "4")
    with pytest.raises(DomainError, match=code):
        correct(services, first, *quantities, reason=reason)
    with services.store.read() as session:
        assert counters(session, 1).physical == 990


def test_what_was_signed_for_invoiced_or_replaced_is_not_corrected(services):
    proved, billed, replaced = left(services, "5"), left(services, "6"), left(services, "7")
    services.deliveries.prove(proved, TODAY, "Mme Martin", None)
    invoiced(services, billed)
    correct(services, replaced, "6")
    for row_id, code in (
        (proved, r"delivery\.proved"),
        (billed, r"delivery\.take_back_instead"),
        (replaced, r"delivery\.brought_back"),
    ):
        with pytest.raises(DomainError, match=code):
            correct(services, row_id, "1")


def test_the_corrected_note_keeps_the_day_the_style_and_the_parcels(services):
    order = confirmed(services, NewLine(Decimal(5), "P1"))
    first = shipped(services, order.id)
    services.deliveries.track(first, "Geodis", "G-77")
    made = correct(services, first, "4")
    with services.store.read() as session:
        row = deliveries.rows(session, [made.id], TODAY)[made.id]
    assert (row.date, row.carrier, row.tracking) == (dt.date(2026, 11, 24), "Geodis", "G-77")

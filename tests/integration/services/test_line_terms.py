"""What is agreed on a line: former prices, gifts, several days, another product."""

import io
from dataclasses import replace
from decimal import Decimal

import pdfplumber
import pytest

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.splitting import Part, parts_of
from adv_desktop.services import files
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.invoice_drafts import NewInvoice
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.services.queries.last_prices import Wanted, last_prices
from tests.support.company import TODAY, confirmed, new_company, shipped


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    yield made
    made.close()


def text_of(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return "\n".join(page.extract_text() for page in opened.pages)


def prices(services, product="P1", **wanted):
    with services.store.read() as session:
        return last_prices(session, Wanted(1, product, **wanted))


def test_the_last_prices_are_those_of_confirmed_orders_and_free_invoices(services):
    confirmed(services, NewLine(Decimal(3), "P1", unit_price=Decimal(30), discounts=(Decimal(5),)))
    services.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1", unit_price=Decimal(1)),)))
    confirmed(services, NewLine(Decimal(1), "P1", free_reason="sample"), NewLine(Decimal(1), "P2"))
    draft = services.drafts.create(NewInvoice(NewOrder("C1", (NewLine(Decimal(2), "P1", unit_price=Decimal(29)),))))
    services.issuing.issue(draft.id)
    found = prices(services)
    assert [(one.number, one.quantity, one.price, one.discounts) for one in found] == [
        ("FA2026000001", 2, 29, ()),
        ("CDE2026000001", 3, 30, (Decimal(5),)),
    ]
    assert prices(services, currency="USD") == prices(services, gross_prices=True) == prices(services, "P9") == []


def test_a_free_line_moves_stock_without_a_price_whatever_is_typed(services):
    order = confirmed(
        services,
        NewLine(Decimal(12), "P1"),
        NewLine(Decimal(1), "P1", unit_price=Decimal(5), free_reason="promotion"),
    )
    delivery_id = shipped(services, order.id)
    with services.store.read() as session:
        stored = order_by_id(session, order.id)
        said = text_of(services.papers.acknowledgement(session, stored))
        delivery = session.get_one(Delivery, delivery_id)
        assert [line.net for line in stored.lines] == [39996, 0]
        assert stored.lines[1].delivered == 1
        assert delivery.net == 39996
    assert "Gratuit" in said


def test_a_gift_raises_no_remark_on_its_price_or_its_quantity(services):
    record = services.products.show("P1")
    services.products.update(
        record.id, record.version, replace(record.data, minimum_quantity=Decimal(10), cost=Decimal(20))
    )
    preview = services.orders.preview(NewOrder("C1", (NewLine(Decimal(1), "P1", free_reason="sample"),)))
    assert {check.code for check in preview.checks} & {"below_cost", "below_minimum", "price_manual"} == set()


def test_the_parts_of_a_line_make_its_whole_quantity():
    typed = [Part(Decimal(100)), Part(), Part(Decimal(150)), Part(Decimal(50))]
    assert [part.quantity for part in parts_of(Decimal(300), typed)] == [100, 150, 50]
    for wrong, code in (([Part(Decimal(300))], "line.split_one"), (typed[:3], "line.split_sum")):
        with pytest.raises(DomainError) as refused:
            parts_of(Decimal(300), wrong)
        assert refused.value.code == code


def test_a_substitution_is_on_the_acknowledgement_and_on_the_delivery_note_with_both_codes(services):
    agreed = {"kind": "substituted", "code": "P1", "agreed_by": "Mme Vernier", "agreed_on": "2026-11-23"}
    order = confirmed(services, NewLine(Decimal(2), "P2", differences=(agreed,)))
    delivery_id = shipped(services, order.id)
    with services.store.read() as session:
        pdf = files.content_of(session, session.get_one(Delivery, delivery_id).pdf_file_id)
        papers = [text_of(services.papers.acknowledgement(session, order_by_id(session, order.id))), text_of(pdf)]
    for said in papers:
        assert "P2" in said
        assert "Remplace P1, accord de Mme Vernier le 23/11/2026" in " ".join(said.split())

"""The papers of real documents: what they say."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import facturx
import pdfplumber
import pytest

from adv_desktop.models.enums import LineKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services import files, specimens
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.invoice_drafts import invoice_of
from adv_desktop.services.order_commands import ExchangeRate, NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.printing import PrintedPapers
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped


@pytest.fixture
def services(tmp_path: Path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    yield made
    made.close()


def pages(content: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [page.extract_text().replace("\u202f", " ").replace("\xa0", " ") for page in pdf.pages]


def one(services, quantity="2"):
    return confirmed(services, NewLine(Decimal(quantity), "P1"), customer_reference="PO-7")


def test_an_acknowledgement_says_where_we_confirm_otherwise_than_the_customer_wrote(services):
    line = NewLine(
        Decimal(3),
        "P1",
        customer_line_no="10",
        written={"code": "ANCIEN-1", "unit": "carton"},
        differences=(
            {"kind": "price_difference", "theirs": "32.5", "ours": "33.33"},
            {"kind": "unknown_code", "code": "ANCIEN-1"},
            {"kind": "unit_differs", "theirs": "carton", "ours": "C62", "factor": "1"},
            {"kind": "line_total_mismatch", "written": "97.5", "computed": "99.99"},
            {"kind": "stock_short"},
        ),
    )
    order = confirmed(services, line, NewLine(label="Livrer au quai 2", kind=LineKind.COMMENT), notes="Merci")
    with services.store.read() as session:
        (text,) = pages(services.papers.acknowledgement(session, order_by_id(session, order.id)))
    for words in ("CDE2026000001", "32,50", "33,33", "ANCIEN-1", "97,50", "99,99", "3 pièce", "quai 2", "Merci"):
        assert words in text, words
    assert "C62" not in text


def test_a_picking_list_is_printed_before_the_delivery_note_exists(services):
    order = one(services)
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    (text,) = pages(services.copies.picking_lists([ref.id]))
    for words in (ref.number, "P1", "CDE2026000001"):
        assert words in text, words


def test_an_invoice_names_the_orders_and_deliveries_it_bills(services):
    number = invoiced(services, shipped(services, one(services).id))
    with services.store.read() as session:
        invoice_id = invoice_of(session, number).id
    (text,) = pages(services.copies.original(invoice_id))
    for words in (number, "CDE2026000001", "BL2026000001", "PO-7", "79,99"):
        assert words in text, words


def test_a_draft_order_has_no_number_to_acknowledge(services):
    draft = services.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1"),)))
    with services.store.read() as session:
        (text,) = pages(services.papers.acknowledgement(session, order_by_id(session, draft.id)))
    assert "CDE2026" not in text


def test_one_paper_of_each_kind_and_the_months_report_are_written_to_be_looked_at(services, tmp_path):
    folder = tmp_path / "papers"
    assert specimens.last_invoice(services.store, services.papers, TODAY) == b""
    number = invoiced(services, shipped(services, one(services).id))
    files = specimens.write(services.store, services.papers, TODAY, folder)
    assert all(path.stat().st_size for path in files)
    assert {path.name for path in files} >= {"report-2026-11.xlsx", "report-2026-11.pdf"}
    assert number in pages(specimens.last_invoice(services.store, services.papers, TODAY))[0]


def test_an_issued_invoice_carries_the_very_xml_that_is_kept_beside_it(services):
    number = invoiced(services, shipped(services, one(services).id))
    with services.store.read() as session:
        invoice = invoice_of(session, number)
        xml, row_id = files.content_of(session, invoice.xml_file_id), invoice.id
    content = services.copies.original(row_id)
    assert facturx.get_xml_from_pdf(content, check_xsd=True) == ("factur-x.xml", xml)
    assert services.copies.invoices([row_id]) == content


def test_the_departures_of_a_day_are_listed_by_carrier(services):
    first = confirmed(services, NewLine(Decimal(4), "P1"))
    services.deliveries.deliver(
        DeliverOrders((first.id,), carrier="Transports Rhône", parcels=2, weight_kg=Decimal("12.5"))
    )
    shipped(services, confirmed(services, NewLine(Decimal(1), "P2")).id)
    (text,) = pages(services.copies.departures(TODAY))
    assert text.index("Sans transporteur") < text.index("Transports Rhône")
    for expected in ("BL2026000001", "BL2026000002", "CDE2026000001", "12,5", "DÉPARTS DU JOUR"):
        assert expected in text
    with pytest.raises(DomainError, match=r"delivery\.no_departure"):
        services.copies.departures(TODAY - dt.timedelta(days=1))


def test_a_draft_in_another_currency_says_its_vat_in_euros(services):
    rate = ExchangeRate(Decimal("0.5"), TODAY, "BCE")
    order = confirmed(services, NewLine(Decimal(10), "P1", unit_price=Decimal(10)), currency="USD", exchange_rate=rate)
    draft = services.drafts.from_deliveries([shipped(services, order.id)]).invoices[0]
    (text,) = pages(services.copies.invoices([draft.id]))
    assert "10,00 €" in text


def amended(services, order_id, quantity):
    command = services.orders.command(order_id)
    lines = (replace(command.lines[0], quantity=Decimal(quantity)),)
    with services.store.read() as session:
        version = order_by_id(session, order_id).version
    services.orders.update(order_id, version, replace(command, lines=lines))


def acknowledged(services, order_id):
    services.orders.acknowledge(order_id)
    with services.store.read() as session:
        return pages(services.papers.acknowledgement(session, order_by_id(session, order_id)))[0]


def test_only_what_was_amended_after_an_acknowledgement_makes_the_next_one_a_correction(services):
    order = one(services)
    amended(services, order.id, "3")  # before anything was sent: the customer knows no other
    assert "rectificatif" not in acknowledged(services, order.id)
    assert "rectificatif" not in acknowledged(services, order.id)
    amended(services, order.id, "4")
    amended(services, order.id, "5")  # two changes, one corrected acknowledgement
    assert "ARC rectificatif n° 1" in acknowledged(services, order.id)
    assert "ARC rectificatif n° 1" in acknowledged(services, order.id)
    amended(services, order.id, "6")
    assert "ARC rectificatif n° 2" in acknowledged(services, order.id)

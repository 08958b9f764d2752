"""Delivery notes as each customer wants them: with prices or not, neutral, in as many copies as agreed."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pdfplumber
import pypdfium2
import pytest
from PIL import Image

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.services import files
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.order_commands import DeliverTo, NewLine
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.services.shipping_labels import LabelSheet
from tests.support.company import COMPANY, TODAY, confirmed, new_company, shipped

OURS = ("EXEMPLE ADV", "732829320", "732 829 320", "FR44732829320", "rue des Essais")


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    yield made
    made.close()


def agreed(services, **changes):
    made = services.customers.show("C1")
    services.customers.update(made.id, made.version, replace(made.data, **changes))


def text_of(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        text = "\n".join(page.extract_text() for page in opened.pages)
    return text.replace("\u202f", " ").replace("\xa0", " ")


def stored(services, delivery_id):
    with services.store.read() as session:
        return files.content_of(session, session.get_one(Delivery, delivery_id).pdf_file_id)


def logo():
    stream = io.BytesIO()
    Image.new("RGB", (80, 40), (0, 90, 160)).save(stream, "PNG")
    return stream.getvalue()


PLACE = DeliverTo("Bistrot du Port", "2 quai des Brumes", postcode="76600", town="Le Havre")


def test_a_note_has_no_price_unless_its_customer_wants_them(services):
    bare = text_of(stored(services, shipped(services, confirmed(services, NewLine(Decimal(3), "P1")).id)))
    agreed(services, note_style=NoteStyle.PRICED)
    order = confirmed(services, NewLine(Decimal(3), "P1"), NewLine(Decimal(2), "P2", free_reason="échantillon"))
    priced = text_of(stored(services, shipped(services, order.id)))
    assert "99,99" not in bare
    assert ["33,33" in priced, "99,99" in priced, "Gratuit" in priced] == [True] * 3
    assert "seule la facture est à payer" in priced


def test_a_neutral_note_shows_the_customer_who_sells_and_nothing_of_ours(services):
    agreed(services, note_style=NoteStyle.NEUTRAL, logo=logo(), line1="5 rue du Client", town="Lille")
    order = confirmed(services, NewLine(Decimal(3), "P1"), deliver_to=PLACE, customer_reference="PO-8")
    pdf = stored(services, shipped(services, order.id))
    text = text_of(pdf)
    assert not [word for word in (*OURS, COMPANY.identity.legal_name, "SIREN", "CDE2026", "33,33") if word in text]
    for word in ("CLIENT TEST SAS", "5 rue du Client", "Bistrot du Port", "2 quai des Brumes", "PO-8", "BL2026000001"):
        assert word in text, word
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages[0].images) == 1
        assert opened.metadata.get("Author") == "CLIENT TEST SAS"


def test_a_note_without_a_name_names_neither_the_seller_nor_the_customer(services):
    agreed(services, note_style=NoteStyle.ANONYMOUS)
    order = confirmed(services, NewLine(Decimal(3), "P1"), deliver_to=PLACE)
    text = text_of(stored(services, shipped(services, order.id)))
    assert not [word for word in (*OURS, "CLIENT TEST") if word in text]
    assert "Bistrot du Port" in text


def test_the_labels_of_a_neutral_delivery_name_its_sender(services):
    agreed(services, note_style=NoteStyle.NEUTRAL, line1="5 rue du Client")
    delivery = shipped(services, confirmed(services, NewLine(Decimal(1), "P1"), deliver_to=PLACE).id)
    text = text_of(services.shipping_labels.pdf([delivery], LabelSheet("roll_150")))
    assert "CLIENT TEST SAS" in text
    assert "EXEMPLE ADV" not in text


def test_a_note_is_shown_in_another_style_and_the_stored_one_stays(services):
    delivery = shipped(services, confirmed(services, NewLine(Decimal(3), "P1")).id)
    before = stored(services, delivery)
    assert services.copies.delivery_notes([delivery], NoteStyle.UNPRICED) == before
    assert "99,99" in text_of(services.copies.delivery_notes([delivery], NoteStyle.PRICED))
    services.document_events.printed(DocumentKind.DELIVERY, delivery)
    assert "DUPLICATA" in text_of(services.copies.delivery_notes([delivery], NoteStyle.ANONYMOUS))
    assert stored(services, delivery) == before


def test_papers_are_printed_as_often_as_their_customer_wants(services):
    agreed(services, note_copies=3, invoice_copies=2, acknowledgement_copies=2)
    order = confirmed(services, NewLine(Decimal(3), "P1"))
    delivery = shipped(services, order.id)
    invoice = services.drafts.from_deliveries([delivery]).invoices[0].id
    services.issuing.issue(invoice)
    counts = [
        len(pypdfium2.PdfDocument(pdf))
        for pdf in (
            services.copies.delivery_notes([delivery]),
            services.copies.delivery_notes_to_print([delivery]),
            services.copies.invoices_to_print([invoice]),
            services.copies.acknowledgement_to_print(order.id),
        )
    ]
    assert counts == [1, 3, 2, 2]


@pytest.mark.parametrize("copies", [0, 10])
def test_a_foolish_number_of_copies_is_refused(services, copies):
    with pytest.raises(DomainError, match=r"customer\.copies"):
        agreed(services, note_copies=copies)
    assert services.customers.show("C1").data.note_copies == 1


def test_a_delivery_of_two_orders_names_the_order_and_the_reference_of_each_line(services):
    orders = [
        confirmed(services, NewLine(Decimal(1), "P1"), customer_reference="PO-1"),
        confirmed(services, NewLine(Decimal(2), "P2"), customer_reference="PO-2"),
    ]
    (ref,) = services.deliveries.deliver(DeliverOrders(tuple(order.id for order in orders)))
    text = text_of(stored(services, ref.id))
    places = [
        text.index(words) for words in ("Commande CDE2026000001", "Article P1", "Commande CDE2026000002", "Article P2")
    ]
    assert places == sorted(places)
    assert text.count("PO-1") == text.count("PO-2") == 1


def test_a_note_says_who_tracks_its_only_parcel(services):
    from adv_desktop.services.parcels import Parcel

    order = confirmed(services, NewLine(Decimal(1), "P1"))
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    services.parcels.record(ref.id, 1, [Parcel(weight_kg=Decimal(2), tracking="1Z999")])
    services.deliveries.ship(ref.id, 2)
    assert "1Z999" in text_of(stored(services, ref.id))


def test_the_logo_of_a_customer_comes_and_goes(services):
    agreed(services, logo=logo())
    assert services.customers.show("C1").data.logo == logo()
    agreed(services, logo=None)
    assert services.customers.show("C1").data.logo is None

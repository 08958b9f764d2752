"""Papers of two hundred lines: every page counts itself, repeats the head of the table, and the sums add up."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pdfplumber
import pytest

from adv_desktop.models.enums import InvoiceType
from adv_desktop.services import documents
from adv_desktop.services.documents import backlog_statement, departures, packaging_statement, packing_list, recall_list
from adv_desktop.services.documents.content import InvoiceData, Reference
from adv_desktop.services.documents.delivery_note import Reserves
from adv_desktop.services.documents.quotation_content import QuotationData
from adv_desktop.services.documents.voice import voice
from tests.documents import examples, export_examples

DAY = date(2026, 11, 24)
COUNT = 200


def note(**changes: object) -> bytes:
    return documents.pdf_bytes(replace(examples.delivery_note("fr", COUNT // 5), **changes))


def priced_note(count: int = COUNT) -> bytes:
    line = replace(examples.delivery_note().lines[0], net_price=Decimal("12.5"), net=1250)
    return documents.pdf_bytes(replace(examples.delivery_note(), lines=(line,) * count, priced=True))


def quotation(count: int = COUNT) -> bytes:
    like = examples.acknowledgement("fr", count // 5)
    return documents.pdf_bytes(
        QuotationData(
            "fr", like.issuer, "DE2026000001", DAY, date(2026, 12, 31), like.customer, like.lines, like.amounts
        )
    )


def invoice(count: int = COUNT, **changes: object) -> bytes:
    return documents.pdf_bytes(replace(examples.long_invoice(count), **changes))


def credit_note() -> InvoiceData:
    changes = {"type": InvoiceType.CREDIT_NOTE, "number": "AV2026000017", "payment": None}
    return replace(examples.long_invoice(COUNT), **changes, corrects=(Reference("FA2026000841", DAY),))


def departures_of_the_day(count: int = COUNT) -> bytes:
    line = departures.Departure("BL2026000967", examples.SHOP.name, "54000 Nancy", ("CDE2026001198",), 2, Decimal(12))
    carriers = (departures.CarrierDepartures("Geodis", (line,) * count),)
    return departures.pdf_bytes(departures.DeparturesData("fr", examples.ISSUER, DAY, carriers))


def left_to_deliver() -> bytes:
    line = backlog_statement.DueLine(
        order="CDE2026001198", customer_reference="BG-4471", code="EPC-1034", customer_code="BG-PE250",
        label="Pain d'épices à l'orange tranché 250 g", unit="pce", ordered=Decimal(64), delivered=Decimal(40),
        left=Decimal(24), requested=DAY, promised=None, late=True,
    )  # fmt: skip
    shop = examples.SHOP
    return backlog_statement.pdf_bytes(
        backlog_statement.BacklogStatement("fr", examples.ISSUER, shop.name, shop.code, DAY, (line,) * COUNT)
    )


def packaging() -> bytes:
    lines = tuple(
        packaging_statement.PackagingLine(
            DAY - timedelta(COUNT - number), "Palette Europe", "Emballages livrés", "BL2026000955", 3, 3 * number
        )
        for number in range(1, COUNT + 1)
    )
    shop = examples.SHOP
    return packaging_statement.pdf_bytes(
        packaging_statement.PackagingStatement(
            "fr", examples.ISSUER, shop.name, shop.code, DAY, (("Palette Europe", 3 * COUNT),), lines
        )
    )


def recall() -> bytes:
    row = recall_list.RecallRow(
        "L26-281", date(2029, 3, 15), "EPC-1032", "Miel d'acacia 250 g", Decimal(48), "BL2026000967", DAY,
        "Bergamote & Cie", ("C00019", "03 83 00 00 19"),
    )  # fmt: skip
    return recall_list.pdf_bytes(recall_list.RecallList("fr", examples.ISSUER, "L26-281", DAY, (row,) * COUNT))


# Each paper with a title of its table that stands on every page with a line, and the mark of a line.
PAPERS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "note": (note, "Désignation", "EPC-1032"),
    "neutral note": (lambda: note(neutral=True), "Désignation", "EPC-1032"),
    "service report": (lambda: note(of_services=True, parcels=()), "Désignation", "EPC-1032"),
    "priced note": (priced_note, "Montant HT", "BG-MI250"),
    "acknowledgement": (lambda: documents.pdf_bytes(examples.acknowledgement("fr", 40)), "Désignation", "EPS-1002"),
    "quotation": (quotation, "Montant HT", "EPS-1002"),
    "invoice": (invoice, "Montant HT", "EPS-1002"),
    "pro forma": (lambda: invoice(proforma=True), "Montant HT", "EPS-1002"),
    "credit note": (lambda: documents.pdf_bytes(credit_note()), "Montant HT", "EPS-1002"),
    "picking list": (lambda: documents.pdf_bytes(examples.picking_list(50)), "Emplacement", "pce"),
    "departures": (departures_of_the_day, "Bon de livraison", "BL2026000967"),
    "left to deliver": (left_to_deliver, "Reste à livrer", "EPC-1034"),
    "packaging": (packaging, "Mouvement", "BL2026000955"),
    "recall": (recall, "Sa réponse", "EPC-1032"),
    "commercial invoice": (export_examples.KINDS["customs-invoice-200-fr"], "Valeur CHF", "EPS-1"),
    "packing list": (export_examples.KINDS["packing-list-200-fr"], "Brut kg", "EPS-1"),
    "CMR note": (export_examples.KINDS["cmr-200-fr"], "Nature de la marchandise", "Dijon mustard"),
}
CARRIED = ("priced note", "acknowledgement", "quotation", "invoice", "pro forma", "credit note", "commercial invoice")


def pages(pdf: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        texts = [page.extract_text() for page in opened.pages]
    return [text.replace("\u202f", " ").replace("\xa0", " ") for text in texts]


@cache
def paper(name: str) -> list[str]:
    """Return the pages of a paper, made and read once for all tests."""
    return pages(PAPERS[name][0]())


@pytest.mark.parametrize("name", PAPERS)
def test_each_page_says_its_number_and_repeats_the_head_of_its_table(name: str):
    _made, title, line = PAPERS[name]
    found = paper(name)
    assert len(found) > 3
    assert [f"Page {page}/{len(found)}" in text for page, text in enumerate(found, 1)] == [True] * len(found)
    assert [number for number, text in enumerate(found, 1) if line in text and title not in text] == []


@pytest.mark.parametrize("name", CARRIED)
def test_the_sum_is_carried_from_page_to_page(name: str):
    with_lines = [text for text in paper(name) if PAPERS[name][2] in text]
    assert len(with_lines) > 3
    for before, after in pairwise(with_lines):
        carried = before.split("À reporter")[1].split("\n")[0].strip()
        assert after.split("Report")[1].split("\n")[0].strip() == carried


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("priced note", "2 500,00"),  # 200 × 12,50
        ("note", "200 lignes, dont 160 livrées"),
        ("quotation", "43 411,20 €"),  # 40 × (236,21 + 240,77 + 174,19 + 243,96 + 190,15)
        ("invoice", "53 874,27 €"),
        ("pro forma", "53 874,27 €"),
        ("credit note", "53 874,27 €"),
        ("departures", "200 livraisons · 400 colis · 2 400 kg"),
        ("picking list", "200 lignes à préparer"),
        ("packaging", "600"),
        ("commercial invoice", "12 240,00"),  # 200 × 61,20
        ("packing list", "Total : 20 colis"),
        ("CMR note", "131,25"),
    ],
)
def test_the_last_page_with_lines_bears_their_sum(name: str, said: str):
    last = [text for text in paper(name) if PAPERS[name][2] in text][-1]
    assert said in " ".join(last.split())


@pytest.mark.parametrize("count", range(20, 41, 5))
@pytest.mark.parametrize(
    ("made", "line", "ending"),
    [
        (invoice, " pce ", "Net à payer"),
        (quotation, "pot 250 g", "Total TTC"),
        (departures_of_the_day, "54000 Nancy", "Signature"),
    ],
    ids=["invoice", "quotation", "departures"],
)
def test_what_ends_a_paper_stands_under_a_line(made: Callable[[int], bytes], line: str, ending: str, count: int):
    (last,) = [text for text in pages(made(count)) if ending in text]
    assert line in last.split(ending)[0]


def test_the_box_of_reserves_gets_shorter_rather_than_a_page_of_its_own():
    box = Reserves(voice("fr"))
    assert box.within(box.height + 1) == box
    assert box.within(130).height == 130
    assert box.within(box.SHORTEST - 1) == box


@pytest.mark.parametrize("count", range(6, 11))
def test_the_sentence_that_the_receiver_signs_stands_under_the_box(count: int):
    (signed,) = [text for text in pages(priced_note(count)) if "Réserves du destinataire" in text]
    assert "L133-3" in signed.split("Réserves du destinataire")[1]
    assert "seule la facture est à payer" in signed


@pytest.mark.parametrize("count", range(6, 22))
@pytest.mark.parametrize("parcels", [True, False], ids=["with parcels", "without"])
def test_the_box_of_reserves_has_no_page_of_its_own(count: int, parcels: bool):
    note = examples.delivery_note()
    lines = (note.lines * 5)[:count]
    data = replace(note, priced=True, lines=lines, parcels=note.parcels if parcels else ())
    (signed,) = [text for text in pages(documents.pdf_bytes(data)) if "Réserves du destinataire" in text]
    above = signed.split("Réserves du destinataire")[0]
    assert ("Carton 80" if parcels else "pce") in above


def test_what_a_parcel_holds_stands_under_its_number_on_every_page():
    list_ = export_examples.packing_list(12, "fr")
    parcels = tuple(replace(list_.parcels[0], number=str(no), goods=list_.parcels[0].goods * 7) for no in (1, 2))
    drawn = io.BytesIO()
    packing_list.render(replace(list_, parcels=parcels), drawn)
    texts = pages(drawn.getvalue())
    assert len(texts) > 3
    again = [text.split("Brut kg")[1].split("\n")[1] for text in texts[1:]]
    assert set(again) == {"Colis 1 (suite)", "Colis 2 (suite)"}

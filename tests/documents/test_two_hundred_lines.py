"""Papers of two hundred lines: every page counts itself, repeats the head of the table, and the sums add up."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pdfplumber
import pytest

from adv_desktop.services import documents
from tests.documents import examples


def priced_note(count: int):
    line = replace(examples.delivery_note().lines[0], net_price=Decimal("12.5"), net=1250)
    return replace(examples.delivery_note(), lines=(line,) * count, priced=True)


def pages(data) -> list[str]:
    with pdfplumber.open(io.BytesIO(documents.pdf_bytes(data))) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
    return [text.replace("\u202f", " ").replace("\xa0", " ") for text in texts]


@pytest.mark.parametrize(
    "data",
    [
        priced_note(200),
        examples.long_invoice(200),
        examples.delivery_note("fr", 40),
        examples.acknowledgement("fr", 40),
        examples.picking_list(40),
    ],
    ids=["priced note", "invoice", "note", "acknowledgement", "picking list"],
)
def test_each_page_says_its_number_and_how_many_there_are(data):
    found = pages(data)
    assert len(found) > 3
    assert [f"Page {page}/{len(found)}" in text for page, text in enumerate(found, 1)] == [True] * len(found)


def test_a_priced_note_carries_its_sum_from_page_to_page():
    found = pages(priced_note(200))
    with_lines = [text for text in found if "EPC-1032" in text]
    for before, after in pairwise(with_lines):
        carried = before.split("À reporter")[1].split("\n")[0].strip()
        assert after.split("Report")[1].split("\n")[0].strip() == carried
    assert "2 500,00" in with_lines[-1]

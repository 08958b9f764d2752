"""The quotation on paper, in both languages."""

import io
from datetime import date

import pdfplumber
import pytest

from adv_desktop.services import documents
from adv_desktop.services.documents.quotation_content import QuotationData
from tests.documents import examples


def text_of(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return "\n".join(page.extract_text() for page in opened.pages)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("DEVIS", "DE2026000001", "Valable jusqu'au", "31/12/2026", "Version", "Bon pour accord")),
        ("en", ("QUOTATION", "DE2026000001", "Valid until", "31 Dec 2026", "Version", "Accepted, for order")),
    ],
)
def test_a_quotation_says_until_when_it_holds_and_where_to_sign(language, words):
    like = examples.acknowledgement(language)
    data = QuotationData(
        language=language,
        issuer=like.issuer,
        number="DE2026000001",
        made_on=date(2026, 11, 24),
        valid_until=date(2026, 12, 31),
        customer=like.customer,
        lines=like.lines,
        amounts=like.amounts,
        revision=2,
    )
    said = text_of(documents.pdf_bytes(data))
    assert [word for word in words if word not in said] == []

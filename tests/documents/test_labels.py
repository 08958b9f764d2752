"""Labels on every sheet and roll: nothing leaves its label, and nothing is written over a bar code."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pdfplumber
import pytest
from reportlab.lib.units import mm

from adv_desktop.services.documents import shipping_labels
from adv_desktop.services.documents.shipping_labels import ShippingLabel
from adv_desktop.services.label_formats import FORMATS, LabelFormat
from tests.documents.examples import LONG_NAME

FULL = ShippingLabel(
    "fr",
    ("Goût Retrouvé – Beaune", "6 rue du Faubourg-Saint-Nicolas", "21200 Beaune"),
    (LONG_NAME, "Mme Marie-Clémentine de La Rochefoucauld", "33 rue Stanislas, entrée cour", "54000 NANCY", "FRANCE"),
    "BL2026000967",
    references=("Votre référence BG-4471", "Commande CDE2026001198"),
    carrier="Geodis Calberson, express",
    instructions="Réception 8 h – 12 h · 03 83 00 00 19",
    rank=199,
    count=200,
    weight_kg=Decimal("20.6"),
    sscc="376012345000000018",
    to_collect="Contre remboursement : 1 234,56 €",
)
ADDRESS = replace(FULL, rank=0, count=0, weight_kg=None, sscc="", to_collect="", references=(), carrier="")


def page_of(label: ShippingLabel, form: LabelFormat) -> pdfplumber.page.Page:
    return pdfplumber.open(io.BytesIO(shipping_labels.pdf_bytes([label], form))).pages[0]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
@pytest.mark.parametrize("label", [FULL, replace(FULL, sscc=""), ADDRESS], ids=["sscc", "number", "address"])
def test_a_full_label_stays_inside_its_edges(label: ShippingLabel, form: LabelFormat):
    chars = page_of(label, form).chars
    assert min(char["x0"] for char in chars) >= form.left * mm
    assert max(char["x1"] for char in chars) <= (form.left + form.width) * mm
    assert max(char["bottom"] for char in chars) <= (form.top + form.height) * mm


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
def test_nothing_is_written_over_a_bar_code(form: LabelFormat):
    page = page_of(FULL, form)
    bars = [rect for rect in page.rects if rect["width"] < 2 * mm and rect["height"] > 4 * mm]
    struck = [
        char["text"]
        for char in page.chars
        if char["text"].strip()
        and any(bar["top"] < char["bottom"] - 1.5 and char["top"] + 1.5 < bar["bottom"] for bar in bars)
    ]
    assert bars
    assert struck == []


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
def test_a_full_label_loses_no_word(form: LabelFormat):
    said = " ".join(page_of(FULL, form).extract_text().replace("\xa0", " ").split())
    for words in ("Groupement d'achats", "54000 NANCY", "Colis 199/200", "20,6 kg", "1 234,56 €"):
        assert words in said

"""Goods sold by weight on paper and in the e-invoice: units and kilograms on both, kilograms in the XML."""

import io

import pdfplumber
import pytest
from lxml import etree

from tests.integration.cli.driver import Adv

CHEESE = {
    "code": "COMTE", "label": "Comté 18 mois", "vat_rate": "5.5", "price": "18.90", "stock": "100",
    "weight_kg": "3.2", "catch_weight": True, "weight_tolerance": "10", "unit_label": "pièce",
}  # fmt: skip


@pytest.fixture
def adv(tmp_path, capsys):
    made = Adv(tmp_path, capsys).copied()
    made("product", "create", made.file(CHEESE))
    return made


@pytest.fixture
def order(adv):
    asked = {"customer": "C00042", "lines": [{"product": "COMTE", "quantity": "3"}]}
    return adv("order", "confirm", adv("order", "create", adv.file(asked))["id"])["number"]


def text_of(path):
    with pdfplumber.open(io.BytesIO(path.read_bytes())) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_console_shows_units_and_kilograms_from_the_order_to_the_backorder(adv, order):
    line = adv("order", "show", order)["lines"][0]
    assert (line["quantity"], line["weight"], line["weight_estimated"], line["net"]) == ("3", "9.6", True, "181.44")
    assert adv.refused("deliver", order, "--line", "1=2")["code"] == "delivery.weight_missing"
    assert adv.refused("deliver", order, "--weight", "1=lourd")["code"] == "weight.unreadable"
    sent = adv("deliver", order, "--line", "1=2", "--weight", "1=3.240+3.180")
    assert (sent["lines"][0]["weight"], sent["lines"][0]["weight_estimated"]) == ("6.42", False)
    assert sent["backorder"][0]["quantity"] == "1"


def test_the_papers_print_units_and_kilograms_and_the_xml_counts_kilograms(adv, order, tmp_path):
    sent = adv("deliver", order, "--line", "1=2", "--weight", "1=3.240+3.180", "--pdf", tmp_path)
    note = text_of(tmp_path / f"{sent['number']}.pdf")
    assert "6,420 kg" in note
    assert "3,24 + 3,18 kg" in note
    draft = adv("invoice", "create", "--delivery", sent["number"])
    issued = adv("invoice", "issue", draft["id"], "--out", tmp_path)
    assert (issued["lines"][0]["weight"], issued["lines"][0]["net"]) == ("6.42", "121.34")
    paper = text_of(tmp_path / f"{issued['number']}.pdf")
    assert "6,420 kg" in paper
    assert "le kg" in paper
    tree = etree.parse(tmp_path / f"{issued['number']}.xml")
    billed = tree.find(".//{*}BilledQuantity")
    assert (billed.text, billed.get("unitCode")) == ("6.42", "KGM")
    assert "2 pièce" in tree.findtext(".//{*}IncludedSupplyChainTradeLineItem//{*}IncludedNote/{*}Content")
    assert adv("check-einvoice", tmp_path / f"{issued['number']}.pdf")["valid"] is True


def test_a_credit_of_kilograms_passes_the_rules_of_electronic_invoices(adv, order, tmp_path):
    sent = adv("deliver", order, "--weight", "1=9.7")
    invoice = adv("invoice", "issue", adv("invoice", "create", "--delivery", sent["number"])["id"])["number"]
    asked = ("credit", invoice, "--line", "1=1", "--weight", "1=3.3", "--reason", "abîmé")
    credit = adv("invoice", "issue", adv(*asked)["id"], "--out", tmp_path)
    assert (credit["lines"][0]["quantity"], credit["lines"][0]["weight"]) == ("1", "3.3")
    assert adv("check-einvoice", tmp_path / f"{credit['number']}.xml")["valid"] is True
    assert adv.refused("credit", invoice, "--weight", "1=6.5", "--reason", "pesée")["code"] == "credit.above_weight"

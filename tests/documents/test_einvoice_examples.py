"""The worked examples through `adv`: their XML passes every official rule, as CII and UBL, and says what is printed."""

import io
from decimal import Decimal

import pdfplumber
import pytest
from lxml import etree

from adv_desktop.services.einvoice.checking import check_file
from adv_desktop.services.formats import Formats
from tests.integration.cli.driver import COMPANY, Adv, line

BASKET_A3 = [
    line("48.90", "20", "12", discounts=["10"]),
    line("13.35", "5.5", "7", discounts=["5"]),
    line("128.4567", "20", "3"),
    line("2.115", "10", "40", discounts=["10", "5"]),
]
FREIGHT = {"amount": "35.00", "vat_rate": "20"}
ABROAD = {"delivery_date": "2026-11-20", "deliver_to": {"name": "Kunde", "country": "DE"}}
GERMAN = {
    "code": "DE1", "name": "Kunde GmbH", "country": "DE", "vat_number": "DE136695976", "terms": "30 jours nets",
    "email": "rechnung@kunde.example", "line1": "Marienplatz 1", "postcode": "80331", "town": "München",
    "vat_regime": "intra_eu", "language": "en",
}  # fmt: skip
# What a printed line does not repeat: the amount of each of its discounts, and what it is worked out from.
ONLY_IN_XML = {"BasisAmount", "ActualAmount"}


@pytest.fixture
def adv(tmp_path, capsys):
    return Adv(tmp_path, capsys).copied()


def a3(adv):
    return [adv.issued(BASKET_A3, discount={"percent": "2"}, freight=FREIGHT)]


def priced_with_vat(adv):
    return [adv.issued([line(gross, rate)], gross_prices=True) for gross, rate in (("9.99", "20"), ("49.99", "10"))]


def half_cents(adv):
    rates = (("3.00", "5.5"), ("12.45", "10"), ("1.00", "8.5"), ("0.25", "2.1"), ("250.00", "2.1"))
    return [adv.issued([line(net, rate)]) for net, rate in rates]


def per_hundred(adv):
    return [adv.issued([line("12.40", quantity="250", price_base="100")])]


def overseas(adv):
    corsica = [line("137.29", "10"), line("42.10", "2.1"), line("15.05", "0.9")]
    return [adv.issued([line("137.29", "8.5"), line("42.10", "2.1")]), adv.issued(corsica)]


def without_vat(adv):
    goods, service = [line("250.11", None, "5")], [line("1000.00", None, nature="service")]
    adv("customer", "create", adv.file(GERMAN))
    return [
        adv.issued(goods, customer="DE1", **ABROAD),
        adv.issued(goods, vat_regime="export", **ABROAD),
        adv.issued(goods, vat_regime="dom", **ABROAD),
        adv.issued(service, vat_regime="reverse_charge"),
        adv.issued(service, customer="DE1"),
        adv.issued(service, vat_regime="export"),
    ]


def charged(adv):
    charges = [
        {"label": "Éco-participation", "amount": "0.12", "per_unit": True, "eco": True},
        {"label": "Palette", "amount": "9.50"},
    ]
    return [adv.issued([line("10.00", quantity="7", discounts=["3"], charges=charges)])]


def in_dollars(adv):
    rate = {"rate": "0.9137", "date": "2026-11-23", "source": "BCE"}
    return [adv.issued([line("1234.56")], currency="USD", exchange_rate=rate)]


def in_instalments(adv):
    return [adv.issued(BASKET_A3, terms="3 fois tous les 30 jours")]


def services_on_a_period(adv):
    period = {"start": "2026-10-01", "end": "2026-10-31"}
    return [adv.issued([line("100.00", nature="service"), line("10.00")], period=period)]


def deposit(adv, *how):
    order = adv.ordered([line("10000.00")])
    made = adv("invoice", "issue", adv("deposit", order["number"], "--percent", "30")["id"])
    final = adv("invoice", "create", "--order", order["number"], *how)
    return [made, adv("invoice", "issue", final["id"])]


def deposit_as_a_line(adv):
    return deposit(adv)


def deposit_as_prepaid(adv):
    return deposit(adv, "--deduct", "prepaid")


def deposit_in_the_union(adv):
    adv("customer", "create", adv.file(GERMAN))
    order = adv.ordered([line("10000.00", None)], customer="DE1", requested_date="2026-12-10")
    return [adv("invoice", "issue", adv("deposit", order["number"], "--percent", "30")["id"])]


def credit(adv, invoice, *choice):
    draft = adv("credit", invoice["number"], *choice, "--reason", "retour")
    return adv("invoice", "issue", draft["id"])


def partial_returns(adv):
    invoice = adv.issued([line("33.33", quantity="5", discounts=["10"])])
    return [credit(adv, invoice, "--line", "1=2"), credit(adv, invoice, "--line", "1=3")]


def whole_credits(adv):
    invoice = adv.issued(BASKET_A3, discount={"percent": "2"}, freight=FREIGHT)
    order = adv.ordered([line("10000.00")])
    paid = adv("invoice", "issue", adv("deposit", order["number"], "--percent", "30")["id"])
    return [credit(adv, invoice), credit(adv, paid)]


def parts_of_an_invoice(adv):
    invoice = adv.issued(BASKET_A3, freight=FREIGHT)
    return [credit(adv, invoice, "--freight"), credit(adv, invoice, "--percent", "3"),
            credit(adv, invoice, "--amount", "10.00")]  # fmt: skip


def rebates(adv):
    adv.issued([line("60000.00")])
    adv.issued([line("24350.00")])
    asked = ["--rebate", "--customer", "C00042", "--period", "2026-01-01..2026-12-31", "--percent", "2",
             "--reason", "RFA"]  # fmt: skip
    return [adv("invoice", "issue", adv("credit", *asked, *more)["id"]) for more in ((), ("--contract", "RFA-26"))]


EXAMPLES = [
    a3, priced_with_vat, half_cents, per_hundred, overseas, without_vat, charged, in_dollars, in_instalments,
    services_on_a_period, deposit_as_a_line, deposit_as_prepaid, deposit_in_the_union, partial_returns, whole_credits,
    parts_of_an_invoice,
    rebates,
]  # fmt: skip


def files_of(adv, number):
    """Return the PDF and both XML files of an issued document."""
    folder = adv.folder / "out"
    shown = adv("invoice", "show", number, "--out", folder)
    ubl = folder / f"{number}-ubl.xml"
    assert adv("invoice", "export", number, "--syntax", "ubl", "--out", ubl)["syntax"] == "ubl"
    return folder / f"{number}.pdf", folder / f"{number}.xml", ubl, shown


def printed(path):
    with pdfplumber.open(io.BytesIO(path.read_bytes())) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("−", "-")


def amounts_in(path):
    """Yield the amounts of an XML, those of the discounts of a line left out."""
    for element in etree.parse(path).iter("{*}*"):
        name = etree.QName(element).localname
        above = [etree.QName(parent).localname for parent in element.iterancestors()]
        worked_out = name in ONLY_IN_XML and "SpecifiedLineTradeSettlement" in above
        worked_out |= name == "BasisAmount" and "SpecifiedTradeAllowanceCharge" in above
        if name.endswith("Amount") and not worked_out:
            yield name, Decimal(element.text)


def written(value, language):
    formats = Formats(language)
    minor = int((abs(value) * 100).to_integral_value())
    return formats.amount(minor).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.__name__)
def test_an_example_gives_files_that_every_platform_takes(adv, example):
    for made in example(adv):
        pdf, cii, ubl, shown = files_of(adv, made["number"])
        for path in (cii, ubl):
            verdict = check_file(path)
            assert (verdict.valid, verdict.faults) == (True, []), path
            sums = verdict.invoice.sums
            totals = shown["totals"]
            assert (str(sums.net), str(sums.vat), str(sums.gross)) == (
                totals["net"], totals["vat_total"], totals["gross"],
            )  # fmt: skip
            assert (str(sums.due), verdict.invoice.type_code) == (totals["due"], made["type"])
        text = printed(pdf)
        language = "en" if made["customer"] == "DE1" else "fr"
        for name, amount in amounts_in(cii):
            if name != "ChargeAmount" and amount:
                assert written(amount, language) in text, (made["number"], name, amount)


def test_a_franchise_gives_its_siren_as_tax_number(tmp_path, capsys):
    company = {**COMPANY, "vat_regime": "franchise", "vat_number": None}
    adv = Adv(tmp_path, capsys).start(company)
    made = adv.issued([line("850.00", None)])
    _pdf, cii, ubl, _shown = files_of(adv, made["number"])
    assert [check_file(path).valid for path in (cii, ubl)] == [True, True]
    assert check_file(cii).invoice.seller.tax_number == "732829320"


def test_without_its_tax_number_the_invoice_of_a_franchise_is_refused(tmp_path, capsys):
    company = {**COMPANY, "vat_regime": "franchise", "vat_number": None}
    adv = Adv(tmp_path, capsys).start(company)
    made = adv.issued([line("850.00", None)])
    _pdf, cii, _ubl, _shown = files_of(adv, made["number"])
    text = cii.read_text(encoding="utf-8")
    start = text.index("<ram:SpecifiedTaxRegistration>")
    end = text.index("</ram:SpecifiedTaxRegistration>") + len("</ram:SpecifiedTaxRegistration>")
    cii.write_text(text[:start] + text[end:], encoding="utf-8")
    assert "BR-E-02" in {fault.id for _family, fault in check_file(cii).faults}


def test_a_customer_is_reached_at_the_address_of_its_service(adv):
    service = "404833048_40483304800014_COMPTA"
    asked = {"code": "C2", "name": "Service", "siren": "404833048", "country": "FR", "e_address": service}
    assert adv("customer", "create", adv.file(asked))["e_address"] == service
    made = adv.issued([line("10.00")], customer="C2")
    _pdf, cii, _ubl, _shown = files_of(adv, made["number"])
    assert (check_file(cii).invoice.buyer.e_address, check_file(cii).valid) == (service, True)


@pytest.mark.parametrize("written", ["999999999", "404833048 COMPTA", "COMPTA"])
def test_an_address_of_another_company_is_refused(adv, written):
    asked = {"code": "C2", "name": "Service", "siren": "404833048", "e_address": written}
    assert adv.refused("customer", "create", adv.file(asked))["code"] == "e_address.invalid"


def test_the_cii_that_is_exported_is_the_one_that_was_issued(adv):
    made = adv.issued([line("10.00")])
    path = adv.folder / "facture.xml"
    exported = adv("invoice", "export", made["number"], "--out", path)
    assert (exported["syntax"], exported["sha256"]) == ("cii", made["sha256_xml"])


def test_a_draft_has_no_xml_to_export(adv):
    draft = adv.invoice([line("10.00")])
    error = adv.refused("invoice", "export", draft["id"], "--out", adv.folder / "x.xml")
    assert error["code"] == "invoice.not_issued"


def test_an_unknown_syntax_is_refused(adv):
    made = adv.issued([line("10.00")])
    error = adv.refused("invoice", "export", made["number"], "--syntax", "edifact", "--out", adv.folder / "x.xml")
    assert error["code"] == "usage.choice"

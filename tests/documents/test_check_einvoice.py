"""`adv check-einvoice` on files of anyone: the samples, damaged ones, both syntaxes."""

import io
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen import canvas

from adv_desktop.cli import main
from adv_desktop.services import files, texts
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.einvoice import engine as engine_module
from adv_desktop.services.einvoice.checking import check_file
from adv_desktop.services.einvoice.explained import explain
from adv_desktop.services.einvoice.faults import Fault
from adv_desktop.services.invoice_drafts import invoice_of
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.printing import PrintedPapers
from tests.integration.cli.driver import Adv
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped

SAMPLES = Path(__file__).parents[1] / "data" / "samples" / "einvoices"
HOSTILE = SAMPLES.parent / "hostile"
MIXED = "valid-mixed-rates-discount-freight.xml"
BROKEN = {
    "invalid-credit-without-reference-BR-FR-CO-05.xml": {"BR-FR-CO-05"},
    "invalid-due-date-BR-FR-CO-07.xml": {"BR-FR-CO-07"},
    "invalid-no-notes-BR-FR-05.xml": {"BR-FR-05"},
    "invalid-number-BR-FR-02.xml": {"BR-FR-02", "BR-FR-08"},
}


@pytest.fixture
def adv(tmp_path, capsys):
    return Adv(tmp_path, capsys)


def changed(tmp_path, *replacements, source=MIXED, name="changed.xml"):
    """Write a sample with some of its text replaced; return its path."""
    text = (SAMPLES / source).read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def ids(found, family):
    return {fault["id"] for fault in found[family]}


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("valid-*.xml")))
def test_a_valid_sample_breaks_nothing(adv, name):
    found = adv("check-einvoice", SAMPLES / name)
    assert (found["valid"], found["profile"], found["well_formed"]) == (True, "EN 16931", True)
    assert [found[family] for family in ("xsd", "en16931", "br_fr", "arithmetic", "own")] == [[], [], [], [], []]
    assert (found["pdfa"], found["not_run"]) == (None, ["pdfa"])


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_sample_that_breaks_a_rule_names_it(adv, name):
    found = adv("check-einvoice", SAMPLES / name)
    assert found["valid"] is False
    assert ids(found, "br_fr") == BROKEN[name]
    assert {fault["flag"] for fault in found["br_fr"]} == {"fatal"}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_without_the_engine_our_own_checks_find_the_same(adv, monkeypatch, name):
    monkeypatch.setattr(engine_module, "is_available", lambda: False)
    found = adv("check-einvoice", SAMPLES / name)
    assert ids(found, "own") == BROKEN[name]
    assert found["en16931"] is found["br_fr"] is None
    assert found["not_run"] == ["en16931", "br_fr", "pdfa"]
    assert found["valid"] is False


def test_without_the_engine_nobody_says_that_a_file_is_valid(adv, monkeypatch):
    monkeypatch.setattr(engine_module, "is_available", lambda: False)
    assert adv("check-einvoice", SAMPLES / MIXED)["valid"] is None


def test_a_wrong_cent_is_found_that_the_official_rules_let_pass(adv, tmp_path):
    path = changed(
        tmp_path,
        (">4.79<", ">4.80<"),
        (">197.92<", ">197.93<"),
        (">1286.02<", ">1286.03<"),
        (">1286.02<", ">1286.03<"),
    )
    found = adv("check-einvoice", path)
    assert found["en16931"] == found["br_fr"] == []
    assert ids(found, "arithmetic") == {"ADV-BT-117"}
    assert found["valid"] is False


@pytest.mark.parametrize(
    ("replaced", "family", "expected"),
    [((">B1<", ">X1<"), "br_fr", "BR-FR-08"),
     (("<ram:RateApplicablePercent>5.50<", "<ram:RateApplicablePercent>5.500<"), "br_fr", "BR-FR-DEC-04"),
     ((">404833048</ram:URIID>", ">999</ram:URIID>"), "br_fr", "BR-FR-21"),
     ((">1074.60<", ">1074.61<"), "en16931", "BR-CO-10"),
     ((">1074.60<", ">1074.61<"), "arithmetic", "ADV-BT-106"),
     ((">58.68<", ">58.00<"), "arithmetic", "ADV-BT-131"),
     ((">FR7630006000011234567890189<", ">FR7630006000011234567890188<"), "own", "ADV-IBAN"),
     ((">FR83404833048<", ">FR84404833048<"), "own", "ADV-VAT")],
)  # fmt: skip
def test_each_family_finds_its_own_faults(adv, tmp_path, replaced, family, expected):
    assert expected in ids(adv("check-einvoice", changed(tmp_path, replaced)), family)


def test_an_amount_in_letters_is_a_fault_not_a_failure(adv, tmp_path):
    found = adv("check-einvoice", changed(tmp_path, (">1074.60<", ">mille<")))
    assert found["valid"] is False
    assert found["xsd"]


def test_an_electronic_address_with_establishment_and_service_is_right(adv, tmp_path):
    path = changed(tmp_path, (">404833048</ram:URIID>", ">404833048_40483304800014_COMPTA</ram:URIID>"))
    assert adv("check-einvoice", path)["valid"] is True


def test_a_foreign_seller_is_not_held_to_the_french_rules(adv, tmp_path):
    text = (SAMPLES / "valid-export.xml").read_text(encoding="utf-8")
    text = text.replace("FR44732829320", "DE136695976").replace('schemeID="0002"', 'schemeID="0088"')
    path = tmp_path / "german.xml"
    path.write_text(text.replace("<ram:CountryID>FR", "<ram:CountryID>DE"), encoding="utf-8")
    found = adv("check-einvoice", path)
    assert (found["br_fr"], found["not_applicable"]) == ([], ["br_fr"])


def test_the_xml_of_a_pdf_is_what_is_checked(adv, tmp_path):
    path = tmp_path / "facture.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["factur-x.xml"] = (SAMPLES / MIXED).read_bytes()
        document.save(path)
    found = adv("check-einvoice", path)
    assert (found["valid"], found["invoice"]["number"], found["invoice"]["due"]) == (True, "FA2026000123", "2027-01-14")
    assert found["invoice"]["totals"] == {"net": "1088.10", "vat_total": "197.92", "gross": "1286.02", "due": "1286.02"}
    assert found["own"] == []  # a page without a word says nothing else


def test_a_pdf_that_prints_another_total_than_its_xml_is_told(adv, tmp_path):
    for printed, expected in (("Net à payer 1 286,02 €", set()), ("Net à payer 1 286,12 €", {"ADV-PRINTED"})):
        stream = io.BytesIO()
        page = canvas.Canvas(stream)
        page.drawString(72, 720, printed)
        page.save()
        path = tmp_path / "facture.pdf"
        with pikepdf.open(stream) as document:
            document.attachments["factur-x.xml"] = (SAMPLES / MIXED).read_bytes()
            document.save(path)
        found = adv("check-einvoice", path)
        assert (ids(found, "own"), found["valid"]) == (expected, True)


def test_a_national_specification_is_held_to_the_core_of_the_standard(adv, tmp_path):
    guideline = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0<"
    found = adv("check-einvoice", changed(tmp_path, ("urn:cen.eu:en16931:2017<", guideline)))
    assert (found["profile"], found["en16931"], found["valid"]) == ("XRechnung", [], True)


def test_a_pdf_without_xml_is_refused(adv, tmp_path):
    path = tmp_path / "facture.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(path)
    assert adv("check-einvoice", path, code=2)["error"]["code"] == "einvoice.no_xml"


@pytest.mark.parametrize(
    ("name", "code"),
    [("h09a_xxe.camt053.xml", "forbidden_xml"), ("h09b_rires.xml", "forbidden_xml"),
     ("h10_tronque.pdf", "corrupt_file"),
     ("h08_utf16.csv", "einvoice.not_one"), ("h04_tronque.xlsx", "corrupt_file")],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_its_reason(adv, name, code):
    assert adv("check-einvoice", HOSTILE / name, code=2)["error"]["code"] == code


def test_another_document_is_no_invoice(adv):
    order = SAMPLES.parent / "orders" / "07_orderx_distriest.xml"
    assert adv("check-einvoice", order, code=2)["error"]["code"] == "einvoice.not_one"


def test_an_xml_that_breaks_off_is_told_as_not_well_formed(adv, tmp_path):
    path = tmp_path / "broken.xml"
    path.write_bytes((SAMPLES / MIXED).read_bytes()[:5000])
    found = adv("check-einvoice", path)
    assert (found["well_formed"], found["valid"], found["profile"]) == (False, False, None)
    assert found["not_run"] == ["xsd", "en16931", "br_fr", "pdfa", "arithmetic"]


def test_the_console_says_the_verdict_in_plain_french(capsys):
    assert main(["check-einvoice", str(SAMPLES / "invalid-due-date-BR-FR-CO-07.xml")]) == 0
    printed = capsys.readouterr().out
    assert "L'échéance est antérieure à la date de la facture" in printed
    assert "La facture n'est pas valide." in printed


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("BR-DEC-12", "Un montant a plus de deux décimales"), ("XSD", "Le fichier n'est pas construit"),
     ("FX-SCH-A-000556", "n'a pas sa place dans ce profil"), ("BR-FR-05", "note PMD"), ("BR-CO-10", "somme des lignes"),
     ("NL-R-001", "the words of the rule")],
)  # fmt: skip
def test_a_rule_is_told_in_plain_words_by_its_id_or_its_family(rule, expected):
    message = "mention PMD" if rule == "BR-FR-05" else "the words of the rule"
    assert expected in explain(Fault(rule, message), texts.of("fr"))


def test_a_missing_file_is_refused(adv):
    assert adv("check-einvoice", "nowhere.xml", code=2)["error"]["code"] == "file.unreadable"


def test_the_engine_starts_again_after_its_end():
    path = SAMPLES / MIXED
    assert check_file(path).valid is True
    engine_module.engine().close()
    assert check_file(path).valid is True


def factur_x(services, folder):
    order = confirmed(services, NewLine(Decimal(2), "P1"))
    number = invoiced(services, shipped(services, order.id))
    with services.store.read() as session:
        path = folder / f"{number}.pdf"
        path.write_bytes(files.content_of(session, invoice_of(session, number).pdf_file_id))
    return path


@pytest.fixture
def printed(tmp_path):
    services = new_company(tmp_path / "printed.db", papers=PrintedPapers(FixedDay(TODAY)))
    path = factur_x(services, tmp_path)
    services.close()
    return path


def test_our_own_file_is_found_to_be_a_pdf_a_3(adv, printed):
    found = adv("check-einvoice", printed)
    assert (found["pdfa"], found["not_run"], found["valid"]) == ([], [], True)


def test_a_pdf_without_its_colour_profile_is_told_with_a_remark(adv, printed):
    with pikepdf.open(printed, allow_overwriting_input=True) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(printed)
    found = adv("check-einvoice", printed)
    assert found["valid"] is True
    assert {(fault["id"], fault["flag"]) for fault in found["pdfa"]} == {("PDFA-3", "warning")}
    assert all("PDF/A-3" in fault["message"] for fault in found["pdfa"])

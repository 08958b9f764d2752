"""Every printed document can be kept for ten years: PDF/A-3b, the invoice with its XML inside."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import facturx
import pdfplumber
import pikepdf
import pytest

from adv_desktop.services import documents
from tests.documents import examples
from tests.documents.kinds import KINDS, XML
from tests.documents.verapdf import faults

FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("documents")
    for name, render in KINDS.items():
        (folder / f"{name}.pdf").write_bytes(render())
    return list(folder.iterdir())


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_kind_of_document_is_pdf_a_3b(files: list[Path]):
    assert faults("3b", files) == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_validator_refuses_what_is_not_pdf_a(tmp_path: Path):
    spoilt = tmp_path / "spoilt.pdf"
    with opened(documents.pdf_bytes(examples.invoice())) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(spoilt)
    assert any("DeviceRGB" in fault for fault in faults("3b", [spoilt]))


def test_the_invoice_carries_its_xml_as_data_and_independent_readers_find_it():
    content = documents.pdf_bytes(replace(examples.invoice(), xml=XML))
    assert facturx.get_xml_from_pdf(content, check_xsd=False) == ("factur-x.xml", XML)
    with opened(content) as pdf:
        (file,) = pdf.Root.AF
        assert (file.AFRelationship, str(file.UF)) == ("/Data", "factur-x.xml")
        assert file.EF.F.Subtype == "/text/xml"
        assert (int(file.EF.F.Params.Size), str(file.EF.F.Params.ModDate)) == (len(XML), "D:20261124")


def test_the_file_says_the_profile_of_its_xml_and_only_when_it_has_one():
    with opened(documents.pdf_bytes(replace(examples.invoice(), xml=XML))) as pdf, pdf.open_metadata() as said:
        assert said[FX + "ConformanceLevel"] == "EN 16931"
        assert said[FX + "DocumentFileName"] == "factur-x.xml"
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("3", "B")
    with opened(documents.pdf_bytes(examples.invoice())) as pdf, pdf.open_metadata() as said:
        assert FX + "ConformanceLevel" not in said
        assert "/AF" not in pdf.Root


def test_what_the_file_says_of_itself_agrees_in_both_places():
    issuer = replace(examples.ISSUER, legal_name="L'Atelier & fils <Beaune>")
    with opened(documents.pdf_bytes(replace(examples.invoice(), issuer=issuer))) as pdf:
        about = pdf.docinfo
        with pdf.open_metadata() as said:
            assert said["dc:title"] == str(about.Title) == "FACTURE FA2026000841"
            assert said["dc:creator"] == [str(about.Author)] == ["L'Atelier & fils <Beaune>"]
            assert said["xmp:CreateDate"] == "2026-11-24"
            assert str(about.CreationDate) == "D:20261124"
            assert said["pdf:Producer"] == str(about.Producer)


def test_the_moment_of_an_acknowledgement_is_kept_in_universal_time():
    with opened(documents.pdf_bytes(examples.acknowledgement())) as pdf:
        assert str(pdf.docinfo.ModDate) == "D:20261119091400Z"


def test_pages_have_no_transition_and_the_file_is_of_version_1_7():
    content = documents.pdf_bytes(examples.long_invoice(30))
    with opened(content) as pdf:
        assert all("/Trans" not in page for page in pdf.pages)
        assert pdf.pdf_version == "1.7"
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


@pytest.mark.parametrize("name", ["factur-x", "delivery-note", "acknowledgement", "report", "duplicate", "merged"])
def test_the_same_document_gives_the_same_bytes(name: str):
    assert KINDS[name]() == KINDS[name]()


def test_the_foot_says_that_the_invoice_is_electronic_when_it_is():
    said = "Facture électronique Factur-X, profil EN 16931"
    assert said in text_of(documents.pdf_bytes(replace(examples.invoice(), xml=XML)))
    assert said not in text_of(documents.pdf_bytes(examples.invoice()))


def text_of(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return pdf.pages[0].extract_text()

"""Every printed document can be read aloud: PDF/UA-1, in reading order, decoration left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pdfplumber
import pikepdf
import pytest

from adv_desktop.services import documents
from tests.documents import examples
from tests.documents.kinds import KINDS
from tests.documents.verapdf import faults


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_kind_of_document_is_pdf_ua_1(tmp_path: Path):
    for name, render in KINDS.items():
        (tmp_path / f"{name}.pdf").write_bytes(render())
    assert faults("ua1", tmp_path.iterdir()) == []


@dataclass(frozen=True)
class Node:
    """An element of the structure with the text that it owns itself."""

    role: str
    text: str
    alt: str
    language: str
    scope: str
    span: int
    box: tuple[float, ...]
    kids: tuple[Node, ...]


def tree(content: bytes) -> Node:
    """Return the structure of a document."""
    with pdfplumber.open(io.BytesIO(content)) as drawn:
        texts: dict[tuple[int, int], str] = {}
        for page in drawn.pages:
            for char in page.chars:
                if char["mcid"] is not None:
                    key = page.page_number - 1, char["mcid"]
                    texts[key] = texts.get(key, "") + char["text"].replace("\xa0", " ")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        return _node(pdf.Root.StructTreeRoot.K, pages, texts)


def _node(element: pikepdf.Object, pages: dict[tuple[int, int], int], texts: dict[tuple[int, int], str]) -> Node:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, list | pikepdf.Array) else [kids]
    own = [texts.get((pages[element.Pg.objgen], kid), "") for kid in kids if isinstance(kid, int)]
    parts = [kid for kid in kids if not isinstance(kid, int)]
    own += [texts.get((pages[kid.Pg.objgen], int(kid.MCID)), "") for kid in parts if "/MCID" in kid]
    said = element.get("/A", {})
    return Node(
        role=str(element.S)[1:],
        text="".join(own),
        alt=str(element.get("/Alt", "")).replace("\xa0", " ").replace("\u202f", " "),
        language=str(element.get("/Lang", "")),
        scope=str(said.get("/Scope", "")),
        span=int(said.get("/ColSpan", 1)),
        box=tuple(map(float, said.get("/BBox", ()))),
        kids=tuple(_node(kid, pages, texts) for kid in parts if "/S" in kid),
    )


def elements(content: bytes, role: str = "") -> list[Node]:
    """Return the elements (of a role) in reading order."""

    def walk(node: Node) -> Iterator[Node]:
        yield node
        for kid in node.kids:
            yield from walk(kid)

    return [node for node in walk(tree(content)) if role in {"", node.role}]


def read_aloud(content: bytes) -> list[tuple[str, str]]:
    """Return (role, text) as a screen reader comes to them."""
    return [(node.role, node.text) for node in elements(content)]


def test_an_invoice_is_read_in_the_order_of_its_parts():
    said = read_aloud(documents.pdf_bytes(examples.invoice()))
    texts = [text for _role, text in said]
    order = [
        "FACTURE N° FA2026000841", "Date d'émission 24/11/2026", "V/Réf. (votre commande) VR-26-0871 du 05/11/2026",
        "Désignation", "HUI-1022", "Total TTC", "Net à payer", "Règlement par virement au plus tard le 31/01/2027",
        "IBAN FR76 3000 3000 7112 0005 0001 2345 79",
    ]  # fmt: skip
    assert [text for text in texts if text in order] == order
    assert said[texts.index("FACTURE N° FA2026000841")][0] == "H1"
    assert ("TH", "Désignation") in said
    assert ("TD", "HUI-1022") in said


def test_pictures_say_what_they_show():
    assert [figure.alt for figure in elements(documents.pdf_bytes(examples.invoice()), "Figure")] == [
        "Logo de Goût Retrouvé – Beaune",
        "Code QR qui remplit un virement de 2 062,06 € à L'Atelier du Goût Retrouvé",
    ]
    logo, code = elements(documents.pdf_bytes(examples.delivery_note("en")), "Figure")
    assert (logo.alt, code.alt) == ("Logo of Goût Retrouvé – Beaune", "Bar code BL2026000967")
    left, bottom, right, top = code.box
    assert 0 < left < right < 556
    assert 0 < bottom < top < 842


def test_charts_say_their_figures():
    alts = [figure.alt for figure in elements(KINDS["report"](), "Figure")]
    assert len(alts) == 5
    assert any("nov" in alt and "171" in alt for alt in alts), alts


def test_a_table_over_pages_is_one_table_whose_head_is_read_once():
    content = documents.pdf_bytes(examples.long_invoice(260))
    said = read_aloud(content)
    assert said.count(("TH", "Désignation")) == 1
    everything = " ".join(text for _role, text in said)
    for decoration in ("À reporter", "Page 2", "SIRET"):
        assert decoration not in everything, decoration
    lines, vat, totals = elements(content, "Table")
    for table in (lines, vat, totals):
        widths = {sum(cell.span for cell in row.kids) for row in table.kids}
        assert len(widths) == 1, "a reader counts the cells of a row"
    assert {cell.scope for cell in (*lines.kids[0].kids, *vat.kids[0].kids)} == {"/Column"}
    assert {row.kids[0].scope for row in (*totals.kids, *vat.kids[1:])} == {"/Row"}


def test_a_row_that_is_cut_by_the_end_of_the_page_is_read_as_one():
    words = [f"mot{number:04}" for number in range(1500)]
    long = replace(examples.lines()[0], label=" ".join(words))
    content = documents.pdf_bytes(replace(examples.invoice(), lines=(long, *examples.lines())))
    assert ("TD", " ".join(words)) in read_aloud(content)


def test_a_duplicate_says_so_before_anything_else_and_once():
    said = read_aloud(KINDS["duplicate"]())
    assert said[:2] == [("Document", ""), ("P", "DUPLICATA Facture impayée")]
    assert sum("DUPLICATA" in text for _role, text in said) == 1


def test_several_documents_in_one_file_are_its_parts_each_in_its_language():
    content = KINDS["merged"]()
    assert [part.language for part in elements(content, "Part")] == ["fr-FR", "en-GB", "fr-FR"]
    titles = [node.text for node in elements(content, "H1")]
    assert titles == ["BON DE LIVRAISON N° BL2026000967", "DELIVERY NOTE No. BL2026000967", "FACTURE N° FA2026000841"]


def test_readers_show_the_title_and_know_the_language():
    with pikepdf.open(io.BytesIO(documents.pdf_bytes(examples.invoice("en")))) as pdf:
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert all(page.Tabs == "/S" for page in pdf.pages)

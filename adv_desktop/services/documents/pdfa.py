"""Drawn pages become a file to be kept: PDF/A-3b (ISO 19005-3), tagged, with the XML of Factur-X when there is one."""

from __future__ import annotations

import datetime as dt
import io
import zlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import escape

from adv_desktop.paths import resource
from adv_desktop.services.documents import tags

if TYPE_CHECKING:
    import pikepdf

ATTACHMENT = "factur-x.xml"
PROFILE = "EN 16931"
PROGRAM = "ADV Desktop"
PROFILE_OF_COLOURS = "sRGB IEC61966-2.1"
_PRINTED = 4  # annotation flag Print: PDF/A refuses what is seen and not printed

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="{accessible_uri}">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:description>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdf:Producer>{program}</pdf:Producer>
<xmp:CreatorTool>{program}</xmp:CreatorTool>{dates}
</rdf:Description>{extensions}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_DATES = "\n<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>"
_EXTENSIONS = """
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
_SCHEMA = """<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{name}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li>"""
_PROPERTY = """<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>\
<pdfaProperty:valueType>{kind}</pdfaProperty:valueType><pdfaProperty:category>{category}</pdfaProperty:category>\
<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"""
_ACCESSIBLE_URI = "http://www.aiim.org/pdfua/ns/id/"
_ACCESSIBLE = (("part", "Integer", "internal", "the part of ISO 14289 that the file follows"),)
_FACTUR_X_URI = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_FACTUR_X = (
    ("DocumentFileName", "Text", "external", "name of the embedded XML invoice file"),
    ("DocumentType", "Text", "external", "INVOICE"),
    ("Version", "Text", "external", "the version of the Factur-X XML schema"),
    ("ConformanceLevel", "Text", "external", "the profile of the embedded Factur-X data"),
)
_FACTUR_X_VALUES = f"""
<rdf:Description rdf:about="" xmlns:fx="{_FACTUR_X_URI}">
<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>{ATTACHMENT}</fx:DocumentFileName>
<fx:Version>1.0</fx:Version><fx:ConformanceLevel>{PROFILE}</fx:ConformanceLevel>
</rdf:Description>"""


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself, alike in its dictionary and its XMP; `made` is the date of the document."""

    title: str
    author: str
    made: dt.date | None = None

    @property
    def moment(self) -> str:
        """The date the way XMP writes it: 2026-11-24, or 2026-11-24T08:14:00Z."""
        if isinstance(self.made, dt.datetime):
            return f"{self.made.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
        return self.made.isoformat() if self.made else ""

    @property
    def pdf_moment(self) -> str:
        """The date the way a PDF dictionary writes it: D:20261124, or D:20261124081400Z."""
        return "D:" + "".join(letter for letter in self.moment if letter not in "-:T")


def write(
    drawn: bytes, properties: Properties, structure: tags.Structure, stream: BinaryIO, xml: bytes | None = None
) -> None:
    """Write drawn pages as PDF/A-3b and PDF/UA-1; `xml` is embedded as the data of a Factur-X invoice."""
    import pikepdf

    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        _keep_compressed(pdf)
        tags.attach(pdf, structure)
        archive(pdf, properties, xml)
        save(pdf, stream)


def archive(pdf: pikepdf.Pdf, properties: Properties, xml: bytes | None = None) -> None:
    """Give an open PDF all that PDF/A-3b asks for."""
    for page in pdf.pages:
        _clean(page)
    _set_colours(pdf)
    _describe(pdf, properties, _FACTUR_X_VALUES if xml else "")
    if xml:
        _embed(pdf, properties, xml)


def save(pdf: pikepdf.Pdf, stream: BinaryIO) -> None:
    """Write a PDF so that the same content gives the same bytes."""
    import pikepdf

    generate = pikepdf.ObjectStreamMode.generate
    pdf.save(stream, deterministic_id=True, min_version="1.7", object_stream_mode=generate)


def _keep_compressed(pdf: pikepdf.Pdf) -> None:
    """Have the compressed streams written as they are: qpdf compresses anew where the one filter is in an array."""
    from pikepdf import Array, Name, Stream

    for part in pdf.objects:
        if isinstance(part, Stream) and part.get("/Filter") == Array([Name.FlateDecode]):
            part.Filter = Name.FlateDecode


def _clean(page: pikepdf.Page) -> None:
    """Take the page transition away and have every annotation printed."""
    if "/Trans" in page:
        del page["/Trans"]
    if "/Annots" in page:
        for annotation in page.Annots:
            annotation.F = _PRINTED


@cache
def _profile() -> bytes:
    """Return the sRGB profile, compressed once a process."""
    return zlib.compress(resource("icc/sRGB.icc").read_bytes(), 9)


def _set_colours(pdf: pikepdf.Pdf) -> None:
    """Say what the red, green and blue of the pages are."""
    from pikepdf import Array, Dictionary, Name, String

    profile = pdf.make_stream(_profile(), N=3, Filter=Name.FlateDecode)
    name = String(PROFILE_OF_COLOURS)
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=name, Info=name)
    intent.DestOutputProfile = profile
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _describe(pdf: pikepdf.Pdf, properties: Properties, values: str) -> None:
    """Write title, author, program and date twice over: as XMP and as the document's information."""
    from pikepdf import Dictionary, Name, String

    title, author = properties.title, properties.author
    about = Dictionary(Title=String(title), Subject=String(title), Author=String(author))
    about.Producer = about.Creator = String(PROGRAM)
    if properties.made:
        about.CreationDate = about.ModDate = String(properties.pdf_moment)
    pdf.trailer.Info = pdf.make_indirect(about)
    packet = _packet(properties, values)
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)


def _packet(properties: Properties, values: str) -> bytes:
    text = _PACKET.format(
        title=escape(properties.title),
        author=escape(properties.author),
        program=PROGRAM,
        dates=_DATES.format(moment=properties.moment) if properties.made else "",
        accessible_uri=_ACCESSIBLE_URI,
        extensions=_extensions(bool(values)) + values,
    )
    return text.encode()


@cache
def _extensions(electronic: bool) -> str:
    """Declare the properties that no PDF/A knows by itself: of PDF/UA, and of Factur-X in an electronic invoice."""
    schemas = _schema("PDF/UA Universal Accessibility Schema", _ACCESSIBLE_URI, "pdfuaid", _ACCESSIBLE)
    if electronic:
        schemas += _schema("Factur-X PDFA Extension Schema", _FACTUR_X_URI, "fx", _FACTUR_X)
    return _EXTENSIONS.format(schemas=schemas)


def _schema(name: str, uri: str, prefix: str, declared: tuple[tuple[str, str, str, str], ...]) -> str:
    properties = "".join(
        _PROPERTY.format(name=part, kind=kind, category=category, description=description)
        for part, kind, category, description in declared
    )
    return _SCHEMA.format(name=name, uri=uri, prefix=prefix, properties=properties)


def _embed(pdf: pikepdf.Pdf, properties: Properties, xml: bytes) -> None:
    """Attach the XML as the data that the pages show (Factur-X 1.0, §6)."""
    from pikepdf import Array, Dictionary, Name, String

    facts = Dictionary(Size=len(xml))
    if properties.made:
        facts.ModDate = String(properties.pdf_moment)
    content = pdf.make_stream(xml, Type=Name.EmbeddedFile, Subtype=Name("/text/xml"), Params=facts)
    name = String(ATTACHMENT)
    file = Dictionary(Type=Name.Filespec, F=name, UF=name, AFRelationship=Name.Data, Desc=String("Factur-X"))
    file.EF = Dictionary(F=content, UF=content)
    kept = pdf.make_indirect(file)
    pdf.Root.AF = Array([kept])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([name, kept])))

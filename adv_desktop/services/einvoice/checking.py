"""Check an electronic invoice of anyone: what it says, and what each family of rules finds in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from lxml import etree

from adv_desktop.models.errors import DomainError, KnownError
from adv_desktop.services.einvoice import profiles, read_cii, read_ubl
from adv_desktop.services.einvoice.arithmetic import arithmetic_faults
from adv_desktop.services.einvoice.engine import engine
from adv_desktop.services.einvoice.faults import Fault, Flag
from adv_desktop.services.einvoice.own import french_faults, other_faults
from adv_desktop.services.einvoice.pdf_rules import pdfa_faults
from adv_desktop.services.einvoice.profiles import Profile
from adv_desktop.services.einvoice.schemas import xsd_faults
from adv_desktop.services.einvoice.tree import local
from adv_desktop.services.einvoice.written import WrittenInvoice
from adv_desktop.services.imports.pdf import read_attachments, read_pdf
from adv_desktop.services.imports.safety import FileKind, OpenedFile, check_xml, open_file

XSD, EN16931, BR_FR, PDFA, ARITHMETIC, OWN = "xsd", "en16931", "br_fr", "pdfa", "arithmetic", "own"
FAMILIES = (XSD, EN16931, BR_FR, PDFA, ARITHMETIC)
_KNOWN_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml")
# The rules of Factur-X want its own name there; another specification of the standard has another.
_GUIDELINE = "GuidelineSpecifiedDocumentContextParameter"
_OLD_ZUGFERD = "CrossIndustryDocument"
_ROOTS = frozenset({read_cii.ROOT, read_ubl.INVOICE, read_ubl.CREDIT_NOTE, _OLD_ZUGFERD})

Families = dict[str, list[Fault] | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks of a file found, by family (None: it could not run), and the invoice as it is written.

    `valid` is None when nothing is wrong in what ran, but a family that decides did not run.
    """

    file: str
    well_formed: bool
    profile: str | None
    invoice: WrittenInvoice | None
    families: Families
    own: tuple[Fault, ...] = ()
    not_applicable: tuple[str, ...] = ()
    message: str = ""

    @property
    def not_run(self) -> tuple[str, ...]:
        """The families that could not run."""
        return tuple(name for name in FAMILIES if self.families[name] is None)

    @property
    def faults(self) -> list[tuple[str, Fault]]:
        """Every fault with its family, as they are shown: the schema first."""
        found = [(name, fault) for name in FAMILIES for fault in self.families[name] or ()]
        return [*found, *((OWN, fault) for fault in self.own)]

    @property
    def valid(self) -> bool | None:
        """Whether a platform would take the file."""
        if not self.well_formed or any(fault.is_fatal for _name, fault in self.faults):
            return False
        return None if {EN16931, BR_FR} & set(self.not_run) else True


def check_file(path: Path) -> Verdict:
    """Check a PDF or an XML; raise what makes it unreadable, hostile, or no invoice at all."""
    file = open_file(path)
    if file.kind is FileKind.PDF:
        return _check_pdf(file)
    if file.kind is FileKind.XML:
        return check_xml_bytes(path.name, file.content)
    raise DomainError("einvoice.not_one", file=path.name)


def is_einvoice(path: Path) -> bool:
    """Tell whether a file is an electronic invoice, by its content; one that cannot be opened is none."""
    try:
        file = open_file(path)
        if file.kind is FileKind.PDF:
            return _is_invoice(_invoice_among(file.name, read_attachments(file)))
        return file.kind is FileKind.XML and _is_invoice(file.content)
    except (DomainError, KnownError):
        return False


def _is_invoice(content: bytes) -> bool:
    """Tell an invoice by the name of the root, the rest unread."""
    try:
        for _event, element in etree.iterparse(
            io.BytesIO(content), events=("start",), resolve_entities=False, no_network=True, load_dtd=False
        ):
            return local(element) in _ROOTS
    except etree.XMLSyntaxError:
        return False
    return False


def check_xml_bytes(name: str, content: bytes) -> Verdict:
    """Check the bytes of an XML."""
    check_xml(name, content)
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        return Verdict(name, False, None, None, dict.fromkeys(FAMILIES), message=str(error))
    invoice, profile = _read(name, root)
    families: Families = dict.fromkeys(FAMILIES)
    families[XSD] = xsd_faults(root, profile.schema)
    if invoice is None:
        return Verdict(name, True, profile.name, None, families)
    french = invoice.seller.is_french
    families[EN16931], families[BR_FR] = _official(root, profile, french=french)
    families[ARITHMETIC] = arithmetic_faults(invoice)
    own = other_faults(invoice) + (french_faults(invoice) if french and families[BR_FR] is None else [])
    left_out = () if french else (BR_FR,)
    return Verdict(name, True, profile.name, invoice, families, tuple(own), left_out)


def _read(name: str, root: etree._Element) -> tuple[WrittenInvoice | None, Profile]:
    kind = local(root)
    if kind == read_cii.ROOT:
        invoice = read_cii.read_cii(root)
        return invoice, profiles.cii_profile(invoice.guideline)
    if kind in {read_ubl.INVOICE, read_ubl.CREDIT_NOTE}:
        invoice = read_ubl.read_ubl(root, kind)
        return invoice, profiles.ubl_profile(invoice.guideline, kind)
    if kind == _OLD_ZUGFERD:
        return None, profiles.old_zugferd()
    raise DomainError("einvoice.not_one", file=name)


def _official(root: etree._Element, profile: Profile, *, french: bool) -> tuple[list[Fault] | None, list[Fault] | None]:
    """Run the official rules; the French ones bind what a seller established in France issues."""
    rules = [name for name in (profile.rules, profile.french_rules if french else None) if name]
    found = engine().run(etree.tostring(root, encoding="unicode"), rules) if rules else None
    if found is None:
        return None, None
    core = [fault for fault in found[0] if profile.is_factur_x or _GUIDELINE not in fault.location]
    return core, found[1] if french else []


def _check_pdf(file: OpenedFile) -> Verdict:
    """Check the XML in a PDF, and that the pages print its totals: what is read by a person and what is booked."""
    content = read_pdf(file)
    verdict = check_xml_bytes(file.name, _invoice_among(file.name, content.attachments))
    verdict = replace(verdict, families={**verdict.families, PDFA: pdfa_faults(file.content)})
    if verdict.invoice is None:
        return verdict
    printed = _compact("".join(cell.text for line in content.lines for cell in line.cells))
    totals = {amount for amount in (verdict.invoice.sums.gross, verdict.invoice.sums.due) if amount}
    missing = [amount for amount in totals if printed and not _is_printed(amount, printed)]
    found = tuple(Fault("ADV-PRINTED", str(amount), "PDF", Flag.WARNING) for amount in sorted(missing))
    return replace(verdict, own=verdict.own + found)


def _is_printed(amount: Decimal, printed: str) -> bool:
    """Tell whether an amount stands in a text without spaces, whatever its separators."""
    whole, _, cents = f"{abs(amount):.2f}".partition(".")
    grouped = f"{int(whole):,}"
    return any(
        f"{digits}{point}{cents}" in printed
        for digits, point in ((whole, ","), (whole, "."), (grouped, "."), (grouped.replace(",", "."), ","),
                              (grouped.replace(",", "'"), "."))
    )  # fmt: skip


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text)


def _invoice_among(name: str, attachments: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the invoice among the files of a PDF: by its known name, else the first XML."""
    xml = [(own.lower(), content) for own, content in attachments if own.lower().endswith(".xml")]
    ordered = sorted(xml, key=lambda found: _KNOWN_NAMES.index(found[0]) if found[0] in _KNOWN_NAMES else len(xml) + 9)
    if not ordered:
        raise DomainError("einvoice.no_xml", file=name)
    return ordered[0][1]

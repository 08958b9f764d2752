"""Whether a PDF that carries an invoice is a PDF/A-3, as Factur-X wants; its pages alone do not make it refused."""

from __future__ import annotations

import importlib.util
import io
import re

from adv_desktop.services.einvoice.faults import Fault, Flag

RULE = "PDFA-3"
_FLAVOUR = "3b"
# The validator knows PDF/A-3b alone: the wider conformances A and U hold to the same rules.
_CONFORMANCE = "ISO_19005_3:6.6.4-3"
# It refuses any extension of the metadata; PDF/A-3 takes one that describes itself, which Factur-X demands.
_EXTENSION = "ISO_19005_3:6.6.2.3.1-1"
_NAMED = re.compile(r"XMP (?:namespace|property) (\w+)[=:]")
_DECLARED = re.compile(rb"<pdfaSchema:prefix>\s*(\w+)\s*<")
_DECLARING = frozenset({"pdfaExtension", "pdfaSchema", "pdfaProperty", "pdfaType", "pdfaField"})
_NEEDED = ("jsonschema", "referencing", "fontTools")


def pdfa_faults(content: bytes) -> list[Fault] | None:
    """Return one remark a rule of PDF/A-3 that a file breaks; None where the validator is not installed."""
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        return None
    from pikepdf.pdfa import validate_written

    report = validate_written(io.BytesIO(content), _FLAVOUR)
    declared = _declared(content)
    found: dict[str, Fault] = {}
    for finding in report.findings:
        if not _is_allowed(finding.rule, finding.message, declared):
            found.setdefault(finding.rule, Fault(RULE, finding.rule, str(finding.where), Flag.WARNING))
    return list(found.values())


def _declared(content: bytes) -> frozenset[str]:
    """Return the prefixes whose properties the metadata describe themselves."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            metadata = pdf.Root.get("/Metadata")
            written = metadata.read_bytes() if isinstance(metadata, pikepdf.Stream) else b""
    except pikepdf.PdfError:
        return _DECLARING  # the validator has told already that it cannot read the file
    return _DECLARING | {prefix.decode("ascii") for prefix in _DECLARED.findall(written)}


def _is_allowed(rule: str, message: str, declared: frozenset[str]) -> bool:
    """Tell what the validator finds fault with and PDF/A-3 does not."""
    named = _NAMED.match(message)
    return rule == _CONFORMANCE or (rule == _EXTENSION and named is not None and named[1] in declared)

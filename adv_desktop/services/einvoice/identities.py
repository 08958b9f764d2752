"""Who an electronic invoice names: the seller and the buyer with the identifiers that a platform routes by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adv_desktop.services.einvoice.content import E_ADDRESS_SCHEME, EMAIL_SCHEME, Contact, Identifier, Party, Place
from adv_desktop.services.formats import Formats

Facts = Mapping[str, Any]

# Electronic address schemes (EAS) of the VAT numbers of the Union, for a buyer who gave no address.
_VAT_SCHEMES = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931", "EL": "9933",
    "ES": "9920", "HR": "9934", "HU": "9910", "IE": "9935", "IT": "9906", "LT": "9937", "LU": "9938", "LV": "9939",
    "MT": "9943", "NL": "9944", "PL": "9945", "PT": "9946", "RO": "9947", "SI": "9949", "SK": "9950", "FR": "9957",
}  # fmt: skip


def seller(facts: Facts, *, out_of_scope: bool) -> Party:
    """Return our company; a document out of the scope of VAT bears no VAT number (BR-O-02)."""
    vat_number = "" if out_of_scope else facts.get("vat_number") or ""
    return Party(
        name=facts["legal_name"],
        place=place(facts),
        trade_name=_other_name(facts),
        legal_information=legal_information(facts),
        siren=facts["siren"],
        siret=facts.get("siret") or "",
        vat_number=vat_number,
        tax_number="" if vat_number else facts["siren"],
        e_address=e_address(facts),
        contact=_contact(facts),
    )


def buyer(facts: Facts, *, out_of_scope: bool) -> Party:
    """Return the customer who is invoiced."""
    siren = facts.get("siren") or ""
    siret = facts.get("siret") or ""
    return Party(
        name=facts.get("name") or "",
        place=place(facts),
        siren=siren,
        siret=siret if siret.startswith(siren) else "",
        vat_number="" if out_of_scope else facts.get("vat_number") or "",
        e_address=e_address(facts),
        contact=_contact({"contact": facts.get("contact"), "email": facts.get("email")}),
    )


def e_address(facts: Facts) -> Identifier | None:
    """Return where a platform delivers: the address given, else the SIREN, an e-mail, the VAT number of the Union."""
    scheme, value = facts.get("e_address_scheme"), facts.get("e_address")
    if value:
        return Identifier(value, scheme or E_ADDRESS_SCHEME)
    if facts.get("siren"):
        return Identifier(facts["siren"], E_ADDRESS_SCHEME)
    for key in ("invoice_email", "email"):
        if facts.get(key):
            return Identifier(facts[key], EMAIL_SCHEME)
    vat_number = facts.get("vat_number") or ""
    known = _VAT_SCHEMES.get(vat_number[:2])
    return Identifier(vat_number, known) if known else None


def place(facts: Facts) -> Place:
    """Return an address; a country that is not given is ours."""
    return Place(
        country=facts.get("country") or "FR",
        line1=facts.get("line1") or "",
        line2=facts.get("line2") or "",
        postcode=facts.get("postcode") or "",
        town=facts.get("town") or "",
    )


def legal_information(facts: Facts) -> str:
    """Return the legal form and the share capital, as the foot of the paper has them (BT-33)."""
    form, capital = facts.get("legal_form") or "", facts.get("share_capital")
    if not form or capital is None:
        return form
    return f"{form} au capital de {Formats('fr').money(capital)}"


def _other_name(facts: Facts) -> str:
    name = facts.get("trade_name") or ""
    return "" if name == facts["legal_name"] else name


def _contact(facts: Facts) -> Contact | None:
    found = Contact(facts.get("contact") or "", facts.get("phone") or "", facts.get("email") or "")
    return found if found != Contact() else None

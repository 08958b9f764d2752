"""Check the identifiers of companies, accounts and products, and write them in their normal form.

Each `check_*` returns the identifier without spaces, in capitals, or raises a `DomainError` that names what is wrong.
"""

from __future__ import annotations

import re

from stdnum import bic, ean, iban, luhn
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError

from adv_desktop.models.errors import DomainError

# The establishments of La Poste outgrew the Luhn key: a digit sum that is a multiple of 5 stands for it,
# except at the head office.
LA_POSTE = "356000000"
LA_POSTE_HEAD_OFFICE = "35600000000048"
# Where the VAT number is one of the Union's: member states, Monaco and the French departments overseas.
VAT_COUNTRIES = frozenset(
    "AT BE BG CY CZ DE DK EE EL ES FI FR GP GR GF HR HU IE IT LT LU LV MC MQ MT NL PL PT RE RO SE SI SK XI YT".split()
)
_SEPARATORS = re.compile(r"[\s\u00a0\u202f\u2009.\-/_]+")
FRENCH_DIRECTORY = "0225"
_E_ADDRESS = re.compile(r"\d{9}[A-Za-z0-9_.-]{0,116}")  # a SIREN, then what its owner adds
_FRENCH_KEY = re.compile(r"[0-9A-HJ-NP-Z]{2}\d{9}")
_NORTHERN_IRELAND = re.compile(r"\d{9}|\d{12}|GD\d{3}|HA\d{3}")
_CREDITOR = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
_EORI = re.compile(r"[A-Z]{2}[A-Z0-9]{1,15}")
_REFERENCE = re.compile(r"RF\d{2}[A-Z0-9]{1,21}")
_RIB = re.compile(r"(\d{5})(\d{5})([0-9A-Z]{11})(\d{2})")
# Letters of a French account number as digits: A-I and J-R count from 1, S-Z from 2.
_RIB_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")


def compact(text: str) -> str:
    """Return an identifier in capitals without spaces and separators."""
    return _SEPARATORS.sub("", text).upper()


def check_siren(text: str) -> str:
    """Return a SIREN of nine digits whose Luhn key is right."""
    siren = compact(text)
    # 000000000 has a right Luhn key, and no company.
    if not _digits(siren, 9) or int(siren) == 0 or not luhn.is_valid(siren):
        raise DomainError("siren.invalid", written=text)
    return siren


def check_siret(text: str) -> str:
    """Return a SIRET of fourteen digits with the right key."""
    siret = compact(text)
    if not _digits(siret, 14) or int(siret[:9]) == 0 or not _siret_key_is_right(siret):
        raise DomainError("siret.invalid", written=text)
    return siret


def check_vat_number(text: str) -> str:
    """Return the VAT number of a member state (or Northern Ireland), Greece written EL."""
    number = compact(text)
    if number.startswith("GR"):
        number = f"EL{number[2:]}"
    country, rest = number[:2], number[2:]
    if country == "GB":
        raise DomainError("vat_number.not_eu", written=text)
    if country == "FR":
        return _check_french_vat_number(number, text)
    right = bool(_NORTHERN_IRELAND.fullmatch(rest)) if country == "XI" else eu_vat.is_valid(number)
    if not right:
        raise DomainError("vat_number.invalid", written=text)
    return number


def check_vat_number_of(country: str, text: str) -> str:
    """Return the VAT number of a company in a country; outside the Union each country has its own, kept as written."""
    return check_vat_number(text) if country in VAT_COUNTRIES else " ".join(text.upper().split())


def french_vat_number(siren: str) -> str:
    """Compute the French VAT number of a SIREN."""
    key = (12 + 3 * (int(check_siren(siren)) % 97)) % 97
    return f"FR{key:02d}{siren}"


def check_same_company(siren: str = "", siret: str = "", vat_number: str = "") -> None:
    """Refuse a SIRET or a French VAT number of another company than the SIREN (BR-FR-09); skip empty ones."""
    if siret and siren and siret[:9] != siren:
        raise DomainError("siret.other_company", siret=siret, siren=siren)
    company = siren or siret[:9]
    if company and vat_number.startswith("FR") and vat_number[2:4].isdigit() and vat_number[4:] != company:
        raise DomainError("vat_number.other_company", vat_number=vat_number, siren=company)


def check_e_address(siren: str, scheme: str | None, address: str | None) -> None:
    """Refuse an address of the French directory (0225) that does not begin with the SIREN (BR-FR-21, BR-FR-23)."""
    if not address or (scheme or FRENCH_DIRECTORY) != FRENCH_DIRECTORY:
        return
    if not _E_ADDRESS.fullmatch(address) or not address.startswith(siren):
        raise DomainError("e_address.invalid", written=address)


def check_iban(text: str) -> str:
    """Return an IBAN with the right country length and key (for a French one the key of the RIB too).

    A French RIB (bank, branch, account, key: 23 characters) gives the IBAN of its account.
    """
    number = compact(text)
    if rib_key_is_right(number):
        number = f"FR{98 - _mod97(f'{number}FR00'):02d}{number}"
    try:
        iban.validate(number, check_country=False)
    except ValidationError:
        raise DomainError("iban.invalid", written=text) from None
    if number.startswith("FR") and not rib_key_is_right(number[4:]):
        raise DomainError("iban.invalid", written=text)
    return number


def check_bic(text: str) -> str:
    """Return a BIC of eight or eleven characters."""
    code = compact(text)
    if not bic.is_valid(code):
        raise DomainError("bic.invalid", written=text)
    return code


def rib_key_is_right(rib: str) -> bool:
    """Say whether the last two digits of a French RIB are its key."""
    parts = _RIB.fullmatch(rib)
    if parts is None:
        return False
    bank, branch, account, key = parts.groups()
    account_digits = int(account.translate(_RIB_LETTERS))
    return int(key) == 97 - (89 * int(bank) + 15 * int(branch) + 3 * account_digits) % 97


def check_ean(text: str) -> str:
    """Return a GTIN of 8, 12, 13 or 14 digits whose key is right."""
    code = compact(text)
    if not ean.is_valid(code):
        raise DomainError("ean.invalid", written=text)
    return code


def check_creditor_id(text: str) -> str:
    """Return a SEPA creditor identifier; its three-character business code takes no part in the key."""
    code = compact(text)
    if not _CREDITOR.fullmatch(code) or _mod97(code[7:] + code[:4]) != 1:
        raise DomainError("creditor_id.invalid", written=text)
    return code


def check_eori(text: str) -> str:
    """Return a number of the customs: a country and at most fifteen characters (Union customs code); FR and a SIRET."""
    number = compact(text)
    if not _EORI.fullmatch(number):
        raise DomainError("eori.invalid", written=text)
    siret = number[2:]
    if number.startswith("FR") and _digits(siret, 14) and not _siret_key_is_right(siret):
        raise DomainError("eori.invalid", written=text)
    return number


def check_cn8(text: str) -> str:
    """Return a code of the Combined Nomenclature: eight digits."""
    code = compact(text)
    if not _digits(code, 8):
        raise DomainError("cn8.invalid", written=text)
    return code


def creditor_reference(reference: str) -> str:
    """Return the ISO 11649 creditor reference (RF + key) of a document number."""
    body = compact(reference)
    return f"RF{98 - _mod97(f'{body}RF00'):02d}{body}"


def check_creditor_reference(text: str) -> str:
    """Return an ISO 11649 creditor reference whose key is right."""
    code = compact(text)
    if not _REFERENCE.fullmatch(code) or _mod97(code[4:] + code[:4]) != 1:
        raise DomainError("creditor_reference.invalid", written=text)
    return code


def _check_french_vat_number(number: str, written: str) -> str:
    body = number[2:]
    if not _FRENCH_KEY.fullmatch(body):
        raise DomainError("vat_number.invalid", written=written)
    # A key with a letter belongs to a holder without SIREN: its form alone can be checked.
    if body[:2].isdigit():
        siren = body[2:]
        key = (12 + 3 * (int(siren) % 97)) % 97
        if int(body[:2]) != key or int(siren) == 0:
            raise DomainError("vat_number.invalid", written=written)
    return number


def _siret_key_is_right(siret: str) -> bool:
    if siret.startswith(LA_POSTE) and siret != LA_POSTE_HEAD_OFFICE:
        return sum(map(int, siret)) % 5 == 0
    return luhn.is_valid(siret)


def _digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _mod97(text: str) -> int:
    return int("".join(str(int(character, 36)) for character in text)) % 97

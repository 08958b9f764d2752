"""The files that the customs' portal takes: INSTAT (EMEBI and the VAT recapitulative statement) and the DES.

The names and their order are those of the customs' schemas (deb.xsd, des.xsd): whole euros and kilograms, a
regularisation that lowers a sale is a positive amount under régime 25, a service lowered is a negative one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from lxml import etree

from adv_desktop import __version__
from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import from_minor, round_half_up
from adv_desktop.services.einvoice.tree import Element
from adv_desktop.services.intra_eu import Declarations, EmebiRow, Filing, RecapRow, whole_kilograms
from adv_desktop.services.list_files import Written
from adv_desktop.services.whole_files import told, whole

DISPATCH, ORIGINAL, EUROS = "D", "O", "EUR"
SOFTWARE = "ADV Desktop"


class DeclarationType(StrEnum):
    """What an INSTAT file declares."""

    RECAP = "4"
    EMEBI = "5"


def write_emebi(found: Declarations, path: Path, made_at: dt.datetime) -> Written:
    """Write EMEBI: the goods of the month with their customs codes, weights and supplementary units."""
    rows = [row for row in found.emebi if _euros(row.amount)]
    root, declaration = _instat(found, DeclarationType.EMEBI, made_at)
    for no, row in enumerate(rows, start=1):
        _emebi_item(declaration, no, row)
    return _written(path, root, len(rows))


def write_recap(found: Declarations, path: Path, made_at: dt.datetime) -> Written:
    """Write the VAT recapitulative statement of goods: a customer and a régime a line."""
    rows = [row for row in found.of(Filing.GOODS) if _euros(row.amount)]
    root, declaration = _instat(found, DeclarationType.RECAP, made_at)
    for no, row in enumerate(rows, start=1):
        item = _put(declaration, "Item")
        _put(item, "itemNumber", no)
        _put(item, "invoicedAmount", abs(_euros(row.amount)))
        _put(item, "partnerId", row.vat_number)
        _put(item, "statisticalProcedureCode", row.regime)
    return _written(path, root, len(rows))


def write_des(found: Declarations, path: Path) -> Written:
    """Write the declaration of services (DES), what is lowered negative."""
    declarant = found.declarant
    if not declarant.vat_number:
        raise DomainError("intra_eu.no_own_vat_number")
    root = etree.Element("fichier_des")
    declaration = _put(root, "declaration_des")
    _put(declaration, "num_des", f"{found.month.month:06}")
    _put(declaration, "num_tvaFr", declarant.vat_number)
    _put(declaration, "mois_des", f"{found.month:%m}")
    _put(declaration, "an_des", f"{found.month:%Y}")
    rows = [row for row in _by_customer(found.of(Filing.SERVICES)) if _euros(row[1])]
    for no, (partner, amount) in enumerate(rows, start=1):
        line = _put(declaration, "ligne_des")
        _put(line, "numlin_des", f"{no:06}")
        _put(line, "valeur", _euros(amount))
        _put(line, "partner_des", partner)
    return _written(path, root, len(rows))


def _instat(found: Declarations, kind: DeclarationType, made_at: dt.datetime) -> tuple[Element, Element]:
    """Return an INSTAT envelope and its declaration, still without items; raise what the declarant lacks."""
    declarant = found.declarant
    for value, code in (
        (declarant.vat_number, "intra_eu.no_own_vat_number"),
        (declarant.siret, "intra_eu.no_siret"),
        (declarant.accreditation, "intra_eu.no_accreditation"),
    ):
        if not value:
            raise DomainError(code)
    party_id = declarant.vat_number + declarant.siret[-5:]
    root = etree.Element("INSTAT")
    envelope = _put(root, "Envelope")
    _put(envelope, "envelopeId", declarant.accreditation)
    moment = _put(envelope, "DateTime")
    _put(moment, "date", f"{made_at:%Y-%m-%d}")
    _put(moment, "time", f"{made_at:%H:%M:%S}")
    party = _put(envelope, "Party")
    party.set("partyType", "PSI")
    party.set("partyRole", "PSI")
    _put(party, "partyId", party_id)
    _put(party, "partyName", declarant.name)
    _put(envelope, "softwareUsed", f"{SOFTWARE} {__version__}")
    declaration = _put(envelope, "Declaration")
    _put(declaration, "declarationId", f"{found.month:%Y%m}")
    _put(declaration, "referencePeriod", f"{found.month:%Y-%m}")
    _put(declaration, "PSIId", party_id)
    _put(_put(declaration, "Function"), "functionCode", ORIGINAL)
    _put(declaration, "declarationTypeCode", kind.value)
    _put(declaration, "flowCode", DISPATCH)
    _put(declaration, "currencyCode", EUROS)
    return root, declaration


def _emebi_item(declaration: Element, no: int, row: EmebiRow) -> None:
    item = _put(declaration, "Item")
    _put(item, "itemNumber", no)
    code = _put(item, "CN8")
    _put(code, "CN8Code", row.cn8)
    if row.unit:
        _put(code, "SUCode", row.unit)
    _put(item, "MSConsDestCode", row.destination)
    _put(item, "countryOfOriginCode", row.origin)
    _put(item, "netMass", whole_kilograms(row.mass))
    if row.unit:
        _put(item, "quantityInSU", max(int(round_half_up(row.units, 0)), 1))
    _put(item, "invoicedAmount", _euros(row.amount))
    _put(item, "partnerId", row.vat_number)
    _put(item, "statisticalProcedureCode", row.regime)
    nature = _put(item, "NatureOfTransaction")
    _put(nature, "natureOfTransactionACode", row.nature[:1])
    _put(nature, "natureOfTransactionBCode", row.nature[1:])
    _put(item, "modeOfTransportCode", row.transport)
    _put(item, "regionCode", row.department)


def _by_customer(rows: Iterable[RecapRow]) -> list[tuple[str, int]]:
    """Add up the services of each customer, what was lowered among them."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.vat_number] = sums.get(row.vat_number, 0) + row.amount
    return list(sums.items())


def _put(parent: Element, name: str, value: object = None) -> Element:
    element = etree.SubElement(parent, name)
    if value is not None:
        element.text = str(value)
    return element


def _euros(minor: int) -> int:
    return int(round_half_up(Decimal(from_minor(minor)), 0))


def _written(path: Path, root: Element, rows: int) -> Written:
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as part:
        part.write_bytes(content)
    return Written(path, rows, hashlib.sha256(content).hexdigest())

"""The names that customers want on the files of their invoices: « F_{numero}_{commande} »."""

from __future__ import annotations

import re
from collections.abc import Mapping

from adv_desktop.models.errors import DomainError

PLACES = {
    "numero": "number",
    "number": "number",
    "commande": "order",
    "order": "order",
    "client": "customer",
    "customer": "customer",
    "date": "date",
}
_PLACE = re.compile(r"\{([^{}]*)\}")
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')  # on Windows, and in the header of a message
_LONGEST = 120


def check_pattern(pattern: str) -> None:
    """Raise `customer.file_name` for a place that is not known, or where the invoice's number is missing."""
    named = {found.strip().lower() for found in _PLACE.findall(pattern)}
    if not named <= PLACES.keys() or not any(PLACES[name] == "number" for name in named):
        raise DomainError("customer.file_name", pattern=pattern, field="invoice_file_name")


def written(pattern: str, facts: Mapping[str, str]) -> str:
    """Return the name of a PDF by a pattern; what no file system takes becomes « _ », an empty place leaves nothing."""
    filled = _PLACE.sub(lambda found: facts.get(PLACES.get(found[1].strip().lower(), ""), ""), pattern)
    stem = _UNFIT.sub("_", filled.removesuffix(".pdf")).strip(" ._-")
    return f"{stem[:_LONGEST] or facts['number']}.pdf"

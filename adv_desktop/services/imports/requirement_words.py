"""What customers require, as files write it: « n° d'engagement ; code site @ expédition »."""

from __future__ import annotations

import re

from adv_desktop.models.enums import Requirement
from adv_desktop.models.rules.requirements import Asked, Stage
from adv_desktop.services.imports.headers import words

_NAMES = {
    Requirement.CUSTOMER_REFERENCE: words("n° de commande|numéro de commande|bon de commande|customer_reference|po"),
    Requirement.ENGAGEMENT: words("engagement|n° d'engagement|numéro d'engagement"),
    Requirement.SERVICE_CODE: words("code service|service|service_code"),
    Requirement.CONTRACT: words("contrat|marché|n° de contrat|n° de marché|contract"),
    Requirement.SITE_CODE: words("code site|site|site_code"),
}
_STAGES = {
    Stage.CONFIRMATION: words("confirmation|commande"),
    Stage.SHIPPING: words("expédition|livraison|shipping"),
    Stage.INVOICING: words("facture|facturation|invoicing|invoice"),
}


def requirements_of(text: str | None) -> tuple[str, ...]:
    """Return the requirements of a cell; a word that is not known is the customer's own."""
    return tuple(_asked(part).word for part in re.split("[;,]", text or "") if part.strip())


def _asked(part: str) -> Asked:
    name, _at, stage = part.partition("@")
    known = next((one for one, synonyms in _NAMES.items() if words(name)[0] in synonyms), None)
    due = next((one for one, synonyms in _STAGES.items() if words(stage)[0] in synonyms), Stage.CONFIRMATION)
    return Asked(known.value if known else name.strip(), due)

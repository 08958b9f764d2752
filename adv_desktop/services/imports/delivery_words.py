"""How a customer is delivered and where goods come from, in the words of import files."""

from __future__ import annotations

from adv_desktop.models.enums import BackorderPolicy, PartialPolicy, Supply
from adv_desktop.models.rules.dates import DateKind
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.models.rules.serial_numbers import SerialKeeping
from adv_desktop.services.imports.words import meanings

DATE_KINDS = {
    "rendu": DateKind.ARRIVAL,
    "livraison": DateKind.ARRIVAL,
    "arrival": DateKind.ARRIVAL,
    "depart": DateKind.DEPARTURE,
    "departure": DateKind.DEPARTURE,
}
NOTE_STYLES = meanings(
    {
        NoteStyle.UNPRICED: "non chiffré|sans prix|non|n|unpriced|no",
        NoteStyle.PRICED: "chiffré|avec prix|oui|o|priced|yes",
        NoteStyle.NEUTRAL: "neutre|neutral",
        NoteStyle.ANONYMOUS: "anonyme|neutre sans nom|anonymous",
    }
)
SUPPLIES = meanings(
    {
        Supply.STOCK: "stock|sur stock|from stock|magasin|s",
        Supply.PURCHASE: "contremarque|achat|achat pour la commande|bought|bought for|purchase|a",
        Supply.DIRECT: "direct|livraison directe|envoi direct|fournisseur|delivered by the supplier|drop shipping|d",
    }
)
SERIALS = meanings(
    {
        SerialKeeping.DEPARTURE: "oui|o|yes|y|x|1|départ|au départ|noté au départ|departure|noted when it leaves",
        SerialKeeping.RECEIPT: "réception|dès la réception|connu dès la réception|receipt|known from the receipt",
    }
)
PARTIALS = meanings(
    {
        PartialPolicy.FREE: "libre|oui|autorisée|o|free|yes",
        PartialPolicy.COMPLETE_LINES: "lignes complètes|complete lines|complete_lines",
        PartialPolicy.COMPLETE: "complète|commande complète|non|n|complete|no",
    }
)
BACKORDERS = meanings(
    {
        BackorderPolicy.KEEP: "conserver|garder|oui|o|keep|yes",
        BackorderPolicy.CANCEL: "annuler|solder|non|n|cancel|no",
        BackorderPolicy.ASK: "demander|ask",
    }
)

"""The tables of a yearly archive: what each column holds, and the query that streams it.

Titles and meanings are French: the archive is for the French administration and the accountant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from adv_desktop.models.base import unscaled
from adv_desktop.models.values import PERCENT_DECIMALS, PRICE_DECIMALS, QUANTITY_DECIMALS, from_minor, plain
from adv_desktop.services.exports.cells import guarded

CURRENCY = "devise"
Write = Callable[[Any, str], str]


@dataclass(frozen=True, slots=True)
class ArchiveColumn:
    """A column: its title, what it means, and how its stored value is written (given the row's currency)."""

    title: str
    meaning: str
    write: Write


@dataclass(frozen=True, slots=True)
class ArchiveTable:
    """A CSV file of the archive; its query takes :first and :last (days) and gives a column each, in order."""

    name: str
    columns: tuple[ArchiveColumn, ...]
    query: str

    def currency_place(self) -> int | None:
        """Return the place of the currency that amounts are in, None where they are euros."""
        return next((place for place, column in enumerate(self.columns) if column.title == CURRENCY), None)


def _text(value: object, _currency: str) -> str:
    return "" if value is None else guarded(str(value))


def _money(value: int | None, currency: str) -> str:
    return "" if value is None else format(from_minor(value, currency), "f")


def _euros(value: int | None, _currency: str) -> str:
    return "" if value is None else format(from_minor(value), "f")


def _scaled(decimals: int) -> Write:
    return lambda value, _currency: "" if value is None else plain(unscaled(value, decimals))


def _number(value: object, _currency: str) -> str:
    return "" if value is None else plain(Decimal(str(value)))


def _columns(*described: tuple[str, str, Write]) -> tuple[ArchiveColumn, ...]:
    return tuple(ArchiveColumn(*column) for column in described)


_quantity, _price, _percent = _scaled(QUANTITY_DECIMALS), _scaled(PRICE_DECIMALS), _scaled(PERCENT_DECIMALS)
_NUMBER = ("numero", "Numéro du document", _text)
_CURRENCY = (CURRENCY, "Devise des montants du document (ISO 4217)", _text)

DOCUMENTS = ArchiveTable(
    "documents",
    _columns(
        ("genre", "invoice : facture ou avoir ; delivery : bon de livraison ; payment : règlement", _text),
        _NUMBER,
        ("date", "Date du document", _text),
        ("type", "Type de facture (UNTDID 1001 : 380 facture, 381 avoir…) ou moyen de règlement", _text),
        ("client", "Code du client", _text),
        ("nom", "Nom du client", _text),
        _CURRENCY,
        ("ht", "Montant hors taxe", _money),
        ("tva", "Montant de la TVA", _money),
        ("ttc", "Montant TTC ; montant d'un règlement", _money),
        ("a_payer", "Net à payer", _money),
        ("tva_eur", "TVA en euros", _euros),
        ("ttc_eur", "Montant TTC en euros", _euros),
    ),
    "SELECT 'invoice', number, issue_date, type, code, customer_name, currency, net, vat, gross, due, vat_eur,"
    " gross_eur FROM invoice JOIN (SELECT id AS client_id, code FROM customer) ON client_id = customer_id"
    " WHERE state = 'issued' AND issue_date BETWEEN :first AND :last"
    " UNION ALL SELECT 'delivery', number, delivery_date, NULL, code, customer_name, currency, net, NULL, NULL, NULL,"
    " NULL, NULL FROM delivery JOIN (SELECT id AS client_id, code FROM customer) ON client_id = customer_id"
    " WHERE state = 'shipped' AND delivery_date BETWEEN :first AND :last"
    " UNION ALL SELECT 'payment', number, paid_on, method, code, customer_name, currency, NULL, NULL, amount, NULL,"
    " NULL, NULL FROM payment JOIN (SELECT id AS client_id, code FROM customer) ON client_id = customer_id"
    " WHERE paid_on BETWEEN :first AND :last ORDER BY 1, 2",
)
LINES = ArchiveTable(
    "lignes",
    _columns(
        _NUMBER,
        ("ligne", "Rang de la ligne", _number),
        ("genre", "item : ligne chiffrée ; sinon titre, commentaire ou sous-total", _text),
        ("article", "Code de l'article", _text),
        ("libelle", "Désignation", _text),
        ("quantite", "Quantité", _quantity),
        ("unite", "Unité (UN/ECE Rec. 20)", _text),
        _CURRENCY,
        ("prix_unitaire", "Prix unitaire hors taxe, avant remises", _price),
        ("base_prix", "Quantité pour laquelle le prix est donné", _quantity),
        ("remises", "Remises en cascade, en pour cent", _text),
        ("ht", "Montant hors taxe de la ligne", _money),
        ("categorie_tva", "Catégorie de TVA (UNTDID 5305)", _text),
        ("taux_tva", "Taux de TVA en pour cent", _percent),
        ("poids_kg", "Poids facturé en kilogrammes, des articles vendus au poids", _quantity),
    ),
    "SELECT number, line.no, line.kind, product_code, label, quantity, unit, currency, unit_price, price_base,"
    " discounts, line.net, vat_category, vat_rate, catch_weight FROM invoice_line AS line"
    " JOIN invoice ON invoice.id = line.invoice_id WHERE"
    " invoice.state = 'issued' AND invoice.issue_date BETWEEN :first AND :last ORDER BY invoice.number, line.no",
)
VAT = ArchiveTable(
    "tva",
    _columns(
        _NUMBER,
        _CURRENCY,
        ("categorie", "Catégorie de TVA (UNTDID 5305)", _text),
        ("taux", "Taux en pour cent", _percent),
        ("motif", "Code du motif d'exonération (VATEX)", _text),
        ("base", "Base hors taxe", _money),
        ("tva", "Montant de la TVA", _money),
        ("tva_eur", "Montant de la TVA en euros", _euros),
    ),
    "SELECT number, currency, category, rate, exemption_code, base, part.vat, part.vat_eur FROM document_vat AS part"
    " JOIN invoice ON invoice.id = part.invoice_id WHERE"
    " invoice.state = 'issued' AND invoice.issue_date BETWEEN :first AND :last ORDER BY invoice.number, part.id",
)
INSTALMENTS = ArchiveTable(
    "echeances",
    _columns(
        _NUMBER,
        ("rang", "Rang de l'échéance", _number),
        ("date", "Date d'échéance", _text),
        _CURRENCY,
        ("montant", "Montant à payer à cette date", _money),
    ),
    "SELECT number, part.no, part.due_date, currency, part.amount FROM invoice_instalment AS part"
    " JOIN invoice ON invoice.id = part.invoice_id WHERE"
    " invoice.state = 'issued' AND invoice.issue_date BETWEEN :first AND :last ORDER BY invoice.number, part.no",
)
ALLOCATIONS = ArchiveTable(
    "affectations",
    _columns(
        ("date", "Date de l'affectation", _text),
        ("doit", "Document dû (facture, remboursement)", _text),
        ("avoir", "Document qui le solde (règlement, avoir)", _text),
        _CURRENCY,
        ("montant", "Montant affecté ; négatif quand une affectation est reprise", _money),
    ),
    "SELECT allocated_on, debit.document_number, credit.document_number, debit.currency, allocation.amount"
    " FROM allocation JOIN open_item AS debit ON debit.id = debit_item_id"
    " JOIN open_item AS credit ON credit.id = credit_item_id"
    " WHERE allocated_on BETWEEN :first AND :last ORDER BY allocation.id",
)
CLOSURES = ArchiveTable(
    "clotures",
    _columns(
        ("rang", "Rang de la clôture dans la chaîne", _number),
        ("periode", "day : jour ; month : mois ; year : année", _text),
        ("du", "Premier jour", _text),
        ("au", "Dernier jour", _text),
        ("faite_le", "Instant de la clôture", _text),
        ("par", "Qui l'a faite", _text),
        ("programme", "Version du programme", _text),
        ("documents", "Nombre de documents par genre (JSON)", _text),
        ("ht", "Total hors taxe, avoirs déduits", _euros),
        ("tva", "Total de la TVA", _euros),
        ("ttc", "Total TTC", _euros),
        ("encaisse", "Règlements en euros", _euros),
        ("perpetuel_ttc", "Total perpétuel TTC depuis le premier document", _euros),
        ("scelle", "Rang du dernier scellé à cet instant", _number),
        ("scelle_empreinte", "Empreinte de ce scellé", _text),
        ("precedente", "Empreinte de la clôture précédente", _text),
        ("empreinte", "Empreinte de la clôture", _text),
    ),
    "SELECT id, period, first_day, last_day, closed_at, actor, program, counts, net, vat, gross, receipts, total_gross,"
    " seal_id, seal_hash, previous_hash, hash FROM closure"
    " WHERE last_day >= :first AND first_day <= :last ORDER BY id",
)
TRAIL = ArchiveTable(
    "journal",
    _columns(
        ("rang", "Rang de l'inscription dans la chaîne", _number),
        ("instant", "Instant de l'écriture", _text),
        ("par", "Utilisateur du poste", _text),
        ("action", "Commande exécutée", _text),
        ("table", "Genre de document ou table", _text),
        ("identifiant", "Identifiant interne", _number),
        ("avant", "Valeurs avant (JSON)", _text),
        ("apres", "Valeurs après (JSON)", _text),
        ("precedente", "Empreinte de l'inscription précédente", _text),
        ("empreinte", "Empreinte de l'inscription", _text),
    ),
    "SELECT id, at, actor, action, table_name, row_id, before, after, previous_hash, hash FROM audit_entry"
    " WHERE substr(at, 1, 10) BETWEEN :first AND :last ORDER BY id",
)
SEALS = ArchiveTable(
    "scelles",
    _columns(
        ("rang", "Rang du scellé dans la chaîne", _number),
        ("fichier", "Fichier JSON du document", _text),
        ("scelle_le", "Instant du scellé", _text),
        ("algorithme", "Version de ce qui est haché", _number),
        ("programme", "Version du programme", _text),
        ("precedente", "Empreinte du scellé précédent", _text),
        ("empreinte", "Empreinte du scellé", _text),
    ),
    "",
)
TABLES = (DOCUMENTS, LINES, VAT, INSTALMENTS, ALLOCATIONS, CLOSURES, TRAIL)

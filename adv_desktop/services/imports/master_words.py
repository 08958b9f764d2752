"""The titles of the columns of master data, in French and English, by kind of file."""

from __future__ import annotations

from enum import StrEnum

from adv_desktop.models.enums import ContactPurpose, PaymentMethod, VatRegime
from adv_desktop.services.imports.headers import Vocabulary, words
from adv_desktop.services.imports.words import meanings


class MasterKind(StrEnum):
    """What a file of master data or of the take-over holds."""

    CUSTOMERS = "customers"
    ADDRESSES = "addresses"
    CONTACTS = "contacts"
    CUSTOMER_CODES = "customer-codes"
    PRODUCTS = "products"
    PRICES = "prices"
    RECEIPTS = "receipts"
    STOCK = "stock"
    OPEN_INVOICES = "open-invoices"
    CREDITS = "credits"
    OPEN_ORDERS = "open-orders"


_CUSTOMER = words(
    "code client|n client|client|compte client|customer|customer code|customer no|code",
)
_PRODUCT = words(
    "code article|article|référence|réf|code produit|produit|réf article|référence article|product",
    "product code|item|item code|sku|code",
)
_DATE = words(
    "date|date de facture|date facture|date pièce|date du document|invoice date|document date",
)
_ADDRESS: dict[str, tuple[str, ...]] = {
    "line1": words(
        "adresse 1|adresse|rue|voie|adresse ligne 1|address 1|address|address line 1|street|line1",
        "adresse1",
    ),
    "line2": words(
        "adresse 2|complément|complément d'adresse|adresse ligne 2|address 2|address line 2|line2",
        "adresse2",
    ),
    "postcode": words("cp|code postal|postcode|postal code|zip|zip code"),
    "town": words("ville|commune|localité|town|city"),
    "country": words("pays|code pays|country|country code"),
}
_OPEN_ITEM: dict[str, tuple[str, ...]] = {
    "number": words(
        "n facture|n° de facture|numéro de facture|numéro|facture|n pièce|pièce|n° document|n|invoice",
        "invoice no|invoice number|number|n avoir|numéro d'avoir|avoir|credit note|credit note no",
        "document",
    ),
    "customer": _CUSTOMER,
    "date": _DATE,
    "due": words("échéance|date d'échéance|date échéance|due|due date|à payer le"),
    "amount": words(
        "montant ttc|montant|total ttc|ttc|net à payer|amount|gross|gross amount|total",
        "montant de la facture",
    ),
    "open_amount": words(
        "reste dû|solde|restant dû|reste à payer|reste à imputer|open amount|balance|outstanding",
        "left to pay",
    ),
    "customer_reference": words(
        "référence client|réf client|votre référence|n commande client|commande client|customer reference",
        "po number|po",
    ),
    "currency": words("devise|currency"),
}

COLUMNS: dict[MasterKind, Vocabulary] = {
    MasterKind.CUSTOMERS: {
        "code": words(
            "code|code client|n client|numéro client|customer code|customer|compte|compte client|n",
        ),
        "name": words(
            "raison sociale|nom|nom du client|société|name|customer name|company|company name|intitulé",
        ),
        "legal_form": words("forme|forme juridique|legal form"),
        "siren": words("siren|n siren"),
        "siret": words("siret|n siret"),
        "vat_number": words(
            "n tva|tva intracom|n tva intracommunautaire|numéro de tva|vat number|vat no|vat id|tva intra",
        ),
        **_ADDRESS,
        "contact": words("contact|interlocuteur|nom du contact|contact name"),
        "phone": words("téléphone|tél|tel|phone|telephone|n téléphone"),
        "email": words("e-mail|email|mail|courriel|adresse e-mail|adresse mail"),
        "invoice_email": words(
            "e-mail factures|email factures|mail facturation|e-mail facturation|invoice email|billing email",
        ),
        "terms": words(
            "conditions de règlement|conditions de paiement|règlement|délai de règlement|échéance|terms",
            "payment terms",
        ),
        "method": words(
            "mode|mode de règlement|mode de paiement|moyen de paiement|method|payment method",
        ),
        "credit_limit": words(
            "plafond d'encours|plafond|encours autorisé|encours maximum|credit limit|limit",
        ),
        "discounts": words("remise %|remise|taux de remise|discount|discount %"),
        "category": words("catégorie|catégorie tarifaire|famille|type|category|segment"),
        "price_list": words("tarif|code tarif|grille tarifaire|liste de prix|price list"),
        "language": words("langue|language"),
        "currency": words("devise|currency"),
        "iban": words("iban|compte bancaire"),
        "bic": words("bic|code bic|swift"),
        "customer_group": words("groupe|enseigne|centrale|groupe client|group"),
        "priority": words("priorité|priority"),
        "minimum_life_days": words("dlc mini|dlc mini jours|durée de vie mini|minimum life days"),
        "minimum_life_part": words("contrat date|dlc mini fraction|part de vie mini|minimum life part"),
        "partial_policy": words("livraison partielle|livraisons partielles|partial deliveries"),
        "backorder_policy": words("reliquat|reliquats|gestion des reliquats|backorder|backorders"),
        "incoterm": words("incoterm|incoterms"),
        "note_style": words("bon de livraison|style bl|bl chiffré|delivery note"),
        "note_copies": words("exemplaires bl|nombre de bl|copies bl|note copies"),
        "invoice_copies": words("exemplaires facture|copies facture|invoice copies"),
        "eori": words("eori|numéro eori|n eori|eori number"),
        "requirements": words("exigences|exigences client|requirements"),
        "date_kind": words("date promise|sens de la date|rendu ou départ|date kind"),
        "vat_regime": words("régime tva|régime de tva|tva|vat regime"),
        "blocked": words("bloqué|blocage|client bloqué|blocked"),
        "salesperson": words("commercial|représentant|vendeur|salesperson|sales rep"),
        "carrier": words("transporteur|mode d'expédition|carrier"),
        "minimum_order": words("minimum de commande|commande minimum|mini commande|minimum order"),
        "note": words("remarque|remarques|observation|observations|commentaire|note|notes|remark"),
    },
    MasterKind.ADDRESSES: {
        "customer": _CUSTOMER,
        "label": words("libellé|nom de l'adresse|intitulé|site|label|address name"),
        "name": words("destinataire|nom|raison sociale|recipient|name|ship to name"),
        **_ADDRESS,
        "instructions": words(
            "consignes|instructions|remarque|consignes de livraison|delivery instructions|notes",
        ),
        "siret": words("siret|n siret"),
        "code": words("code site|code lieu|code adresse|code du site|site code"),
        "hours": words("horaires|heures de réception|horaires de réception|opening hours|receiving hours"),
        "contact": words("contact|contact sur place|interlocuteur|site contact"),
        "phone": words("téléphone|tél|tel|phone|telephone"),
        "carrier": words("transporteur|mode d'expédition|carrier"),
        "bill_to": words("facturé à|code client facturé|client facturé|bill to"),
        "payer": words("payeur|code payeur|client payeur|tiers payeur|payer"),
    },
    MasterKind.CONTACTS: {
        "customer": _CUSTOMER,
        "name": words("nom|contact|interlocuteur|nom du contact|name|contact name"),
        "function": words("fonction|service|poste|function|job|role"),
        "phone": words("téléphone|tél|tel|phone|telephone|mobile|portable"),
        "email": words("e-mail|email|mail|courriel|adresse e-mail"),
        "purposes": words("reçoit|envois|destinataire de|usage|is sent|purposes|receives"),
    },
    MasterKind.CUSTOMER_CODES: {
        "code": words(
            "code chez le client|référence client|réf client|référence chez le client|code article client",
            "customer item|customer item code|customer code for item|customer part number|their code",
        ),
        "customer": words("code client|n client|client|customer|customer code|customer no"),
        "product": _PRODUCT,
        "label": words(
            "libellé chez le client|libellé client|désignation client|libellé|customer label|label",
            "description",
        ),
    },
    MasterKind.PRODUCTS: {
        "code": words(
            "code article|référence|réf|code|code produit|article|product code|item code|sku|item",
        ),
        "label": words("désignation|libellé|nom|description|label|name|product name"),
        "label_en": words("désignation anglaise|libellé anglais|english label|english name|label en"),
        "family": words("famille|code famille|family|family code|category|catégorie"),
        "family_label": words("libellé famille|nom de la famille|family label|family name"),
        "ean": words("ean|ean13|gencod|code barre|code barres|code à barres|gtin|barcode"),
        "unit_label": words("unité|unité de vente|unit|unit label|u"),
        "unit": words("code unité|unité un ece|unit code|uom code|uom"),
        "pack": words("conditionnement|pcb|colisage|pack|pack size|multiple de vente"),
        "pack_label": words("nom du colis|type de colis|unité de colis|pack label|pack name|outer"),
        "pack_size": words("contenance du colis|quantité par colis|qté par colis|units per pack|pack contents"),
        "minimum_quantity": words(
            "quantité mini|quantité minimum|qté mini|minimum|minimum quantity|min qty|moq",
        ),
        "vat_rate": words("tva %|tva|taux tva|taux de tva|vat|vat rate|vat %"),
        "price": words(
            "prix de base ht|prix de vente|prix de vente ht|prix ht|prix|pu ht|tarif|price|base price",
            "list price",
        ),
        "price_base": words("base de prix|prix par|unité de prix|price base|price per"),
        "cost": words("prix de revient|coût|prix d'achat|cmup|pmp|pamp|cost|cost price"),
        "stock": words(
            "stock|stock physique|quantité en stock|qté en stock|stock on hand|quantity on hand",
        ),
        "eco_category": words("catégorie éco|catégorie éco contribution|code éco contribution|eco category"),
        "minimum_stock": words("stock mini|stock minimum|seuil de réapprovisionnement|minimum stock|reorder level"),
        "lot_tracked": words("suivi par lot|géré par lot|lot|lot tracked"),
        "serials": words("suivi par n° de série|n° de série|numéro de série|n série|serials|serial numbers|serial"),
        "warranty_months": words("garantie mois|garantie|durée de garantie|warranty months|warranty"),
        "life_days": words("durée de vie|durée de vie jours|durée de vie totale|dvt|shelf life|life days"),
        "weight_kg": words("poids kg|poids|poids brut|poids net|poids moyen|weight|weight kg|average weight"),
        "catch_weight": words("poids variable|vendu au poids|catch weight|sold by weight"),
        "weight_tolerance": words("tolérance de poids %|tolérance poids|tolérance %|weight tolerance"),
        "cn8": words("nomenclature nc8|nc8|nomenclature|nomenclature douanière|code douane|cn8|commodity code|hs code"),
        "supplementary_unit": words("unité supplémentaire|us|supplementary unit"),
        "supplementary_factor": words("facteur unité supplémentaire|coefficient us|supplementary factor"),
        "nature": words("nature|type article|type d'article|nature article|item type"),
        "origin": words("origine|pays d'origine|origin|country of origin"),
        "lead_days": words(
            "délai jours|délai|délai de livraison|délai d'approvisionnement|lead days|lead time|lead time days",
        ),
        "end_of_life": words("fin de vie|arrêté|article arrêté|obsolète|sommeil|end of life|discontinued"),
        "ends_on": words("fin de vente|vendu jusqu'au|date de fin de vie|sold until|end of sale"),
        "replaced_by": words("remplacé par|article de remplacement|substitut|replaced by|replacement"),
        "alternatives": words(
            "articles de rechange|articles de substitution|substituts|alternatives|équivalents|alternative products"
        ),
        "supply": words(
            "provenance de la marchandise|approvisionnement|mode d'approvisionnement|provenance|supply|supply mode",
            "where the goods come from",
        ),
        "note": words("remarque|remarques|observation|commentaire|note|notes"),
    },
    MasterKind.PRICES: {
        "type": words("type|type de prix|nature|kind|price type"),
        "price_list": words("code tarif|tarif|liste|grille|price list"),
        "customer": words("client|code client|n client|customer|customer code"),
        "category": words("catégorie|catégorie client|category|customer category"),
        "product": _PRODUCT,
        "family": words("famille|code famille|family"),
        "from_quantity": words(
            "à partir de|quantité mini|quantité minimum|seuil|dès|from|from quantity|min qty|quantity",
        ),
        "price": words("prix ht|prix|prix net ht|pu ht|tarif ht|price|unit price"),
        "discounts": words("remise %|remise|taux de remise|discount|discount %"),
        "net": words("prix net|net|net price|is net"),
        "start": words(
            "début|date de début|du|valable du|valide du|à partir du|start|from date|valid from|starts on",
        ),
        "end": words(
            "fin|date de fin|au|valable jusqu'au|valide jusqu'au|end|to date|valid to|ends on",
        ),
        "remark": words("observation|observations|remarque|commentaire|note|remark"),
    },
    MasterKind.RECEIPTS: {
        "product": _PRODUCT,
        "quantity": words("quantité|qté|quantité attendue|quantity|qty|expected quantity"),
        "due": words(
            "date|date prévue|date d'arrivée|date de livraison|livraison|due|due date|expected date|eta",
        ),
        "reference": words(
            "référence fournisseur|réf fournisseur|commande fournisseur|n commande|supplier reference",
            "po number",
        ),
        "order": words("commande client|n commande client|pour la commande|contremarque|customer order|for order"),
        "line": words("ligne|ligne de commande|n ligne|line|order line"),
    },
    MasterKind.STOCK: {
        "product": _PRODUCT,
        "quantity": words(
            "quantité|stock|stock physique|qté|quantité en stock|quantity|qty|on hand|compté|quantité comptée",
        ),
    },
    MasterKind.OPEN_INVOICES: _OPEN_ITEM,
    MasterKind.CREDITS: _OPEN_ITEM,
    MasterKind.OPEN_ORDERS: {
        "number": words(
            "n commande|n° de commande|numéro de commande|commande|numéro|order|order number|order no|number",
        ),
        "customer": _CUSTOMER,
        "date": words("date|date de commande|date commande|order date"),
        "customer_reference": words(
            "référence client|réf client|v réf|votre référence|n commande client|commande client",
            "customer reference|po number",
        ),
        "requested": words(
            "date demandée|livraison demandée|date de livraison|livraison souhaitée|livraison|requested",
            "requested date",
        ),
        "promised": words(
            "date confirmée|date promise|livraison promise|promised|promised date|confirmed date",
        ),
        "product": _PRODUCT,
        "label": words("désignation|libellé|description|label"),
        "quantity": words("quantité commandée|qté commandée|qté cdée|quantité|qté|ordered|quantity|qty"),
        "delivered": words("quantité livrée|qté livrée|livré|delivered|delivered quantity"),
        "left": words("reliquat|reste à livrer|quantité restante|backorder|quantity left|left"),
        "price": words("pu ht|prix unitaire|prix unitaire ht|prix ht|prix|unit price|price|pu"),
        "discounts": words("remise %|remise|discount|discount %"),
        "customer_line_no": words("n ligne client|poste client|ligne client|customer line|po line"),
    },
}

REQUIRED: dict[MasterKind, tuple[str, ...]] = {
    MasterKind.CUSTOMERS: ("code", "name"),
    MasterKind.ADDRESSES: ("customer", "line1"),
    MasterKind.CONTACTS: ("customer", "name"),
    MasterKind.CUSTOMER_CODES: ("customer", "code", "product"),
    MasterKind.PRODUCTS: ("code", "label", "price"),
    MasterKind.PRICES: ("type",),
    MasterKind.RECEIPTS: ("product", "quantity", "due"),
    MasterKind.STOCK: ("product", "quantity"),
    MasterKind.OPEN_INVOICES: ("number", "customer", "date", "amount"),
    MasterKind.CREDITS: ("number", "customer", "date", "amount"),
    MasterKind.OPEN_ORDERS: ("number", "customer", "product"),
}

PRICE_TYPES = meanings(
    {
        "contract": "contrat|contract|prix négocié|client",
        "customer_list": "liste|tarif|list|price list|customer_list",
        "category": "catégorie|category",
        "base": "base|prix de base",
        "customer_family": "remise famille|family discount|remise client famille|customer_family",
        "promotion": "promotion|promo|promotions",
    }
)
METHODS = meanings(
    {
        PaymentMethod.TRANSFER: "virement|vir|virement bancaire|transfer|bank transfer|wire",
        PaymentMethod.CHEQUE: "chèque|chq|cheque|check",
        PaymentMethod.CARD: "carte|cb|carte bancaire|card",
        PaymentMethod.CASH: "espèces|comptant|cash",
        PaymentMethod.DIRECT_DEBIT: "prélèvement|prlv|sepa|prélèvement sepa|direct debit|direct_debit",
        PaymentMethod.BILL_OF_EXCHANGE: "lcr|traite|effet|boe|lettre de change|bill of exchange|bill_of_exchange",
    }
)
REGIMES = meanings(
    {
        VatRegime.NATIONAL: "national|france|métropole|assujetti|fr",
        VatRegime.INTRA_EU: "intracommunautaire|intracom|ue|cee|intra eu|intra_eu|eu",
        VatRegime.DOM: "dom|dom tom|drom|outre mer",
        VatRegime.EXPORT: "export|exportation|hors ue|hors cee|non eu",
        VatRegime.REVERSE_CHARGE: "autoliquidation|reverse charge|reverse_charge",
        VatRegime.FRANCHISE: "franchise|franchise en base",
        VatRegime.EXEMPT: "exonéré|exempt|exonération",
    }
)
PURPOSES = meanings(
    {
        ContactPurpose.ORDERS: "commandes|commande|achats|orders|order",
        ContactPurpose.INVOICES: "factures|facture|comptabilité|invoices|invoice",
        ContactPurpose.REMINDERS: "relances|relance|reminders|reminder",
        ContactPurpose.LOGISTICS: "logistique|livraisons|livraison|réception|logistics|deliveries",
    }
)
COUNTRIES = {
    "france": "FR",
    "allemagne": "DE",
    "germany": "DE",
    "deutschland": "DE",
    "belgique": "BE",
    "belgium": "BE",
    "suisse": "CH",
    "switzerland": "CH",
    "espagne": "ES",
    "spain": "ES",
    "italie": "IT",
    "italy": "IT",
    "luxembourg": "LU",
    "portugal": "PT",
    "pays bas": "NL",
    "netherlands": "NL",
    "autriche": "AT",
    "austria": "AT",
    "irlande": "IE",
    "ireland": "IE",
    "royaume uni": "GB",
    "united kingdom": "GB",
    "etats unis": "US",
    "united states": "US",
    "la reunion": "RE",
    "reunion": "RE",
    "guadeloupe": "GP",
    "martinique": "MQ",
    "guyane": "GF",
    "mayotte": "YT",
    "monaco": "MC",
}

"""The words that orders use in French, English and German, for columns and for the rows that are no order lines."""

from __future__ import annotations

import re

from adv_desktop.services.imports.headers import words

# Between two equal titles the field named first wins: "Référence" alone is our code, "Article" is a code only when
# no column says it better.
COLUMNS: dict[str, tuple[str, ...]] = {
    "quantity": words(
        "quantité|quantités|qté|qte|qtés|qty|quantity|quantité commandée|qté commandée|qté cdée|qté cde|qtité",
        "quantite cde|nombre|nbre|nb|qt|ordered qty|order qty|order quantity|quantity ordered|menge|anzahl",
        "bestellmenge|stückzahl|qté à commander|quantité à commander|votre commande|besoin|qté souhaitée",
        "commandé?|commandée?|ordered|qté totale|quantité totale|total qté|total quantité|qté totale uvc|total uvc",
        "total quantity|total qty|total units|gesamtmenge|nb colis?|nombre de colis?|nb de colis?|colis?",
        "cantidad|cant|quantità|quantidade|aantal",
        "qté en cartons|quantité en cartons|qté cartons|qté en colis|quantité en colis|qté colis",
        "nb cartons?|nombre de cartons?|nb de cartons?|cartons?|caisses?|cases?|no of cases?|kartons?",
    ),
    "ean": words(
        "ean|ean13|ean 13|code ean|gencod|gencode|gtin|gtin13|code barre|code barres|code à barres|barcode",
        "bar code|ean code|ean gtin|upc|strichcode|ean nummer|ean nr",
    ),
    "customer_item": words(
        "notre référence|notre réf|nos réf|nos références|n réf|n référence|notre code|notre code article",
        "réf client|référence client|réf interne|référence interne|code interne|code acheteur|réf acheteur",
        "code chez nous|code chez le client|our ref|our reference|our item|our item no|our code|our sku",
        "our part number|buyer item|buyer item code|buyer part number|customer item|customer part number",
        "customer sku|buyer sku|internal code|unsere art nr|unsere artikelnummer|unsere artikel nr|unsere nr",
        "kundenartikelnummer|interne nr|interne nummer",
    ),
    "code": words(
        "référence|réf|code article|code produit|réf article|référence article|réf produit|référence produit",
        "code|votre référence|votre réf|vos réf|v réf|v référence|votre code|votre code article|votre article",
        "réf fournisseur|référence fournisseur|code fournisseur|code article fournisseur|réf four|réf fourn",
        "réf frn|ref fabricant|supplier item|supplier item no|supplier code|supplier ref|supplier reference",
        "supplier sku|supplier part number|vendor item|vendor item no|vendor code|vendor part number",
        "vendor sku|your ref|your reference|your item|your item no|your code|your sku|item code|item number",
        "item no|item ref|sku|product code|product ref|product no|product number|part number|part no",
        "stock code|catalogue no|article code|article no|article number|material|mpn|ihre art nr",
        "ihre artikelnummer|ihre artikel nr|ihre nr|lieferantenartikelnummer|lieferanten art nr|lief art nr",
        "artikelnummer|artikel nr|art nr|artnr|artikelnr|artikelcode|bestellnummer artikel|materialnummer",
        "referencia|código|código artículo|codice|codice articolo|artikelcode leverancier",
        "produktnummer|n article|no article|n d article|numéro article|num article|n produit|réf catalogue",
        "code art|réf art|ref art|cod art|art?|article?|item?|produit?|product?|artikel?",
    ),
    "label": words(
        "désignation|libellé|description|désignation article|libellé article|libellé produit",
        "désignation produit|désignation des articles|désignation des produits|intitulé|nom|nom du produit",
        "nom article|dénomination|label|item description|product description|product name|name",
        "description of goods|goods|details|article description|bezeichnung|artikelbezeichnung|beschreibung",
        "artikelbeschreibung|warenbezeichnung|produktname|artikeltext|text|article?|produit?|produits?",
        "descripción|artículo?|descrizione|descrição|omschrijving",
        "articles?|product?|item?|items?|artikel?|produkt?|marchandise",
    ),
    "line_total": words(
        "montant|montant ht|total|total ht|mt ht|montant net|montant net ht|total ligne|total net",
        "total net ht|prix total|prix total ht|total line|line total|amount|net amount|line amount|line value",
        "extended price|ext price|value|valeur|gesamt|gesamt €|gesamtpreis|betrag|summe|gesamtbetrag",
        "importe|importe total|importo|bedrag|nettobetrag|zeilensumme|positionswert|total price|montant ligne",
    ),
    "net_price": words(
        "pu net|pu net ht|prix net|prix net ht|prix unitaire net|prix unitaire net ht|net price",
        "net unit price|unit net price|nettopreis|netto preis|netto ep|nettoeinzelpreis|pun|p u net",
    ),
    "gross_price": words(
        "pu brut|pu brut ht|prix brut|prix brut ht|prix unitaire brut|gross price|list price|prix tarif|tarif",
        "bruttopreis|listenpreis|prix catalogue|prix public",
    ),
    "unit_price": words(
        "pu|pu ht|p u|p u ht|p u h t|prix unitaire|prix unitaire ht|prix u|prix u ht|prix|prix ht|px|px ht",
        "px unit|px unit ht|prix unit|prix unit ht|prix achat|prix d achat|pa ht|pu € ht|prix € ht|coût",
        "coût unitaire|unit price|price|unit cost|price each|price per unit|rate|cost|einzelpreis",
        "einzelpreis €|preis|e preis|ep|stückpreis|preis pro einheit|einkaufspreis|unit price eur|price eur",
        "pv|pv ht|prix de vente|prix de vente ht|direct unit cost|direct unit cost excl vat",
        "prix convenu|prix unitaire € ht|precio|precio unitario|precio unidad|prezzo|prezzo unitario|preço|prijs",
    ),
    "price_base": words(
        "base prix|base de prix|unité de prix|prix par|par|price base|price per|price unit|per|preiseinheit",
        "pe|base",
    ),
    "discount": words(
        "remise|rem|remise %|rem %|% remise|% rem|taux remise|taux de remise|remises|rabais|discount",
        "discount %|disc|disc %|% discount|rabatt|rabatt %|rab|rab %|remise en %|r %|allowance",
        "descuento|dto|sconto|korting",
    ),
    "unit": words(
        "unité|u|un|unités|uom|unit|units|unité de vente|uv|unité vente|unité de mesure|um|ud",
        "unité de commande|uc|unit of measure|measure|me|einheit|mengeneinheit|eh|type unité|u vente",
    ),
    "pack": words(
        "pcb|spcb|conditionnement|cond|colisage|par combien|pack|pack size|units per pack|case size|case pack",
        "par?|ve|vpe|verpackungseinheit|uvc|nb par colis|pièces par colis|qté par colis|unités par colis",
        "qté par carton|unités par carton|unités carton|pièces par carton|pièces carton",
    ),
    "requested_date": words(
        "livraison souhaitée|date de livraison|date livraison|livraison|date de livraison souhaitée",
        "date souhaitée|délai|date demandée|livraison demandée|date de livraison demandée|date liv",
        "date de liv|liv|date requise|livrer le|à livrer le|pour le|date de réception|requested date",
        "requested delivery|requested delivery date|delivery date|delivery|due date|required date|required by",
        "need by|need date|ship date|date required|liefertermin|lieferdatum|wunschtermin|wunschlieferdatum",
        "termin|livraison le",
    ),
    "po_number": words(
        "n commande|no commande|numéro commande|numéro de commande|n de commande|num commande|commande",
        "commande n|cde|n cde|bon de commande|n bon de commande|bc|n bc|n bdc|réf commande|référence commande",
        "po number|po no|po|po nr|po ref|purchase order|purchase order number|order number|order no|order",
        "order id|order ref|customer order|bestellnummer|bestell nr|bestellnr|bestellung|bestellung nr",
        "auftragsnummer|n de pièce|n pièce|numéro de pièce|numéro pièce|numéro du document|numéro document|n document",
    ),
    "po_date": words(
        "date commande|date de commande|date de la commande|date cde|date du bon|po date|order date|date",
        "bestelldatum|datum|date bc|auftragsdatum|date of order|date du document",
        "date document|date pièce|date de pièce",
    ),
    "customer_vat": words(
        "n tva|n tva intracommunautaire|tva intracommunautaire|tva intracom|n tva intracom|n tva client",
        "buyer vat|buyer vat number|customer vat|vat number|vat no|vat id|vat reg no|ust idnr|ust id",
        "ust id nr|numéro de tva",
    ),
    "customer_siret": words(
        "siret|n siret|siret client|buyer siret|siret acheteur",
    ),
    "customer_siren": words(
        "siren|n siren|siren client|buyer siren",
    ),
    "customer_code": words(
        "code client|n client|no client|numéro client|n de client|client|compte client|customer|customer code",
        "customer no|customer number|customer id|buyer code|account|account no|kundennummer|kunden nr",
        "kundennr|kunde|code acheteur client|tiers|code tiers|n tiers|compte tiers|code cli|cli",
    ),
    "currency": words(
        "devise|currency|währung|monnaie|cur",
    ),
    "vat_rate": words(
        "tva|tva %|taux tva|taux de tva|% tva|code tva|vat|vat %|vat rate|mwst|mwst %|ust",
    ),
    "line_number": words(
        "ligne|n ligne|n de ligne|no ligne|lig|poste|pos|position|rang|n|no|nr|num|line|line no|line number",
        "po line|lfd nr|item line|n poste|#|numéro|posten|pos nr",
    ),
    "deliver_to": words(
        "lieu de livraison|adresse de livraison|livrer à|point de livraison|site de livraison|site",
        "destination|magasin|ship to|deliver to|delivery address|ship to address|delivery site|store",
        "lieferort|lieferadresse|entrepôt|dépôt",
    ),
    "comment": words(
        "obs|observation|observations|remarque|remarques|commentaire|commentaires|note|notes|comment|comments",
        "remark|remarks|bemerkung|bemerkungen|hinweis|infos|informations|précisions|instructions|kommentar",
        "anmerkung",
    ),
}

# What a row says at its beginning when it is no order line; the first that matches counts.
_DECORATION = r"[\W_]*"
ROW_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "comment",
        re.compile(
            _DECORATION + r"(?:(?:nombre|nb|nbre) (?:total )?(?:de |d'|des )?"
            r"(?:articles?|lignes?|references?|colis|pieces?|unites?)\b"
            r"|number of (?:items|lines|articles)|(?:poids|volume|quantite|qte) totale?\b|total (?:qty|quantity|weight)"
            r"|anzahl (?:der )?(?:positionen|artikel))"
        ),
    ),
    (
        "subtotal",
        re.compile(
            _DECORATION + r"(?:sous[- ]?total|s/total|sub[- ]?total|zwischensumme|a reporter|report\b|ubertrag)"
        ),
    ),
    (
        "order_discount",
        re.compile(
            _DECORATION + r"(?:remises?|rabais|ristourne|escompte|discount|rebate|allowance|rabatt|skonto|nachlass)\b"
        ),
    ),
    (
        "freight",
        re.compile(
            _DECORATION
            + r"(?:frais (?:de |d')?(?:port|transport|livraison|expedition|envoi|dossier)|port\b(?!-)|transport\b"
            r"|participation au transport|eco-?participation|shipping|freight|delivery (?:charge|cost)|carriage|postage"
            r"|versandkosten|fracht|lieferkosten)"
        ),
    ),
    (
        "total",
        re.compile(
            _DECORATION
            + r"(?:grand |montant |prix |net |dont |base )?(?:totaux|total|gesamt\w*|summe|endbetrag|net a payer"
            r"|a payer|amount due|t\.?v\.?a|vat|mwst|t\.?t\.?c|h\.?t)\b"
        ),
    ),
)
PAGE_FOOT = re.compile(r"\b(?:page|seite|p\.)\s*\d+(?:\s*(?:/|sur|of|von)\s*\d+)?\s*$")

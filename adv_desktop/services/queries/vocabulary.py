"""Words that people type in a query bar for the closed lists, folded, English and French."""

from __future__ import annotations

from adv_desktop.models.enums import ClaimSeverity, ClaimType, InvoiceType, PaymentMethod

METHODS = {
    "transfer": PaymentMethod.TRANSFER, "virement": PaymentMethod.TRANSFER,
    "cheque": PaymentMethod.CHEQUE,
    "card": PaymentMethod.CARD, "carte": PaymentMethod.CARD, "cb": PaymentMethod.CARD,
    "cash": PaymentMethod.CASH, "especes": PaymentMethod.CASH,
    "direct_debit": PaymentMethod.DIRECT_DEBIT, "direct debit": PaymentMethod.DIRECT_DEBIT,
    "prelevement": PaymentMethod.DIRECT_DEBIT,
    "bill_of_exchange": PaymentMethod.BILL_OF_EXCHANGE, "bill of exchange": PaymentMethod.BILL_OF_EXCHANGE,
    "lcr": PaymentMethod.BILL_OF_EXCHANGE, "traite": PaymentMethod.BILL_OF_EXCHANGE,
}  # fmt: skip
INVOICE_TYPES = {
    "380": InvoiceType.INVOICE, "invoice": InvoiceType.INVOICE, "facture": InvoiceType.INVOICE,
    "381": InvoiceType.CREDIT_NOTE, "credit": InvoiceType.CREDIT_NOTE, "avoir": InvoiceType.CREDIT_NOTE,
    "384": InvoiceType.CORRECTED, "corrected": InvoiceType.CORRECTED, "rectificative": InvoiceType.CORRECTED,
    "386": InvoiceType.DEPOSIT, "deposit": InvoiceType.DEPOSIT, "acompte": InvoiceType.DEPOSIT,
    "503": InvoiceType.DEPOSIT_CREDIT, "262": InvoiceType.REBATE_CREDIT,
}  # fmt: skip
CLAIM_TYPES = {
    **{kind.value.replace("_", " "): kind for kind in ClaimType}, **{kind.value: kind for kind in ClaimType},
    "retard": ClaimType.DELAY, "manquant": ClaimType.SHORTAGE, "excedent": ClaimType.EXCESS,
    "casse": ClaimType.DAMAGED, "avarie": ClaimType.DAMAGED, "erreur d'article": ClaimType.WRONG_PRODUCT,
    "qualite": ClaimType.QUALITY, "prix": ClaimType.PRICE, "quantite facturee": ClaimType.QUANTITY_INVOICED,
    "penalite": ClaimType.PENALTY, "deduction": ClaimType.DEDUCTION, "administratif": ClaimType.ADMINISTRATIVE,
    "autre": ClaimType.OTHER,
}  # fmt: skip
SEVERITIES = {
    **{severity.value: severity for severity in ClaimSeverity},
    "basse": ClaimSeverity.LOW, "faible": ClaimSeverity.LOW, "normale": ClaimSeverity.NORMAL,
    "haute": ClaimSeverity.HIGH, "elevee": ClaimSeverity.HIGH, "critique": ClaimSeverity.CRITICAL,
}  # fmt: skip

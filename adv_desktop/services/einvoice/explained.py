"""What a rule means, in plain words, for the person who has to mend the invoice or send it back."""

from __future__ import annotations

from adv_desktop.services.einvoice.faults import Fault
from adv_desktop.services.texts import N_, Texts

_EN = {
    "BR-01": N_("The file does not say which specification it follows (BT-24)."),
    "BR-02": N_("The invoice has no number (BT-1)."),
    "BR-03": N_("The invoice has no issue date (BT-2)."),
    "BR-04": N_("The type of document is missing (BT-3)."),
    "BR-05": N_("The currency is missing (BT-5)."),
    "BR-06": N_("The name of the seller is missing (BT-27)."),
    "BR-07": N_("The name of the buyer is missing (BT-44)."),
    "BR-08": N_("The postal address of the seller is missing (BG-5)."),
    "BR-09": N_("The country of the seller is missing (BT-40)."),
    "BR-10": N_("The postal address of the buyer is missing (BG-8)."),
    "BR-11": N_("The country of the buyer is missing (BT-55)."),
    "BR-12": N_("The sum of the lines is missing (BT-106)."),
    "BR-13": N_("The total without VAT is missing (BT-109)."),
    "BR-14": N_("The total with VAT is missing (BT-112)."),
    "BR-15": N_("The amount to pay is missing (BT-115)."),
    "BR-16": N_("The invoice has no line."),
    "BR-21": N_("A line has no number (BT-126)."),
    "BR-22": N_("A line has no quantity (BT-129)."),
    "BR-23": N_("A line has no unit of measure (BT-130)."),
    "BR-24": N_("A line has no net amount (BT-131)."),
    "BR-25": N_("A line does not name what is sold (BT-153)."),
    "BR-26": N_("A line has no unit price (BT-146)."),
    "BR-27": N_("A unit price is negative (BT-146): a deduction has a negative quantity instead."),
    "BR-61": N_("A transfer is asked for, but the bank account is missing (BT-84)."),
    "BR-CO-03": N_("The date of the VAT and its code exclude each other (BT-7, BT-8): give one."),
    "BR-CO-04": N_("A line has no VAT category (BT-151)."),
    "BR-CO-09": N_("A VAT number does not begin with the code of its country (BT-31, BT-48)."),
    "BR-CO-10": N_("The sum of the lines is wrong (BT-106)."),
    "BR-CO-11": N_("The sum of the discounts on the document is wrong (BT-107)."),
    "BR-CO-12": N_("The sum of the charges on the document is wrong (BT-108)."),
    "BR-CO-13": N_("The total without VAT is not lines − discounts + charges (BT-109)."),
    "BR-CO-14": N_("The total of VAT is not the sum of the VAT table (BT-110)."),
    "BR-CO-15": N_("The total with VAT is not the total without VAT plus the VAT (BT-112)."),
    "BR-CO-16": N_("The amount to pay is not the total − what is paid + rounding (BT-115)."),
    "BR-CO-17": N_("The VAT of a rate is not its base × the rate (BT-117)."),
    "BR-CO-18": N_("The VAT table is missing (BG-23)."),
    "BR-CO-25": N_("There is something to pay, but neither a due date nor payment terms (BT-9, BT-20)."),
    "BR-CO-26": N_("The seller has no identifier (BT-29, BT-30 or BT-31)."),
    "BR-S-02": N_("VAT is charged, but the seller has no VAT number (BT-31)."),
    "BR-S-08": N_("The base of a VAT rate is not the sum of its lines (BT-116)."),
    "BR-E-02": N_("Lines are exempt from VAT, but the seller has neither VAT nor tax number (BT-31, BT-32)."),
    "BR-E-10": N_("The reason of the exemption from VAT is missing (BT-120 or BT-121)."),
    "BR-IC-02": N_("Goods go to another member state: the VAT numbers of both parties are needed (BT-31, BT-48)."),
    "BR-IC-11": N_("Goods go to another member state: the delivery date or the period is needed (BT-72)."),
    "BR-IC-12": N_("Goods go to another member state: the country of delivery is needed (BT-80)."),
    "BR-AE-02": N_("VAT is due by the customer: the VAT numbers of both parties are needed (BT-31, BT-48)."),
    "BR-O-11": N_("Lines out of the scope of VAT stand alone on their invoice."),
}
_FR = {
    "BR-FR-01": N_("The invoice number, or that of a preceding invoice, is longer than 35 characters."),
    "BR-FR-02": N_(
        "The invoice number, or that of a preceding invoice, has a space or a character other than + - _ /."
    ),
    "BR-FR-03": N_("A date is not a day between 2000 and 2099."),
    "BR-FR-04": N_("The type of document is not one that France accepts (BT-3)."),
    "BR-FR-05": N_(
        "A compulsory mention is missing: recovery costs (PMT), late penalties (PMD) or early payment (AAB)."
    ),
    "BR-FR-06": N_("A mention that may stand once is there several times (PMT, PMD, AAB, TXD)."),
    "BR-FR-08": N_("The kind of operation (BT-23: B1, S1, M1, B4…) is missing or not in the list."),
    "BR-FR-09": N_("A SIRET has not 14 digits, or does not begin with the SIREN of the same company."),
    "BR-FR-10": N_("The SIREN of the seller (9 digits) is missing (BT-30)."),
    "BR-FR-11": N_("The SIREN of the buyer (9 digits) is missing (BT-47)."),
    "BR-FR-12": N_("The electronic address of the buyer is missing (BT-49)."),
    "BR-FR-13": N_("The electronic address of the seller is missing (BT-34)."),
    "BR-FR-15": N_("A VAT category is not one that France uses (S, E, AE, K, G, O, Z)."),
    "BR-FR-16": N_(
        "A VAT rate is not in the list of French rates, or is not written as the list has it (20.00, 5.50)."
    ),
    "BR-FR-17": N_("The kind of an attached document is not in the list (BT-123)."),
    "BR-FR-20": N_("The treatment (note BAR) is not in the list: B2B, B2BINT, B2C, B2CINT, OUTOFSCOPE, ARCHIVEONLY."),
    "BR-FR-21": N_("The electronic address of a French buyer begins with its SIREN, in the scheme 0225 (BT-49)."),
    "BR-FR-23": N_("An electronic address has a character that is not allowed."),
    "BR-FR-25": N_("An electronic address is longer than 125 characters."),
    "BR-FR-32": N_("A SIREN has not 9 digits."),
    "BR-FR-CO-03": N_("A global rebate needs the number of the contract and the period (BT-12, BG-14)."),
    "BR-FR-CO-04": N_("A corrected invoice names one preceding invoice with its date, and one only (BT-25, BT-26)."),
    "BR-FR-CO-05": N_("A credit note names the invoice that it corrects, with its date (BT-25, BT-26)."),
    "BR-FR-CO-07": N_("The due date is before the date of the invoice (BT-9)."),
    "BR-FR-CO-08": N_("A deposit invoice cannot be a final invoice after deposit (BT-23)."),
    "BR-FR-CO-09": N_("An invoice already paid says so: paid amount, nothing to pay, date of payment."),
    "BR-FR-CO-10": N_("An identifier of a party has no scheme, or two have the same one."),
    "BR-FR-CO-12": N_("The currency is not the euro: the VAT in euros is needed (BT-6, BT-111)."),
    "BR-FR-DEC-01": N_("An amount has more than two decimals or 19 characters."),
    "BR-FR-DEC-02": N_("A quantity has more than four decimals."),
    "BR-FR-DEC-03": N_("A unit price is negative or has more than six decimals."),
    "BR-FR-DEC-04": N_("A rate has more than two decimals."),
}
_OURS = {
    "ADV-BT-106": N_("The sum of the lines is wrong: {message}."),
    "ADV-BT-107": N_("The sum of the discounts is wrong: {message}."),
    "ADV-BT-108": N_("The sum of the charges is wrong: {message}."),
    "ADV-BT-109": N_("The total without VAT is wrong: {message}."),
    "ADV-BT-110": N_("The total of VAT is not the sum of the VAT table: {message}."),
    "ADV-BT-112": N_("The total with VAT is wrong: {message}."),
    "ADV-BT-115": N_("The amount to pay is wrong: {message}."),
    "ADV-BT-116": N_("The base of a VAT rate is not the sum of its lines: {message}."),
    "ADV-BT-117": N_("The VAT of a rate is not its base × the rate: {message}."),
    "ADV-BT-131": N_("The net amount of a line is not quantity × price − discounts: {message}."),
    "ADV-DATE": N_("{message} is not a date."),
    "ADV-DUE-DATE": N_("There is something to pay, but nothing says when."),
    "ADV-IBAN": N_("The key of the IBAN {message} is wrong."),
    "ADV-NEGATIVE": N_("The amount to pay is below zero: {message}."),
    "ADV-PRINTED": N_("The amount {message} of the XML is not printed in the pages of the PDF."),
    "ADV-SIREN": N_("The key of the SIREN {message} is wrong."),
    "ADV-SIRET": N_("The key of the SIRET {message} is wrong."),
    "ADV-VAT": N_("The key of the VAT number {message} is wrong."),
    "XSLT": N_("A value cannot be read as a number or a date: the rules stopped there."),
}
_FAMILIES = {
    "PDFA-3": N_("The PDF breaks a rule of PDF/A-3, which Factur-X asks for: {message}"),
    "XSD": N_("The file is not built as its schema wants: {message}"),
    "BR-DEC-": N_("An amount has more than two decimals: {message}"),
    "BR-CL-": N_("A code is not in its list: {message}"),
    "BR-S-": N_("What is taxed at a rate does not agree: {message}"),
    "BR-E-": N_("What is exempt from VAT does not agree: {message}"),
    "BR-AE-": N_("What is under reverse charge does not agree: {message}"),
    "BR-IC-": N_("What is delivered within the Union does not agree: {message}"),
    "BR-G-": N_("What is exported does not agree: {message}"),
    "BR-O-": N_("What is out of the scope of VAT does not agree: {message}"),
    "BR-Z-": N_("What is taxed at zero does not agree: {message}"),
    "FX-SCH-": N_("An element or a code does not belong in this profile: {message}"),
    "UBL-CR-": N_("The standard has no use for an element of the file: {message}"),
    "UBL-SR-": N_("An element stands more often than it may: {message}"),
    "CII-SR-": N_("The standard has no use for an element of the file: {message}"),
}
_MENTIONS = {
    "PMT": N_("The mention on recovery costs (40 €) is missing (note PMT)."),
    "PMD": N_("The mention on late payment penalties is missing (note PMD)."),
    "AAB": N_("The mention on early payment discount, or that there is none, is missing (note AAB)."),
}
_MENTION_RULE = "BR-FR-05"
SENTENCES = _EN | _FR | _OURS


def explain(fault: Fault, texts: Texts) -> str:
    """Return what a fault means; the rule's own text where there are no plainer words."""
    source = _source(fault)
    return texts.gettext(source).format(message=fault.message) if source else fault.message


def _source(fault: Fault) -> str | None:
    """Return the sentence of a rule; of the three compulsory mentions, the one that the rule's text names."""
    if fault.id == _MENTION_RULE:
        named = next((said for subject, said in _MENTIONS.items() if subject in fault.message), None)
        return named or SENTENCES[fault.id]
    named = SENTENCES.get(fault.id)
    return named or next((said for start, said in _FAMILIES.items() if fault.id.startswith(start)), None)

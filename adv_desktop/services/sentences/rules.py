"""Sentences of the rules of the trade: amounts, terms, VAT, payments, deposits, credit notes."""

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "amount.too_large": N_("An amount is above {limit}. Check the quantity and the unit price."),
    "amount.gross_rounding": N_(
        "The prices with VAT give a rounding of {rounding} for {lines} lines: more than a cent a line. Check "
        "the prices and the VAT rates."
    ),
    "discount.above_lines": N_(
        "The discount of {discount} is not between zero and the total of the lines. Write a smaller discount."
    ),
    "freight.without_goods": N_(
        "Freight needs a line to take its VAT from. Add a line or give the VAT rate of the freight."
    ),
    "freight.zero_rate": N_(
        "Freight at 0% of VAT needs goods that are exempt. Give its VAT rate, or leave it empty to follow the goods."
    ),
    "terms.unknown": N_(
        "The payment terms “{written}” are not understood. Write for example “30 days net”, “45 days end of "
        "month” or “30% with order, balance 30 days”."
    ),
    "terms.over_ceiling": N_(
        "The due date {due} is after the legal ceiling of {days} days (article L441-10), {ceiling}. Shorten "
        "the terms, or keep them if an agreement of your trade allows it."
    ),
    "vat.rate_unknown": N_("{rate}% is no VAT rate in France. Choose a rate of the list."),
    "vat.zero_without_reason": N_("A line without VAT needs a reason. Choose its VAT category or give a rate."),
    "vat.rate_with_exemption": N_(
        "VAT category {category} bears no VAT, but the rate {rate}% is given. Remove the rate or change the category."
    ),
    "vat.exemption_code_missing": N_("An exempt line needs its reason. Give the exemption code (VATEX)."),
    "vat.two_reasons": N_(
        "One document cannot carry two reasons of VAT category {category}: {codes}. Make two documents."
    ),
    "vat.out_of_scope_mixed": N_(
        "Lines outside the scope of VAT cannot stand beside others on one document. Make two documents."
    ),
    "interest.rate_missing": N_(
        "The rates of half-year {half_year} are not entered. Enter them in the settings to compute interest."
    ),
    "payment.not_positive": N_("A payment and each of its parts are above zero. Correct the amount."),
    "payment.above_open": N_("{asked} cannot be allocated: {open} is left to pay. Lower the part."),
    "payment.above_amount": N_("{asked} cannot be allocated: {left} of the payment is left. Lower the parts."),
    "payment.nothing_open": N_(
        "The chosen invoice is paid already or belongs to another customer. Choose another one."
    ),
    "payment.named_twice": N_("The same invoice is named twice. Name it once."),
    "deposit.percent": N_("A deposit is above 0% and at most 100%. Correct the percent."),
    "deposit.amount": N_("A deposit is above zero and at most the total of the order with VAT. Correct the amount."),
    "credit.nothing": N_("Nothing is chosen to be credited. Choose lines, a percent or an amount."),
    "credit.no_such_line": N_("The invoice has no line {line}. Choose one of its lines."),
    "credit.quantity": N_("Line {line}: write a quantity above zero to credit."),
    "credit.above_weight": N_("Line {line}: only {left} kg may still be credited, not {asked} kg."),
    "credit.not_by_weight": N_("Line {line} is not sold by weight: credit a quantity of it."),
    "credit.above_quantity": N_("Line {line}: {asked} cannot be credited, {left} is left. Lower the quantity."),
    "credit.above_net": N_(
        "{net} cannot be credited: it is not between zero and the net of the invoice. Lower the amount."
    ),
    "credit.above_rate": N_("At {rate}% of VAT, {asked} cannot be credited: {left} is left. Lower the credit note."),
    "credit.percent": N_("A credit note in percent is above 0% and at most 100%. Correct the percent."),
}

"""Sentences of the proofs of a sale without VAT, and of what holds goods back when they leave."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "intra_eu.incomplete": N_("The declaration is incomplete: {missing}. Complete these, or write it as it is."),
    "vat.no_number": N_("Customer {customer} has no VAT number. Enter it, then record its check."),
    "vat.ground_of_other_regime": N_(
        "This ground does not belong to the VAT regime of customer {customer}. Change the regime, or choose another."
    ),
    "vat.certificate_missing": N_(
        "A purchase free of VAT needs the certificate of customer {customer}. Record its number and its date."
    ),
    "vat.certificate_expired": N_(
        "The certificate {number} was valid until {until}. Ask the customer for the new one and record it."
    ),
    "invoice.not_unpaid": N_("Nothing is left to pay on {invoice}: its VAT is not to be recovered."),
    "deposit.deduction": N_(
        "{asked} cannot be deducted of this deposit at this rate: at most {most}, and never below zero."
    ),
    "delivery.vat_number_unchecked": N_(
        "The VAT number {number} of customer {customer} was not found valid in the last {days} days: its goods cannot "
        "leave without VAT. Record a check of the number, or give a reason."
    ),
    "delivery.requirement_missing": N_(
        "The customer requires {field} before order {order} leaves: type it on the order, or give a reason."
    ),
    "delivery.prepayment_missing": N_(
        "Order {order} is paid before it leaves: {received} received of {asked}. Record the payment, or give a reason."
    ),
}

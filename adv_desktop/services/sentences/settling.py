"""Sentences about credits set against invoices."""

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "payment.other_customer": N_("{credit} is not a credit of customer {customer}: choose one of this customer."),
    "payment.taken_back": N_("This allocation was already taken back."),
}

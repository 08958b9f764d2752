"""Sentences of credit limits and of groups of customers."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "delivery.credit_exceeded": N_(
        "{exposure} is outstanding with {customer}, for a limit of {limit}: wait for a payment,"
        " or pass over it with a reason."
    ),
    "delivery.overdue": N_(
        "{customer} owes {amount} past the due date for too long: wait for the payment, or pass over it with a reason."
    ),
    "group.negative_limit": N_(
        "The limit of {name} cannot be negative: leave it empty for none, 0 for nothing on credit."
    ),
    "group.no_name": N_("Give the group the name that its customers have."),
}

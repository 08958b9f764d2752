"""Sentences of credit insurance."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "insurance.ends_before_start": N_("The last insured day, {end}, is before the first one, {start}: correct it."),
    "insurance.not_found": N_("{customer} has no insured amount {number}: list them first."),
    "insurance.no_amount": N_("Type the amount that the insurer agreed to, above 0; to withdraw an amount, end it."),
    "insurance.no_quotity": N_("Type the share that the insurer pays of a loss, above 0%: 90 for instance."),
    "insurance.overlap": N_(
        "{customer} is already insured for {amount} from {start} to {end}: end that amount first,"
        " or choose days that it does not cover."
    ),
    "insurance.overlap_open": N_(
        "{customer} is already insured for {amount} from {start} on: end that amount first,"
        " or choose days that it does not cover."
    ),
}

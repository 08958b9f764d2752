"""Sentences on quotations."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "quotation.expired": N_("Quotation {quotation} was valid until {until}: prolong it, or make a new version."),
    "quotation.has_left": N_("Quotation {quotation} has left: make a new version of it to change it."),
    "quotation.no_line": N_("Quotation {quotation} has no line {line} to order: check the line number."),
    "quotation.not_found": N_("There is no quotation {number}: check the number."),
    "quotation.nothing_left": N_("Nothing is left to order of quotation {quotation}."),
    "quotation.over_quantity": N_("Line {line}: {left} are left to order, not {wanted}."),
    "quotation.past_validity": N_("A quotation cannot be valid until {date}, which is over: choose a later day."),
    "quotation.probability": N_("The probability is a percent from 0 to 100, not {written}."),
    "quotation.wrong_state": N_(
        "This cannot be done in the present state of quotation {quotation}: open it again to see its state."
    ),
}

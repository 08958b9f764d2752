"""Sentences of a customer's record taken over by another."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "customer.merge_currency": N_("One record is in {ended}, the other in {kept}: they cannot be one."),
    "customer.merge_itself": N_("{code} cannot be merged into itself: choose the record that stays."),
    "customer.merge_other_company": N_(
        "{ended} and {kept} have different SIREN: they are two companies. Transfer to the successor instead."
    ),
    "customer.merged_already": N_("{code} was taken over by {into}: go on with that record."),
}

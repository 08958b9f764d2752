"""Sentences on what prevents a departure."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "check.address_incomplete": N_("The address of delivery is incomplete."),
    "check.carrier_missing": N_("No carrier is chosen for the departure."),
    "check.freight_unexplained": N_(
        "The freight typed is {written}, the carrier's rule gives {computed}: write the reason."
    ),
    "check.parcel_weight_missing": N_("The carrier's freight goes by weight, and the weight is not known."),
    "delivery.parcel_weight_missing": N_(
        "{carrier} charges by weight, and what leaves for {customer} has none: type it, or give the products theirs."
    ),
    "delivery.collected": N_("{carrier}: the customer collects, there is no tracking number. Leave it empty."),
    "delivery.address_incomplete": N_("The address of {customer} lacks {missing}: complete it before the goods leave."),
    "delivery.carrier_missing": N_("Nobody is said to carry the goods of {customer}: choose the carrier."),
    "delivery.surplus_accepted": N_(
        "Line {line}, {label}: {surplus} more than is due, which the settings accept. All of it is invoiced."
    ),
}

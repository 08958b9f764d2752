"""Sentences on what prevents a departure."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "check.address_incomplete": N_("The address of delivery is incomplete."),
    "check.carrier_missing": N_("No carrier is chosen for the departure."),
    "delivery.collected": N_("{carrier}: the customer collects, there is no tracking number. Leave it empty."),
    "delivery.address_incomplete": N_("The address of {customer} lacks {missing}: complete it before the goods leave."),
    "delivery.carrier_missing": N_("Nobody is said to carry the goods of {customer}: choose the carrier."),
    "delivery.surplus_accepted": N_(
        "Line {line}, {label}: {surplus} more than is due, which the settings accept. All of it is invoiced."
    ),
}

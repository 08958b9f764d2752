"""Sentences of days off and carriers."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "carrier.no_name": N_("Give the carrier a name: orders and deliveries name it so."),
    "carrier.transit_refused": N_("{days} days of transit are refused: write a whole number from 0 to {longest}."),
    "carrier.twice": N_("The carrier {name} stands twice: keep one."),
    "closure.not_found": N_("There are no days off from {start} to {end}: list them, and give both of their days."),
    "closure.ends_before_start": N_("The closure ends on {end}, before it begins on {start}: correct one of the days."),
}

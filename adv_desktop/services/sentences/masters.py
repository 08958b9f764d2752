"""Sentences on prices, logos and the first numbers of a company."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "activity.empty": N_("Write what was said."),
    "activity.too_long": N_("A note holds {longest} characters: this one has {count}. Keep the rest as a file."),
    "backlog.nothing": N_("Nothing is left to deliver to {customer}."),
    "contact.no_email": N_("{name} is sent papers: give an e-mail, or tick nothing."),
    "delivery.customer_blocked": N_(
        "Deliveries to {customer} are blocked: {reason}. Lift the block, or pass over it with a reason."
    ),
    "price.for_nobody": N_("Say whom the price is for: a customer, a price list or a category."),
    "logo.not_an_image": N_("{file} is not a picture that can be read. Choose a PNG or a JPEG file."),
    "number.start_refused": N_("A number goes from 1 to {highest}: correct {written}."),
    "number.start_behind": N_("{written} is behind {last}, which was given already: write a higher number."),
    "number.start_begun": N_("{number} was given by this program already: its series goes on from there."),
}

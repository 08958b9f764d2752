"""Sentences of the reference tables."""

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "mention.missing": N_(
        "No sentence “{key}” ({language}) is in force on {on}. Check the date of the document, "
        "or have the sentence of that date added to the reference tables."
    ),
}

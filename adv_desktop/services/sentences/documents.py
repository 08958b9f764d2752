"""What the documents and the exports refuse, and what to do about it."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "document.logo_unreadable": N_(
        "The logo cannot be read. Choose a PNG or JPEG picture in the settings of your company."
    ),
    "document.credit_without_invoice": N_(
        "Credit note {number} names no invoice. Say which invoice it corrects, or which contract and period."
    ),
    "document.nothing_to_print": N_("There is no document to print. Choose at least one."),
    "report.template_unusable": N_(
        "The report template {file} cannot be used: {missing} is missing. Choose another one, or the program's own."
    ),
}

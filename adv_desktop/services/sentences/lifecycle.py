"""What the life of an issued electronic invoice refuses, and what to do about it."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "einvoice_status.ended": N_(
        "No status follows “{ended}”. Make a credit note, then invoice again: the new invoice takes a new number."
    ),
    "einvoice_status.repeated": N_("The invoice has passed the status “{status}” already."),
    "einvoice_status.too_early": N_("“{status}” comes after “{needed}”. Record “{needed}” first."),
    "einvoice_status.reason_missing": N_("“{status}” needs a reason. Choose it in the list."),
    "einvoice_status.before_issue": N_(
        "A status of {date} comes before the invoice, issued on {issued}. Type the date of the status."
    ),
    "einvoice_status.no_amount": N_("“{status}” needs an amount other than zero."),
}

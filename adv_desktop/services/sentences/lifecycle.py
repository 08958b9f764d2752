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
    "einvoice_status.nothing_collected": N_(
        "No payment of {invoice} is left to declare. Allocate a payment to it first."
    ),
    "einvoice_status.none_of_ours": N_(
        "{invoice} has no status of yours to send. Record “Documents supplied”, “Collected” or “Cancelled” first."
    ),
    "cdar.not_a_status": N_("{file} is no status message. Choose the files of statuses that your platform gives."),
    "cdar.unknown_invoice": N_("There is no invoice {invoice} here. Check the company and the file."),
    "cdar.other_seller": N_("{invoice} was issued by the company {siren}, not by yours. Leave this file out."),
    "cdar.other_date": N_(
        "{invoice} is of {issued} here, of {date} in the file. Ask the platform which invoice it means."
    ),
    "cdar.unknown_status": N_("The status {status} of {invoice} is not one of an invoice. Leave this file out."),
    "cdar.unknown_reason": N_("The reason {reason} of {invoice} is in no list. Record the status by hand."),
    "cdar.refused": N_("Nothing was written: {files} cannot be taken. Mend what is said of each, or leave it out."),
    "cdar.too_many": N_("There are more than {limit} files. Give them in several parts."),
    "export.nothing": N_("Nothing was issued from {first} to {last}. Choose another period."),
    "export.altered": N_("{file} is no longer as it was issued. Check the database, then restore a backup."),
    "export.period_missing": N_("Say which period: --month 2026-11, or --from and --to."),
    "proof.same_name": N_("{invoice} has a file named {file} already. Give the new one another name."),
    "proof.wrong_type": N_("{file} cannot go with an invoice. Choose a file of one of these kinds: {known}."),
    "einvoice_status.no_amount": N_("“{status}” needs an amount other than zero."),
}

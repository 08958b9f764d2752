"""Sentences on the outbox and the mail account."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "mail.cut": N_("{host} closed the connection before it took the message: send it again."),
    "mail.login_refused": N_(
        "{host} refuses the user name {user} or its password: correct them in the settings of the mail account."
    ),
    "mail.no_account": N_("Fill in the outgoing mail server first."),
    "mail.no_encryption": N_(
        "{host} does not encrypt as the mail account asks: check the port and the encryption ({detail})."
    ),
    "mail.no_password": N_("Type the password of {user} in the settings of the mail account."),
    "mail.no_sender": N_("Fill in the sender's address in the settings of the mail account."),
    "mail.password_in_clear": N_(
        "The password would travel unprotected to {host}: choose an encryption in the settings of the mail account."
    ),
    "mail.recipient_refused": N_("The mail server refuses {recipients}: correct the address and send again."),
    "mail.refused": N_("{host} refused the message: {detail}"),
    "mail.unreachable": N_(
        "The mail server {host} does not answer on port {port}: check the connection and the mail account ({detail})."
    ),
    "order.not_delayed": N_("No line of order {order} is promised later than it first was: there is no delay to tell."),
    "outbox.file_missing": N_("The file {name} is no longer in the database: put the document in the outbox again."),
    "outbox.no_recipient": N_("The message has no address: type one, or fill in the e-mail address of the customer."),
    "outbox.not_found": N_("There is no message {number} in the outbox."),
    "outbox.nothing": N_("No message is waiting to be sent."),
    "outbox.subject_refused": N_("Give the message a subject on one line, of {longest} characters at most."),
    "outbox.wrong_state": N_("The message “{subject}” has left or is leaving: look at it again."),
    "setting.address_refused": N_("“{written}” is not an e-mail address: write for instance name@example.fr."),
    "setting.one_line": N_("“{written}” is too long or has several lines: write it on one line."),
}

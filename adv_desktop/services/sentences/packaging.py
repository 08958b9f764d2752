"""Sentences on returnable packaging."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "packaging.count": N_("{written} pieces cannot be right: type a number from 0 to {most}."),
    "packaging.deposit": N_("Give the deposit of {label} an amount above zero, or none."),
    "packaging.incomplete": N_("Give the packaging a code and a name."),
    "packaging.no_move": N_("{customer} never got any returnable packaging: there is nothing to state."),
    "packaging.nobody_kept": N_("No packaging on deposit is overdue: there is nothing to invoice."),
    "packaging.nobody_returned": N_("No packaging on deposit came back: there is nothing to credit."),
    "packaging.nobody": N_("No customer holds any returnable packaging: there is nothing to list."),
    "packaging.nothing": N_("Type a number of pieces that changes the account."),
    "packaging.twice": N_("Two kinds of packaging have the code {code}: give each its own."),
    "packaging.unknown": N_("No packaging has the code {code}: add it in the settings, or with “adv packaging kind”."),
    "packaging.used": N_("{label} was already delivered or given back: it stays in the list."),
}

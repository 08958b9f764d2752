"""Sentences on returnable packaging."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "packaging.carrier": N_("No carrier is called {carrier}: add it in the settings, “Carriers”."),
    "packaging.count": N_("{written} pieces cannot be right: type a number from 0 to {most}."),
    "packaging.deposit": N_("Give the deposit of {label} an amount above zero, or none."),
    "packaging.no_carrier_move": N_("{carrier} never got any packaging of ours: there is nothing to state."),
    "packaging.incomplete": N_("Give the packaging a code and a name."),
    "packaging.no_move": N_("{customer} never got any returnable packaging: there is nothing to state."),
    "packaging.nobody_kept": N_("No packaging on deposit is overdue: there is nothing to invoice."),
    "packaging.nobody_returned": N_("No packaging on deposit came back: there is nothing to credit."),
    "packaging.nobody": N_("No customer holds any returnable packaging: there is nothing to list."),
    "packaging.per": N_("Give the packaging of {code} with the units that it holds, above zero, or neither."),
    "packaging.several": N_("These orders make several deliveries: prepare them, then type the packaging of each."),
    "packaging.nothing": N_("Type a number of pieces that changes the account."),
    "packaging.twice": N_("Two kinds of packaging have the code {code}: give each its own."),
    "packaging.unknown": N_("No packaging has the code {code}: add it in the settings, or with “adv packaging kind”."),
    "packaging.used": N_("{label} was moved already, or products leave in it: it stays in the list."),
}

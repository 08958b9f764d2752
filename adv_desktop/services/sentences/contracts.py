"""Sentences on contracts that are invoiced again and again."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "contract.currency": N_(
        "A contract is invoiced in euros; this customer's currency is {currency}: invoice it apart."
    ),
    "contract.ends_before": N_("The contract would end on {end}, before it starts on {start}: choose a later end."),
    "contract.every": N_("A contract is invoiced every 1, 2, 3… weeks or months, not every {written}."),
    "contract.no_label": N_("Name the contract: its name is printed on each invoice."),
    "contract.far": N_("The contract would start on {start}: choose a date of this century."),
    "contract.not_found": N_("There is no contract {number}: check the number."),
}

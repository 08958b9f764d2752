"""What a query bar, a list or a page says when it cannot show what was asked."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "query.unknown_key": N_("“{key}” is not something this list can be searched by. Use one of: {keys}."),
    "query.bad_value": N_(
        "“{written}” is not understood for “{key}”. Write for example 100..500 for amounts, 01/11/2026..30/11/2026"
        " or 11/2026 for dates."
    ),
    "query.unknown_sort": N_("This list cannot be sorted by “{sort}”. Use one of: {sorts}."),
    "query.unknown_chip": N_("This list has no view “{chip}”. Use one of: {chips}."),
}

"""What recurring orders say when they are refused."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "recurring.framework": N_("{order} is a framework order: call goods off it instead of repeating it."),
    "recurring.not_found": N_("{order} is no recurring order. Make one of an order with “Make it recurring…”."),
    "recurring.not_confirmed": N_(
        "{order} is the template of a recurring order: confirm the orders that are made of it."
    ),
}

"""What a framework order or a deposit asked on an order says when it is refused."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "framework.ends_before": N_("A framework order cannot end on {end}, before it starts on {start}."),
    "framework.not_a_draft": N_("Order {order} is no draft: duplicate it, then make a framework order of the copy."),
    "framework.not_open": N_("Nothing can be called off order {order}: it is not an open framework order."),
    "framework.not_valid": N_(
        "Framework order {order} is valid from {start} to {end}: change its validity to call goods off it today."
    ),
    "framework.nothing_called": N_("Type at least one quantity to call off order {order}."),
    "framework.over_called": N_(
        "Line {line} ({label}): {wanted} called, only {left} left of the framework order. Lower the quantity, or raise"
        " the one of the framework order."
    ),
    "framework.below_called": N_("Line {line} ({label}) cannot go below what was already called off it."),
    "framework.line_called": N_("A line of order {order} was already called off: it cannot be removed."),
    "framework.not_confirmed": N_(
        "{order} is a framework order: goods leave by what is called off it. Use “Call-off…”."
    ),
    "deposit.out_of_range": N_("A deposit is more than 0 % and at most 100 % of the order: {percent} % is not."),
}

"""Sentences of the checks of an order: what was noticed, and what it would take to mend it."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "delivery.remainder_undecided": N_(
        "Order {order} leaves a remainder and {customer} is asked each time: say whether it is kept or cancelled "
        "(--remainder on the console)."
    ),
    "order.check_blocks": N_("What blocks is not accepted: mend it, or pass over it with a reason."),
    "order.check_not_accepted": N_("No remark “{check}” is accepted on this order."),
    "order.check_not_found": N_("Order {order} has no remark “{check}”: adv order check lists them."),
    "check.below_cost": N_("The net price is below the cost of {cost}."),
    "check.below_margin": N_("The margin is {margin}, under the floor of {floor}."),
    "check.below_minimum": N_("The minimum quantity is {minimum}."),
    "check.closed_day.carrier": N_(
        "The carrier does not run from {start} to {end} ({label}): the first open day after {date} is {next}."
    ),
    "check.closed_day.company": N_(
        "We are closed from {start} to {end} ({label}): the first open day after {date} is {next}."
    ),
    "check.closed_day.customer": N_(
        "The customer is closed from {start} to {end} ({label}): the first open day after {date} is {next}."
    ),
    "check.closed_day.holiday": N_("{date} is a public holiday: the first open day after it is {next}."),
    "check.closed_day.ship_to": N_(
        "The place of delivery is closed from {start} to {end} ({label}): the first open day after {date} is {next}."
    ),
    "check.closed_day.weekday": N_(
        "{date} is not a day on which the customer receives: the first one after it is {next}."
    ),
    "check.closed_day.weekend": N_("{date} is at the weekend: the first open day after it is {next}."),
    "check.credit_exceeded": N_("With this order {exposure} would be outstanding, for a limit of {limit}."),
    "check.credit_exceeded.group": N_(
        "With this order {exposure} would be outstanding in the group {group}, for a limit of {limit}."
    ),
    "check.customer_blocked": N_("The customer is blocked: {reason}"),
    "check.date_too_early": N_("The lead time is {lead_days} days: possible from {earliest}."),
    "check.duplicate_po": N_("Already received as {first} on {date}: check that it is not the same order."),
    "check.end_of_life": N_("The product is no longer sold; replaced by {alternative}."),
    "check.line_total_mismatch": N_("The customer's total is {written}; quantity × price gives {computed}."),
    "check.minimum_order": N_("The order is under the customer's minimum of {minimum}."),
    "check.missing_siren": N_("The customer's SIREN is missing: enter it before the invoice."),
    "check.missing_vat_number": N_("Goods sent to another member state need the customer's VAT number."),
    "check.no_price_written": N_("The customer's order gives no price for this line."),
    "check.not_deliverable": N_(
        "The product is no longer sold: {stock} can still be delivered. Put less, or another product."
    ),
    "check.overdue": N_("The customer owes {amount} past the due date."),
    "check.pack_multiple": N_("The quantity is not a multiple of the pack of {pack}."),
    "check.piece_decimals": N_("{quantity} is not a whole number of pieces."),
    "check.lot_life": N_("A lot is too close to its use-by date for the customer."),
    "check.prepayment_missing": N_("The payment due before shipping has not arrived."),
    "check.price_difference": N_("The customer writes {theirs}, our price is {ours}."),
    "check.price_difference.former": N_(
        "The customer writes {theirs}, the former price, accepted until {former_until}; our price is {ours}."
    ),
    "check.price_manual.former": N_(
        "The price typed is {theirs}, the former price, accepted until {former_until}; the price lists give {ours}."
    ),
    "check.price_manual": N_("The price typed is {theirs}; the price lists give {ours}."),
    "check.requirement_missing": N_("The customer requires: {field}."),
    "check.stock_short": N_("Available: {stock}."),
    "check.stock_short.component": N_("Component {component}, available: {stock}."),
    "check.end_of_life.component": N_("The component {component} is no longer sold."),
    "check.terms_over_ceiling": N_("The payment terms go beyond the legal ceiling of {ceiling} (due {due})."),
    "check.unit_differs": N_("The customer orders by another unit: one is {factor} of ours."),
    "check.unknown_code": N_("No product of ours has this code: choose the product."),
    "check.weight_missing": N_("The goods sold by weight were not weighed."),
    "check.weight_out_of_tolerance": N_("A weight is out of the tolerance of the product."),
    "check.vat_number_unchecked": N_("The VAT number has not been checked in the last thirty days."),
    "check.vat_regime_conflict": N_("The VAT regime does not fit a delivery in {country}."),
}

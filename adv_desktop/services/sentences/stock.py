"""Sentences on stock, lots, places and receipts."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "delivery.lot_expired": N_(
        "{product}: lot {lot} expired on {use_by}. Choose another lot, or give a reason to ship it."
    ),
    "delivery.lot_life": N_(
        "{product}: {customer} wants {asked} days before the use-by date, lot {lot} ({use_by}) has {left} left. "
        "Choose a lot that lasts longer, or give a reason."
    ),
    "delivery.lot_life_part": N_(
        "{product}: {customer} wants {part} of its life left ({asked} days of {whole}), "
        "lot {lot} ({use_by}) has {left}. Choose a lot that lasts longer, or give a reason."
    ),
    "delivery.lot_missing": N_("Line {line}, {product}: say which lot the {wanted} come from ({stock} have no lot)."),
    "delivery.lot_short": N_("{product}: {stock} left of lot {lot} for {wanted} to ship. Take another lot too."),
    "inventory.bad_rows": N_("Rows {rows} of the count sheet are refused: mend them, or leave them out."),
    "inventory.no_reference": N_("The row has lost its inventory reference: copy it from another row of its sheet."),
    "inventory.no_sheet": N_("{file} is not a count sheet: write one from the stock (Ctrl+N), and fill it in."),
    "inventory.nothing": N_("{file} has no difference left to post."),
    "inventory.twice": N_("{product} is counted twice at this place: keep one row."),
    "location.no_code": N_("Type the code of the place."),
    "location.not_found": N_("There is no place {code}: check the code."),
    "lot.life_part": N_("“{written}” is no part of a life: type for instance 2/3, or 66 %."),
    "quantity.negative": N_("The quantity {written} is below zero: correct it."),
    "receipt.below_received": N_("{received} came in already: expect more than that, or cancel the rest."),
    "receipt.line_closed": N_("Line {line} of order {order} waits for nothing any more: choose another one."),
    "receipt.not_found": N_("This expected receipt is no longer there: look at the list again."),
    "receipt.other_product": N_("Line {line} of order {order} is for another product: choose another line."),
    "stock.lot_missing": N_("{product} is tracked by lot: type the lot of what came in."),
    "stock.lot_other_date": N_("Lot {lot} has the use-by date {known}, not {written}: correct the date or the lot."),
    "stock.no_lot": N_("{product} has no lot {lot}: check the lot."),
    "stock.not_stocked": N_("{product} is not kept in stock: tick “Kept in stock” on the product first."),
    "stock.line_served": N_("{product}: order {order} has all that it waits for."),
    "stock.not_tracked": N_("{product} is not tracked by lot: tick it on the product if it should be."),
    "stock.nothing_kept": N_("{product}: nothing is in stock or kept for others. Announce a receipt for this order."),
    "stock.nothing_to_give": N_("{product}: only {most} can be given to this line, not {wanted}."),
    "stock.place_short": N_("{product}: {stock} at {place}, not {wanted}."),
    "stock.same_place": N_("The goods are at {place} already: choose another place."),
    "stock.scrap_over": N_("{product}: {stock} in stock, {wanted} cannot be thrown away. Correct the quantity."),
}

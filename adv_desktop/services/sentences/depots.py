"""Sentences on the depots at customers'."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "depot.address_kept": N_("{label} is a depot where goods of ours are counted: this address stays."),
    "depot.by_serial": N_("{product} is followed by serial number: deliver it, it cannot lie in a depot."),
    "depot.lot_short": N_("There is not {wanted} of {product} in lot {lot}: take less, or another lot."),
    "depot.no_address": N_("Choose a delivery address of the customer: a depot is one of them."),
    "depot.no_note": N_("No note of a depot has the number {number}: look at the list of its notes."),
    "depot.no_report": N_("{file} has no columns of product codes and quantities: add these titles, or choose another "
                          "file."),
    "depot.reported_already": N_("What {reference} reports as used on {date} is recorded already: see order {order}."),
    "depot.unknown_code": N_("No product has the code {code}, ours or the customer's: correct it, or give the product "
                             "this code of the customer's."),
    "depot.none_there": N_("Line {line} of {order} is taken from a depot, but its delivery address is none: open the "
                           "depot, or take the line from stock."),
    "depot.not_available": N_("{wanted} of {product} are to go to the depot, {stock} are free in the warehouse: send "
                              "less, or receive goods first."),
    "depot.not_found": N_("No depot is called {name}: open it on a delivery address of the customer first."),
    "depot.nothing": N_("Type a product and a quantity at least."),
    "depot.open_already": N_("{label} is a depot already."),
    "depot.own_notes": N_("{place} is a depot at a customer's: send goods there, or bring them back, with its note."),
    "depot.several": N_("{name} has several depots: name one of them."),
    "order.depot": N_("Goods used at a depot are reported there: leave out where these lines come from."),
    "depot.short": N_("{wanted} of {product} are asked for, {stock} are at the depot: correct the quantity, or count "
                      "the depot."),
    "usage.named_quantity": N_("“{written}” is no product with a quantity: write CODE=Q, as in VIS-4=120."),
    "integrity.stock_consigned": N_("{where}: {kept} noted as being at customers', the moves make {computed}."),
    "integrity.stock_depot": N_("{where}: a depot holds {kept}, which is less than nothing."),
}  # fmt: skip

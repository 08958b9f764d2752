"""Sentences on serial numbers and warranties."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "product.warranty": N_("{code}: a warranty runs from 1 to {most} months. Correct it, or leave it empty."),
    "serial.at_customer": N_(
        "{product}: no. {number} is at {customer}'s since {on} ({delivery}). Record the return of that delivery."
    ),
    "serial.bad_range": N_("“{first}…{last}” is no range: type the same letters, then rising figures (SN1001…SN1010)."),
    "serial.came_back": N_("No. {number} is no longer at a customer's: look at its deliveries."),
    "serial.count": N_(
        "{product}: {wanted} units move, {named} serial numbers are named. Name one for each, in the stock of the "
        "product."
    ),
    "serial.delivered": N_(
        "{product}: no. {number} left already for {customer} ({delivery}, {on}). Scan the number of the unit again."
    ),
    "serial.gone": N_(
        "{product}: no. {number} was thrown away, lost or found missing. Take another unit, or receive it again."
    ),
    "serial.in_stock": N_("{product}: no. {number} is in stock already. Check the number."),
    "serial.missing": N_(
        "Line {line}, {product}: {named} serial numbers for {wanted} units. Scan or type one for each unit that leaves."
    ),
    "serial.no_start": N_("{code}: start with no stock, then receive the units with their serial numbers."),
    "serial.not_countable": N_(
        "{code}: serial numbers are for goods kept in stock and counted, without lots, weight or components."
    ),
    "serial.not_found": N_("No unit has the serial number {number}. Check it, or type its first characters."),
    "serial.not_here": N_("{product}: no. {number} is not in stock. Check the number."),
    "serial.not_kept": N_("{product} is not followed by serial number: say so on the product if it should be."),
    "serial.not_sent": N_("{product}: no. {number} did not leave with {delivery}. Check the number."),
    "serial.stock_unknown": N_(
        "{product}: {stock} in stock, {named} with a serial number. Note the numbers when they leave, or bring the "
        "stock to 0 and receive the units with their numbers."
    ),
    "serial.taken": N_("{product}: no. {number} is picked for {delivery}. Take another unit."),
    "serial.too_long": N_("“{number}…” is too long for a serial number: {most} characters at most."),
    "serial.too_many": N_(
        "Line {line}, {product}: {named} serial numbers for {wanted} units. Take away those that stay."
    ),
    "serial.twice": N_("No. {number} is named twice: scan each unit once."),
    "serial.unfit": N_("Line {line}: say which serial numbers go back to stock and which do not."),
    "serial.unknown": N_("{product}: no. {number} never came in. Check the number, or receive it first."),
    "serial.which": N_("Line {line}, {product}: say which of the {out} units come back ({wanted} serial numbers)."),
}

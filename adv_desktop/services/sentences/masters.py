"""Sentences on prices, logos and the first numbers of a company."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "price_list.changed": N_("This price list was changed meanwhile: open it again to see it as it is now."),
    "price_list.too_long": N_("A list of more than {longest} prices is changed in Excel: export it, import it again."),
    "price_list.twice": N_("{code} from {quantity} stands twice with the same dates: keep one line."),
    "price_update.begun": N_("These prices are in force since {starts_on}: make another update instead."),
    "price_update.no_change": N_("A change of nothing leaves every price as it is."),
    "price_update.not_future": N_("Prices change from a day to come: {starts_on} is not one."),
    "price_update.nothing": N_("No price is like this: check the source, the list and the family."),
    "price_update.one_change": N_("Write a percent or an amount."),
    "price_update.out_of_range": N_("{price} would become {made}: make the change smaller."),
    "price_update.percent": N_("{written} % leaves no price, or ten times as much: correct it."),
    "price_update.starts_that_day": N_("A price of {code} begins on {starts_on} already: choose another day."),
    "price_update.undone": N_("This update was undone already."),
    "activity.empty": N_("Write what was said."),
    "activity.too_long": N_("A note holds {longest} characters: this one has {count}. Keep the rest as a file."),
    "backlog.nothing": N_("Nothing is left to deliver to {customer}."),
    "contact.no_email": N_("{name} is sent papers: give an e-mail, or tick nothing."),
    "customer.copies": N_("Papers are printed from 1 to {most} times: correct {written}."),
    "direct.no_notice": N_("Type the number of the supplier's notice: it is what tells that the goods have left."),
    "direct.from_supplier": N_(
        "Line {line} of {order}, {label}, is sent by the supplier: record its notice, or take the line from stock."
    ),
    "direct.not_direct": N_("Line {line} of {order}, {label}, leaves from our stock: prepare it and ship it."),
    "delivery.no_line": N_("{delivery} has no line {line}."),
    "delivery.proved": N_(
        "{delivery} has arrived: what is missing or too much is a claim or a return, the signed note stays."
    ),
    "delivery.nothing_corrected": N_("Correct one quantity of {delivery} at least."),
    "delivery.nothing_left": N_(
        "Nothing of {delivery} would have left: record that it did not arrive, or bring it back instead."
    ),
    "delivery.too_many_indexes": N_("{delivery} was corrected to the last letter: take the goods back instead."),
    "delivery.customer_blocked": N_(
        "Deliveries to {customer} are blocked: {reason}. Lift the block, or pass over it with a reason."
    ),
    "price.for_nobody": N_("Say whom the price is for: a customer, a price list or a category."),
    "logo.not_an_image": N_("{file} is not a picture that can be read. Choose a PNG or a JPEG file."),
    "number.start_refused": N_("A number goes from 1 to {highest}: correct {written}."),
    "number.start_behind": N_("{written} is behind {last}, which was given already: write a higher number."),
    "number.start_begun": N_("{number} was given by this program already: its series goes on from there."),
}

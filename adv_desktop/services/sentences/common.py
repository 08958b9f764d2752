"""Sentences of the numbers and words that every document shares."""

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "number.not_a_number": N_("“{written}” is not a number. Write digits, for example 1250.50."),
    "quantity.out_of_range": N_(
        "The quantity {written} is refused: it may have {decimals} decimals at most and go up to {limit}."
    ),
    "price.negative": N_("A unit price cannot be negative: {written}. Use a negative quantity or a credit note."),
    "price.out_of_range": N_(
        "The unit price {written} is refused: it may have {decimals} decimals at most and go up to {limit}."
    ),
    "percent.out_of_range": N_("A percent lies between 0 and 100, with four decimals at most: {written}."),
    "currency.mixed": N_(
        "Amounts in {first} and in {second} cannot be added. Convert one of them or make two documents."
    ),
    "amount.nothing_to_share": N_("The amount cannot be shared: there is nothing to share it on."),
}

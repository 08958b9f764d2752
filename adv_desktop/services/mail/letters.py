"""What messages say, in the customer's language: the user changes the text of one message before it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adv_desktop.models.enums import Letter
from adv_desktop.models.party import Company
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import texts
from adv_desktop.services.formats import Formats
from adv_desktop.services.texts import N_


@dataclass(frozen=True, slots=True)
class Wording:
    """The subject and the text of a letter (English messages) for one document, and for several."""

    subject: str
    subjects: str
    text: str
    texts: str


WORDINGS: Mapping[Letter, Wording] = {
    Letter.ACKNOWLEDGEMENT: Wording(
        N_("Acknowledgement of your order {names}"),
        N_("Acknowledgements of your orders {names}"),
        N_(
            "Thank you for your order {names}. Its acknowledgement is attached, with our prices and dates: please tell "
            "us without delay if anything differs from what you expect."
        ),
        N_(
            "Thank you for your orders {names}. Their acknowledgements are attached, with our prices and dates: please "
            "tell us without delay if anything differs from what you expect."
        ),
    ),
    Letter.AMENDED: Wording(
        N_("Amended acknowledgement of your order {names}"),
        N_("Amended acknowledgements of your orders {names}"),
        N_(
            "Your order {names} was changed. The acknowledgement attached takes the place of the one before: please "
            "tell us without delay if anything differs from what was agreed."
        ),
        N_(
            "Your orders {names} were changed. The acknowledgements attached take the place of those before: please "
            "tell us without delay if anything differs from what was agreed."
        ),
    ),
    Letter.DELAY: Wording(
        N_("Delay of your order {names}"),
        N_("Delay of your orders {names}"),
        N_("We are sorry that part of your order {names} will be late. The new dates are:\n\n{lines}"),
        N_("We are sorry that part of your orders {names} will be late. The new dates are:\n\n{lines}"),
    ),
    Letter.DELIVERY_NOTE: Wording(
        N_("Your goods have left: {names}"),
        N_("Your goods have left: {names}"),
        N_("The goods of the delivery note {names}, which is attached, have left our premises."),
        N_("The goods of the delivery notes {names}, which are attached, have left our premises."),
    ),
    Letter.URGENT: Wording(
        N_("URGENT: order {names}"),
        N_("URGENT: orders {names}"),
        N_("Order {names} is urgent: please prepare it before the others.\n\n{lines}"),
        N_("Orders {names} are urgent: please prepare them before the others.\n\n{lines}"),
    ),
    Letter.ACCOUNT: Wording(
        N_("Statement of your account on {names}"),
        N_("Statements of your account on {names}"),
        N_(
            "Please find attached the statement of your account on {names}, with what is open and its due dates. If a "
            "payment of yours is on its way, please take no notice of it."
        ),
        N_("Please find attached the statements of your account on {names}, with what is open and its due dates."),
    ),
    Letter.QUOTATION: Wording(
        N_("Our quotation {names}"),
        N_("Our quotations {names}"),
        N_(
            "As you asked, please find attached our quotation {names}. To accept it, answer this message or send it "
            "back signed before the end of its validity."
        ),
        N_(
            "As you asked, please find attached our quotations {names}. To accept them, answer this message or send "
            "them back signed before the end of their validity."
        ),
    ),
    Letter.INVOICE: Wording(
        N_("Our invoice {names}"),
        N_("Our invoices {names}"),
        N_("Please find attached our invoice {names}. Its due date and the account to pay to stand on it."),
        N_("Please find attached our invoices {names}. Their due dates and the account to pay to stand on them."),
    ),
}
GREETING = N_("Hello,")
CLOSING = N_("Kind regards,")
URGENT_FOR = N_("{number}, {customer}, for {date}:")
URGENT_LINE = N_("– {quantity} × {code} {label}")
DELAYED_LINE = N_("– {label}, {quantity}: promised for {before}, now {after}")


def subject_of(letter: Letter, names: Sequence[str], language: str) -> str:
    """Return the subject of a message on these documents."""
    wording = WORDINGS[letter]
    message = wording.subject if len(names) == 1 else wording.subjects
    return texts.of(language).gettext(message).format(names=", ".join(names))


def text_of(letter: Letter, names: Sequence[str], language: str, company: Company, lines: str = "") -> str:
    """Return the text of a message: greeting, what it is about, signature."""
    say = texts.of(language).gettext
    wording = WORDINGS[letter]
    message = wording.text if len(names) == 1 else wording.texts
    told = [say(message).format(names=", ".join(names), lines=lines)]
    if lines and "{lines}" not in message:
        told.append(lines)
    return "\n\n".join([say(GREETING), *told, "\n".join([say(CLOSING), *_signature(company)])])


def urgent_text(order: SalesOrder, language: str) -> str:
    """Return for whom an urgent order is, for when, and what is still due of it: of urgent lines, these alone."""
    say, formats = texts.of(language).gettext, Formats(language)
    promised = formats.date(order.promised) if order.promised else "—"
    head = say(URGENT_FOR).format(number=order.number, customer=order.customer_name, date=promised)
    lines = [
        say(URGENT_LINE).format(
            quantity=formats.quantity(line.backorder), code=line.product_code or "—", label=line.label
        )
        for line in order.items
        if line.backorder and (order.urgent or line.urgent)
    ]
    return "\n".join([head, *lines])


def delayed_lines(order: SalesOrder) -> list[OrderLine]:
    """Return the lines still due that are promised later than they first were."""
    return [
        line
        for line in order.items
        if line.backorder and line.first_promised and line.promised and line.promised > line.first_promised
    ]


def delayed_text(lines: Sequence[OrderLine], language: str) -> str:
    """Return a line of text for each late line of an order."""
    say, formats = texts.of(language).gettext, Formats(language)
    return "\n".join(
        say(DELAYED_LINE).format(
            label=line.label,
            quantity=formats.quantity(line.backorder),
            before=formats.date(line.first_promised) if line.first_promised else "",
            after=formats.date(line.promised) if line.promised else "",
        )
        for line in lines
    )


def _signature(company: Company) -> list[str]:
    parts = (company.trade_name or company.legal_name, company.phone, company.email)
    return [part for part in parts if part]

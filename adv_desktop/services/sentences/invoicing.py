"""Sentences on invoices, credit notes, deposits, payments and claims."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "claim.action_done": N_("This action of claim {claim} was already carried out."),
    "claim.action_pending": N_("Claim {claim} cannot be closed: carry out what was decided first."),
    "claim.negative": N_("The disputed amount cannot be negative ({amount})."),
    "claim.no_description": N_("Describe what went wrong."),
    "claim.no_line": N_("{document} has no line {line}: check the line number."),
    "claim.no_such_action": N_("This action was not decided for claim {claim}."),
    "claim.not_found": N_("There is no claim {number}: check the number."),
    "claim.origin_kind": N_("A claim is about an order, a delivery or an invoice."),
    "claim.other_customer": N_("{document} belongs to another customer: check the number."),
    "claim.over_open": N_("{amount} are disputed, but only {open} are still open on the invoice: lower the amount."),
    "claim.refused_with_action": N_("A refused claim leads to no action: choose “nothing”."),
    "claim.wrong_state": N_("This cannot be done in the present state of claim {claim}: open it again."),
    "credit.no_origin": N_("The credit note {invoice} must name the invoice that it corrects."),
    "invoice.not_weighed": N_(
        "Line {line} of order {order}, {label}, is sold by weight: deliver it first, then invoice the delivery."
    ),
    "credit.not_issued": N_("A credit note corrects an issued invoice; {invoice} is not one."),
    "deposit.no_taker": N_(
        "Choose a confirmed order of the same invoiced customer, in the same currency, that takes the deposits over."
    ),
    "deposit.nothing_to_carry": N_("Order {order} has no deposit left to carry over: cancel it without one."),
    "deposit.above_order": N_("The deposits would exceed order {order} ({net} net): ask for less."),
    "deposit.already_deducted": N_(
        "The deposit {deposit} was deducted on another invoice meanwhile: make this draft again."
    ),
    "einvoice.invalid": N_("The electronic invoice would not be accepted: {message}"),
    "einvoice.currency": N_("Amounts in {currency} have more decimals than an electronic invoice can hold."),
    "einvoice.no_xml": N_(
        "The PDF {file} carries no electronic invoice: it is a picture of an invoice only. Ask for the Factur-X file."
    ),
    "einvoice.not_one": N_("The file {file} is not an electronic invoice: choose a Factur-X PDF, a CII or a UBL file."),
    "invoice.has_deposit": N_(
        "Invoice {invoice} cannot be replaced as it is: make its credit note, then the new invoice."
    ),
    "invoice.intra_eu_incomplete": N_(
        "Invoice {invoice} goes to another member state: fill in the VAT number, the delivery date and the country."
    ),
    "invoice.issued": N_("Invoice {invoice} is issued and cannot change: make a credit note."),
    "invoice.negative": N_("Invoice {invoice} would be below zero: make a credit note instead."),
    "invoice.not_found": N_("There is no invoice {number}: check the number."),
    "invoice.not_issued": N_("Invoice {invoice} is still a draft: issue it first."),
    "invoice.nothing": N_("There is nothing left to invoice for {source}."),
    "invoice.no_requirement": N_("Customer {customer} does not ask for {field}: check the word."),
    "invoice.over_quantity": N_("Line {line}, {label}: only {left} left to invoice, not {wanted}."),
    "invoice.note_not_signed": N_(
        "The customer pays on the signed delivery note: record the proof of {numbers} before invoice {invoice}."
    ),
    "customer.file_name": N_(
        "Write the word number between braces in the file name; order, customer and date may stand there the same way."
    ),
    "invoice.requirement_missing": N_("The customer requires {field} on invoice {invoice}: type it."),
    "number.date_backwards": N_(
        "{date} is before {last}, the date of {number}, the last of its series: choose {last} or later."
    ),
    "payment.is_reversal": N_("{payment} already undoes a payment: enter a new payment instead."),
    "payment.no_such_invoice": N_("Customer {customer} has no invoice {invoice}: check the number."),
    "payment.not_found": N_("There is no payment {number}: check the number."),
    "payment.over_amount": N_(
        "{amount} are to be allocated, but only {left} are left of the payment: lower the amount."
    ),
    "payment.over_invoice": N_("Invoice {invoice} has {owed} left to pay, not {amount}: lower the amount."),
    "payment.refund_too_large": N_("{amount} cannot be given back: the customer has {available} in credit."),
    "payment.reversed": N_("Payment {payment} was already undone."),
    "proforma.over_quantity": N_("Line {line}, {label}: only {left} are ordered, type no more."),
}

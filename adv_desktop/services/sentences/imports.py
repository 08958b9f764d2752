"""Sentences of identifiers and of files that come in: why they are refused, and what to do."""

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "siren.invalid": N_("“{written}” is not a SIREN: check its nine digits."),
    "siret.invalid": N_("“{written}” is not a SIRET: check its fourteen digits."),
    "siret.other_company": N_("The SIRET {siret} does not belong to the SIREN {siren}: correct one of them."),
    "vat_number.invalid": N_(
        "“{written}” is not a VAT number of the European Union: check its country and its digits."
    ),
    "vat_number.not_eu": N_(
        "“{written}” is British: the United Kingdom is outside the European Union; only Northern Ireland (XI) "
        "keeps a number here."
    ),
    "vat_number.other_company": N_(
        "The VAT number {vat_number} does not belong to the SIREN {siren}: correct one of them."
    ),
    "iban.invalid": N_("“{written}” is not an IBAN: compare it with the bank details."),
    "bic.invalid": N_("“{written}” is not a BIC: it has eight or eleven characters."),
    "ean.invalid": N_("“{written}” is not a bar code (EAN): check its digits."),
    "creditor_id.invalid": N_("“{written}” is not a SEPA creditor identifier: copy it from the bank's letter."),
    "creditor_reference.invalid": N_("“{written}” is not a creditor reference (RF): check its key."),
    "e_address.invalid": N_(
        "{written} is not an e-invoicing address of this company: it begins with its SIREN, for instance "
        "123456789_SERVICE."
    ),
    "too_large": N_("The file {file} is over {limit} MB: send a smaller one."),
    "too_large_unpacked": N_(
        "The file {file} would unpack to {size} MB: it is refused unopened. Ask for a plain workbook."
    ),
    "empty_file": N_("The file {file} is empty: ask for it again."),
    "corrupt_file": N_("The file {file} is damaged or incomplete: ask for it again."),
    "cell_too_large": N_(
        "A cell of {file} has more than {limit} characters, which nobody typed: check its separators and quotation "
        "marks, or ask for the file again."
    ),
    "password_protected": N_("The file {file} is protected by a password: ask for a copy without it."),
    "wrong_type": N_(
        "The file {file} is of a kind that is not read here: send a workbook, a CSV file, a PDF with text, an "
        "e-mail (.eml) or an XML order."
    ),
    "outlook_message": N_("{file} is a message of classic Outlook: open it and save it as .eml."),
    "not_text": N_("The file {file} is not a text: save it again as CSV (UTF-8)."),
    "forbidden_xml": N_(
        "The file {file} declares entities that could read other files: it is refused unopened. Ask for a "
        "plain XML document."
    ),
    "too_many_lines": N_(
        "The file {file} has {rows} rows, more than the {limit} that are read at once: cut it into several files."
    ),
    "took_too_long": N_(
        "The file {file} took more than {seconds} seconds to read: it was given up. Type the order beside it, "
        "or ask for a workbook."
    ),
    "no_text": N_("The file {file} is a picture without text (a scan): type the order beside it."),
    "no_order_lines": N_(
        "No order line was found in {file}: say which columns are the product and the quantity, or type the order "
        "beside it."
    ),
    "no_pasted_lines": N_(
        "No order line was found in the copied text: a line names a quantity and a product, as “12 x VIS-0640”."
    ),
    "order.nothing_replaced": N_(
        "No open order of this customer has the number {reference}: import it without replacing."
    ),
    "order.replacement_same": N_("The file says the same as the order {order}: there is nothing to revise."),
    "not_an_order": N_("The file {file} is an XML document, but no order: check which file was sent."),
    "invoice_not_order": N_(
        "The file {file} is an invoice, not an order: keep it for accounting, and ask the customer for the order."
    ),
    "too_many_files": N_(
        "The archive {file} holds {files} files, more than the {limit} that are read at once: cut it into several."
    ),
    "bad_lines": N_("Rows {rows} of the file cannot be taken: correct them, or import the others only."),
    "customer.not_recognised": N_(
        "Nothing in the file tells which customer sent the order “{order}”: choose the customer."
    ),
    "check.customer_not_recognised": N_(
        "Nothing in the file tells which customer sent the order: choose the customer."
    ),
    "check.customers_contradict": N_(
        "The file names {first} ({first_mark}) and {second} ({second_mark}): choose which of them sent the order."
    ),
    "check.hidden_rows": N_(
        "Rows {rows} of the sheet are hidden or filtered out: they are not ordered. Show them in the file if they are."
    ),
    "check.american_dates": N_(
        "The file writes a date the American way ({sure}): {read} is read as {date}, check the day and the month."
    ),
    "check.delivery_week": N_("Delivery is asked for in “{week}”, without a day: type the requested date."),
    "check.files_unread": N_("Not read, and perhaps ordered in it: {files}."),
    "not_a_number": N_("“{written}” is not a number: write digits, for example 1250.50."),
    "not_a_date": N_("“{written}” is not a date: write for example 24/11/2026."),
    "percent_out_of_range": N_("“{written}” is not a percent between 0 and 100."),
    "missing_quantity": N_("The quantity is missing."),
    "zero_quantity": N_("The quantity is zero."),
    "negative_quantity": N_("The quantity {written} is negative: a return is not ordered."),
    "quantity_out_of_range": N_("The quantity {written} is too large to be meant."),
    "quantity_too_precise": N_("The quantity {written} has more than four decimals."),
    "negative_price": N_("The price {written} is negative."),
    "price_out_of_range": N_("The price {written} is too large or has more than six decimals."),
    "layout.unknown_field": N_("“{written}” is not a field of an order: use one of {known}."),
    "layout.unknown_title": N_("The file has no column “{written}”: its titles are {known}."),
    "layout.column_twice": N_("The column “{written}” cannot be two things at once."),
    "layout.field_twice": N_("Two columns are said to be “{field}”: choose one, and “Ignore” above the other."),
    "layout.incomplete": N_("Say which column is the quantity, and which names the product (a code or a description)."),
    "layout.unknown_unit": N_("“{written}” is not a unit that is known here: write for instance piece, carton or kg."),
    "layout.bad_pair": N_("“{written}” is not read: write NAME=VALUE."),
    "import.columns_missing": N_(
        "No sheet of {file} has the columns that are needed ({columns}): check the titles, or say which "
        "column is which."
    ),
    "import.missing_value": N_("A value is missing: fill the cell, or remove the row."),
    "import.cell_error": N_("The cell shows an error of the spreadsheet ({written}): correct it there."),
    "import.not_whole": N_("“{written}” is not a whole number."),
    "import.not_yes_or_no": N_("“{written}” is neither yes nor no: write yes or no."),
    "import.unknown_word": N_("“{written}” is not a known word here: use one of {known}."),
    "import.unknown_country": N_("“{written}” is not a country: write its two-letter code."),
    "import.not_positive": N_("“{written}” is not above zero."),
    "import.which_line": N_("Order {order} has no line, or several, waiting for {product}: give the line number."),
    "import.negative": N_("“{written}” is below zero."),
    "import.one_discount": N_("A discount on a family is one percent, not several: “{written}”."),
    "import.ends_before_start": N_("The price ends on {end}, before it begins on {start}."),
    "import.open_above_amount": N_("What is left to pay (“{written}”) is more than the amount of the document."),
    "import.code_twice": N_("The code {code} stands twice in the file: keep one of the rows."),
    "import.number_taken": N_("The number {number} exists already: it was taken over or issued before."),
    "import.two_customers": N_("The order {number} stands under two customers: give it one."),
}

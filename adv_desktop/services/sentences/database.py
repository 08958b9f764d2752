"""Sentences about the company's file: opening, locking, damage, backups, and what a verification finds."""

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "database.missing": N_("There is no file {path}. Choose another file, or restore a backup."),
    "database.exists": N_("The file {path} already holds something. Choose a new name."),
    "database.empty": N_("The file {path} is empty. Restore the last backup."),
    "database.foreign": N_(
        "The file {path} is not a company file of this program, or its first bytes are damaged. "
        "Choose another file, or restore the last backup."
    ),
    "database.foreign_schema": N_(
        "The file {path} was changed by another program ({names}) and cannot be trusted. Restore the last backup."
    ),
    "database.newer": N_(
        "The file {path} was written by a newer version of the program ({version}; this one knows {known}). "
        "Update the program."
    ),
    "database.older": N_(
        "The file {path} was written by an earlier version and its disk cannot be written. "
        "Copy it elsewhere and open the copy."
    ),
    "database.corrupt": N_(
        "The file {path} is damaged ({detail}). It was left as it is: restore the last backup, or open it for reading."
    ),
    "database.locked": N_("The file {path} is used by another program. Wait a moment and try again."),
    "database.read_only": N_(
        "The file {path} cannot be written: it is open for reading only. Change its permissions or copy it elsewhere."
    ),
    "database.io_error": N_("The disk of {path} does not answer properly ({detail}). Check the disk, then try again."),
    "database.disk_full": N_(
        "The disk of {path} is full. Nothing was written and your typing is still there: free some space and try again."
    ),
    "database.cannot_open": N_("The file {path} cannot be opened ({detail}). Check that the disk is connected."),
    "database.in_use": N_(
        "{user} ({machine}) is working on the whole file {path}. Wait until this is over and try again."
    ),
    "database.open_elsewhere": N_("The file {path} is open in another window. Close it there and try again."),
    "database.migration_failed": N_(
        "The file {path} could not be brought up to date ({detail}). It is as it was before: report this message."
    ),
    "backup.same_file": N_("The backup and the company file are the same file, {path}. Choose another one."),
    "backup.folder_missing": N_("The backup folder {path} is not there. Connect its disk, or choose another folder."),
    "file.disk_full": N_("The disk of {path} is full. Free some space, or choose another place."),
    "file.cannot_write": N_(
        "The file {path} cannot be written ({detail}). Close it elsewhere, or choose another place."
    ),
    "integrity.damaged": N_("Damage in the file itself: {detail}. Restore the last backup."),
    "integrity.reference": N_("Table {where}, row {row}: it refers to something missing in {parent}."),
    "integrity.seal_chain": N_("Seal {where}: the seal before it is not the one it was chained to."),
    "account.nothing": N_("Nothing is open on the account of {customer}: there is no statement to make."),
    "account.nobody": N_("Nothing is open on the accounts of these customers: there is no statement to make."),
    "month_end.to_come": N_("{month} has not begun: choose a month that has."),
    "month_end.no_control": N_("There is no control {control}: choose one of {controls}."),
    "month_end.nothing_held": N_("Nothing is left in the control {control}: there is nothing to judge."),
    "integrity.seal_broken": N_("{where}: the document is no longer as it was issued."),
    "integrity.seal_missing": N_("{where}: the issued document has no seal."),
    "integrity.closure_broken": N_("Closure {where}: it was changed, or one is missing before it."),
    "integrity.closure_seal": N_(
        "Closure {where}: the seal {row} that it was made on is no longer there, or no longer the same."
    ),
    "integrity.closure_audit": N_(
        "Closure {where}: the entry {row} of the trail that it was made on is no longer there, or no longer the same."
    ),
    "integrity.closure_count": N_("Closure {where}: it counted {kept} documents, there are {computed}."),
    "integrity.closure_totals": N_("Closure {where}: it noted {kept}, the documents make {computed}."),
    "period.closed": N_(
        "The date {date} is in a period closed until {until}: no document may be dated in it any more. "
        "Date it {first} or later."
    ),
    "period.not_over": N_("The month {month} is not over: it can be closed after {last}."),
    "period.already_closed": N_("The month {month} is closed already: everything is closed until {until}."),
    "archive.future_year": N_("The year {year} has not begun: choose an earlier year."),
    "archive.empty_year": N_("No document was issued in {year}: choose another year."),
    "archive.choose": N_("Give --year and --out to write an archive, or --check to verify one."),
    "archive.unreadable": N_("The file {path} is not an archive of this program, or is damaged ({detail})."),
    "archive.missing": N_("{where}: the file is listed and not there."),
    "archive.changed": N_("{where}: its bytes are no longer those that were archived."),
    "archive.unlisted": N_("{where}: the file was added to the archive."),
    "archive.seal": N_("{where}: its seal is not the one that its content makes."),
    "integrity.audit": N_("Trail, entry {where} ({table} {row}): it was changed, or one is missing before it."),
    "integrity.file": N_("Stored file {where}: its bytes are no longer those that were stored."),
    "integrity.search": N_("Table {where}: {count} documents are not found by the search."),
    "integrity.summary": N_(
        "Table {where}: {count} sums kept for the dashboards are not what the documents make (first: {first}). "
        "Count them again: Settings, Check the database, or adv recount."
    ),
    "integrity.totals": N_("{where}: a total is {kept}, its parts make {computed}."),
    "integrity.vat": N_("{where}: the total is {kept}, the VAT table makes {computed}."),
    "integrity.over_delivered": N_("{where}, line {line}: {quantity} delivered out of {limit}."),
    "integrity.over_weighed": N_("{where}, line {line}: {quantity} kg invoiced out of {limit} kg delivered."),
    "integrity.over_invoiced": N_("{where}, line {line}: {quantity} invoiced out of {limit}."),
    "integrity.delivered": N_("{where}, line {line}: {kept} noted as delivered, the deliveries make {computed}."),
    "integrity.invoiced": N_("{where}, line {line}: {kept} noted as invoiced, the invoices make {computed}."),
    "integrity.returned": N_("{where}, line {line}: {kept} noted as returned, the returns make {computed}."),
    "integrity.reserved": N_("{where}, line {line}: {kept} noted as reserved, the reservations make {computed}."),
    "integrity.open_amount": N_("{where}: {kept} noted as left to pay, the payments make it {computed}."),
    "integrity.over_allocated": N_("{where}: more was allocated than its amount ({kept} left out of {computed})."),
    "integrity.stock": N_("Product {where}: {kept} noted as in stock, the movements make {computed}."),
    "integrity.stock_reserved": N_("Product {where}: {kept} noted as reserved, the reservations make {computed}."),
    "integrity.stock_over_reserved": N_("Product {where}: {kept} reserved, only {computed} in stock."),
    "integrity.stock_transfer": N_("Product {where}: what went from a place is not what arrived ({kept} apart)."),
    "integrity.stock_lot": N_("Product {where}: lots that left are not those of the delivery ({kept} for {computed})."),
    "integrity.serial_state": N_("Product {where}, no. {number}: where it is noted is not where its last move put it."),
    "integrity.serial_twice": N_("Product {where}, no. {number}: it left {count} times more than it came back."),
    "integrity.serial_sent": N_("{where}, line {line}: {named} serial numbers for {quantity} units."),
    "integrity.serial_stock": N_("Product {where}: {stock} in stock, {named} of them with a serial number."),
    "integrity.number_gap": N_("Numbers are missing from {first} to {last}."),
    "integrity.number_repeat": N_("The number {where} was given twice."),
    "integrity.number_ahead": N_("The number {where} is beyond the last one of its series ({last})."),
    "integrity.date_backwards": N_("{where} is dated {date}, before the number that precedes it ({earlier})."),
}

"""Sentences on scanned papers."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "scan.before_departure": N_(
        "{number} left on {shipped}: it cannot have arrived on {day}. Type the day that stands on the signed paper."
    ),
    "scan.filed_already": N_("Page {page} of {file} is filed with its delivery already."),
    "scan.no_folder": N_(
        "No scans were given: name their files, or choose the folder of signed delivery notes in the settings."
    ),
    "scan.no_page": N_("No scanned page waits under the number {page}: look at the list again."),
    "scan.too_long": N_("{file} has {pages} pages, more than the {most} that are read at once: scan it in parts."),
    "scan.unreadable": N_("{file} cannot be read: it is damaged or protected by a password. Scan it again."),
    "scan.void": N_("{number} is void: {other} replaces it. File the page under that one, if it was signed."),
    "scan.wrong_type": N_("{file} is no scan: give PDF, JPEG, PNG or TIFF files."),
}

"""Sentences on the papers of exports, their numbers and what parcels hold."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "cn8.invalid": N_("{written} is no customs code: the Combined Nomenclature has eight digits (21033090)."),
    "delivery.cancelled_paper": N_("Delivery {number} is cancelled: it has no papers."),
    "deposit.no_delivery_date": N_(
        "A deposit on goods in the Union names when they are to be delivered: promise a date in order {order}, then "
        "ask for the deposit again."
    ),
    "eori.invalid": N_(
        "{written} is no EORI number: two letters of a country, then at most fifteen letters and digits; in France FR "
        "and the SIRET."
    ),
    "export.no_paper": N_("No paper was asked for: choose one at least."),
    "intra_eu.no_accreditation": N_(
        "The INSTAT file names the accreditation that the customs gave: give it in the settings, Invoices."
    ),
    "intra_eu.no_own_vat_number": N_("Our own VAT number is missing: give it in the settings, Company."),
    "intra_eu.no_siret": N_("The INSTAT file names our SIRET: give it in the settings, Company."),
    "setting.accreditation_refused": N_("{written} is no accreditation: 1 to 14 letters and digits."),
    "parcel.content_over": N_("The parcels hold more {code} than leaves ({leaving}): correct their contents."),
    "parcel.content_unknown": N_("{code} does not leave with this delivery: name the contents by its product codes."),
    "parcel.content_unreadable": N_("“{written}” is not read as contents: write for instance P-100 × 24, P-200 × 12."),
    "product.supplementary_unit": N_(
        "{code}: the supplementary units in one are a number above zero, given with the supplementary unit."
    ),
}

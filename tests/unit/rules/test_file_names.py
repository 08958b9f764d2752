"""The file names of invoices: filled in from the document, fit for every file system."""

from __future__ import annotations

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.file_names import check_pattern, written

FACTS = {"number": "FA2026000012", "order": "PO 45/12", "customer": "C00042", "date": "2026-11-24"}


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("F_{numero}_{commande}", "F_FA2026000012_PO 45_12.pdf"),
        ("F_{number}_{order}.pdf", "F_FA2026000012_PO 45_12.pdf"),
        ("{client}-{Date}-{numero}", "C00042-2026-11-24-FA2026000012.pdf"),
    ],
)
def test_places_are_filled_in_and_unfit_signs_replaced(pattern, name):
    check_pattern(pattern)
    assert written(pattern, FACTS) == name


def test_an_order_without_a_number_leaves_no_mark_at_the_end():
    assert written("{numero}_{commande}", {**FACTS, "order": ""}) == "FA2026000012.pdf"


def test_a_name_cannot_leave_its_folder():
    assert written("../../{commande}{numero}", {**FACTS, "order": "..\\x\r\n"}) == "x_FA2026000012.pdf"


@pytest.mark.parametrize("pattern", ["facture", "{numero}_{montant}", "{commande}"])
def test_a_pattern_without_the_number_or_with_an_unknown_place_is_refused(pattern):
    with pytest.raises(DomainError) as refused:
        check_pattern(pattern)
    assert refused.value.code == "customer.file_name"

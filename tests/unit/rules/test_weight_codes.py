"""Labels of scales: the weight in a GS1-128, or in a shop's own EAN-13."""

from decimal import Decimal

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.sscc import check_digit
from adv_desktop.models.rules.weight_codes import scanned_weight
from adv_desktop.services.weighing import read_weights


def ean(body):
    return body + str(check_digit(body))


@pytest.mark.parametrize(
    ("code", "weight"),
    [
        (ean("291234503240"), "3.240"),
        ("01934531200000113103003180", "3.180"),
        ("]C1019345312000001131020031801012345", "31.80"),
        ("(01)93453120000011(3103)003180(10)L2026", "3.180"),
        ("0193453120000011310300318010L2026\x1d17261231", "3.180"),
        ("3103000975", "0.975"),
    ],
)
def test_the_weight_of_a_label_is_read_in_kilograms(code, weight):
    assert scanned_weight(code).weight == Decimal(weight)


@pytest.mark.parametrize("code", ["3.18", "3180", "2912345032400", "3760123456789", "0193453120000011", "", "abc"])
def test_other_texts_are_no_label_with_a_weight(code):
    assert scanned_weight(code) is None


def test_a_label_of_another_product_is_told_from_its_own():
    code = ean("291234503240")
    assert read_weights(code, ean("291234500000")) == (Decimal("3.240"),)
    with pytest.raises(DomainError) as refused:
        read_weights(code, ean("291234600000"))
    assert refused.value.code == "weight.other_product"


@pytest.mark.parametrize("text", ["3,240 + 3,180", "3.240+3.180 kg", "3,240\n3,180", "3.24 ; 3.18"])
def test_several_weights_are_typed_in_any_of_the_usual_ways(text):
    assert read_weights(text) == (Decimal("3.24"), Decimal("3.18"))


@pytest.mark.parametrize(
    ("text", "code"),
    [("3,2 + lourd", "weight.unreadable"), ("0", "weight.not_positive"), ("3.24056", "weight.out_of_range"),
     ("-3", "weight.unreadable")],
)  # fmt: skip
def test_what_is_no_weight_is_refused_with_a_sentence(text, code):
    with pytest.raises(DomainError) as refused:
        read_weights(text)
    assert refused.value.code == code

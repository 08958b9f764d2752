"""Weights in barcodes: GS1-128 with a net weight (application identifiers 310n), EAN-13 of goods sold by weight.

An EAN-13 that begins with 2 is a shop's own: seven digits name the article, five are its weight in grams.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.models.rules.sscc import check_digit

_SEPARATOR = "\x1d"
_EAN = re.compile(r"2\d{12}")
_WEIGHT = re.compile(r"310([0-5])(\d{6})")
# Application identifiers of a fixed length (GS1 general specifications, figure 7.8.4-2), with the digits that follow.
_FIXED = {"00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6, "20": 2}
_ITEM_DIGITS, _EAN_ITEM = 12, 7


@dataclass(frozen=True, slots=True)
class ScannedWeight:
    """Kilograms of a barcode, and the digits by which it names its article ("" for none)."""

    weight: Decimal
    item: str = ""

    def is_of(self, ean: str | None) -> bool:
        """Whether the label may be of the product with this bar code; without one, any may."""
        return not ean or not self.item or self.item in ean


def scanned_weight(code: str) -> ScannedWeight | None:
    """Read the weight of a barcode as a scanner sends it; None for any other text."""
    text = code.strip()
    if _EAN.fullmatch(text):
        grams = Decimal(text[7:12])
        right = int(text[12]) == check_digit(text[:12])
        return ScannedWeight(grams / 1000, text[:_EAN_ITEM]) if right and grams else None
    return _gs1(text.removeprefix("]C1").replace("(", "").replace(")", ""))


def _gs1(text: str) -> ScannedWeight | None:
    """Walk through the application identifiers of a GS1-128; those of a free length end at a separator."""
    item, weight = "", None
    while text:
        if found := _WEIGHT.match(text):
            weight, length = Decimal(found[2]).scaleb(-int(found[1])), len(found[0])
        elif text[:2] in _FIXED:
            length = 2 + _FIXED[text[:2]]
            item = text[3 : 3 + _ITEM_DIGITS] if text[:2] in {"01", "02"} else item
        elif text[:2].isdigit():
            length = len(text.partition(_SEPARATOR)[0])
        else:
            return None
        text = text[length:].removeprefix(_SEPARATOR)
    return ScannedWeight(weight, item) if weight else None

"""The words and the number formats of one document: the customer's language, never the interface's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from adv_desktop.models.enums import VatCategory
from adv_desktop.services import texts
from adv_desktop.services.formats import Formats

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from adv_desktop.services.documents.content import Lot, Reference, Weight


@dataclass(frozen=True, slots=True)
class Voice:
    """Texts and formats of a language, and the few phrases that every document shares."""

    texts: texts.Texts
    formats: Formats

    def gettext(self, message: str) -> str:
        """Translate an English message."""
        return self.texts.gettext(message)

    def reference(self, reference: Reference | None) -> str:
        """Write "BL2026000955 of 18 Nov 2026", or the number alone without a date."""
        if reference is None:
            return ""
        if reference.on is None:
            return reference.number
        return self.gettext("{number} of {date}").format(number=reference.number, date=self.formats.date(reference.on))

    def references(self, references: Iterable[Reference]) -> str:
        """Write several references on one line."""
        return ", ".join(self.reference(reference) for reference in references)

    def vat(self, category: VatCategory, rate: Decimal | None) -> str:
        """Write a VAT rate, or the short word of a category that bears none."""
        _ = self.gettext
        words = {
            VatCategory.EXEMPT: _("exempt"),
            VatCategory.REVERSE_CHARGE: _("reverse charge"),
            VatCategory.INTRA_EU: _("intra-EU"),
            VatCategory.EXPORT: _("export"),
            VatCategory.OUT_OF_SCOPE: _("out of scope"),
        }
        if category in words:
            return words[category]
        return "" if rate is None else self.formats.percent(rate)

    def weight(self, weight: Weight | None) -> str:
        """Write kilograms to the gram, marked where they are estimated."""
        if weight is None:
            return ""
        return f"{'≈ ' if weight.estimated else ''}{self.formats.price(weight.kilograms, 3)} kg"

    def price_base(self, base: Decimal, *, by_weight: bool) -> str:
        """Say what a price is for, "" where it is for one unit."""
        unit = " kg" if by_weight else ""
        if base != 1:
            return self.gettext("per {quantity}").format(quantity=self.formats.quantity(base) + unit)
        return self.gettext("per kg") if unit else ""

    def lot(self, lot: Lot) -> str:
        """Write a lot with its best-before date and quantity."""
        _ = self.gettext
        parts = [_("Lot {number}").format(number=lot.number)]
        if lot.best_before:
            parts.append(_("best before {date}").format(date=self.formats.date(lot.best_before)))
        if lot.quantity is not None:
            parts.append("× " + self.formats.quantity(lot.quantity))
        return " · ".join(parts)

    def unit_facts(self, serials: Sequence[str], warranty_until: date | None) -> list[str]:
        """Write the serial numbers of units, and until when they are under warranty."""
        _ = self.gettext
        said = []
        if serials:
            said.append(_("Serial no. {numbers}").format(numbers=", ".join(serials)))
        if warranty_until:
            said.append(_("Warranty until {date}").format(date=self.formats.date(warranty_until)))
        return said


@cache
def voice(language: str) -> Voice:
    """Return the voice of a language ("fr"; any other speaks English)."""
    return Voice(texts.of(language), Formats(language))


def grouped(number: str, size: int) -> str:
    """Write an identifier in groups joined by no-break spaces: "573 319 126", "FR76 3000 …"."""
    bare = number.replace(" ", "")
    return "\u00a0".join(bare[at : at + size] for at in range(0, len(bare), size))


def siret(number: str) -> str:
    """Write a SIRET as SIREN and NIC: "573 319 126 00013"."""
    bare = number.replace(" ", "")
    return f"{grouped(bare[:9], 3)}\u00a0{bare[9:]}"

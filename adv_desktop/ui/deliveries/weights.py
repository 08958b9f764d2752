"""The weights of a line sold by weight while they are typed or scanned (R19)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _
from adv_desktop.services.weighing import Scales, is_scan, read_weights
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.tones import Tone

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Weighing:
    """The scales of a line with the kilograms weighed so far; `fault` says what could not be read."""

    scales: Scales
    weights: tuple[Decimal, ...] = ()
    fault: str = ""
    scanned: bool = False

    def typed(self, text: str) -> Weighing:
        """Return the weights after a text was typed; a scanned label adds to those that are there."""
        try:
            read = read_weights(text, self.scales.ean)
        except DomainError as error:
            return replace(self, fault=sentence(error, texts.current()))
        scanned = is_scan(text)
        return replace(self, weights=(*self.weights, *read) if scanned else read, fault="", scanned=scanned)

    @property
    def total(self) -> Decimal:
        """What the line weighs."""
        return sum(self.weights, ZERO)

    def awaits_more(self, quantity: Decimal) -> bool:
        """Whether pieces are left to scan."""
        return self.scanned and len(self.weights) < quantity

    def shown(self, quantity: Decimal) -> str:
        """Write the kilograms, those of the average while nothing was weighed."""
        if self.weights:
            return formats().price(self.total, 3)
        return f"≈ {formats().price(self.scales.expected(quantity), 3)}" if quantity else "—"

    @property
    def text(self) -> str:
        """The weights as they are typed: « 3,24 + 3,18 »."""
        return " + ".join(formats().quantity(weight) for weight in self.weights)

    def remark(self, quantity: Decimal) -> str:
        """Say what is wrong with the weight, "" while nothing is."""
        if self.fault:
            return self.fault
        if not quantity:
            return ""
        if not self.weights:
            return _("To weigh")
        percent = self.scales.deviation(self.total, quantity)
        if percent is None:
            return ""
        gap = formats().quantity(percent)
        return _("Weight {gap} %").format(gap=gap if percent < 0 else f"+{gap}")

    def tone(self, quantity: Decimal) -> Tone | None:
        """Return the colour of the remark."""
        if self.fault:
            return Tone.BAD
        return Tone.WARN if self.remark(quantity) else None


def weighed(value: object, weighing: Weighing | None) -> Weighing | None:
    """Return the weights of a line after its cell was typed."""
    return weighing.typed(str(value or "")) if weighing is not None else None


class WeighedLine(Protocol):
    """A line of a grid in which weights are typed."""

    @property
    def awaits_weight(self) -> bool:
        """Whether pieces are left to scan."""


WeighedT = TypeVar("WeighedT", bound=WeighedLine)


class Scanning(QObject, Generic[WeighedT]):
    """Goes back to the weight of a line whose pieces are not all scanned yet: a scanner ends each label with Enter."""

    def __init__(self, grid: LineGrid[WeighedT]) -> None:
        super().__init__(grid)
        self._grid = grid
        grid.edited.connect(self._on_edited, Qt.ConnectionType.QueuedConnection)

    def _on_edited(self, row: int, key: str) -> None:
        if key == "weight" and self._grid.line(row).awaits_weight:
            self._grid.edit_cell(row, "weight")

"""The sheets and rolls that labels are printed on."""

from __future__ import annotations

from dataclasses import dataclass

from adv_desktop.services.texts import N_


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """A page of labels in millimetres; `word` is an English message. A roll has one label a page."""

    key: str
    word: str
    page: tuple[float, float]
    columns: int
    rows: int
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    gap: float = 0.0

    @property
    def places(self) -> int:
        """How many labels a page has."""
        return self.columns * self.rows


A4 = (210.0, 297.0)
FORMATS = (
    LabelFormat("a4_4", N_("A4, 4 labels (105 × 148 mm)"), A4, 2, 2, 105.0, 148.5),
    LabelFormat("a4_8", N_("A4, 8 labels (99 × 68 mm)"), A4, 2, 4, 99.1, 67.7, 4.65, 13.1, 2.5),
    LabelFormat("a4_14", N_("A4, 14 labels (99 × 38 mm)"), A4, 2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
    LabelFormat("a4_21", N_("A4, 21 labels (64 × 38 mm)"), A4, 3, 7, 63.5, 38.1, 7.2, 15.15, 2.5),
    LabelFormat("roll_150", N_("Thermal roll (100 × 150 mm)"), (100.0, 150.0), 1, 1, 100.0, 150.0),
    LabelFormat("roll_70", N_("Thermal roll (100 × 70 mm)"), (100.0, 70.0), 1, 1, 100.0, 70.0),
)
BY_KEY = {one.key: one for one in FORMATS}

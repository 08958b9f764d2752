"""The charts of the management report, drawn on the page: grouped columns and lying bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.pen import INNER, LEFT, Pen
from adv_desktop.services.documents.styles import BORDER, SMALL, STRONG
from adv_desktop.services.documents.tags import Role
from adv_desktop.services.formats import Formats

BLUE, PALE_BLUE, GREEN, ORANGE = "#1F5FBF", "#AFC3E0", "#14805E", "#C2610C"
AGEING_COLOURS = (BLUE, "#D9A514", ORANGE, "#A11B1B", "#A11B1B", "#7A4FB5", PALE_BLUE)
GAP = 12.0
WIDTH = (INNER - GAP) / 2
HEIGHT = 138.0
NAMES_WIDTH = 92.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Months with one or two columns each; a month without a figure stays empty."""

    title: str
    labels: Sequence[str]
    series: Sequence[tuple[str, str, Sequence[int | None]]]
    formats: Formats

    @property
    def alt(self) -> str:
        """The figures in words."""
        said = [self.title]
        for name, _, values in self.series:
            points = [
                f"{label} {self.formats.rounded(value)}"
                for label, value in zip(self.labels, values, strict=False)
                if value is not None
            ]
            said.append(f"{name}, {', '.join(points)}")
        return ". ".join(said)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw the chart in a frame."""
        _frame(pen, x, top, self.title)
        most = max((value or 0 for _, _, values in self.series for value in values), default=0)
        base, room, left = top + HEIGHT - 30, HEIGHT - 62, x + 34
        if most <= 0:
            return
        for part in (0.0, 0.5, 1.0):
            pen.rule(left, base - room * part, WIDTH - 44, stroke=BORDER, line=0.4)
            axis = self.formats.integer(round(most * part / 100_000))
            pen.text(left - 4, base - room * part + 2, axis, SMALL, "right")
        step = (WIDTH - 44) / max(len(self.labels), 1)
        wide = step * 0.7 / len(self.series)
        for month, label in enumerate(self.labels):
            start = left + month * step + step * 0.15
            for number, (_, colour, values) in enumerate(self.series):
                height = room * max(values[month] or 0, 0) / most
                if height > 0:
                    pen.box(start + number * wide, base - height, wide * 0.92, height, fill=colour, radius=0)
            pen.text(left + (month + 0.5) * step, base + 9, label, SMALL.scaled(0.78), "centre")
        _legend(pen, x, top + HEIGHT - 9, [(name, colour) for name, colour, _ in self.series])


@dataclass(frozen=True, slots=True)
class Bars:
    """Names with a lying bar and its amount."""

    title: str
    bars: Sequence[tuple[str, int]]
    colours: Sequence[str]
    formats: Formats

    @property
    def alt(self) -> str:
        """The figures in words."""
        return ". ".join([self.title, *(f"{name} {self.formats.rounded(value)}" for name, value in self.bars)])

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw the chart in a frame."""
        _frame(pen, x, top, self.title)
        most = max((value for _, value in self.bars), default=0)
        step = min((HEIGHT - 32) / max(len(self.bars), 1), 16)
        room = WIDTH - NAMES_WIDTH - 76
        for number, (name, value) in enumerate(self.bars):
            y = top + 27 + number * step
            shown = SMALL.fitted(name, NAMES_WIDTH - 14, 4.8)
            pen.text(x + NAMES_WIDTH - 4, y + step * 0.55, name, shown, "right")
            wide = room * max(value, 0) / most if most > 0 else 0
            if wide:
                colour = self.colours[number % len(self.colours)]
                pen.box(x + NAMES_WIDTH, y, wide, step * 0.72, fill=colour, radius=0)
            pen.text(
                x + NAMES_WIDTH + wide + 4, y + step * 0.55, self.formats.rounded(value), SMALL.coloured(styles.INK)
            )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two charts side by side."""

    left: Columns | Bars
    right: Columns | Bars
    height: float = HEIGHT

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""
        for chart, x in ((self.left, LEFT), (self.right, LEFT + WIDTH + GAP)):
            with pen.tag(Role.FIGURE, chart.alt, box=(x, top, WIDTH, HEIGHT)):
                chart.draw(pen, x, top)


def _frame(pen: Pen, x: float, top: float, title: str) -> None:
    pen.box(x, top, WIDTH, HEIGHT, stroke=BORDER)
    pen.text(x + 10, top + 15, title, STRONG.fitted(title, WIDTH - 20, 6))


def _legend(pen: Pen, x: float, y: float, names: Sequence[tuple[str, str]]) -> None:
    place = x + 34
    for name, colour in names:
        pen.box(place, y - 5, 8, 5, fill=colour, radius=0)
        pen.text(place + 11, y, name, SMALL)
        place += 24 + SMALL.width(name)

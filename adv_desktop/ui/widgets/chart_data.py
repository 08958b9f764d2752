"""What a chart shows, and the sums behind its axes; knows neither Qt nor pyqtgraph."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from adv_desktop.services.formats import NO_BREAK_SPACE
from adv_desktop.services.texts import _

Unit = Callable[[float], str]
Value = float | None
PARETO_SHARE = 80
GROUP_WIDTH = 0.72


def whole(value: float) -> str:
    """Write a count."""
    return str(round(value))


@dataclass(frozen=True, slots=True)
class Bars:
    """A series of bars; `keys`, where given, replace those of the chart when one of its bars is clicked."""

    name: str
    values: Sequence[Value]
    colour: str = "s1"
    keys: Sequence[object] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A series of points joined by a line; None leaves a gap."""

    name: str
    values: Sequence[Value]
    colour: str = "s3"
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class BarLineData:
    """Bars side by side for each label, from zero, with lines over them."""

    labels: Sequence[str]
    keys: Sequence[object]
    bars: Sequence[Bars]
    lines: Sequence[Line] = ()
    unit: Unit = whole


@dataclass(frozen=True, slots=True)
class LinesData:
    """Lines on an axis that spans their values; the last value of each is written beside it."""

    labels: Sequence[str]
    keys: Sequence[object]
    lines: Sequence[Line]
    unit: Unit = whole


@dataclass(frozen=True, slots=True)
class ParetoData:
    """Causes (key, label, count), the greatest first, with their cumulative share."""

    rows: Sequence[tuple[object, str, float]]
    unit: Unit = whole


class RankRow(NamedTuple):
    """A row of a ranking: what a click tells, its name, how long its bar is, the figure, the colour."""

    key: object
    label: str
    value: float
    text: str
    colour: str = "s1"


@dataclass(frozen=True, slots=True)
class RankData:
    """Horizontal bars with their figures at the right: top customers, ageing."""

    rows: Sequence[tuple[object, str, float, str, str]]


@dataclass(frozen=True, slots=True)
class StackData:
    """Horizontal bars made of parts (one value a label in each), with the totals at the right."""

    labels: Sequence[str]
    keys: Sequence[object]
    parts: Sequence[Bars]
    totals: Sequence[str]


ChartData = BarLineData | LinesData | ParetoData | RankData | StackData


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis: its ends and the values that are written beside it."""

    low: float
    high: float
    steps: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A text beside an axis, at a value."""

    value: float
    text: str
    colour: str = "muted"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart on two axes, ready to be drawn. `inside` writes the first bars' values in them."""

    labels: Sequence[str]
    keys: Sequence[object]
    bars: Sequence[Bars]
    lines: Sequence[Line]
    scale: Scale
    left: Sequence[Mark]
    unit: Unit
    right: Sequence[Mark] = ()
    wrapped: bool = False
    inside: bool = False
    pale_from: int | None = None
    cumulative_top: float | None = None

    def spoken(self, place: int) -> str:
        """Tell what a place of the chart shows, one series a line."""
        told = [self.labels[place]]
        every: list[Bars | Line] = [*self.bars, *self.lines]
        for series in every:
            value = series.values[place] if place < len(series.values) else None
            if value is not None:
                told.append(f"{series.name}{NO_BREAK_SPACE}: {self._written(series, value)}")
        return "\n".join(told)

    def key_at(self, x: float) -> object | None:
        """Return the key of what lies at an abscissa: a bar with keys of its own, else the label."""
        place = round(x)
        if not 0 <= place < len(self.keys):
            return None
        if self.bars:
            at = math.floor((x - place + GROUP_WIDTH / 2) / GROUP_WIDTH * len(self.bars))
            bars = self.bars[max(0, min(len(self.bars) - 1, at))]
            if place < len(bars.keys):
                return bars.keys[place]
        return self.keys[place]

    def _written(self, series: Bars | Line, value: float) -> str:
        if self.cumulative_top is not None and isinstance(series, Line):
            return percent(value / self.cumulative_top)
        return self.unit(value)


def drawing(data: BarLineData | LinesData | ParetoData) -> Drawing:
    """Lay a chart out on its axes."""
    if isinstance(data, ParetoData):
        return _pareto(data)
    lines = data.lines
    bars = data.bars if isinstance(data, BarLineData) else ()
    every: list[Bars | Line] = [*bars, *lines]
    known = [value for series in every for value in series.values if value is not None]
    scale = nice_scale([0.0, *known] if bars else known)
    left = [Mark(step, data.unit(step)) for step in scale.steps]
    named = () if bars else [line for line in lines if not line.dashed and _last(line.values)]
    right = [Mark(_last(line.values)[0], data.unit(_last(line.values)[0]), line.colour) for line in named]
    return Drawing(data.labels, data.keys, bars, lines, scale, left, data.unit, right)


def nice_scale(values: Sequence[float], about: int = 4) -> Scale:
    """Return round steps (1, 2, 2.5 or 5 times a power of ten) around some values."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if low == high:
        low, high = min(low, 0.0), max(high, 0.0) or low + 1.0
    counts = all(float(value).is_integer() for value in values)
    rough = max((high - low) / about, 1.0 if counts else 0.0)
    power = 10.0 ** math.floor(math.log10(rough))
    # A count of 2.5 claims means nothing.
    usable = [factor * power for factor in (1, 2, 2.5, 5, 10) if not counts or (factor * power).is_integer()]
    step = next(step for step in usable if step >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    steps = tuple(round(place * step, 10) for place in range(first, last + 1))
    return Scale(steps[0], steps[-1], steps)


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart so that no two are nearer than `gap`, each as little as can be, between two ends."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = [places[at] for at in order]
    for at in range(1, len(moved)):
        moved[at] = max(moved[at], moved[at - 1] + gap)
    limit = high
    for at in range(len(moved) - 1, -1, -1):
        moved[at] = min(moved[at], limit)
        limit = moved[at] - gap
    if moved and moved[0] < low:
        moved = [low + gap * at for at in range(len(moved))]
    result = list(places)
    for at, place in zip(order, moved, strict=True):
        result[at] = place
    return result


def shown_places(count: int, slot: float, widest: float) -> list[int]:
    """Return which labels are written so that none touches its neighbour; the last one always is."""
    stride = max(1, math.ceil(widest / slot)) if slot > 0 else count or 1
    return [place for place in range(count) if (count - 1 - place) % stride == 0]


def percent(share: float) -> str:
    """Write a share of one in whole percent."""
    return _("{percent}%").format(percent=round(share * 100))


def _pareto(data: ParetoData) -> Drawing:
    rows = sorted(data.rows, key=lambda row: -row[2])
    total = sum(value for _key, _label, value in rows) or 1.0
    scale = nice_scale([0.0, *(value for _key, _label, value in rows)])
    running, line, pale = 0.0, [], len(rows)
    for place, (_key, _label, value) in enumerate(rows):
        if running / total * 100 >= PARETO_SHARE:
            pale = min(pale, place)
        running += value
        line.append(running / total * scale.high)
    return Drawing(
        labels=[label for _key, label, _value in rows],
        keys=[key for key, _label, _value in rows],
        bars=[Bars(_("Count"), [value for _key, _label, value in rows])],
        lines=[Line(_("Cumulative share"), line)],
        scale=scale,
        left=[Mark(step, data.unit(step)) for step in scale.steps],
        unit=data.unit,
        right=[Mark(scale.high * quarter / 4, percent(quarter / 4)) for quarter in range(5)],
        wrapped=True,
        inside=True,
        pale_from=pale,
        cumulative_top=scale.high,
    )


def _last(values: Sequence[Value]) -> list[float]:
    return [value for value in values if value is not None][-1:]

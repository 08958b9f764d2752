"""How a benchmark measures: CPU time, both sides alternating in one run, medians after a warm-up."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table: the limit and our figure in one unit, and the ratio (or value) asked for.

    `target` bounds `figure`: the ratio ours ÷ limit, or our own value where `absolute` is set.
    """

    code: str
    what: str
    limit: float
    ours: float
    target: float
    unit: str = "ms"
    absolute: bool = False
    details: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Ours divided by the limit."""
        return self.ours / self.limit if self.limit else float("inf")

    @property
    def reached(self) -> bool:
        """Whether the target is reached."""
        return (self.ours if self.absolute else self.ratio) <= self.target

    def facts(self) -> dict[str, object]:
        """Return what the JSON file keeps."""
        return {**asdict(self), "ratio": self.ratio, "reached": self.reached}


def cpu_ms(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds of one call."""
    started = time.process_time_ns()
    work()
    return (time.process_time_ns() - started) / 1e6


def median_ms(work: Callable[[], object], rounds: int = ROUNDS, repeat: int = 1) -> float:
    """Return the median CPU milliseconds of a call, measured over `repeat` calls a round."""
    work()
    return statistics.median(cpu_ms(lambda: [work() for _ in range(repeat)]) / repeat for _ in range(rounds))


def against(
    limit: Callable[[], object], ours: Callable[[], object], rounds: int = ROUNDS, repeat: int = 1
) -> tuple[float, float]:
    """Return the median CPU milliseconds of both sides, taken in turn."""
    limit()
    ours()
    pairs = [
        (cpu_ms(lambda: [limit() for _ in range(repeat)]), cpu_ms(lambda: [ours() for _ in range(repeat)]))
        for _ in range(rounds)
    ]
    return tuple(statistics.median(side) / repeat for side in zip(*pairs, strict=True))  # type: ignore[return-value]

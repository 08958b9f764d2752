"""Long work that tells how far it is and that can be stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

SECONDS_BETWEEN_REPORTS = 0.1


class Cancelled(Exception):  # noqa: N818 (the user's wish, not an error)
    """The user stopped the work; nothing half-done may be kept."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is; a total of 0 means that nobody knows."""

    done: int
    total: int


class Progress:
    """Report steps at most ten times a second; raise `Cancelled` at the next step after `cancel`."""

    def __init__(
        self, report: Callable[[Step], None] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._report = report
        self._clock = clock
        self._last = float("-inf")
        self._stop = threading.Event()

    def step(self, done: int, total: int = 0) -> None:
        """Say how much is done; the last step is always reported."""
        if self._stop.is_set():
            raise Cancelled
        if self._report is None:
            return
        now = self._clock()
        if now - self._last < SECONDS_BETWEEN_REPORTS and done != total:
            return
        self._last = now
        self._report(Step(done, total))

    def cancel(self) -> None:
        """Ask the work to stop (from any thread)."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

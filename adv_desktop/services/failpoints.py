"""Named points where a fault test kills the process, as a power cut would."""

from __future__ import annotations

import os
import signal
from collections import Counter

_reached: Counter[str] = Counter()


def reach(point: str) -> None:
    """Die here when ADV_KILL_AT names this point, or "point#n" its nth passage; otherwise do nothing."""
    wanted = os.environ.get("ADV_KILL_AT")
    if wanted is None:
        return
    _reached[point] += 1
    if wanted in {point, f"{point}#{_reached[point]}"}:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

"""Named points where a fault test kills the process, as a power cut would."""

from __future__ import annotations

import os
import signal

_KILL_AT = os.environ.get("ADV_KILL_AT")


def reach(point: str) -> None:
    """Die here when the environment names this point; otherwise do nothing."""
    if _KILL_AT is not None and point == _KILL_AT:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

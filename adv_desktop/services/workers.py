"""Other processes for work that needs no database: one a core, ended with the run that asked for them."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor

_log = logging.getLogger(__name__)


def serve_when_frozen() -> None:
    """Become a worker when a packaged program was started as one: the first thing that an entry point does."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()


@contextlib.contextmanager
def workers() -> Iterator[Executor | None]:
    """Give processes that start afresh (the window has threads, so none is forked); None where there is one core."""
    pool = _pool(_cores())
    try:
        yield pool
    finally:
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)


def _pool(cores: int) -> Executor | None:
    if cores < 2:
        return None
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    try:
        return ProcessPoolExecutor(cores, multiprocessing.get_context("spawn"), _prepare)
    except OSError as error:  # a system that grants no semaphores
        _log.warning("no other processes: %s", error)
        return None


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _prepare() -> None:
    """Leave Ctrl+C to the parent, and end when it is gone: a worker whose parent was killed would wait for ever."""
    import multiprocessing
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)

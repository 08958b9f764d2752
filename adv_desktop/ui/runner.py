"""Work outside the UI thread: one thread that writes, two that read.

Callbacks are given before the work starts (a signal emitted before `connect` is lost) and are called in the
UI thread; the callback of a widget that is gone is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from adv_desktop.services.jobs import Cancelled, Progress, Step

T = TypeVar("T")
Failed = Callable[[Exception], None]

BUSY_CURSOR_AFTER = 300
PROGRESS_AFTER = 600


class Lane(StrEnum):
    """Which threads a piece of work runs in."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class JobState:
    """What the window shows of a long job; `step` None when it is over."""

    title: str
    step: Step | None
    task: Task


class Task:
    """A piece of work that was asked for."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.cancelled = False
        self.stopped: Callable[[], None] | None = None

    def cancel(self) -> None:
        """Forget what was to be done next; a job stops at its next step, and its `stopped` is called."""
        self.cancelled = True
        self.progress.cancel()


class Runner(Protocol):
    """Runs work and calls back in the UI thread."""

    def read(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> Task:
        """Run work that only reads."""
        ...

    def write(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> Task:
        """Run a command; commands run one after the other."""
        ...

    def job(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        *,
        title: str,
        lane: Lane = Lane.READ,
        stopped: Callable[[], None] | None = None,
    ) -> Task:
        """Run long work that shows its progress and that the user may stop: then `stopped` is called."""
        ...


@dataclass(slots=True)
class _Pending:
    task: Task
    settle: Callable[[], None]


class ThreadRunner(QObject):
    """The runner of the real window."""

    job_changed = Signal(object)
    _settled = Signal(object)
    _stepped = Signal(object)

    def __init__(self, failed: Failed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failed = failed
        self._lanes = {Lane.READ: ThreadPoolExecutor(2, "read"), Lane.WRITE: ThreadPoolExecutor(1, "write")}
        self._tasks: set[Task] = set()
        self._shown: set[Task] = set()
        self._busy = QTimer(self, singleShot=True, interval=BUSY_CURSOR_AFTER)
        self._busy.timeout.connect(self._on_busy)
        self._cursor_shown = False
        self._settled.connect(self._on_settled, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._on_stepped, Qt.ConnectionType.QueuedConnection)

    def read(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> Task:
        return self._start(Lane.READ, lambda _: work(), done, failed, Task(Progress()))

    def write(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> Task:
        return self._start(Lane.WRITE, lambda _: work(), done, failed, Task(Progress()))

    def job(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        *,
        title: str,
        lane: Lane = Lane.READ,
        stopped: Callable[[], None] | None = None,
    ) -> Task:
        task = Task(Progress(lambda step: self._stepped.emit(JobState(title, step, task))))
        task.stopped = stopped
        task = self._start(lane, work, done, failed, task)
        QTimer.singleShot(PROGRESS_AFTER, self, lambda: self._show_job(JobState(title, Step(0, 0), task)))
        return task

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._tasks

    def close(self) -> None:
        """Stop what reads and wait for what writes."""
        for task in self._tasks:
            task.cancel()
        self._lanes[Lane.READ].shutdown(wait=True, cancel_futures=True)
        self._lanes[Lane.WRITE].shutdown(wait=True)
        self._tasks.clear()
        self._rest()

    def _start(
        self,
        lane: Lane,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Failed | None,
        task: Task,
    ) -> Task:
        self._tasks.add(task)
        if not self._busy.isActive() and not self._cursor_shown:
            self._busy.start()

        def on_ended(future: Future[T]) -> None:
            if not future.cancelled():
                self._settled.emit(_Pending(task, lambda: _settle(future, done, failed or self._failed)))

        self._lanes[lane].submit(work, task.progress).add_done_callback(on_ended)
        return task

    @Slot(object)
    def _on_settled(self, pending: _Pending) -> None:
        self._tasks.discard(pending.task)
        self._shown.discard(pending.task)
        if not self._tasks:
            self._rest()
        self.job_changed.emit(JobState("", None, pending.task))
        if not pending.task.cancelled:
            pending.settle()
        elif pending.task.stopped is not None and _alive(pending.task.stopped):
            pending.task.stopped()

    @Slot(object)
    def _on_stepped(self, state: JobState) -> None:
        if state.task in self._shown:
            self.job_changed.emit(state)

    def _show_job(self, state: JobState) -> None:
        if state.task in self._tasks:
            self._shown.add(state.task)
            self.job_changed.emit(state)

    def _on_busy(self) -> None:
        self._cursor_shown = True
        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)

    def _rest(self) -> None:
        self._busy.stop()
        if self._cursor_shown:
            QGuiApplication.restoreOverrideCursor()
            self._cursor_shown = False


class InlineRunner:
    """Runs everything at once in the calling thread: for tests."""

    def __init__(self, failed: Failed | None = None) -> None:
        self._failed = failed or _raise

    def read(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> Task:
        return self._run(lambda _: work(), done, failed)

    def write(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> Task:
        return self._run(lambda _: work(), done, failed)

    def job(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        *,
        title: str,
        lane: Lane = Lane.READ,
        stopped: Callable[[], None] | None = None,
    ) -> Task:
        return self._run(work, done, failed, stopped)

    def _run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Failed | None,
        stopped: Callable[[], None] | None = None,
    ) -> Task:
        task = Task(Progress())
        future: Future[T] = Future()
        try:
            future.set_result(work(task.progress))
        except Exception as error:
            future.set_exception(error)
            if isinstance(error, Cancelled) and stopped is not None:
                stopped()
        _settle(future, done, failed or self._failed)
        return task


def _settle(future: Future[T], done: Callable[[T], None], failed: Failed) -> None:
    error = future.exception()
    if isinstance(error, Cancelled):
        return
    if error is None:
        if _alive(done):
            done(future.result())
    elif _alive(failed):
        failed(error if isinstance(error, Exception) else RuntimeError(str(error)))


def _alive(callback: object) -> bool:
    """Tell whether the widget whose method is called back still is; a lambda has none."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)


def _raise(error: Exception) -> None:
    raise error

"""Real keys in the window of a running program, and what it wrote."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from adv_desktop.cli import main
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import Store

TODAY = "2026-11-24"
PATIENCE = 60.0
REST = 0.3  # seconds without work after which a window is ready: longer than its search waits for the next key
AT_WORK = ("R", "D")  # running or waiting for a processor, waiting for the disk


class Activity:
    """What a process is doing, by its threads: a busy machine makes it slower, never idle."""

    def __init__(self, process: int) -> None:
        self._threads = Path(f"/proc/{process}/task")

    def settle(self) -> None:
        """Wait until the process has had nothing to do for a while."""
        deadline = time.monotonic() + PATIENCE
        worked, since = self._worked(), time.monotonic()
        while time.monotonic() - since < REST:
            assert time.monotonic() < deadline, "the window never came to rest"
            time.sleep(0.03)
            now = self._worked()
            if now is None or now != worked:
                worked, since = now, time.monotonic()

    def _worked(self) -> int | None:
        """Return the processor ticks used so far; None while a thread is at work."""
        ticks = 0
        for thread in self._threads.iterdir():
            try:
                state, *numbers = (thread / "stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue  # the thread ended in between
            if state in AT_WORK:
                return None
            ticks += int(numbers[10]) + int(numbers[11])
        return ticks


class Keyboard:
    """Presses real keys in the window of a running program, each when the window has answered the one before."""

    def __init__(self, environment: dict[str, str], process: int) -> None:
        self._environment = environment
        self._activity = Activity(process)
        self._window = ""

    def focus(self) -> None:
        """Wait for the window to show its company and give it the keyboard."""
        found = self._run("search", "--sync", "--onlyvisible", "--name", "Retrouv.* ADV Desktop")
        self._window = found.split()[-1]
        self._run("windowfocus", "--sync", self._window)
        self._activity.settle()

    def answer_dialog(self, text: str) -> None:
        """Type into the dialog that opened over the window, and come back to the window."""
        deadline = time.monotonic() + PATIENCE
        while len(found := self._run("search", "--onlyvisible", "--class", "adv").split()) < 2:
            assert time.monotonic() < deadline, "no dialog opened"
            time.sleep(0.2)
        self._run("windowfocus", "--sync", next(name for name in found if name != self._window))
        self.press("ctrl+a")
        self.write(text)
        self._run("windowfocus", "--sync", self._window)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self._run("key", "--clearmodifiers", key)
            self._activity.settle()

    def write(self, text: str) -> None:
        """Type a text and end it with Enter."""
        self._run("type", "--delay", "25", text)
        self._activity.settle()
        self.press("Return")

    def _run(self, *arguments: str) -> str:
        command = ["xdotool", *arguments]
        done = subprocess.run(
            command, env=self._environment, check=True, capture_output=True, text=True, timeout=2 * PATIENCE
        )
        return done.stdout


def console(database: Path, *words: str) -> tuple[int, Any]:
    """Run `adv` beside the open window; return its exit code and its JSON."""
    out = StringIO()
    with redirect_stdout(out):
        code = main(["--database", str(database), "--today", TODAY, *words, "--json"])
    return code, json.loads(out.getvalue())


def until(condition: Callable[[], Any]) -> Any:
    """Wait for what the window writes to be in the database; return it."""
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, "the window wrote nothing"
        time.sleep(0.2)
    return found


def read(database: Path, question: Callable[[Any], Any]) -> Any:
    store = Store(database, Clock())
    try:
        with store.read() as session:
            return question(session)
    finally:
        store.close()

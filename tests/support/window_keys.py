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
PATIENCE = 30.0


class Keyboard:
    """Presses real keys in the window of a running program."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._window = ""

    def focus(self) -> None:
        """Wait for the window to show its company and give it the keyboard."""
        found = self._run("search", "--sync", "--onlyvisible", "--name", "Retrouv.* ADV Desktop")
        self._window = found.split()[-1]
        self._run("windowfocus", "--sync", self._window)

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
            time.sleep(0.25)  # a person's pace: the window answers each key before the next one

    def write(self, text: str) -> None:
        """Type a text and end it with Enter."""
        self._run("type", "--delay", "25", text)
        time.sleep(0.4)
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

"""The files of a watched folder: those that are whole, known by their content."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adv_desktop.services.clock import Clock

SETTLED_AFTER = 3.0  # seconds without a change: before, somebody may still be writing the file
_TEMPORARY = ("~$", ".", "._")


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that nobody has dealt with yet; `size` in bytes."""

    path: Path
    size: int
    modified_at: dt.datetime
    sha256: str


class WatchedFolder:
    """Lists files of some kinds; one object keeps the hashes of files that did not change."""

    def __init__(self, clock: Clock, suffixes: frozenset[str], largest: int) -> None:
        self._clock = clock
        self._suffixes = suffixes
        self._largest = largest  # bytes
        self._hashes: dict[tuple[str, int, int], str] = {}

    def files(self, folder: Path) -> list[WaitingFile]:
        """Return the whole files of a folder, the oldest first; raise `OSError` when it cannot be reached."""
        return sorted(self._files(folder), key=lambda file: (file.modified_at, file.path.name))

    def _files(self, folder: Path) -> Iterator[WaitingFile]:
        now = self._clock.now().timestamp()
        with os.scandir(folder) as entries:
            for entry in entries:
                path = Path(entry.path)
                if entry.name.startswith(_TEMPORARY) or path.suffix.lower() not in self._suffixes:
                    continue
                file = self._file(path, now)
                if file is not None:
                    yield file

    def _file(self, path: Path, now: float) -> WaitingFile | None:
        """Return a file that is whole; None for one that is being written, gone meanwhile, or no file."""
        try:
            stat = path.stat()
            if not path.is_file() or not 0 < stat.st_size <= self._largest or now - stat.st_mtime < SETTLED_AFTER:
                return None
            key = (str(path), stat.st_size, stat.st_mtime_ns)
            if key not in self._hashes:
                self._hashes[key] = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:  # locked by the program that writes it: the next look will tell
            return None
        moment = dt.datetime.fromtimestamp(stat.st_mtime, dt.UTC)
        return WaitingFile(path, stat.st_size, moment, self._hashes[key])

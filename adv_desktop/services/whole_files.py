"""Files that appear whole or not at all: written beside, flushed to the disk, then put in place."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

from adv_desktop.models.errors import KnownError

# An antivirus or an indexer may hold a file for a moment just after it was written.
ATTEMPTS = 20
SECONDS_BETWEEN_ATTEMPTS = 0.25
_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


@contextlib.contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the target's place when the block ends well, and disappears otherwise."""
    part = target.with_name(target.name + ".part")
    with told(target):
        try:
            yield part
            flush(part)
            replace(part, target)
            flush(target.parent)
        finally:
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the system refuses about a file into an error that a person can act on."""
    try:
        yield
    except OSError as error:
        code = "file.disk_full" if error.errno in _NO_ROOM else "file.cannot_write"
        raise KnownError(code, path=str(path), detail=error.strerror or str(error)) from error


def replace(source: Path, target: Path) -> None:
    """Put a file in another's place at once, patient with whoever holds it for a moment."""
    for attempt in range(ATTEMPTS):
        try:
            source.replace(target)
        except PermissionError:
            if attempt + 1 == ATTEMPTS or os.name != "nt":
                raise
            time.sleep(SECONDS_BETWEEN_ATTEMPTS)
        else:
            return


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows keeps names with the files
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

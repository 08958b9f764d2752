"""The lock of works that nobody else may share: migrating, restoring, archiving.

The operating system holds the lock, so that it ends with the process, however it ends; the file only tells
who holds it. Ordinary reads and writes take no lock of ours: SQLite orders them.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from adv_desktop.models.errors import KnownError

# Far behind the text: on Windows a locked byte cannot be read, and the holder's name must be.
_LOCKED_BYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock, and for what."""

    work: str
    user: str
    machine: str
    process: int


def lock_path(database: Path) -> Path:
    """Return the lock file of a database, beside it."""
    return database.with_name(database.name + ".lock")


@contextlib.contextmanager
def exclusive(database: Path, work: str, user: str) -> Iterator[None]:
    """Hold the lock of a database; raise `database.in_use`, naming the holder, when somebody has it."""
    path = lock_path(database)
    descriptor = _acquire(path)
    try:
        text = json.dumps(asdict(Holder(work, user, platform.node(), os.getpid())), ensure_ascii=False)
        os.truncate(descriptor, 0)
        os.write(descriptor, text.encode())
        yield
    finally:
        _release(path, descriptor)


def refuse_if_locked(database: Path) -> None:
    """Raise `database.in_use` while somebody migrates, restores or archives the database."""
    path = lock_path(database)
    if path.exists():
        _release(path, _acquire(path))


def holder_of(path: Path) -> Holder | None:
    """Return who wrote the lock file, or None when it cannot be told."""
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _acquire(path: Path) -> int:
    """Open and lock the file; another attempt follows when its last holder removed it meanwhile."""
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise KnownError("database.read_only", path=str(path), detail=error.strerror or str(error)) from error
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            holder = holder_of(path)
            raise KnownError(
                "database.in_use",
                path=str(path),
                work=holder.work if holder else "?",
                user=holder.user if holder else "?",
                machine=holder.machine if holder else "?",
            ) from error
        if _still_there(path, descriptor):
            return descriptor
        os.close(descriptor)


def _still_there(path: Path, descriptor: int) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    return False


def _release(path: Path, descriptor: int) -> None:
    """Remove the file while it is still locked where the system allows it, else just after."""
    with contextlib.suppress(OSError):
        path.unlink()
    os.close(descriptor)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            path.unlink()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

"""Put a backup in the place of a database: into a new file first, then swapped; the former file is kept."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from adv_desktop.models import database
from adv_desktop.models.errors import KnownError
from adv_desktop.services import locking
from adv_desktop.services.backup import check, copy_database
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import actor_name
from adv_desktop.services.whole_files import flush, replace, told


@dataclass(frozen=True, slots=True)
class LostNumbers:
    """Numbers given after the backup was made: their documents are only in the former file."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restoration did: where the former file is, and which numbers the backup did not know."""

    path: Path
    former: Path | None
    lost: tuple[LostNumbers, ...] = ()


def restore(backup: Path, path: Path, clock: Clock) -> Restored:
    """Restore a backup over a database (or where there is none); refuse what cannot be trusted before touching it.

    Nobody may have the database open: what they write would go to the former file.
    """
    if path.exists() and backup.exists() and path.samefile(backup):
        raise KnownError("backup.same_file", path=str(path))
    with locking.exclusive(path, "restore", actor_name()):
        check(backup)
        part = path.with_name(path.name + ".restored")
        copy_database(backup, part)
        try:
            with told(path):
                former = _keep_former(path, clock.now()) if path.exists() else None
                replace(part, path)
                flush(path.parent)
        finally:
            part.unlink(missing_ok=True)
    return Restored(path, former, _lost(former, path) if former is not None else ())


def _keep_former(path: Path, now: dt.datetime) -> Path:
    """Give the present file a second name, together with its log, so that there is no instant without a database."""
    former = path.with_name(f"{path.stem}-{now:%Y-%m-%dT%H%M%SZ}-replaced{path.suffix}")
    _fold_log(path)
    try:
        former.hardlink_to(path)
    except OSError:  # a disk without links (FAT, some shares)
        shutil.copyfile(path, former)
        flush(former)
    log = database.log_path(path)
    if log.exists():
        replace(log, database.log_path(former))
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    return former


def _fold_log(path: Path) -> None:
    """Bring the log of a sound database into its file, refusing while somebody has it open.

    A damaged database is not written: its log is kept beside it.
    """
    try:
        check(path)
    except KnownError:
        return
    with database.known_errors(path), contextlib.closing(database.connect(path)) as connection:
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            # Leaving the log needs the file for oneself: it fails as long as another connection is open.
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            raise KnownError("database.open_elsewhere", path=str(path)) from error


def _lost(former: Path, restored: Path) -> tuple[LostNumbers, ...]:
    """Return the numbers that the former file had given and the restored one will give again."""
    before, after = _series(former), _series(restored)
    lost = []
    for key, (last, digits) in sorted(before.items()):
        known = after.get(key, (0, 0))[0]
        if last > known:
            lost.append(LostNumbers(f"{key}{known + 1:0{digits}d}", f"{key}{last:0{digits}d}"))
    return tuple(lost)


def _series(path: Path) -> dict[str, tuple[int, int]]:
    """Return the last number of each series by its prefix and year; nothing when the file cannot be read."""
    with contextlib.suppress(KnownError, sqlite3.DatabaseError), database.reading(path) as connection:
        rows = connection.execute("SELECT prefix || year, last_number, digits FROM number_series").fetchall()
        return {str(key): (int(last), int(digits)) for key, last, digits in rows}
    return {}

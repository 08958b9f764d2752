"""Backups: copied in one step beside whoever writes, verified, then put in place; and their restoration."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from adv_desktop.models import database
from adv_desktop.models.errors import KnownError
from adv_desktop.services.clock import Clock
from adv_desktop.services.retention import Kept, to_drop
from adv_desktop.services.store import Store
from adv_desktop.services.whole_files import told, whole

DEFAULT_BUDGET_GB = 10
BYTES_OF_A_GB = 10**9
_MOMENT = "%Y-%m-%dT%H%M%S.%fZ"
_NAME = re.compile(r"(?P<moment>\d{4}-\d\d-\d\dT\d{6}\.\d{6}Z)-(?P<occasion>[a-z]+)\.db")


class Occasion(StrEnum):
    """Why a backup was made."""

    MANUAL = "manual"
    CLOSE = "close"
    DAILY = "daily"
    MIGRATION = "migration"
    IMPORT = "import"


BEFORE_WORK = frozenset({Occasion.MIGRATION, Occasion.IMPORT})


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup that was verified when it was made."""

    path: Path
    moment: dt.datetime
    occasion: Occasion
    size: int


class Backups:
    """The backups of one database; they need no open store, so that a damaged database can be helped too."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    @property
    def folder(self) -> Path:
        """The folder of the settings, else one beside the database."""
        chosen = _setting(self._path, "backup_folder")
        return Path(chosen) if isinstance(chosen, str) and chosen else default_folder(self._path)

    def make(self, occasion: Occasion) -> BackupFile:
        """Back up into the folder, then delete what is no longer kept."""
        folder, now = self.folder, self._clock.now()
        target = folder / f"{self._path.stem}-{now.strftime(_MOMENT)}-{occasion}.db"
        with told(folder):
            if folder == default_folder(self._path):
                folder.mkdir(exist_ok=True)
            copy_database(self._path, target)
            made = BackupFile(target, now, occasion, target.stat().st_size)
            self._thin()
        return made

    def make_if_changed(self, occasion: Occasion) -> BackupFile | None:
        """Back up unless the last backup already holds everything (on closing the window)."""
        last = next(iter(self.all()), None)
        if last is not None and _last_change(last.path) == _last_change(self._path):
            return None
        return self.make(occasion)

    def make_daily(self) -> BackupFile | None:
        """Back up when today has no backup yet."""
        last = next(iter(self.all()), None)
        if last is not None and last.moment.date() == self._clock.now().date():
            return None
        return self.make_if_changed(Occasion.DAILY)

    def all(self) -> list[BackupFile]:
        """Return the backups in the folder, the newest first."""
        found = []
        with told(self.folder):
            for path in self.folder.glob(f"{_escaped(self._path.stem)}-*.db"):
                match = _NAME.fullmatch(path.name.removeprefix(f"{self._path.stem}-"))
                if match is not None and match["occasion"] in set(Occasion):
                    moment = dt.datetime.strptime(match["moment"], _MOMENT).replace(tzinfo=dt.UTC)
                    found.append(BackupFile(path, moment, Occasion(match["occasion"]), path.stat().st_size))
        return sorted(found, key=lambda backup: backup.moment, reverse=True)

    def last_verified(self) -> BackupFile | None:
        """Return the newest backup that is still sound today: what is offered when the database is damaged."""
        for backup in self.all():
            with contextlib.suppress(KnownError):
                check(backup.path)
                return backup
        return None

    def _thin(self) -> None:
        """Delete what is not kept; the newest one, just verified, is never among them."""
        backups = self.all()
        budget = _setting(self._path, "backup_budget_gb")
        gigabytes = budget if isinstance(budget, int) else DEFAULT_BUDGET_GB
        kept = [Kept(backup.moment, backup.size, backup.occasion in BEFORE_WORK) for backup in backups]
        for place in to_drop(kept, gigabytes * BYTES_OF_A_GB):
            backups[place].path.unlink(missing_ok=True)


def automatic(store: Store, clock: Clock) -> BackupFile | None:
    """Back up as the window does when it closes; return nothing when the last backup already holds everything."""
    if store.read_only:
        return None
    return Backups(store.path, clock).make_if_changed(Occasion.CLOSE)


def default_folder(path: Path) -> Path:
    """Return the folder of backups beside a database."""
    return path.with_name(f"{path.stem}-backups")


def copy_database(source: Path, target: Path) -> None:
    """Copy a database that others may be writing into one verified file without a log beside it."""
    if target.exists() and source.samefile(target):
        raise KnownError("backup.same_file", path=str(target))
    if not target.parent.is_dir():
        raise KnownError("backup.folder_missing", path=str(target.parent))
    with whole(target) as part:
        part.unlink(missing_ok=True)
        with database.reading(source) as reading, database.known_errors(target):
            writing = sqlite3.connect(part, isolation_level=None)
            try:
                # In one step: page by page, each write of somebody else starts the copy again.
                reading.backup(writing, pages=-1)
                writing.execute("PRAGMA journal_mode = DELETE")
            finally:
                writing.close()
        check(part)


def check(path: Path) -> int:
    """Return the version of a database file after reading all of it; raise what makes it unfit to be trusted."""
    if not path.is_file():
        raise KnownError("database.missing", path=str(path))
    with told(path):
        version = database.inspect_file(path)
    with database.reading(path) as connection:
        said = [str(row[0]) for row in connection.execute("PRAGMA quick_check(1)")]
    if said != ["ok"]:
        raise KnownError("database.corrupt", path=str(path), detail=said[0])
    return version


def _setting(path: Path, key: str) -> object:
    """Return a setting as it is stored, or None: a damaged or older database must be helped as well."""
    with contextlib.suppress(KnownError, sqlite3.DatabaseError, ValueError), database.reading(path) as connection:
        row = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])
    return None


def _last_change(path: Path) -> object:
    """Return what tells two states of a database apart: the head of its trail, and what is being typed."""
    with contextlib.suppress(KnownError, sqlite3.DatabaseError), database.reading(path) as connection:
        return (
            connection.execute("SELECT hash FROM audit_entry ORDER BY id DESC LIMIT 1").fetchone(),
            connection.execute("SELECT max(saved_at), count(*) FROM form_draft").fetchone(),
        )
    return object()  # unreadable: equal to nothing


def _escaped(stem: str) -> str:
    """Take the meaning of a pattern from the characters of a file name."""
    return re.sub(r"([*?[])", r"[\1]", stem)

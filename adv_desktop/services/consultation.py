"""Open for reading what cannot be written: a read-only file or disk, a damaged file, a colleague's copy."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from adv_desktop.models import database
from adv_desktop.models.errors import KnownError
from adv_desktop.services.whole_files import told


@dataclass(frozen=True, slots=True)
class Consultation:
    """A database that is only read: `path` is what to open, `as_of` from when its data are."""

    path: Path
    as_of: dt.datetime
    copy: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Remove the temporary copy, if there is one."""
        if self.copy is not None:
            self.copy.cleanup()


def is_writable(path: Path) -> bool:
    """Whether a database can be written: its file, and the folder where SQLite keeps its log."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def consult(path: Path) -> Consultation:
    """Prepare a database for reading, leaving its file as it is.

    A file whose folder cannot be written is opened as it stands, and a log beside it would be ignored; a file that
    was cut is refused by SQLite even for what is left of it. Both are copied to a temporary folder.
    """
    with told(path):
        changed = [file.stat().st_mtime for file in (path, database.log_path(path)) if file.exists()]
        as_of = dt.datetime.fromtimestamp(max(changed), dt.UTC)
        needs_copy = database.log_size(path) or path.stat().st_size < database.whole_size(path)
        copy = _copy(path) if needs_copy else None
        consulted = Consultation(path if copy is None else Path(copy.name) / path.name, as_of, copy)
    try:
        _refuse_unreadable(path if not database.log_size(path) else consulted.path)
    except BaseException:
        consulted.close()
        raise
    return consulted


def _copy(path: Path) -> tempfile.TemporaryDirectory[str]:
    """Copy a file and its log; what is missing at its end reads as empty pages."""
    folder = tempfile.TemporaryDirectory(prefix="adv-consultation-", ignore_cleanup_errors=True)
    copied = Path(folder.name) / path.name
    shutil.copyfile(path, copied)
    if database.log_size(path):
        shutil.copyfile(database.log_path(path), database.log_path(copied))
    elif database.whole_size(copied) > copied.stat().st_size:
        with copied.open("r+b") as file:
            file.truncate(database.whole_size(copied))
    return folder


def _refuse_unreadable(path: Path) -> None:
    """Refuse what is not ours or of another version; of a damaged file, what can be read is read."""
    try:
        version = database.inspect_file(path)
    except KnownError as error:
        if error.code != "database.corrupt":
            raise
        return
    if version < database.SCHEMA_VERSION:
        raise KnownError("database.older", path=str(path))

"""Look at a file before it is opened: sound, a backup, damaged, of a newer program."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from adv_desktop.services.clock import Clock

_BACKUP = re.compile(r"(?P<stem>.+)-(?P<moment>\d{4}-\d\d-\d\dT\d{6}\.\d{6}Z)-[a-z]+\.db")
_MOMENT = "%Y-%m-%dT%H%M%S.%fZ"


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that can be trusted; `made` is when it was made if it is a backup, `proposed` where to restore it."""

    path: Path
    made: dt.datetime | None = None
    proposed: Path | None = None


def look_at(path: Path) -> Looked:
    """Read a file whole; raise what makes it unfit to be opened."""
    from adv_desktop.services.backup import check

    check(path)
    named = _BACKUP.fullmatch(path.name)
    if named is None:
        return Looked(path)
    made = dt.datetime.strptime(named["moment"], _MOMENT).replace(tzinfo=dt.UTC)
    return Looked(path, made, free_name(path.parent.parent / f"{named['stem']}.db"))


def free_name(wanted: Path) -> Path:
    """Return the path, or one with a number after it when it is taken."""
    path, count = wanted, 2
    while path.exists():
        path, count = wanted.with_stem(f"{wanted.stem}-{count}"), count + 1
    return path


def restored(looked: Looked, target: Path, clock: Clock) -> Path:
    """Restore a backup where no file is; return where it is."""
    from adv_desktop.services.restoring import restore

    return restore(looked.path, target, clock).path

"""Bring a database of an earlier program up to date: backup first, and back to it when anything fails."""

from __future__ import annotations

from pathlib import Path

from adv_desktop.models import database, migrations
from adv_desktop.models.errors import KnownError
from adv_desktop.services import locking
from adv_desktop.services.backup import Backups, Occasion, check
from adv_desktop.services.clock import Clock
from adv_desktop.services.restoring import restore
from adv_desktop.services.store import actor_name


def upgrade(path: Path, clock: Clock) -> None:
    """Migrate a database that an earlier program made; do nothing when it is up to date."""
    if database.inspect_file(path) == database.SCHEMA_VERSION:
        return
    with locking.exclusive(path, "migrate", actor_name()):
        check(path)
        backup = Backups(path, clock).make(Occasion.MIGRATION)
        try:
            migrations.migrate(path)
            check(path)
            return
        except Exception as error:
            failure = error
    # The migration is one transaction, so this is for what a transaction cannot undo: a disk that failed.
    try:
        check(path)
    except KnownError:
        restore(backup.path, path, clock)
    raise (
        failure
        if isinstance(failure, KnownError)
        else KnownError("database.migration_failed", path=str(path), detail=str(failure))
    ) from failure

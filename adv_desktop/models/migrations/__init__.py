"""Bring a database of an earlier version up to the present one, in one transaction.

A revision is a module of `versions` named by its number: `v0002_….py` takes a database of version 1 to version 2.
It has `upgrade(op)`, with plain SQL types and never a class of the program, which goes on changing after it.
The version is SQLite's `user_version`, so a database that is up to date is opened without alembic.
"""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from adv_desktop.models import database
from adv_desktop.models.errors import KnownError
from adv_desktop.models.migrations import versions
from adv_desktop.models.schema import APPLICATION_ID

if TYPE_CHECKING:
    from alembic.operations import Operations

Upgrade = Callable[["Operations"], None]


def revisions() -> list[Upgrade]:
    """Return the upgrades in order; the first one makes version 1."""
    names = sorted(module.name for module in pkgutil.iter_modules(versions.__path__))
    return [importlib.import_module(f"{versions.__name__}.{name}").upgrade for name in names]


def migrate(path: Path, upgrades: Sequence[Upgrade] | None = None) -> None:
    """Run the upgrades that a database lacks; all of them are kept, or none.

    Foreign keys are off: with them on, remaking a table silently deletes every row that hangs on it.
    Triggers are made again at the end, because remaking a table loses its own and would fire the others.
    """
    wanted = list(upgrades) if upgrades is not None else revisions()
    made = sa.create_engine("sqlite://", creator=lambda: _connection(path), poolclass=sa.pool.StaticPool)
    try:
        with database.known_errors(path), made.connect() as connection:
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
            version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
            _upgrade(connection, wanted[version:])
            _refuse_unsound(connection, path)
            connection.exec_driver_sql(f"PRAGMA user_version = {len(wanted)}")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql("COMMIT")
    finally:
        made.dispose()


def _connection(path: Path) -> sqlite3.Connection:
    """Open in autocommit: the transaction is begun and committed by `migrate` alone."""
    connection = database.connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def _upgrade(connection: sa.Connection, upgrades: Sequence[Upgrade]) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    context = MigrationContext.configure(connection, opts={"transactional_ddl": False})
    database.drop_triggers(connection)
    for upgrade in upgrades:
        with Operations.context(context) as operations:
            upgrade(operations)
    database.create_triggers(connection)


def _refuse_unsound(connection: sa.Connection, path: Path) -> None:
    """Raise before the commit when a row refers to nothing or a page is damaged."""
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        tables = ", ".join(sorted({str(row[0]) for row in orphans}))
        raise KnownError("database.migration_failed", path=str(path), detail=f"foreign keys: {tables}")
    with contextlib.closing(connection.exec_driver_sql("PRAGMA quick_check(1)")) as result:
        said = result.scalar_one()
    if said != "ok":
        raise KnownError("database.corrupt", path=str(path), detail=str(said))

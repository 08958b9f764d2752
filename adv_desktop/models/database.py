"""The SQLite file: how it is opened, with which promises, and what it must look like to be trusted."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from adv_desktop.models.errors import KnownError
from adv_desktop.models.schema import APPLICATION_ID, SEARCH, SEARCH_TABLE, triggers
from adv_desktop.models.sqlite_types import HintingCompiler

SCHEMA_VERSION = 45
PRAGMAS = {
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: a power loss loses no acknowledged commit
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "cell_size_check": 1,
}
MAGIC = b"SQLite format 3\0"
_READ_ONLY_REFUSES = frozenset({"journal_mode"})
_CANNOT_WRITE_BESIDE = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY})
# What Python's driver says without a result code.
_SIGNS_OF_DAMAGE = ("file is not a database", "malformed", "Could not decode to UTF-8")
# Primary result codes of SQLite that a person can act on.
_KNOWN = {
    sqlite3.SQLITE_BUSY: "database.locked",
    sqlite3.SQLITE_LOCKED: "database.locked",
    sqlite3.SQLITE_READONLY: "database.read_only",
    sqlite3.SQLITE_IOERR: "database.io_error",
    sqlite3.SQLITE_CORRUPT: "database.corrupt",
    sqlite3.SQLITE_NOTADB: "database.corrupt",
    sqlite3.SQLITE_FULL: "database.disk_full",
    sqlite3.SQLITE_CANTOPEN: "database.cannot_open",
}


def engine(path: Path, *, read_only: bool = False, durable: bool = True) -> sa.Engine:
    """Make an engine on a file; its transactions are begun by `ReadSession` and `WriteSession`."""
    made = sa.create_engine(
        "sqlite://",
        creator=lambda: connect(path, read_only=read_only, durable=durable),
        poolclass=sa.pool.QueuePool,
        pool_size=6,
    )
    made.dialect.statement_compiler = HintingCompiler
    return made


class ReadSession(Session):
    """A session that reads one state of the file."""


class WriteSession(Session):
    """A session that is the only writer of the file from its first statement on."""


# Not events of the engine: with one, each statement asks four times whether somebody listens (4 % of a command).
@event.listens_for(ReadSession, "after_begin")
def _begin_reading(_session: Session, _transaction: SessionTransaction, connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN DEFERRED")


@event.listens_for(WriteSession, "after_begin")
def _begin_writing(_session: Session, _transaction: SessionTransaction, connection: sa.Connection) -> None:
    begin_writing(connection)


def begin_writing(connection: sa.Connection) -> None:
    """Begin IMMEDIATE: a deferred read-then-write fails at once with "database is locked"."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    # Rows of one command may be written in any order: references are checked at its commit.
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def connect(path: Path, *, read_only: bool = False, durable: bool = True) -> sqlite3.Connection:
    """Open a connection in autocommit, so that only `Store` begins transactions.

    Not `durable`: commits do not wait for the disk, for a file that is worth nothing before it is complete.
    For reading where the disk lets nothing be written, the file is taken as it stands; SQLite would then ignore a
    write-ahead log, so a file that has one is refused.
    """
    uri = path.resolve().as_uri()
    with known_errors(path):
        if not read_only:
            return _configured(f"{uri}?mode=rwc", PRAGMAS if durable else PRAGMAS | {"synchronous": 0})
        pragmas = {name: value for name, value in PRAGMAS.items() if name not in _READ_ONLY_REFUSES}
        try:
            return _configured(f"{uri}?mode=ro", pragmas)
        except sqlite3.OperationalError as error:
            if log_size(path) or error.sqlite_errorcode & 0xFF not in _CANNOT_WRITE_BESIDE:
                raise
            return _configured(f"{uri}?mode=ro&immutable=1", pragmas)


def _configured(uri: str, pragmas: Mapping[str, object]) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # the file is opened by the first read
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def log_path(path: Path) -> Path:
    """Return the write-ahead log of a database file."""
    return path.with_name(path.name + "-wal")


def log_size(path: Path) -> int:
    """Return how many bytes the write-ahead log of a file holds."""
    log = log_path(path)
    return log.stat().st_size if log.exists() else 0


def create(path: Path) -> None:
    """Make a new database with every table, trigger and index; the file must not exist or be empty."""
    from adv_desktop.models.all_tables import metadata

    made = engine(path)
    try:
        with made.begin() as connection:
            begin_writing(connection)
            metadata.create_all(connection)
            create_triggers(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    finally:
        made.dispose()


def create_triggers(connection: sa.Connection) -> None:
    """Make the search table and the triggers; existing triggers are replaced."""
    drop_triggers(connection)
    connection.exec_driver_sql(SEARCH)
    for statement in triggers():
        connection.exec_driver_sql(statement)


def drop_triggers(connection: sa.Connection) -> None:
    """Take every trigger away, for a migration that changes what they protect."""
    for name in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def inspect_file(path: Path) -> int:
    """Return the schema version of a database file, refusing what is empty, cut, foreign, tampered or newer."""
    size = path.stat().st_size
    if size == 0:
        raise KnownError("database.empty", path=str(path))
    if not _header(path).startswith(MAGIC):
        raise KnownError("database.foreign", path=str(path))
    with reading(path) as connection:
        if _pragma(connection, "application_id") != APPLICATION_ID:
            raise KnownError("database.foreign", path=str(path))
        version = _pragma(connection, "user_version")
        if version > SCHEMA_VERSION:
            raise KnownError("database.newer", path=str(path), version=version, known=SCHEMA_VERSION)
        if not log_size(path):
            _refuse_cut(path, size)
        if version == SCHEMA_VERSION:
            _refuse_foreign_schema(connection, path)
    return version


def _refuse_cut(path: Path, size: int) -> None:
    """Compare the size with the page count of the header: a file cut at a page passes SQLite's own check."""
    whole = whole_size(path)
    if size < whole:
        raise KnownError("database.corrupt", path=str(path), detail=f"{size} < {whole}")


def whole_size(path: Path) -> int:
    """Return how many bytes a database file should have by its own header (file format, section 1.3); else 0."""
    header = _header(path)
    if not header.startswith(MAGIC):
        return 0
    page_size = int.from_bytes(header[16:18], "big")
    return int.from_bytes(header[28:32], "big") * (65_536 if page_size == 1 else page_size)


def _refuse_foreign_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a database that lacks a table, or carries a trigger or view that is not exactly ours."""
    from adv_desktop.models.all_tables import metadata

    tables, ours, others = set(), set(), set()
    expected = set(triggers())
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        if kind == "table":
            tables.add(name)
        elif kind == "trigger" and sql in expected:
            ours.add(sql)
        elif kind in {"trigger", "view"}:
            others.add(name)
    names = (metadata.tables.keys() - tables) | {sql.split()[2] for sql in expected - ours} | others
    if names:
        raise KnownError("database.foreign_schema", path=str(path), names=", ".join(sorted(names)))


def own_tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the tables that hold data (the search index is derived)."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows if not name.startswith((SEARCH_TABLE, "sqlite_"))]


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(100)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


@contextlib.contextmanager
def known_errors(path: Path | None = None) -> Iterator[None]:
    """Turn an environment's refusal (disk full, locked, damaged) into a `KnownError`; let bugs through."""
    try:
        yield
    except (sqlite3.DatabaseError, sa.exc.DBAPIError) as error:
        original = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        known = known_error(original, path)
        if known is None:
            raise
        raise known from error


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection to a file that may be damaged: even its names and messages may be no text any more."""
    try:
        with known_errors(path), contextlib.closing(connect(path, read_only=True)) as connection:
            yield connection
    except UnicodeDecodeError as error:
        raise KnownError("database.corrupt", path=str(path), detail=str(error)) from error


def known_error(error: BaseException | None, path: Path | None = None) -> KnownError | None:
    """Return the `KnownError` that a driver error stands for, or None when it is a bug."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        message = str(error)
        if any(sign in message for sign in _SIGNS_OF_DAMAGE):
            return KnownError("database.corrupt", path=str(path or ""), detail=message)
        return None
    name = _KNOWN.get(code & 0xFF)
    return None if name is None else KnownError(name, path=str(path or ""), detail=str(error))

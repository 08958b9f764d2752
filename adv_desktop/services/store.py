"""The one door to the database: a write is one transaction, told about after its commit."""

from __future__ import annotations

import contextlib
import getpass
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.util import identity_key

from adv_desktop.models import all_tables, database
from adv_desktop.models.audit import RequestLog
from adv_desktop.models.base import Base
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import KnownError
from adv_desktop.services.clock import Clock
from adv_desktop.services.events import Hub
from adv_desktop.services.failpoints import reach
from adv_desktop.services.recorder import Recorder

__all__ = ["Store", "held", "next_id", "touch"]

Entity = TypeVar("Entity", bound=Base)


class _WriteSession(database.WriteSession):
    """The session of one command; it holds what it has loaded until the commit, so that no row is read twice."""

    def __init__(self, engine: sa.Engine, recorder: Recorder) -> None:
        super().__init__(engine, expire_on_commit=False)
        self.info["recorder"] = recorder
        self.held: list[object] = []


@event.listens_for(_WriteSession, "loaded_as_persistent")
@event.listens_for(_WriteSession, "pending_to_persistent")
def _hold(session: _WriteSession, entity: object) -> None:
    session.held.append(entity)


@event.listens_for(_WriteSession, "before_flush")
def _number_rows(session: _WriteSession, _context: UOWTransaction, _instances: object) -> None:
    """Give the new rows of a table their ids: rows with ids are inserted together, others one by one."""
    new: dict[type[Base], list[Base]] = {}
    for entity in session.new:
        new.setdefault(type(entity), []).append(entity)
    for kind, entities in new.items():
        unnumbered = [entity for entity in entities if getattr(entity, "id", 0) is None]
        if len(unnumbered) > 1:
            for row_id, entity in enumerate(unnumbered, start=next_id(session, kind)):
                entity.id = row_id  # type: ignore[attr-defined]


@event.listens_for(_WriteSession, "after_flush")
def _record(session: _WriteSession, context: UOWTransaction) -> None:
    recorder: Recorder = session.info["recorder"]
    recorder.after_flush(session, context)


class Store:
    """Opens a database file and gives sessions that live as long as one read or one command."""

    def __init__(
        self, path: Path, clock: Clock, hub: Hub | None = None, *, read_only: bool = False, durable: bool = True
    ) -> None:
        self.path = path
        self.hub = hub or Hub()
        self.read_only = read_only
        self._clock = clock
        self._tables = all_tables.metadata  # every class is mapped before the first session
        self._engine = database.engine(path, read_only=read_only, durable=durable)
        self._actor = actor_name()
        self._request_id: str | None = None
        self._watch: sqlite3.Connection | None = None

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session for reading; exhaust its results before leaving."""
        with database.known_errors(self.path), database.ReadSession(self._engine, expire_on_commit=False) as session:
            yield session

    @contextlib.contextmanager
    def write(self, action: str = "") -> Iterator[Session]:
        """Give a session whose changes are committed together, or not at all, then published."""
        if self.read_only:
            raise KnownError("database.read_only", path=str(self.path))
        recorder = Recorder(self._actor, action)
        with database.known_errors(self.path), _WriteSession(self._engine, recorder) as session:
            yield session
            session.flush()
            self._log_request(session, recorder)
            recorder.write(session, self._clock.now())
            reach("commit.before")
            session.commit()
            reach("commit.after")
        self.hub.publish(recorder.changed())

    @contextlib.contextmanager
    def request(self, request_id: str | None) -> Iterator[None]:
        """Remember, in the transaction of the command run inside, what it makes for this request."""
        self._request_id = request_id
        try:
            yield
        finally:
            self._request_id = None

    def replayed(self, request_id: str) -> list[tuple[str, int]] | None:
        """Return the (table, id) of the documents that a request already made, or None when it is new."""
        parts = RequestLog.request_id.startswith(f"{request_id}/", autoescape=True)
        with self.read() as session:
            rows = session.scalars(
                sa.select(RequestLog.documents)
                .where(sa.or_(RequestLog.request_id == request_id, parts))
                .order_by(RequestLog.at)
            ).all()
        return [(str(table), int(row_id)) for row in rows for table, row_id in row] if rows else None

    def _log_request(self, session: Session, recorder: Recorder) -> None:
        if self._request_id is None:
            return
        count = session.scalar(
            sa.select(sa.func.count()).where(RequestLog.request_id.startswith(self._request_id, autoescape=True))
        )
        request_id = f"{self._request_id}/{count}" if count else self._request_id
        session.add(RequestLog(request_id=request_id, at=self._clock.now(), documents=list(recorder.created)))
        session.flush()

    def data_version(self) -> int:
        """Return a number that changes when the data do; it only means something to the connection that gave it."""
        with database.known_errors(self.path):
            if self._watch is None:
                self._watch = database.connect(self.path, read_only=True)
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def checkpoint(self) -> bool:
        """Bring what the write-ahead log holds into the file itself; False when a reader prevents it."""
        connection = database.connect(self.path)
        try:
            connection.execute("PRAGMA busy_timeout = 0")
            busy, _log, _done = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
        except sqlite3.OperationalError:
            return False  # locked: the caller tries again a second later
        finally:
            connection.close()

    def close(self) -> None:
        """Close every connection; the last one to close folds the write-ahead log into the file."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        self._engine.dispose()


def next_id(session: Session, kind: type[Base]) -> int:
    """Return the id of the next row of a table: the transaction is the only writer, so nobody else takes it."""
    return (session.scalar(_last_id(kind.__tablename__)) or 0) + 1


@cache
def _last_id(table: str) -> sa.TextClause:
    return sa.text(f"SELECT max(id) FROM {table}")  # noqa: S608 (own names)


def held(session: Session, kind: type[Entity], row_id: int, part: str) -> Entity | None:
    """Return a row that the session already holds with a part of it, or None when it is still to be read."""
    entity = session.identity_map.get(identity_key(kind, row_id))
    return entity if isinstance(entity, kind) and part not in sa.inspect(entity).unloaded else None


def touch(session: Session, kind: DocumentKind, *ids: int) -> None:
    """Publish documents that Core statements changed."""
    recorder: Recorder = session.info["recorder"]
    recorder.touch(kind, *ids)


def actor_name() -> str:
    """Return the name of the person at the keyboard, as the system knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "adv"

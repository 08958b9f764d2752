"""`verify`: the file, the references, the chains of hashes, and every rule that the figures must obey."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import database
from adv_desktop.models.delivery import StoredFile
from adv_desktop.models.errors import KnownError
from adv_desktop.models.schema import SEARCH_TABLE
from adv_desktop.services import chain, invariants, summaries
from adv_desktop.services.problems import Check, LongCheck, Problem, Step
from adv_desktop.services.recorder import SEARCHED, search_rowid
from adv_desktop.services.store import Store

__all__ = ["Problem", "ignored", "verify", "verify_chain"]

SHARE = 1000  # the steps of each check


def ignored(_done: int, _total: int) -> None:
    """Tell nobody."""


def verify(source: Store | Path, step: Step = ignored) -> list[Problem]:
    """Return everything that is wrong with a database, an empty list when all is well.

    `step(done, total)` is called between the checks and inside the long ones, and may cancel there.
    """
    return _checked(source, CHECKS, step)


def verify_chain(source: Store | Path, step: Step = ignored) -> list[Problem]:
    """Return what was altered after it was issued: seals, closures, trail and kept files."""
    return _checked(source, CHAIN, step)


def _checked(source: Store | Path, checks: tuple[LongCheck, ...], step: Step) -> list[Problem]:
    path = source.path if isinstance(source, Store) else source
    try:
        database.inspect_file(path)
        engine = database.engine(path, read_only=True)
    except (KnownError, UnicodeDecodeError, OSError) as error:
        return [_unreadable(error, path.name)]
    try:
        return _run(engine, path, checks, step)
    finally:
        engine.dispose()


def _run(engine: sa.Engine, path: Path, checks: tuple[LongCheck, ...], step: Step) -> list[Problem]:
    problems: list[Problem] = []
    total = len(checks) * SHARE
    for place, check in enumerate(checks):
        step(place * SHARE, total)
        inside = functools.partial(_inside, step, place, total)
        try:
            with database.known_errors(path), database.ReadSession(engine) as session:
                problems += check(session, inside)
        except (KnownError, UnicodeDecodeError, ValueError, LookupError, sa.exc.SQLAlchemyError) as error:
            # Damaged bytes are not text, JSON or a known word any more.
            problems.append(_unreadable(error, check.__name__.strip("_")))
    step(total, total)
    return problems


def _inside(step: Step, place: int, total: int, done: int, count: int) -> None:
    """Tell how far a check is inside the whole; the last step of all is told when all is done."""
    step(min(place * SHARE + SHARE * done // max(count, 1), total - 1), total)


def _unreadable(error: Exception, where: str) -> Problem:
    if isinstance(error, KnownError):
        return Problem(error.code, where, {"path": where, "detail": "", **error.facts})
    return Problem("database.corrupt", where, {"path": where, "detail": str(error)})


def _pages(session: Session) -> Iterator[Problem]:
    for (said,) in session.execute(sa.text("PRAGMA integrity_check(20)")).all():
        if said != "ok":
            yield Problem("integrity.damaged", "database", {"detail": said})


def _references(session: Session) -> Iterator[Problem]:
    for table, row, parent, _key in session.execute(sa.text("PRAGMA foreign_key_check")).all():
        yield Problem("integrity.reference", str(table), {"row": row, "parent": parent})


def _search_index(session: Session) -> Iterator[Problem]:
    """Every document is found by the search."""
    for kind, (document, _fields) in SEARCHED.items():
        table = kind.__tablename__
        query = f"SELECT count(*) FROM {table} WHERE :first + id NOT IN (SELECT rowid FROM {SEARCH_TABLE})"  # noqa: S608
        missing = session.execute(sa.text(query), {"first": search_rowid(document, 0)}).scalar_one()
        if missing:
            yield Problem("integrity.search", table, {"count": missing})


def _files(session: Session, step: Step) -> Iterator[Problem]:
    """Every file that is kept still has the bytes that it was kept with."""
    count = session.execute(sa.select(sa.func.count()).select_from(StoredFile)).scalar_one()
    rows = session.execute(
        sa.select(StoredFile.id, StoredFile.sha256, StoredFile.size, StoredFile.content),
        execution_options={"yield_per": 20},
    )
    for done, (file_id, sha256, size, content) in enumerate(rows):
        step(done, count)
        if len(content) != size or hashlib.sha256(content).hexdigest() != sha256:
            yield Problem("integrity.file", str(file_id))


def _short(check: Check) -> LongCheck:
    """Give a check that tells no steps the shape of one that does."""

    @functools.wraps(check)
    def checked(session: Session, _step: Step) -> Iterator[Problem]:
        return check(session)

    return checked


CHAIN: tuple[LongCheck, ...] = (chain.seals, _short(chain.unsealed), chain.closures, chain.audit, _files)
CHECKS: tuple[LongCheck, ...] = (
    _short(_pages), _short(_references), *CHAIN, _short(_search_index), *map(_short, invariants.CHECKS),
    summaries.check,
)  # fmt: skip

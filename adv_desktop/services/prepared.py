"""What is read at each key or for each order of a file: statements made once, and answers kept."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

Answer = TypeVar("Answer")
Column = sa.Column[Any] | InstrumentedAttribute[Any]
_KEPT = "answers"


def among(column: Column, name: str) -> sa.ColumnElement[bool]:
    """Hold a column to the values of a parameter (see `listed`): the statement is the same for any number of them."""
    values = sa.func.json_each(sa.bindparam(name, type_=sa.String())).table_valued("value")
    return column.in_(sa.select(sa.type_coerce(values.c.value, column.type)))


def listed(values: Iterable[int | str]) -> str:
    """Return the values of such a parameter."""
    return json.dumps(list(values))


def same(column: Column, name: str) -> sa.ColumnElement[bool]:
    """Hold a column to the value of a parameter."""
    return column == sa.bindparam(name, type_=column.type)


@contextlib.contextmanager
def standing_still(session: Session) -> Iterator[None]:
    """Read master data once in this part of a transaction, which changes none of them."""
    session.info[_KEPT] = {}
    try:
        yield
    finally:
        del session.info[_KEPT]


def once(session: Session, key: tuple[object, ...], read: Callable[[], Answer]) -> Answer:
    """Return what was read under a key before while master data stand still, else read it."""
    kept = session.info.get(_KEPT)
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return cast("Answer", kept[key])

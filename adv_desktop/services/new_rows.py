"""Write many new rows of one transaction without a unit of work: the same columns, audit and search, by executemany."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.base import Base
from adv_desktop.services.clock import Clock
from adv_desktop.services.recorder import Recorder, plain_value
from adv_desktop.services.store import next_id

Parameters = tuple[object, ...]


class NewRows:
    """Rows to insert, a chunk at a time, in the order of their tables; none of them is ever in the session."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._recorder: Recorder = session.info["recorder"]
        self._next: dict[type[Base], int] = {}
        self._rows: dict[type[Base], list[Parameters]] = {}

    def number(self, kind: type[Base]) -> int:
        """Return the id of one more row of a table, which nothing but this adds to meanwhile."""
        row_id = self._next.get(kind) or next_id(self._session, kind)
        self._next[kind] = row_id + 1
        return row_id

    def add(self, entity: Base) -> None:
        """Keep a row that has its id and those of the rows that it refers to, with the defaults of its columns."""
        held = vars(entity)
        parameters: list[object] = []
        facts: dict[str, object] = {}
        for column in _columns(type(entity), self._session.get_bind().dialect):
            value = held.get(column.name)
            if value is None and column.default is not None:
                value = column.default()
            if value is None:
                parameters.append(None)
                continue
            facts[column.name] = plain_value(value)
            parameters.append(value if column.bound is None else column.bound(value))
        self._rows.setdefault(type(entity), []).append(tuple(parameters))
        self._recorder.note_new(entity, facts)

    def write(self) -> None:
        """Insert what was kept, with its audit entries and search rows."""
        self._session.flush()
        connection = self._session.connection()
        for kind, rows in self._rows.items():
            connection.exec_driver_sql(_insert(kind), rows)
        self._rows.clear()
        self._recorder.write(self._session, self._clock.now())


@dataclass(frozen=True, slots=True)
class _Column:
    """A mapped column: its attribute, what stands in it by default, how its values are given to the driver."""

    name: str
    default: Callable[[], object] | None
    bound: Callable[[Any], object] | None


@cache
def _columns(kind: type[Base], dialect: sa.Dialect) -> tuple[_Column, ...]:
    return tuple(
        _Column(attribute.key, _default(column), column.type.dialect_impl(dialect).bind_processor(dialect))
        for attribute in sa.inspect(kind).column_attrs
        if isinstance(column := attribute.columns[0], sa.Column)
    )


def _default(column: sa.Column[Any]) -> Callable[[], object] | None:
    """Return what makes the default of a column, the same as a unit of work takes."""
    default = column.default
    if not isinstance(default, sa.ColumnDefault):
        return None
    made = default.arg
    return (lambda: made(None)) if callable(made) else (lambda: made)


@cache
def _insert(kind: type[Base]) -> str:
    names = [attribute.columns[0].name for attribute in sa.inspect(kind).column_attrs]
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {kind.__tablename__} ({columns}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 (own names)

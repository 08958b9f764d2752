"""Parts of statements that are made once: what is read at each key or for each order of a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

Column = sa.Column[Any] | InstrumentedAttribute[Any]


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

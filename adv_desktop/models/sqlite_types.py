"""How SQLAlchemy's types are spelled in STRICT tables of SQLite (only INTEGER, TEXT, REAL, BLOB exist)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.base import SQLiteTypeCompiler
from sqlalchemy.ext.compiler import compiles


def _as_text(type_: sa.types.TypeEngine[Any], compiler: SQLiteTypeCompiler, **kw: object) -> str:
    return "TEXT"


def _as_integer(type_: sa.types.TypeEngine[Any], compiler: SQLiteTypeCompiler, **kw: object) -> str:
    return "INTEGER"


for _text in (sa.String, sa.Text, sa.Enum, sa.Date, sa.DateTime):
    compiles(_text, "sqlite")(_as_text)
for _integer in (sa.Boolean, sa.BigInteger):
    compiles(_integer, "sqlite")(_as_integer)

"""How SQLAlchemy spells its types in STRICT tables of SQLite (only INTEGER, TEXT, REAL, BLOB exist), and its hints."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler, SQLiteTypeCompiler
from sqlalchemy.ext.compiler import compiles


def _as_text(type_: sa.types.TypeEngine[Any], compiler: SQLiteTypeCompiler, **kw: object) -> str:
    return "TEXT"


def _as_integer(type_: sa.types.TypeEngine[Any], compiler: SQLiteTypeCompiler, **kw: object) -> str:
    return "INTEGER"


for _text in (sa.String, sa.Text, sa.Enum, sa.Date, sa.DateTime):
    compiles(_text, "sqlite")(_as_text)
for _integer in (sa.Boolean, sa.BigInteger):
    compiles(_integer, "sqlite")(_as_integer)


class HintingCompiler(SQLiteCompiler):
    """Writes what `with_hint` gives after a table's name (INDEXED BY …); SQLAlchemy leaves it out for SQLite."""

    def get_from_hint_text(self, table: sa.FromClause, text: str | None) -> str | None:
        """Return what to write."""
        return text

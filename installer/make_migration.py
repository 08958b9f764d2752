"""Write the first revision of the database again from the models, and its example database.

usage: python installer/make_migration.py

For as long as no version was published, a change of the models is a change of the first revision. From the first
publication on, the written revisions never change: a change of the models is a new module beside them.
"""

from __future__ import annotations

import contextlib
import gzip
import sqlite3
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations.ops import UpgradeOps
from sqlalchemy.dialects import sqlite

ROOT = Path(__file__).resolve().parent.parent
REVISION = ROOT / "adv_desktop" / "models" / "migrations" / "versions" / "v0001_first_tables.py"
EXAMPLE = ROOT / "tests" / "data" / "migrations" / "v0001.db.gz"
PLAIN: dict[str, type[sa.types.TypeEngine[Any]]] = {"INTEGER": sa.Integer, "TEXT": sa.Text, "BLOB": sa.LargeBinary}
HEADER = '''"""The tables of the first version."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
'''


def plain_metadata() -> sa.MetaData:
    """Copy the tables of the models with plain SQL types and every CHECK spelled out."""
    from adv_desktop.models.all_tables import metadata

    plain = sa.MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        copy = table.to_metadata(plain)
        # A CHECK that comes with a type would go with it.
        bound = {part for part in copy.constraints if isinstance(part, sa.CheckConstraint) and part._type_bound}  # noqa: SLF001
        copy.constraints -= bound
        for column in copy.columns:
            column.type = _plain(column.type)
        for check in bound:
            copy.append_constraint(sa.CheckConstraint(_written(check), name=sa.schema.conv(str(check.name))))
    return plain


def _written(check: sa.CheckConstraint) -> str:
    options = {"literal_binds": True, "include_table": False}
    return str(check.sqltext.compile(dialect=sqlite.dialect(), compile_kwargs=options))


def _plain(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """Return the storage class that a type has in a STRICT table."""
    name = kind.dialect_impl(sqlite.dialect()).compile(sqlite.dialect())
    return PLAIN[name]()


def revision_text() -> str:
    """Return the source of the first revision."""
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore", sa.exc.SAWarning)  # tables that refer to each other: SQLite takes any order
        context = MigrationContext.configure(connection)
        script = produce_migrations(context, plain_metadata())
        body = render_python_code(cast(UpgradeOps, script.upgrade_ops), migration_context=context)
    return HEADER + "\n".join(line for line in body.splitlines() if not line.lstrip().startswith("#")) + "\n"


def write_example(path: Path) -> None:
    """Make a small company whose orders went all the way to the payment, as this version writes it."""
    sys.path.insert(0, str(ROOT))
    from tests.faults.company import open_company
    from tests.faults.story import tell

    services = open_company(path)
    tell(services, 2)
    services.close()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA page_size = 512")
        connection.execute("VACUUM")


def main() -> int:
    """Write both files."""
    REVISION.write_text(revision_text(), encoding="utf-8", newline="\n")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", REVISION], check=True)
    EXAMPLE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "example.db"
        write_example(path)
        EXAMPLE.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    print(f"{REVISION.relative_to(ROOT)}\n{EXAMPLE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

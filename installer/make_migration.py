"""Write the example database of the present version, which later versions are tested to open.

usage: python installer/make_migration.py

A written revision never changes: a change of the models is a new module in adv_desktop/models/migrations/versions
(plain SQL types only), one more in SCHEMA_VERSION, and the example that this program writes.
"""

from __future__ import annotations

import contextlib
import gzip
import sqlite3
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "tests" / "data" / "migrations"


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
    """Write the example."""
    sys.path.insert(0, str(ROOT))
    from adv_desktop.models.database import SCHEMA_VERSION

    example = EXAMPLES / f"v{SCHEMA_VERSION:04}.db.gz"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "example.db"
        write_example(path)
        example.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    print(example.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())

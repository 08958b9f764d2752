"""Migrations: what they make is what the models say, nothing hangs on foreign keys, and a failure leaves no trace."""

import contextlib
import gzip
import pkgutil
import re
import sqlite3
import subprocess
import sys

import pytest
import sqlalchemy as sa

from adv_desktop.bootstrap import open_services
from adv_desktop.models import database, migrations
from adv_desktop.models.errors import KnownError
from adv_desktop.models.migrations import versions
from adv_desktop.services import upgrading
from adv_desktop.services.backup import Backups, Occasion
from adv_desktop.services.clock import Clock
from adv_desktop.services.integrity import verify
from tests.architecture.tree import ROOT
from tests.faults.company import StoredPapers, reopen
from tests.faults.story import tell

EXAMPLES = ROOT / "tests" / "data" / "migrations"
WRITTEN = sorted(module.name for module in pkgutil.iter_modules(versions.__path__))


def schema(path):
    """Every table, index and trigger by name: its columns in order, its constraints in any order."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    described = {}
    for kind, name, sql in rows:
        parts = [re.sub(r"\s+", " ", part).strip(" ,") for part in (sql or "").replace('"', "").splitlines()]
        columns = [part for part in parts if not part.startswith("CONSTRAINT")]
        described[kind, name] = (columns, sorted(part for part in parts if part.startswith("CONSTRAINT")))
    return described


def example(number, folder):
    path = folder / f"v{number:04}.db"
    path.write_bytes(gzip.decompress((EXAMPLES / f"v{number:04}.db.gz").read_bytes()))
    return path


def rename_terms(op):
    """A change such as a later version may make: a table with children is made again."""
    with op.batch_alter_table("customer") as customer:
        customer.add_column(sa.Column("nickname", sa.Text(), nullable=True))
        customer.alter_column("note", new_column_name="remark")
    op.execute("UPDATE invoice SET notes = 'migrated' WHERE state = 'issued'")


def test_migrations_make_exactly_the_tables_that_the_models_describe(tmp_path):
    made, migrated = tmp_path / "made.db", tmp_path / "migrated.db"
    database.create(made)
    migrations.migrate(migrated)
    assert schema(migrated) == schema(made), "write a revision beside the others"
    assert database.inspect_file(migrated) == database.SCHEMA_VERSION


def test_every_version_has_its_revision_and_its_example():
    assert [name[:5] for name in WRITTEN] == [f"v{number:04}" for number in range(1, database.SCHEMA_VERSION + 1)]
    assert {path.name for path in EXAMPLES.iterdir()} >= {f"{name[:5]}.db.gz" for name in WRITTEN}


@pytest.mark.parametrize("number", range(1, database.SCHEMA_VERSION + 1))
def test_a_company_of_each_version_opens_and_works_on(number, tmp_path):
    path = example(number, tmp_path)
    services = open_services(path, Clock(), StoredPapers())
    services.close()
    again = reopen(path)
    tell(again, 3)
    again.close()
    assert verify(path) == []


DAMAGED = {
    "the note of a delivery is something else": ("delivery", "kind = 'logo'"),
    "the note of a delivery was kept later": ("delivery", "created_at = '2030-01-01T00:00:00.000000Z'"),
    "the note of a delivery was kept before": ("delivery", "created_at = '2020-01-01T00:00:00.000000Z'"),
    "an invoice is something else": ("invoice", "kind = 'logo'"),
}


@pytest.mark.parametrize("damage", DAMAGED)
@pytest.mark.parametrize("number", [1, 29])
def test_seals_of_former_versions_stay_right_and_say_what_their_files_were(number, damage, tmp_path):
    """Documents sealed by algorithms 1 and 2, which hash the bytes of the files alone."""
    path = example(number, tmp_path)
    open_services(path, Clock(), StoredPapers()).close()
    assert verify(path) == []
    table, change = DAMAGED[damage]
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (trigger,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'stored_file_no_update'").fetchone()
        connection.execute("DROP TRIGGER stored_file_no_update")
        connection.execute(f"UPDATE stored_file SET {change} WHERE id = (SELECT min(pdf_file_id) FROM {table})")
        connection.execute(trigger)
    assert [problem.code for problem in verify(path)] == ["integrity.seal_broken"]


def test_what_the_former_program_had_received_of_an_invoice_is_no_fault(tmp_path):
    path = example(44, tmp_path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO open_item (version, customer_id, payer_id, kind, document_number, document_date, currency,"
            " due_date, amount, open_amount, disputed_amount) SELECT 1, customer_id, payer_id, 'opening', 'ANC-1',"
            " document_date, currency, due_date, 10000, 2500, 0 FROM open_item LIMIT 1"
        )
    open_services(path, Clock(), StoredPapers()).close()
    assert verify(path) == []


@pytest.fixture
def company(tmp_path):
    return example(database.SCHEMA_VERSION, tmp_path)


@pytest.fixture
def next_version(company, monkeypatch):  # the company first: it is of the present version
    """A program one version further."""
    upgrades = [*migrations.revisions(), rename_terms]
    monkeypatch.setattr(migrations, "revisions", lambda: upgrades)
    monkeypatch.setattr(database, "SCHEMA_VERSION", len(upgrades))
    return upgrades


def rows(path, table):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()


@pytest.mark.usefixtures("next_version")
def test_remaking_a_table_keeps_what_hangs_on_it_and_makes_the_triggers_again(company):
    before = {table: rows(company, table) for table in ("sales_order", "payment", "customer")}
    upgrading.upgrade(company, Clock())
    assert {table: rows(company, table) for table in ("sales_order", "payment")} == {
        table: before[table] for table in ("sales_order", "payment")
    }
    assert len(rows(company, "customer")) == len(before["customer"])
    with contextlib.closing(database.connect(company)) as connection:
        assert connection.execute("SELECT remark, nickname FROM customer").fetchall() == [(None, None)]
        with pytest.raises(sqlite3.IntegrityError, match="immutable"):
            connection.execute("UPDATE invoice SET notes = 'x'")


@pytest.mark.usefixtures("next_version")
def test_a_migration_is_preceded_by_a_backup_of_the_former_version(company):
    upgrading.upgrade(company, Clock())
    (backup,) = Backups(company, Clock()).all()
    assert backup.occasion is Occasion.MIGRATION
    assert database.inspect_file(backup.path) == database.SCHEMA_VERSION - 1


def failing(op):
    op.execute("DELETE FROM form_draft")
    op.drop_table("saved_view")
    raise RuntimeError("half way")


def orphaning(op):
    op.execute("DELETE FROM customer")


@pytest.mark.parametrize("upgrade", [failing, orphaning])
def test_a_migration_that_fails_leaves_the_database_as_it_was(upgrade, company, next_version, monkeypatch):
    next_version[-1] = upgrade
    before = schema(company), rows(company, "customer")
    with pytest.raises(KnownError, match=r"database\.migration_failed"):
        open_services(company, Clock(), StoredPapers())
    assert (schema(company), rows(company, "customer")) == before
    monkeypatch.undo()
    assert verify(company) == []


def test_a_disk_that_fails_during_a_migration_is_answered_by_the_backup(company, next_version, monkeypatch):
    def breaks_the_file(path):
        path.write_bytes(path.read_bytes()[:-4096])
        raise OSError("the disk does not answer")

    monkeypatch.setattr(migrations, "migrate", breaks_the_file)
    with pytest.raises(KnownError, match=r"database\.migration_failed"):
        upgrading.upgrade(company, Clock())
    monkeypatch.undo()
    assert verify(company) == []


def test_a_database_that_is_up_to_date_is_opened_without_alembic(company):
    script = (
        "import sys; from pathlib import Path; from adv_desktop.bootstrap import open_services\n"
        "from adv_desktop.services.clock import Clock\n"
        "import tests.faults.company as made\n"
        "open_services(Path(sys.argv[1]), Clock(), made.StoredPapers()).close()\n"
        "print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script, company], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

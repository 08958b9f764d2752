"""Files that are cut, flipped, empty, foreign, newer or tampered with: never written, refused with the reason."""

import contextlib
import hashlib
import random
import shutil
import sqlite3

import pytest

from adv_desktop.bootstrap import open_services
from adv_desktop.models.errors import KnownError
from adv_desktop.services import texts
from adv_desktop.services.backup import Backups, Occasion
from adv_desktop.services.clock import Clock
from adv_desktop.services.integrity import verify
from adv_desktop.services.seals import SEALED
from adv_desktop.services.sentences import sentence
from tests.faults.company import StoredPapers, reopen
from tests.faults.story import tell

SEALED_TABLES = [name for tables in SEALED.values() for name, _key in tables] + ["stored_file"]


def edit(*statements):
    def change(path):
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.execute("PRAGMA journal_mode = DELETE")

    return change


def keep(share):
    return lambda path: path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])


def overwrite(start, content):
    def change(path):
        old = path.read_bytes()
        path.write_bytes(old[:start] + content + old[start + len(content) :])

    return change


BROKEN = {
    "empty": (lambda path: path.write_bytes(b""), "database.empty"),
    "text": (lambda path: path.write_text("Bonjour"), "database.foreign"),
    "other_program": (edit("PRAGMA application_id = 7"), "database.foreign"),
    "first_bytes": (overwrite(0, b"XXXX"), "database.foreign"),
    "newer": (edit("PRAGMA user_version = 99"), "database.newer"),
    "cut_in_the_middle": (keep(0.5), "database.corrupt"),
    "last_page_cut": (lambda path: path.write_bytes(path.read_bytes()[:-4096]), "database.corrupt"),
    "table_dropped": (edit("DROP TABLE allocation"), "database.foreign_schema"),
    "trigger_added": (
        edit("CREATE TRIGGER spy AFTER UPDATE ON customer BEGIN DELETE FROM payment; END"), "database.foreign_schema",
    ),
    "trigger_removed": (edit("DROP TRIGGER payment_no_delete"), "database.foreign_schema"),
    "trigger_replaced": (
        edit(
            "DROP TRIGGER payment_no_delete",
            "CREATE TRIGGER payment_no_delete BEFORE DELETE ON payment WHEN 0 BEGIN SELECT 1; END",
        ),
        "database.foreign_schema",
    ),
    "view_added": (edit("CREATE VIEW spy AS SELECT * FROM customer"), "database.foreign_schema"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_a_file_that_cannot_be_trusted_is_refused_with_a_sentence_and_left_as_it_is(fault, company):
    change, code = BROKEN[fault]
    change(company)
    before = hashlib.sha256(company.read_bytes()).digest()
    with pytest.raises(KnownError) as refused:
        open_services(company, Clock(), StoredPapers())
    assert refused.value.code == code
    assert str(company) in sentence(refused.value, texts.of("fr"))
    assert [problem.code for problem in verify(company)] == [code]
    assert hashlib.sha256(company.read_bytes()).digest() == before


@pytest.mark.parametrize("fault", ["cut_in_the_middle", "first_bytes", "empty"])
def test_a_damaged_file_is_offered_its_last_backup_that_is_still_sound(fault, company):
    backups = Backups(company, Clock())
    sound, rotten = backups.make(Occasion.DAILY), backups.make(Occasion.CLOSE)
    rotten.path.write_bytes(rotten.path.read_bytes()[:-4096])
    BROKEN[fault][0](company)
    assert backups.last_verified() == sound


def test_what_can_be_read_of_a_damaged_file_is_read_without_writing_it(company):
    keep(0.98)(company)
    before = company.read_bytes()
    services = open_services(company, Clock(), StoredPapers(), read_only=True)
    assert services.company.show().identity.legal_name == "EXEMPLE ADV"
    with pytest.raises(KnownError, match=r"database\.read_only"), services.store.write():
        pass
    services.close()
    assert company.read_bytes() == before


def test_a_trigger_hidden_from_the_names_never_runs_on_opening(company):
    """What the schema holds is compared before anything of it can run."""
    edit("CREATE TRIGGER payment_no_delete2 AFTER INSERT ON audit_entry BEGIN DELETE FROM setting; END")(company)
    with pytest.raises(KnownError, match="payment_no_delete2"):
        open_services(company, Clock(), StoredPapers())


def rows(path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        try:
            return {
                name: connection.execute(f"SELECT * FROM {name} NOT INDEXED ORDER BY rowid").fetchall()
                for name in SEALED_TABLES
            }
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return None


def test_every_bit_flip_that_changes_an_issued_document_is_found(company, tmp_path):
    edit("PRAGMA journal_mode = DELETE", "PRAGMA page_size = 512", "VACUUM")(company)  # hardly any empty space
    before, content, chance = rows(company), company.read_bytes(), random.Random(11)
    flipped = tmp_path / "flipped.db"
    changed = found = 0
    for _ in range(200):
        damaged = bytearray(content)
        damaged[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        flipped.write_bytes(damaged)
        if rows(flipped) != before:
            changed += 1
            found += bool(verify(flipped))
    assert changed > 15
    assert found == changed


def test_a_database_copied_alone_after_the_log_was_folded_holds_everything(services, company, tmp_path):
    tell(services, 4)
    assert services.store.checkpoint()
    alone = shutil.copy(company, tmp_path / "alone.db")
    assert verify(alone) == []
    copied = reopen(alone)
    assert copied.store.replayed("a3-pay")
    copied.close()


def test_the_log_is_folded_when_the_database_is_closed(company):
    services = reopen(company)
    tell(services, 4)
    services.close()
    assert [path.name for path in company.parent.glob("company.db*")] == ["company.db"]

"""The one door to the database: one transaction a command, told about after its commit, kept in the trail."""

import contextlib
import shutil
import sqlite3
from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.models import database
from adv_desktop.models.audit import AuditEntry, RequestLog
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError, KnownError
from adv_desktop.models.party import Customer
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.hashing import GENESIS, chained
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.store import Store
from tests.faults.company import open_company, reopen
from tests.faults.story import tell

IMMUTABLE = {
    "invoice": "state = 'issued'", "invoice_line": "1", "document_vat": "1", "invoice_instalment": "1",
    "delivery": "state = 'shipped'", "delivery_line": "1", "payment": "1", "stock_move": "1", "stored_file": "1",
    "document_seal": "1", "audit_entry": "1", "request_log": "1",
}  # fmt: skip


@pytest.fixture(scope="module")
def told_company(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "company.db"
    services = open_company(path)
    tell(services, 1)
    services.close()
    return path


@pytest.fixture
def services(told_company, tmp_path):
    opened = reopen(shutil.copy(told_company, tmp_path / "company.db"))
    yield opened
    opened.close()


@pytest.fixture
def published(services):
    events = []
    services.store.hub.subscribe(events.append)
    return events


@pytest.fixture
def connection(services):
    """A connection such as the program opens them, for asking the database itself."""
    with contextlib.closing(database.connect(services.store.path)) as opened:
        yield opened


def an_order(quantity=1):
    return NewOrder("C1", (NewLine(Decimal(quantity), "P1"),))


def commits(services, work):
    """How many transactions were committed with changes in them."""
    count = []
    listener = lambda _connection: count.append(1)  # noqa: E731 (the same object is removed)
    sa.event.listen(services.store._engine, "commit", listener)
    work()
    sa.event.remove(services.store._engine, "commit", listener)
    return len(count)


@pytest.mark.parametrize("read_only", [False, True])
def test_every_connection_keeps_its_promises(services, read_only):
    with contextlib.closing(database.connect(services.store.path, read_only=read_only)) as opened:
        kept = {name: opened.execute(f"PRAGMA {name}").fetchone()[0] for name in database.PRAGMAS}
    assert kept == database.PRAGMAS


def test_the_file_says_whose_it_is_and_of_which_version(connection):
    assert connection.execute("PRAGMA application_id").fetchone()[0] == 0x41445653
    assert connection.execute("PRAGMA user_version").fetchone()[0] == database.SCHEMA_VERSION


def test_every_table_is_strict_and_every_constraint_named(connection):
    tables = database.own_tables(connection)
    loose = [row[1] for row in connection.execute("PRAGMA table_list") if row[1] in tables and not row[5]]
    assert loose == []
    assert (
        "CONSTRAINT ck_invoice_invoicestate CHECK"
        in connection.execute("SELECT sql FROM sqlite_master WHERE name = 'invoice'").fetchone()[0]
    )


def test_each_command_is_one_commit(services):
    order = services.orders.create(an_order())
    commands = {
        "confirm": lambda: services.orders.confirm(order.id),
        "deliver": lambda: services.deliveries.deliver(DeliverOrders((order.id,))),
        "invoice": services.drafts.all_delivered,
        "issue": lambda: services.issuing.issue(2),
    }
    assert {name: commits(services, work) for name, work in commands.items()} == dict.fromkeys(commands, 1)


def test_a_change_is_told_once_after_its_commit(services, published):
    seen = []
    with contextlib.closing(sqlite3.connect(services.store.path)) as other:
        services.store.hub.subscribe(
            lambda _changed: seen.append(other.execute("SELECT count(*) FROM sales_order").fetchone()[0])
        )
        order = services.orders.create(an_order())
    assert seen == [2]
    assert [changed.of(DocumentKind.ORDER) for changed in published] == [frozenset({order.id})]


def test_a_refused_command_changes_nothing_and_tells_nobody(services, published, connection):
    order = services.orders.create(an_order())
    services.orders.confirm(order.id)
    published.clear()
    before = list(connection.iterdump())
    with pytest.raises(DomainError):
        services.deliveries.deliver(DeliverOrders((order.id,), {2: Decimal(999), 3: Decimal(999)}))
    with pytest.raises(DomainError):
        services.payments.refund("C1", 10**9, services.clock.today(), "transfer")
    assert published == []
    assert list(connection.iterdump()) == before


def test_a_subscriber_that_left_is_told_nothing_more(services):
    told = []
    leave = services.store.hub.subscribe(told.append)
    leave()
    services.orders.create(an_order())
    assert told == []


def test_an_edit_begun_on_another_version_is_refused(services):
    order = services.orders.create(an_order())
    services.orders.update(order.id, order.version, an_order(2))
    with pytest.raises(DomainError, match=r"document\.changed"):
        services.orders.update(order.id, order.version, an_order(3))


def test_a_request_that_was_carried_out_is_known_with_what_it_made(services):
    with services.store.request("import-7"):
        order = services.orders.create(an_order())
        services.orders.confirm(order.id)
    assert services.store.replayed("import-7") == [("sales_order", order.id)]
    assert services.store.replayed("import-8") is None


@pytest.mark.parametrize("other", ["%", "_mport-7", "import", "import-"])
def test_a_request_is_not_taken_for_another(services, other):
    with services.store.request("import-7"):
        services.orders.create(an_order())
        services.orders.create(an_order())
    assert services.store.replayed(other) is None


def test_a_command_that_fails_leaves_no_trace_of_its_request(services):
    with pytest.raises(DomainError), services.store.request("r1"):
        services.deliveries.deliver(DeliverOrders((999,)))
    with services.store.read() as session:
        assert session.get(RequestLog, "r1") is None


def test_the_trail_is_one_chain_of_hashes_over_every_field(services):
    with services.store.read() as session:
        entries = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    previous = GENESIS
    for entry in entries:
        facts = {
            "at": entry.at.isoformat(), "actor": entry.actor, "action": entry.action, "table_name": entry.table_name,
            "row_id": entry.row_id, "before": entry.before, "after": entry.after,
        }  # fmt: skip
        assert entry.previous_hash == previous
        assert entry.hash == chained(previous, facts)
        previous = entry.hash
    assert len(entries) > 10


def test_the_trail_tells_who_changed_what_from_what_to_what(services):
    with services.store.write("customer.rename") as session:
        session.scalars(sa.select(Customer)).one().name = "Papeterie du Port"
    with services.store.read() as session:
        entry = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.table_name, entry.row_id) == ("customer.rename", "customer", 1)
    assert entry.before["name"] == "Papeterie du Lac"
    assert entry.after["name"] == "Papeterie du Port"
    assert entry.actor


@pytest.mark.parametrize("table", IMMUTABLE)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "REPLACE"])
def test_what_was_issued_can_neither_be_changed_nor_deleted_nor_replaced(table, verb, connection):
    column = connection.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE cid = 1").fetchone()[0]
    where = IMMUTABLE[table]
    statement = {
        "UPDATE": f"UPDATE {table} SET {column} = {column} WHERE {where}",
        "DELETE": f"DELETE FROM {table} WHERE {where}",
        "REPLACE": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {where}",
    }[verb]
    assert connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]
    with pytest.raises(sqlite3.IntegrityError, match="immutable"):
        connection.execute(statement)


def test_no_line_can_be_added_to_an_issued_invoice(connection):
    with pytest.raises(sqlite3.IntegrityError, match="immutable"):
        connection.execute("INSERT INTO document_vat SELECT id + 100, invoice_id, category, rate, exemption_code,"
                           " lines, discount, freight, deducted, base, vat, vat_eur, packaging"
                           " FROM document_vat")  # fmt: skip


def test_a_reference_to_nothing_is_refused_at_the_commit(services):
    with pytest.raises(sa.exc.IntegrityError), services.store.write() as session:
        session.execute(sa.text("UPDATE sales_order SET customer_id = 999"))


def test_a_store_opened_for_reading_refuses_to_write(services):
    store = Store(services.store.path, Clock(), read_only=True)
    with pytest.raises(KnownError, match=r"database\.read_only"), store.write():
        pass
    store.close()


def test_a_write_by_another_program_is_noticed(services, connection):
    before = services.store.data_version()
    assert services.store.data_version() == before
    connection.execute("DELETE FROM form_draft")
    connection.execute("UPDATE customer SET note = 'x'")
    assert services.store.data_version() != before


def test_the_version_of_the_data_does_not_depend_on_which_connection_is_asked(services, connection):
    with services.store.read() as first:
        first.execute(sa.text("SELECT 1"))
        connection.execute("UPDATE customer SET note = 'y'")
        changed = services.store.data_version()
    assert services.store.data_version() == changed


def test_the_log_is_not_folded_under_a_reader_and_says_so(services):
    with services.store.read() as session:
        session.execute(sa.text("SELECT count(*) FROM customer")).scalar()
        services.customers.create(CustomerData("C2", "Autre", terms="30 jours nets"))
        assert services.store.checkpoint() is False
    assert services.store.checkpoint() is True

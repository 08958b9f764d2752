"""`verify` finds each broken rule and names where it is; on sound data it finds nothing."""

import contextlib
import shutil
import sqlite3
from decimal import Decimal

import pytest

from adv_desktop.models.database import drop_triggers, engine
from adv_desktop.models.errors import DomainError
from adv_desktop.models.schema import triggers
from adv_desktop.models.summary_triggers import SUMMARIES, recount
from adv_desktop.services import texts
from adv_desktop.services.company import CompanyIdentity, NewCompany
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.integrity import verify
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.sentences import sentence
from tests.faults.company import open_company, reopen
from tests.faults.story import tell


@pytest.fixture(scope="module")
def told_company(tmp_path_factory):
    path = tmp_path_factory.mktemp("integrity") / "company.db"
    services = open_company(path)
    tell(services, 2)
    _live(services)
    services.close()
    return path


def _live(services):
    """What a company does besides: credits, deposits, a payment that bounces, orders closed short."""
    credit = services.credits.draft(NewCredit(1, "retour", lines={1: Decimal(1)}))
    services.issuing.issue(credit.id)
    services.payments.reverse("REG2026000002", "impayé")
    order = services.orders.create(NewOrder("C1", (NewLine(Decimal(100), label="Machine", unit_price=Decimal(100)),)))
    services.orders.confirm(order.id)
    services.issuing.issue(services.deposits.draft(order.id, percent=Decimal(30)))
    services.issuing.issue(services.drafts.from_orders([order.id]).invoices[0].id)
    short = services.orders.create(NewOrder("C1", (NewLine(Decimal(9), "P1"),)))
    services.orders.confirm(short.id)
    services.deliveries.deliver(DeliverOrders((short.id,), {_line_of(services, short.id): Decimal(4)}))
    services.orders.close_short(short.id, 3, "rupture")


def _line_of(services, order_id):
    with services.store.read() as session:
        return order_by_id(session, order_id).lines[0].id


@pytest.fixture
def company(told_company, tmp_path):
    return shutil.copy(told_company, tmp_path / "company.db")


def tamper(path, *statements):
    """Change rows behind the program's back, as somebody with a database tool would."""
    made = engine(path)
    with made.connect() as connection:
        drop_triggers(connection)
        connection.commit()
    made.dispose()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.executescript(statement)
        for summary in SUMMARIES:  # the sums follow: each test breaks one rule
            for statement in recount(summary):
                connection.execute(statement)
        for statement in triggers():
            connection.execute(statement)


def test_a_company_that_lived_has_nothing_wrong(company):
    assert verify(company) == []


def test_an_open_store_is_verified_beside_its_work(company):
    services = reopen(company)
    tell(services, 3)
    steps = []
    assert verify(services.store, lambda done, total: steps.append((done, total))) == []
    assert steps[-1][0] == steps[-1][1]
    assert steps == sorted(steps)
    services.close()


BROKEN = {
    "an invoice's note": ("UPDATE invoice SET notes = 'x' WHERE id = 1", {"integrity.seal_broken": "FA2026000001"}),
    "a delivery's label": (
        "UPDATE delivery_line SET label = 'x' WHERE id = 1", {"integrity.seal_broken": "BL2026000001"},
    ),
    "a payment's bank": ("UPDATE payment SET bank = 'x' WHERE id = 1", {"integrity.seal_broken": "REG2026000001"}),
    "a seal removed": (
        "DELETE FROM document_seal WHERE document_kind = 'payment' AND document_id = 1",
        {"integrity.seal_missing": "REG2026000001", "integrity.seal_chain": "5"},
    ),
    "a payment removed": ("DELETE FROM payment WHERE id = 2", {"integrity.seal_broken": "payment 2"}),
    "a line inserted": (
        "INSERT INTO invoice_instalment (invoice_id, no, due_date, amount) VALUES (1, 9, '2026-12-01', 0)",
        {"integrity.seal_broken": "FA2026000001"},
    ),
    "a document inserted": (
        "INSERT INTO payment (establishment_id, number, customer_id, customer_name, paid_on, entered_at, method,"
        " amount, currency) SELECT establishment_id, 'REG2026000099', customer_id, customer_name, paid_on, entered_at,"
        " method, amount, currency FROM payment WHERE id = 1",
        {"integrity.seal_missing": "REG2026000099"},
    ),
    "two seals swapped": (
        "UPDATE document_seal SET document_id = 1000 + document_id WHERE id IN (1, 2);"
        "UPDATE document_seal SET document_id = iif(id = 1, 2, 1) WHERE id IN (1, 2)",
        {"integrity.seal_broken": "BL2026000001"},
    ),
    "a day of sealing": (
        "UPDATE document_seal SET sealed_at = '2020-01-01T00:00:00.000000Z' WHERE id = 1",
        {"integrity.seal_broken": "BL2026000001"},
    ),
    "a version of the program": (
        "UPDATE document_seal SET program = '9.9' WHERE id = 1", {"integrity.seal_broken": "BL2026000001"},
    ),
    "a trail rewritten": (
        "UPDATE audit_entry SET actor = 'somebody' WHERE id = 5", {"integrity.audit": "5"},
    ),
    "a trail cut": ("DELETE FROM audit_entry WHERE id = 5", {"integrity.audit": "6"}),
    "a stored file": ("UPDATE stored_file SET content = x'00' WHERE id = 2", {"integrity.file": "2"}),
    "what a stored file is": (
        "UPDATE stored_file SET kind = 'logo' WHERE id = 1", {"integrity.seal_broken": "BL2026000001"},
    ),
    "when a stored file was kept": (
        "UPDATE stored_file SET created_at = '2020-01-01T00:00:00.000000Z'"
        " WHERE id = (SELECT pdf_file_id FROM invoice WHERE id = 1)",
        {"integrity.seal_broken": "FA2026000001"},
    ),
    "how a delivery's note is written": (
        "UPDATE delivery_note SET style = 'priced' WHERE delivery_id = 1", {"integrity.seal_broken": "BL2026000001"},
    ),
    "an order's line": (
        "UPDATE order_line SET net = net + 1 WHERE id = 1", {"integrity.totals": "CDE2026000001"},
    ),
    "an order's VAT": ("UPDATE sales_order SET vat = vat + 1 WHERE id = 1", {"integrity.totals": "CDE2026000001"}),
    "a VAT table": (
        "UPDATE document_vat SET vat = vat + 1 WHERE invoice_id = 1",
        {"integrity.vat": "FA2026000001", "integrity.seal_broken": "FA2026000001"},
    ),
    "an instalment": (
        "UPDATE invoice_instalment SET amount = 1 WHERE invoice_id = 1",
        {"integrity.totals": "FA2026000001", "integrity.seal_broken": "FA2026000001"},
    ),
    "a delivered quantity": (
        "UPDATE order_line SET delivered = delivered + 10000 WHERE id = 1",
        {"integrity.delivered": "CDE2026000001", "integrity.over_delivered": "CDE2026000001"},
    ),
    "an invoiced quantity": (
        "UPDATE order_line SET invoiced = invoiced + 10000 WHERE id = 1",
        {"integrity.invoiced": "CDE2026000001", "integrity.over_invoiced": "CDE2026000001"},
    ),
    "a reserved quantity": (
        "UPDATE order_line SET reserved = 10000 WHERE id = 1", {"integrity.reserved": "CDE2026000001"},
    ),
    "an open amount": (
        "UPDATE open_item SET open_amount = open_amount + 1 WHERE id = 1", {"integrity.open_amount": "FA2026000001"},
    ),
    "an allocation": (
        "INSERT INTO allocation (debit_item_id, credit_item_id, amount, allocated_on) "
        "VALUES (1, 2, 999999, '2026-11-24')",
        {"integrity.open_amount": "FA2026000001"},
    ),
    "more than a payment": (
        "UPDATE open_item SET open_amount = -amount WHERE document_number = 'REG2026000001'",
        {"integrity.over_allocated": "REG2026000001", "integrity.open_amount": "REG2026000001"},
    ),
    "a stock counter": ("UPDATE product_stock SET physical = 0", {"integrity.stock": "P1"}),
    "a reservation counter": ("UPDATE product_stock SET reserved = 10000", {"integrity.stock_reserved": "P1"}),
    "a number missing": (
        "UPDATE sales_order SET number = 'CDE2026000009' WHERE id = 2",
        {"integrity.number_gap": "CDE2026000002", "integrity.number_ahead": "CDE2026000009"},
    ),
    "a date going back": (
        "UPDATE invoice SET issue_date = '2026-01-01' WHERE number = 'FA2026000002'",
        {"integrity.date_backwards": "FA2026000002", "integrity.seal_broken": "FA2026000002"},
    ),
    "a customer gone": ("DELETE FROM customer", {"integrity.reference": "sales_order"}),
    "a document that cannot be found": (
        "DELETE FROM search_entry WHERE kind = 'invoice'", {"integrity.search": "invoice"},
    ),
    "a damaged text": (
        "UPDATE audit_entry SET after = '{' WHERE id = 4", {"database.corrupt": "audit"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_what_was_tampered_with_is_found_and_named(fault, company):
    statement, expected = BROKEN[fault]
    tamper(company, statement)
    problems = verify(company)
    found = {(problem.code, problem.where) for problem in problems}
    for code, where in expected.items():
        assert any(code == known and where == place for known, place in found), found
    for problem in problems:
        said = sentence(problem.error, texts.of("fr"))
        assert "{" not in said.replace("'{'", "")
        assert problem.code not in said


def test_an_unknown_word_in_a_state_is_a_damage_like_another(company):
    tamper(company, "UPDATE document_seal SET document_kind = 'x' WHERE id = 1")
    assert "database.corrupt" in {problem.code for problem in verify(company)}


def test_numbers_taken_over_from_a_former_program_are_no_gap(company):
    tamper(
        company,
        "UPDATE number_series SET last_number = 51 WHERE series = 'claim'",
        "UPDATE number_series SET last_number = 50 WHERE series = 'picking'",
        "INSERT INTO open_item (version, customer_id, payer_id, kind, document_number, document_date, currency,"
        " due_date, amount, open_amount, disputed_amount)"
        " VALUES (1, 1, 1, 'opening', 'BP2026000050', '2026-01-01', 'EUR', '2026-02-01', 10, 10, 0)",
    )
    assert verify(company) == []


def test_an_over_delivery_that_was_allowed_when_it_was_shipped_stays_right(company):
    services = reopen(company)
    services.settings.set("over_delivery_tolerance", "10")
    order = services.orders.create(NewOrder("C1", (NewLine(Decimal(10), "P1"),)))
    services.orders.confirm(order.id)
    line = _line_of(services, order.id)
    services.deliveries.deliver(DeliverOrders((order.id,), {line: Decimal(11)}))
    services.settings.set("over_delivery_tolerance", "0")
    services.close()
    assert verify(company) == []


def test_the_tolerance_is_given_once_however_many_deliveries(company):
    services = reopen(company)
    services.settings.set("over_delivery_tolerance", "10")
    order = services.orders.create(NewOrder("C1", (NewLine(Decimal(10), "P1"), NewLine(Decimal(1), "P1"))))
    services.orders.confirm(order.id)
    line = _line_of(services, order.id)
    services.deliveries.deliver(DeliverOrders((order.id,), {line: Decimal(11)}))
    with pytest.raises(DomainError, match=r"delivery\.over_quantity"):
        services.deliveries.deliver(DeliverOrders((order.id,), {line: Decimal(1)}))
    services.close()


def test_another_company_s_identity_does_not_touch_what_was_sealed(company):
    services = reopen(company)
    record = services.company.show()
    identity = CompanyIdentity("NOUVEAU NOM", "732829320", "2 rue", "69000", "Lyon")
    services.company.update(record.version, NewCompany(identity))
    services.close()
    assert verify(company) == []

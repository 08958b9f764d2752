"""What is asked at each key or opening reads no big table from end to end, which only a long history would show."""

import contextlib

import pytest
from sqlalchemy import event

from adv_desktop.services.queries import orders
from adv_desktop.services.queries.filters import EVERYTHING

GROWING = ("sales_order", "order_line", "customer", "product", "price", "open_item", "invoice", "delivery_line")


@contextlib.contextmanager
def executed(store):
    """Note the statements that are executed, with their parameters."""
    noted = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        noted.append((statement, parameters))

    event.listen(store._engine, "before_cursor_execute", note)
    try:
        yield noted
    finally:
        event.remove(store._engine, "before_cursor_execute", note)


def steps(store, statements):
    """Return how SQLite reads what some statements ask."""
    with store.read() as session:
        connection = session.connection()
        return [
            row[3]
            for statement, parameters in statements
            if statement.startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


def whole_tables(plan):
    """Return the steps that read a table that grows from its first row to its last."""
    return [step for step in plan if any(step.split(" USING ")[0] == f"SCAN {table}" for table in GROWING)]


@pytest.mark.parametrize("typed", ["draft", "confirmed"])
def test_the_price_and_the_checks_of_an_order_read_no_whole_table(company, typed):
    made = company.draft() if typed == "draft" else company.order()
    command = company.orders.command(made.id)
    with executed(company.store) as noted:
        company.orders.preview(command, made.id)
    plan = steps(company.store, noted)
    assert len(plan) > 10
    assert whole_tables(plan) == []


def test_orders_are_compared_by_their_own_lines(company):
    """Every line that is no component has an empty `kit_line_id`: an index of them all would be read whole."""
    made = company.draft()
    with executed(company.store) as noted:
        company.orders.check(made.id)
    compared = [one for one in noted if "order_line.kit_line_id IS NULL" in one[0].replace("+", "")]
    plan = steps(company.store, compared)
    assert [step for step in plan if "order_line" in step] == [
        "SEARCH order_line USING INDEX ix_order_line_order_id (order_id=?)"
    ]


def test_the_total_of_all_orders_is_read_from_an_index_alone(company, today):
    company.order()
    with executed(company.store) as noted, company.read() as session:
        assert orders.summary(session, EVERYTHING, today).count == 1
    assert steps(company.store, noted[-1:]) == ["SCAN sales_order USING COVERING INDEX ix_sales_order_sums"]

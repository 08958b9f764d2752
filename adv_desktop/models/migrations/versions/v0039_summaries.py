"""Sums by day, month and customer that the dashboards read, filled from the documents; kits know when they left."""

import sqlalchemy as sa
from alembic.operations import Operations

OPEN = "state IN ('confirmed', 'on_hold') AND delivery_state <> 'full'"
BEGUN = "quantity > delivered + cancelled AND (delivered > 0 OR cancelled > 0)"
CREDIT = "type IN ('381', '503', '262')"
COUNTS = (
    "invoices", "credit_notes", "invoiced", "credited", "gross", "intake", "shipped", "shipped_lines", "receipts",
    "owed", "claims_opened", "claims_closed",
)  # fmt: skip
# What each table adds to a day: the day, the sums, the rows.
DAYS = (
    (
        "issue_date",
        {
            "invoices": f"NOT {CREDIT}",
            "credit_notes": CREDIT,
            "invoiced": f"iif({CREDIT}, 0, sales_net)",
            "credited": f"iif({CREDIT}, sales_net, 0)",
            "gross": f"iif({CREDIT}, -gross_eur, gross_eur - prepaid)",
        },
        "invoice WHERE state = 'issued'",
    ),
    ("day", {"intake": "net"}, "order_intake WHERE 1"),
    (
        "delivery_date",
        {
            "shipped": "iif(currency = 'EUR', net, 0)",
            "shipped_lines": "(SELECT count(*) FROM delivery_line WHERE delivery_id = delivery.id AND kind = 'item')",
        },
        "delivery WHERE state = 'shipped'",
    ),
    ("paid_on", {"receipts": "amount"}, "payment WHERE currency = 'EUR'"),
    ("document_date", {"owed": "amount"}, "open_item WHERE currency = 'EUR'"),
    ("opened_on", {"claims_opened": "1"}, "claim WHERE 1"),
    ("closed_on", {"claims_closed": "1"}, "claim WHERE closed_on IS NOT NULL"),
)
PUNCTUALITY = """
INSERT INTO due_punctuality (day, due, deliverable, on_time, complete, waiting, waiting_complete)
SELECT due, count(*), sum(delivered > 0 OR cancelled < quantity), sum(iif(delivered > 0 AND settled AND kept, 1, 0)),
  sum(iif(enough AND kept, 1, 0)), sum(NOT settled), sum(iif(enough AND kept AND NOT settled, 1, 0))
FROM (
  SELECT line.due, line.quantity, line.cancelled, line.delivered,
    line.delivered + line.cancelled >= line.quantity AS settled,
    iif(line.arrived > line.departed AND sales_order.date_kind = 'arrival', line.arrived, line.departed)
      <= line.due AS kept,
    line.delivered * 1000000 >= line.quantity * coalesce(
      (SELECT 1000000 - CAST(round(trim(value, '"') * 10000) AS INTEGER)
       FROM setting WHERE key = 'under_delivery_tolerance'), 1000000) AS enough
  FROM (SELECT *, coalesce(first_promised, promised) AS due FROM order_line) AS line
  JOIN sales_order ON sales_order.id = line.order_id
  WHERE sales_order.state NOT IN ('draft', 'cancelled') AND line.due IS NOT NULL AND line.quantity > 0
    AND line.kind IN ('item', 'kit') AND line.kit_line_id IS NULL AND line.nature = 'goods'
    AND line.product_id IS NOT NULL
)
GROUP BY due
"""
FILLED = (
    """UPDATE order_line SET departed = (
         SELECT max(departed) FROM order_line AS part WHERE part.kit_line_id = order_line.id
       ) WHERE kit_billing IS NOT NULL""",
    """INSERT INTO customer_month (month, customer_id, sales)
       SELECT substr(issue_date, 1, 7), customer_id, sum(sales_net)
       FROM invoice WHERE state = 'issued' GROUP BY 1, 2""",
    PUNCTUALITY,
    f"""INSERT INTO promised_backlog (day, lines, net)
       SELECT coalesce(order_line.promised, sales_order.promised, ''), count(*), sum(order_line.net)
       FROM sales_order JOIN order_line ON order_line.order_id = sales_order.id
       WHERE {OPEN} AND currency = 'EUR' AND order_line.kind = 'item'
         AND delivered <= 0 AND cancelled <= 0 AND quantity > 0 GROUP BY 1""",  # noqa: S608 (own names)
    """INSERT INTO due_receivable (due_date, credit, opened, disputed)
       SELECT due_date, open_amount < 0, sum(open_amount), sum(disputed_amount) FROM open_item
       WHERE currency = 'EUR' AND open_amount <> 0 GROUP BY 1, 2""",
)


def upgrade(op: Operations) -> None:
    """Add the tables, fill them, and change indexes that they replace for those of what they leave out."""
    _table(op, "day_figures", {"day": sa.Text()}, COUNTS)
    _table(op, "customer_month", {"month": sa.Text(), "customer_id": sa.Integer()}, ("sales",))
    punctual = ("due", "deliverable", "on_time", "complete", "waiting", "waiting_complete")
    _table(op, "due_punctuality", {"day": sa.Text()}, punctual)
    _table(op, "promised_backlog", {"day": sa.Text()}, ("lines", "net"))
    _table(op, "due_receivable", {"due_date": sa.Text(), "credit": sa.Integer()}, ("opened", "disputed"))
    op.drop_index("ix_invoice_sales", table_name="invoice")
    op.drop_index("ix_delivery_shipped", table_name="delivery")
    op.drop_index("ix_payment_receipts", table_name="payment")
    op.drop_index("ix_order_line_first_promised", table_name="order_line")
    op.drop_index("ix_order_line_promised", table_name="order_line")
    foreign = sa.text("currency <> 'EUR'")
    op.create_index("ix_delivery_foreign", "delivery", ["delivery_date"], sqlite_where=foreign)
    op.create_index("ix_payment_foreign", "payment", ["paid_on"], sqlite_where=foreign)
    op.create_index("ix_open_item_foreign", "open_item", ["document_date"], sqlite_where=foreign)
    op.create_index("ix_order_line_begun", "order_line", ["order_id"], sqlite_where=sa.text(BEGUN))
    op.create_index(
        "ix_sales_order_open_foreign", "sales_order", ["id"], sqlite_where=sa.text(f"{OPEN} AND currency <> 'EUR'")
    )
    _fill(op)


def _table(op: Operations, name: str, keys: dict[str, sa.Text | sa.Integer], sums: tuple[str, ...]) -> None:
    op.create_table(
        name,
        *(sa.Column(key, kind, nullable=False) for key, kind in keys.items()),
        *(sa.Column(column, sa.Integer(), nullable=False, server_default="0") for column in sums),
        sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{name}")),
        sqlite_strict=True,
    )


def _fill(op: Operations) -> None:
    parts = " UNION ALL ".join(
        f"SELECT {day} AS day, {', '.join(f'{sums.get(name, 0)} AS {name}' for name in COUNTS)} FROM {rows}"  # noqa: S608
        for day, sums, rows in DAYS
    )
    op.execute(
        f"INSERT INTO day_figures (day, {', '.join(COUNTS)}) "  # noqa: S608 (own names)
        f"SELECT day, {', '.join(f'sum({name})' for name in COUNTS)} FROM ({parts}) GROUP BY day"
    )
    for statement in FILLED:
        op.execute(statement)

"""Urgent lines of orders, records that were taken over found by an index, and the notes of shipped deliveries frozen.

The triggers that freeze the notes are made again after each revision.
"""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the column and the indexes."""
    with op.batch_alter_table("order_line", recreate="always", table_kwargs={"sqlite_strict": True}) as line:
        line.add_column(
            sa.Column("urgent", sa.Integer(), nullable=False, server_default="0"), insert_after="supply_chosen"
        )
    op.create_index("ix_order_line_urgent", "order_line", ["order_id"], sqlite_where=sa.text("urgent = 1"))
    op.create_index(
        "ix_customer_merged_into",
        "customer",
        ["merged_into_id"],
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
    )

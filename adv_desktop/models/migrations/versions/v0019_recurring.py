"""Orders that come back: the rhythm of a template, and the days whose order was made."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add both tables."""
    op.create_table(
        "order_recurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("start_date", sa.Text(), nullable=False),
        sa.Column("end_date", sa.Text(), nullable=True),
        sa.Column("prices", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_order_recurrence_order_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_recurrence")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_order_recurrence_order_id"), "order_recurrence", ["order_id"], unique=False)
    op.create_index("ix_order_recurrence_next_on", "order_recurrence", ["next_on", "order_id"], unique=False)
    op.create_table(
        "recurring_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recurrence_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recurrence_id"],
            ["order_recurrence.id"],
            name=op.f("fk_recurring_order_recurrence_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurring_order")),
        sa.UniqueConstraint("recurrence_id", "due_on", name=op.f("uq_recurring_order_recurrence_id_due_on")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_recurring_order_recurrence_id"), "recurring_order", ["recurrence_id"], unique=False)

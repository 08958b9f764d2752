"""Deposits that serve another order than the cancelled one that they were invoiced on."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the table."""
    op.create_table(
        "deposit_carry_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deposit_invoice_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("carried_on", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deposit_invoice_id"],
            ["invoice.id"],
            name=op.f("fk_deposit_carry_over_deposit_invoice_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_deposit_carry_over_order_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_carry_over")),
        sa.UniqueConstraint("deposit_invoice_id", name=op.f("uq_deposit_carry_over_deposit_invoice_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_deposit_carry_over_order_id"), "deposit_carry_over", ["order_id"], unique=False)

"""Contracts that are invoiced again and again."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add their table, and the index that finds the periods already invoiced."""
    op.create_table(
        "billing_contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("start_date", sa.Text(), nullable=False),
        sa.Column("end_date", sa.Text(), nullable=True),
        sa.Column("in_advance", sa.Integer(), nullable=False),
        sa.Column("prices", sa.Text(), nullable=False),
        sa.Column("customer_reference", sa.Text(), nullable=True),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_billing_contract_customer_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_contract")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_billing_contract_customer_id"), "billing_contract", ["customer_id"], unique=False)
    op.create_index("ix_billing_contract_start_date", "billing_contract", ["start_date", "id"], unique=False)
    op.create_index(
        "ix_invoice_line_contract",
        "invoice_line",
        ["contract_period"],
        unique=False,
        sqlite_where=sa.text("contract_period IS NOT NULL"),
    )

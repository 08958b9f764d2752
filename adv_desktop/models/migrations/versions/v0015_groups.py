"""Credit limits of groups of customers; the record that another was merged into."""

import sqlalchemy as sa
from alembic.operations import Operations

STRICT = {"sqlite_strict": True}


def upgrade(op: Operations) -> None:
    """Add the table of groups and the column."""
    op.create_table(
        "customer_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credit_limit", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_group")),
        sa.UniqueConstraint("name", name=op.f("uq_customer_group_name")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("customer", recreate="always", table_kwargs=STRICT) as customer:
        customer.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        customer.create_foreign_key(
            op.f("fk_customer_merged_into_id"), "customer", ["merged_into_id"], ["id"], ondelete="RESTRICT"
        )

"""Carriers; days off of customers and of their places; what a promised date says; roles and facts of a place."""

import sqlalchemy as sa
from alembic.operations import Operations

STRICT = {"sqlite_strict": True}


def upgrade(op: Operations) -> None:
    """Add the table of carriers and the columns."""
    op.create_table(
        "carrier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("transit_days", sa.Integer(), nullable=False),
        sa.Column("transit", sa.Text(), nullable=False),
        sa.Column("closures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier")),
        sa.UniqueConstraint("name", name=op.f("uq_carrier_name")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("customer", recreate="always", table_kwargs=STRICT) as customer:
        customer.add_column(sa.Column("date_kind", sa.Text(), nullable=True))
        customer.add_column(sa.Column("closures", sa.Text(), server_default="[]", nullable=False))
    with op.batch_alter_table("customer_address", recreate="always", table_kwargs=STRICT) as address:
        for name in ("code", "hours", "contact", "phone", "carrier"):
            address.add_column(sa.Column(name, sa.Text(), nullable=True))
        for name in ("bill_to_id", "payer_id"):
            address.add_column(sa.Column(name, sa.Integer(), nullable=True))
            address.create_foreign_key(
                op.f(f"fk_customer_address_{name}"), "customer", [name], ["id"], ondelete="RESTRICT"
            )
        for name in ("delivery_days", "closures"):
            address.add_column(sa.Column(name, sa.Text(), server_default="[]", nullable=False))
    with op.batch_alter_table("sales_order", recreate="always", table_kwargs=STRICT) as order:
        order.add_column(sa.Column("date_kind", sa.Text(), server_default="arrival", nullable=False))

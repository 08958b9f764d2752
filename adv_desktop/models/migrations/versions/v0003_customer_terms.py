"""Blocking of deliveries, bank, group, delivery days; what a contact is sent; bulk price updates."""

import sqlalchemy as sa
from alembic.operations import Operations

STRICT = {"sqlite_strict": True}


def upgrade(op: Operations) -> None:
    op.create_table(
        "price_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("prices", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_update")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("price", recreate="always", table_kwargs=STRICT) as price:
        price.add_column(sa.Column("update_id", sa.Integer(), nullable=True))
        price.create_foreign_key(op.f("fk_price_update_id"), "price_update", ["update_id"], ["id"], ondelete="RESTRICT")
        price.create_index(op.f("ix_price_update_id"), ["update_id"])
    with op.batch_alter_table("customer", recreate="always", table_kwargs=STRICT) as customer:
        customer.add_column(sa.Column("block_scope", sa.Text(), server_default="orders", nullable=False))
        customer.add_column(sa.Column("bic", sa.Text(), nullable=True))
        customer.add_column(sa.Column("customer_group", sa.Text(), nullable=True))
        customer.add_column(sa.Column("delivery_days", sa.Text(), server_default="[]", nullable=False))
    with op.batch_alter_table("customer_contact", recreate="always", table_kwargs=STRICT) as contact:
        contact.add_column(sa.Column("purposes", sa.Text(), server_default="[]", nullable=False))

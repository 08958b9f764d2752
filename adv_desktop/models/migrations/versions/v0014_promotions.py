"""Promotions for a category or at a price; how the dates of a price list are read."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add both facts to promotions, and the table of the terms of lists."""
    with op.batch_alter_table("promotion", recreate="always", table_kwargs={"sqlite_strict": True}) as promotion:
        promotion.add_column(sa.Column("category", sa.Text(), nullable=True), insert_after="family")
        promotion.add_column(sa.Column("price", sa.Integer(), nullable=True), insert_after="percents")
    op.create_table(
        "price_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("by_requested", sa.Integer(), nullable=False),
        sa.Column("former_until", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_terms")),
        sa.UniqueConstraint("source", "name", name=op.f("uq_price_terms_source_name")),
        sqlite_strict=True,
    )

"""Eco-contributions: their dated rates by category, and the category of each product."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the table of rates, and the category to products."""
    op.create_table(
        "eco_contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("per_kg", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eco_contribution")),
        sa.UniqueConstraint("category", "starts_on", name=op.f("uq_eco_contribution_category_starts_on")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("product", recreate="always", table_kwargs={"sqlite_strict": True}) as product:
        product.add_column(sa.Column("eco_category", sa.Text(), nullable=True), insert_after="weight_kg")

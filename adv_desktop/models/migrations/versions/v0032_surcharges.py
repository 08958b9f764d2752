"""Surcharges on goods: their dated rates."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the table of rates."""
    op.create_table(
        "surcharge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("families", sa.Text(), nullable=False),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surcharge")),
        sa.UniqueConstraint("name", "starts_on", name=op.f("uq_surcharge_name_starts_on")),
        sqlite_strict=True,
    )

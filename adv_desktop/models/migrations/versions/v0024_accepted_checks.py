"""Warnings accepted on an order; settings of checks named as the checks are."""

import sqlalchemy as sa
from alembic.operations import Operations

# Three settings were kept under names that no check has.
_RENAMED = (
    ("minimum_quantity", "below_minimum"),
    ("decimal_quantity", "piece_decimals"),
    ("price_below_cost", "below_cost"),
)


def upgrade(op: Operations) -> None:
    """Add the table; what was settled of a check takes effect."""
    op.create_table(
        "accepted_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("accepted_by", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.Text(), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_accepted_check_order_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_check")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_accepted_check_order_id"), "accepted_check", ["order_id"], unique=False)
    rename = sa.text("UPDATE setting SET value = replace(value, :before, :after) WHERE key = 'check'")
    for before, after in _RENAMED:
        op.execute(rename.bindparams(before=f'"{before}":', after=f'"{after}":'))

"""What the former program had received of the invoices that were taken over."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the column, and fill it with what no allocation of ours explains."""
    with op.batch_alter_table("open_item", recreate="always", table_kwargs={"sqlite_strict": True}) as items:
        items.add_column(sa.Column("paid_before", sa.Integer(), server_default="0", nullable=False))
    op.execute(
        sa.text(
            "UPDATE open_item SET paid_before = amount - open_amount"
            " - coalesce((SELECT sum(amount) FROM allocation WHERE debit_item_id = open_item.id), 0)"
            " + coalesce((SELECT sum(amount) FROM allocation WHERE credit_item_id = open_item.id), 0)"
            " WHERE kind = 'opening'"
        )
    )

"""The pack that a product may be ordered in, and the one that an order line was counted in."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add both facts to both tables; they stay empty until somebody gives them."""
    for table, after in (("product", "pack"), ("order_line", "differences")):
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_strict": True}) as changed:
            changed.add_column(sa.Column("pack_label", sa.Text(), nullable=True), insert_after=after)
            changed.add_column(sa.Column("pack_size", sa.Integer(), nullable=True), insert_after="pack_label")

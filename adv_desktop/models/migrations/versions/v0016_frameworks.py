"""Framework orders have a validity; an order may ask for a deposit before its goods leave."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the three facts to orders; they stay empty until somebody gives them."""
    with op.batch_alter_table("sales_order", recreate="always", table_kwargs={"sqlite_strict": True}) as order:
        order.add_column(sa.Column("valid_from", sa.Text(), nullable=True), insert_after="gross")
        order.add_column(sa.Column("valid_until", sa.Text(), nullable=True), insert_after="valid_from")
        order.add_column(sa.Column("deposit_percent", sa.Integer(), nullable=True), insert_after="valid_until")

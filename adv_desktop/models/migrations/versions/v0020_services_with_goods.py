"""Tell the services that leave with the goods from those that are carried out on a day of their own."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Let a service leave with the goods."""
    column = sa.Column("with_goods", sa.Integer(), server_default="0", nullable=False)
    with op.batch_alter_table("product", recreate="always", table_kwargs={"sqlite_strict": True}) as product:
        product.add_column(column, insert_after="nature")

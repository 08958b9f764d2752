"""What customs ask: the EORI number of customers, the supplementary unit of products, what each parcel holds."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the columns."""
    with op.batch_alter_table("customer", recreate="always", table_kwargs={"sqlite_strict": True}) as customer:
        customer.add_column(sa.Column("eori", sa.Text(), nullable=True), insert_before="merged_into_id")
    with op.batch_alter_table("product", recreate="always", table_kwargs={"sqlite_strict": True}) as product:
        product.add_column(sa.Column("supplementary_unit", sa.Text(), nullable=True))
        product.add_column(sa.Column("supplementary_factor", sa.Integer(), nullable=True))
    with op.batch_alter_table("delivery_parcel", recreate="always", table_kwargs={"sqlite_strict": True}) as parcel:
        parcel.add_column(sa.Column("packing", sa.Text(), nullable=True))
        parcel.add_column(sa.Column("contents", sa.Text(), server_default="[]", nullable=False))

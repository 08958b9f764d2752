"""The whole life of a product, and the part of it that a customer wants left when goods leave (« contrat date »)."""

import sqlalchemy as sa
from alembic.operations import Operations

STRICT = {"sqlite_strict": True}


def upgrade(op: Operations) -> None:
    """Add both facts, empty until somebody gives them."""
    with op.batch_alter_table("customer", recreate="always", table_kwargs=STRICT) as customer:
        customer.add_column(sa.Column("minimum_life_part", sa.Text(), nullable=True), insert_after="minimum_life_days")
    with op.batch_alter_table("product", recreate="always", table_kwargs=STRICT) as product:
        product.add_column(sa.Column("life_days", sa.Integer(), nullable=True), insert_after="kit_billing")
